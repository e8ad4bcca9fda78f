"""One learner of a class: what is known, what is missed, what became of assignments.

Scores stand here when the learner may know them too, since the sheet goes home: what is
still open to the others must not be read off a paper. A teacher finds all of them in
the reports on the class and on the assignment.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from quizzes.attempts.due import Task, tasks_of
from quizzes.attempts.models import Attempt
from quizzes.bank.facts import FactQuerySet
from quizzes.classes.assignments import Assignment
from quizzes.classes.classrooms import Enrolment
from quizzes.memory.mastery import Mastery
from quizzes.memory.practice import Waiting, waiting
from quizzes.memory.progress import progress_of
from quizzes.reports.growth import Growth, growth_of
from quizzes.reports.known_groups import KnownGroup, families_of, topics_of
from quizzes.reports.missed_facts import UnknownFact, unknown_facts
from quizzes.reports.tables import Column, Kind, Row, Table
from quizzes.web.prepared import keys_of

WEEKS: Final = 10
MOST_FACTS: Final = 5
_WEEK: Final = timedelta(weeks=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """How many answers a learner gave in the week that begins on a day."""

    begins_at: datetime
    answers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PupilReport:
    """All that the page of one learner says."""

    topics: Table
    families: Table
    assignments: Table
    unknown: Sequence[UnknownFact]
    waiting: Waiting
    growth: Growth
    weeks: Sequence[Week]
    whole: float | None

    @property
    def most_answers(self) -> int:
        """The answers of the busiest week."""
        return max((week.answers for week in self.weeks), default=0)


def pupil_report(
    enrolment: Enrolment, *, among: FactQuerySet, now: datetime
) -> PupilReport:
    """The report on a learner of a class; `among` are the facts that may be shown."""
    learner_id = enrolment.learner_id
    progress = progress_of([learner_id], now=now, among=among)[learner_id]
    given = Assignment.objects.filter(
        Q(recipients__learner=None) | Q(recipients__learner=learner_id),
        recipients__classroom=enrolment.classroom_id,
        cancelled_at=None,
        opens_at__lte=now,
    ).distinct()
    tasks = tasks_of(learner_id, given.newest_first(), now)
    return PupilReport(
        topics=_topics_table(topics_of(progress), progress.whole),
        families=_families_table(families_of(progress)),
        assignments=assignments_of(tasks),
        unknown=unknown_facts(
            [learner_id], among=keys_of(among), now=now, count=MOST_FACTS
        ),
        waiting=waiting(learner_id=learner_id, now=now),
        growth=growth_of(learner_id, firsts=progress.firsts, now=now),
        weeks=_weeks(learner_id, given, now),
        whole=progress.whole.share if progress.whole.asked else None,
    )


def _topics_table(topics: Sequence[KnownGroup], whole: Mastery) -> Table:
    """What the learner knows of each topic."""
    return Table(
        name="topics",
        title=_("What the pupil knows"),
        columns=_known_columns(_("Topic")),
        rows=tuple(_known_row(each.name, each.mastery) for each in topics),
        foot=_known_row(_("All topics"), whole) if topics else None,
        empty=_("There are no topics yet."),
    )


def _families_table(families: Sequence[KnownGroup]) -> Table:
    """What the learner knows of each kind, of the same facts."""
    return Table(
        name="families",
        title=_("Kinds of question"),
        columns=_known_columns(_("Kind")),
        rows=tuple(_known_row(each.name, each.mastery) for each in families),
        empty=_("There are no topics yet."),
    )


def _known_row(name: str, mastery: Mastery) -> Row:
    share = mastery.share if mastery.asked else None
    return Row(values=(name, share, mastery.asked, mastery.facts))


def assignments_of(tasks: Sequence[Task]) -> Table:
    """What became of the assignments, as far as the learner may know it."""
    return Table(
        name="assignments",
        title=_("Assignments"),
        columns=(
            Column(key="title", title=_("Assignment")),
            Column(key="status", title=_("Status")),
            Column(key="closes", title=_("Deadline"), kind=Kind.MOMENT),
            Column(key="attempts", title=_("Attempts"), kind=Kind.NUMBER),
            Column(key="counts", title=_("Counts")),
            Column(key="counting", title=_("Attempt that counts"), kind=Kind.NUMBER),
            Column(key="score", title=_("Score, %"), kind=Kind.SHARE, heat=True),
        ),
        rows=tuple(
            Row(
                values=(
                    task.assignment.title,
                    _status(task),
                    task.closes_at,
                    len(task.attempts),
                    str(task.assignment.get_counts_display()),
                    None if task.counting is None else task.counting.number,
                    _score(task.counting),
                )
            )
            for task in tasks
        ),
        empty=_("Nothing has been given yet."),
    )


def _known_columns(group: str) -> tuple[Column, ...]:
    return (
        Column(key="name", title=group),
        Column(key="share", title=_("Mastery"), kind=Kind.SHARE, heat=True),
        Column(key="asked", title=_("Facts asked"), kind=Kind.NUMBER),
        Column(key="facts", title=_("Facts in all"), kind=Kind.NUMBER),
    )


def _status(task: Task) -> str:
    if not task.attempts and task.is_over:
        return _("Not handed in")
    return str(task.status.label)


def _score(attempt: Attempt | None) -> float | None:
    if attempt is None:
        return None
    return float(attempt.score or 0) / float(attempt.max_score)


def _weeks(learner_id: int, given: object, now: datetime) -> Sequence[Week]:
    """The answers of the last weeks: in practice, and for this class; one query."""
    today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    this_week = today - timedelta(days=today.weekday())
    first = this_week - (WEEKS - 1) * _WEEK
    begun = Attempt.objects.of_learner(learner_id).filter(
        Q(assignment=None) | Q(assignment__in=given), started_at__gte=first
    )
    counts = [0] * WEEKS
    for started_at, answered in begun.values_list("started_at", "answered"):
        counts[min(WEEKS - 1, (started_at - first) // _WEEK)] += answered
    return [
        Week(begins_at=first + number * _WEEK, answers=count)
        for number, count in enumerate(counts)
    ]
