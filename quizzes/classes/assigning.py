"""Giving a quiz to learners.

What changes the attempts that have been started, such as more time, is in
`attempts.assigned`: they are above this room.
"""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction

from quizzes.bank.models import Quiz
from quizzes.bank.recipes import Recipe
from quizzes.classes.assignments import Allowance, Assignment, Recipient
from quizzes.classes.classrooms import Classroom, Enrolment
from quizzes.people.models import User
from quizzes.web.prepared import Parameter, Prepared

SEED_BYTES: Final = 8
# Nobody plans further ahead, and a slip of the hand is told of.
FURTHEST: Final = timedelta(days=366)

_WANTED: Prepared[tuple[int, int | None]] = Prepared(
    lambda: Recipient.objects.filter(assignment=Parameter("assignment")).values_list(
        "classroom_id", "learner_id"
    )
)
_JOINED = Prepared(
    lambda: (
        Enrolment.objects.joined()
        .filter(classroom__among=Parameter("classes"))
        .select_related("classroom")
        .by_name()
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """The rules of an assignment, as a teacher sets them."""

    title: str
    opens_at: datetime
    closes_at: datetime | None
    minutes: int | None
    attempts_allowed: int
    counts: str
    same_items: bool
    shuffles_options: bool = False


def give(
    *,
    teacher: User,
    rules: Given,
    recipe: Recipe,
    classes: Iterable[Classroom],
    learners: Mapping[int, Sequence[Enrolment]],
    given_key: uuid.UUID,
    now: datetime,
    quiz: Quiz | None = None,
) -> Assignment:
    """Give a quiz to classes, or to some learners of them.

    `quiz` is the one that was built beforehand, if any; `attempts.assigned` keeps its
    items. Takes the chosen learners by the primary keys of their classes; a class of
    which none is chosen gets it as a whole, those who join later too. The same key
    gives the assignment that was given with it before.
    """
    given = Assignment.objects.filter(given_key=given_key, given_by=teacher)
    if (known := given.first()) is not None:
        return known
    try:
        with transaction.atomic():
            assignment = Assignment.objects.create(
                given_by=teacher,
                given_at=now,
                given_key=given_key,
                recipe=recipe.to_record(),
                quiz=quiz,
                feedback_mode=recipe.feedback_mode,
                seed=secrets.token_hex(SEED_BYTES),
                title=rules.title,
                opens_at=rules.opens_at,
                closes_at=rules.closes_at,
                minutes=rules.minutes,
                attempts_allowed=rules.attempts_allowed,
                counts=rules.counts,
                same_items=rules.same_items,
                shuffles_options=rules.shuffles_options,
            )
            Recipient.objects.bulk_create(
                Recipient(assignment=assignment, classroom=classroom, learner=learner)
                for classroom in classes
                for learner in _learners(learners.get(classroom.pk, ()))
            )
    except IntegrityError:
        if (known := given.first()) is not None:
            return known
        raise
    return assignment


def allowance_of(assignment: Assignment, learner_id: int) -> Allowance | None:
    """What a learner is allowed beyond the rules, if anything."""
    return assignment.allowances.filter(learner_id=learner_id).first()


def recipients_of(
    assignment: Assignment, classes: Iterable[Classroom]
) -> Sequence[Enrolment]:
    """The enrolments of those who have to do it, in these of its classes, by name.

    Who is in several of the classes is there once. Two queries.
    """
    wanted = set(_WANTED(assignment=assignment.pk))
    rooms = {room.pk for room in classes} & {room for room, _learner in wanted}
    found: dict[int, Enrolment] = {}
    for each in _JOINED(classes=rooms):
        room = each.classroom_id
        if (room, None) in wanted or (room, each.learner_id) in wanted:
            found.setdefault(each.learner_id, each)
    return list(found.values())


def _learners(enrolments: Sequence[Enrolment]) -> Sequence[User | None]:
    """Whom the recipients of one class name: None stands for all of it."""
    return [each.learner for each in enrolments] or [None]
