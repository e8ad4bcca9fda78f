"""What a new fact changes in the items of facts that are stored already.

A wrong option can become a right one, and a thing that stood alone on its day can get
company. What was only sampled differently is no change: whole pools are compared, as
they were proved before and as they are proved now.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from quizzes.items.calendar import DateValue
from quizzes.items.data import EntityKind, FactData
from quizzes.items.dates import HAPPENINGS, asks_happening
from quizzes.items.distractors import entity_distractors
from quizzes.items.ground import Ground, entities_in, is_date
from quizzes.items.kazakh import dates as date_phrases
from quizzes.items.making import can_be_asked
from quizzes.items.proofs import (
    is_wrong_claim,
    is_wrong_date,
    known_dates,
    may_have_happened,
    wrong_entities,
)
from quizzes.items.scales import dates_at_hand


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What changes for a stored fact.

    `barred` are the options, in words, that were wrong and are so no more. `joined`
    says that the new fact is asked together with it, or keeps its day from being asked.
    """

    fact: FactData
    barred: tuple[str, ...] = ()
    joined: bool = False


def effects(before: Ground, after: Ground, new: FactData) -> tuple[Effect, ...]:
    """What a fact does to the items of others.

    Takes the bank as it is and as it will be, the fact with it.
    """
    found = []
    for fact in before.facts:
        if fact.key == new.key or not can_be_asked(fact):
            continue
        barred: tuple[str, ...] = ()
        if fact.subject == new.subject or fact.property == new.property:
            barred = tuple(dict.fromkeys(_barred(before, after, fact, new)))
        joined = new.property in HAPPENINGS and _joins(before, fact, new)
        if barred or joined:
            found.append(Effect(fact=fact, barred=barred, joined=joined))
    return tuple(found)


def _barred(
    before: Ground, after: Ground, fact: FactData, new: FactData
) -> Iterator[str]:
    if fact.subject == new.subject:
        if is_date(fact) and (fact.property, fact.object) == (new.property, new.object):
            were, are = known_dates(before, fact), known_dates(after, fact)
            # To rank the distractors takes far longer than to see that none is freed.
            for date in () if set(are) <= set(were) else dates_at_hand(before, fact):
                if not is_wrong_date(after, fact, date.value):
                    yield date_phrases.phrase(date.value)
        elif isinstance(fact.value, tuple) and isinstance(new.value, tuple):
            freed = _freed(before, after, fact)
            for each in entity_distractors(before, fact) if freed else ():
                if each.key in freed:
                    yield after.short(each.key)
    elif _may_describe(before, fact, new) and (
        is_wrong_claim(before, fact, new.subject)
        and not is_wrong_claim(after, fact, new.subject)
    ):
        yield after.short(new.subject)


def _freed(before: Ground, after: Ground, fact: FactData) -> set[str]:
    """The entities that were proved not to be a value of a fact, and are so no more."""
    kind = before.kind(entities_in(fact)[0])
    were, are = (wrong_entities(ground, fact, kind) for ground in (before, after))
    return {each.key for each in were} - {each.key for each in are}


def _may_describe(ground: Ground, fact: FactData, new: FactData) -> bool:
    """Whether the new fact's document can be an option where another is described."""
    if fact.property != new.property or new.subject not in ground.entities:
        return False
    if ground.kind(fact.subject) is not EntityKind.TREATY:
        return False
    if isinstance(new.value, DateValue):
        return any(each.overlaps(fact.asked_date) for each in new.dates)
    return isinstance(new.value, tuple) and bool(
        set(new.value) & set(entities_in(fact))
    )


def _joins(before: Ground, fact: FactData, new: FactData) -> bool:
    """Whether the new fact's subject has come to what may have happened on a date."""
    if new.subject == fact.subject or not asks_happening(before, fact):
        return False
    asked = fact.asked_date
    return may_have_happened(new, asked) and not any(
        may_have_happened(other, asked)
        for other in before.about(new.subject, *HAPPENINGS)
    )
