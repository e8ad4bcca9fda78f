"""Mastery of a whole class by topic, reckoned in the database.

What `progress` says of each learner is said here of many at once: hundreds of thousands
of rows never leave the database. A test holds the two against one another. The
statements are written out: for Django to build them takes as long as the database needs
for a class of thirty.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.db import connection

from quizzes.bank.references import COMMON
from quizzes.bank.spaces import Topic, in_page_language
from quizzes.memory.forgetting import DECAY, FACTOR
from quizzes.memory.grading import Grade
from quizzes.memory.mastery import HORIZON
from quizzes.web.prepared import Statement
from quizzes.web.statements import among as one_of

# The core of the common library counts for everybody; of a teacher's own facts those
# count that a learner was asked, in place of the common ones that they are copies of.
_COMMON: Final = """
{fact}.state = 'approved' AND {fact}.weight = 'core' AND {fact}.unasked = ''
    AND {fact}.space_id = (SELECT id FROM quizzes_space WHERE key = %s)
"""
_OWN: Final = """
fact.state = 'approved' AND fact.unasked = ''
    AND fact.space_id IN (SELECT id FROM quizzes_space WHERE owner_id = %s)
"""

# As `mastery.mastery_of_fact` has it; days before an answer count as its own.
_MASTERY: Final = """
CASE WHEN memory.last_grade = %s THEN 0.0
    ELSE pow(1.0 + %s * {days} / memory.stability, %s) END
"""
_DAYS: Final = {
    "sqlite": "MAX(julianday(%s) - julianday(memory.reviewed_at), 0.0)",
    "postgresql": "GREATEST(EXTRACT(EPOCH FROM %s - memory.reviewed_at)::float8"
    " / 86400, 0.0)",
}

# Said with CROSS, SQLite takes the tables in this order: of the common facts it looks
# up those of a learner, of a teacher's few the learners. That a key is above 0 leads it
# through what a learner knows by facts, and not by what is due: so rows lie together.
_KNOWN_OF_COMMON: Final = """
SELECT memory.learner_id, fact.topic_id, COUNT(*), SUM({mastery})
FROM quizzes_memory AS memory CROSS JOIN quizzes_fact AS fact
WHERE fact.id = memory.fact_id AND memory.fact_id > 0 AND {learners} AND {common}
GROUP BY memory.learner_id, fact.topic_id
"""
_KNOWN_OF_OWN: Final = """
SELECT memory.learner_id, fact.topic_id, COUNT(*), SUM({mastery})
FROM quizzes_fact AS fact CROSS JOIN quizzes_memory AS memory
WHERE fact.id = memory.fact_id AND {learners} AND {own}
GROUP BY memory.learner_id, fact.topic_id
"""
_REPLACED: Final = """
SELECT copied.learner_id, copied.topic_id, COUNT(*), COUNT(memory.id),
    COALESCE(SUM(CASE WHEN memory.id IS NULL THEN 0.0 ELSE {mastery} END), 0.0)
FROM (
    SELECT DISTINCT memory.learner_id, twin.id AS fact_id, twin.topic_id
    FROM quizzes_fact AS fact
    JOIN quizzes_fact AS twin ON twin.key = fact.key AND {twin}
    JOIN quizzes_memory AS memory ON memory.fact_id = fact.id
    WHERE {learners} AND {own}
) AS copied
LEFT JOIN quizzes_memory AS memory
    ON memory.learner_id = copied.learner_id AND memory.fact_id = copied.fact_id
