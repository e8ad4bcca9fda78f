"""What comes while somebody is being erased: nothing half done, and no failure.

SQLite hides races that PostgreSQL shows, so these run on both.
"""

from __future__ import annotations

import threading
import time
import uuid
from datetime import datetime, timedelta
from unittest import mock

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from quizzes.accounts import erasing
from quizzes.attempts import taking
from quizzes.attempts.drawing import Drawn
from quizzes.attempts.models import Answer, Attempt, Mark, Slot
from quizzes.bank.recipes import FeedbackMode, Recipe
from quizzes.items.data import Form
from quizzes.items.marking import Response
from quizzes.memory.models import Memory
from quizzes.people.models import User
from tests.accounts.personal import answer_one
from tests.attempts.answering import first_slot, form_data, post_answer
from tests.attempts.sample_items import SAMPLES
from tests.attempts.test_parallel import at_once
from tests.classes.scene import School, give_card, make_school
from tests.factories import make_fact

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]
TIMES = 6
DRAWN = Drawn(items=(SAMPLES[Form.CHOICE].item,), source_titles={})


def browser_of(user: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


def press(client: Client) -> int:
    return client.post(reverse("privacy:erase"), {"sure": "on"}).status_code


def start(learner: User, mode: FeedbackMode) -> Attempt:
    """Start a quiz of one question."""
    with mock.patch.object(taking, "draw_items", return_value=DRAWN):
        return taking.start(
            learner=learner,
            recipe=Recipe(feedback_mode=mode),
            start_key=uuid.uuid4(),
            seed="a seed",
            now=timezone.now(),
        )


def assert_nothing_is_loose(user: User) -> None:
    assert not User.objects.filter(pk=user.pk).exists()
    assert not Attempt.objects.filter(learner_id=user.pk).exists()
    for attempt in Attempt.objects.all():
        assert attempt.learner.is_erased
        answers = Answer.objects.filter(slot__attempt=attempt).count()
        assert attempt.answered == answers
        assert Mark.objects.filter(answer__slot__attempt=attempt).count() == answers
    assert Slot.objects.exclude(attempt__in=Attempt.objects.all()).count() == 0


@pytest.fixture
def school(transactional_db: None) -> School:
    return make_school()


@pytest.fixture
def pupil(school: School) -> User:
    return school.pupil


def test_erase_pressed_many_times_erases_once(pupil: User) -> None:
    answer_one(pupil)
    browsers = [browser_of(pupil) for _press in range(TIMES)]

    replies = at_once([lambda each=each: press(each) for each in browsers])

    assert replies == [302] * TIMES
    assert_nothing_is_loose(pupil)
    assert Attempt.objects.count() == 1


def test_a_teacher_and_the_pupil_may_erase_at_once(school: School) -> None:
    pupil, _card = give_card(school.classroom)
    User.objects.filter(pk=pupil.pk).update(must_replace_password=False, password="!")
    enrolment = pupil.enrolments.get()
    teacher, own = browser_of(school.owner), browser_of(pupil)
    url = reverse(
        "privacy:erase_learner", args=[school.classroom.public_id, enrolment.public_id]
    )
    data = {"sure": "on"}

    replies = at_once([lambda: teacher.post(url, data).status_code, lambda: press(own)])

    assert replies == [302] * 2
    assert_nothing_is_loose(pupil)


@pytest.mark.parametrize("mode", [FeedbackMode.AT_ONCE, FeedbackMode.AT_END])
def test_answers_while_somebody_is_erased_are_stored_or_not(
    pupil: User, mode: FeedbackMode
) -> None:
    attempts = [start(pupil, mode) for _attempt in range(TIMES)]
    slots = [first_slot(attempt) for attempt in attempts]
    browsers = [browser_of(pupil) for _slot in slots]
    eraser = browser_of(pupil)
    right = SAMPLES[Form.CHOICE].right

    def send(client: Client, slot: Slot) -> int:
        return post_answer(client, slot, form_data(slot, right)).status_code

    replies = at_once(
        [
            lambda: press(eraser),
            *(
                lambda client=client, slot=slot: send(client, slot)
                for client, slot in zip(browsers, slots, strict=True)
            ),
        ]
    )

    assert replies[0] == 302
    # 401 is the way to the log-in under htmx
    assert set(replies[1:]) <= {200, 400, 401, 404}
    assert_nothing_is_loose(pupil)


def test_an_answer_that_was_read_before_and_stored_after_is_refused(
    pupil: User,
) -> None:
    slot = first_slot(start(pupil, FeedbackMode.AT_END))
    browser = browser_of(pupil)
    real = taking.submit

    def erased_meanwhile(**given: object) -> object:
        erasing.erase(user_id=pupil.pk, now=given["now"])
        return real(**given)

    with mock.patch.object(taking, "submit", erased_meanwhile):
        reply = post_answer(browser, slot, form_data(slot, SAMPLES[Form.CHOICE].right))

    assert reply.status_code == 401
    assert reply.headers["HX-Redirect"].startswith(reverse("account_login"))
    assert_nothing_is_loose(pupil)
    assert not Answer.objects.exists()


def test_starting_and_erasing_at_once_come_in_some_order(pupil: User) -> None:
    browsers = [browser_of(pupil) for _tab in range(TIMES)]
    eraser = browser_of(pupil)
    url = reverse("attempts:start")

    with mock.patch.object(taking, "draw_items", return_value=DRAWN):
        replies = at_once(
            [
                lambda: press(eraser),
                *(
                    lambda each=each: (
                        each.post(url, {"start_key": str(uuid.uuid4())}).status_code
                    )
                    for each in browsers
                ),
            ]
        )

    assert replies[0] == 302
    # Whoever came after that has no session any more, and starts as a guest
    assert set(replies[1:]) <= {302, 400}
    assert not User.objects.filter(pk=pupil.pk).exists()
    assert not Attempt.objects.filter(learner=pupil.pk).exists()


def test_an_answer_that_is_being_stored_is_waited_for(
    pupil: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It holds its attempt and then points to the learner, as memory does."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one transaction write at a time")
    # No second try makes good what the first has broken
    monkeypatch.setattr(erasing, "_TRIES", 1)
    slot = first_slot(start(pupil, FeedbackMode.AT_ONCE))
    fact = make_fact()
    client = browser_of(pupil)
    holds_the_attempt = threading.Event()
    learn = taking.learning.learn_from_answer

    def slowly(slot: Slot, response: Response, *, now: datetime) -> None:
        holds_the_attempt.set()
        time.sleep(0.5)
        Memory.objects.create(
            learner_id=slot.attempt.learner_id,
            fact=fact,
            stability=1,
            difficulty=5,
            due_at=now + timedelta(days=1),
            reviewed_at=now,
            reviews=1,
            misses=0,
            last_grade=3,
        )
        learn(slot, response, now=now)

    def send() -> int:
        data = form_data(slot, SAMPLES[Form.CHOICE].right)
        return post_answer(client, slot, data).status_code

    def erase() -> int:
        holds_the_attempt.wait(timeout=10)
        erasing.erase(user_id=pupil.pk, now=timezone.now())
        return 0

    with mock.patch.object(taking.learning, "learn_from_answer", slowly):
        replies = at_once([send, erase])

    assert replies == [200, 0]
    assert_nothing_is_loose(pupil)
    assert Answer.objects.count() == 1


def test_an_erased_user_does_not_come_back_by_being_saved(pupil: User) -> None:
    stale = User.objects.get(pk=pupil.pk)
    erasing.erase(user_id=pupil.pk, now=timezone.now())

    stale.display_name = "Қаракөз"
    with pytest.raises(DatabaseError):
        stale.save()

    assert not User.objects.filter(pk=pupil.pk).exists()
