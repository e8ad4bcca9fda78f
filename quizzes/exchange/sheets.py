"""Sheets of facts, as CSV, JSON or XLSX, read into rows with their lines.

Only the columns that a sheet has are in its rows: a missing column says nothing, an
empty cell says "nothing".
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from quizzes.exchange.columns import COLUMNS, unescaped
from quizzes.exchange.faults import Fault, FaultCode, UnreadableFile
from quizzes.exchange.limits import MAX_COLUMNS, MAX_JSON_DEPTH, MAX_ROWS
from quizzes.exchange.plain_text import decode
from quizzes.exchange.rows import Cell, Place, SheetRow
from quizzes.exchange.workbooks import read_cells

# Explains a sheet, above its rows
_COMMENT: Final = "#"
_DELIMITERS: Final = ",;\t"
_LONGEST_CELL: Final = 20_000


def read_sheet(content: bytes, file: str) -> tuple[list[SheetRow], list[Fault]]:
    """Read a sheet; the end of the file's name says which format it is in."""
    readers = {"csv": read_csv, "json": read_json, "xlsx": read_xlsx}
    reader = readers.get(file.rpartition(".")[2].lower())
    faults: list[Fault] = []
    rows: list[SheetRow] = []
    try:
        if reader is None:
            raise UnreadableFile(FaultCode.UNKNOWN_FORMAT)
        rows = reader(content, faults)
    except UnreadableFile as error:
        faults.append(error.fault)
    return rows, [fault.in_file(file) for fault in faults]


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The columns that a sheet may have, and of which it must have at least one."""

    columns: tuple[str, ...]
    needed: tuple[str, ...]
    missing: FaultCode


FACTS: Final = Header(
    columns=COLUMNS, needed=("key", "subject"), missing=FaultCode.NO_HEADER
)


def read_csv(
    content: bytes, faults: list[Fault], header_of: Header = FACTS
) -> list[SheetRow]:
    """Read CSV with a header; comma, semicolon or tab, whichever the header uses."""
    text = decode(content)
    header = next(
        (line for line in text.split("\n") if not line.startswith(_COMMENT)), ""
    )
    delimiter = max(_DELIMITERS, key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    return _table(_csv_lines(reader), faults, header_of)


def read_xlsx(
    content: bytes, faults: list[Fault], header_of: Header = FACTS
) -> list[SheetRow]:
    """Read the first sheet of a workbook; its first row is the header."""
    return _table(read_cells(content, faults), faults, header_of)


def read_json(content: bytes, faults: list[Fault]) -> list[SheetRow]:
    """Read a list of objects, one a fact."""
    text = decode(content)
    rows: list[SheetRow] = []
    for line, found in _objects(text):
        if len(rows) >= MAX_ROWS:
            raise UnreadableFile(FaultCode.TOO_MANY_ROWS, line, limit=MAX_ROWS)
        if not isinstance(found, _Object):
            raise UnreadableFile(FaultCode.NOT_MAPPING, line)
        cells: dict[str, Cell] = {}
        for name, value in found.pairs:
            if name not in COLUMNS:
                faults.append(_fault(FaultCode.UNKNOWN_FIELD, line, name))
            elif name in cells:
                faults.append(_fault(FaultCode.TWICE, line, name))
            else:
                cells[name] = _json_cell(value, name, line, faults)
        rows.append(SheetRow(cells=cells, place=Place(line=line)))
    return rows


# Tables


def _csv_lines(reader: Any) -> Iterator[tuple[int, list[Cell]]]:
    """The rows of a CSV file with the line on which each begins."""
    before = 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise UnreadableFile(
                FaultCode.UNREADABLE, before + 1, why=str(error)
            ) from None
        yield before + 1, [unescaped(cell) for cell in cells]
        before = reader.line_num


def _table(
    lines: Iterable[tuple[int, list[Cell]]], faults: list[Fault], header_of: Header
) -> list[SheetRow]:
    """Rows by the names of their columns; rows without any text are passed over."""
    numbered = iter(lines)
    header_line, header = next(numbered, (1, []))
    while _is_comment(header):
        header_line, header = next(numbered, (header_line + 1, []))
    names = [str(cell).strip() for cell in header]
    while names and not names[-1]:
        names.pop()
    _check_header(names, header_line, faults, header_of)
    rows: list[SheetRow] = []
    # One more than may be, so that the limit is noticed and no further row is read.
    for line, cells in islice(numbered, MAX_ROWS + 1):
        if line - header_line > MAX_ROWS * 4 or len(rows) >= MAX_ROWS:
            raise UnreadableFile(FaultCode.TOO_MANY_ROWS, line, limit=MAX_ROWS)
        if len(cells) > MAX_COLUMNS:
            raise UnreadableFile(FaultCode.TOO_MANY_COLUMNS, line, limit=MAX_COLUMNS)
        if not any(cell not in ("", ()) for cell in cells):
            continue
        if not rows and _is_comment(cells):
            continue
        if any(cell not in ("", ()) for cell in cells[len(names) :]):
            why = "more cells than columns"
            faults.append(_fault(FaultCode.UNREADABLE, line, why=why))
        padded = [*cells, *[""] * (len(names) - len(cells))]
        found = {
            name: _clean(cell, name, line, faults)
            for name, cell in zip(names, padded, strict=False)
            if name in header_of.columns
        }
        rows.append(SheetRow(cells=found, place=Place(line=line)))
    if next(numbered, None) is not None:
        raise UnreadableFile(FaultCode.TOO_MANY_ROWS, limit=MAX_ROWS)
    return rows


def _is_comment(cells: Sequence[Cell]) -> bool:
    """Whether a row only explains the sheet: its first cell alone is full."""
    first = str(cells[0]) if cells else ""
    return first.startswith(_COMMENT) and not any(
        cell not in ("", ()) for cell in cells[1:]
    )


def _check_header(
    names: list[str], line: int, faults: list[Fault], header_of: Header
) -> None:
    """Note unknown and repeated columns; raises UnreadableFile without a needed one."""
    if len(names) > MAX_COLUMNS:
        raise UnreadableFile(FaultCode.TOO_MANY_COLUMNS, line, limit=MAX_COLUMNS)
    if not set(header_of.needed) & set(names):
        raise UnreadableFile(header_of.missing, line)
    for place, name in enumerate(names):
        if name not in header_of.columns:
            faults.append(_fault(FaultCode.UNKNOWN_FIELD, line, name))
        elif name in names[:place]:
            faults.append(_fault(FaultCode.TWICE, line, name))


def _clean(cell: Cell, name: str, line: int, faults: list[Fault]) -> Cell:
    """A cell without blanks around it; one that is far too long is a fault."""
    if not isinstance(cell, str):
        return cell
    if len(cell) > _LONGEST_CELL:
        faults.append(_fault(FaultCode.TOO_LONG, line, name, limit=_LONGEST_CELL))
        return ""
    return cell.strip()


# JSON


class _Object:
    """A JSON object with its pairs as they stand, so that repeated names are seen."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        self.pairs = pairs


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no number")


