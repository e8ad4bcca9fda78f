"""What the database itself refuses of assignments and the attempts at them."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest

from quizzes.attempts import assigned, taking
from quizzes.attempts.models import AssignedItem, Attempt
from quizzes.classes.assignments import Allowance, Assignment, Recipient
from quizzes.items.data import Form
from quizzes.people.models import User
from tests.attempts.conftest import NOW, GiveAssignment, StartAttempt
from tests.attempts.test_constraints import refused

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"closes_at": NOW - timedelta(days=2)}, "assignment_closes_after_it_opens"),
        ({"minutes": 0}, "assignment_minutes_in_range"),
        ({"minutes": 601}, "assignment_minutes_in_range"),
        ({"attempts_allowed": 0}, "assignment_attempts_in_range"),
        ({"attempts_allowed": 21}, "assignment_attempts_in_range"),
        ({"feedback_mode": "never"}, "assignment_feedback_mode_known"),
        (
            {"feedback_mode": "at_close", "closes_at": None},
            "assignment_feedback_mode_known",
        ),
        ({"counts": "worst"}, "assignment_counts_known"),
    ],
)
def test_assignment(
    give: GiveAssignment, changes: dict[str, Any], constraint: str
) -> None:
    give()

    refused(lambda: Assignment.objects.update(**changes), constraint)


def test_nothing_is_given_to_anybody_twice(give: GiveAssignment, bolat: User) -> None:
    assignment = give()
    whole = Recipient.objects.get()
    named = {"assignment": assignment, "classroom": whole.classroom, "learner": bolat}
    Recipient.objects.create(**named)
    Allowance.objects.create(assignment=assignment, learner=bolat, given_at=NOW)

    refused(lambda: Recipient.objects.create(**named), "recipient_learner_unique")
    refused(
        lambda: Recipient.objects.create(**(named | {"learner": None})),
        "recipient_class_unique",
    )
    refused(
        lambda: Allowance.objects.create(
            assignment=assignment, learner=bolat, given_at=NOW
        ),
        "allowance_unique",
    )


def begin(assignment: Assignment, learner: User) -> Attempt:
    return assigned.start(
        assignment=assignment, learner=learner, start_key=uuid.uuid4(), now=NOW
    )


def test_a_learner_has_one_open_attempt_and_each_number_once(
    give: GiveAssignment, bolat: User
) -> None:
    assignment = give(attempts_allowed=2)
    first = begin(assignment, bolat)
    taking.close(attempt=first, now=NOW)
    second = begin(assignment, bolat)
    own = Attempt.objects.filter(pk=first.pk)

    refused(
        lambda: own.update(state="open", closed_at=None, remembered_at=None),
        "attempt_one_open_of_assignment",
    )
    refused(lambda: own.update(number=second.number), "attempt_number_unique")
    refused(lambda: own.update(number=None), "attempt_number_iff_assigned")
    refused(lambda: own.update(number=0), "attempt_number_iff_assigned")
    refused(lambda: own.update(feedback_mode="at_close"), "attempt_reveals_at_close")


def test_practice_has_no_deadline(start: StartAttempt) -> None:
    own = Attempt.objects.filter(pk=start(Form.CHOICE).pk)

    refused(lambda: own.update(deadline_at=NOW), "attempt_number_iff_assigned")


def test_a_place_among_the_items_for_all_is_taken_once(
    give: GiveAssignment, bolat: User
) -> None:
    begin(give(), bolat)
    item = AssignedItem.objects.get(position=1)

    refused(
        lambda: AssignedItem.objects.create(
            assignment=item.assignment, position=1, snapshot=item.snapshot
        ),
        "assigned_item_position_unique",
    )
