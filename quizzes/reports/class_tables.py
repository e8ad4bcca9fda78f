"""The tables of a class: who knows what, and what became of the assignments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import starmap
from typing import Final, NamedTuple

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from quizzes.attempts.due import counting_for_teacher
from quizzes.attempts.models import Attempt
from quizzes.classes.assignments import Assignment
from quizzes.classes.classrooms import Classroom
from quizzes.memory.class_mastery import class_mastery
from quizzes.reports.class_work import FallenBehind, NotStarted, Pupil, learners_of
from quizzes.reports.tables import Column, Kind, Row, Table, Value, mean_of
from quizzes.web.prepared import Parameter, Prepared, Real

WHOLE: Final = "whole"

_HANDED_IN = Prepared(
    lambda: (
        Attempt.objects.filter(
            assignment__among=Parameter("assignments"),
            learner__among=Parameter("learners"),
        )
        .exclude(state=Attempt.State.OPEN)
        .order_by()
        .values_list(
            "assignment_id", "learner_id", "number", Real("score"), Real("max_score")
        )
    )
)


def topics_table(
    classroom: Classroom, roster: Sequence[Pupil], *, teacher_id: int, now: datetime
) -> Table:
    """Learners by topics, with the share that each masters, as a teacher may see it.

    What a learner was never asked is not there, and counts as nothing in the means.
    Three queries, two more if own facts were asked.
    """
    base = learners_base(classroom)
    found = class_mastery(learners_of(roster), teacher_id=teacher_id, now=now)
    topics = found.topics
    rows = []
    for pupil in roster:
        own = [found.of(pupil.learner_id, each) for each in topics]
        shares = [mastered / facts if asked else None for mastered, asked, facts in own]
        mastered, asked, facts = map(sum, zip(*own, strict=True)) if own else (0, 0, 0)
        whole = mastered / facts if asked else None
        rows.append(
            Row(
                values=(pupil.name, whole, *shares),
                url=f"{base}{pupil.public_id}/",
            )
        )
    columns = (
        Column(key="name", title=_("Pupil")),
        Column(key=WHOLE, title=_("All topics"), kind=Kind.SHARE, heat=True),
        *(
            Column(key=each.key, title=each.name, kind=Kind.SHARE, heat=True)
            for each in topics
        ),
    )
    return Table(
        name="topics",
        title=_("Heat map by topic"),
        columns=columns,
        rows=tuple(rows),
        foot=_means(_("The whole class"), columns, rows),
        empty=_("Nobody is in the class yet."),
    )


def scores_table(
    classroom: Classroom,
    roster: Sequence[Pupil],
    assignments: Sequence[Assignment],
) -> Table:
    """Learners by assignments, with the score of the attempt that counts; one query."""
    base = learners_base(classroom)
    attempts = _handed_in(assignments, roster)
    by_assignment = [(each, attempts[each.pk]) for each in assignments]
    rows = []
    for pupil in roster:
        learner = pupil.learner_id
        scores = [_score(each, own.get(learner)) for each, own in by_assignment]
        handed_in = [score for score in scores if score is not None]
        mean = mean_of(handed_in)
        rows.append(
            Row(
                values=(pupil.name, len(handed_in), mean, *scores),
                url=f"{base}{pupil.public_id}/",
            )
        )
    columns = (
        Column(key="name", title=_("Pupil")),
        Column(key="handed-in", title=_("Handed in"), kind=Kind.NUMBER),
        Column(key="mean", title=_("Mean score"), kind=Kind.SHARE, heat=True),
        *(
            Column(
                key=each.public_id,
                title=each.title,
                hint=f"{each.title}, {date_format(each.opens_at, 'SHORT_DATE_FORMAT')}",
                kind=Kind.SHARE,
                heat=True,
            )
            for each in assignments
        ),
    )
    return Table(
        name="scores",
        title=_("Scores"),
        columns=columns,
        rows=tuple(rows),
        foot=_means(_("The whole class"), columns, rows, of_known=True),
        empty=_("Nobody is in the class yet."),
    )


def not_started_table(classroom: Classroom, found: Sequence[NotStarted]) -> Table:
    """Who has not begun what is open."""
    base = learners_base(classroom)
    return Table(
        name="not-started",
        title=_("Who has not started"),
        columns=(
            Column(key="name", title=_("Pupil")),
            Column(key="assignments", title=_("Open assignments")),
        ),
        rows=tuple(
            Row(
                values=(
                    each.pupil.name,
                    "; ".join(given.title for given in each.assignments),
                ),
                url=f"{base}{each.pupil.public_id}/",
            )
            for each in found
        ),
        empty=_("Everybody has started everything that is open."),
    )


def behind_table(classroom: Classroom, found: Sequence[FallenBehind]) -> Table:
    """Who has fallen behind, and by what."""
    base = learners_base(classroom)
    return Table(
        name="fallen-behind",
        title=_("Who has fallen behind"),
        columns=(
            Column(key="name", title=_("Pupil")),
            Column(key="missed", title=_("Not handed in"), kind=Kind.NUMBER),
            Column(key="closed", title=_("Closed in four weeks"), kind=Kind.NUMBER),
            Column(key="assignments", title=_("Which ones")),
            Column(key="last", title=_("Last attempt"), kind=Kind.MOMENT),
        ),
        rows=tuple(
            Row(
                values=(
                    each.pupil.name,
                    len(each.missed),
                    each.closed,
                    "; ".join(missed.title for missed in each.missed),
                    each.last_began_at,
                ),
                url=f"{base}{each.pupil.public_id}/",
            )
            for each in found
        ),
        empty=_("Nobody has fallen behind."),
    )


def learners_base(classroom: Classroom) -> str:
    """The address of a learner's page, but for the end; resolved once for them all."""
    return reverse("reports:pupil", args=[classroom.public_id, "-"]).removesuffix("-/")


