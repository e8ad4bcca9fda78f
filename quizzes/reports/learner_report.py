"""What a learner sees of what they have learnt: theirs alone, compared with nobody.

Everything comes from memory, which learns from a test when its feedback is due and not
before, and from scores that the learner may know. So nothing here tells a right answer
from a wrong one any earlier than the result page would.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from quizzes.attempts.due import Task, tasks_of
from quizzes.attempts.models import Attempt
from quizzes.bank.showing import ShownText
from quizzes.classes.assignments import Assignment
from quizzes.memory import practice
from quizzes.memory.grading import Grade
from quizzes.memory.mastery import Level, Mastery
from quizzes.memory.progress import progress_of
from quizzes.reports.growth import Growth, growth_of, growth_table
from quizzes.reports.known_groups import KnownGroup, families_of, topics_of
from quizzes.reports.missed_facts import (
    answered_instead,
    facts_said,
    most_common,
)
from quizzes.reports.pupil_report import assignments_of
from quizzes.reports.tables import Column, Kind, Row, Table
from quizzes.web.prepared import Parameter, Prepared

MOST_FACTS: Final = 5
NEWEST: Final = 5
NEWEST_ASSIGNMENTS: Final = 20
_DAY: Final = timedelta(days=1)


# As they are told, the best first
_LEVELS: Final = (Level.FIRM, Level.KNOWN, Level.LEARNING, Level.MISSED, Level.NEW)

_GIVEN = Prepared(
    lambda: (
        Assignment.objects.for_learner(Parameter("learner"))
        .filter(opens_at__lte=Parameter("now"))
        .newest_first()
        .defer("recipe")[:NEWEST_ASSIGNMENTS]
    )
)
_NEWEST = Prepared(
    lambda: (
        Attempt.objects.of_learner(Parameter("learner"))
        .newest_first()
        .select_related("assignment")
        .only(
            "public_id",
            "state",
            "started_at",
            "deadline_at",
            "reveals_at",
            "feedback_mode",
            "length",
            "answered",
            "score",
            "max_score",
            "assignment__title",
        )[:NEWEST]
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """How many facts wait: now, until the end of today, and in the course of tomorrow.

    `missed` are those of which the last answer was wrong.
    """

    now: int
    today: int
    tomorrow: int
    missed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnMiss:
    """A fact that the learner has missed, with what they answered instead."""

    statement: ShownText
    topic: str
    source: str
    paragraphs: str
    misses: int
    is_missed: bool
    instead: Sequence[str]
    # Of the common library alone: what a teacher keeps is not open to all
    reference: str


@dataclass(frozen=True, kw_only=True)
class LearnerReport:
    """All that a learner's own page says."""

    whole: Mastery
    topics: Sequence[KnownGroup]
    families: Sequence[KnownGroup]
    due: Due
    missed: Sequence[OwnMiss]
    growth: Growth
    tasks: Sequence[Task]
    attempts: Sequence[Attempt]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell yet."""
        return not (self.has_learnt or self.attempts or self.tasks)

    @property
    def has_learnt(self) -> bool:
        """Whether memory holds anything that the page tells."""
        due = self.due
        waits = due.now or due.today or due.tomorrow
        return bool(self.whole.asked or self.missed or waits)

    @cached_property
    def tables(self) -> Mapping[str, Table]:
        """The tables behind the page, by their names."""
        tables = (
            topics_table(self),
            families_table(self),
            missed_table(self.missed),
            growth_table(self.growth),
            assignments_of(self.tasks),
        )
        return {table.name: table for table in tables}


def learner_report(learner_id: int, *, now: datetime) -> LearnerReport:
    """The report on a learner for that learner; its queries do not grow in number."""
    progress = progress_of([learner_id], now=now)[learner_id]
    given = _GIVEN(learner=learner_id, now=now)
    return LearnerReport(
        whole=progress.whole,
        topics=topics_of(progress),
        families=families_of(progress),
        due=_due(learner_id, now),
        missed=_missed(learner_id, now),
        growth=growth_of(learner_id, firsts=progress.firsts, now=now),
        tasks=tasks_of(learner_id, given, now),
        attempts=_NEWEST(learner=learner_id),
    )


def topics_table(report: LearnerReport) -> Table:
    """How much of each topic is known, and of all."""
    return _mastery_table(
        "topics", _("Topics"), _("Topic"), report.topics, report.whole
    )


def families_table(report: LearnerReport) -> Table:
    """How much is known of what each kind of question asks."""
    return _mastery_table(
        "families", _("Kinds of question"), _("Kind"), report.families
    )


def _mastery_table(
    name: str,
    title: str,
    group: str,
    known: Sequence[KnownGroup],
    whole: Mastery | None = None,
) -> Table:
    return Table(
        name=name,
        title=title,
        columns=(
            Column(key="name", title=group),
            Column(key="share", title=_("Mastery"), kind=Kind.SHARE, heat=True),
            *(
                Column(key=level.value, title=label, kind=Kind.NUMBER)
                for level, label in level_labels().items()
            ),
            Column(key="facts", title=_("Facts in all"), kind=Kind.NUMBER),
        ),
        rows=tuple(_mastery_row(each.name, each.mastery) for each in known),
        foot=None if whole is None else _mastery_row(_("All topics"), whole),
        empty=_("There are no topics yet."),
    )


def missed_table(missed: Sequence[OwnMiss]) -> Table:
    """What is missed most."""
    return Table(
        name="missed",
        title=_("Missed most"),
        columns=(
            Column(key="fact", title=_("Fact")),
            Column(key="topic", title=_("Topic")),
            Column(key="source", title=_("Source")),
            Column(key="paragraph", title=_("Paragraph")),
            Column(key="misses", title=_("Times missed"), kind=Kind.NUMBER),
            Column(key="instead", title=_("Your answers")),
        ),
        rows=tuple(
            Row(
                values=(
                    each.statement.text,
                    each.topic,
                    each.source,
                    each.paragraphs,
                    each.misses,
                    "; ".join(each.instead),
                )
            )
            for each in missed
        ),
        empty=_("Nothing is missed."),
    )


def level_labels() -> Mapping[Level, str]:
    """The levels in words, from what is known best to what was never asked."""
    labels = (
        pgettext("how well a fact is known", "For long"),
        pgettext("how well a fact is known", "Well"),
        pgettext("how well a fact is known", "Being learnt"),
        _("To be repeated"),
        _("Not asked yet"),
    )
    return dict(zip(_LEVELS, labels, strict=True))


def _mastery_row(name: str, mastery: Mastery) -> Row:
    counts = (mastery.levels[level] for level in _LEVELS)
    share = mastery.share if mastery.asked else None
    return Row(values=(name, share, *counts, mastery.facts))


def _due(learner_id: int, now: datetime) -> Due:
    """What waits, by the days of the place; one query."""
    day = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    ends = [day + _DAY, day + 2 * _DAY]
    waiting = practice.waiting(learner_id=learner_id, now=now, until=ends)
    today, tomorrow = waiting.coming
    return Due(now=waiting.due, today=today, tomorrow=tomorrow, missed=waiting.missed)


def _missed(learner_id: int, now: datetime) -> Sequence[OwnMiss]:
    """What was missed most often, as the bank has it now; four queries."""
    memories = practice.most_missed(learner_id=learner_id, count=MOST_FACTS)
    said = facts_said([each.fact_id for each in memories])
    references = {pk: fact.reference for pk, fact in said.items()}
    instead = answered_instead([learner_id], references, now)
    return [
        OwnMiss(
            statement=said[each.fact_id].statement,
            topic=said[each.fact_id].topic,
            source=said[each.fact_id].source,
            paragraphs=said[each.fact_id].paragraphs,
            misses=each.misses,
            is_missed=each.last_grade == Grade.AGAIN,
            instead=[text for text, _times in most_common(instead, each.fact_id)],
            reference=said[each.fact_id].reference
            if said[each.fact_id].is_common
            else "",
        )
        for each in memories
    ]
