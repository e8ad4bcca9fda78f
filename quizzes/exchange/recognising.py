"""What kind of file somebody has sent: facts or questions, and in which format.

The ending of the name and the text itself tell it. Plain Python.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from quizzes.exchange.faults import FaultCode, UnreadableFile
from quizzes.exchange.option_lines import is_tagged
from quizzes.exchange.plain_text import decode
from quizzes.exchange.question_files import FileFormat, format_of
from quizzes.exchange.workbooks import read_cells

FACTS: Final = "facts"
QUESTIONS: Final = "questions"


class FactFormat(StrEnum):
    """The formats that facts are read from."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sort:
    """Facts or questions, and the format."""

    kind: str
    file_format: str

    @property
    def name(self) -> str:
        """How a form names it."""
        return f"{self.kind}-{self.file_format}"


SORTS: Final = (
    *(Sort(kind=FACTS, file_format=each.value) for each in FactFormat),
    *(Sort(kind=QUESTIONS, file_format=each.value) for each in FileFormat),
)
_ENDINGS: Final = {
    "json": Sort(kind=FACTS, file_format=FactFormat.JSON),
    "gift": Sort(kind=QUESTIONS, file_format=FileFormat.GIFT),
    "xml": Sort(kind=QUESTIONS, file_format=FileFormat.MOODLE_XML),
    "docx": Sort(kind=QUESTIONS, file_format=FileFormat.DOCX),
}
_DELIMITERS: Final = ",;\t"
_HEADER_LENGTH: Final = 2_000


def recognised(content: bytes, file: str) -> Sort:
    """What a file is; raises UnreadableFile where nothing tells it.

    A text that was pasted has a name that ends in `.txt`.
    """
    ending = file.rpartition(".")[2].lower() if "." in file else ""
    if ending in _ENDINGS:
        return _ENDINGS[ending]
    if ending == "xlsx":
        _number, cells = next(read_cells(content, []), (1, []))
        return _of_header([str(cell) for cell in cells], "xlsx")
    if ending not in ("csv", "txt"):
        raise UnreadableFile(FaultCode.UNKNOWN_UPLOAD)
    text = decode(content)
    header = _header(text)
    if ending == "csv" or _names_columns(header):
        return _of_header(header, "csv")
    first = text.lstrip()[:1]
    if first == "[" and text.lstrip()[1:].lstrip()[:1] in ("{", "]"):
        return _ENDINGS["json"]
    if first == "<" and not is_tagged(text.lstrip()):
        return _ENDINGS["xml"]
    return Sort(kind=QUESTIONS, file_format=format_of(content, file))


def _header(text: str) -> list[str]:
    line = text.partition("\n")[0][:_HEADER_LENGTH]
    delimiter = max(_DELIMITERS, key=line.count)
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []


def _names_columns(header: Sequence[str]) -> bool:
    names = {name.strip() for name in header}
    return len(names) > 1 and bool(names & {"stem", "subject", "statement"})


def _of_header(header: Sequence[str], file_format: str) -> Sort:
    is_of_questions = "stem" in {name.strip() for name in header}
    kind = QUESTIONS if is_of_questions else FACTS
    return Sort(kind=kind, file_format=file_format)
