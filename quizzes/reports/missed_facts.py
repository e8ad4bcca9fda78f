"""The facts that a class does not know, with what it believes instead."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext as _

from quizzes.bank.models import FactText
from quizzes.bank.references import COMMON, reference
from quizzes.bank.showing import (
    FIRST_LANGUAGE,
    ShownText,
    address_of_fact,
    page_language,
    ranges,
)
from quizzes.bank.spaces import in_page_language
from quizzes.items.records import Record
from quizzes.memory.class_mastery import most_missed
from quizzes.reports.given_answers import wrong_answers
from quizzes.reports.tables import Column, Kind, Row, Table
from quizzes.web.prepared import Parameter, Prepared, Statement
from quizzes.web.statements import among as one_of

MOST_FACTS: Final = 10
MOST_ANSWERS: Final = 3
# Wrong answers of before are history
LOOKED_BACK: Final = timedelta(weeks=10)

_SAID = Prepared(
    lambda: FactText.objects.filter(
        Q(language=FIRST_LANGUAGE) | Q(language=Parameter("language")),
        fact__among=Parameter("facts"),
    ).values_list(
        "fact_id",
        "language",
        "statement",
        "fact__key",
        "fact__space__key",
        "fact__paragraphs",
        "fact__topic__name_kk",
        "fact__topic__name_ru",
        "fact__topic__name_en",
        "fact__source__title_kk",
        "fact__source__title_ru",
        "fact__source__title_en",
    )
)
# What these learners got wrong comes first: they are few, while everybody may have been
# asked the facts
_INSTEAD: Final = """
WITH wrong AS MATERIALIZED (
    SELECT slot.id, slot.snapshot_id, slot.answer_count,
        COALESCE(slot.judged_by_id, slot.snapshot_id) AS judged
    FROM quizzes_attempt AS attempt
    JOIN quizzes_slot AS slot ON slot.attempt_id = attempt.id
    WHERE {learners} AND attempt.started_at > %s AND slot.mark < 1
        AND (slot.single OR attempt.remembered_at IS NOT NULL)
)
SELECT given.fact_id, snapshot.id, snapshot.content, given.response, given.times
FROM (
    SELECT asked.fact_id, wrong.judged, answer.response, COUNT(*) AS times
    FROM wrong
    JOIN quizzes_askedfact AS asked ON asked.snapshot_id = wrong.snapshot_id
    JOIN quizzes_answer AS answer
        ON answer.slot_id = wrong.id AND answer.number = wrong.answer_count
    WHERE {facts}
    GROUP BY asked.fact_id, wrong.judged, answer.response
) AS given
JOIN quizzes_snapshot AS snapshot ON snapshot.id = given.judged
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongAnswer:
    """Something that was answered instead, and how often."""

    text: str
    times: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidFact:
    """A fact in words, with where it stands."""

    reference: str
    is_common: bool
    statement: ShownText
    topic: str
    source: str
    paragraphs: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownFact:
    """A fact with how many of those asked missed it the last time."""

    url: str
    statement: ShownText
    topic: str
    paragraphs: str
    asked: int
    missed: int
    instead: Sequence[WrongAnswer]


def unknown_facts(
    learner_ids: Collection[int],
    *,
    among: Statement,
    now: datetime,
    count: int = MOST_FACTS,
    with_answers: bool = True,
) -> Sequence[UnknownFact]:
    """The facts that most of these learners missed the last time; three queries.

    `among` is a statement for the keys of facts. One query fewer without what was
    answered instead, and most of the time.
    """
    missed = most_missed(learner_ids, among=among, count=count)
    facts = facts_said([each.fact_id for each in missed])
    references = {pk: fact.reference for pk, fact in facts.items()}
    instead = answered_instead(learner_ids, references, now) if with_answers else {}
    return [
        UnknownFact(
            url=address_of_fact(references[each.fact_id]),
            statement=facts[each.fact_id].statement,
            topic=facts[each.fact_id].topic,
            paragraphs=facts[each.fact_id].paragraphs,
            asked=each.asked,
            missed=each.missed,
            instead=[
                WrongAnswer(text=text, times=times)
                for text, times in most_common(instead, each.fact_id)
            ],
        )
        for each in missed
    ]


def facts_table(found: Sequence[UnknownFact]) -> Table:
    """The facts that the class does not know, and what it answers instead."""
    return Table(
        name="facts",
        title=_("What the class misses most"),
        columns=(
            Column(key="fact", title=_("Fact")),
            Column(key="topic", title=_("Topic")),
            Column(key="missed", title=_("Missed the last time"), kind=Kind.NUMBER),
            Column(key="asked", title=_("Were asked"), kind=Kind.NUMBER),
            Column(key="instead", title=_("Wrong answers")),
        ),
        rows=tuple(
            Row(
                values=(
                    each.statement.text,
                    each.topic,
                    each.missed,
                    each.asked,
                    "; ".join(f"{one.text} ({one.times})" for one in each.instead),
                ),
                url=each.url,
            )
            for each in found
        ),
        empty=_("The class has missed nothing yet."),
    )


def most_common(
    instead: Mapping[int, Counter[str]], fact_id: int
) -> Sequence[tuple[str, int]]:
    """What was answered most often instead of a fact, with how often."""
    return instead[fact_id].most_common(MOST_ANSWERS) if fact_id in instead else []


def facts_said(fact_ids: Iterable[int]) -> Mapping[int, SaidFact]:
    """Facts in words, in the language of the page if there are such; one query."""
    found: dict[int, SaidFact] = {}
    for pk, language, text, key, space, paragraphs, *names in _SAID(
        facts=fact_ids, language=page_language()
    ):
        if pk in found and language == FIRST_LANGUAGE:
            continue
        topic_kk, topic_ru, topic_en, source_kk, source_ru, source_en = names
        found[pk] = SaidFact(
            reference=reference(space, key),
            is_common=space == COMMON,
            statement=ShownText(text=text, language=language),
            topic=in_page_language(kk=topic_kk, ru=topic_ru, en=topic_en),
            source=in_page_language(kk=source_kk, ru=source_ru, en=source_en),
            paragraphs=ranges(paragraphs),
        )
    return found


def answered_instead(
    learner_ids: Collection[int], references: Mapping[int, str], now: datetime
) -> Mapping[int, Counter[str]]:
    """What was lately answered wrongly, by fact; one query.

    Only what memory has learnt already: a test counts when its feedback is due.
    """
    found: dict[int, Counter[str]] = {fact_id: Counter() for fact_id in references}
    if not references:
        return found
    learners, learner_keys = one_of("attempt.learner_id", learner_ids)
    facts, fact_keys = one_of("asked.fact_id", references)
    since = connection.ops.adapt_datetimefield_value(now - LOOKED_BACK)
    with connection.cursor() as cursor:
        cursor.execute(
            _INSTEAD.format(learners=learners, facts=facts),
            [*learner_keys, since, *fact_keys],
        )
        given = cursor.fetchall()
    records: dict[int, Record] = {}
    for fact_id, snapshot_id, content, response, times in given:
        if snapshot_id not in records:
            records[snapshot_id] = json.loads(content)
        record, answer = records[snapshot_id], json.loads(response)
        for text in wrong_answers(record, answer, references[fact_id]):
            found[fact_id][text] += times
    return found
