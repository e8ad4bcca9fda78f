"""Tables of reports as a page shows them: text, tints, and links that sort.

A class of two hundred has thousands of cells, for each of which a template would take
ten times as long as this: so tables are put together here, and the template has a place
for them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

# All is plain text here, for which Django's own, made for lazy texts too, takes longer.
from html import escape
from typing import Final

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from quizzes.reports.tables import Column, Kind, Row, Table, Value
from quizzes.templatetags.lucide import lucide

NOTHING: Final = "–"
# From these shares on the tint is the next one
_HEATS: Final = (0.2, 0.4, 0.6, 0.8)
# Longer texts get room, or a phone would put each word in a line of its own
_PROSE_FROM: Final = 60
# Smaller whole numbers are written the same in every language
_GROUPED_FROM: Final = 1000
_ARROWS: Final = {"ascending": "arrow-up", "descending": "arrow-down"}


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
    html: SafeString


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRow:
    """The first cell, which names the row, and the others."""

    name: str
    url: str
    cells: Sequence[Cell]

    @property
    def html(self) -> SafeString:
        """The cells of the row."""
        name = escape(self.name)
        if self.url:
            name = f'<a href="{escape(self.url)}">{name}</a>'
        cells = "".join([cell.html for cell in self.cells])
        return SafeString(f'<th scope="row">{name}</th>{cells}')


@dataclass(frozen=True, kw_only=True)
class ShownTable:
    """A table for the template; `swaps` is the id of what is swapped when it is sorted.

    Without scripts the same links load the page. A `tall` one has a window of its own.
    """

    name: str
    title: str
    empty: str
    heads: Sequence[Head]
    rows: Sequence[ShownRow]
    foot: ShownRow | None
    swaps: str = ""
    tall: bool = False

    @property
    def html(self) -> SafeString:
        """The table, or why there is none."""
        if not self.rows:
            return SafeString(f'<p class="empty">{escape(self.empty)}</p>')
        title = escape(self.title)
        tall = " report-table--tall" if self.tall else ""
        heads = "".join([self._head(head) for head in self.heads])
        rows = "".join([f"<tr>{row.html}</tr>" for row in self.rows])
        foot = f"<tfoot><tr>{self.foot.html}</tr></tfoot>" if self.foot else ""
        return SafeString(
            f'<div class="table-scroll report-table{tall}" tabindex="0" role="region"'
            f' aria-label="{title}"><table id="{escape(self.name)}">'
            f'<caption class="visually-hidden">{title}</caption>'
            f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody>{foot}</table></div>"
        )

    def _head(self, head: Head) -> str:
        style = f' class="{head.style}"' if head.style else ""
        aria = f' aria-sort="{head.aria}"' if head.aria else ""
        inside = escape(head.title)
        if head.url:
            arrow = ""
            if head.aria:
                arrow = lucide(_ARROWS[head.aria], **{"class": "icon icon--text"})
            hint = f' title="{escape(head.hint)}"' if head.hint else ""
            inside = (
                f'<a id="{self.name}-by-{escape(head.key)}"'
                f' href="{escape(head.url)}#{self.name}"{self._swap(head)}{hint}>'
                f"{inside}{arrow}</a>"
            )
        return f'<th scope="col"{style}{aria}>{inside}</th>'

    def _swap(self, head: Head) -> str:
        if not self.swaps:
            return ""
        return (
            f' hx-get="{escape(head.url)}" hx-target="#{self.swaps}"'
            ' hx-swap="outerHTML" hx-push-url="true"'
        )


class Cells(dict[tuple[Kind, int, bool, Value], Cell]):
    """The cells of tables: of a thousand shares there are a hundred different ones."""

    def of(self, column: Column, value: Value) -> Cell:
        """The cell of a value."""
        key = (column.kind, column.digits, column.heat, value)
        cell = self.get(key)
        if cell is None:
            cell = self[key] = _cell(column, value)
        return cell


def show(
    table: Table,
    order: Order | None = None,
    *,
    swaps: str = "",
    tall: bool = False,
    cells: Cells | None = None,
    query: Mapping[str, str] | None = None,
) -> ShownTable:
    """Put a table in words; with an order its heads are links that sort it.

    `cells` are those of other tables of the page, `query` is what else the address
    holds.
    """
    if order is not None:
        table = table.sorted_by(order.key, descending=order.descending)
    cells = Cells() if cells is None else cells
    return ShownTable(
        name=table.name,
        title=table.title,
        empty=table.empty,
        heads=[_head(each, order, query or {}) for each in table.columns],
        rows=[_row(table, row, cells) for row in table.rows],
        foot=None if table.foot is None else _row(table, table.foot, cells),
        swaps=swaps,
        tall=tall,
    )


def text_of(column: Column, value: Value) -> str:
    """A value in words, in the language of the page."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, str):
        return value
    if isinstance(value, datetime):
        is_day = column.kind is Kind.DAY
        shape = "SHORT_DATE_FORMAT" if is_day else "SHORT_DATETIME_FORMAT"
        return date_format(timezone.localtime(value), shape)
    if column.kind is Kind.SHARE:
        said = f"{round(100 * value)}\N{NO-BREAK SPACE}%"
        return said.replace("-", "\N{MINUS SIGN}")
    if isinstance(value, int) and 0 <= value < _GROUPED_FROM:
        return str(value)
    digits = 0 if value == round(value) else column.digits
    return number_format(value, digits).replace("-", "\N{MINUS SIGN}")


def _cell(column: Column, value: Value) -> Cell:
    text, style = text_of(column, value), _style(column, value)
    attribute = f' class="{style}"' if style else ""
    return Cell(text, style, SafeString(f"<td{attribute}>{escape(text)}</td>"))


def _head(column: Column, order: Order | None, query: Mapping[str, str]) -> Head:
    style = "" if column.kind is Kind.TEXT else "number"
    if column.kind is Kind.MOMENT:
        style = "number moment"
    if column.kind is Kind.DAY:
        style = ""
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
        style=style,
    )


def _row(table: Table, row: Row, cells: Cells) -> ShownRow:
    first, *others = table.columns
    name, *values = row.values
    return ShownRow(
        name=text_of(first, name),
        url=row.url,
        cells=[
            cells.of(column, value)
            for column, value in zip(others, values, strict=True)
        ],
    )


def _style(column: Column, value: Value) -> str:
    if column.kind is Kind.TEXT:
        return "prose" if len(str(value)) > _PROSE_FROM else ""
    if column.kind is Kind.MOMENT:
        return "number moment"
    if column.kind is Kind.DAY:
        return ""
    if not column.heat:
        return "number"
    if not isinstance(value, int | float):
        return "number heat"
    return f"number heat heat--{1 + sum(value >= bound for bound in _HEATS)}"
