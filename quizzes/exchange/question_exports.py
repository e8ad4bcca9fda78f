"""Questions and items out, in every format that is written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from quizzes.bank.question_content import QuestionContent
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
) -> bytes:
    """Questions of the bank as a file.

    Takes the title of the whole, and those of the sources by their keys.
    """
    match out_format:
        case OutFormat.CSV:
            return to_questions_csv(contents)
        case OutFormat.XLSX:
            return to_questions_xlsx(contents)
        case OutFormat.ANKI:
            items = [make_item(each.as_data(), seed=title) for each in contents]
            return to_anki(items, title=title, titles=titles, now=now)
        case _:
            return _written([each.as_data() for each in contents], out_format, title)


def export_items(
    items: Sequence[Item],
    out_format: OutFormat,
    *,
    title: str,
    titles: dict[str, str],
    now: datetime,
) -> bytes:
    """The items of a quiz as a file, made from facts or from questions alike."""
    if out_format is OutFormat.ANKI:
        return to_anki(items, title=title, titles=titles, now=now)
    questions = [as_question(item, key) for key, item in _keyed(items)]
    if out_format in (OutFormat.CSV, OutFormat.XLSX):
        contents = [QuestionContent.of(question) for question in questions]
        return export_questions(
            contents, out_format, title=title, titles=titles, now=now
        )
    return _written(questions, out_format, title)


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
    questions: Sequence[QuestionData], out_format: OutFormat, title: str
) -> bytes:
    match out_format:
        case OutFormat.GIFT:
            return to_gift(questions)
        case OutFormat.MOODLE_XML:
            return to_moodle_xml(questions)
        case _:
            return to_qti(questions, title)
