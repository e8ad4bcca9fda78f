"""Reading a date that a learner has typed.

Learners type as they speak and as their keyboard allows: «1999 жылғы 2 сәуір»,
«2 сауир 1999», «2 апреля 1999 г.», "April 2, 1999", «2.04.1999». Numbers are read day
first, as in Kazakhstan. What cannot be read is asked again and never marked wrong, so
this reader refuses rather than guesses: a year of two digits, an impossible day, a word
that no date has.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from quizzes.items.calendar import SPRING, DateError, DateValue
from quizzes.items.kazakh.date_parts import DateParts, Sides, UnreadableDate, Why
from quizzes.items.kazakh.date_words import Kind, look_up
from quizzes.items.kazakh.numeric_dates import read_numeric

__all__ = ["LONGEST", "Bound", "TypedDate", "UnreadableDate", "Why", "read_typed_date"]

LONGEST: Final = 100


class Bound(StrEnum):
    """A word that makes the date an open end: since it, or until it."""

    SINCE = "since"
    UNTIL = "until"


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedDate:
    """What a learner typed: the parts that were given, and the date they make.

    The `end_` parts are those of an interval's end, else None. `season` is 1 for
    spring. `value` is None where the year is missing («2 сәуір»); it has no open end:
    that is `bound`, and `bounded` puts both together.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    season: int | None = None
    end_year: int | None = None
    end_month: int | None = None
    end_day: int | None = None
    bound: Bound | None = None
    value: DateValue | None = None

    @property
    def bounded(self) -> DateValue | None:
        """The date with its bound: «1993 жылдан бері» is ``1993/..``."""
        if self.value is None or self.bound is None:
            return self.value
        if self.bound == Bound.SINCE:
            return DateValue.parse(f"{self.value.edtf}/..")
        return DateValue.parse(f"../{self.value.edtf}")


def read_typed_date(text: str) -> TypedDate:
    """Read a date as learners type it, in Kazakh, Russian, English or numbers.

    Takes any text; gives the parts typed and, if a year is among them, the value.
    Raises UnreadableDate, and nothing else, for a text that is no date, is impossible,
    has a year of two digits, or gives neither a year nor a day with its month.
    """
    if len(text) > LONGEST:
        raise UnreadableDate(Why.TOO_LONG)
    normal = unicodedata.normalize("NFKC", text).lower()
    if len(normal) > 2 * LONGEST:
        raise UnreadableDate(Why.TOO_LONG)
    plain = " ".join(_DASHES.sub("-", normal).split())
    if not plain:
        raise UnreadableDate(Why.EMPTY)
    numeric = read_numeric(plain)
    if numeric is not None:
        return _typed(numeric, None)
    return _typed(*_worded(plain))


_DASHES: Final = re.compile("[\u2010-\u2015\u2043\u2212]")
_TOKEN: Final = re.compile(r"(?P<number>[0-9]+)|(?P<word>[^\W\d_]+)|(?P<dash>-)")
_SILENT: Final = re.compile(r"[ .,;:'\"«»“”„’()]*")
_MOST_DASHES: Final = 5
_EARLIEST_YEAR: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Token:
    """A part of a date ("year", "month", "day", "season") or a word around it."""

    what: str
    number: int = 0
    opens_interval: bool = False

    @property
    def is_part(self) -> bool:
        return self.what in _PARTS


_PARTS: Final = ("year", "month", "day", "season")
_DASH: Final = _Token(what="dash")


def _tokens(text: str) -> Iterator[_Token]:
    """The telling tokens of a text; raises UnreadableDate for what no date has."""
    place = 0
    for match in _TOKEN.finditer(text):
        if not _SILENT.fullmatch(text, place, match.start()):
            raise UnreadableDate(Why.UNKNOWN)
        place = match.end()
        if match["number"]:
            yield _number(match["number"])
        elif match["dash"]:
            yield _DASH
        else:
            found = look_up(match["word"])
            if found is None:
                raise UnreadableDate(Why.UNKNOWN)
            kind, number, opens_interval = found
            yield _Token(
                what="dash" if kind == Kind.AND else kind.value,
                number=number,
                opens_interval=opens_interval,
            )
    if not _SILENT.fullmatch(text, place):
        raise UnreadableDate(Why.UNKNOWN)


