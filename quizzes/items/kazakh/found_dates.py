"""Dates in running Kazakh text: where they stand, and what they are if that is plain.

Texts write «1992ж. 15 мамырда», «1998ж. жылғы 28 сәуірдегі», «26.04.1996ж.», «23 мамыр
мен 6 маусым аралығында». A month or a number alone is no date (маусым is a season of
football too), nor is a length of time («2000 жыл бұрын», «2000 жылдық»), nor what comes
every year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from quizzes.items.calendar import DateError, DateValue
from quizzes.items.kazakh.date_words import Kind, look_up
from quizzes.items.kazakh.typed_dates import UnreadableDate, read_typed_date


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundDate:
    """A date from `start` up to `end`; without a value where the year is left out."""

    start: int
    end: int
    value: DateValue | None


_YEAR: Final = r"(?<![\d.,№])(?:1[0-9]|20)\d\d(?!\d)"
_DASH: Final = r"\s?[-–—]\s?"
_UNIT: Final = r"\s?(?:ж(?![а-яәіңғүұқөһё])\.?|жыл(?:дар)?[а-яәіңғүұқөһё]*)"
_UNITS: Final = rf"{_UNIT}(?:\s(?:жылғы|жылдың|жылы))?"
_DAY: Final = r"(?<![\d.,])(?:0?[1-9]|[12]\d|3[01])(?![\d.,])"
_DAYS: Final = rf"{_DAY}(?:{_DASH}{_DAY}|\s(?:мен|бен|пен|және)\s{_DAY})?"
_ORDINAL: Final = r"(?:-?\s?(?:шы|ші|ыншы|інші|нші|сыншы|сінші))?"
_STEMS: Final = (
    "қаңтар|ақпан|наурыз|сәуір|мамыр|маусым|шілде|тамыз|қыркүйе[кг]|қазан|қараша"
    "|желтоқсан"
)
_MONTH: Final = rf"(?:{_STEMS})[а-яәіңғүұқөһё]*(?:\sайы[а-яәіңғүұқөһё]*)?"
_DAY_AND_MONTH: Final = rf"{_DAYS}{_ORDINAL}[\s-]?{_MONTH}"
_SPAN: Final = rf"{_DAY_AND_MONTH}(?:\s(?:мен|бен|пен|және)\s{_DAY_AND_MONTH})?"

_DATES: Final = re.compile(
    "|".join(
        (
            r"(?<![\d.])\d{1,2}(?:[-–—]\d{1,2})?\.\d{1,2}\.(?:1[0-9]|20)\d\d(?!\d)"
            rf"(?:{_UNIT})?",
            rf"{_YEAR}{_DASH}{_YEAR}(?:{_UNIT})?",
            rf"{_YEAR}{_UNITS}(?:\s?{_SPAN}|\s{_MONTH})?",
            rf"{_SPAN}(?:\s{_YEAR}(?:{_UNIT})?)?",
            rf"{_MONTH}\s{_YEAR}(?:{_UNIT})?",
            rf"(?<=\(){_YEAR}(?=[;,)])",
        )
    ),
    re.IGNORECASE,
)
_LENGTH: Final = re.compile(r"\s?жылды(?:қ|ғ)", re.IGNORECASE)
_AGO: Final = re.compile(r"\s(?:бұрын|бойы|ішінде)\b", re.IGNORECASE)
_EVERY_YEAR: Final = re.compile(
    r"(?:жыл сайын|жылына\s[^.;:]{0,40})\s?$", re.IGNORECASE
)
_LONGEST_BEFORE: Final = 60


def find_dates(text: str) -> tuple[FoundDate, ...]:
    """The dates of a text, in their order."""
    return tuple(_found(text))


def _found(text: str) -> Iterator[FoundDate]:
    for match in _DATES.finditer(text):
        words = match.group()
        if _LENGTH.search(words) or _AGO.match(text, match.end()):
            continue
        before = text[max(match.start() - _LONGEST_BEFORE, 0) : match.start()]
        if not re.search(r"\d{4}", words) and _EVERY_YEAR.search(before):
            continue
        if not _months_are_known(words):
            continue
        yield FoundDate(start=match.start(), end=match.end(), value=_value(words))


def _months_are_known(words: str) -> bool:
    """Whether what looks like a month is one, and no longer word (қазандық)."""
    stems = re.findall(rf"(?:{_STEMS})[а-яәіңғүұқөһё]*", words, re.IGNORECASE)
    known = (look_up(stem) for stem in stems)
    return all(each is not None and each[0] == Kind.MONTH for each in known)


def _value(words: str) -> DateValue | None:
    # A year's word said twice («1998ж. жылғы») is said once.
    plain = re.sub(r"(\d{4}\s?ж\.?)\sжыл\w+", r"\1", words)
    try:
        return read_typed_date(plain).value
    except (UnreadableDate, DateError):
        return None
