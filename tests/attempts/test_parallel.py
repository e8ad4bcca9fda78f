"""What comes at the same time is stored once.

SQLite hides races that PostgreSQL shows, so these run on both.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from itertools import combinations_with_replacement
from threading import Barrier
from typing import TypeVar

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from quizzes.attempts import assigned, taking
from quizzes.attempts.models import Answer, AssignedItem, Attempt, Mark, Slot
from quizzes.bank.recipes import FeedbackMode, Recipe
from quizzes.classes.assigning import Given, allowance_of
from quizzes.classes.assignments import Assignment, deadline
from quizzes.classes.classrooms import Classroom
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
from tests.factories import (
    make_assignment,
    make_classroom,
    make_enrolment,
    make_fact,
)

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


# --- Assignments ----------------------------------------------------------------------


@pytest.fixture
def assignment(draws: Callable[[Iterable[Item]], None], aigerim: User) -> Assignment:
    """A test with a time limit for a class of 60 learners."""
    draws([SAMPLES[form].item for form in (Form.CHOICE, Form.TRUE_FALSE)])
    classroom = make_classroom(aigerim)
    for number in range(60):
        learner = User.objects.create(username=f"pupil-{number}")
        make_enrolment(classroom, learner)
    return make_assignment(classroom, minutes=10, attempts_allowed=2)


def members(assignment: Assignment) -> list[User]:
    return list(
        User.objects.filter(
            enrolments__classroom__recipients__assignment=assignment
        ).order_by("pk")
    )


@pytest.mark.parametrize("number", [20, pytest.param(60, marks=pytest.mark.long)])
def test_eight_presses_by_many_learners_are_an_attempt_of_each(
    assignment: Assignment, number: int
) -> None:
    # Ten learners at a time: more threads than that PostgreSQL has no connections for
    learners = members(assignment)
    url = reverse("attempts:start_assigned", args=[assignment.public_id])
    statuses = []
    for first in range(0, number, 10):
        acts = []
        for learner in learners[first : first + 10]:
            for _press in range(8):
                client = browser(learner)
                data = {"start_key": str(uuid.uuid4())}
                acts.append(
                    lambda client=client, data=data: client.post(url, data).status_code
                )
        statuses += at_once(acts)

    assert statuses == [302] * 8 * number
    attempts = Attempt.objects.filter(assignment=assignment)
    assert attempts.count() == number
    assert set(attempts.values_list("number", flat=True)) == {1}
    items = AssignedItem.objects.filter(assignment=assignment)
    assert items.count() == 2
    assert set(Slot.objects.values_list("snapshot", "position")) == set(
        items.values_list("snapshot", "position")
    )


def test_closing_five_times_at_once_closes_each_once(assignment: Assignment) -> None:
    for learner in members(assignment)[:5]:
        attempt = begin(assignment, learner)
        submit_choice(attempt, timezone.now())
    late = timezone.now() + timedelta(minutes=11)

    closed = at_once([lambda: taking.close_overdue(now=late)] * 5)

    assert sum(closed) == 5
    assert not Attempt.objects.filter(state=Attempt.State.OPEN).exists()
    # No facts are stored that could be counted; the revision tells how often.
    assert set(Attempt.objects.values_list("revision", flat=True)) == {2}


def begin(assignment: Assignment, learner: User) -> Attempt:
    return assigned.start(
        assignment=assignment,
        learner=learner,
        start_key=uuid.uuid4(),
        now=timezone.now(),
    )


def submit_choice(attempt: Attempt, now: datetime) -> str:
    slot = first_slot(attempt)
    try:
        taking.submit(
            slot=slot,
            response=SAMPLES[Form.CHOICE].right,
            idempotency_key=uuid.uuid4(),
            number=slot.answer_count + 1,
            now=now,
        )
    except taking.TimeIsUp:
        return "late"
    except taking.AttemptClosed:
        return "closed"
    except taking.StaleAnswer:
        return "stale"
    return "stored"


Act = Callable[[Attempt, User], object]
AFTER = timedelta(minutes=10, seconds=5)
LATE = timedelta(minutes=10, seconds=30)


def _save(attempt: Attempt, teacher: User) -> str:
    """In the grace: after the deadline, but not too late."""
    return submit_choice(attempt, attempt.started_at + AFTER)


def _finish(attempt: Attempt, teacher: User) -> None:
    with suppress(taking.AttemptClosed):
        taking.close(attempt=attempt, now=attempt.started_at + AFTER)


def _expire(attempt: Attempt, teacher: User) -> int:
    return taking.close_overdue(now=attempt.started_at + LATE)


def _extend(attempt: Attempt, teacher: User) -> None:
    assigned.give_time(
        assignment=attempt.assignment,
        learner_id=attempt.learner_id,
        minutes=5,
        by=teacher,
        now=attempt.started_at + AFTER,
    )


def _shorten(attempt: Attempt, teacher: User) -> None:
    given = attempt.assignment
    rules = Given(
        title=given.title,
        opens_at=given.opens_at,
        closes_at=given.closes_at,
        minutes=1,
        attempts_allowed=given.attempts_allowed,
        counts=given.counts,
        same_items=given.same_items,
    )
    assigned.change(assignment=given, rules=rules)


def _cancel(attempt: Attempt, teacher: User) -> None:
    assigned.cancel(assignment=attempt.assignment, now=attempt.started_at + AFTER)


def _remove(attempt: Attempt, teacher: User) -> None:
    attempt.learner.enrolments.update(state="removed", ended_at=attempt.started_at)


ACTS: list[Act] = [_save, _finish, _expire, _extend, _shorten, _cancel, _remove]


@pytest.mark.parametrize(
    ("one", "other"),
    list(combinations_with_replacement(ACTS, 2)),
    ids=lambda act: act.__name__.strip("_"),
)
def test_whatever_comes_at_once_comes_in_some_order(
    assignment: Assignment, aigerim: User, one: Act, other: Act
) -> None:
    (learner,) = members(assignment)[:1]
    classroom = Classroom.objects.get()
    for _round in range(3):
        given = make_assignment(classroom, minutes=10)
        pk = begin(given, learner).pk

        results = at_once([partial(_act_on, pk, act, aigerim) for act in (one, other)])

        assert_consistent(Attempt.objects.get(pk=pk), results.count("stored"))
        classroom.enrolments.update(state="joined", ended_at=None)


def _act_on(pk: int, act: Act, teacher: User) -> object:
    return act(Attempt.objects.get(pk=pk), teacher)


def assert_consistent(attempt: Attempt, stored: int) -> None:
    slots = list(attempt.slots.all())
    answers = Answer.objects.filter(slot__attempt=attempt)
    assert answers.count() == Mark.objects.filter(answer__in=answers).count()
    assert answers.count() == stored == sum(slot.answer_count for slot in slots)
    assert attempt.answered == sum(slot.is_answered for slot in slots)
    assert (attempt.score or 0) == sum(slot.mark or 0 for slot in slots)
    if attempt.closed_at is not None:
        assert all(each.received_at <= attempt.closed_at for each in answers)
    else:
        rules = Assignment.objects.get(pk=attempt.assignment_id)
        allowance = allowance_of(rules, attempt.learner_id)
        assert attempt.deadline_at == deadline(rules, allowance, attempt.started_at)
