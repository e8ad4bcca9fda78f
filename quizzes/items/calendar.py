"""Dates as the bank holds them: EDTF strings with their precision.

A history text knows some days exactly, some only by their month, year or season,
and some as an interval or with one open end. EDTF (ISO 8601-2, level 0 and 1,
https://www.loc.gov/standards/datetime/) writes all of these in one string. The
shapes that the bank uses are few, so they are read here by strict expressions of
our own: the `edtf` package takes 14 ms for an interval, lets reversed intervals
pass and answers open ones with infinities.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache, total_ordering
from typing import Final


class DateError(ValueError):
    """The string is no date that the bank can hold; the message says why."""


class Precision(StrEnum):
    """How much a date says; the plural ones are closed intervals of such parts."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    SEASON = "season"
    DAYS = "days"
    MONTHS = "months"
    YEARS = "years"
    SINCE = "since"
    UNTIL = "until"


SPRING: Final = 21
SUMMER: Final = 22
AUTUMN: Final = 23
WINTER: Final = 24

_INTERVALS: Final = {
    Precision.DAY: Precision.DAYS,
    Precision.MONTH: Precision.MONTHS,
    Precision.YEAR: Precision.YEARS,
}
_UNITS: Final = {plural: unit for unit, plural in _INTERVALS.items()}
_FINENESS: Final = (Precision.DAY, Precision.MONTH, Precision.YEAR)

_SINGLE: Final = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


@total_ordering
@dataclass(frozen=True, slots=True, kw_only=True)
class DateValue:
    """A date with its precision; `first` and `last` are its outermost days.

    Make one with `parse`, `of` or `between`, which check it; an open end is
    `date.min` or `date.max`. Values sort by first day, then by last day.
    """

    edtf: str
    first: date
    last: date
    precision: Precision

    @classmethod
    def parse(cls, edtf: str) -> DateValue:
        """Read an EDTF string in one of the shapes of `Precision`.

        Takes ``1999-04-02``, ``1999-04``, ``1999``, ``2000-23`` (a season),
        ``1998-07-17/1998-07-18`` (both ends of one precision), ``1993/..`` and
        ``../2003``. Gives the value; an interval from a date to the same date is
        that date. Raises DateError for anything unreadable, impossible, reversed,
        or of mixed precision.
        """
        start, slash, end = edtf.strip().partition("/")
        if not slash:
            return _single(start)
        if end == "..":
            return _since(_unit(start))
        if start == "..":
            return _until(_unit(end))
        return cls.between(_unit(start), _unit(end))

    @classmethod
    def of(
        cls, year: int, month: int | None = None, day: int | None = None
    ) -> DateValue:
        """Make a day, month or year from its numbers; raises DateError."""
        if month is None and day is not None:
            raise DateError("a day needs its month")
        parts = [f"{year:04}"]
        parts += [f"{part:02}" for part in (month, day) if part is not None]
        return _unit("-".join(parts))

    @classmethod
    def between(cls, start: DateValue, end: DateValue) -> DateValue:
        """Make the closed interval of two days, months or years.

        The interval of a value and itself is the value. Raises DateError if the
        ends differ in precision, stand in reverse, or are no single dates.
        """
        if start.precision != end.precision or start.precision not in _INTERVALS:
            raise DateError("the ends of an interval must be alike")
        if start == end:
            return start
        if end.first < start.first:
            raise DateError("the interval ends before it starts")
        return cls(
            edtf=f"{start.edtf}/{end.edtf}",
            first=start.first,
            last=end.last,
            precision=_INTERVALS[start.precision],
        )

    @property
    def start(self) -> DateValue | None:
        """The part that an interval starts with; a single date is its own part.

        None where the start is open.
        """
        part = self.edtf.partition("/")[0]
        return None if part == ".." else _single(part)

    @property
    def end(self) -> DateValue | None:
        """The part that an interval ends with, or None where the end is open."""
        part = self.edtf.rpartition("/")[2]
        return None if part == ".." else _single(part)

    @property
    def unit(self) -> Precision:
        """What the value counts in: day, month, year or season."""
        part = self.start or self.end
        assert part is not None  # no shape is open at both ends
        return part.precision

    @property
    def is_open(self) -> bool:
        """Whether one end is open."""
        return self.precision in (Precision.SINCE, Precision.UNTIL)

    @property
    def bound(self) -> DateValue:
        """The known end of an open date; a closed one is itself.

        «Since 1993» is asked as a year: two open dates always overlap, their ends do
        not.
        """
        if not self.is_open:
            return self
        bound = self.start or self.end
        assert bound is not None  # no date is open at both ends
        return bound

    @property
    def is_interval(self) -> bool:
        """Whether the value is a closed interval of days, months or years."""
        return self.precision in _UNITS

    def overlaps(self, other: DateValue) -> bool:
        """Whether some day lies in both."""
        return self.first <= other.last and other.first <= self.last

    def contains(self, other: DateValue) -> bool:
        """Whether every day of the other lies in this one."""
        return self.first <= other.first and other.last <= self.last

    def days_from(self, other: DateValue) -> int:
        """How many days lie between the first days of both."""
        return abs((self.first - other.first).days)

    def coarsened(self, precision: Precision) -> DateValue:
        """Say the same less exactly: by its day, month or year.

        Takes the unit to speak in (the plural is the same unit). Gives the value
        in that unit: an interval within one month becomes the month, a longer one
        an interval of months; an open end stays open. Raises DateError if the
        value is coarser than that already.
        """
        unit = _UNITS.get(precision, precision)
        if unit == self.unit:
            return self
        # A season fits no month, but it has a year.
        fineness = Precision.MONTH if self.unit == Precision.SEASON else self.unit
        if unit not in _FINENESS or _FINENESS.index(unit) <= _FINENESS.index(fineness):
            raise DateError(f"{self.edtf} cannot be said by its {precision}")
        length = 7 if unit == Precision.MONTH else 4
        parts = (part[:length] for part in self.edtf.split("/"))
        return DateValue.parse("/".join(parts))

    def __lt__(self, other: DateValue) -> bool:
        return (self.first, self.last, self.edtf) < (
            other.first,
            other.last,
            other.edtf,
        )

    def __str__(self) -> str:
        return self.edtf