class _HandedIn(NamedTuple):
    """What scores take of an attempt that is closed."""

    number: int | None
    score: float | None
    max_score: float

    @property
    def is_open(self) -> bool:
        return False


# As rows of the database: ten thousand objects would take long
_Rows = list[tuple[int | None, float | None, float]]


def _handed_in(
    assignments: Sequence[Assignment], roster: Sequence[Pupil]
) -> Mapping[int | None, Mapping[int, _Rows]]:
    """The attempts that are closed, by the keys of assignments and learners."""
    found: dict[int | None, dict[int, _Rows]] = {each.pk: {} for each in assignments}
    for row in _HANDED_IN(assignments=found, learners=learners_of(roster)):
        own = found[row[0]]
        learner = row[1]
        if learner in own:
            own[learner].append(row[2:])
        else:
            own[learner] = [row[2:]]
    return found


def _score(assignment: Assignment, attempts: _Rows | None) -> float | None:
    if attempts is None:
        return None
    if len(attempts) == 1:  # As nearly always; by each rule it is the one that counts
        [(_number, score, max_score)] = attempts
        return (score or 0) / max_score
    counts = counting_for_teacher(assignment, starmap(_HandedIn, attempts))
    return None if counts is None else (counts.score or 0) / counts.max_score


def _means(
    name: str, columns: Sequence[Column], rows: Sequence[Row], *, of_known: bool = False
) -> Row | None:
    """A row of means of the columns; `of_known` leaves out what is not there."""
    if not rows:
        return None
    values: list[Value] = [name]
    for place in range(1, len(columns)):
        column: list[float | None] = [_number(row.values[place]) for row in rows]
        if of_known:
            column = [each for each in column if each is not None]
        values.append(mean_of(column))
    return Row(values=tuple(values))


def _number(value: Value) -> float | None:
    return value if isinstance(value, (int, float)) else None
