"""Wrong options, each with the proof that it is wrong and what it really belongs to.

Nothing is offered because the bank happens not to know it: a date is wrong because the
subject's own dates are known and none overlaps it; a place because a thing is signed or
held in one place; a state, person or document because the list is marked complete, or
because the bank holds the contrary. What cannot be proved is not offered.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from quizzes.items import wording
from quizzes.items.calendar import DateError, DateValue, Precision
from quizzes.items.data import EntityKind, FactData
from quizzes.items.ground import (
    Ground,
    NotMade,
    asked_date,
    bound_of,
    dates_in,
    entities_in,
    is_date,
    property_of,
)
from quizzes.items.kazakh import dates as date_phrases

MOST_OPTIONS: Final = 4
FEWEST_DISTRACTORS: Final = 2

# A list that holds a state under the one property speaks of it under the other, too:
# a guest also takes part, and who is interested may be either.
_SPEAKING_ALSO: Final = {
    "participants": ("guests",),
    "members": ("guests",),
    "interested": ("members", "guests", "participants"),
    "signatories": ("members",),
}

# The bank's contraries: who did not sign is no signatory, whatever else is known.
_CONTRARY: Final = {"signatories": "did_not_sign", "did_not_sign": "signatories"}

# The dates on which a document or a body comes to be.
_MADE: Final = ("signed_on", "adopted_on", "founded_on")

# Dates of these stand far from all others: steps of years make better options.
_OWN_SCALE: Final = frozenset({"valid_until", "working_since", "planned_for"})
_STEP_YEARS: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class DateDistractor:
    """A date on which the asked thing surely did not happen."""

    value: DateValue
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityDistractor:
    """An entity that is surely not a value of the asked fact."""

    key: str
    why: str


# Dates


def known_dates(ground: Ground, fact: FactData) -> list[DateValue]:
    """Every date that may be true for the question, of drafts and of the text too."""
    return [
        bound_of(value) for other in ground.alike(fact) for value in dates_in(other)
    ]


def is_wrong_date(ground: Ground, fact: FactData, value: DateValue) -> bool:
    """Whether a date is proved wrong for the fact's question."""
    known = known_dates(ground, fact)
    return bool(known) and not any(value.overlaps(date_) for date_ in known)


def date_distractors(ground: Ground, fact: FactData) -> list[DateDistractor]:
    """The wrong dates of the asked date's shape that the bank holds, nearest first.

    They do not overlap the asked date, but may overlap one another.
    """
    asked = asked_date(fact)
    found: dict[str, tuple[tuple[int, int, str], DateDistractor]] = {}
    for other in ground.dated:
        value = _in_shape(asked_date(other), asked)
        if value is None or not _may_stand(ground, fact, other, value):
            continue
        rank = (
            other.property != fact.property,
            _distance(asked, value),
            other.key,
        )
        if value.edtf not in found or rank < found[value.edtf][0]:
            why = _belongs_to(ground, other, date_phrases.phrase(value))
            found[value.edtf] = (rank, DateDistractor(value=value, why=why))
    ranked = sorted(found.values(), key=lambda pair: pair[0])
    return [distractor for _, distractor in ranked]


def computed_dates(
    ground: Ground, fact: FactData, years: Sequence[int]
) -> list[DateDistractor]:
    """Dates of the same shape, moved by whole years, where the bank has too few."""
    asked = asked_date(fact)
    made = []
    for step in years:
        value = _moved(asked, step)
        if value is not None and is_wrong_date(ground, fact, value):
            why = f"{date_phrases.phrase(value)}: қорда бұл мерзімге сай дерек жоқ."
            made.append(DateDistractor(value=value, why=why))
    return made


def choose_dates(
    ground: Ground, fact: FactData, rng: random.Random
) -> list[DateDistractor]:
    """The distractors of a choice among dates, in no order.

    A feasible position of the key among the options is drawn first, uniformly, then
    distractors on each side of it from the nearest. Raises NotMade if there are not
    two that are proved wrong and do not overlap one another.
    """
    asked = asked_date(fact)
    if fact.property in _OWN_SCALE:
        before = rng.randrange(MOST_OPTIONS)
        years = [_STEP_YEARS * step for step in range(-before, MOST_OPTIONS - before)]
        chosen = computed_dates(ground, fact, [step for step in years if step])
    else:
        candidates = _apart(date_distractors(ground, fact))
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


