"""Dates in Russian and English, for the pages of the bank in those languages.

Russian puts the month into the genitive after a day («2 апреля 1999 года»), which CLDR
has, but not for intervals, seasons and open ends; so the tables are our own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from quizzes.items.calendar import DateValue, Precision
from quizzes.items.kazakh import dates

RUSSIAN_MONTHS: Final = (
    "январь",
    "февраль",
    "март",
    "апрель",
    "май",
    "июнь",
    "июль",
    "август",
    "сентябрь",
    "октябрь",
    "ноябрь",
    "декабрь",
)
RUSSIAN_MONTHS_GENITIVE: Final = (
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
)
RUSSIAN_SEASONS: Final = ("весна", "лето", "осень", "зима")
RUSSIAN_SEASONS_GENITIVE: Final = ("весны", "лета", "осени", "зимы")
ENGLISH_MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
ENGLISH_SEASONS: Final = ("spring", "summer", "autumn", "winter")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Language:
    """What the shapes of a language are filled with; `year` follows a year."""

    months: tuple[str, ...]
    months_of_days: tuple[str, ...]
    seasons: tuple[str, ...]
    year: str
    one_year: str
    years: str
    since: str
    until: str


_RUSSIAN: Final = _Language(
    months=RUSSIAN_MONTHS,
    months_of_days=RUSSIAN_MONTHS_GENITIVE,
    seasons=RUSSIAN_SEASONS,
    year=" года",
    one_year=" год",
    years=" годы",
    since="с",
    until="до",
)
# After the prepositions «с» and «до» everything stands in the genitive.
_RUSSIAN_GENITIVE: Final = _Language(
    months=RUSSIAN_MONTHS_GENITIVE,
    months_of_days=RUSSIAN_MONTHS_GENITIVE,
    seasons=RUSSIAN_SEASONS_GENITIVE,
    year=" года",
    one_year=" года",
    years=" годов",
    since="с",
    until="до",
)
_ENGLISH: Final = _Language(
    months=ENGLISH_MONTHS,
    months_of_days=ENGLISH_MONTHS,
    seasons=ENGLISH_SEASONS,
    year="",
    one_year="",
    years="",
    since="since",
    until="until",
)


def in_russian(value: DateValue) -> str:
    """«2 апреля 1999 года», «17–18 июля 1998 года», «1993 год», «с 1993 года»."""
    return _say(value, _RUSSIAN, _RUSSIAN_GENITIVE)


def in_english(value: DateValue) -> str:
    """ "2 April 1999", "17–18 July 1998", "1993", "since 1993"."""
    return _say(value, _ENGLISH, _ENGLISH)


_PHRASES: Final[dict[str, Callable[[DateValue], str]]] = {
    "kk": dates.phrase,
    "ru": in_russian,
    "en": in_english,
}


def phrase_in(value: DateValue, language: str) -> str:
    """The date in the language of the interface: "kk", "ru" or "en".

    A code with a region ("en-gb") counts as its language; others raise ValueError.
    """
    code = language.partition("-")[0]
    if code not in _PHRASES:
        raise ValueError(f"no dates in {language!r}")
    return _PHRASES[code](value)


def _say(value: DateValue, words: _Language, after_preposition: _Language) -> str:
    start, end = value.start, value.end
    if start is None or end is None:
        known = start or end
        assert known is not None  # an open value has one end
        preposition = words.until if start is None else words.since
        return f"{preposition} {_say_closed(known, after_preposition)}"
    return _say_closed(value, words)


def _say_closed(value: DateValue, words: _Language) -> str:
    first, last = value.first, value.last
    start, end = value.start, value.end
    assert start is not None
    assert end is not None
    year = f"{last.year}{words.year}"
    match value.precision:
        case Precision.YEAR:
            return f"{first.year}{words.one_year}"
        case Precision.YEARS:
            return f"{first.year}–{last.year}{words.years}"
        case Precision.DAYS | Precision.MONTHS if first.year != last.year:
            return f"{_say_closed(start, words)} – {_say_closed(end, words)}"
        case Precision.DAYS if first.month == last.month:
            return f"{first.day}–{_part(end, words)} {year}"
        case Precision.DAYS:
            return f"{_part(start, words)} – {_part(end, words)} {year}"
        case Precision.MONTHS:
            return f"{_part(start, words)}–{_part(end, words)} {year}"
        case _:
            return f"{_part(value, words)} {year}"


def _part(value: DateValue, words: _Language) -> str:
    """A day, month or season without its year."""
    if value.precision == Precision.SEASON:
        return words.seasons[int(value.edtf[-2:]) - 21]
    if value.precision == Precision.DAY:
        return f"{value.first.day} {words.months_of_days[value.first.month - 1]}"
    return words.months[value.first.month - 1]
