"""Mastery of a whole class by topic, reckoned in the database.

What `mastery` says of one state is said here of all states of many learners at once, in
one statement: hundreds of thousands of rows never leave the database. A test holds the
two against one another. The statements are written out: for Django to build them takes
as long as the database needs for a class of thirty.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import connection

from quizzes.bank.facts import Fact, FactQuerySet
from quizzes.bank.references import COMMON
from quizzes.bank.spaces import Topic
from quizzes.memory.forgetting import DECAY, FACTOR
from quizzes.memory.grading import Grade
from quizzes.memory.mastery import HORIZON
from quizzes.web.statements import among as one_of

# The facts that mastery counts, as `counted_facts` says
_COUNTED: Final = """
fact.state = 'approved' AND fact.weight = 'core' AND fact.unasked = ''
    AND fact.space_id = (SELECT id FROM quizzes_space WHERE key = %s)
"""

# As `mastery.mastery_of_fact` has it; days before an answer count as its own. Said with
# CROSS, SQLite looks up the facts of a learner, and not the learners of a fact.
_KNOWN: Final = """
SELECT memory.learner_id, fact.topic_id, COUNT(*), SUM(
    CASE WHEN memory.last_grade = %s THEN 0.0
    ELSE pow(1.0 + %s * {days} / memory.stability, %s) END
)
FROM quizzes_memory AS memory
CROSS JOIN quizzes_fact AS fact
WHERE fact.id = memory.fact_id AND {learners} AND {counted}
GROUP BY memory.learner_id, fact.topic_id
"""
_DAYS: Final = {
    "sqlite": "MAX(julianday(%s) - julianday(memory.reviewed_at), 0.0)",
    "postgresql": "GREATEST(EXTRACT(EPOCH FROM %s - memory.reviewed_at)::float8"
    " / 86400, 0.0)",
}

_TOPICS: Final = """
SELECT topic.*, counted.number
FROM quizzes_topic AS topic
JOIN (
    SELECT fact.topic_id, COUNT(*) AS number FROM quizzes_fact AS fact
    WHERE {counted} GROUP BY fact.topic_id
) AS counted ON counted.topic_id = topic.id
ORDER BY topic.position, topic.id
"""

# Missed ones are few and have an index; only of those listed all are counted.
_MISSED: Final = """
SELECT listed.fact_id, listed.missed, (
    SELECT COUNT(*) FROM quizzes_memory AS memory
    WHERE memory.fact_id = listed.fact_id AND {learners}
) AS asked
FROM (
    SELECT memory.fact_id, COUNT(*) AS missed FROM quizzes_memory AS memory
    WHERE {learners} AND memory.last_grade = {again} AND memory.fact_id IN ({among})
    GROUP BY memory.fact_id ORDER BY missed DESC, memory.fact_id LIMIT %s
) AS listed
ORDER BY listed.missed DESC, listed.fact_id
"""


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


def counted_topics() -> Sequence[TopicFacts]:
    """The topics that have facts which mastery counts, in their order; one query."""
    topics = Topic.objects.raw(_TOPICS.format(counted=_COUNTED), [COMMON])
    return [
        # The statement's own column stands on the topic.
        TopicFacts(topic=each, facts=each.number)  # type: ignore[attr-defined]
        for each in topics
    ]


def known_of_topics(
    learner_ids: Collection[int], *, now: datetime
) -> Mapping[int, Mapping[int, KnownOfTopic]]:
    """What each learner knows of each topic, by their primary keys; one query.

    Who was never asked anything of a topic is not there.
    """
    learners, keys = one_of("memory.learner_id", learner_ids)
    sql = _KNOWN.format(
        days=_DAYS[connection.vendor], learners=learners, counted=_COUNTED
    )
    then = connection.ops.adapt_datetimefield_value(now + HORIZON)
    again = Grade.AGAIN.value
    found: dict[int, dict[int, KnownOfTopic]] = {}
    for learner_id, topic_id, asked, mastered in _rows(
        sql, [again, FACTOR, then, DECAY, *keys, COMMON]
    ):
        known = KnownOfTopic(mastered=mastered, asked=asked)
        found.setdefault(learner_id, {})[topic_id] = known
    return found


def most_missed(
    learner_ids: Collection[int], *, among: FactQuerySet, count: int
) -> Sequence[MissedFact]:
    """The facts that most of the learners missed at their last answer; one query.

    Only those are counted that they were asked; of equals the older one is first.
    """
    learners, keys = one_of("memory.learner_id", learner_ids)
    facts, parameters = among.order_by().values("pk").query.sql_with_params()
    rows = _rows(
        _MISSED.format(learners=learners, again=Grade.AGAIN.value, among=facts),
        [*keys, *keys, *parameters, count],
    )
    return [
        MissedFact(fact_id=fact_id, asked=asked, missed=missed)
        for fact_id, missed, asked in rows
    ]


def counted_facts() -> FactQuerySet:
    """The facts that mastery counts: the core of the common library that is asked."""
    return Fact.objects.approved().core().filter(space__key=COMMON, unasked="")


def _rows(sql: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())