def feasible_positions(earlier: int, later: int, count: int) -> list[int]:
    """Where the key can stand among `count` ordered options, counted from 0.

    `earlier` and `later` are the numbers of distractors at hand on each side.
    """
    return [
        position
        for position in range(count)
        if position <= earlier and count - 1 - position <= later
    ]


def _may_stand(
    ground: Ground, fact: FactData, other: FactData, value: DateValue
) -> bool:
    same_scale = (other.property in _OWN_SCALE) == (fact.property in _OWN_SCALE)
    return (
        same_scale
        and value.edtf not in ground.disputed_dates
        and is_wrong_date(ground, fact, value)
    )


def _in_shape(value: DateValue, asked: DateValue) -> DateValue | None:
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


def _distance(one: DateValue, other: DateValue) -> int:
    return abs((one.first - other.first).days)


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
    return rng.sample(ranked[: count + 2], count)


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


def _belongs_to(ground: Ground, other: FactData, label: str) -> str:
    return f"{label}: {ground.happening(other)}."


# Entities


def speaking_facts(ground: Ground, fact: FactData) -> Iterator[FactData]:
    """The facts by which an entity may be a true value for the fact's question."""
    yield from ground.alike(fact)
    for name in _SPEAKING_ALSO.get(fact.property, ()):
        yield from ground.about(fact.subject, name)


def may_be_true(ground: Ground, fact: FactData, key: str) -> bool:
    """Whether some stored fact, draft or approved, makes an entity a true value."""
    for other in speaking_facts(ground, fact):
        for value in (other.value, other.text_value):
            if isinstance(value, tuple) and key in value:
                return True
    return False


def is_contrary(ground: Ground, fact: FactData, key: str) -> bool:
    """Whether the bank holds the contrary: it says that the entity is not a value."""
    contrary = _CONTRARY.get(fact.property)
    return contrary is not None and any(
        key in entities_in(other)
        for other in ground.about(fact.subject, contrary)
        if other.approved
    )


def is_wrong_entity(ground: Ground, fact: FactData, key: str) -> bool:
    """Whether an entity is proved not to be a value of the fact."""
    if key == fact.subject or may_be_true(ground, fact, key):
        return False
    closed = fact.complete or property_of(fact).single
    return (
        closed
        or is_contrary(ground, fact, key)
        or is_of_another_time(ground, fact, key)
    )


def is_of_another_time(ground: Ground, fact: FactData, key: str) -> bool:
    """Whether a thing is surely no outcome of an event: its own dates are others."""
    if fact.property != "outcomes":
        return False
    held = [
        date
        for event in ground.about(fact.subject, "held_on")
        for date in dates_in(event)
    ]
    made = [
        date
        for other in ground.about(key, *_MADE)
        if other.approved
        for date in dates_in(other)
    ]
    return bool(held and made) and not any(
        one.overlaps(other) for one in held for other in made
    )


def entity_distractors(ground: Ground, fact: FactData) -> list[EntityDistractor]:
    """The entities of the value's kind that are proved wrong, most plausible first.

    Those of which the bank says the contrary or that have to do with the subject come
    first, then the values of other subjects under the same property, then the rest.
    """
    values = entities_in(fact)
    kind = ground.kind(values[0])
    categories = {ground.entities[value].category for value in values}
    ranked = []
    for entity in ground.of_kind(kind):
        if not is_wrong_entity(ground, fact, entity.key):
            continue
        if kind not in (EntityKind.STATE, EntityKind.PLACE, EntityKind.PERSON) and any(
            _of_one_family(ground, entity.key, value) for value in values
        ):
            continue
        if entity.category not in categories:
            continue
        reason, closeness = _what_it_is(ground, fact, entity.key)
        if reason is None:
            continue
        why = f"{wording.capitalised(entity.short.text)}: {reason}"
        distractor = EntityDistractor(key=entity.key, why=why)
        ranked.append((closeness, entity.key, distractor))
    ranked.sort(key=lambda row: row[:2])
    return [distractor for _, _, distractor in ranked]


def _of_one_family(ground: Ground, one: str, other: str) -> bool:
    """Whether one is a part of the other: half true as an option."""
    mine, theirs = ground.entities[one], ground.entities[other]
    return mine.part_of == other or theirs.part_of == one


