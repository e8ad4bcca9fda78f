"""Test sheets as found: what is read, and what is shown to be put right."""

from __future__ import annotations

import io

import docx
import pytest

from quizzes.exchange.faults import Fault, FaultCode
from quizzes.exchange.old_sheets import with_first_marked
from quizzes.exchange.question_files import FileFormat, read_questions
from quizzes.exchange.question_rows import QuestionRow
from quizzes.items.data import Form


def read(text: str) -> tuple[list[QuestionRow], list[Fault]]:
    return read_questions(text.encode(), "sheet.txt", FileFormat.TEXT)


def keys(row: QuestionRow) -> list[str]:
    return [option.text for option in row.content.options if option.key]


MIXED = """\
Қазақстан тарихы, 11-сынып. Нұсқа 1

1. Шартқа қай жылы қол қойылды?
А) 1991
В) 1992
С) 1993
D) 1994
E) 1995
"""


@pytest.mark.parametrize(
    "line",
    [
        "*В) 1992",
        "В)* 1992",
        "В) *1992",
        "В) 1992*",
        "+В) 1992",
        "В) 1992 +",
        "✓ B) 1992",
        "В) 1992 (+)",
        "В) 1992 (дұрыс)",
        "В) 1992 (дұрыс жауап)",
        "В) 1992 (верно);",
    ],
)
def test_a_mark_at_an_option_makes_it_the_key(line):
    rows, faults = read(MIXED.replace("В) 1992", line))

    assert faults == []
    assert keys(rows[0]) == ["1992"]
    assert [option.text for option in rows[0].content.options] == [
        "1991",
        "1992",
        "1993",
        "1994",
        "1995",
    ]
    assert rows[0].content.stem == "Шартқа қай жылы қол қойылды?"
    assert rows[0].place.line == 3


@pytest.mark.parametrize(
    "line",
    ["Жауабы: В", "Дұрыс жауап: B", "Ответ: в", "ANSWER - b)", "Кілті: В"],
)
def test_a_line_below_the_options_names_the_key(line):
    rows, faults = read(f"{MIXED}{line}\n")

    assert faults == []
    assert keys(rows[0]) == ["1992"]


SEVERAL = """\
1) Бірінші? A) а1 B) б1 C) в1
2) Екінші? A) а2 B) б2 C) в2
3) Үшінші? A) а3 B) б3 C) в3
"""


@pytest.mark.parametrize(
    "listed",
    [
        "Жауаптары:\n1-А, 2-В, 3-С",
        "Жауаптары: 1А 2В 3С",
        "Кілттер\n1. A\n2. B\n3. C",
        "Ответы: 1) а; 2) в; 3) с",
        "Answer key\n1 – A 2 – B 3 – C",
        "\n1-А 2-В 3-С",
        "Кілті: 1-А, 2-В, 3-С",
        "Дұрыс жауап: 1-А 2-В 3-С",
        "Жауаптар кестесі\n1 2 3\nА В С",
        "Жауап кілті\nСұрақ № | 1 | 2 | 3\nЖауабы | А | В | С",
        "Жауаптары\n1\nА\n2\nВ\n3\nС",
        "Жауаптары\n1 2\nА В\n3\nС",
        "Тест кілті\nА В С",
        "Кілттер:\nА\nВ\nС",
    ],
)
def test_a_list_at_the_end_gives_the_keys(listed):
    rows, faults = read(f"{SEVERAL}{listed}\n")

    assert faults == []
    assert [keys(row) for row in rows] == [["а1"], ["б2"], ["в3"]]


def test_a_list_may_name_several_letters_of_a_question():
    rows, faults = read(f"{SEVERAL}Жауаптары: 1-АС, 2-В, 3-А,В\n")

    assert faults == []
    assert [keys(row) for row in rows] == [["а1", "в1"], ["б2"], ["а3", "б3"]]


def test_each_variant_of_a_sheet_has_its_own_numbers_and_keys():
    rows, faults = read(
        f"І нұсқа\n{SEVERAL}II нұсқа\n{SEVERAL}Жауаптары\n"
        "І нұсқа: 1-А 2-А 3-А\n2-нұсқа\n1-С 2-С 3-С\n"
    )

    assert faults == []
    assert [keys(row) for row in rows] == [
        *(["а1"], ["а2"], ["а3"]),
        *(["в1"], ["в2"], ["в3"]),
    ]
    assert [option.text for option in rows[2].content.options] == ["а3", "б3", "в3"]


@pytest.mark.parametrize(
    ("listed", "letters"), [("1 2 3\nА В", 2), ("А В", 2), ("1 2 3\nА\n\nВ\n", 2)]
)
def test_of_a_table_of_keys_with_a_gap_nothing_is_taken(listed, letters):
    rows, faults = read(f"{SEVERAL}Жауаптары\n{listed}\n")

    assert rows == []
    uneven = [fault for fault in faults if fault.code is FaultCode.KEYS_UNEVEN]
    assert [fault.parameters for fault in uneven] == [
        {"numbers": 3, "letters": letters}
    ]


