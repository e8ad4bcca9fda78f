"""Mastery by topic and by family, of one learner or of a whole class.

The states of all learners asked for are read in one query, the facts in another. What
a learner was asked from a teacher's own space counts for that learner, in place of the
common fact that it is a copy of.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import F, Q

from quizzes.bank.drawing import may_make
from quizzes.bank.facts import Fact, FactQuerySet
from quizzes.bank.references import COMMON, reference
from quizzes.items.data import Family
from quizzes.items.properties import PROPERTIES
from quizzes.memory.forgetting import State
from quizzes.memory.grading import Grade
from quizzes.memory.mastery import Mastery, mastery_by, mastery_of
from quizzes.memory.models import Memory

# What else a state is made of, as it is called in both
_NUMBERS: Final = (
    "stability",
    "difficulty",
    "due_at",
    "reviewed_at",
    "reviews",
    "misses",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What a learner knows of the core facts: of all, by topic, and by family.

    Topics are named by their references. A fact counts in each family in which it can
    be asked. `facts` are the primary keys of all that count.
    """

    facts: frozenset[int]
    whole: Mastery
    topics: Mapping[str, Mastery]
    families: Mapping[Family, Mastery]


@dataclass(frozen=True, slots=True)
class _Counted:
    """A fact that counts, with the reference of its topic."""

    pk: int
    key: str
    is_common: bool
    topic: str
    property: str


def progress_of(
    learner_ids: Iterable[int], *, now: datetime, among: FactQuerySet | None = None
) -> dict[int, Progress]:
    """The progress of each learner; two queries whatever their number.

    With `among` no other facts count.
    """
    learner_ids = list(learner_ids)
    facts = _facts(learner_ids, among)
    states = _states(learner_ids)
    return {
        learner_id: _progress(_counting_for(facts, known), known, now)
        for learner_id in learner_ids
        for known in [states[learner_id]]
    }


def _facts(learner_ids: list[int], among: FactQuerySet | None) -> list[_Counted]:
    """The common facts, and those of own spaces that some of the learners know."""
    known = Memory.objects.filter(learner__in=learner_ids)
    common = Q(space__key=COMMON)
    facts = Fact.objects.all() if among is None else among
    rows = (
        facts.approved()
        .filter(
            (common & Q(weight=Fact.Weight.CORE))
            | (~common & Q(pk__in=known.values("fact"))),
            unasked="",
        )
        .order_by(
            F("topic__space__owner").asc(nulls_first=True),
            "topic__position",
            "topic_id",
            "pk",
        )
        .values_list(
            "pk",
            "key",
            "space__key",
            "topic__space__key",
            "topic__key",
            "property",
        )
    )
    return [
        _Counted(pk, key, space == COMMON, reference(topic_space, topic), property_name)
        for pk, key, space, topic_space, topic, property_name in rows
    ]


def _counting_for(
    facts: Sequence[_Counted], known: Mapping[int, State]
) -> list[_Counted]:
    """The facts that count for a learner who knows some."""
    own = {fact.pk for fact in facts if not fact.is_common and fact.pk in known}
    copied = {fact.key for fact in facts if fact.pk in own}
    return [
        fact
        for fact in facts
        if fact.pk in own or (fact.is_common and fact.key not in copied)
    ]


def _progress(
    facts: Sequence[_Counted], known: Mapping[int, State], now: datetime
) -> Progress:
    topics = [(fact.topic, fact.pk) for fact in facts]
    families = [
        (family, fact.pk)
        for family in Family
        for fact in facts
        if may_make(PROPERTIES[fact.property], family)
    ]
    return Progress(
        facts=frozenset(fact.pk for fact in facts),
        whole=mastery_of((known.get(fact.pk) for fact in facts), now),
        topics=mastery_by(topics, known, now),
        families=mastery_by(families, known, now),
    )


def _states(learner_ids: list[int]) -> dict[int, dict[int, State]]:
    states: dict[int, dict[int, State]] = {pk: {} for pk in learner_ids}
    rows = Memory.objects.filter(learner__in=learner_ids).order_by()
    for learner_id, fact_id, last_grade, *numbers in rows.values_list(
        "learner_id", "fact_id", "last_grade", *_NUMBERS
    ):
        states[learner_id][fact_id] = State(
            last_grade=Grade(last_grade), **dict(zip(_NUMBERS, numbers, strict=True))
        )
    return states
