"""The lines of a .docx document, read with care.

A document is a ZIP archive of XML like a workbook, and is looked through in the same
way before python-docx sees it. Numbers and letters that the word processor makes itself
are put before their lines, since a reader of the printed sheet sees them too.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

import docx
from docx.oxml.ns import qn
from docx.table import Table

from quizzes.exchange.faults import Fault, FaultCode, UnreadableFile
from quizzes.exchange.limits import MAX_QUESTION_ELEMENTS
from quizzes.exchange.old_sheets import read_test_lines
from quizzes.exchange.option_lines import SheetLine, in_asterisks
from quizzes.exchange.plain_text import check_size, decode, is_clean
from quizzes.exchange.question_rows import QuestionRow
from quizzes.exchange.workbooks import check_archive

_LETTERS: Final = {
    "upperLetter": "ABCDEFGH",
    "lowerLetter": "ABCDEFGH",
    "russianUpper": "АБВГДЕЖЗ",
    "russianLower": "АБВГДЕЖЗ",
}
_MOST_STYLES: Final = 8
_NUMBERING: Final = f"{qn('w:pPr')}/{qn('w:numPr')}"
_STYLE: Final = f"{qn('w:pPr')}/{qn('w:pStyle')}"
_TRUE: Final = frozenset({"1", "true", "on"})
_NUMBERS: Final = frozenset({"decimal", "decimalZero"})


def read_docx(content: bytes, faults: list[Fault]) -> list[QuestionRow]:
    """Read a test sheet from a document; raises UnreadableFile.

    Lines are its paragraphs, counted from 1, those in tables too.
    """
    return read_test_lines(_lines(content), faults)


def read_lines(content: bytes) -> Iterator[str]:
    """The lines of a document as they would be printed; raises UnreadableFile."""
    return (line.text for line in _lines(content))


def docx_text(content: bytes) -> str:
    """The lines of a document as text, what is bold between asterisks.

    Raises UnreadableFile, for too long a sheet as soon as that is seen.
    `read_test_text` reads the text like the document itself.
    """
    kept = []

    def noted() -> Iterator[SheetLine]:
        for line in _lines(content):
            kept.append(in_asterisks(line))
            yield line

    read_test_lines(noted(), [])
    return "\n".join(kept)


def _lines(content: bytes) -> Iterator[SheetLine]:
    check_size(content)
    check_archive(content, MAX_QUESTION_ELEMENTS)
    try:
        document = docx.Document(io.BytesIO(content))
        numbering = _Numbering(document)
        number = 0
        for paragraph in _paragraphs(document):
            before = numbering.before(paragraph)
            for text, bold in _broken(paragraph):
                number += 1
                yield _line(number, f"{before}{text}", bold)
                before = ""
    except (UnreadableFile, GeneratorExit):
        raise
    except Exception as error:
        # python-docx meets a broken file with whatever its insides run into.
        raise UnreadableFile(FaultCode.UNREADABLE, why=type(error).__name__) from error


def _line(number: int, text: str, bold: bool) -> SheetLine:
    if not is_clean(text):
        raise UnreadableFile(FaultCode.CONTROL_CHARACTER, number)
    return SheetLine(number=number, text=decode(text.encode()), bold=bold)


def _paragraphs(container: Any) -> Iterator[Any]:
    """The paragraphs in their order; a table row by row."""
    for block in container.iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                for cell in row.cells:
                    yield from cell.paragraphs
        else:
            yield block


def _broken(paragraph: Any) -> Iterator[tuple[str, bool]]:
    """The lines of a paragraph, each with whether all of its words are in bold."""
    text, bold = "", True
    for run in paragraph.runs:
        pieces = run.text.split("\n")
        for piece in pieces[:-1]:
            text, bold = text + piece, bold and (bool(run.bold) or not piece.strip())
            yield text, bold and bool(text.strip())
            text, bold = "", True
        text += pieces[-1]
        bold = bold and (bool(run.bold) or not pieces[-1].strip())
    yield text, bold and bool(text.strip())


class _Numbering:
    """The numbers and letters that the word processor would print."""

    def __init__(self, document: Any) -> None:
        self._counts: Counter[tuple[str, str]] = Counter()
        self._formats: dict[tuple[str, str], str] = {}
        self._styles = _Styles(document)
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError, AttributeError):
            return
        levels = {
            (_value(abstract, "w:abstractNumId"), _value(level, "w:ilvl")): _format(
                level
            )
            for abstract in root.findall(qn("w:abstractNum"))
            for level in abstract.findall(qn("w:lvl"))
        }
        for each in root.findall(qn("w:num")):
            abstract = each.find(qn("w:abstractNumId"))
            own = _value(abstract, "w:val") if abstract is not None else ""
            for (identifier, level), form in levels.items():
                if identifier == own:
                    self._formats[_value(each, "w:numId"), level] = form

    def before(self, paragraph: Any) -> str:
        """What stands before a paragraph: «3. », «B) », or nothing."""
        found = paragraph._p.find(_NUMBERING)
        if found is None:
            style = paragraph._p.find(_STYLE)
            found = self._styles.numbering(_value(style, "w:val"))
        if found is None:
            return ""
        identifier = _value(found.find(qn("w:numId")), "w:val")
        level = _value(found.find(qn("w:ilvl")), "w:val") or "0"
        form = self._formats.get((identifier, level), "")
        self._counts[identifier, level] += 1
        for other in [key for key in self._counts if key[0] == identifier]:
            if other[1] > level:
                self._counts[other] = 0
        count = self._counts[identifier, level]
        if form in _NUMBERS:
            return f"{count}. "
        letters = _LETTERS.get(form, "")
        return f"{letters[count - 1]}) " if count <= len(letters) else ""


class _Styles:
    """The styles of paragraphs by their ids.

    The library looks through all of them for each paragraph, which takes seconds for
    a long document.
    """

    def __init__(self, document: Any) -> None:
        self._numbering: dict[str, Any] = {}
        self._by_id: dict[str, Any] = {}
        self._usual = ""
        for style in document.styles.element.findall(qn("w:style")):
            if _value(style, "w:type") == "paragraph":
                self._by_id[_value(style, "w:styleId")] = style
                if _value(style, "w:default") in _TRUE:
                    self._usual = _value(style, "w:styleId")

    def numbering(self, identifier: str) -> Any:
        """What a style says of numbers, or one that it rests on; None for nothing."""
        known = identifier if identifier in self._by_id else self._usual
        if known not in self._numbering:
            self._numbering[known] = self._found(known)
        return self._numbering[known]

    def _found(self, identifier: str) -> Any:
        found, style, steps = None, self._by_id.get(identifier), 0
        # A style may rest on another one; a broken document on itself.
        while found is None and style is not None and steps < _MOST_STYLES:
            found = style.find(_NUMBERING)
            base = _value(style.find(qn("w:basedOn")), "w:val")
            style, steps = self._by_id.get(base), steps + 1
        return found


def _value(element: Any, name: str) -> str:
    return str(element.get(qn(name)) or "") if element is not None else ""


def _format(level: Any) -> str:
    return _value(level.find(qn("w:numFmt")), "w:val")