def test_what_test_programs_write_out_with_tags_is_read():
    rows, faults = read(
        "<question>Кім\nқол қойды?\n<variant>бір\n<variantright>екі\n<variant> үш\n"
        "<Question 2> Не?\n<variantright>а\n<variant>б\n"
    )

    assert faults == []
    assert [row.content.stem for row in rows] == ["Кім қол қойды?", "Не?"]
    assert [keys(row) for row in rows] == [["екі"], ["а"]]


@pytest.mark.parametrize(
    "line",
    [
        "Мәтінді оқып, сұрақтарға жауап беріңіз.",
        "Мәтін: келісімге бес мемлекет қол қойды.",
        "1–3-сұрақтарға үзінді бойынша жауап беріңіз.",
        "ұзын сөйлем " * 20,
    ],
)
def test_a_text_before_the_questions_is_not_lost_in_silence(line):
    rows, faults = read(f"{line}\n\n{SEVERAL}\n1-А 2-А 3-А\n")

    assert len(rows) == 3
    assert [(fault.code, fault.line) for fault in faults] == [(FaultCode.STRAY_LINE, 1)]


def test_a_text_between_the_questions_does_not_become_part_of_an_option():
    rows, faults = read(
        f"{SEVERAL}4-5-сұрақтарға мәтін\n4. Кім?\n*A) а\nB) б\n\n1-А 2-А 3-А\n"
    )

    assert [(fault.code, fault.line) for fault in faults] == [(FaultCode.STRAY_LINE, 4)]
    assert [option.text for option in rows[2].content.options] == ["а3", "б3", "в3"]


@pytest.mark.parametrize(
    "heading",
    ["Мәтіндік тест", "Қазақстан тарихы, 9-сынып", "II нұсқа", "Барлығы 3 сұрақ"],
)
def test_a_heading_is_no_fault(heading):
    assert read(f"{heading}\n{SEVERAL}\n1-А 2-А 3-А\n")[1] == []


def test_the_letter_v_is_the_third_in_the_russian_alphabet_and_the_second_in_latin():
    russian = "1. Кім?\nА) бір\nБ) екі\nВ) үш\nГ) төрт\nЖауабы: В\n"
    latin = "1. Кім?\nА) бір\nВ) екі\nС) үш\nД) төрт\nЖауабы: В\n"

    assert keys(read(russian)[0][0]) == ["үш"]
    assert keys(read(latin)[0][0]) == ["екі"]


def test_several_marked_options_make_several_answers():
    rows, faults = read("1. Кімдер?\n*A) бір\nB) екі\n*C) үш\n")

    assert faults == []
    assert rows[0].content.form is Form.MULTIPLE_CHOICE
    assert keys(rows[0]) == ["бір", "үш"]


def test_lines_go_on_where_they_are_broken():
    rows, faults = read("1. Кім\nекенін айтыңыз\nA) бір\nжәне екі\n*B) үш\n")

    assert faults == []
    assert rows[0].content.stem == "Кім екенін айтыңыз"
    assert rows[0].content.options[0].text == "бір және екі"


def test_initials_and_dates_are_no_options_and_no_questions():
    rows, faults = read(
        "1. Кім қол қойды?\nА) Н.Ә. Назарбаев\nБ) Б.Н. Ельцин\n*В) Л.Д. Кучма\n"
        "2. Қашан?\nА) 15.05.1992\nБ) 2.04.1999\n*В) 1994 ж.\n"
    )

    assert faults == []
    assert rows[0].content.options[0].text == "Н.Ә. Назарбаев"
    assert [option.text for option in rows[1].content.options] == [
        "15.05.1992",
        "2.04.1999",
        "1994 ж.",
    ]


@pytest.mark.parametrize(
    ("broken", "word"),
    [
        ("1. ?азахстан тарихы", "?азахстан"),
        ("1. Тарих п?нінен", "п?нінен"),
        ("1. Халы? саны", "Халы?"),
        ("1. ???? жылы", "????"),
        ("1. Қаза\ufffdстан", "Қаза\ufffdстан"),
    ],
)
def test_lost_letters_are_shown_and_never_guessed(broken, word):
    rows, faults = read(f"{broken} қайда?\n*A) бір\nB) екі\n")

    assert rows == []
    assert [fault.code for fault in faults] == [FaultCode.LOST_LETTERS]
    assert faults[0].line == 1
    assert faults[0].parameters["words"] == word
    assert faults[0].parameters["text"] == f"{broken} қайда?"


