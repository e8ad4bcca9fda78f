"""How what a learner has learnt grew, week by week.

Of each fact two days are known: when it was first asked, and when it was first answered
wholly right. Neither is ever taken back, so the line goes up or stays; what has been
forgotten since stands in the mastery beside it. Both come from the newest marks, so
that a regrade moves them. An answer counts in the week in which its attempt began.

A test is in it once memory has learnt from it, which is not before its feedback is due:
until then nothing here hangs on what was right.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import connection
from django.db.models import Min, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from quizzes.attempts.models import AskedFact, Attempt, Slot
from quizzes.reports.tables import Column, Kind, Row, Table
from quizzes.web.prepared import Parameter, Prepared

WEEKS: Final = 12
_WEEK: Final = timedelta(weeks=1)
_ASKED: Final = AskedFact._meta.db_table
_SAME_SNAPSHOT: Final = f"{_ASKED}.snapshot_id = {Slot._meta.db_table}.snapshot_id"
_FACT: Final = f"{_ASKED}.fact_id"
_SUM: Final = "SUM(answered) FILTER (WHERE started_at >= %s AND started_at < %s)"
_SUMS: Final = (
    f"SELECT {', '.join([_SUM] * WEEKS)} FROM {Attempt._meta.db_table}"
    " WHERE learner_id = %s AND started_at >= %s"
)
_FIRSTS = Prepared(
    # Where everybody has the mark nobody has shown anything
    lambda: (
        Slot.objects.filter(
            Q(single=True) | Q(attempt__remembered_at__isnull=False),
            attempt__learner=Parameter("learner"),
            answer_count__gt=0,
            is_void=False,
        )
        .order_by()
        # Django would go from slots to asked facts by way of the snapshots, whose rows
        # are large: that takes three times as long
        .extra(tables=[_ASKED], where=[_SAME_SNAPSHOT], select={"fact": _FACT})
        .values_list("fact")
        .annotate(
            asked=Min("attempt__started_at"),
            right=Min("attempt__started_at", filter=Q(mark=1)),
        )
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekOfLearning:
    """A week, by the day it begins on.

    `answers` were given in it. `asked` and `right` are facts, of all time until its
    end: those asked at least once, and those answered rightly at least once.
    """

    begins_at: datetime
    answers: int
    asked: int
    right: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """The weeks from the first answers on, at most twelve, the last one this week."""

    weeks: Sequence[WeekOfLearning]
    right_before: int

    @property
    def right(self) -> int:
        """How many facts were answered rightly at least once, by now."""
        return self.weeks[-1].right if self.weeks else 0

    @property
    def new_this_week(self) -> int:
        """How many facts were answered rightly for the first time this week."""
        if not self.weeks:
            return 0
        earlier = [self.right_before, *(week.right for week in self.weeks[:-1])]
        return self.weeks[-1].right - earlier[-1]

    @property
    def is_worth_a_picture(self) -> bool:
        """Whether there is a line to draw: two weeks with answers make one."""
        return sum(week.answers > 0 for week in self.weeks) > 1


def growth_of(learner_id: int, *, among: Collection[int], now: datetime) -> Growth:
    """The growth of a learner, counted by the facts of `among`; two queries."""
    begins = _weeks(now)
    answers = _answers(learner_id, begins)
    first_asked, first_right = _firsts(learner_id, among)
    weeks = [
        WeekOfLearning(
            begins_at=begin,
            answers=answered,
            asked=_until(first_asked, begin + _WEEK),
            right=_until(first_right, begin + _WEEK),
        )
        for begin, answered in zip(begins, answers, strict=True)
    ]
    while weeks and not (weeks[0].answers or weeks[0].asked):
        del weeks[0]
    before = _until(first_right, weeks[0].begins_at) if weeks else 0
    return Growth(weeks=weeks, right_before=before)


def growth_table(growth: Growth) -> Table:
    """The numbers behind the picture."""
    return Table(
        name="growth",
        title=_("How it grew"),
        columns=(
            Column(key="week", title=_("Week of"), kind=Kind.DAY),
            Column(key="answers", title=_("Answers"), kind=Kind.NUMBER),
            Column(key="asked", title=_("Facts asked"), kind=Kind.NUMBER),
            Column(key="right", title=_("Answered rightly"), kind=Kind.NUMBER),
        ),
        rows=tuple(
            Row(values=(week.begins_at, week.answers, week.asked, week.right))
            for week in growth.weeks
        ),
        empty=_("Nothing has been answered yet."),
    )


def _weeks(now: datetime) -> Sequence[datetime]:
    """When the last weeks began, by the clock of the place: on Mondays."""
    today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    this_week = today - timedelta(days=today.weekday())
    return [this_week - number * _WEEK for number in reversed(range(WEEKS))]


def _answers(learner_id: int, begins: Sequence[datetime]) -> Sequence[int]:
    """How many answers were given in each week; they count whatever they were."""
    bounds = [bound for begin in begins for bound in (begin, begin + _WEEK)]
    stored = connection.ops.adapt_datetimefield_value
    with connection.cursor() as cursor:
        cursor.execute(_SUMS, [*map(stored, bounds), learner_id, stored(begins[0])])
        [found] = cursor.fetchall()
    return [number or 0 for number in found]


def _firsts(
    learner_id: int, among: Collection[int]
) -> tuple[Sequence[datetime], Sequence[datetime]]:
    """When each fact was first asked, and first answered rightly, in order of time.

    One row for each fact comes from the database, however often it was asked.
    """
    rows = _FIRSTS(learner=learner_id)
    counted = [(asked, right) for fact, asked, right in rows if fact in among]
    first_asked = sorted(asked for asked, _right in counted)
    first_right = sorted(right for _asked, right in counted if right is not None)
    return first_asked, first_right


def _until(moments: Sequence[datetime], end: datetime) -> int:
    """How many of the moments, which are in order, were before the end."""
    return bisect_left(moments, end)
