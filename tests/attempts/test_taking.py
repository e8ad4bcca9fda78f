"""Answering: what is stored, marked, repeated and refused."""

from __future__ import annotations

import uuid
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quizzes.attempts import taking
from quizzes.attempts.access import read_slot
from quizzes.attempts.models import Answer, Attempt, Mark
from quizzes.attempts.snapshots import item_of
from quizzes.bank.recipes import FeedbackMode
from quizzes.items.data import Form
from quizzes.items.marking import ImproperResponse, UnreadableDate
from quizzes.memory.models import Memory
from tests.attempts.answering import first_slot, submit
from tests.attempts.conftest import NOW, PRACTICE_MODES, StartAttempt
from tests.attempts.sample_items import SAMPLES
from tests.factories import make_fact

AT_END = FeedbackMode.AT_END
CHOICE = SAMPLES[Form.CHOICE]

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("form", Form)
@pytest.mark.parametrize("mode", PRACTICE_MODES)
def test_an_answer_is_stored_and_marked(
    start: StartAttempt, form: Form, mode: FeedbackMode
) -> None:
    slot = first_slot(start(form, mode=mode))

    submit(slot, SAMPLES[form].right)

    stored = first_slot(slot.attempt)
    answer = Answer.objects.get()
    assert stored.mark == 1
    assert stored.attempt.score == 1
    assert stored.attempt.answered == 1
    assert answer.number == stored.answer_count == 1
    assert answer.received_at == NOW
    assert answer.marks.get().score == 1
    assert answer.marks.get().fact_version == 3


@pytest.mark.parametrize("form", Form)
def test_a_wrong_answer_is_worth_less(start: StartAttempt, form: Form) -> None:
    slot = first_slot(start(form))

    submit(slot, SAMPLES[form].wrong)

    assert first_slot(slot.attempt).mark == 0
    assert Mark.objects.get().score == 0


def test_the_score_is_the_exact_sum_of_the_newest_marks(start: StartAttempt) -> None:
    attempt = start(*[Form.MULTIPLE_CHOICE] * 3, mode=AT_END)
    half, whole, none = (
        frozenset({"entity:kazakhstan"}),
        SAMPLES[Form.MULTIPLE_CHOICE].right,
        SAMPLES[Form.MULTIPLE_CHOICE].wrong,
    )

    for response in (half, none, whole, half, whole):
        for slot in attempt.slots.select_related("attempt", "snapshot"):
            submit(slot, response)
        attempt.refresh_from_db()
        marks = attempt.slots.values_list("mark", flat=True)
        assert attempt.score == sum(marks, Decimal(0))

    assert attempt.score == attempt.max_score
    assert Mark.objects.count() == Answer.objects.count() == 15


def test_the_same_answer_twice_is_one_answer(start: StartAttempt) -> None:
    slot = first_slot(start(Form.CHOICE))
    key = uuid.uuid4()

    first = submit(slot, CHOICE.right, idempotency_key=key, number=1)
    again = submit(
        first_slot(slot.attempt), CHOICE.right, idempotency_key=key, number=1
    )

    assert not first.repeated
    assert again.repeated
    assert Answer.objects.count() == 1
    assert first_slot(slot.attempt).attempt.revision == 1


@pytest.mark.parametrize("mode", PRACTICE_MODES)
@pytest.mark.parametrize("number", [1, 2])
def test_one_key_with_another_answer_is_a_conflict(
    start: StartAttempt, mode: FeedbackMode, number: int
) -> None:
    slot = first_slot(start(Form.CHOICE, mode=mode))
    key = uuid.uuid4()
    submit(slot, CHOICE.right, idempotency_key=key, number=1)

    with pytest.raises(taking.IdempotencyKeyReused):
        submit(
            first_slot(slot.attempt), CHOICE.wrong, idempotency_key=key, number=number
        )

    stored = first_slot(slot.attempt)
    assert stored.mark == 1
    assert stored.answer_count == stored.attempt.revision == 1


def test_one_key_with_a_new_number_is_the_same_answer(start: StartAttempt) -> None:
    slot = first_slot(start(Form.CHOICE, mode=AT_END))
    key = uuid.uuid4()
    submit(slot, CHOICE.right, idempotency_key=key, number=1)

    again = submit(
        first_slot(slot.attempt), CHOICE.right, idempotency_key=key, number=2
    )

    assert again.repeated
    assert first_slot(slot.attempt).answer_count == 1


def test_with_feedback_at_once_there_is_one_answer(start: StartAttempt) -> None:
    slot = first_slot(start(Form.CHOICE))
    submit(slot, CHOICE.wrong)

    for number in (1, 2):
        with pytest.raises(taking.StaleAnswer):
            submit(first_slot(slot.attempt), CHOICE.right, number=number)

    assert first_slot(slot.attempt).mark == 0


def test_in_a_test_an_answer_can_be_changed_and_both_are_kept(
    start: StartAttempt,
) -> None:
    slot = first_slot(start(Form.CHOICE, mode=AT_END))

    submit(slot, CHOICE.wrong)
    submit(first_slot(slot.attempt), CHOICE.right)

    stored = first_slot(slot.attempt)
    assert stored.mark == stored.attempt.score == 1
    assert stored.attempt.answered == 1
    assert list(
        stored.answers.order_by("number").values_list("response", flat=True)
    ) == [
        CHOICE.wrong,
        CHOICE.right,
    ]


def test_a_second_tab_does_not_overwrite_the_first(start: StartAttempt) -> None:
    slot = first_slot(start(Form.CHOICE, mode=AT_END))
    other_tab = first_slot(slot.attempt)
    submit(slot, CHOICE.right)

    with pytest.raises(taking.StaleAnswer):
        submit(other_tab, CHOICE.wrong)

    assert first_slot(slot.attempt).mark == 1


def test_answers_to_two_slots_from_two_tabs_are_both_stored(
    start: StartAttempt,
) -> None:
    attempt = start(Form.CHOICE, Form.TRUE_FALSE)
    read_before = list(attempt.slots.select_related("snapshot").order_by("position"))
    for slot in read_before:
        slot.attempt = Attempt.objects.get(pk=attempt.pk)

    # Each tab read the attempt before the other one answered.
    for slot in read_before:
        submit(slot, SAMPLES[item_of(slot.snapshot).form].right)

    attempt.refresh_from_db()
    assert attempt.score == attempt.answered == attempt.revision == 2


def test_an_unreadable_date_is_not_stored(start: StartAttempt) -> None:
    slot = first_slot(start(Form.DATE_ENTRY))

    with pytest.raises(UnreadableDate):
        submit(slot, "білмеймін")

    assert not Answer.objects.exists()
    assert first_slot(slot.attempt).attempt.revision == 0


def test_an_unknown_option_is_not_stored(start: StartAttempt) -> None:
    slot = first_slot(start(Form.CHOICE))

    with pytest.raises(ImproperResponse):
        submit(slot, "entity:none-such")

    assert not Answer.objects.exists()


def test_an_answer_takes_few_statements(start: StartAttempt) -> None:
    fact = make_fact(key="fact-choice")
    attempt = start(Form.CHOICE)
    slot = read_slot(
        learner_id=attempt.learner_id, public_id=attempt.public_id, position=1
    )

    # Attempt, slot, answer, mark, memory
    with CaptureQueriesContext(connection) as captured:
        submit(slot, CHOICE.right)

    statements = [
        query["sql"]
        for query in captured
        if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))
    ]
    assert len(statements) == 5, statements
    assert Memory.objects.get().fact == fact
