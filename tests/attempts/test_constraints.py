"""What the database itself refuses, whatever the code does."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from quizzes.attempts.models import Answer, Attempt, Mark, Slot, Snapshot
from quizzes.bank.recipes import FeedbackMode
from quizzes.items.data import Form
from tests.attempts.answering import first_slot
from tests.attempts.conftest import NOW, StartAttempt

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

AT_END = FeedbackMode.AT_END


def refused(act: Callable[[], Any], constraint: str) -> None:
    """The act breaks this constraint and no other."""
    with pytest.raises(IntegrityError) as raised, transaction.atomic():
        act()
    # SQLite names the columns of a unique index, not the index.
    assert constraint in str(raised.value) or "UNIQUE" in str(raised.value)


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"closed_at": NOW}, "attempt_closed_at_iff_closed"),
        ({"state": "closed"}, "attempt_closed_at_iff_closed"),
        ({"state": "paused"}, "attempt_closed_at_iff_closed"),
        ({"feedback_mode": "never"}, "attempt_feedback_mode_known"),
        ({"score": Decimal("-0.1"), "answered": 1}, "attempt_score_in_range"),
        ({"score": Decimal("1.1"), "answered": 1}, "attempt_score_in_range"),
        ({"score": Decimal("0.5")}, "attempt_score_iff_answered"),
        ({"answered": 1}, "attempt_score_iff_answered"),
        ({"score": Decimal("0"), "answered": 2}, "attempt_answered_in_range"),
        ({"max_score": 0}, "attempt_not_empty"),
        ({"length": 0}, "attempt_not_empty"),
    ],
)
def test_attempt(start: StartAttempt, changes: dict[str, Any], constraint: str) -> None:
    attempt = start(Form.CHOICE)

    refused(lambda: Attempt.objects.filter(pk=attempt.pk).update(**changes), constraint)


def test_a_start_key_is_unique_for_a_learner(start: StartAttempt) -> None:
    attempt, other = start(Form.CHOICE), start(Form.CHOICE)

    refused(
        lambda: Attempt.objects.filter(pk=other.pk).update(start_key=attempt.start_key),
        "attempt_start_key_unique",
    )
    refused(
        lambda: Attempt.objects.filter(pk=other.pk).update(public_id=attempt.public_id),
        "attempt_public_id_unique",
    )


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"position": 0}, "slot_position_from_one"),
        ({"mark": Decimal("1.1"), "answer_count": 1}, "slot_mark_in_range"),
        ({"mark": Decimal("-0.1"), "answer_count": 1}, "slot_mark_in_range"),
        ({"mark": Decimal("1")}, "slot_mark_iff_answered"),
        ({"answer_count": 1}, "slot_mark_iff_answered"),
        ({"mark": Decimal("1"), "answer_count": 2}, "slot_single_answer_count"),
    ],
)
def test_slot(start: StartAttempt, changes: dict[str, Any], constraint: str) -> None:
    slot = first_slot(start(Form.CHOICE))

    refused(lambda: Slot.objects.filter(pk=slot.pk).update(**changes), constraint)


def test_a_position_is_taken_once(start: StartAttempt) -> None:
    attempt = start(Form.CHOICE, Form.TRUE_FALSE)

    refused(
        lambda: attempt.slots.filter(position=2).update(position=1),
        "slot_position_unique",
    )


def _answer(slot: Slot, **changes: Any) -> Answer:
    values: dict[str, Any] = {
        "slot": slot,
        "number": 1,
        "idempotency_key": uuid.uuid4(),
        "response": "entity:a",
        "single": slot.single,
        "received_at": NOW,
    }
    return Answer.objects.create(**(values | changes))


def test_a_slot_with_feedback_at_once_takes_one_answer(start: StartAttempt) -> None:
    slot = first_slot(start(Form.CHOICE))
    _answer(slot)

    refused(lambda: _answer(slot), "answer_number_unique")
    refused(lambda: _answer(slot, number=2), "answer_single_is_first")


def test_answers_have_their_own_numbers_and_keys(start: StartAttempt) -> None:
    slot = first_slot(start(Form.CHOICE, mode=AT_END))
    first = _answer(slot)

    refused(lambda: _answer(slot), "answer_number_unique")
    refused(
        lambda: _answer(slot, number=2, idempotency_key=first.idempotency_key),
        "answer_idempotency_key_unique",
    )
    _answer(slot, number=2)


@pytest.mark.parametrize("score", ["-0.1", "1.1"])
def test_a_mark_is_from_0_to_1(start: StartAttempt, score: str) -> None:
    answer = _answer(first_slot(start(Form.CHOICE)))

    refused(
        lambda: Mark.objects.create(
            answer=answer, score=Decimal(score), fact_version=1, made_at=NOW
        ),
        "mark_score_in_range",
    )


def test_a_content_is_stored_once(start: StartAttempt) -> None:
    start(Form.CHOICE)
    stored = Snapshot.objects.get()

    refused(
        lambda: Snapshot.objects.create(
            content_hash=stored.content_hash, content="another"
        ),
        "snapshot_content_hash_unique",
    )
