"""What each learner of an assignment has done: attempts, time, score, answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, FilteredRelation, Q
from django.utils.translation import gettext as _

from quizzes.attempts.due import Status, counting_for_teacher
from quizzes.attempts.models import Attempt, Slot
from quizzes.attempts.snapshots import judged_item
from quizzes.classes.assignments import Assignment
from quizzes.classes.classrooms import Enrolment
from quizzes.items.marking import Verdict, verdict_of
from quizzes.items.records import to_record
from quizzes.reports.given_answers import answer_text, right_answer
from quizzes.reports.tables import Column, Kind, Row, Table, Value, mean_of
from quizzes.web.prepared import Parameter, Prepared, Real

_SECONDS_OF_A_MINUTE = 60

_ATTEMPTS = Prepared(
    lambda: (
        Attempt.objects.filter(
            assignment=Parameter("assignment"), learner__among=Parameter("learners")
        )
        .defer("recipe", "source_titles")
        .order_by("number")
    )
)
_MARKS = Prepared(
    lambda: (
        Slot.objects.filter(attempt__among=Parameter("attempts"))
        .order_by("attempt", "position")
        .values_list("attempt_id", Real("mark"))
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What one learner has done; `counts` is the attempt that counts, if any does.

    `marks` are those of its slots in their order, None where there is no answer.
    """

    enrolment: Enrolment
    status: Status
    attempts: int
    counts: Attempt | None
    marks: Sequence[float | None]

    @property
    def minutes(self) -> float | None:
        """How long the attempt that counts took."""
        if self.counts is None or self.counts.closed_at is None:
            return None
        took = self.counts.closed_at - self.counts.started_at
        return took.total_seconds() / _SECONDS_OF_A_MINUTE

    @property
    def score(self) -> float | None:
        """The share of the score that was earned."""
        if self.counts is None:
            return None
        return float(self.counts.score or 0) / float(self.counts.max_score)


def done_by(
    assignment: Assignment, enrolments: Sequence[Enrolment], now: datetime
) -> Sequence[Done]:
    """What these learners have done; two queries."""
    attempts: dict[int, list[Attempt]] = {}
    learners = [each.learner_id for each in enrolments]
    for attempt in _ATTEMPTS(assignment=assignment.pk, learners=learners):
        attempts.setdefault(attempt.learner_id, []).append(attempt)
    counting = {
        learner: counting_for_teacher(assignment, given)
        for learner, given in attempts.items()
    }
    marks = _marks([each.pk for each in counting.values() if each is not None])
    return [
        _done(
            each,
            attempts.get(each.learner_id, []),
            counting.get(each.learner_id),
            marks,
            now,
        )
        for each in enrolments
    ]


def learners_table(
    assignment: Assignment, found: Sequence[Done], urls: Mapping[str, str]
) -> Table:
    """The learners with status, attempts and time; scores and answers on request.

    `urls` are the pages of the learners' answers, by enrolment.
    """
    questions = max((len(each.marks) for each in found), default=0)
    columns = (
        Column(key="name", title=_("Pupil")),
        Column(key="class", title=_("Class")),
        Column(key="status", title=_("Status")),
        Column(
            key="points", title=_("Score"), kind=Kind.NUMBER, digits=2, on_request=True
        ),
        Column(
            key="share",
            title=_("Score, %"),
            kind=Kind.SHARE,
            heat=True,
            on_request=True,
        ),
        *(
            Column(
                key=f"question-{number}",
                title=str(number),
                hint=_("Question %(n)s") % {"n": number},
                kind=Kind.NUMBER,
                digits=2,
                heat=True,
                on_request=True,
            )
            for number in range(1, questions + 1)
        ),
        Column(key="answered", title=_("Answered"), kind=Kind.NUMBER),
        Column(key="minutes", title=_("Time, minutes"), kind=Kind.NUMBER, digits=1),
        Column(key="attempts", title=_("Attempts"), kind=Kind.NUMBER),
        Column(key="counts", title=_("Counts: attempt"), kind=Kind.NUMBER),
        Column(key="started", title=_("Started"), kind=Kind.MOMENT),
        Column(key="handed-in", title=_("Handed in"), kind=Kind.MOMENT),
    )
    rows = tuple(
        Row(
            values=_values(each, questions),
            url=urls.get(each.enrolment.public_id, "") if each.counts else "",
        )
        for each in found
    )
    table = Table(
        name="learners",
        title=_("Pupils"),
        columns=columns,
        rows=rows,
        foot=_foot(columns, rows),
        empty=_("Nobody is in the class yet. Whoever joins gets the assignment too."),
    )
    classes = {each.enrolment.classroom_id for each in found}
    return table if len(classes) > 1 else table.without("class")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownAnswer:
    """A question of a closed attempt, with what was answered and what is right."""

    position: int
    stem: str
    verdict: Verdict | None
    mark: float | None
    given: str
    right: str


