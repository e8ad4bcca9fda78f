"""What a learner is offered to practise, from the database.

What a learner was asked from a teacher's own space is practised like anything else, and
in place of the common fact that it is a copy of; what was never asked comes from the
common library alone. Facts are named by their references.

Few rows are read whatever the bank holds and the learner knows: the states that are due
soonest, facts never asked from a random place on, and a few facts drawn blindly.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from itertools import pairwise
from typing import Final, NamedTuple

from django.conf import settings
from django.db.models import (
    Count,
    Exists,
    Expression,
    OuterRef,
    Q,
    QuerySet,
    Sum,
    Value,
)

from quizzes.bank.drawing import may_make
from quizzes.bank.facts import Fact, FactQuerySet
from quizzes.bank.references import COMMON, named
from quizzes.bank.spaces import Topic
from quizzes.items.data import Family
from quizzes.items.properties import PROPERTIES
from quizzes.memory.choosing import YARDSTICK_EVERY, Offer, Reason, choose
from quizzes.memory.grading import Grade
from quizzes.memory.models import Memory
from quizzes.web.prepared import Parameter, Prepared

# So that among many due there is a choice towards the target
_CANDIDATES_FOR_EACH: Final = 5
# Not every fact offered makes an item that fits with the others.
SPARE: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What to practise: topics by reference, families; empty means all of them."""

    topics: tuple[str, ...] = ()
    families: tuple[Family, ...] = ()
    core_only: bool = True


def offer(
    *,
    learner_id: int,
    count: int,
    now: datetime,
    seed: str,
    scope: Scope,
    only: Collection[Reason] = (),
    spare: int = 0,
) -> list[Offer[str]]:
    """Offer up to `count` facts by reference, in the order in which to ask them.

    `spare` more follow, none of them drawn blindly, for those that make no item. `only`
    limits the reasons, as for practising one's mistakes or what is due. The same seed
    offers the same as long as bank and memory are the same.
    """
    rng = random.Random(seed)
    memories = Memory.objects.of_learner(learner_id)
    rows = list(
        memories.filter(_of_askable(replace(scope, core_only=False), learner_id))
        .select_related("fact__space")
        .order_by("due_at", "pk")[: _CANDIDATES_FOR_EACH * (count + spare)]
    )
    new, yardstick, asked_before = [], [], 0
    if not only:
        facts = _askable(scope, learner_id).filter(space__key=COMMON)
        met = memories.filter(fact=OuterRef("pk"))
        new = _from_random_place(facts.filter(~Exists(met)), count + spare, rng)
        asked_before = memories.aggregate(sum=Sum("reviews"))["sum"] or 0
        yardstick = _from_random_place(facts, _tenths(asked_before, count), rng)
        # What is drawn blindly is foretold by its state, though it is not due for long.
        drawn = memories.filter(fact__space__key=COMMON, fact__key__in=yardstick)
        rows += drawn.select_related("fact__space")
    return choose(
        states={row.fact.reference: row.state for row in rows},
        new=new,
        count=count + spare,
        now=now,
        rng=rng,
        target=settings.PRACTICE_TARGET,
        asked_before=asked_before,
        yardstick=yardstick,
        only=only,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """How many facts wait for a learner, and why.

    `coming` are those that come due from then to a moment, and on to the next one.
    """

    due: int
    missed: int
    coming: tuple[int, ...] = ()


def waiting(
    *, learner_id: int, now: datetime, until: Sequence[datetime] = ()
) -> Waiting:
    """Count what is due, what was missed the last time, what comes; one query.

    With the end of tomorrow as `now` it tells what will be due by then.
    """
    moments = {str(number): moment for number, moment in enumerate([now, *until])}
    counted = _waiting_until(len(until)).first(learner=learner_id, **moments)
    _all, due, missed, *coming = counted or (1, 0, 0, *[0] * len(until))
    return Waiting(due=due, missed=missed, coming=tuple(coming))


@cache
def _waiting_until(count: int) -> Prepared[tuple[int, ...]]:
    """How many are due at the moment "0", were missed, come due from there on."""

    def counts() -> QuerySet[Memory, tuple[int, ...]]:
        learner = Parameter("learner")
        now, *until = (Parameter(str(number)) for number in range(count + 1))
        spans = {
            f"span_{number}": Count("pk", filter=Q(due_at__gt=one, due_at__lte=other))
            for number, (one, other) in enumerate(pairwise([now, *until]))
        }
        return (
            Memory.objects.of_learner(learner)
            .filter(_of_askable(Scope(core_only=False), learner))
            .order_by()
            .values_list(Value(1))  # All of them in one row
            .annotate(
                due=Count("pk", filter=Q(due_at__lte=now)),
                missed=Count("pk", filter=Q(last_grade=Grade.AGAIN)),
                **spans,
            )
        )

    return Prepared(counts)


class MissedFact(NamedTuple):
    """A fact that was missed, how often, and the last grade."""

    fact_id: int
    misses: int
    last_grade: int


def most_missed(*, learner_id: int, count: int) -> list[MissedFact]:
    """The facts that a learner has missed most often, with the latest first of equals.

    What is no longer asked is not to be practised either.
    """
    return [MissedFact(*row) for row in _missed(count)(learner=learner_id)]


@cache
def _missed(count: int) -> Prepared[tuple[int, int, int]]:
    asked = Fact.objects.approved().filter(unasked="")
    return Prepared(
        lambda: (
            Memory.objects.of_learner(Parameter("learner"))
            .filter(misses__gte=1, fact__in=asked)
            .order_by("-misses", "-reviewed_at", "pk")
            .values_list("fact_id", "misses", "last_grade")[:count]
        )
    )


def _tenths(asked_before: int, count: int) -> int:
    """How many of the next items are a tenth one."""
    after = asked_before + count
    return after // YARDSTICK_EVERY - asked_before // YARDSTICK_EVERY


def _of_askable(scope: Scope, learner_id: int | Expression) -> Exists:
    """That the fact of a state may be asked; looked up for each, not sought in all."""
    return Exists(_askable(scope, learner_id).filter(pk=OuterRef("fact")))


def _askable(scope: Scope, learner_id: int | Expression) -> FactQuerySet:
    """The facts of a scope, in whatever space, that may be asked.

    Without those of the common library of which the learner has met an own copy: both
    would be asked in the same words, and answered differently.
    """
    copies = Memory.objects.of_learner(learner_id).filter(
        ~Q(fact__space__key=COMMON),
        fact__state=Fact.State.APPROVED,
        fact__unasked="",
    )
    replaced = Q(space__key=COMMON, key__in=copies.values("fact__key"))
    facts = Fact.objects.approved().filter(~replaced, unasked="")
    if scope.core_only:
        facts = facts.core()
    if scope.topics:
        topics = Topic.objects.filter(named(scope.topics))
        facts = facts.filter(topic__in=topics)
    if scope.families:
        facts = facts.filter(property__in=_properties_of(scope.families))
    return facts


def _properties_of(families: Sequence[Family]) -> list[str]:
    return sorted(
        name
        for name, known in PROPERTIES.items()
        if any(may_make(known, family) for family in families)
    )


def _from_random_place(
    facts: FactQuerySet, count: int, rng: random.Random
) -> list[str]:
    """Keys of common facts from a random place of their random order on, wrapping."""
    place = rng.random()
    keys: list[str] = []
    for part in (Q(draw_key__gte=place), Q(draw_key__lt=place)):
        rest = count - len(keys)
        if rest > 0:
            ordered = facts.filter(part).order_by("draw_key", "pk")
            keys += ordered.values_list("key", flat=True)[:rest]
    return keys
