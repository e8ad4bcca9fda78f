"""Dates in Kazakh, in the few fixed shapes in which questions and options say them.

Official style puts the year first and the month in small letters: «1999 жылғы 2 сәуір»;
Django's and CLDR's own shapes are not used (Django's Kazakh is «Сәуір 2, 1999»). An en
dash joins bare numbers or months without blanks («17–18 шілде»), and has blanks where
a side of it has several words («23 мамыр – 6 маусым»).
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from quizzes.items.calendar import DateValue, Precision
from quizzes.items.kazakh.names import inflect, relative
from quizzes.items.kazakh.suffixes import Case

MONTHS: Final = (
    "қаңтар",
    "ақпан",
    "наурыз",
    "сәуір",
    "мамыр",
    "маусым",
    "шілде",
    "тамыз",
    "қыркүйек",
    "қазан",
    "қараша",
    "желтоқсан",
)
SEASONS: Final = ("көктем", "жаз", "күз", "қыс")

# What is of a season is not «күздегі» but an adjective of its own.
_SEASONAL: Final = {
    "көктем": "көктемгі",
    "жаз": "жазғы",
    "күз": "күзгі",
    "қыс": "қысқы",
}
_DASH: Final = "–"


class Use(StrEnum):
    """What a question asks of a date: when, until when, or since when."""

    AT = "at"
    UNTIL = "until"
    SINCE = "since"


def phrase(value: DateValue) -> str:
    """The date as an option says it: «1999 жылғы 2 сәуір», «1993 жыл».

    Takes any value; open ones give «1993 жылдан бері», «2003 жылға дейін».
    """
    match value.precision:
        case Precision.SINCE:
            return since(value)
        case Precision.UNTIL:
            return until(value)
        case Precision.YEAR | Precision.YEARS:
            return f"{_years(value)} {_year_word(value)}"
        case _:
            return _phrase_of_parts(value)


def at(value: DateValue) -> str:
    """The date as a sentence says when: «1999 жылғы 2 сәуірде», «1993 жылы»."""
    match value.precision:
        case Precision.SINCE | Precision.UNTIL:
            return phrase(value)
        case Precision.YEAR:
            return f"{_years(value)} жылы"
        case Precision.YEARS:
            return f"{_years(value)} жылдары"
        case _:
            return inflect(phrase(value), Case.LOC)


def until(value: DateValue) -> str:
    """The date as an end: «2020 жылғы 31 желтоқсанға дейін», «2003 жылға дейін»."""
    return f"{inflect(_closed(value), Case.DAT)} дейін"


def since(value: DateValue, *, particle: str = "бері") -> str:
    """The date as a beginning: «1993 жылдан бері».

    Takes the value, and «бастап» as the particle where what began may have ended.
    """
    return f"{inflect(_closed(value), Case.ABL)} {particle}"


def attributive(value: DateValue) -> str:
    """The date before a noun: «1999 жылғы 2 сәуірдегі», «1993 жылғы», «күзгі».

    Raises ValueError for an open value, which cannot stand before a noun.
    """
    if value.is_open:
        raise ValueError(f"{value.edtf} has no attributive form")
    if value.precision == Precision.YEAR:
        return f"{_years(value)} жылғы"
    if value.precision == Precision.SEASON:
        before, _, season = phrase(value).rpartition(" ")
        return f"{before} {_SEASONAL[season]}"
    return relative(phrase(value))


_ASKED: Final = {
    Precision.DAY: ("күн", "күні"),
    Precision.MONTH: ("ай", "айда"),
    Precision.YEAR: ("жыл", "жылы"),
    Precision.SEASON: ("мезгіл", "мезгілде"),
    Precision.DAYS: ("күндер", "күндері"),
    Precision.MONTHS: ("айлар", "айларда"),
    Precision.YEARS: ("жылдар", "жылдары"),
}


def question(precision: Precision, use: Use = Use.AT) -> str:
    """The question word that asks for a date of this precision.

    «қай күні», «қай айда», «қай күндері»; «қай күнге дейін»; «қай жылдан бері». Never
    a bare «қашан»: the precision must be clear from the question. Raises ValueError
    for `Precision.SINCE` and `UNTIL`: there, ask by the value's `unit` and a use.
    """
    if precision not in _ASKED:
        raise ValueError(f"{precision} does not say what to ask for")
    noun, located = _ASKED[precision]
    match use:
        case Use.AT:
            return f"қай {located}"
        case Use.UNTIL:
            return f"қай {inflect(noun, Case.DAT)} дейін"
        case Use.SINCE:
            return f"қай {inflect(noun, Case.ABL)} бері"


def _closed(value: DateValue) -> str:
    """The phrase of a value, or of the one end that an open value has."""
    if not value.is_open:
        return phrase(value)
    known = value.start or value.end
    assert known is not None  # an open value has one end
    return phrase(known)


def _years(value: DateValue) -> str:
    years = dict.fromkeys((value.first.year, value.last.year))
    return _DASH.join(map(str, years))


def _year_word(value: DateValue) -> str:
    return "жылдар" if value.precision == Precision.YEARS else "жыл"


def _phrase_of_parts(value: DateValue) -> str:
    first, last = value.first, value.last
    start, end = _part(value.start), _part(value.end)
    year = f"{first.year} жылғы"
    if not value.is_interval:
        return f"{year} {start}"
    if first.year != last.year:
        return f"{year} {start} {_DASH} {last.year} жылғы {end}"
    if value.precision == Precision.MONTHS:
        return f"{year} {start}{_DASH}{end}"
    if first.month == last.month:
        return f"{year} {first.day}{_DASH}{end}"
    return f"{year} {start} {_DASH} {end}"


def _part(value: DateValue | None) -> str:
    """A day, month or season without its year: «2 сәуір», «сәуір», «күз»."""
    assert value is not None  # closed values have both ends
    if value.precision == Precision.SEASON:
        return SEASONS[int(value.edtf[-2:]) - 21]
    month = MONTHS[value.first.month - 1]
    return f"{value.first.day} {month}" if value.precision == Precision.DAY else month
