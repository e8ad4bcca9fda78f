"""How what a learner has learnt grew, week by week.

Of each fact two days are known: when it was first asked, and when it was first answered
wholly right. Memory keeps both with the state of the fact: so a test is in it once
memory has learnt from it, which is not before its feedback is due, and until then
nothing here hangs on what was right; a regrade makes memory anew and so moves them.
Forgetting takes neither back: the line goes up or stays, and what has been forgotten
since stands in the mastery beside it. Answers count in the week in which their attempt
began.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from typing import Final

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from quizzes.attempts.models import Attempt
from quizzes.memory.progress import Firsts
from quizzes.reports.tables import Column, Kind, Row, Table

WEEKS: Final = 12
_WEEK: Final = timedelta(weeks=1)
# One by one: the index of a learner's attempts leads to each week
_SUM: Final = f"""
(SELECT COALESCE(SUM(answered), 0) FROM {Attempt._meta.db_table}
    WHERE learner_id = %s AND started_at >= %s AND started_at < %s)
"""
_SUMS: Final = f"SELECT {', '.join([_SUM] * WEEKS)}"


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


def growth_of(learner_id: int, *, firsts: Sequence[Firsts], now: datetime) -> Growth:
    """The growth of a learner by the facts that count; one query."""
    begins = _weeks(now)
    asked = sorted(each.asked_at for each in firsts)
    right = sorted(each.right_at for each in firsts if each.right_at is not None)
    weeks = [
        WeekOfLearning(
            begins_at=begin,
            answers=answers,
            asked=_until(asked, begin + _WEEK),
            right=_until(right, begin + _WEEK),
        )
        for begin, answers in zip(begins, _answers(learner_id, begins), strict=True)
    ]
    while weeks and not (weeks[0].answers or weeks[0].asked):
        del weeks[0]
    before = _until(right, weeks[0].begins_at) if weeks else 0
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
    stored = connection.ops.adapt_datetimefield_value
    values = [(learner_id, stored(begin), stored(begin + _WEEK)) for begin in begins]
    with connection.cursor() as cursor:
        cursor.execute(_SUMS, list(chain.from_iterable(values)))
        [found] = cursor.fetchall()
    return found


def _until(moments: Sequence[datetime], end: datetime) -> int:
    """How many of the moments, which are in order, were before the end."""
    return bisect_left(moments, end)
