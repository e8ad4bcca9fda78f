"""Questions and items out, in every format that is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from quizzes.bank.question_content import QuestionContent
from quizzes.exchange.above_questions import Images, in_words
from quizzes.exchange.anki_writing import to_anki
from quizzes.exchange.gift_writing import to_gift
from quizzes.exchange.moodle_writing import to_moodle_xml
from quizzes.exchange.qti_writing import to_qti
from quizzes.exchange.question_sheet_writing import to_questions_csv, to_questions_xlsx
from quizzes.items.data import Item
from quizzes.items.questions import QuestionData, as_question, make_item


class OutFormat(StrEnum):
    """The formats that questions are written in; `ending_of` names their files."""

    CSV = "csv"
    XLSX = "xlsx"
    GIFT = "gift"
    MOODLE_XML = "moodle"
    QTI = "qti"
    ANKI = "anki"


_ENDINGS = {
    OutFormat.GIFT: "gift.txt",
    OutFormat.MOODLE_XML: "xml",
    OutFormat.QTI: "zip",
    OutFormat.ANKI: "apkg",
}


def ending_of(out_format: OutFormat) -> str:
    """How the name of a file in a format ends, without the first dot."""
    return _ENDINGS.get(out_format, out_format.value)


def export_questions(
    contents: Sequence[QuestionContent],
    out_format: OutFormat,
    *,
    title: str,
    titles: dict[str, str],
    now: datetime,
    shown: Sequence[QuestionData] = (),
    images: Images | None = None,
) -> bytes:
    """Questions of the bank as a file.

    Takes the title of the whole, and those of the sources by their keys. `shown` are
    the same questions as learners see them, with their texts and pictures: a sheet is
    to be read in again, and holds neither.
    """
    shown = shown or [each.as_data() for each in contents]
    match out_format:
        case OutFormat.CSV:
            return to_questions_csv(contents)
        case OutFormat.XLSX:
            return to_questions_xlsx(contents)
        case OutFormat.ANKI:
            items = [
                replace(make_item(each, seed=title), stimulus=each.stimulus)
                for each in shown
            ]
            return to_anki(items, title=title, titles=titles, now=now, images=images)
        case _:
            return _written(shown, out_format, title, images)


def export_items(
    items: Sequence[Item],
    out_format: OutFormat,
    *,
    title: str,
    titles: dict[str, str],
    now: datetime,
    images: Images | None = None,
) -> bytes:
    """The items of a quiz as a file, made from facts or from questions alike.

    What stands above them goes along, in a sheet in words. Takes the contents of their
    pictures.
    """
    if out_format is OutFormat.ANKI:
        return to_anki(items, title=title, titles=titles, now=now, images=images)
    questions = [as_question(item, key) for key, item in _keyed(items)]
    if out_format in (OutFormat.CSV, OutFormat.XLSX):
        contents = [QuestionContent.of(in_words(question)) for question in questions]
        return export_questions(
            contents, out_format, title=title, titles=titles, now=now
        )
    return _written(questions, out_format, title, images)


def _keyed(items: Sequence[Item]) -> list[tuple[str, Item]]:
    """Each item with a key: that of what it asks, numbered where that comes again."""
    counts: dict[str, int] = {}
    keyed = []
    for item in items:
        key = item.asked[0]
        counts[key] = counts.get(key, 0) + 1
        keyed.append((key if counts[key] == 1 else f"{key}-{counts[key]}", item))
    return keyed


def _written(
    questions: Sequence[QuestionData],
    out_format: OutFormat,
    title: str,
    images: Images | None,
) -> bytes:
    match out_format:
        case OutFormat.GIFT:
            return to_gift(questions)
        case OutFormat.MOODLE_XML:
            return to_moodle_xml(questions, images)
        case _:
            return to_qti(questions, title, images)
