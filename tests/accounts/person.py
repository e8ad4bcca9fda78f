"""A pupil of whom something stands in every table that can hold it, by canaries."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from unittest import mock

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.utils import timezone

from quizzes.attempts import assigned, taking
from quizzes.attempts.drawing import Drawn
from quizzes.attempts.models import Attempt
from quizzes.bank.recipes import FeedbackMode, Recipe
from quizzes.classes import enrolling
from quizzes.classes.assignments import Allowance, Assignment
from quizzes.classes.classrooms import Enrolment
from quizzes.items.data import Form
from quizzes.memory.models import Memory
from quizzes.people.models import User
from tests.accounts.conftest import PASSWORD, log_in
from tests.attempts.answering import first_slot, submit
from tests.attempts.sample_items import SAMPLES
from tests.classes.scene import School, enrol, give_card, make_class
from tests.factories import make_assignment, make_fact

NAME: Final = "Қаракөз Тумарханова"
USERNAME: Final = "qarakoz.canary"
EMAIL: Final = "tumar.canary@example.kz"
CALLED: Final = "Тумархан Кенже"
CANARIES: Final = (NAME, USERNAME, EMAIL, CALLED, "qarakoz", "Қаракөз", "Тумархан")


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """The pupil, her browser, and what she has done."""

    user: User
    browser: Client
    enrolment: Enrolment
    assignment: Assignment
    handed_in: tuple[Attempt, ...]
    unfinished: Attempt


def make_person(school: School) -> Person:
    """A pupil with a card of the school's class, and all that she can have."""
    user, _card = give_card(school.classroom, NAME)
    user.username, user.email, user.first_name = USERNAME, EMAIL, "Қаракөз"
    user.must_replace_password = False
    user.set_password(PASSWORD)
    user.save()
    browser = Client()
    assert log_in(browser, USERNAME).status_code == 302
    _give_ways_in(user)
    enrolment = user.enrolments.get()
    _take_part_elsewhere(school, user)
    assignment = make_assignment(school.classroom, learners=(user,))
    Allowance.objects.create(
        assignment=assignment,
        learner=user,
        extra_minutes=20,
        given_by=school.owner,
        given_at=timezone.now(),
    )
    _be_noted_by_staff(user)
    practised = start(user, FeedbackMode.AT_ONCE)
    answer(practised, hand_in=True)
    test = start_assigned(user, assignment)
    answer(test, hand_in=True)
    unfinished = start(user, FeedbackMode.AT_END)
    answer(unfinished, hand_in=False)
    _remember(user)
    return Person(
        user=User.objects.get(pk=user.pk),
        browser=browser,
        enrolment=enrolment,
        assignment=assignment,
        handed_in=(practised, test),
        unfinished=unfinished,
    )


def start(user: User, mode: FeedbackMode) -> Attempt:
    """Start a quiz of one question."""
    with _drawing():
        return taking.start(
            learner=user,
            recipe=Recipe(feedback_mode=mode),
            start_key=uuid.uuid4(),
            seed="a seed",
            now=timezone.now(),
        )


def start_assigned(user: User, assignment: Assignment) -> Attempt:
    """Start an attempt at an assignment."""
    with _drawing():
        return assigned.start(
            assignment=assignment,
            learner=user,
            start_key=uuid.uuid4(),
            now=timezone.now(),
        )


def answer(attempt: Attempt, *, hand_in: bool, rightly: bool = True) -> None:
    """Answer the question, and hand it in if that is wanted."""
    sample = SAMPLES[Form.CHOICE]
    response = sample.right if rightly else sample.wrong
    submit(first_slot(attempt), response, now=timezone.now())
    if hand_in:
        taking.close(attempt=attempt, now=timezone.now())


def rows_with(words: tuple[str, ...]) -> dict[str, int]:
    """The tables that have one of these words in a row, and in how many."""
    found = {}
    # Some JSON is stored with escapes
    spelt = {word for each in words for word in (each, json.dumps(each)[1:-1])}
    wanted = {word.casefold() for word in spelt} | {
        word.replace("\\", "\\\\").casefold() for word in spelt
    }
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows = [str(row).casefold() for row in cursor.fetchall()]
            named = [row for row in rows if any(word in row for word in wanted)]
            if named:
                found[table] = len(named)
    return found


@contextmanager
def _drawing() -> Iterator[None]:
    """Let practice and tests draw the same question."""
    drawn = Drawn(items=(SAMPLES[Form.CHOICE].item,), source_titles={})
    with (
        mock.patch.object(taking, "draw_items", return_value=drawn),
        mock.patch.object(assigned, "draw_items", return_value=drawn),
    ):
        yield


def _give_ways_in(user: User) -> None:
    EmailAddress.objects.create(user=user, email=EMAIL, verified=True, primary=True)
    Authenticator.objects.create(
        user=user, type=Authenticator.Type.TOTP, data={"secret": "SECRETOFTHEAPP"}
    )
    SocialAccount.objects.create(
        user=user, provider="school", uid="77", extra_data={"name": NAME}
    )


def _take_part_elsewhere(school: School, user: User) -> None:
    """She has left another class of the school, by another name."""
    other = enrol(make_class(school.owner, "5 «А»"), user, CALLED)
    enrolling.leave(enrolment=other, now=timezone.now())


def _be_noted_by_staff(user: User) -> None:
    staff = User.objects.create_superuser("staff-of-site")
    for by, about in ((staff, user), (user, staff)):
        LogEntry.objects.create(
            user=by,
            content_type=ContentType.objects.get_for_model(User),
            object_id=str(about.pk),
            object_repr=str(about),
            action_flag=CHANGE,
        )


def _remember(user: User) -> None:
    now = timezone.now()
    Memory.objects.create(
        learner=user,
        fact=make_fact(),
        stability=2.5,
        difficulty=5,
        due_at=now + timedelta(days=2),
        reviewed_at=now,
        reviews=1,
        misses=0,
        last_grade=3,
    )