GROUP BY copied.learner_id, copied.topic_id
"""

_TOPICS: Final = """
SELECT topic.id, topic.key, topic.name_kk, topic.name_ru, topic.name_en, counted.number
FROM quizzes_topic AS topic
JOIN (
    SELECT fact.topic_id, COUNT(*) AS number FROM quizzes_fact AS fact
    WHERE {common} GROUP BY fact.topic_id
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
    """A topic with the number of its facts that count for everybody."""

    pk: int
    key: str
    name: str
    facts: int


class KnownOfTopic(NamedTuple):
    """How much of a topic a learner masters, in facts; how many were asked, and count.

    `mastered` of nothing that was asked is 0.
    """

    mastered: float = 0.0
    asked: int = 0
    facts: int = 0


_NOTHING: Final = KnownOfTopic()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassMastery:
    """What learners know of topics, by their primary keys, own topics last."""

    topics: Sequence[TopicFacts]
    known: Mapping[int, Mapping[int, KnownOfTopic]]

    def of(self, learner_id: int, topic: TopicFacts) -> KnownOfTopic:
        """What a learner knows of a topic, which may be nothing."""
        known = self.known.get(learner_id, {}).get(topic.pk)
        return KnownOfTopic(facts=topic.facts) if known is None else known


@dataclass(frozen=True, slots=True, kw_only=True)
class MissedFact:
    """A fact with how many of a class were asked it, and missed it the last time."""

    fact_id: int
    asked: int
    missed: int


def class_mastery(
    learner_ids: Collection[int], *, teacher_id: int, now: datetime
) -> ClassMastery:
    """What each learner knows of each topic, as far as a teacher may see it.

    The common library and the teacher's own facts count; what the learners have from
    other teachers does not. Three queries, two more if own facts were asked.
    """
    learners, keys = one_of("memory.learner_id", learner_ids)
    mastery, mastery_values = _mastery(now)
    parts = {
        "learners": learners,
        "mastery": mastery,
        "common": _COMMON.format(fact="fact"),
        "twin": _COMMON.format(fact="twin"),
        "own": _OWN,
    }
    topics = counted_topics()
    sums = _Sums({each.pk: each.facts for each in topics})
    for learner, topic, asked, mastered in _rows(
        _KNOWN_OF_COMMON.format(**parts), [*mastery_values, *keys, COMMON]
    ):
        sums.add(learner, topic, KnownOfTopic(mastered, asked))
    own = _rows(_KNOWN_OF_OWN.format(**parts), [*mastery_values, *keys, teacher_id])
    for learner, topic, asked, mastered in own:
        known = KnownOfTopic(mastered=mastered, asked=asked, facts=asked)
        sums.add(learner, topic, known)
    if own:
        values = [*mastery_values, COMMON, *keys, teacher_id]
        for learner, topic, facts, asked, mastered in _rows(
            _REPLACED.format(**parts), values
        ):
            known = KnownOfTopic(mastered=-mastered, asked=-asked, facts=-facts)
            sums.add(learner, topic, known)
        topics = [*topics, *_own_topics({row[1] for row in own} - sums.facts.keys())]
    return ClassMastery(topics=topics, known=sums.known)


class _Sums:
    """What learners know of topics, added up; takes the facts that count for all."""

    def __init__(self, facts: Mapping[int, int]) -> None:
        self.facts = facts
        self.known: dict[int, dict[int, KnownOfTopic]] = {}

    def add(self, learner: int, topic: int, more: KnownOfTopic) -> None:
        """Add to what a learner knows of a topic, or take away."""
        of_learner = self.known.setdefault(learner, {})
        mastered, asked, facts = of_learner.get(topic, _NOTHING)
        if topic not in of_learner:
            facts = self.facts.get(topic, 0)
        of_learner[topic] = KnownOfTopic(
            mastered + more.mastered, asked + more.asked, facts + more.facts
        )


def counted_topics() -> Sequence[TopicFacts]:
    """The topics that have facts which count for everybody, in order; one query."""
    sql = _TOPICS.format(common=_COMMON.format(fact="fact"))
    return [
        TopicFacts(pk=pk, key=key, name=in_page_language(kk=kk, ru=ru, en=en), facts=n)
        for pk, key, kk, ru, en, n in _rows(sql, [COMMON])
    ]


def _own_topics(ids: Iterable[int]) -> list[TopicFacts]:
    topics = Topic.objects.filter(pk__in=list(ids)).order_by("position", "pk")
    return [
        TopicFacts(pk=each.pk, key=each.key, name=each.name, facts=0) for each in topics
    ]


def _mastery(now: datetime) -> tuple[str, list[Any]]:
    """The mastery of one fact as SQL, with its parameters."""
    then = connection.ops.adapt_datetimefield_value(now + HORIZON)
    sql = _MASTERY.format(days=_DAYS[connection.vendor])
    return sql, [Grade.AGAIN.value, FACTOR, then, DECAY]


def most_missed(
    learner_ids: Collection[int], *, among: Statement, count: int
) -> Sequence[MissedFact]:
    """The facts that most of the learners missed at their last answer; one query.

    `among` is a statement for the keys of facts. Only those are counted that they were
    asked; of equals the older one is first.
    """
    learners, keys = one_of("memory.learner_id", learner_ids)
    facts, parameters = among
    rows = _rows(
        _MISSED.format(learners=learners, again=Grade.AGAIN.value, among=facts),
        [*keys, *keys, *parameters, count],
    )
    return [
        MissedFact(fact_id=fact_id, asked=asked, missed=missed)
        for fact_id, missed, asked in rows
    ]


def _rows(sql: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())