_decoder: Final = json.JSONDecoder(
    object_pairs_hook=_Object, parse_constant=_no_constant
)


def _objects(text: str) -> Iterator[tuple[int, Any]]:
    """The parts of the list that the text is, each with the line where it begins."""
    place, line = _after_blanks(text, 0, 1)
    if text[place : place + 1] != "[":
        raise UnreadableFile(FaultCode.NOT_LIST, line)
    _check_depth(text)
    place, line = _after_blanks(text, place + 1, line)
    if text[place : place + 1] == "]":
        _check_end(text, place + 1, line)
        return
    while True:
        try:
            found, end = _decoder.raw_decode(text, place)
        except json.JSONDecodeError as error:
            raise UnreadableFile(
                FaultCode.UNREADABLE, error.lineno, why=error.msg
            ) from None
        except (ValueError, RecursionError) as error:
            raise UnreadableFile(FaultCode.UNREADABLE, line, why=str(error)) from None
        yield line, found
        line += text.count("\n", place, end)
        place, line = _after_blanks(text, end, line)
        mark = text[place : place + 1]
        if mark == "]":
            _check_end(text, place + 1, line)
            return
        if mark != ",":
            raise UnreadableFile(FaultCode.UNREADABLE, line, why="',' or ']' expected")
        place, line = _after_blanks(text, place + 1, line)


def _after_blanks(text: str, place: int, line: int) -> tuple[int, int]:
    while text[place : place + 1] in (" ", "\t", "\r", "\n"):
        line += text[place] == "\n"
        place += 1
    return place, line


def _check_end(text: str, place: int, line: int) -> None:
    if text[place:].strip():
        raise UnreadableFile(FaultCode.UNREADABLE, line, why="text behind the list")


def _check_depth(text: str) -> None:
    """Raise UnreadableFile for deep nesting, before the decoder recurses into it."""
    depth, inside, skip, line = 0, False, False, 1
    for character in text:
        if skip:
            skip = False
        elif inside:
            skip = character == "\\"
            inside = character != '"'
        elif character == '"':
            inside = True
        elif character in "[{":
            depth += 1
            if depth > MAX_JSON_DEPTH:
                raise UnreadableFile(FaultCode.TOO_DEEP, line, limit=MAX_JSON_DEPTH)
        elif character in "]}":
            depth -= 1
        line += character == "\n"


def _json_cell(value: Any, name: str, line: int, faults: list[Fault]) -> Cell:
    """A JSON value as a cell; null is an empty one."""
    if value is None:
        return ""
    if isinstance(value, str):
        if not _encodable(value):
            faults.append(_fault(FaultCode.CONTROL_CHARACTER, line, name))
            return ""
        return _clean(decode(value.encode()) if value else "", name, line, faults)
    if isinstance(value, (bool, int)):
        return value
    if isinstance(value, list):
        if all(isinstance(each, str) for each in value):
            return tuple(str(_json_cell(each, name, line, faults)) for each in value)
        if all(isinstance(each, int) and not isinstance(each, bool) for each in value):
            return tuple(value)
    faults.append(_fault(FaultCode.NOT_TEXT, line, name))
    return ""


def _encodable(text: str) -> bool:
    try:
        decode(text.encode())
    except (UnicodeEncodeError, UnreadableFile):
        return False
    return True


def _fault(code: FaultCode, line: int, name: str = "", **parameters: Any) -> Fault:
    return Fault(code=code, line=line, field=name, parameters=parameters)
