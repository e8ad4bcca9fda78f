"""What the program writes to its logs names nobody and holds no answer."""

from __future__ import annotations

import logging
import uuid
from unittest import mock

import pytest
from django.test import Client
from django.utils import timezone

from quizzes.accounts import privacy_views
from quizzes.attempts import taking
from quizzes.attempts.drawing import Drawn
from quizzes.attempts.models import Answer
from quizzes.bank.recipes import FeedbackMode, Recipe
from quizzes.classes.models import Enrolment
from quizzes.items.data import Form
from quizzes.people.models import User
from tests.accounts.conftest import PASSWORD, log_in, sign_up
from tests.accounts.personal import CANARY, EMAIL, NAME
from tests.attempts.answering import first_slot, form_data, post_answer
from tests.attempts.sample_items import SAMPLES
from tests.classes.scene import make_class, make_teacher

pytestmark = pytest.mark.django_db


def test_no_name_password_or_answer_gets_into_a_line(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    # What the database was asked is not logged but by developers
    logging.getLogger("django.db.backends").setLevel(logging.WARNING)
    client.raise_request_exception = False

    _sign_up_join_and_answer(client)
    # Refused: a wrong password, a form without its token, a page that is not there
    log_in(Client(), CANARY, f"wrong-{PASSWORD}")
    Client(enforce_csrf_checks=True).post("/join/", {"code": CANARY})
    client.post("/classes/new/", {"name": CANARY})
    # And a fault of the program while it has the name in its hands
    with mock.patch.object(privacy_views, "everything_of", side_effect=_fault):
        assert client.get("/account/data/").status_code == 500

    lines = [logging.Formatter().format(record) for record in caplog.records]
    text = "\n".join(lines).casefold()
    assert "internal server error" in text
    for word in (CANARY, NAME, EMAIL, PASSWORD, "1992-05-15"):
        assert word.casefold() not in text


def _fault(user: object, **given: object) -> None:
    raise RuntimeError("a fault")


def _sign_up_join_and_answer(client: Client) -> None:
    sign_up(client, display_name=NAME, username=CANARY, email=EMAIL)
    user = User.objects.get(username=CANARY)
    classroom = make_class(make_teacher("aigerim"))
    client.post(
        f"/join/{classroom.join_code}/",
        {"display_name": NAME, "join_key": str(uuid.uuid4())},
    )
    assert Enrolment.objects.get(learner=user).name == NAME
    sample = SAMPLES[Form.CHOICE]
    drawn = Drawn(items=(sample.item,), source_titles={})
    with mock.patch.object(taking, "draw_items", return_value=drawn):
        attempt = taking.start(
            learner=user,
            recipe=Recipe(feedback_mode=FeedbackMode.AT_ONCE),
            start_key=uuid.uuid4(),
            seed="a seed",
            now=timezone.now(),
        )
    slot = first_slot(attempt)
    post_answer(client, slot, form_data(slot, sample.right))
    assert Answer.objects.get().response == sample.right
