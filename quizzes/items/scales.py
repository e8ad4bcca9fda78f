"""Wrong dates and numbers: options that stand in an order of their own.

The bank's own near dates come first, each with what it really belongs to; computed ones
only where these are used up, and proved like any other.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from quizzes.items.calendar import DateError, DateValue, Precision
from quizzes.items.data import FactData
from quizzes.items.distractors import FEWEST_DISTRACTORS, MOST_OPTIONS
from quizzes.items.ground import Ground, NotMade, once_for_each_fact
from quizzes.items.kazakh import dates as date_phrases
from quizzes.items.proofs import is_wrong_date, known_dates

# Dates of these stand far from all others: steps of years make better options.
_OWN_SCALE: Final = frozenset({"valid_until", "working_since", "planned_for"})
_STEP_YEARS: Final = 5
# Options are sampled from a few more than are shown, so that items differ.
_SPARE: Final = 2
_NEAREST: Final = MOST_OPTIONS - 1 + _SPARE


@dataclass(frozen=True, slots=True, kw_only=True)
class DateDistractor:
    """A date on which the asked thing surely did not happen.

    `told` is what the bank has of that date; a computed date has nothing.
    """

    value: DateValue
    told: FactData | None = None


def why_not_then(ground: Ground, distractor: DateDistractor) -> str:
    """What the bank has of a wrong date, for those who took it for the right one."""
    date = date_phrases.phrase(distractor.value)
    if distractor.told is None:
        return f"{date}: қорда бұл мерзімге сай дерек жоқ."
    return f"{date}: {ground.happening(distractor.told)}."


def computed_dates(
    ground: Ground, fact: FactData, years: Sequence[int]
) -> list[DateDistractor]:
    """Dates of the same shape, moved by whole years, where the bank has too few."""
    asked = fact.asked_date
    made = []
    for step in years:
        value = _moved(asked, step)
        if value is not None and is_wrong_date(ground, fact, value):
            made.append(DateDistractor(value=value))
    return made


def choose_dates(
    ground: Ground, fact: FactData, rng: random.Random
) -> list[DateDistractor]:
    """The distractors of a choice among dates, in no order.

    A feasible position of the key among the options is drawn first, uniformly, then
    distractors on each side of it from the nearest. Raises NotMade if there are not
    two that are proved wrong and do not overlap one another.
    """
    asked = fact.asked_date
    if fact.property in _OWN_SCALE:
        before = rng.randrange(MOST_OPTIONS)
        years = [_STEP_YEARS * step for step in range(-before, MOST_OPTIONS - before)]
        chosen = computed_dates(ground, fact, [step for step in years if step])
    else:
        candidates = list(dates_at_hand(ground, fact))
        if len(candidates) < FEWEST_DISTRACTORS:
            steps = rng.sample((-3, -2, -1, 1, 2, 3), k=6)
            candidates = _apart([*candidates, *computed_dates(ground, fact, steps)])
        earlier = [each for each in candidates if each.value.first < asked.first]
        later = [each for each in candidates if each.value.first > asked.first]
        count = min(MOST_OPTIONS, len(candidates) + 1)
        feasible = feasible_positions(len(earlier), len(later), count)
        position = rng.choice(feasible)
        chosen = [
            *_sample_near(earlier, position, rng),
            *_sample_near(later, count - 1 - position, rng),
        ]
    if len(chosen) < FEWEST_DISTRACTORS:
        raise NotMade("дәлелденген қате күн жетіспейді")
    return chosen


@once_for_each_fact
def dates_at_hand(ground: Ground, fact: FactData) -> tuple[DateDistractor, ...]:
    """The bank's wrong dates of the asked date's shape, nearest first.

    They overlap neither the asked date nor one another. Of each side no more are given
    than a choice may be made from.
    """
    asked = fact.asked_date
    kept: list[DateDistractor] = []
    room = {True: _NEAREST, False: _NEAREST}
    for value, other in _wrong_dates(ground, fact):
        earlier = value.first < asked.first
        if room[earlier] and not any(value.overlaps(each.value) for each in kept):
            kept.append(DateDistractor(value=value, told=other))
            room[earlier] -= 1
    return tuple(kept)


def _wrong_dates(ground: Ground, fact: FactData) -> list[tuple[DateValue, FactData]]:
    """Each proved wrong date with the nearest fact of that date, nearest first."""
    asked, known = fact.asked_date, known_dates(ground, fact)
    on_own_scale = fact.property in _OWN_SCALE
    found: dict[str, tuple[tuple[int, int, str], DateValue, FactData]] = {}
    for other in ground.dated if known else ():
        if (other.property in _OWN_SCALE) is not on_own_scale:
            continue
        value = in_shape(other.asked_date, asked)
        if (
            value is None
            or value.edtf in ground.disputed_dates
            or any(value.overlaps(date) for date in known)
        ):
            continue
        rank = (
            other.property != fact.property,
            asked.days_from(value),
            other.key,
        )
        if value.edtf not in found or rank < found[value.edtf][0]:
            found[value.edtf] = (rank, value, other)
    ranked = sorted(found.values(), key=lambda row: row[0])
    return [(value, other) for _, value, other in ranked]


def feasible_positions(earlier: int, later: int, count: int) -> list[int]:
    """Where the key can stand among `count` ordered options, counted from 0.

    `earlier` and `later` are the numbers of distractors at hand on each side.
    """
    return [
        position
        for position in range(count)
        if position <= earlier and count - 1 - position <= later
    ]


def in_shape(value: DateValue, asked: DateValue) -> DateValue | None:
    """The value in the precision of the asked date, or None where it has no such."""
    if value.precision == asked.precision:
        return value
    if value.is_open or asked.precision not in (Precision.MONTH, Precision.YEAR):
        return None
    try:
        coarse = value.coarsened(asked.precision)
    except DateError:
        return None
    return coarse if coarse.precision == asked.precision else None


def _apart(distractors: Iterable[DateDistractor]) -> list[DateDistractor]:
    """Those that overlap none before them."""
    kept: list[DateDistractor] = []
    for distractor in distractors:
        if not any(distractor.value.overlaps(each.value) for each in kept):
            kept.append(distractor)
    return kept


def _sample_near(
    ranked: Sequence[DateDistractor], count: int, rng: random.Random
) -> list[DateDistractor]:
    """Some of the nearest, with enough to choose from that items differ."""
    return rng.sample(ranked[: count + _SPARE], count)


def _moved(value: DateValue, years: int) -> DateValue | None:
    """The value some years on; None where the calendar has no such day."""
    parts = []
    for part in value.edtf.split("/"):
        moved = part if part == ".." else f"{int(part[:4]) + years:04}{part[4:]}"
        parts.append(moved)
    try:
        return DateValue.parse("/".join(parts))
    except DateError:
        return None


def choose_numbers(
    ground: Ground, fact: FactData, rng: random.Random
) -> list[tuple[int, str]]:
    """Wrong numbers around a right one, each with what is told of it.

    Up to four the options are always one to four, so that they tell nothing. Larger
    numbers move by one or about a tenth, on a round step where the right one is round;
    there the key's place among them is drawn uniformly.
    """
    if not isinstance(fact.value, int):
        raise NotMade("мәні сан емес")
    right = fact.value
    known = {
        value
        for other in ground.alike(fact)
        if other.unit == fact.unit
        for value in (other.value, other.text_value)
    }
    step = _step(right)
    most_before = min(MOST_OPTIONS - 1, (right - 1) // step)
    before = right - 1 if right <= MOST_OPTIONS else rng.randint(0, most_before)
    numbers = [
        right + step * offset
        for offset in range(-before, MOST_OPTIONS - before)
        if offset
    ]
    claim = ground.claim(fact)
    return [(number, claim) for number in numbers if number not in known]


def _step(number: int) -> int:
    for step in (100, 50, 10, 5):
        if number % step == 0 and number >= 4 * step:
            return step
    return 1 if number < 20 else max(1, round(number / 10))
