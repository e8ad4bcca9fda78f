"""Files for other programs: read by Anki itself, and by a plain reader of XML."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

import openpyxl
import pytest

from quizzes.exchange.anki_writing import MOST_CARDS, TooManyCards, to_anki
from quizzes.exchange.qti_items import NAMESPACE
from quizzes.exchange.question_exports import (
    OutFormat,
    ending_of,
    export_items,
    export_questions,
)
from quizzes.exchange.question_files import read_questions
from quizzes.exchange.question_sheet_writing import to_questions_csv, to_questions_xlsx
from quizzes.items.data import Form, Item
from quizzes.items.making import make_every
from quizzes.items.questions import make_item
from tests.attempts.sample_items import SAMPLES as ITEM_SAMPLES
from tests.exchange.question_samples import (
    PICTURE_FILE,
    SAMPLES,
    SIGNS,
    under_a_text,
)
from tests.items.small_bank import small_bank

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
QTI = f"{{{NAMESPACE}}}"


def items() -> list[Item]:
    return [make_item(content.as_data(), "seed") for content in SAMPLES.values()]


# Anki


@pytest.fixture
def imported(tmp_path: Path) -> Iterator[Any]:
    """Import a deck into an empty collection of Anki, and give the collection."""
    from anki.collection import Collection, ImportAnkiPackageRequest

    collection = Collection(str(tmp_path / "collection.anki2"))

    def load(content: bytes) -> Any:
        package = tmp_path / "deck.apkg"
        package.write_bytes(content)
        collection.import_anki_package(
            ImportAnkiPackageRequest(package_path=str(package))
        )
        return collection

    yield load
    collection.close()


def deck(*chosen: Item, title: str = "Сыртқы саясат") -> bytes:
    return to_anki(chosen, title=title, titles={"a-text": "Оқулық <1>"}, now=NOW)


def test_anki_has_a_note_for_each_question_and_a_card_for_its_item(imported):
    collection = imported(deck(*items()))

    assert collection.note_count() == len(Form)
    assert collection.card_count() == len(Form)
    assert [each.name for each in collection.decks.all_names_and_ids()].count(
        "Сыртқы саясат"
    )


def test_anki_shows_each_question_with_its_answer(imported):
    collection = imported(deck(*items()))

    shown = {}
    for identifier in collection.find_cards(""):
        card = collection.get_card(identifier)
        shown[card.note()["Key"]] = (card.question(), card.answer())

    front, back = shown["question:treaty-year"]
    assert "қай жылы қол қойылды?" in front
    assert all(year in front for year in ("1991", "1992", "1993"))
    assert "1992 жылғы 15 мамырда" not in front
    assert "<p>1992</p>" in back
    assert "1992 жылғы 15 мамырда" in back
    assert "1992 жылғы 15 мамыр" in shown["question:treaty-day"][1]
    assert "1992" not in shown["question:treaty-day"][0]
    assert "Ресей = РФ – Мәскеу" in shown["question:capitals"][1]


def test_nothing_in_a_text_is_code_sound_or_formula_to_anki(imported):
    collection = imported(deck(*items()))
    [note] = collection.find_notes("Key:question\\:members")
    [card] = collection.get_note(note).cards()

    assert "<script" not in card.answer()
    assert card.question_av_tags() == card.answer_av_tags() == []
    assert "[sound:x.mp3]" not in card.question()
    assert "&lt;b&gt;&amp;amp;" in card.question()


def test_the_items_of_a_fact_are_the_cards_of_one_note(imported):
    [item, *_] = [sample.item for sample in ITEM_SAMPLES.values()]
    other = replace(item, stem="Басқа сұрақ?")

    collection = imported(deck(item, other))

    assert (collection.note_count(), collection.card_count()) == (1, 2)
    [note] = collection.find_notes("")
    assert "Оқулық &lt;1&gt;, 8, 25-абзацтар" in collection.get_note(note)["Source"]


def test_a_second_export_changes_the_notes_of_the_first(imported):
    [item, *_] = items()
    imported(deck(item))

    collection = imported(
        to_anki(
            [replace(item, stem="Жаңа сұрақ?")],
            title="Сыртқы саясат",
            titles={},
            now=NOW.replace(year=2027),
        )
    )

    [note] = collection.find_notes("")
    assert collection.get_note(note)["Question1"] == "Жаңа сұрақ?"


def test_a_note_takes_no_more_items_than_it_has_cards():
    [item, *_] = items()

    with pytest.raises(TooManyCards):
        deck(*[item] * (MOST_CARDS + 1))


# QTI


def package(content: bytes) -> dict[str, Xml.Element]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: Xml.fromstring(archive.read(name)) for name in archive.namelist()}


def qti() -> dict[str, Xml.Element]:
    contents = list(SAMPLES.values())
    return package(
        export_questions(contents, OutFormat.QTI, title="Т", titles={}, now=NOW)
    )


def test_the_manifest_names_every_file_once_and_its_type():
    files = qti()
    manifest = files.pop("imsmanifest.xml")
    resources = manifest.findall(".//{*}resource")

    assert sorted(each.get("href", "") for each in resources) == sorted(files)
    assert {each.get("type") for each in resources} == {
        "imsqti_test_xmlv3p0",
        "imsqti_item_xmlv3p0",
    }
    wanted = {
        each.get("identifierref") for each in manifest.iter() if "ref" in each.tag
    }
    named = {each.get("identifier") for each in resources}
    assert wanted <= named


def test_the_test_refers_to_each_item_by_its_file():
    files = qti()
    refs = files["test.xml"].findall(f".//{QTI}qti-assessment-item-ref")

    assert len(refs) == len(SAMPLES)
    for ref in refs:
        assert files[ref.get("href", "")].get("identifier") == ref.get("identifier")


def test_parts_of_an_item_stand_in_the_order_of_the_standard():
    order = [
        "response-declaration",
        "outcome-declaration",
        "item-body",
        "response-processing",
        "modal-feedback",
    ]
    for name, root in qti().items():
        if name.startswith("items/"):
            places = [order.index(each.tag.removeprefix(f"{QTI}qti-")) for each in root]
            assert places == sorted(places)


@pytest.mark.parametrize(("number", "form"), list(enumerate(SAMPLES, 1)))
def test_each_right_answer_names_what_can_be_chosen(number, form):
    root = qti()[f"items/item-{number:04}.xml"]
    choices = {
        each.get("identifier"): "".join(each.itertext())
        for each in root.iter()
        if each.tag in (f"{QTI}qti-simple-choice", f"{QTI}qti-simple-associable-choice")
    }
    right = [
        value.text
        for value in root.findall(f".//{QTI}qti-correct-response/{QTI}qti-value")
    ]
    content = SAMPLES[form]

    if form is Form.DATE_ENTRY:
        assert right == ["1992-05-15"]
        keys = [each.get("map-key") for each in root.iter(f"{QTI}qti-map-entry")]
        assert keys == ["1992-05-15", "15.05.1992", "15.5.1992", "1992 жылғы 15 мамыр"]
    elif form is Form.MATCHING:
        pairs = [tuple(choices[each] for each in pair.split()) for pair in right]
        assert pairs == [("Ресей = РФ", "Мәскеу"), ("Беларусь", "Минск #1")]
    elif form is Form.TRUE_FALSE:
        assert [choices[each] for each in right] == ["Дұрыс"]
    else:
        keys = [option.text for option in content.options if option.key]
        assert [choices[each] for each in right] == keys


def test_text_stays_text_in_a_package():
    root = qti()["items/item-0002.xml"]

    assert not [each for each in root.iter() if each.tag.endswith(("}b", "}script"))]
    assert SIGNS in "".join(root.itertext())


# Sheets


def test_a_spreadsheet_takes_no_cell_for_a_formula():
    contents = [SAMPLES[Form.MULTIPLE_CHOICE]]

    text = to_questions_csv(contents).decode()
    book = openpyxl.load_workbook(io.BytesIO(to_questions_xlsx(contents)))

    assert ",'=1+1," in text
    assert ",'%50% Украина" in text
    cells = [cell for row in book.active.iter_rows() for cell in row]
    assert "=1+1" in [cell.value for cell in cells]
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}


# Items of facts


@pytest.mark.parametrize("out_format", OutFormat)
def test_items_made_from_facts_go_out_in_every_format(out_format):
    made = [each for each in make_every(small_bank(), "1") if isinstance(each, Item)]
    by_fact: dict[str, list[Item]] = {}
    for item in made:
        key = item.asked[0].replace("_", "-")
        named = replace(item, facts=((key, 1), *item.facts[1:]))
        by_fact.setdefault(key, []).append(named)
    chosen = [item for group in by_fact.values() for item in group[:2]]

    content = export_items(chosen, out_format, title="Қор", titles={}, now=NOW)

    assert len(chosen) > 10
    if out_format in (OutFormat.QTI, OutFormat.ANKI):
        assert content.startswith(b"PK")
        return
    rows, faults = read_questions(content, f"items.{ending_of(out_format)}")
    assert faults == []
    assert [row.content.form for row in rows] == [item.form for item in chosen]


# What stands above a question


def above(out_format: OutFormat, *, images: bool = True) -> bytes:
    """The sample of choice under a text with a picture."""
    return export_items(
        [under_a_text(items()[0])],
        out_format,
        title="Мәтін",
        titles={},
        now=NOW,
        images={PICTURE_FILE: b"the bytes"} if images else None,
    )


@pytest.mark.parametrize(
    "out_format",
    [OutFormat.GIFT, OutFormat.CSV, OutFormat.XLSX],
)
def test_a_question_takes_its_text_along_and_says_what_is_to_be_seen(out_format):
    rows, faults = read_questions(above(out_format), f"q.{ending_of(out_format)}")

    assert faults == []
    [stem] = [row.content.stem for row in rows]
    assert stem.startswith("Алматы декларациясы\nБірінші жол.\nЕкінші жол: a~b")
    assert "\nГазеттен\n[Сурет: Карта & <сызба>]\n" in stem
    assert stem.endswith("қай жылы қол қойылды?\nБір жауап.")


def test_moodle_shows_the_text_and_the_picture_above_the_question():
    question = Xml.fromstring(above(OutFormat.MOODLE_XML)).find("question")
    assert question is not None
    shown = question.find("questiontext")
    assert shown is not None
    told = shown.findtext("text", "")
    file = shown.find("file")

    assert shown.get("format") == "html"
    assert (
        told.index("<p>Бірінші жол.</p>") < told.index("<img") < told.index("қай жылы")
    )
    assert f'src="@@PLUGINFILE@@/{PICTURE_FILE}"' in told
    assert "Карта &amp; &lt;сызба&gt;" in told
    assert "<b>" not in told
    assert file is not None
    assert file.get("name") == PICTURE_FILE
    assert base64.b64decode(file.text or "") == b"the bytes"


def test_what_moodle_shows_in_words_stays_plain_text():
    text = above(OutFormat.MOODLE_XML, images=False)

    rows, faults = read_questions(text, "q.xml")

    assert faults == []
    assert "[Сурет: Карта & <сызба>]" in rows[0].content.stem
    assert b'questiontext format="plain_text"' in text


def test_a_package_holds_the_text_and_the_picture_and_names_its_file():
    with zipfile.ZipFile(io.BytesIO(above(OutFormat.QTI))) as archive:
        assert archive.read(f"images/{PICTURE_FILE}") == b"the bytes"
        item = Xml.fromstring(archive.read("items/item-0001.xml"))
        manifest = Xml.fromstring(archive.read("imsmanifest.xml"))
    body = item.find(f"{QTI}qti-item-body")
    assert body is not None
    image = body.find(f".//{QTI}img")

    assert [each.text for each in body.findall(f"{QTI}p")][:2] == [
        "Алматы декларациясы",
        "Бірінші жол.",
    ]
    assert image is not None
    assert image.get("src") == f"../images/{PICTURE_FILE}"
    assert image.get("alt") == "Карта & <сызба>"
    named = [each.get("href") for each in manifest.iter() if each.tag.endswith("file")]
    assert f"images/{PICTURE_FILE}" in named


def test_anki_shows_the_text_and_the_picture_on_the_card(imported):
    collection = imported(above(OutFormat.ANKI))
    [card] = [collection.get_card(each) for each in collection.find_cards("")]

    assert "Бірінші жол." in card.question()
    assert f'src="{PICTURE_FILE}"' in card.question()
    assert collection.media.have(PICTURE_FILE)
    assert "<script" not in card.question()
