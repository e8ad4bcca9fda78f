"""People who sign up and in as a browser does."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any
from unittest import mock

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from quizzes.attempts import taking
from quizzes.attempts.drawing import Drawn
from quizzes.attempts.models import Attempt
from quizzes.bank.recipes import FeedbackMode, Recipe
from quizzes.items.data import Form
from quizzes.people.models import User
from tests.attempts.sample_items import SAMPLES

PASSWORD = "бұлақ-су-2026"
SIGN_UP = {
    "role": "learner",
    "display_name": "Болат Ахметов",
    "username": "bolat.a",
    "password1": PASSWORD,
    "email": "",
}

StartAs = Callable[..., Attempt]
MakeAccount = Callable[..., User]


@pytest.fixture(autouse=True)
def _no_tries_at_first(request: pytest.FixtureRequest, _django_db_marker: None) -> None:
    """Forget tries where the database keeps them past a test."""
    if request.node.get_closest_marker("django_db"):
        cache.clear()


@pytest.fixture
def make_account(db: None) -> MakeAccount:
    """Make an account with the password that all tests use."""

    def make(username: str, **given: object) -> User:
        return User.objects.create_user(username, password=PASSWORD, **given)

    return make


@pytest.fixture
def start_as(db: None) -> StartAs:
    """Start an attempt for a user."""

    def start(learner: User, start_key: uuid.UUID | None = None) -> Attempt:
        drawn = Drawn(items=(SAMPLES[Form.CHOICE].item,), source_titles={})
        with mock.patch.object(taking, "draw_items", return_value=drawn):
            return taking.start(
                learner=learner,
                recipe=Recipe(feedback_mode=FeedbackMode.AT_ONCE),
                start_key=start_key or uuid.uuid4(),
                seed="a seed",
                now=timezone.now(),
            )

    return start


@pytest.fixture
def guest(db: None) -> User:
    """Somebody who has started a quiz."""
    guest = User(username="guest-0123456789ab", is_guest=True)
    guest.set_unusable_password()
    guest.save()
    return guest


def sign_up(client: Client, **given: str) -> Any:
    """Fill in the sign-up and send it."""
    return client.post(reverse("account_signup"), SIGN_UP | given)


def log_in(client: Client, login: str, password: str = PASSWORD, **given: str) -> Any:
    """Fill in the log-in and send it."""
    data = {"login": login, "password": password, **given}
    return client.post(reverse("account_login"), data)


def is_logged_in(client: Client) -> bool:
    """Whether the account page opens."""
    return client.get(reverse("accounts:account")).status_code == 200