def _number(digits: str) -> _Token:
    number = int(digits)
    if len(digits) == 4 and number >= _EARLIEST_YEAR:
        return _Token(what="year", number=number)
    if len(digits) > 2:
        raise UnreadableDate(Why.UNKNOWN)
    if number > 31:
        raise UnreadableDate(Why.SHORT_YEAR)
    return _Token(what="day", number=number)


def _worded(text: str) -> tuple[Sides, Bound | None]:
    """Read a date with words in it; raises UnreadableDate."""
    tokens = list(_tokens(text))
    bound = None
    line: list[_Token] = []
    ends = [place for place, token in enumerate(tokens) if token.what == Kind.UNTIL]
    for place, token in enumerate(tokens):
        more_follows = any(later.is_part for later in tokens[place + 1 :])
        if token.is_part or token.what == "dash":
            line.append(token)
        elif token.what == Kind.SINCE:
            bound = Bound.SINCE
        elif token.what == Kind.UNTIL:
            if more_follows and any(earlier.is_part for earlier in line):
                line.append(_DASH)  # «с 1 до 11 ноября»
            else:
                bound = bound or Bound.UNTIL
        # «23 мамырдан 6 маусымға дейін»: the ablative opens an interval.
        if token.opens_interval and more_follows and ends and ends[-1] > place:
            line.append(_DASH)
    sides = _sides(line)
    return sides, bound if len(sides) == 1 else None


def _sides(line: list[_Token]) -> Sides:
    """Divide the parts of a date or an interval; raises UnreadableDate."""
    dashes = [place for place, token in enumerate(line) if token.what == "dash"]
    if len(dashes) > _MOST_DASHES:
        raise UnreadableDate(Why.UNKNOWN)
    # A dash may also join one date: «2-сәуір-1999».
    whole = _gather(line)
    if whole is not None:
        return (whole,)
    for place in dashes:
        start, end = _gather(line[:place]), _gather(line[place + 1 :])
        if start is not None and end is not None:
            return start, end
    raise UnreadableDate(Why.UNKNOWN)


def _gather(tokens: list[_Token]) -> DateParts | None:
    """The parts of one date in any order, or None if one occurs twice or none."""
    parts: dict[str, int] = {}
    for token in tokens:
        if not token.is_part:
            continue
        if token.what in parts:
            return None
        parts[token.what] = token.number
    return DateParts(**parts) if parts else None


def _typed(sides: Sides, bound: Bound | None) -> TypedDate:
    """Complete the sides from each other, and check the date that they make."""
    start, end = _completed(sides[0], sides[-1]), _completed(sides[-1], sides[0])
    if start == end:
        end = DateParts()
    value = None
    try:
        if start.year is not None:
            value = _value(start)
            if end.year is not None:
                value = DateValue.between(value, _value(end))
        else:
            _check_yearless(start)
            if end != DateParts():
                _check_yearless(end)
    except DateError as error:
        raise UnreadableDate(Why.IMPOSSIBLE) from error
    return TypedDate(
        year=start.year,
        month=start.month,
        day=start.day,
        season=start.season,
        end_year=end.year,
        end_month=end.month,
        end_day=end.day,
        bound=bound,
        value=value,
    )


def _completed(side: DateParts, other: DateParts) -> DateParts:
    """«17–18 шілде 1998»: what one side leaves out is the other's."""
    year = other.year if side.year is None else side.year
    month = side.month
    if month is None and side.day is not None:
        month = other.month
    return replace(side, year=year, month=month)


def _value(parts: DateParts) -> DateValue:
    """Raises DateError for an impossible date, UnreadableDate for an incomplete one."""
    assert parts.year is not None
    if parts.year < _EARLIEST_YEAR:
        raise DateError(f"the year {parts.year} is too early")
    if parts.season is not None:
        if parts.month is not None or parts.day is not None:
            raise UnreadableDate(Why.UNKNOWN)
        return DateValue.parse(f"{parts.year}-{SPRING - 1 + parts.season}")
    if parts.day is not None and parts.month is None:
        raise UnreadableDate(Why.INCOMPLETE)
    return DateValue.of(parts.year, parts.month, parts.day)


def _check_yearless(parts: DateParts) -> None:
    """Without a year, a day and its month earn something; less is asked again."""
    if parts.day is None or parts.month is None or parts.season is not None:
        raise UnreadableDate(Why.INCOMPLETE)
    some_leap_year = 2000
    DateValue.of(some_leap_year, parts.month, parts.day)
