"""Sheets of facts as CSV, JSON and XLSX."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import openpyxl
from openpyxl.cell import WriteOnlyCell

from quizzes.bank.content import FactContent
from quizzes.exchange.cells import cells_of
from quizzes.exchange.columns import COLUMNS, SEPARATOR, escaped
from quizzes.exchange.rows import Cell
from quizzes.exchange.world import World
from quizzes.items.characters import without_forbidden

Table = Sequence[Mapping[str, Cell]]


def table_of(facts: Sequence[FactContent], world: World) -> Table:
    """The facts as rows of cells, in the order of topics and keys."""

    def place(fact: FactContent) -> tuple[str, int, str]:
        return fact.source, world.topics[fact.topic].position, fact.key

    return [cells_of(fact, world) for fact in sorted(facts, key=place)]


def to_csv(table: Table) -> bytes:
    """UTF-8, a header, a comma; cells that a spreadsheet might run are escaped."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in table:
        writer.writerow(escaped(_joined(row[name])) for name in COLUMNS)
    return out.getvalue().encode()


def to_json(table: Table) -> bytes:
    """A list of objects; sets are lists of names, numbers are numbers."""
    return (json.dumps(table, ensure_ascii=False, indent=2) + "\n").encode()


def to_xlsx(table: Table) -> bytes:
    """A workbook of one sheet; text is always text, never a formula."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("facts")
    sheet.freeze_panes = "B2"

    def cell(value: Cell) -> Any:
        if isinstance(value, (bool, int)):
            return WriteOnlyCell(sheet, value=value)
        text = without_forbidden(_joined(value))
        if not text:
            return None
        written = WriteOnlyCell(sheet, value=text)
        written.data_type = "s"
        return written

    sheet.append(list(COLUMNS))
    for row in table:
        sheet.append([cell(row[name]) for name in COLUMNS])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


WRITERS: Final[Mapping[str, Callable[[Table], bytes]]] = {
    "csv": to_csv,
    "json": to_json,
    "xlsx": to_xlsx,
}


def _joined(cell: Cell) -> str:
    """A cell as text."""
    if isinstance(cell, tuple):
        return SEPARATOR.join(str(each) for each in cell)
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return str(cell)
