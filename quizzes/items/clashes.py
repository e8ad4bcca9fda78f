"""What one fact has to do with another on the same question: the same, or a contrary.

Dates of one thing that do not meet contradict one another, and so do two places of one
meeting. Lists are more patient: what one holds and another lacks is a contradiction
only where the other says that nothing is missing, and both speak of one time.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from quizzes.items.calendar import DateValue
from quizzes.items.data import FactData
from quizzes.items.ground import property_of
from quizzes.items.proofs import CONTRARY


class Clash(StrEnum):
    """How a stored fact stands to a new one."""

    SAME = "same"
    OTHER_PRECISION = "other_precision"
    CONTRARY = "contrary"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clashing:
    """A stored fact that says the same as a new one, or the contrary."""

    kind: Clash
    other: FactData


def clashes(fact: FactData, stored: Iterable[FactData]) -> tuple[Clashing, ...]:
    """The stored facts that say the same or the contrary, contraries first.

    Takes facts of any subject; the fact itself must not be among them.
    """
    found = []
    for other in stored:
        kind = clash(fact, other)
        if kind is not None:
            found.append(Clashing(kind=kind, other=other))
    order = (Clash.CONTRARY, Clash.OTHER_PRECISION, Clash.SAME)
    found.sort(key=lambda each: (order.index(each.kind), each.other.key))
    return tuple(found)


def clash(fact: FactData, other: FactData) -> Clash | None:
    """How one fact stands to another, or None where they do not meet."""
    if (fact.subject, fact.object) != (other.subject, other.object):
        return None
    if CONTRARY.get(fact.property) == other.property:
        return _of_contraries(fact, other)
    # A plan that came to nothing contradicts no event, and other words ask otherwise.
    if fact.property != other.property or fact.planned != other.planned:
        return None
    if isinstance(fact.value, DateValue) and isinstance(other.value, DateValue):
        return _of_dates(fact, other, fact.value, other.value)
    if isinstance(fact.value, tuple) and isinstance(other.value, tuple):
        return _of_lists(fact, other, set(fact.value), set(other.value))
    if (fact.claim, fact.unit) != (other.claim, other.unit):
        return None
    return Clash.SAME if fact.value == other.value else Clash.CONTRARY


def _of_contraries(fact: FactData, other: FactData) -> Clash | None:
    if not isinstance(fact.value, tuple) or not isinstance(other.value, tuple):
        return None
    return Clash.CONTRARY if set(fact.value) & set(other.value) else None


def _of_dates(
    fact: FactData, other: FactData, mine: DateValue, theirs: DateValue
) -> Clash | None:
    if mine == theirs:
        return Clash.SAME
    if not property_of(fact).single:
        return None
    if mine.contains(theirs) or theirs.contains(mine):
        return Clash.OTHER_PRECISION
    return Clash.CONTRARY


def _of_lists(
    fact: FactData, other: FactData, mine: set[str], theirs: set[str]
) -> Clash | None:
    if fact.claim != other.claim:
        return None
    if fact.as_of and other.as_of and not fact.as_of.overlaps(other.as_of):
        return None
    if mine == theirs:
        return Clash.SAME
    if property_of(fact).single:
        return Clash.CONTRARY
    beyond = (fact.complete and theirs - mine) or (other.complete and mine - theirs)
    return Clash.CONTRARY if beyond else None
