"""Wrong options that are things: states, places, persons, documents, happenings.

Each is proved wrong by `proofs`, and is offered with what it really belongs to.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from quizzes.items import wording
from quizzes.items.data import EntityKind, FactData
from quizzes.items.ground import (
    Ground,
    NotMade,
    entities_in,
    once_for_each_fact,
)
from quizzes.items.proofs import is_wrong_happening, wrong_entities

MOST_OPTIONS: Final = 4
FEWEST_DISTRACTORS: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityDistractor:
    """An entity that is surely not a value of the asked fact.

    `told` is the fact that says what it really belongs to.
    """

    key: str
    told: FactData


def why_wrong(ground: Ground, distractor: EntityDistractor) -> str:
    """What an entity really belongs to, for those who took it for an answer."""
    name = wording.capitalised(ground.short(distractor.key))
    return f"{name}: {ground.claim(distractor.told)}"


@once_for_each_fact
def entity_distractors(ground: Ground, fact: FactData) -> tuple[EntityDistractor, ...]:
    """The entities of the value's kind that are proved wrong, most plausible first.

    Those of which the bank says the contrary or that have to do with the subject come
    first, then the values of other subjects under the same property, then the rest.
    """
    values = entities_in(fact)
    kind = ground.kind(values[0])
    categories = {ground.entities[value].category for value in values}
    ranked = []
    for entity in wrong_entities(ground, fact, kind):
        if kind not in (EntityKind.STATE, EntityKind.PLACE, EntityKind.PERSON) and any(
            _of_one_family(ground, entity.key, value) for value in values
        ):
            continue
        if entity.category not in categories:
            continue
        nearest, closeness = _what_it_is(ground, fact, entity.key)
        if nearest is not None:
            ranked.append((closeness, entity.key, nearest))
    ranked.sort(key=lambda row: row[:2])
    return tuple([EntityDistractor(key=key, told=told) for _, key, told in ranked])


def _of_one_family(ground: Ground, one: str, other: str) -> bool:
    """Whether one is a part of the other: half true as an option."""
    mine, theirs = ground.entities[one], ground.entities[other]
    return mine.part_of == other or theirs.part_of == one


def _what_it_is(
    ground: Ground, fact: FactData, key: str
) -> tuple[FactData | None, tuple[int, int]]:
    """The fact an entity really belongs to, and how near that is to the asked fact.

    None where the bank says nothing of the entity: a learner who chose it could be
    told nothing.
    """

    nearest, closest = None, (2, 2)
    for other in ground.speaking_of(key) or ground.planning(key):
        near = fact.subject in (other.subject, other.object)
        as_value = isinstance(other.value, tuple) and key in other.value
        closeness = (not near, (other.property != fact.property) + (not as_value))
        # They come in the order of their keys, so of equals the first is told.
        if closeness < closest:
            nearest, closest = other, closeness
    return nearest, closest


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


def happening_distractors(
    ground: Ground, fact: FactData, properties: frozenset[str]
) -> list[FactData]:
    """Facts of the properties that surely happened at another time, nearest first."""
    distinct: dict[str, FactData] = {}
    for other in _happened_otherwise(ground, fact):
        if other.property in properties:
            distinct.setdefault(other.subject, other)
    return list(distinct.values())


@once_for_each_fact
def _happened_otherwise(ground: Ground, fact: FactData) -> list[FactData]:
    """The facts with dates that surely are not that of a fact, nearest first."""
    asked = fact.asked_date
    kind = ground.kind(fact.subject)
    found = [
        other
        for other in ground.dated
        if other.subject != fact.subject and is_wrong_happening(ground, other, asked)
    ]

    def rank(other: FactData) -> tuple[bool, bool, int, str]:
        return (
            other.property != fact.property,
            ground.kind(other.subject) is not kind,
            asked.days_from(other.asked_date),
            other.key,
        )

    return sorted(found, key=rank)
