"""A table of a report: one object, from which the page and the files are written.

Numbers are rounded here and nowhere else, so that a file cannot say anything else than
the screen. A value is typed by its column: shares are from 0 to 1, moments know their
time zone, None is what is not there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Final, TypeAlias

Value: TypeAlias = str | int | float | datetime | None

SHARE_DIGITS: Final = 2


class Kind(StrEnum):
    """What the values of a column are."""

    TEXT = "text"
    NUMBER = "number"
    SHARE = "share"
    MOMENT = "moment"
    # A moment of which only the day matters
    DAY = "day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column; `digits` are those of a number behind the point.

    `hint` is the whole name where `title` is short. A `heat` column is tinted by its
    values. What is `on_request` is not on the screen unless it is asked for.
    """

    key: str
    title: str
    kind: Kind = Kind.TEXT
    digits: int = 0
    hint: str = ""
    heat: bool = False
    on_request: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The values in the order of the columns; `url` is where the first one leads."""

    values: tuple[Value, ...]
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table with a name for files, a title for people, and maybe a row of means."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...] = ()
    foot: Row | None = None
    # Why it is empty, if it is
    empty: str = field(default="", compare=False)
    # Of a table that is made of another one
    is_rounded: bool = field(default=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Round the values; raises ValueError for a row of another width."""
        if self.is_rounded:
            return
        # Of a thousand shares there are a hundred different ones
        known: dict[tuple[int, Value], Value] = {}
        digits = [
            SHARE_DIGITS if each.kind is Kind.SHARE else each.digits
            for each in self.columns
        ]
        rows = tuple(self._rounded(row, digits, known) for row in self.rows)
        object.__setattr__(self, "rows", rows)
        if self.foot is not None:
            foot = self._rounded(self.foot, digits, known)
            object.__setattr__(self, "foot", foot)

    @property
    def all_rows(self) -> Iterable[Row]:
        """The rows, with the foot as the last one."""
        yield from self.rows
        if self.foot is not None:
            yield self.foot

    def on_screen(self, *, asked_for: bool) -> Table:
        """The table without what is on request, unless that is asked for."""
        if asked_for:
            return self
        return self.without(*(each.key for each in self.columns if each.on_request))

    def without(self, *keys: str) -> Table:
        """The table without the columns of these keys."""
        kept = [n for n, each in enumerate(self.columns) if each.key not in keys]

        def narrowed(row: Row) -> Row:
            return Row(values=tuple(row.values[n] for n in kept), url=row.url)

        return replace(
            self,
            columns=tuple(self.columns[n] for n in kept),
            rows=tuple(map(narrowed, self.rows)),
            foot=None if self.foot is None else narrowed(self.foot),
            is_rounded=True,
        )

    def sorted_by(self, key: str, *, descending: bool) -> Table:
        """The table in the order of a column; what is not there stands at the end.

        Equal rows stay in the order they were in, and so do all for an unknown column.
        Text is ordered as it came: by name, in the Kazakh alphabet.
        """
        places = [n for n, each in enumerate(self.columns) if each.key == key]
        if not places:
            return self
        [place] = places
        if self.columns[place].kind is Kind.TEXT:
            rows = self.rows[::-1] if descending else self.rows
            return replace(self, rows=rows, is_rounded=True)
        known = [row for row in self.rows if row.values[place] is not None]
        absent = [row for row in self.rows if row.values[place] is None]
        known.sort(key=lambda row: row.values[place], reverse=descending)  # type: ignore[arg-type, return-value]
        return replace(self, rows=(*known, *absent), is_rounded=True)

    def _rounded(
        self,
        row: Row,
        digits: Sequence[int],
        known: dict[tuple[int, Value], Value],
    ) -> Row:
        if len(row.values) != len(self.columns):
            raise ValueError(f"{self.name}: {len(row.values)} values in a row")
        values = []
        for key in zip(digits, row.values, strict=True):
            if key not in known:
                known[key] = _rounded(*key)
            values.append(known[key])
        return Row(values=tuple(values), url=row.url)


def share(part: float, whole: float) -> float | None:
    """The share of a whole, None of nothing."""
    return part / whole if whole else None


def mean_of(values: Sequence[float | None]) -> float | None:
    """The mean of a column, with what is not there for nothing; None of no rows."""
    return sum(each or 0 for each in values) / len(values) if values else None


def _rounded(digits: int, value: Value) -> Value:
    if value is None or isinstance(value, str | datetime):
        return value
    return round(float(value), digits) if digits else round(value)
