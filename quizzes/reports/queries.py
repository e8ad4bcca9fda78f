"""What the pages of teachers read of attempts; few queries, whatever the numbers."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Min

from quizzes.attempts.due import Status, counting_for_teacher
from quizzes.attempts.models import Attempt, Slot
from quizzes.classes.assignments import Assignment, Recipient
from quizzes.classes.classrooms import Classroom, Enrolment


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveRow:
    """How far one learner has come; `position` is the first question without answer."""

    enrolment_id: str
    name: str
    classroom: str
    status: Status
    attempts: int
    position: int | None
    answered: int
    length: int
    deadline_at: datetime | None
    score: Decimal | None
    max_score: Decimal | None

    @property
    def is_going_on(self) -> bool:
        """Whether the learner is at work."""
        return self.status == Status.IN_PROGRESS


@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    """All learners of an assignment; `digest` is another one when anything is."""

    rows: Sequence[LiveRow]
    counts: Mapping[str, int]
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedAssignment:
    """An assignment in a teacher's list, with how many have come how far."""

    assignment: Assignment
    classes: Sequence[str]
    learners: int
    handed_in: int
    in_progress: int


def live_of(
    assignment: Assignment,
    enrolments: Iterable[Enrolment],
    *,
    with_marks: bool,
    now: datetime,
) -> Live:
    """How far the learners of these enrolments have come; two queries."""
    attempts: dict[int, list[Attempt]] = {}
    for attempt in Attempt.objects.filter(assignment=assignment).order_by("number"):
        attempts.setdefault(attempt.learner_id, []).append(attempt)
    positions = _positions(assignment)
    rows = [
        _row(
            assignment,
            each,
            attempts.get(each.learner_id, []),
            positions,
            with_marks,
            now,
        )
        for each in enrolments
    ]
    counted = Counter(row.status.value for row in rows)
    return Live(
        rows=rows,
        counts={status.value: counted[status.value] for status in Status},
        digest=hashlib.sha256(repr(rows).encode()).hexdigest()[:16],
    )


def listed(
    assignments: Iterable[Assignment], classes: Iterable[Classroom], now: datetime
) -> list[ListedAssignment]:
    """The assignments with what their learners in these classes do; three queries."""
    assignments = list(assignments)
    rooms = {room.pk: room for room in classes}
    recipients: dict[int, list[Recipient]] = {}
    given = Recipient.objects.filter(assignment__in=assignments, classroom__in=rooms)
    for each in given.order_by("classroom__name", "pk"):
        recipients.setdefault(each.assignment_id, []).append(each)
    members: dict[int, set[int]] = {}
    joined = Enrolment.objects.joined().filter(classroom__in=rooms)
    for room, learner in joined.values_list("classroom_id", "learner_id"):
        members.setdefault(room, set()).add(learner)
    attempts: dict[int | None, dict[int, bool]] = {}
    begun = Attempt.objects.filter(assignment__in=assignments).only(
        "assignment_id", "learner_id", "state", "deadline_at"
    )
    for attempt in begun:
        own = attempts.setdefault(attempt.assignment_id, {})
        is_open = attempt.is_open_at(now)
        own[attempt.learner_id] = own.get(attempt.learner_id, False) or is_open
    return [
        _listed(
            each,
            recipients.get(each.pk, []),
            rooms,
            members,
            attempts.get(each.pk, {}),
        )
        for each in assignments
    ]


def _positions(assignment: Assignment) -> dict[int, int]:
    """Of the attempts that are open, the first slots without answer."""
    unanswered = Slot.objects.filter(
        attempt__assignment=assignment,
        attempt__state=Attempt.State.OPEN,
        answer_count=0,
    )
    first = unanswered.values("attempt").annotate(first=Min("position"))
    return dict(first.values_list("attempt", "first"))


def _row(
    assignment: Assignment,
    enrolment: Enrolment,
    attempts: Sequence[Attempt],
    positions: Mapping[int, int],
    with_marks: bool,
    now: datetime,
) -> LiveRow:
    newest = attempts[-1] if attempts else None
    status = Status.NOT_STARTED
    if newest is not None:
        going_on = newest.is_open_at(now)
        status = Status.IN_PROGRESS if going_on else Status.HANDED_IN
    marked = counting_for_teacher(assignment, attempts) if with_marks else None
    return LiveRow(
        enrolment_id=enrolment.public_id,
        name=enrolment.name,
        classroom=enrolment.classroom.name,
        status=status,
        attempts=len(attempts),
        position=None if newest is None else positions.get(newest.pk),
        answered=0 if newest is None else newest.answered,
        length=0 if newest is None else newest.length,
        deadline_at=None if newest is None else newest.deadline_at,
        score=None if marked is None else marked.score or Decimal(0),
        max_score=None if marked is None else marked.max_score,
    )


def _listed(
    assignment: Assignment,
    recipients: Sequence[Recipient],
    rooms: Mapping[int, Classroom],
    members: Mapping[int, set[int]],
    attempts: Mapping[int, bool],
) -> ListedAssignment:
    learners: set[int] = set()
    for each in recipients:
        in_class = members.get(each.classroom_id, set())
        named = in_class if each.learner_id is None else {each.learner_id} & in_class
        learners |= named
    begun = {learner: attempts[learner] for learner in learners & attempts.keys()}
    return ListedAssignment(
        assignment=assignment,
        classes=list(
            dict.fromkeys(rooms[each.classroom_id].name for each in recipients)
        ),
        learners=len(learners),
        handed_in=sum(not is_open for is_open in begun.values()),
        in_progress=sum(begun.values()),
    )
