"""Closing an attempt, and practising its mistakes."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

import pytest

from quizzes.attempts import practising, taking
from quizzes.attempts.drawing import Drawn
from quizzes.bank.recipes import FeedbackMode, Recipe
from quizzes.items.data import Form, Item
from tests.attempts.answering import first_slot, submit
from tests.attempts.conftest import NOW, StartAttempt
from tests.attempts.sample_items import SAMPLES

AT_END = FeedbackMode.AT_END
CHOICE = SAMPLES[Form.CHOICE]

pytestmark = pytest.mark.django_db


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

    def draw(recipe: Recipe, **more: Any) -> Drawn:
        asked.append(recipe)
        return drawn(recipe, **more)

    monkeypatch.setattr(taking, "draw_items", draw)

    again = practising.practise_again(
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

    with pytest.raises(practising.NothingMissed):
        practising.practise_again(
            attempt=attempt, start_key=uuid.uuid4(), seed="s", now=NOW
        )
