"""Starting, answering, closing, practising again."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quizzes.attempts import taking
from quizzes.attempts.drawing import Drawn
from quizzes.attempts.models import Answer, Attempt, Mark, Slot, Snapshot
from quizzes.attempts.snapshots import item_of
from quizzes.bank.recipes import FeedbackMode, Recipe
from quizzes.items.data import Form, Item
from quizzes.items.marking import ImproperResponse, Response, UnreadableDate
from quizzes.people.models import User
from tests.attempts.answering import first_slot
from tests.attempts.conftest import NOW, PRACTICE_MODES, StartAttempt
from tests.attempts.sample_items import SAMPLES

AT_END = FeedbackMode.AT_END
CHOICE = SAMPLES[Form.CHOICE]

pytestmark = pytest.mark.django_db


def submit(slot: Slot, response: Response, **changes: object) -> taking.Submitted:
    arguments: dict[str, object] = {
        "slot": slot,
        "response": response,
        "idempotency_key": uuid.uuid4(),
        "number": slot.answer_count + 1,
        "now": NOW,
    }
    return taking.submit(**(arguments | changes))


def many(count: int) -> list[Item]:
    return [replace(CHOICE.item, facts=((f"fact-{n}", 1),)) for n in range(count)]


# --- Starting -------------------------------------------------------------------------


def test_starting_freezes_the_items_in_their_order(start: StartAttempt) -> None:
    attempt = start()

    slots = attempt.slots.select_related("snapshot").order_by("position")
    assert [item_of(slot.snapshot) for slot in slots] == [
        SAMPLES[form].item for form in Form
    ]
    assert [slot.position for slot in slots] == list(range(1, len(Form) + 1))
    assert attempt.max_score == len(Form)
    assert attempt.score is None


def test_the_same_content_is_stored_once(start: StartAttempt) -> None:
    start(Form.CHOICE)
    start(Form.CHOICE, Form.TRUE_FALSE)

    assert Snapshot.objects.count() == 2


def test_snapshots_keep_kazakh_letters_as_they_are(start: StartAttempt) -> None:
    start(Form.CHOICE)

    assert "қол қойылды" in Snapshot.objects.get().content


def test_tokens_are_random_for_each_slot(start: StartAttempt) -> None:
    slots = [first_slot(start(Form.CHOICE)) for _attempt in range(3)]

    tokens = [token for slot in slots for token in slot.tokens]
    assert len(set(tokens)) == 12
    for slot in slots:
        assert list(slot.tokens.values()) == slot.option_order
        assert slot.option_order == [each.value for each in CHOICE.item.options]


def test_a_start_key_starts_once(
    bolat: User, draws: Callable[[Iterable[Item]], None]
) -> None:
    draws([CHOICE.item])
    key = uuid.uuid4()

    attempts = {
        taking.start(
            learner=bolat, recipe=Recipe(), start_key=key, seed=seed, now=NOW
        ).pk
        for seed in ("one", "other")
    }

    assert len(attempts) == 1
    with pytest.raises(taking.StartKeyReused):
        taking.start(
            learner=bolat, recipe=Recipe(length=3), start_key=key, seed="s", now=NOW
        )


def test_learners_may_have_the_same_start_key(
    bolat: User, dana: User, draws: Callable[[Iterable[Item]], None]
) -> None:
    draws([CHOICE.item])
    key = uuid.uuid4()

    for learner in (bolat, dana):
        taking.start(learner=learner, recipe=Recipe(), start_key=key, seed="s", now=NOW)

    assert Attempt.objects.count() == 2


def test_nothing_is_stored_where_nothing_can_be_asked(
    bolat: User, draws: Callable[[Iterable[Item]], None]
) -> None:
    draws([])

    with pytest.raises(taking.NothingToAsk):
        taking.start(
            learner=bolat,
            recipe=Recipe(),
            start_key=uuid.uuid4(),
            seed="s",
            now=NOW,
        )

    assert not Attempt.objects.exists()


def test_starting_asks_the_database_as_often_for_twice_the_items(
    start: StartAttempt,
) -> None:
    counts = []
    for length in (10, 20):
        with CaptureQueriesContext(connection) as captured:
            start(items=many(length))
        counts.append(len(captured))

    assert counts[0] == counts[1]


# --- Answering ------------------------------------------------------------------------


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
    slot = first_slot(start(Form.CHOICE))

    # Attempt, slot, answer, mark
    with CaptureQueriesContext(connection) as captured:
        submit(slot, CHOICE.right)

    statements = [
        query["sql"]
        for query in captured
        if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))
    ]
    assert len(statements) == 4, statements


# --- Closing --------------------------------------------------------------------------


def test_a_closed_attempt_takes_no_answers(start: StartAttempt) -> None:
    attempt = start(Form.CHOICE)
    slot = first_slot(attempt)

    taking.close(attempt=attempt, now=NOW + timedelta(minutes=5))

    with pytest.raises(taking.AttemptClosed):
        submit(slot, CHOICE.right)
    assert not attempt.is_open
    assert attempt.closed_at == NOW + timedelta(minutes=5)
    assert first_slot(attempt).mark is None


def test_an_answer_repeated_after_the_close_is_still_the_same(
    start: StartAttempt,
) -> None:
    attempt = start(Form.CHOICE)
    key = uuid.uuid4()
    submit(first_slot(attempt), CHOICE.right, idempotency_key=key)
    taking.close(attempt=attempt, now=NOW)

    again = submit(first_slot(attempt), CHOICE.right, idempotency_key=key, number=1)

    assert again.repeated


def test_an_attempt_is_closed_once(start: StartAttempt) -> None:
    attempt = start(Form.CHOICE)
    taking.close(attempt=attempt, now=NOW)

    with pytest.raises(taking.AttemptClosed):
        taking.close(attempt=attempt, now=NOW + timedelta(hours=1))

    attempt.refresh_from_db()
    assert attempt.closed_at == NOW


# --- Practising again -----------------------------------------------------------------


def test_practising_asks_the_facts_that_were_missed(
    start: StartAttempt,
    draws: Callable[[Iterable[Item]], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    attempt = start(Form.CHOICE, Form.TRUE_FALSE, mode=AT_END)
    submit(first_slot(attempt), CHOICE.right)
    taking.close(attempt=attempt, now=NOW)
    asked: list[Recipe] = []
    drawn = taking.draw_items

    def draw(recipe: Recipe, *, seed: str) -> Drawn:
        asked.append(recipe)
        return drawn(recipe, seed=seed)

    monkeypatch.setattr(taking, "draw_items", draw)

    again = taking.practise_again(
        attempt=attempt, start_key=uuid.uuid4(), seed="s", now=NOW
    )

    assert asked[0].facts == ("fact-true-false",)
    assert asked[0].length == 1
    assert again.shows_feedback_at_once
    assert again.learner == attempt.learner


def test_there_is_nothing_to_practise_where_all_was_right(start: StartAttempt) -> None:
    attempt = start(Form.CHOICE)
    submit(first_slot(attempt), CHOICE.right)
    taking.close(attempt=attempt, now=NOW)

    with pytest.raises(taking.NothingMissed):
        taking.practise_again(
            attempt=attempt, start_key=uuid.uuid4(), seed="s", now=NOW
        )