@lru_cache(maxsize=4096)
def _single(text: str) -> DateValue:
    """Read a day, month, year or season; raises DateError."""
    match = _SINGLE.fullmatch(text)
    if match is None:
        raise DateError(f"no date: {text!r}")
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    try:
        if month is not None and SPRING <= month <= WINTER and day is None:
            first, last = _season(year, month)
            precision = Precision.SEASON
        elif month is None:
            first, last = date(year, 1, 1), date(year, 12, 31)
            precision = Precision.YEAR
        elif day is None:
            first = date(year, month, 1)
            last = date(year, month, calendar.monthrange(year, month)[1])
            precision = Precision.MONTH
        else:
            first = last = date(year, month, day)
            precision = Precision.DAY
    except ValueError as error:
        raise DateError(f"no such date: {text}") from error
    return DateValue(edtf=text, first=first, last=last, precision=precision)


def _unit(text: str) -> DateValue:
    """Read a day, month or year; raises DateError for a season too."""
    value = _single(text)
    if value.precision == Precision.SEASON:
        raise DateError("a season cannot be the end of an interval")
    return value


def _season(year: int, season: int) -> tuple[date, date]:
    """The first and last day of a season of the northern hemisphere.

    Two winters touch a year and texts mean either, so winter spans the year:
    what does not overlap the year cannot overlap its winter.
    """
    if season == WINTER:
        return date(year, 1, 1), date(year, 12, 31)
    month = 3 * (season - SPRING) + 3
    last_day = calendar.monthrange(year, month + 2)[1]
    return date(year, month, 1), date(year, month + 2, last_day)


def _since(start: DateValue) -> DateValue:
    return DateValue(
        edtf=f"{start.edtf}/..",
        first=start.first,
        last=date.max,
        precision=Precision.SINCE,
    )


def _until(end: DateValue) -> DateValue:
    return DateValue(
        edtf=f"../{end.edtf}",
        first=date.min,
        last=end.last,
        precision=Precision.UNTIL,
    )
