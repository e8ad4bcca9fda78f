"""Mastery by topic and by family, of one learner or of a whole class.

The states of all learners asked for are read in one query, the facts in another. What
a learner was asked from a teacher's own space counts for that learner, in place of the
common fact that it is a copy of.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from functools import cache
from typing import NamedTuple

from django.db.models import F, Q, QuerySet

from quizzes.bank.drawing import may_make
from quizzes.bank.facts import Fact, FactQuerySet
from quizzes.bank.references import COMMON, reference
from quizzes.bank.spaces import in_page_language
from quizzes.items.data import Family
from quizzes.items.properties import PROPERTIES
from quizzes.memory.grading import Grade
from quizzes.memory.mastery import Mastery, mastery_by
from quizzes.memory.models import Memory, MemoryQuerySet
from quizzes.web.prepared import Parameter, Prepared


class Firsts(NamedTuple):
    """When a fact was first asked, and first answered wholly right, if ever."""

    asked_at: datetime
    right_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What a learner knows of the core facts: of all, by topic, and by family.

    Topics are told by their references; `topic_names` are in the language of the page.
    A fact counts in each family in which it can be asked. `firsts` are those of the
    facts that count and were ever asked.
    """

    firsts: Sequence[Firsts]
    topic_names: Mapping[str, str]
    whole: Mastery
    topics: Mapping[str, Mastery]
    families: Mapping[Family, Mastery]


class _Counted(NamedTuple):
    """A fact that counts, with the reference of its topic and its names."""

    pk: int
    key: str
    is_common: bool
    topic: str
    topic_names: tuple[str, str, str]
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
    rows = (
        _COUNTED(learners=learner_ids)
        if among is None
        else _counted(among, Memory.objects.filter(learner__in=learner_ids))
    )
    return [
        _Counted(
            pk,
            key,
            space == COMMON,
            reference(topic_space, topic),
            (kk, ru, en),
            property_name,
        )
        for pk, key, space, topic_space, topic, kk, ru, en, property_name in rows
    ]


_FactRow = tuple[int, str, str, str, str, str, str, str, str]


def _counted(facts: FactQuerySet, known: MemoryQuerySet) -> QuerySet[Fact, _FactRow]:
    common = Q(space__key=COMMON)
    return (
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
            "topic__name_kk",
            "topic__name_ru",
            "topic__name_en",
            "property",
        )
    )


_COUNTED = Prepared(
    lambda: _counted(
        Fact.objects.all(), Memory.objects.filter(learner__among=Parameter("learners"))
    )
)
_STATES = Prepared(
    lambda: (
        Memory.objects.filter(learner__among=Parameter("learners"))
        .order_by()
        .values_list(
            "learner_id",
            "fact_id",
            "stability",
            "reviewed_at",
            "last_grade",
            "first_asked_at",
            "first_right_at",
        )
    )
)


def _counting_for(
    facts: Sequence[_Counted], known: Mapping[int, _Remembered]
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
    facts: Sequence[_Counted], known: Mapping[int, _Remembered], now: datetime
) -> Progress:
    groups: dict[tuple[_Group, str], list[int]] = {
        (_Group.WHOLE, ""): [fact.pk for fact in facts]
    }
    for fact in facts:
        groups.setdefault((_Group.TOPIC, fact.topic), []).append(fact.pk)
        for family in _families_of(fact.property):
            groups.setdefault((_Group.FAMILY, family), []).append(fact.pk)
    found = mastery_by(groups, known, now)
    return Progress(
        firsts=[
            Firsts(state.first_asked_at, state.first_right_at)
            for pk in groups[_Group.WHOLE, ""]
            if (state := known.get(pk)) and state.first_asked_at is not None
        ],
        topic_names={
            topic: in_page_language(kk=kk, ru=ru, en=en)
            for topic, (kk, ru, en) in {
                fact.topic: fact.topic_names for fact in facts
            }.items()
        },
        whole=found[_Group.WHOLE, ""],
        topics={
            name: each for (kind, name), each in found.items() if kind is _Group.TOPIC
        },
        families={
            family: found[_Group.FAMILY, family]
            for family in Family
            if (_Group.FAMILY, family) in found
        },
    )


@cache
def _families_of(name: str) -> tuple[Family, ...]:
    """The families that facts of a property can be asked in."""
    return tuple(each for each in Family if may_make(PROPERTIES[name], each))


class _Group(Enum):
    """What facts are taken together by."""

    WHOLE = auto()
    TOPIC = auto()
    FAMILY = auto()


class _Remembered(NamedTuple):
    """What mastery takes of a state: whole ones would take longer."""

    stability: float
    reviewed_at: datetime
    last_grade: int
    first_asked_at: datetime | None
    first_right_at: datetime | None

    @property
    def is_missed(self) -> bool:
        return self.last_grade == Grade.AGAIN


def _states(learner_ids: list[int]) -> dict[int, dict[int, _Remembered]]:
    states: dict[int, dict[int, _Remembered]] = {pk: {} for pk in learner_ids}
    for learner_id, fact_id, *state in _STATES(learners=learner_ids):
        states[learner_id][fact_id] = _Remembered._make(state)
    return states
