"""The cells of an XLSX file, read with care.

A workbook is a ZIP archive of XML: both can be small outside and huge inside. So the
archive and each XML part are looked through before openpyxl sees them, and rows and
columns are counted while reading. A formula is a fault: only values are taken.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Final
from xml.parsers import expat

import openpyxl

from quizzes.exchange.faults import Fault, FaultCode, UnreadableFile
from quizzes.exchange.limits import (
    MAX_COLUMNS,
    MAX_ROWS,
    MAX_UNPACKED_BYTES,
    MAX_XML_DEPTH,
    MAX_XML_ELEMENTS,
    MAX_ZIP_ENTRIES,
)
from quizzes.exchange.plain_text import check_size, decode, is_clean
from quizzes.exchange.rows import Cell

_CHUNK: Final = 64 * 1024
_ENCRYPTED: Final = 0x1
# A sheet with gaps holds more rows than facts, but not without end.
_MOST_LINES: Final = MAX_ROWS * 4


def read_cells(content: bytes, faults: list[Fault]) -> Iterator[tuple[int, list[Cell]]]:
    """The rows of the first sheet, each with its number.

    Raises UnreadableFile for a file that is no workbook, or a dangerous one.
    """
    check_size(content)
    check_archive(content)
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
        try:
            sheet = book.worksheets[0]
            # What the file claims about its size is not believed.
            sheet.reset_dimensions()
            for number, row in enumerate(sheet.iter_rows(), 1):
                if number > _MOST_LINES:
                    raise UnreadableFile(
                        FaultCode.TOO_MANY_ROWS, number, limit=MAX_ROWS
                    )
                yield number, _row(row, number, faults)
        finally:
            book.close()
    except UnreadableFile:
        raise
    except GeneratorExit:
        raise
    except Exception as error:
        # openpyxl meets a broken file with whatever its insides run into.
        raise UnreadableFile(FaultCode.UNREADABLE, why=type(error).__name__) from error


def check_archive(content: bytes, most_elements: int = MAX_XML_ELEMENTS) -> None:
    """Look through the archive and its XML; raises UnreadableFile.

    Takes how many elements its parts may have together.
    """
    elements = 0
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            names = [entry.filename for entry in entries]
            if len(entries) > MAX_ZIP_ENTRIES or len(set(names)) < len(names):
                raise UnreadableFile(FaultCode.TOO_MANY_PARTS, limit=MAX_ZIP_ENTRIES)
            if any(entry.flag_bits & _ENCRYPTED for entry in entries):
                raise UnreadableFile(FaultCode.UNREADABLE, why="encrypted")
            if sum(entry.file_size for entry in entries) > MAX_UNPACKED_BYTES:
                megabytes = MAX_UNPACKED_BYTES // 1024 // 1024
                raise UnreadableFile(FaultCode.TOO_LARGE, limit=megabytes)
            for entry in entries:
                if entry.filename.lower().endswith((".xml", ".rels")):
                    elements += _check_xml(archive, entry, most_elements - elements)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, ValueError) as error:
        raise UnreadableFile(FaultCode.UNREADABLE, why=str(error)) from None
    except (NotImplementedError, RuntimeError, EOFError, zlib.error) as error:
        raise UnreadableFile(FaultCode.UNREADABLE, why=str(error)) from None


def _check_xml(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, limit: int) -> int:
    """Raise UnreadableFile for a part with a DTD, deep nesting or no end.

    Gives the number of its elements.
    """
    depth = elements = 0

    def start(name: str, attributes: Any) -> None:
        nonlocal depth, elements
        depth += 1
        elements += 1
        if depth > MAX_XML_DEPTH:
            raise UnreadableFile(FaultCode.TOO_DEEP, limit=MAX_XML_DEPTH)
        if elements > limit:
            raise UnreadableFile(FaultCode.TOO_MANY_PARTS, limit=limit)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1

    def doctype(*_: Any) -> None:
        raise UnreadableFile(FaultCode.UNREADABLE, why="DTD")

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = doctype
    unpacked = 0
    with archive.open(entry) as part:
        while chunk := part.read(_CHUNK):
            unpacked += len(chunk)
            if unpacked > MAX_UNPACKED_BYTES:
                raise UnreadableFile(FaultCode.TOO_LARGE, limit=50)
            try:
                parser.Parse(chunk, False)
            except expat.ExpatError as error:
                raise UnreadableFile(FaultCode.UNREADABLE, why=str(error)) from None
    return elements


def _row(row: tuple[Any, ...], number: int, faults: list[Fault]) -> list[Cell]:
    """The values of a row, without the empty cells at its end."""
    filled = [place for place, cell in enumerate(row, 1) if cell.value is not None]
    width = max(filled, default=0)
    if width > MAX_COLUMNS:
        raise UnreadableFile(FaultCode.TOO_MANY_COLUMNS, number, limit=MAX_COLUMNS)
    return [_value(cell, number, faults) for cell in row[:width]]


def _value(cell: Any, number: int, faults: list[Fault]) -> Cell:
    """One cell: text, whole number or truth value; a date as EDTF."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        faults.append(
            Fault(code=FaultCode.FORMULA, line=number, field=str(cell.coordinate))
        )
        return ""
    if isinstance(value, str):
        if not is_clean(value):
            faults.append(
                Fault(
                    code=FaultCode.CONTROL_CHARACTER,
                    line=number,
                    field=str(cell.coordinate),
                )
            )
            return ""
        return decode(value.encode())
    if isinstance(value, (bool, int)):
        return value
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
