"""Dates typed in numbers: 2.04.1999, 02/04/1999, 1999-04-02, 04.1999, 17-18.07.1998.

The day comes first, as everywhere in Kazakhstan, unless the year does.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from quizzes.items.kazakh.date_parts import DateParts, Sides, UnreadableDate, Why

_YEAR_WORD_AT_END: Final = re.compile(r"(?<=[0-9]) ?(?:ж|г|жыл|жылы|года)?[. ]*$")
_NUMBERS_ONLY: Final = re.compile(r"[0-9./ -]+")
_DAY: Final = "(?P<day>[0-9]{1,2})"
_MONTH: Final = "(?P<month>[0-9]{1,2})"
_YEAR: Final = "(?P<year>[0-9]{4})"
_SHAPES: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_DAY}(?P<by> ?[./-] ?){_MONTH}(?P=by){_YEAR}",
        rf"{_YEAR}(?P<by> ?[./-] ?){_MONTH}(?P=by){_DAY}",
        rf"{_MONTH} ?[./-] ?{_YEAR}",
        # With blanks, «1911 – 12» is rather two years.
        rf"{_YEAR}(?:-| ?[./] ?){_MONTH}",
        # No hyphen here: «17-18» is rather two days than a day and a month.
        rf"{_DAY} ?[./] ?{_MONTH}",
        _YEAR,
    )
)
_DAYS_OF_A_MONTH: Final = re.compile(r"([0-9]{1,2}) ?- ?([0-9]{1,2} ?[./].+)")
_SHORT_YEAR: Final = re.compile(r"(?:[0-9]{1,2} ?[./-] ?){0,2}[0-9]{2}$")


def read_numeric(text: str) -> Sides | None:
    """Read a date or interval written in numbers only.

    Takes a text with plain hyphens and single blanks; gives its sides, or None if there
    are letters in it. Raises UnreadableDate for numbers that are no date.
    """
    bare = _YEAR_WORD_AT_END.sub("", text)
    if not _NUMBERS_ONLY.fullmatch(bare):
        return None
    single = _one_numeric(bare)
    if single is not None:
        return (single,)
    days = _DAYS_OF_A_MONTH.fullmatch(bare)
    if days:
        end = _one_numeric(days[2])
        if end is not None and end.day is not None:
            return replace(end, day=int(days[1])), end
    for separator in re.finditer("[/-]", bare):
        start = _one_numeric(bare[: separator.start()].strip())
        end = _one_numeric(bare[separator.end() :].strip())
        if start is not None and end is not None:
            return start, end
    raise UnreadableDate(Why.SHORT_YEAR if _SHORT_YEAR.match(bare) else Why.UNKNOWN)


def _one_numeric(text: str) -> DateParts | None:
    for shape in _SHAPES:
        match = shape.fullmatch(text)
        if match:
            groups = match.groupdict()
            return DateParts(
                **{part: int(groups[part]) for part in groups if part != "by"}
            )
    return None
