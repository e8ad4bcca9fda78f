"""Reading what is typed in a fact's form: dates, numbers, paragraphs, claims."""

from __future__ import annotations

import re
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quizzes.bank.fact_drafts import GAP
from quizzes.items import wording
from quizzes.items.calendar import DateError, DateValue, Precision
from quizzes.items.kazakh.suffixes import Case
from quizzes.items.kazakh.typed_dates import UnreadableDate, Why, read_typed_date

MOST_PARAGRAPHS: Final = 100
GREATEST_NUMBER: Final = 10**12
_VERSION_DIGITS: Final = 9
_EDTF: Final = re.compile(
    r"[0-9]{4}(-[0-9]{2}){0,2}(/([0-9]{4}(-[0-9]{2}){0,2}|\.\.))?|\.\./[0-9-]{4,10}"
)
_RUN: Final = re.compile(r"\s*(\d{1,5})\s*(?:[-–—]\s*(\d{1,5})\s*)?")
_GAP: Final = re.compile(r"_{2,}|…|\.{3}")
_CASES: Final = frozenset({"", *Case})
_FORMS: Final = {
    "subject": _CASES,
    "object": _CASES,
    "value": _CASES | {"until", "since", "ordinal"},
}

_WHY: Final[dict[Why, Promise]] = {
    Why.EMPTY: _("This must be filled in."),
    Why.TOO_LONG: _("This is too long for a date."),
    Why.SHORT_YEAR: _("Write the year with four digits."),
    Why.IMPOSSIBLE: _("There is no such date."),
    Why.INCOMPLETE: _("The year or the month is missing."),
    Why.UNKNOWN: _(
        "This date cannot be read. Write it like 2 сәуір 1999, 02.04.1999,"
        " сәуір 1999, 17–18.07.1998 or 1999."
    ),
}


class Unreadable(ValueError):
    """What is typed cannot be read; `message` says why, in the reader's language."""

    def __init__(self, message: str | Promise) -> None:
        super().__init__(str(message))
        self.message = str(message)


def read_date(typed: str) -> DateValue:
    """A date as people write it, or as EDTF; raises Unreadable."""
    if _EDTF.fullmatch(typed):
        try:
            return DateValue.parse(typed)
        except DateError as error:
            raise Unreadable(_WHY[Why.IMPOSSIBLE]) from error
    try:
        value = read_typed_date(typed).bounded
    except UnreadableDate as error:
        raise Unreadable(_WHY[error.why]) from error
    if value is None:
        raise Unreadable(_WHY[Why.INCOMPLETE])
    return value


def read_number(typed: str) -> int:
    """A whole number in digits; raises Unreadable."""
    digits = re.sub(r"\s", "", typed)
    if not digits.isascii() or not digits.isdecimal():
        raise Unreadable(_("Write a whole number in digits."))
    if len(digits) > len(str(GREATEST_NUMBER)) or int(digits) > GREATEST_NUMBER:
        raise Unreadable(_("This number is too large."))
    return int(digits)


def read_version(typed: str) -> int:
    """The number of a version as a form sends it; 0 for anything else."""
    is_number = typed.isascii() and typed.isdecimal() and len(typed) < _VERSION_DIGITS
    return int(typed) if is_number else 0


def read_paragraphs(typed: str, count: int) -> tuple[int, ...]:
    """«25, 27–29» as numbers of paragraphs of a source that has so many."""
    numbers: list[int] = []
    for part in filter(None, re.split(r"[,;]", typed)):
        match = _RUN.fullmatch(part)
        if match is None:
            raise Unreadable(_("Write the numbers like this: 25, 27–29."))
        first = int(match[1])
        last = int(match[2] or first)
        if not 1 <= first <= last <= count:
            raise Unreadable(
                _("The source has paragraphs from 1 to %(count)s.") % {"count": count}
            )
        numbers += range(first, last + 1)
        if len(numbers) > MOST_PARAGRAPHS:
            raise Unreadable(_("These are too many paragraphs for one fact."))
    return tuple(sorted(set(numbers)))


def read_claim(typed: str) -> str:
    """A sentence with a gap for the value, as a pattern; raises Unreadable."""
    if not typed:
        return ""
    pattern = _GAP.sub("{value}", typed).rstrip(".?! ")
    slots = wording.slots(pattern)
    without = pattern
    for name, form in slots:
        if form in _FORMS.get(name, ()):
            without = without.replace(
                f"{{{name}.{form}}}" if form else f"{{{name}}}", ""
            )
    if "{" in without or "}" in without:
        raise Unreadable(_("This sentence holds braces that say nothing."))
    if [name for name, _form in slots].count("value") != 1:
        raise Unreadable(
            _("Leave one gap in the sentence, for the value: %(gap)s") % {"gap": GAP}
        )
    return pattern


def agreed_precision(value: DateValue, in_text: DateValue) -> str:
    """The finest precision on which text and history agree; empty if on none."""
    if value == in_text:
        return ""
    for precision in (Precision.DAY, Precision.MONTH, Precision.YEAR):
        try:
            mine = value if value.unit == precision else value.coarsened(precision)
            theirs = (
                in_text if in_text.unit == precision else in_text.coarsened(precision)
            )
        except DateError:
            continue
        if mine == theirs:
            return precision.value
    return ""
