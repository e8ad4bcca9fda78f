"""Files of questions in any format that is known, read into rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Final, TypeAlias

from quizzes.exchange.aiken import ANSWER, read_aiken
from quizzes.exchange.documents import read_docx
from quizzes.exchange.faults import Fault, FaultCode, UnreadableFile
from quizzes.exchange.gift import read_gift
from quizzes.exchange.moodle_xml import read_moodle_xml
from quizzes.exchange.old_sheets import read_test_text
from quizzes.exchange.question_rows import QuestionRow
from quizzes.exchange.question_sheets import read_questions_csv, read_questions_xlsx

Reader: TypeAlias = Callable[[bytes, list[Fault]], list[QuestionRow]]


class FileFormat(StrEnum):
    """The formats that questions are read from."""

    GIFT = "gift"
    AIKEN = "aiken"
    MOODLE_XML = "moodle"
    CSV = "csv"
    XLSX = "xlsx"
    TEXT = "text"
    DOCX = "docx"


_READERS: Final[Mapping[FileFormat, Reader]] = {
    FileFormat.GIFT: read_gift,
    FileFormat.AIKEN: read_aiken,
    FileFormat.MOODLE_XML: read_moodle_xml,
    FileFormat.CSV: read_questions_csv,
    FileFormat.XLSX: read_questions_xlsx,
    FileFormat.TEXT: read_test_text,
    FileFormat.DOCX: read_docx,
}
_BY_ENDING: Final[Mapping[str, FileFormat]] = {
    "gift": FileFormat.GIFT,
    "xml": FileFormat.MOODLE_XML,
    "csv": FileFormat.CSV,
    "xlsx": FileFormat.XLSX,
    "docx": FileFormat.DOCX,
}
_GIFT_SIGNS: Final = re.compile(
    r"^\s*(?:::|//|\$CATEGORY:)|\{\s*[=~#TF}]", re.MULTILINE
)


def read_questions(
    content: bytes, file: str, file_format: FileFormat | None = None
) -> tuple[list[QuestionRow], list[Fault]]:
    """Read a file of questions; without a format its name and its text tell it.

    Every row has what it needs to be checked; faults have their lines.
    """
    faults: list[Fault] = []
    rows: list[QuestionRow] = []
    try:
        known = file_format or format_of(content, file)
        rows = _READERS[known](content, faults)
        if not rows and not faults:
            raise UnreadableFile(FaultCode.NO_QUESTIONS)
    except UnreadableFile as error:
        faults.append(error.fault)
    return rows, [fault.in_file(file) for fault in faults]


def format_of(content: bytes, file: str) -> FileFormat:
    """The format of a file; raises UnreadableFile for an ending that is not known.

    Plain text is Aiken if it has lines «ANSWER: A», GIFT if it has answers in braces,
    and else a test sheet.
    """
    ending = file.rpartition(".")[2].lower()
    if ending in _BY_ENDING:
        return _BY_ENDING[ending]
    if ending != "txt":
        raise UnreadableFile(FaultCode.UNKNOWN_QUESTION_FORMAT)
    text = content.decode("utf-8", "replace")
    if any(ANSWER.fullmatch(line.strip()) for line in text.split("\n")):
        return FileFormat.AIKEN
    return FileFormat.GIFT if _GIFT_SIGNS.search(text) else FileFormat.TEXT
