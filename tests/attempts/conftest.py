"""Bolat's browser, and attempts on the sample items."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from django.test import Client

from quizzes.attempts import assigned, taking
from quizzes.attempts.drawing import Drawn
from quizzes.attempts.models import Attempt
from quizzes.bank.recipes import FeedbackMode, Recipe
from quizzes.classes.assignments import Assignment
from quizzes.items.data import Form, Item
from quizzes.people.models import User
from tests.attempts.sample_items import SAMPLES
from tests.factories import make_assignment, make_classroom, make_enrolment

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=timezone.utc)  # noqa: UP017

# Those of an attempt that nobody has assigned
PRACTICE_MODES = (FeedbackMode.AT_ONCE, FeedbackMode.AT_END)

StartAttempt = Callable[..., Attempt]
GiveAssignment = Callable[..., Assignment]


@pytest.fixture
def bolats(bolat: User, client: Client) -> Client:
    """Bolat's browser."""
    client.force_login(bolat)
    return client


@pytest.fixture
def draws(monkeypatch: pytest.MonkeyPatch) -> Callable[[Iterable[Item]], None]:
    """Make the bank draw these items, whatever is asked for."""

    def draw(items: Iterable[Item]) -> None:
        drawn = Drawn(items=tuple(items), source_titles={"a-text": "Сыртқы саясат"})
        for module in (assigned, taking):
            monkeypatch.setattr(module, "draw_items", lambda *_args, **_more: drawn)

    return draw


@pytest.fixture
def start(draws: Callable[[Iterable[Item]], None], bolat: User) -> StartAttempt:
    """Start an attempt of Bolat's on samples: one of each form if none is named."""

    def started(
        *forms: Form,
        mode: FeedbackMode = FeedbackMode.AT_ONCE,
        learner: User = bolat,
        items: Iterable[Item] | None = None,
    ) -> Attempt:
        draws(items or [SAMPLES[form].item for form in forms or Form])
        return taking.start(
            learner=learner,
            recipe=Recipe(feedback_mode=mode),
            start_key=uuid.uuid4(),
            seed="a seed",
            now=NOW,
        )

    return started


@pytest.fixture
def give(
    draws: Callable[[Iterable[Item]], None], aigerim: User, bolat: User, dana: User
) -> GiveAssignment:
    """Give Bolat and Dana, who are in one class of Aigerim's, an item of each form."""
    draws([SAMPLES[form].item for form in Form])
    classroom = make_classroom(aigerim)
    for learner in (bolat, dana):
        make_enrolment(classroom, learner)

    def given(**rules: Any) -> Assignment:
        usual = {
            "opens_at": NOW - timedelta(days=1),
            "closes_at": NOW + timedelta(days=7),
        }
        return make_assignment(classroom, **(usual | rules))

    return given
