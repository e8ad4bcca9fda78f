"""The file of a person has all that is stored of them, and no secrets."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from quizzes.accounts.exporting import NESTED, export
from quizzes.accounts.holdings import REGISTER
from quizzes.attempts.models import Answer, Attempt
from quizzes.bank.recipes import FeedbackMode
from quizzes.people.models import User
from tests.accounts.person import (
    CALLED,
    EMAIL,
    NAME,
    USERNAME,
    Person,
    make_person,
    start,
)
from tests.accounts.person import answer as answer_and_hand_in
from tests.attempts.sample_items import CANARIES as NOT_BEFORE_THE_ANSWER
from tests.classes.scene import School, make_school
from tests.conftest import AssertSameQueries

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
INSIDE = {inner: outer for inner, outer, _place in NESTED}


@pytest.fixture
def school(db: None) -> School:
    return make_school()


@pytest.fixture
def person(school: School) -> Person:
    return make_person(school)


def file_of(user: User) -> Any:
    return json.loads(export(user=user, now=timezone.now()))


def section(file: Any, name: str) -> list[Any]:
    """The records of a section, wherever it stands."""
    if name == "account":
        return [file["account"]]
    if name not in INSIDE:
        found: list[Any] = file[name]
        return found
    return [each for outer in section(file, INSIDE[name]) for each in outer[name]]


def test_each_field_of_the_register_is_in_the_file(person: Person) -> None:
    file = file_of(person.user)

    missing = []
    for holding in REGISTER:
        records = section(file, holding.section)
        place = {inner: place for inner, _outer, place in NESTED}
        for name in holding.exported:
            # Where it stands says what the number of the row would say
            if name == place.get(holding.section):
                continue
            missing += [
                (holding.section, name) for record in records if name not in record
            ]
    assert missing == []


def test_each_row_about_the_person_is_in_the_file(person: Person) -> None:
    file = file_of(person.user)

    for holding in REGISTER:
        if holding.person:
            rows = holding.model._default_manager.filter(
                **{holding.person: person.user.pk}
            )
            assert len(section(file, holding.section)) == rows.count(), holding.section
    filled = {holding.section for holding in REGISTER} - {
        holding.section for holding in REGISTER if not section(file, holding.section)
    }
    assert {
        *("account", "email_addresses", "school_logins", "second_steps", "sessions"),
        *("staff_changes", "classes", "card", "tasks_by_name", "allowances"),
        *("attempts", "questions", "answers", "marks", "memory"),
    } <= filled


def test_the_file_says_names_addresses_and_answers_in_plain_letters(
    person: Person,
) -> None:
    text = export(user=person.user, now=timezone.now())

    for words in (NAME, USERNAME, EMAIL, CALLED, "Бақылау", "9 «Ә»"):
        assert words in text
    given = Answer.objects.filter(slot__attempt__learner=person.user).first()
    file = json.loads(text)
    assert given.response in [each["response"] for each in section(file, "answers")]
    # The answer is a value; the question beside it says what it means
    for question in section(file, "questions"):
        shown = question["snapshot"]
        assert shown["stem"]
        for each in question["answers"]:
            assert each["response"] in shown["options"]


def test_no_secret_is_in_the_file(person: Person) -> None:
    text = export(user=person.user, now=timezone.now())

    session_key = person.browser.session.session_key
    for secret in (person.user.password, "SECRETOFTHEAPP", session_key):
        assert secret not in text


def test_nothing_of_others_is_in_the_file(school: School, person: Person) -> None:
    text = export(user=person.user, now=timezone.now())

    for other in (school.owner, school.pupil, school.other_pupil):
        assert other.username not in text
        assert other.display_name not in text


def test_marks_that_are_not_shown_yet_are_not_in_the_file(school: School) -> None:
    pupil = school.pupil
    attempts = [start(pupil, FeedbackMode.AT_END) for _attempt in range(2)]
    for attempt, rightly in zip(attempts, (True, False), strict=True):
        answer_and_hand_in(attempt, hand_in=False, rightly=rightly)

    text = export(user=pupil, now=timezone.now())

    for record in json.loads(text)["attempts"]:
        assert record["marks_are_not_shown_yet"]
        assert record["score"] is None
        for question in record["questions"]:
            assert question["mark"] is None
            for each in question["answers"]:
                assert [mark["score"] for mark in each["marks"]] == [None]
    for canary in NOT_BEFORE_THE_ANSWER:
        assert canary not in text
    assert '"key"' not in text


def test_marks_are_in_the_file_as_soon_as_the_page_shows_them(person: Person) -> None:
    file = file_of(person.user)

    shown = [each for each in file["attempts"] if each.get("score")]
    assert shown
    assert all(marks_of(each) for each in shown)


def marks_of(attempt: Any) -> Iterator[Any]:
    return (
        mark
        for question in attempt["questions"]
        for each in question["answers"]
        for mark in each["marks"]
    )


def test_a_guest_downloads_a_file(guest: User) -> None:
    browser = Client()
    browser.force_login(guest)
    start(guest, FeedbackMode.AT_ONCE)

    reply = browser.get(reverse("privacy:download"))

    assert reply.headers["Content-Type"] == "application/json; charset=utf-8"
    assert reply.headers["Content-Disposition"].startswith("attachment")
    assert "no-store" in reply.headers["Cache-Control"]
    assert len(reply.json()["attempts"]) == 1
    assert reply.json()["account"]["is_guest"]


def test_a_file_of_many_attempts_asks_the_database_as_often_as_one_of_few(
    guest: User, assert_same_queries: AssertSameQueries
) -> None:
    def grow(count: int) -> None:
        for _attempt in range(count):
            answer_and_hand_in(start(guest, FeedbackMode.AT_ONCE), hand_in=True)

    assert_same_queries(grow=grow, block=lambda: file_of(guest))
    assert Attempt.objects.count() == 6
