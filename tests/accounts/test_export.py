"""Somebody downloads all that is stored of them, and a teacher that of a card pupil."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from quizzes.accounts.exporting import everything_of
from quizzes.accounts.register import REGISTER
from quizzes.attempts.models import Attempt, Slot
from quizzes.bank.recipes import FeedbackMode
from quizzes.people.models import User
from tests.accounts.personal import CANARY, EMAIL, NAME, answer_one, leave_traces
from tests.classes.scene import School, enrol, make_school
from tests.conftest import AssertSameQueries, ClientFor

pytestmark = pytest.mark.django_db
PAGE = "/account/data/"

# Where the export holds each model, and what its place says already
PLACES: dict[str, tuple[str, ...]] = {
    "quizzes.User": ("account",),
    "account.EmailAddress": ("email_addresses",),
    "mfa.Authenticator": ("second_steps",),
    "socialaccount.SocialAccount": ("school_log_ins",),
    "sessions.Session": ("sessions",),
    "quizzes.Enrolment": ("enrolments",),
    "quizzes.Card": ("cards",),
    "quizzes.Recipient": ("assignments_by_name",),
    "quizzes.Allowance": ("allowances",),
    "quizzes.Attempt": ("attempts",),
    "quizzes.Slot": ("attempts", "slots"),
    "quizzes.Answer": ("attempts", "slots", "answers"),
    "quizzes.Mark": ("attempts", "slots", "answers", "marks"),
    "quizzes.Memory": ("memory",),
}
SAID_BY_THE_PLACE = {
    "quizzes.Attempt": {"learner"},
    "quizzes.Slot": {"attempt", "snapshot"},
    "quizzes.Answer": {"slot"},
    "quizzes.Mark": {"answer"},
}
# Of whoever has nothing to do with the bank or with teaching
LISTS_OF_TEACHERS = {
    "account.EmailConfirmation": "email_confirmations",
    "socialaccount.SocialToken": "school_keys",
    "admin.LogEntry": "staff_changes",
    "quizzes.ClassTeacher": "classes_taught",
    "quizzes.Assignment": "assignments_given",
    "quizzes.Space": "spaces",
    "quizzes.Fact": "facts",
    "quizzes.Upload": "uploads",
    "quizzes.Quiz": "quizzes",
    "quizzes.FactVersion": "fact_versions",
    "quizzes.EntityVersion": "entity_versions",
    "quizzes.SourceText": "source_texts",
    "quizzes.Regrade": "regrades",
    "quizzes.Question": "questions",
    "quizzes.QuestionVersion": "question_versions",
    "quizzes.Stimulus": "texts",
    "quizzes.StimulusVersion": "text_versions",
}


@pytest.fixture
def school(db: None) -> School:
    return make_school()


@pytest.fixture
def pupil(school: School) -> User:
    leave_traces(school.pupil, school.classroom, school.owner)
    return school.pupil


def downloaded(client: Client, url: str = PAGE) -> dict[str, Any]:
    response = client.get(url)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/json; charset=utf-8"
    assert "attachment" in response.headers["Content-Disposition"]
    assert "no-store" in response.headers["Cache-Control"]
    record: dict[str, Any] = json.loads(response.content.decode("utf-8"))
    return record


def first_of(record: Any, path: tuple[str, ...]) -> dict[str, Any]:
    for key in path:
        record = record[key][0] if isinstance(record[key], list) else record[key]
    assert isinstance(record, dict)
    return record


def keys_in(record: Any) -> Iterator[str]:
    if isinstance(record, dict):
        yield from record
        for value in record.values():
            yield from keys_in(value)
    elif isinstance(record, list):
        for value in record:
            yield from keys_in(value)


def test_each_entry_of_the_register_is_in_the_file(
    pupil: User, client_for: ClientFor
) -> None:
    record = downloaded(client_for(pupil))

    assert {section.model for section in REGISTER} == {*PLACES, *LISTS_OF_TEACHERS}
    assert set(LISTS_OF_TEACHERS.values()) <= set(record)
    for section in REGISTER:
        if section.model not in PLACES:
            continue
        row = first_of(record, PLACES[section.model])
        wanted = {
            field
            for entry in section.entries
            if not entry.secret
            for field in entry.fields
        } - SAID_BY_THE_PLACE.get(section.model, set())
        assert wanted <= set(row), section.model


def test_it_says_what_was_stored(pupil: User, client_for: ClientFor) -> None:
    response = client_for(pupil).get(PAGE)
    record = json.loads(response.content)

    assert NAME in response.content.decode()  # readable, not escaped
    assert record["account"]["email"] == EMAIL
    assert record["enrolments"][0]["name"] == NAME
    assert record["enrolments"][0]["classroom"] == "9 «Ә»"
    assert record["allowances"][0]["extra_minutes"] == 10
    [slot] = record["attempts"][0]["slots"]
    assert slot["answers"][0]["response"] in slot["options"]
    assert slot["answers"][0]["marks"][0]["score"] == "1.0000"


def test_no_secret_is_in_it(pupil: User, client_for: ClientFor) -> None:
    client = client_for(pupil)

    text = client.get(PAGE).content.decode()

    assert f"secret-{CANARY}" not in text
    assert pupil.password not in text
    assert str(client.session.session_key) not in text
    secret = {
        field
        for section in REGISTER
        for entry in section.entries
        if entry.secret
        for field in entry.fields
    } - {"key"}  # of a space it is none
    assert secret & set(keys_in(json.loads(text))) == set()


def test_a_guest_gets_their_own(client_for: ClientFor) -> None:
    guest = User.objects.create(username="guest-1", is_guest=True, password="!")
    answer_one(guest)

    record = downloaded(client_for(guest))

    assert record["account"]["is_guest"]
    assert len(record["attempts"]) == 1


def test_nothing_of_anybody_else_is_in_it(
    pupil: User, school: School, client_for: ClientFor
) -> None:
    answer_one(pupil)

    text = client_for(school.other_pupil).get(PAGE).content.decode()

    assert CANARY not in text.casefold()
    assert json.loads(text)["attempts"] == []


@pytest.mark.parametrize("is_open", [True, False])
def test_marks_that_a_test_has_not_shown_yet_are_left_out(
    is_open: bool, pupil: User
) -> None:
    now = timezone.now()
    attempt = Attempt.objects.get(learner=pupil)
    Attempt.objects.filter(pk=attempt.pk).update(
        feedback_mode=FeedbackMode.AT_END if is_open else FeedbackMode.AT_CLOSE,
        state="open" if is_open else "closed",
        closed_at=None if is_open else now,
        reveals_at=now + timedelta(hours=1),
    )

    record = everything_of(pupil, now=now)

    [hidden] = record["attempts"]
    assert {"score", "mark", "marks"} & set(keys_in(hidden)) == set()
    assert hidden["slots"][0]["answers"][0]["response"]
    if not is_open:
        later = everything_of(pupil, now=now + timedelta(hours=1))
        assert {"score", "mark", "marks"} <= set(keys_in(later["attempts"]))


def test_a_file_of_many_attempts_takes_no_more_queries(
    pupil: User, assert_same_queries: AssertSameQueries
) -> None:
    def grow(count: int) -> None:
        for _ in range(count):
            answer_one(pupil)

    assert_same_queries(
        grow=grow, block=lambda: everything_of(pupil, now=timezone.now())
    )
    assert Slot.objects.filter(attempt__learner=pupil).count() == 7


# --- A teacher's ----------------------------------------------------------------------


def address(school: School) -> str:
    return (
        f"/classes/{school.classroom.public_id}"
        f"/learners/{school.enrolment.public_id}/data/"
    )


@pytest.mark.parametrize(
    ("who", "status"),
    [("owner", 200), ("co_teacher", 200), ("other_teacher", 404), ("removed", 403)],
)
def test_a_card_pupils_is_for_the_teachers_of_the_class(
    who: str, status: int, pupil: User, school: School, client_for: ClientFor
) -> None:
    response = client_for(getattr(school, who)).get(address(school))

    assert response.status_code == status
    assert (NAME in response.content.decode()) == (status == 200)


def test_a_pupil_who_came_by_code_keeps_theirs(
    school: School, client_for: ClientFor
) -> None:
    assert client_for(school.owner).get(address(school)).status_code == 404


def test_the_card_of_another_class_gives_this_one_nothing(
    pupil: User, school: School, client_for: ClientFor
) -> None:
    there = enrol(school.other_class, pupil)
    url = f"/classes/{school.other_class.public_id}/learners/{there.public_id}/data/"

    assert client_for(school.other_teacher).get(url).status_code == 404
