"""What comes while somebody is being erased: nothing half done, and no failure.

SQLite hides races that PostgreSQL shows, so these run on both.
"""

from __future__ import annotations

import uuid
from unittest import mock

import pytest
from django.test import Client
from django.urls import reverse

from quizzes.accounts import erasing
from quizzes.accounts.privacy_forms import sign
from quizzes.attempts import taking
from quizzes.attempts.models import Answer, Attempt, Mark, Slot
from quizzes.bank.recipes import FeedbackMode
from quizzes.items.data import Form
from quizzes.people.models import User
from tests.accounts.person import answer, start
from tests.attempts.answering import first_slot, form_data, post_answer
from tests.attempts.sample_items import SAMPLES
from tests.attempts.test_parallel import at_once
from tests.classes.scene import School, give_card, make_school

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]
TIMES = 6


def browser_of(user: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


def press(client: Client, user: User) -> int:
    data = {"person": sign(user)}
    return client.post(reverse("privacy:erase"), data).status_code


def assert_nothing_is_loose(user: User) -> None:
    assert not User.objects.filter(pk=user.pk).exists()
    assert not Attempt.objects.filter(learner_id=user.pk).exists()
    for attempt in Attempt.objects.all():
        assert not attempt.is_open
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
    answer(start(pupil, FeedbackMode.AT_END), hand_in=True)
    browsers = [browser_of(pupil) for _press in range(TIMES)]

    replies = at_once([lambda each=each: press(each, pupil) for each in browsers])

    assert replies == [302] * TIMES
    assert_nothing_is_loose(pupil)
    assert Attempt.objects.count() == 1


def test_a_teacher_and_the_pupil_may_erase_at_once(school: School) -> None:
    pupil, _card = give_card(school.classroom)
    User.objects.filter(pk=pupil.pk).update(must_replace_password=False, password="!")
    enrolment = pupil.enrolments.get()
    teacher, own = browser_of(school.owner), browser_of(pupil)
    url = reverse(
        "privacy:erase_pupil", args=[school.classroom.public_id, enrolment.public_id]
    )
    data = {"person": sign(pupil)}

    replies = at_once(
        [lambda: teacher.post(url, data).status_code, lambda: press(own, pupil)]
    )

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
            lambda: press(eraser, pupil),
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
    drawn = taking.Drawn(items=(SAMPLES[Form.CHOICE].item,), source_titles={})
    url = reverse("attempts:start")

    with mock.patch.object(taking, "draw_items", return_value=drawn):
        replies = at_once(
            [
                lambda: press(eraser, pupil),
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