def _what_it_is(
    ground: Ground, fact: FactData, key: str
) -> tuple[str | None, tuple[int, int]]:
    """What an entity really belongs to, and how near that is to the asked fact.

    None where the bank says nothing of the entity: a learner who chose it could be
    told nothing.
    """

    def closeness(other: FactData) -> tuple[int, int]:
        near = fact.subject in (other.subject, other.object)
        as_value = isinstance(other.value, tuple) and key in other.value
        return (not near, (other.property != fact.property) + (not as_value))

    speaking = ground.speaking_of(key)
    if not speaking:
        return None, (2, 2)
    nearest = min(speaking, key=lambda other: (closeness(other), other.key))
    return ground.claim(nearest), closeness(nearest)


def choose_entities(
    ground: Ground,
    fact: FactData,
    key: str,
    rng: random.Random,
    *,
    fits: Callable[[str], bool] = lambda text: True,
) -> list[EntityDistractor]:
    """The wrong options beside one right entity, from the most plausible that fit.

    Raises NotMade if there are not two.
    """
    pool = [
        each
        for each in entity_distractors(ground, fact)
        if fits(ground.short(each.key))
    ]
    pool = _of_like_length(ground, pool, [key])
    count = min(MOST_OPTIONS - 1, len(pool))
    if count < FEWEST_DISTRACTORS:
        raise NotMade("дәлелденген қате нұсқа жетіспейді")
    chosen = rng.sample(pool[: count + 2], count)
    return _hide_by_length(ground, chosen, pool, key, rng)


def _of_like_length(
    ground: Ground, pool: Sequence[EntityDistractor], keys: Sequence[str]
) -> list[EntityDistractor]:
    """Put those aside that the eye would sort out by their length alone."""
    longest = max(len(ground.short(key)) for key in keys)
    shortest = min(len(ground.short(key)) for key in keys)

    def odd(each: EntityDistractor) -> bool:
        length = len(ground.short(each.key))
        return length > 2.5 * longest + 8 or shortest > 2.5 * length + 8

    return sorted(pool, key=odd)


def _hide_by_length(
    ground: Ground,
    chosen: list[EntityDistractor],
    pool: Sequence[EntityDistractor],
    key: str,
    rng: random.Random,
) -> list[EntityDistractor]:
    """See to it that the key is the longest or the shortest no more often than others.

    Some names are long by nature, so whoever always took the longest would win. Where
    the key sticks out and chance does not want it to, one distractor is changed.
    """
    length = len(ground.short(key))

    def lengths(distractors: Iterable[EntityDistractor]) -> list[int]:
        return [len(ground.short(each.key)) for each in distractors]

    def sticks_out(distractors: Iterable[EntityDistractor]) -> bool:
        found = lengths(distractors)
        return max(found) < length or min(found) > length

    if not sticks_out(chosen) or rng.random() < 1 / (len(chosen) + 1):
        return chosen
    kept = rng.sample(chosen, len(chosen) - 1)
    for other in pool:
        changed = [*kept, other]
        if other not in chosen and not sticks_out(changed):
            return changed
    return chosen


# Numbers


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


# What has another date: events and documents as options


def is_wrong_happening(ground: Ground, other: FactData, asked: DateValue) -> bool:
    """Whether what a date fact tells surely did not happen within the asked date."""
    known = [value for each in ground.alike(other) for value in dates_in(each)]
    return bool(known) and not any(value.overlaps(asked) for value in known)


def within(
    ground: Ground, asked: DateValue, properties: frozenset[str]
) -> list[FactData]:
    """Every fact, drafts and disputed ones too, that may have happened then."""
    return [
        fact
        for fact in ground.facts
        if fact.property in properties
        and is_date(fact)
        and not fact.planned
        and any(value.overlaps(asked) for value in dates_in(fact))
    ]


def happening_distractors(
    ground: Ground, fact: FactData, properties: frozenset[str]
) -> list[FactData]:
    """Facts of the properties that surely happened at another time, nearest first."""
    asked = asked_date(fact)
    kind = ground.kind(fact.subject)
    found = [
        other
        for other in ground.dated
        if other.property in properties
        and other.subject != fact.subject
        and is_wrong_happening(ground, other, asked)
    ]

    def rank(other: FactData) -> tuple[bool, bool, int, str]:
        return (
            other.property != fact.property,
            ground.kind(other.subject) is not kind,
            _distance(asked, asked_date(other)),
            other.key,
        )

    distinct: dict[str, FactData] = {}
    for other in sorted(found, key=rank):
        distinct.setdefault(other.subject, other)
    return list(distinct.values())
