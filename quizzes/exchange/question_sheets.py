"""Sheets of questions, as CSV or XLSX, read into whole questions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final, TypeVar

from quizzes.exchange.columns import parts
from quizzes.exchange.faults import Fault, FaultCode, Parameter
from quizzes.exchange.option_lines import letter_place
from quizzes.exchange.question_columns import (
    FEEDBACK_COLUMNS,
    HEADER,
    OPTION_COLUMNS,
    PROMPT_COLUMNS,
)
from quizzes.exchange.question_rows import (
    QuestionRow,
    ReadOption,
    ReadQuestion,
    true_or_false,
)
from quizzes.exchange.rows import Place, SheetRow
from quizzes.exchange.sheets import read_csv, read_xlsx
from quizzes.items.data import Family, Form
from quizzes.items.questions import QuestionDate, read_date

_TRUE: Final = frozenset({"true", "t", "1", "дұрыс", "иә", "верно", "да", "yes"})
_FALSE: Final = frozenset({"false", "f", "0", "бұрыс", "жоқ", "неверно", "нет", "no"})
_E = TypeVar("_E", Form, Family)


def read_questions_csv(content: bytes, faults: list[Fault]) -> list[QuestionRow]:
    """Read questions from CSV; raises UnreadableFile."""
    return _rows(read_csv(content, faults, HEADER), faults)


def read_questions_xlsx(content: bytes, faults: list[Fault]) -> list[QuestionRow]:
    """Read questions from the first sheet of a workbook; raises UnreadableFile."""
    return _rows(read_xlsx(content, faults, HEADER), faults)


def _rows(sheet: list[SheetRow], faults: list[Fault]) -> list[QuestionRow]:
    rows = []
    for each in sheet:
        reader = _Reader(each)
        row = reader.read()
        if reader.faults:
            faults += reader.faults
        else:
            rows.append(row)
    return rows


class _Reader:
    """Makes a question of the cells of a row, and notes what is wrong with them."""

    def __init__(self, row: SheetRow) -> None:
        self._row = row
        self.faults: list[Fault] = []

    def read(self) -> QuestionRow:
        answers = parts(self._cell("answer"))
        lines = [self._cell(name) for name in OPTION_COLUMNS]
        while lines and not lines[-1]:
            lines.pop()
        form = self._form(answers, lines)
        read = ReadQuestion(
            form=form,
            stem=self._cell("stem"),
            line=self._row.place.line,
            key=self._cell("key"),
            family=self._choice("family", Family),
            emphasis=self._cell("emphasis"),
            explanation=self._cell("explanation"),
        )
        self._fill[form](self, read, answers, lines)
        row = read.row()
        state = self._cell("state") or "draft"
        if state not in ("draft", "approved"):
            choices = "draft, approved"
            self._fault(FaultCode.UNKNOWN_CHOICE, "state", value=state, choices=choices)
        if self._cell("key") and not row.named:
            self._fault(FaultCode.BAD_KEY, "key", value=self._cell("key")[:100])
        content = replace(
            row.content,
            emphasis=self._cell("emphasis"),
            note=self._cell("note"),
            source=self._cell("source"),
            topic=self._cell("topic"),
            paragraphs=self._paragraphs(),
            state=state,
        )
        place = Place(line=self._row.place.line)
        return QuestionRow(content=content, named=row.named, place=place)

    def _form(self, answers: tuple[str, ...], lines: list[str]) -> Form:
        """The form that the row names, or the one that its answer looks like."""
        named = self._choice("form", Form)
        if named is not None:
            return named
        if any(self._cell(name) for name in PROMPT_COLUMNS):
            return Form.MATCHING
        if not lines:
            is_truth = len(answers) == 1 and answers[0].lower() in _TRUE | _FALSE
            return Form.TRUE_FALSE if is_truth else Form.DATE_ENTRY
        return Form.MULTIPLE_CHOICE if len(answers) > 1 else Form.CHOICE

    def _choosing(
        self, read: ReadQuestion, answers: tuple[str, ...], lines: list[str]
    ) -> None:
        keys = self._places(answers, lines)
        read.options = [
            ReadOption(text=text, key=place in keys, feedback=self._feedback(place))
            for place, text in enumerate(lines)
        ]

    def _true_false(
        self, read: ReadQuestion, answers: tuple[str, ...], lines: list[str]
    ) -> None:
        word = answers[0].lower() if len(answers) == 1 else ""
        if word not in _TRUE | _FALSE:
            self._fault(FaultCode.BAD_ANSWER, "answer", value="; ".join(answers)[:100])
        read.options = true_or_false(
            is_true=word in _TRUE,
            if_true=self._feedback(0),
            if_false=self._feedback(1),
        )

    def _date_entry(
        self, read: ReadQuestion, answers: tuple[str, ...], lines: list[str]
    ) -> None:
        dates = [QuestionDate(edtf=self._date("answer", each)) for each in answers]
        dates += [
            QuestionDate(
                edtf=self._date(OPTION_COLUMNS[place], text),
                right=False,
                label=self._feedback(place),
            )
            for place, text in enumerate(lines)
            if text
        ]
        read.dates = dates

    def _matching(
        self, read: ReadQuestion, answers: tuple[str, ...], lines: list[str]
    ) -> None:
        prompts = [self._cell(name) for name in PROMPT_COLUMNS]
        while prompts and not prompts[-1]:
            prompts.pop()
        places = self._places(answers, lines) or list(range(len(prompts)))
        if len(places) != len(prompts) or any(place >= len(lines) for place in places):
            self._fault(FaultCode.BAD_ANSWER, "answer", value="; ".join(answers)[:100])
            return
        read.pairs = [
            (prompt, lines[place])
            for prompt, place in zip(prompts, places, strict=True)
        ]
        read.spares = [text for place, text in enumerate(lines) if place not in places]

    def _ordering(
        self, read: ReadQuestion, answers: tuple[str, ...], lines: list[str]
    ) -> None:
        read.options = [
            ReadOption(text=text, key=True, feedback=self._feedback(place))
            for place, text in enumerate(lines)
        ]

    _fill: Final[
        Mapping[
            Form, Callable[[_Reader, ReadQuestion, tuple[str, ...], list[str]], None]
        ]
    ] = {
        Form.CHOICE: _choosing,
        Form.MULTIPLE_CHOICE: _choosing,
        Form.TRUE_FALSE: _true_false,
        Form.DATE_ENTRY: _date_entry,
        Form.MATCHING: _matching,
        Form.ORDERING: _ordering,
    }

    def _places(self, answers: tuple[str, ...], lines: list[str]) -> list[int]:
        """The options that the answer names by number or letter, from 0."""
        places = []
        for answer in answers:
            place = _place(answer)
            if place is None or place >= len(lines):
                self._fault(FaultCode.BAD_ANSWER, "answer", value=answer[:100])
            else:
                places.append(place)
        return places

    def _date(self, field: str, text: str) -> str:
        value = read_date(text)
        if value is None:
            self._fault(FaultCode.BAD_DATE, field, value=text[:100], why="?")
            return ""
        return value.edtf

    def _paragraphs(self) -> tuple[int, ...]:
        numbers = []
        for part in parts(self._cell("paragraphs").replace(",", ";")):
            if part.isascii() and part.isdigit() and len(part) < 9:
                numbers.append(int(part))
            else:
                self._fault(FaultCode.NOT_NUMBER, "paragraphs")
        return tuple(numbers)

    def _choice(self, name: str, kinds: type[_E]) -> _E | None:
        text = self._cell(name)
        known = {kind.value: kind for kind in kinds}
        if text and text not in known:
            choices = ", ".join(known)
            self._fault(
                FaultCode.UNKNOWN_CHOICE, name, value=text[:100], choices=choices
            )
        return known.get(text)

    def _feedback(self, place: int) -> str:
        return self._cell(FEEDBACK_COLUMNS[place])

    def _cell(self, name: str) -> str:
        value = self._row.cells.get(name, "")
        if isinstance(value, bool):
            return "true" if value else "false"
        return str(value).strip()

    def _fault(self, code: FaultCode, field: str, **parameters: Parameter) -> None:
        line = self._row.place.line
        self.faults.append(
            Fault(code=code, line=line, field=field, parameters=parameters)
        )


def _place(answer: str) -> int | None:
    """The place, from 0, that a number or a letter names."""
    if answer.isascii() and answer.isdigit() and len(answer) < 3:
        return int(answer) - 1 if int(answer) > 0 else None
    return letter_place(answer)
