"""Mastery of a whole class by topic, reckoned in the database.

What `mastery` says of one state is said here of all states of many learners at once, in
one statement: hundreds of thousands of rows never leave the database. A test holds the
two against one another.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeAlias

from django.db.models import (
    Case,
    Count,
    F,
    FloatField,
    Func,
    QuerySet,
    Sum,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Greatest

from quizzes.bank.facts import Fact, FactQuerySet
from quizzes.bank.references import COMMON
from quizzes.bank.spaces import Topic
from quizzes.memory.forgetting import DECAY, FACTOR
from quizzes.memory.grading import Grade
from quizzes.memory.mastery import HORIZON
from quizzes.memory.models import Memory

_SECONDS_OF_A_DAY: Final = 86400

# Primary keys, or a query of them: hundreds are not sent to the database and back
Learners: TypeAlias = Collection[int] | QuerySet[Any, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicFacts:
    """A topic with the number of its facts that mastery counts."""

    topic: Topic
    facts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownOfTopic:
    """How much of a topic is mastered, in facts, and how many of them were asked."""

    mastered: float
    asked: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MissedFact:
    """A fact with how many of a class were asked it, and missed it the last time."""

    fact_id: int
    asked: int
    missed: int


class _Days(Func):
    """The days from one moment to another, with fractions."""

    arity = 2
    output_field = FloatField()

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        template = "(julianday(%(expressions)s))"
        return self.as_sql(
            compiler,
            connection,
            template=template,
            arg_joiner=") - julianday(",
            **more,
        )

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        return self.as_sql(
            compiler,
            connection,
            template=f"(EXTRACT(EPOCH FROM %(expressions)s) / {_SECONDS_OF_A_DAY})",
            arg_joiner=" - ",
            **more,
        )


class _Power(Func):
    """A power by the database itself: Django's is a function in Python on SQLite."""

    function = "pow"
    arity = 2
    output_field = FloatField()


def counted_topics() -> Sequence[TopicFacts]:
    """The topics that have facts which mastery counts, in their order; one query."""
    topics = (
        Topic.objects.filter(facts__in=counted_facts())
        .annotate(number=Count("facts"))
        .order_by("position", "pk")
    )
    return [TopicFacts(topic=each, facts=each.number) for each in topics]


def known_of_topics(
    learner_ids: Learners, *, now: datetime
) -> Mapping[int, Mapping[int, KnownOfTopic]]:
    """What each learner knows of each topic, by their primary keys; one query.

    Who was never asked anything of a topic is not there.
    """
    rows = (
        Memory.objects.filter(learner__in=learner_ids, fact__in=counted_facts())
        .order_by()
        .values_list("learner_id", "fact__topic_id")
        .annotate(mastered=Sum(_mastery(now)), asked=Count("pk"))
    )
    found: dict[int, dict[int, KnownOfTopic]] = {}
    for learner_id, topic_id, mastered, asked in rows:
        known = KnownOfTopic(mastered=mastered, asked=asked)
        found.setdefault(learner_id, {})[topic_id] = known
    return found


def most_missed(
    learner_ids: Learners, *, among: FactQuerySet, count: int
) -> Sequence[MissedFact]:
    """The facts that most of the learners missed at their last answer; two queries.

    Only those are counted that they were asked; of equals the older one is first.
    """
    memories = Memory.objects.filter(learner__in=learner_ids).order_by()
    missed = dict(
        memories.filter(last_grade=Grade.AGAIN.value, fact__in=among)
        .values_list("fact_id")
        .annotate(missed=Count("pk"))
        .order_by("-missed", "fact_id")[:count]
    )
    rows = memories.filter(fact__in=list(missed)).values_list("fact_id")
    asked = dict(rows.annotate(asked=Count("pk")))
    return [
        MissedFact(fact_id=fact_id, asked=asked[fact_id], missed=times)
        for fact_id, times in missed.items()
    ]


def counted_facts() -> FactQuerySet:
    """The facts that mastery counts: the core of the common library that is asked."""
    return Fact.objects.approved().core().filter(space__key=COMMON, unasked="")


def _mastery(now: datetime) -> Combinable:
    """The mastery of one fact, as `mastery.mastery_of_fact` has it."""
    days = Greatest(
        _Days(Value(now + HORIZON), F("reviewed_at")),
        Value(0.0),
        output_field=FloatField(),
    )
    base = Value(1.0) + Value(FACTOR) * days / F("stability")
    return Case(
        When(last_grade=Grade.AGAIN, then=Value(0.0)),
        default=_Power(base, Value(DECAY)),
        output_field=FloatField(),
    )
