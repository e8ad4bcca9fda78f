"""The log names accounts by number: no names, no addresses, no answers.

Lines are made as the site makes them, by its own handler, but from INFO on and of every
library: what a log says at its loudest is still harmless.
"""

from __future__ import annotations

import io
import logging
import uuid
from collections.abc import Iterator
from typing import Any
from unittest import mock

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from quizzes.accounts.privacy_forms import sign
from quizzes.attempts import taking
from quizzes.attempts.drawing import Drawn
from quizzes.attempts.models import Attempt
from quizzes.items.data import Form
from quizzes.people.models import User
from quizzes.web.logs import LineFormatter
from tests.accounts.conftest import PASSWORD, SIGN_UP, log_in
from tests.attempts.answering import answer_url, first_slot, form_data
from tests.attempts.sample_items import SAMPLES
from tests.classes.scene import School, make_school

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

NAME = "Қаракөз Тумарханова"
USERNAME = "qarakoz.canary"
EMAIL = "tumar.canary@example.kz"
CARD_NAME = "Жанаргүл Әбенова"
ANSWER = "1992 жылғы 15 мамыр"
CANARIES = (*NAME.split(), "canary", "tumar", *CARD_NAME.split(), ANSWER, PASSWORD)


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """All that is logged, as the site would write it."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    line: dict[str, Any] = settings.LOGGING["formatters"]["line"]
    assert line["()"] == "quizzes.web.logs.LineFormatter"
    handler.setFormatter(LineFormatter(line["format"], style=line["style"]))
    loggers = [logging.getLogger(name) for name in ("", "django", "quizzes")]
    before = [(each, each.level) for each in loggers]
    for each in loggers:
        each.setLevel(logging.INFO)
    for each in loggers[:2]:  # the second does not hand its lines on
        each.addHandler(handler)
    yield written
    for each, level in before:
        each.setLevel(level)
        each.removeHandler(handler)


@pytest.fixture
def school(db: None) -> School:
    return make_school()


def assert_no_canary(log: io.StringIO) -> None:
    text = log.getvalue().casefold()
    assert [word for word in CANARIES if word.casefold() in text] == []


def test_signing_up_and_in_and_being_erased(log: io.StringIO, db: None) -> None:
    browser = Client()
    form = SIGN_UP | {"display_name": NAME, "username": USERNAME, "email": EMAIL}

    browser.post(reverse("account_signup"), form | {"password1": "1"})
    browser.post(reverse("account_signup"), form)
    for login in (USERNAME, EMAIL):
        log_in(Client(), login, "a wrong password")
        log_in(Client(), login)
    Client().post(reverse("account_reset_password"), {"email": EMAIL})
    browser.post(reverse("accounts:account"), {"display_name": NAME, "language": "kk"})
    user = User.objects.get(username=USERNAME)
    browser.get(reverse("privacy:download"))
    data = {"person": sign(user), "password": PASSWORD}
    assert browser.post(reverse("privacy:erase"), data).status_code == 302

    assert f"User {user.pk} was erased." in log.getvalue()
    assert_no_canary(log)


def test_joining_by_code_and_by_card(log: io.StringIO, school: School) -> None:
    browser, teacher = Client(), Client()
    teacher.force_login(school.owner)
    code = school.classroom.join_code
    data = {"display_name": NAME, "join_key": str(uuid.uuid4())}

    browser.post(reverse("joining:enter"), {"code": "ZZZZ-ZZZZ"})
    browser.post(reverse("joining:join", args=[code]), data)
    Client().post(reverse("joining:join", args=[code]), data)
    cards = teacher.post(
        reverse("classes:make_cards", args=[school.classroom.public_id]),
        {"names": CARD_NAME},
    ).context["cards"]
    pupil = Client()
    assert log_in(pupil, cards[0].username, cards[0].password).status_code == 302
    pupil.get("/")
    teacher.get(school.classroom.get_absolute_url(), {"q": NAME})

    assert school.classroom.enrolments.filter(name=NAME).exists()
    assert_no_canary(log)
    for secret in (cards[0].password, cards[0].username):
        assert secret not in log.getvalue()


def start_typing(browser: Client) -> Attempt:
    drawn = Drawn(items=(SAMPLES[Form.DATE_ENTRY].item,), source_titles={})
    with mock.patch.object(taking, "draw_items", return_value=drawn):
        browser.post(reverse("attempts:start"), {"start_key": str(uuid.uuid4())})
    return Attempt.objects.get()


def test_answering(log: io.StringIO, db: None) -> None:
    browser = Client()
    attempt = start_typing(browser)
    slot = first_slot(attempt)
    data = form_data(slot, SAMPLES[Form.DATE_ENTRY].right)

    browser.post(answer_url(slot), {**data, "answer": NAME})
    browser.post(answer_url(slot), {**data, "answer": ANSWER})
    browser.post(answer_url(slot), {**data, "number": 7, "answer": ANSWER})

    assert_no_canary(log)


@pytest.mark.parametrize(
    "failure",
    [
        ValueError(f"{NAME} {EMAIL}"),
        IntegrityError(f"Key (username)=({USERNAME}) already exists."),
        KeyError(ANSWER),
    ],
    ids=lambda failure: type(failure).__name__,
)
def test_an_error_is_told_by_its_place_and_kind(
    failure: Exception, log: io.StringIO, db: None
) -> None:
    browser = Client(raise_request_exception=False)
    attempt = start_typing(browser)
    slot = first_slot(attempt)
    data = form_data(slot, SAMPLES[Form.DATE_ENTRY].right, answer=ANSWER)

    def fail(**given: object) -> None:
        try:
            raise failure
        except Exception as error:
            raise RuntimeError(str(error)) from error

    with mock.patch.object(taking, "submit", fail):
        reply = browser.post(answer_url(slot), data)

    assert reply.status_code == 500
    text = log.getvalue()
    assert type(failure).__name__ in text
    assert "RuntimeError" in text
    assert "quizzes/attempts/views.py" in text
    assert_no_canary(log)


def test_addresses_that_are_not_there(log: io.StringIO, db: None) -> None:
    Client().get("/bank/facts/", {"q": NAME})
    Client().get("/no-such-page/", {"name": NAME})

    assert "/no-such-page/" in log.getvalue()
    assert_no_canary(log)


def test_sweeping(log: io.StringIO, school: School) -> None:
    call_command("people", "sweep", stdout=log)

    assert_no_canary(log)
