"""What the bank proves to be wrong, whatever is offered as an option.

Nothing is wrong because the bank happens not to know it: a date is wrong because the
subject's own dates are known and none overlaps it; a place because a thing is signed or
held in one place; a state, person or document because the list is marked complete, or
because the bank holds the contrary. What cannot be proved is not offered.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from quizzes.items.calendar import DateValue
from quizzes.items.data import EntityData, EntityKind, FactData
from quizzes.items.ground import (
    Ground,
    entities_in,
    is_date,
    once_for_each_fact,
    property_of,
)

# A list that holds a state under the one property speaks of it under the other, too:
# a guest also takes part, and who is interested may be either.
_SPEAKING_ALSO: Final = {
    "participants": ("guests",),
    "members": ("guests",),
    "interested": ("members", "guests", "participants"),
    "signatories": ("members",),
}

# The bank's contraries: who did not sign is no signatory, whatever else is known.
CONTRARY: Final = {"signatories": "did_not_sign", "did_not_sign": "signatories"}

# The dates on which a document or a body comes to be.
_MADE: Final = ("signed_on", "adopted_on", "founded_on")


@once_for_each_fact
def stored_dates(ground: Ground, fact: FactData) -> tuple[DateValue, ...]:
    """Every date stored of what a date fact tells, drafts and the text heard too."""
    return tuple(date for other in ground.alike(fact) for date in other.dates)


@once_for_each_fact
def known_dates(ground: Ground, fact: FactData) -> tuple[DateValue, ...]:
    """The stored dates as they are asked: all that may be true for the question."""
    return tuple([date.bound for date in stored_dates(ground, fact)])


def is_wrong_date(ground: Ground, fact: FactData, value: DateValue) -> bool:
    """Whether a date is proved wrong for the fact's question."""
    known = known_dates(ground, fact)
    return bool(known) and not any(value.overlaps(date_) for date_ in known)


def is_wrong_happening(ground: Ground, other: FactData, asked: DateValue) -> bool:
    """Whether what a date fact tells surely did not happen within the asked date."""
    known = stored_dates(ground, other)
    return bool(known) and not any(value.overlaps(asked) for value in known)


def is_before(ground: Ground, one: FactData, other: FactData) -> bool:
    """Whether one date fact is over before another begins, by all that is stored."""
    ends = [value.last for value in stored_dates(ground, one)]
    starts = [value.first for value in stored_dates(ground, other)]
    return bool(ends and starts) and max(ends) < min(starts)


def within(
    ground: Ground, asked: DateValue, properties: frozenset[str]
) -> list[FactData]:
    """Every fact, drafts and disputed ones too, that may have happened then."""
    return [
        fact
        for fact in ground.facts
        if fact.property in properties and may_have_happened(fact, asked)
    ]


def may_have_happened(fact: FactData, asked: DateValue) -> bool:
    """Whether what a date fact tells is no plan and may lie within a date."""
    return not fact.planned and any(value.overlaps(asked) for value in fact.dates)


def speaking_facts(ground: Ground, fact: FactData) -> Iterator[FactData]:
    """The facts by which an entity may be a true value for the fact's question.

    Who became a member later did not sign on the day of a closed list of signatories.
    """
    yield from ground.alike(fact)
    if fact.property == "signatories" and fact.complete and fact.as_of is not None:
        return
    for name in _SPEAKING_ALSO.get(fact.property, ()):
        yield from ground.about(fact.subject, name)


def may_be_true(ground: Ground, fact: FactData, key: str) -> bool:
    """Whether some stored fact, draft or approved, makes an entity a true value."""
    return key in _perhaps_true(ground, fact)


@once_for_each_fact
def _perhaps_true(ground: Ground, fact: FactData) -> frozenset[str]:
    return frozenset(
        key
        for other in speaking_facts(ground, fact)
        for value in (other.value, other.text_value)
        if isinstance(value, tuple)
        for key in value
    )


def is_contrary(ground: Ground, fact: FactData, key: str) -> bool:
    """Whether the bank holds the contrary: it says that the entity is not a value."""
    return key in _contraries(ground, fact)


@once_for_each_fact
def _contraries(ground: Ground, fact: FactData) -> frozenset[str]:
    contrary = CONTRARY.get(fact.property)
    if contrary is None:
        return frozenset()
    return frozenset(
        key
        for other in ground.about(fact.subject, contrary)
        if other.approved
        for key in entities_in(other)
    )


def is_wrong_entity(ground: Ground, fact: FactData, key: str) -> bool:
    """Whether an entity is proved not to be a value of the fact."""
    if key == fact.subject or may_be_true(ground, fact, key):
        return False
    return (
        _is_closed(fact)
        or is_contrary(ground, fact, key)
        or is_of_another_time(ground, fact, key)
    )


def wrong_entities(
    ground: Ground, fact: FactData, kind: EntityKind
) -> list[EntityData]:
    """The entities of a kind that are proved not to be a value of the fact."""
    if not _is_closed(fact):
        return [
            each
            for each in ground.of_kind(kind)
            if is_wrong_entity(ground, fact, each.key)
        ]
    perhaps = _perhaps_true(ground, fact) | {fact.subject}
    return [each for each in ground.of_kind(kind) if each.key not in perhaps]


def _is_closed(fact: FactData) -> bool:
    """Whether what is not stored as a value is none."""
    return fact.complete or property_of(fact).single


def is_of_another_time(ground: Ground, fact: FactData, key: str) -> bool:
    """Whether a thing is surely no outcome of an event: its own dates are others."""
    if fact.property != "outcomes":
        return False
    held = [
        date for event in ground.about(fact.subject, "held_on") for date in event.dates
    ]
    made = [
        date
        for other in ground.about(key, *_MADE)
        if other.approved
        for date in other.dates
    ]
    return bool(held and made) and not any(
        one.overlaps(other) for one in held for other in made
    )


def is_wrong_claim(ground: Ground, clue: FactData, key: str) -> bool:
    """Whether what a clue says is proved false of another document.

    It is if the bank knows the other's own values under that property and none of them
    can be the clue's.
    """
    known = list(ground.about(key, clue.property))
    if not known:
        return False
    if is_date(clue):
        return not any(
            date.overlaps(clue.asked_date) for each in known for date in each.dates
        )
    told = set(entities_in(clue))
    return not any(
        told & set(value)
        for each in known
        for value in (each.value, each.text_value)
        if isinstance(value, tuple)
    )