def answers_in(attempt: Attempt) -> Sequence[ShownAnswer]:
    """The answers of an attempt, for a teacher; one query."""
    slots = (
        attempt.slots.select_related("snapshot", "judged_by")
        .annotate(
            newest=FilteredRelation(
                "answers", condition=Q(answers__number=F("answer_count"))
            ),
            response=F("newest__response"),
        )
        .order_by("position")
    )
    return [_shown(slot) for slot in slots]


def _shown(slot: Slot) -> ShownAnswer:
    record = to_record(judged_item(slot))
    response = slot.response  # type: ignore[attr-defined]
    return ShownAnswer(
        position=slot.position,
        stem=record["stem"],
        verdict=None if slot.mark is None else verdict_of(slot.mark),
        mark=None if slot.mark is None else float(slot.mark),
        given=answer_text(record, response),
        right=right_answer(record),
    )


def _done(
    enrolment: Enrolment,
    attempts: Sequence[Attempt],
    counts: Attempt | None,
    marks: Mapping[int, Sequence[float | None]],
    now: datetime,
) -> Done:
    status = Status.NOT_STARTED
    if attempts:
        going_on = attempts[-1].is_open_at(now)
        status = Status.IN_PROGRESS if going_on else Status.HANDED_IN
    return Done(
        enrolment=enrolment,
        status=status,
        attempts=len(attempts),
        counts=counts,
        marks=() if counts is None else marks.get(counts.pk, ()),
    )


def _marks(attempts: Sequence[int]) -> Mapping[int, Sequence[float | None]]:
    found: dict[int, list[float | None]] = {}
    for attempt_id, mark in _MARKS(attempts=attempts):
        found.setdefault(attempt_id, []).append(mark)
    return found


def _values(each: Done, questions: int) -> tuple[Value, ...]:
    counts = each.counts
    marks = [*each.marks, *([None] * (questions - len(each.marks)))]
    return (
        each.enrolment.name,
        each.enrolment.classroom.name,
        str(each.status.label),
        None if counts is None else float(counts.score or 0),
        each.score,
        *marks,
        None if counts is None else counts.answered,
        each.minutes,
        each.attempts,
        None if counts is None else counts.number,
        None if counts is None else counts.started_at,
        None if counts is None else counts.closed_at,
    )


def _foot(columns: Sequence[Column], rows: Sequence[Row]) -> Row | None:
    """The means of those who have handed in."""
    counted = [column.key for column in columns].index("counts")
    handed_in = [row for row in rows if row.values[counted] is not None]
    if not handed_in:
        return None
    averaged = {"minutes", "answered", "points", "share"}
    values: list[Value] = [_("Mean")]
    for place, column in enumerate(columns[1:], 1):
        is_mean = column.key in averaged or column.key.startswith("question-")
        numbers = [row.values[place] for row in handed_in]
        known = [
            float(number) if isinstance(number, int | float) else None
            for number in numbers
        ]
        values.append(mean_of(known) if is_mean else None)
    return Row(values=tuple(values))
