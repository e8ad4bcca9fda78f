"""Marking: what an answer to an item is worth, from 0 to 1, and why.

Guessing earns little: ticking all options, or none, gives 0, and so does any order
that has half of its pairs wrong. What is partly known is partly credited. Time plays
no part in it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import combinations
from typing import Final, TypeAlias

from quizzes.items.calendar import DateError, DateValue, Precision
from quizzes.items.data import AcceptedDate, Form, Item
from quizzes.items.kazakh.typed_dates import (
    TypedDate,
    UnreadableDate,
    read_typed_date,
)

__all__ = [
    "ImproperResponse",
    "Marking",
    "Response",
    "UnreadableDate",
    "Verdict",
    "credit",
    "mark",
    "verdict_of",
]

Response: TypeAlias = str | frozenset[str] | Mapping[str, str] | tuple[str, ...]

MONTH_AND_YEAR: Final = Fraction(6, 10)
YEAR_ALONE: Final = Fraction(3, 10)
DAY_AND_MONTH: Final = Fraction(3, 10)

_PLACES: Final = Decimal("0.0001")


class ImproperResponse(ValueError):
    """The response does not fit the item: of another shape, or no option of it."""


class Verdict(StrEnum):
    """What a learner is told in words."""

    RIGHT = "right"
    PARTLY = "partly"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True, kw_only=True)
class Marking:
    """A judgement of one answer.

    `remark` names what a typed date really is where it is another true date of the
    same subject (the label of that date), else it is empty.
    """

    score: Decimal
    remark: str = ""

    @property
    def verdict(self) -> Verdict:
        """Right for the whole mark, wrong for none of it."""
        return verdict_of(self.score)


def verdict_of(score: Decimal) -> Verdict:
    """Put a mark in words."""
    if score >= 1:
        return Verdict.RIGHT
    return Verdict.PARTLY if score > 0 else Verdict.WRONG


def mark(item: Item, response: Response) -> Marking:
    """Judge a response to an item.

    Takes, by form: choice and true or false the value of one option; multiple choice
    a frozenset of values; matching a mapping of prompt values to option values (what
    is not there is not matched); ordering a tuple of all values; date entry the typed
    text. Raises UnreadableDate for a date that cannot be read, ImproperResponse for a
    response that does not fit the item.
    """
    return _MARKERS[item.form](item, response)


def _mark_choice(item: Item, response: Response) -> Marking:
    chosen = _known(item, [_text(response)])[0]
    return _marking(Fraction(chosen in _keys(item)))


def _mark_multiple_choice(item: Item, response: Response) -> Marking:
    if not isinstance(response, frozenset):
        raise ImproperResponse("a set of options is wanted")
    chosen = set(_known(item, sorted(response)))
    keys = _keys(item)
    distractors = {option.value for option in item.options} - keys
    share = Fraction(len(chosen & keys), len(keys))
    # An item of keys only has nothing that could be ticked wrongly.
    wrong = Fraction(len(chosen & distractors), len(distractors) or 1)
    return _marking(max(Fraction(0), share - wrong))


def _mark_matching(item: Item, response: Response) -> Marking:
    if not isinstance(response, Mapping):
        raise ImproperResponse("pairs are wanted")
    if not response.keys() <= {prompt.value for prompt in item.prompts}:
        raise ImproperResponse("no such prompt")
    _known(item, list(response.values()))
    right = sum(response.get(prompt.value) == prompt.key for prompt in item.prompts)
    return _marking(Fraction(right, len(item.prompts)))


def _mark_ordering(item: Item, response: Response) -> Marking:
    if not isinstance(response, tuple):
        raise ImproperResponse("an order is wanted")
    if sorted(response) != sorted(item.order):
        raise ImproperResponse("an order has each option once")
    place = {value: index for index, value in enumerate(response)}
    pairs = list(combinations(item.order, 2))
    right = sum(place[earlier] < place[later] for earlier, later in pairs)
    return _marking(max(Fraction(0), 2 * Fraction(right, len(pairs)) - 1))


def _mark_date_entry(item: Item, response: Response) -> Marking:
    typed = read_typed_date(_text(response))
    wanted = [DateValue.parse(date.edtf) for date in item.dates if date.right]
    if typed.value is None:
        return _marking(max(_credit_without_year(typed, date) for date in wanted))
    given = typed.value
    score = max(credit(given, date) for date in wanted)
    return _marking(score, remark="" if score == 1 else _remark(given, item.dates))


def credit(given: DateValue, wanted: DateValue) -> Fraction:
    """What a given date is worth where another is wanted.

    The whole where both agree to the precision of the wanted one. Of a day, its month
    and year are worth 0.6, its year or its day and month 0.3. An interval, given or
    wanted, is worth its overlap over the union of both, at least what its year is.
    """
    if wanted.is_open:
        # Of an open interval only its one end is known, and so asked.
        wanted = _known_end(wanted)
    if given.is_open:
        given = _known_end(given)
    if _agrees(given, wanted):
        return Fraction(1)
    if _is_long(given) or _is_long(wanted):
        return max(_overlap(given, wanted), _year_alone(given, wanted))
    if wanted.precision is Precision.DAY:
        return _credit_for_day(given, wanted)
    return _year_alone(given, wanted)


def _credit_for_day(given: DateValue, wanted: DateValue) -> Fraction:
    same_year = given.first.year == wanted.first.year
    same_month = (
        given.precision is not Precision.YEAR
        and given.first.month == wanted.first.month
    )
    if same_year and same_month:
        return MONTH_AND_YEAR
    if given.precision is Precision.DAY and same_month:
        same_day = given.first.day == wanted.first.day
        return DAY_AND_MONTH if same_day else Fraction(0)
    return _year_alone(given, wanted)


def _credit_without_year(typed: TypedDate, wanted: DateValue) -> Fraction:
    is_it = wanted.precision is Precision.DAY and (typed.month, typed.day) == (
        wanted.first.month,
        wanted.first.day,
    )
    return DAY_AND_MONTH if is_it else Fraction(0)


def _agrees(given: DateValue, wanted: DateValue) -> bool:
    """Whether a date, said no more exactly than the wanted one, is the same."""
    try:
        return given.coarsened(wanted.precision) == wanted
    except DateError:
        return given == wanted


def _is_long(value: DateValue) -> bool:
    return value.is_interval or value.precision is Precision.SEASON


def _overlap(one: DateValue, other: DateValue) -> Fraction:
    if not one.overlaps(other):
        return Fraction(0)
    common = min(one.last, other.last) - max(one.first, other.first)
    union = max(one.last, other.last) - min(one.first, other.first)
    return Fraction(common.days + 1, union.days + 1)


def _year_alone(given: DateValue, wanted: DateValue) -> Fraction:
    years = {given.first.year, given.last.year, wanted.first.year, wanted.last.year}
    # Where the year is all that is wanted, naming it is no partial knowledge.
    wants_more = wanted.precision is not Precision.YEAR
    return YEAR_ALONE if len(years) == 1 and wants_more else Fraction(0)


def _known_end(value: DateValue) -> DateValue:
    end = value.start or value.end
    assert end is not None  # no shape is open at both ends
    return end


def _remark(given: DateValue, dates: Sequence[AcceptedDate]) -> str:
    for other in dates:
        if not other.right and _agrees(given, DateValue.parse(other.edtf)):
            return other.label
    return ""


def _keys(item: Item) -> set[str]:
    return {option.value for option in item.options if option.key}


def _text(response: Response) -> str:
    if not isinstance(response, str):
        raise ImproperResponse("one answer is wanted")
    return response


def _known(item: Item, values: Sequence[str]) -> Sequence[str]:
    if not set(values) <= {option.value for option in item.options}:
        raise ImproperResponse("no such option")
    return values


def _marking(score: Fraction, remark: str = "") -> Marking:
    # Rounded down, so that only the exact answer is ever worth the whole.
    exact = Decimal(score.numerator) / Decimal(score.denominator)
    return Marking(score=exact.quantize(_PLACES, ROUND_DOWN), remark=remark)


_MARKERS: Final[Mapping[Form, Callable[[Item, Response], Marking]]] = {
    Form.CHOICE: _mark_choice,
    Form.TRUE_FALSE: _mark_choice,
    Form.MULTIPLE_CHOICE: _mark_multiple_choice,
    Form.MATCHING: _mark_matching,
    Form.ORDERING: _mark_ordering,
    Form.DATE_ENTRY: _mark_date_entry,
}