def test_a_question_mark_at_the_end_is_no_lost_letter():
    assert read("1. Дұрыс па? Неге?\n*A) бір\nB) екі\n")[1] == []


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("1. Кім?\nA) бір\nB) екі\n", FaultCode.QUESTION, 1),
        ("1. Кім?\n*A) бір\nC) екі\n", FaultCode.OUT_OF_ORDER, 3),
        ("1. Кім?\n*A) бір\nA) екі\n", FaultCode.OUT_OF_ORDER, 3),
        ("1. Кім?\n*A) бір\nB) екі\nЖауабы: B\n", FaultCode.KEYS_DISAGREE, 1),
        ("1. Кім?\nA) бір\nB) екі\nЖауабы: E\n", FaultCode.BAD_ANSWER, 1),
        ("1. Кім?\n*A) бір\nB) екі\n\nБұл не?\n", FaultCode.STRAY_LINE, 5),
        ("1. A?\n*A) x\nB) y\nКілттер:\n1-A\n7-B\n", FaultCode.KEY_OF_NOTHING, 6),
        ("1. Кім?\n" + "x" * 5000, FaultCode.TOO_LONG, 2),
    ],
)
def test_what_cannot_be_read_is_a_fault_with_its_line(text, code, line):
    _rows, faults = read(text)

    assert (faults[0].code, faults[0].line) == (code, line)


def test_the_other_questions_of_a_faulty_sheet_are_read():
    rows, faults = read("1. Кім?\nA) бір\nB) екі\n2. Не?\n*A) бір\nB) екі\n")

    assert [row.content.stem for row in rows] == ["Не?"]
    assert len(faults) == 1


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("1. Кім?\nА) бір\nВ) екі", "1. Кім?\n*А) бір\nВ) екі"),
        ("1. Кім? A) бір B) екі", "1. Кім? *A) бір B) екі"),
        ("1. Кім?\n  А) бір В) екі", "1. Кім?\n*А) бір В) екі"),
        (
            "<question>Кім?\n<variant>бір\n<variant>екі",
            "<question>Кім?\n<variantright>бір\n<variant>екі",
        ),
        ("1. Кім?\n**A) бір**\n**B) екі**", "1. Кім?\n***A) бір**\n**B) екі**"),
    ],
)
def test_the_first_option_is_marked_where_somebody_says_that_it_is_right(text, marked):
    assert read(text)[0] == []

    assert with_first_marked(text) == marked

    rows, faults = read(marked)
    assert faults == []
    assert keys(rows[0]) == ["бір"]


@pytest.mark.parametrize(
    "text",
    [
        "1. Кім?\nА) бір\n*В) екі",
        "1. Кім?\nА) бір\n**В) екі**",
        "1. Кім?\nА) бір\nВ) екі\nЖауабы: В",
        "1. Кім?\nА) бір\nВ) екі\nЖауаптары: 1-В",
    ],
)
def test_nothing_is_marked_where_the_key_is_told(text):
    assert with_first_marked(text) == text


# Documents


def document(*lines: tuple[str, bool]) -> bytes:
    made = docx.Document()
    for text, bold in lines:
        made.add_paragraph().add_run(text).bold = bold
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_bold_makes_the_key_in_a_document():
    content = document(
        ("1. Кім?", True), ("А) бір", False), ("В) екі", True), ("С) үш", False)
    )

    rows, faults = read_questions(content, "sheet.docx")

    assert faults == []
    assert keys(rows[0]) == ["екі"]


def test_a_sheet_that_is_bold_all_through_has_no_key():
    content = document(("1. Кім?", True), ("А) бір", True), ("В) екі", True))

    _rows, faults = read_questions(content, "sheet.docx")

    assert [fault.parameters.get("finding") for fault in faults] == ["no_key"]


def test_numbers_and_letters_of_the_word_processor_are_read():
    made = docx.Document()
    made.add_paragraph("Кім?", style="List Number")
    made.add_paragraph("A) бір")
    made.add_paragraph("*B) екі")
    made.add_paragraph("Не?", style="List Number")
    made.add_paragraph("*A) бір\nB) екі")
    out = io.BytesIO()
    made.save(out)

    rows, faults = read_questions(out.getvalue(), "sheet.docx")

    assert faults == []
    assert [row.content.stem for row in rows] == ["Кім?", "Не?"]
    assert [keys(row) for row in rows] == [["екі"], ["бір"]]


def test_a_table_is_read_row_by_row():
    made = docx.Document()
    table = made.add_table(rows=1, cols=2)
    table.cell(0, 0).text = "1. Кім?"
    table.cell(0, 1).text = "*A) бір\nB) екі"
    out = io.BytesIO()
    made.save(out)

    rows, faults = read_questions(out.getvalue(), "sheet.docx")

    assert faults == []
    assert keys(rows[0]) == ["бір"]


def test_a_table_of_keys_is_read_by_rows_and_by_columns():
    for cells in (
        [["№", "1", "2"], ["Жауабы", "A", "B"]],
        [["Сұрақ", "Жауап"], ["1", "A"], ["2", "B"]],
        [["1", "A", "2", "B"]],
    ):
        made = docx.Document()
        for line in ("1. Кім?", "A) бір", "B) екі", "2. Не?", "A) бір", "B) екі"):
            made.add_paragraph(line)
        made.add_paragraph("Жауап кілті")
        table = made.add_table(rows=len(cells), cols=len(cells[0]))
        for row, texts in zip(table.rows, cells, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
        out = io.BytesIO()
        made.save(out)

        rows, faults = read_questions(out.getvalue(), "sheet.docx")

        assert faults == []
        assert [keys(row) for row in rows] == [["бір"], ["екі"]]
