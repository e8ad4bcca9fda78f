"""What comes at the same time is stored once.

SQLite hides races that PostgreSQL shows, so these run on both.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from quizzes.attempts import taking
from quizzes.attempts.models import Answer, Attempt, Mark
from quizzes.bank.recipes import FeedbackMode, Recipe
from quizzes.items.data import Form, Item
from quizzes.memory.models import Memory
from quizzes.people.models import User
from tests.attempts.answering import (
    first_slot,
    form_data,
    post_answer,
    without_nonces,
)
from tests.attempts.conftest import NOW, PRACTICE_MODES, StartAttempt
from tests.attempts.sample_items import SAMPLES
from tests.factories import make_fact

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]

T = TypeVar("T")
AT_END = FeedbackMode.AT_END


def at_once(acts: Iterable[Callable[[], T]]) -> list[T]:
    """Let all acts begin together, each on a connection of its own."""
    acts = list(acts)
    barrier = Barrier(len(acts))

    def run(act: Callable[[], T]) -> T:
        barrier.wait(timeout=30)
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def browser(learner: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(learner)
    return client


@pytest.mark.parametrize("mode", PRACTICE_MODES)
def test_one_answer_sent_twenty_times_is_one_row(
    bolat: User, start: StartAttempt, mode: FeedbackMode
) -> None:
    slot = first_slot(start(Form.CHOICE, mode=mode))
    data = form_data(slot, SAMPLES[Form.CHOICE].right)
    clients = [browser(bolat) for _tab in range(20)]

    replies = at_once(
        [lambda client=client: post_answer(client, slot, data) for client in clients]
    )

    assert [reply.status_code for reply in replies] == [200] * 20
    assert len({without_nonces(reply.content) for reply in replies}) == 1
    assert Answer.objects.count() == Mark.objects.count() == 1
    stored = first_slot(slot.attempt)
    assert stored.mark == stored.attempt.score == stored.attempt.answered == 1


@pytest.mark.parametrize("mode", PRACTICE_MODES)
def test_different_answers_at_once_store_one_and_refuse_the_rest(
    bolat: User, start: StartAttempt, mode: FeedbackMode
) -> None:
    slot = first_slot(start(Form.CHOICE, mode=mode))
    values = [option.value for option in SAMPLES[Form.CHOICE].item.options]
    datas = [form_data(slot, value) for value in values]
    clients = [browser(bolat) for _tab in datas]

    replies = at_once(
        [
            lambda client=client, data=data: post_answer(client, slot, data)
            for client, data in zip(clients, datas, strict=True)
        ]
    )

    assert sorted(reply.status_code for reply in replies) == [200, 409, 409, 409]
    assert Answer.objects.count() == 1


def test_answers_to_all_slots_at_once_are_all_counted(
    bolat: User, start: StartAttempt
) -> None:
    attempt = start(*[Form.CHOICE] * 6)
    slots = list(attempt.slots.select_related("attempt", "snapshot"))
    datas = [form_data(slot, SAMPLES[Form.CHOICE].right) for slot in slots]
    clients = [browser(bolat) for _slot in slots]

    replies = at_once(
        [
            lambda client=client, slot=slot, data=data: post_answer(client, slot, data)
            for client, slot, data in zip(clients, slots, datas, strict=True)
        ]
    )

    assert [reply.status_code for reply in replies] == [200] * 6
    attempt.refresh_from_db()
    assert attempt.score == attempt.answered == attempt.revision == 6


def test_answers_about_one_fact_at_once_all_move_its_memory_on(
    bolat: User, start: StartAttempt
) -> None:
    make_fact(key="fact-choice")
    slots = [first_slot(start(Form.CHOICE)) for _window in range(6)]
    datas = [form_data(slot, SAMPLES[Form.CHOICE].right) for slot in slots]
    clients = [browser(bolat) for _slot in slots]

    replies = at_once(
        [
            lambda client=client, slot=slot, data=data: post_answer(client, slot, data)
            for client, slot, data in zip(clients, slots, datas, strict=True)
        ]
    )

    assert [reply.status_code for reply in replies] == [200] * 6
    assert Memory.objects.get().reviews == 6


def test_answering_and_closing_at_once_come_in_some_order(
    bolat: User, start: StartAttempt
) -> None:
    attempt = start(Form.CHOICE, Form.TRUE_FALSE, mode=AT_END)
    slot = first_slot(attempt)
    data = form_data(slot, SAMPLES[Form.CHOICE].right)
    close = reverse("attempts:close", args=[attempt.public_id])
    clients = [browser(bolat) for _tab in range(6)]

    replies = at_once(
        [
            *(lambda client=each: client.post(close) for each in clients[:3]),
            *(
                lambda client=each: post_answer(client, slot, data)
                for each in clients[3:]
            ),
        ]
    )

    assert {reply.status_code for reply in replies} <= {200, 302, 409}
    attempt.refresh_from_db()
    answers = Answer.objects.count()
    assert not attempt.is_open
    assert attempt.answered == answers <= 1
    assert attempt.score == (1 if answers else None)


def test_one_start_sent_eight_times_is_one_attempt(
    bolat: User, draws: Callable[[Iterable[Item]], None]
) -> None:
    draws([sample.item for sample in SAMPLES.values()])
    learners = [User.objects.create(username=f"pupil-{n}") for n in range(6)]
    keys = {learner: uuid.uuid4() for learner in learners}
    acts = []
    for learner in learners:
        for _click in range(8):
            client = browser(learner)
            data = {"start_key": str(keys[learner])}
            acts.append(
                lambda client=client, data=data: client.post(
                    reverse("attempts:start"), data
                )
            )

    replies = at_once(acts)

    assert [reply.status_code for reply in replies] == [302] * 48
    assert len({reply.headers["Location"] for reply in replies}) == 6
    assert Attempt.objects.count() == 6


def test_learners_who_start_the_same_items_at_once_share_their_snapshots(
    draws: Callable[[Iterable[Item]], None],
) -> None:
    items = [sample.item for sample in SAMPLES.values()]
    draws(items)
    learners = [User.objects.create(username=f"pupil-{n}") for n in range(8)]

    attempts = at_once(
        [
            lambda learner=learner: taking.start(
                learner=learner,
                recipe=Recipe(),
                start_key=uuid.uuid4(),
                seed="s",
                now=NOW,
            )
            for learner in learners
        ]
    )

    snapshots = {
        tuple(attempt.slots.order_by("position").values_list("snapshot", flat=True))
        for attempt in attempts
    }
    assert len(snapshots) == 1
