"""Tables of reports as a page shows them: text, tints, and links that sort."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.html import escape
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe

from quizzes.reports.tables import Column, Kind, Row, Table, Value

NOTHING: Final = "–"
# From these shares on the tint is the next one
_HEATS: Final = (0.2, 0.4, 0.6, 0.8)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What a table is sorted by."""

    key: str
    descending: bool = False

    @classmethod
    def from_query(cls, text: str) -> Order:
        """Read it from an address: the key of a column, after a minus the other way."""
        return cls(key=text.removeprefix("-"), descending=text.startswith("-"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The head of a column, with the address that sorts by it."""

    key: str
    title: str
    hint: str
    url: str
    aria: str
    style: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell; `style` is its class."""

    text: str
    style: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRow:
    """The first cell, which names the row, and the others."""

    name: str
    url: str
    cells: Sequence[Cell]

    @property
    def html(self) -> SafeString:
        """The cells but the first: a template takes five times as long for them."""
        cells = (
            f'<td class="{each.style}">{escape(each.text)}</td>' for each in self.cells
        )
        return mark_safe("".join(cells))


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownTable:
    """A table for the template."""

    name: str
    title: str
    empty: str
    heads: Sequence[Head]
    rows: Sequence[ShownRow]
    foot: ShownRow | None


def show(table: Table, order: Order | None = None, **query: str) -> ShownTable:
    """Put a table in words; with an order its heads are links that sort it.

    `query` is what else the address holds.
    """
    if order is not None:
        table = table.sorted_by(order.key, descending=order.descending)
    return ShownTable(
        name=table.name,
        title=table.title,
        empty=table.empty,
        heads=[_head(each, order, query) for each in table.columns],
        rows=[_row(table, row) for row in table.rows],
        foot=None if table.foot is None else _row(table, table.foot),
    )


def text_of(column: Column, value: Value) -> str:
    """A value in words, in the language of the page."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, str):
        return value
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")
    if column.kind is Kind.SHARE:
        said = f"{round(100 * value)}\N{NO-BREAK SPACE}%"
        return said.replace("-", "\N{MINUS SIGN}")
    digits = 0 if value == round(value) else column.digits
    return number_format(value, digits).replace("-", "\N{MINUS SIGN}")


def _head(column: Column, order: Order | None, query: dict[str, str]) -> Head:
    is_text = column.kind is Kind.TEXT
    url = aria = ""
    if order is not None:
        is_by_this = order.key == column.key
        # Numbers are first sorted with the lowest on top: that is where help is needed.
        turned = "" if not is_by_this or order.descending else "-"
        url = "?" + urlencode({**query, "sort": turned + column.key})
        if is_by_this:
            aria = "descending" if order.descending else "ascending"
    return Head(
        key=column.key,
        title=column.title,
        hint=column.hint if column.hint != column.title else "",
        url=url,
        aria=aria,
        style="" if is_text else "number",
    )


def _row(table: Table, row: Row) -> ShownRow:
    pairs = zip(table.columns[1:], row.values[1:], strict=True)
    return ShownRow(
        name=text_of(table.columns[0], row.values[0]),
        url=row.url,
        cells=[Cell(text_of(*pair), _style(*pair)) for pair in pairs],
    )


def _style(column: Column, value: Value) -> str:
    if column.kind is Kind.TEXT:
        return ""
    if not column.heat:
        return "number"
    if not isinstance(value, int | float):
        return "number heat"
    return f"number heat heat--{1 + sum(value >= bound for bound in _HEATS)}"
