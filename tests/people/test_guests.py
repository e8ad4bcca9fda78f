"""Guests are users without credentials."""

from __future__ import annotations

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.backends.db import SessionStore
from django.core.handlers.wsgi import WSGIRequest
from django.db import IntegrityError, transaction
from django.test import RequestFactory
from django.utils import translation

from quizzes.people.guests import make_guest
from quizzes.people.models import User


def request_with_session(rf: RequestFactory) -> WSGIRequest:
    request = rf.post("/")
    request.session = SessionStore()
    return request


@pytest.mark.django_db
def test_a_guest_is_logged_in_and_cannot_be_logged_in_by_a_password(
    rf: RequestFactory,
) -> None:
    request = request_with_session(rf)

    guest = make_guest(request)

    assert request.session[SESSION_KEY] == str(guest.pk)
    assert guest.is_guest
    assert not guest.has_usable_password()
    assert User.objects.get(username=guest.username) == guest


@pytest.mark.django_db
def test_two_guests_are_two_users(rf: RequestFactory) -> None:
    first = make_guest(request_with_session(rf))
    second = make_guest(request_with_session(rf))

    assert first.username != second.username


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_guest_keeps_the_language_of_the_page(
    language: str, rf: RequestFactory
) -> None:
    with translation.override(language):
        assert make_guest(request_with_session(rf)).language == language


@pytest.mark.django_db
@pytest.mark.postgres
@pytest.mark.parametrize("right", ["is_staff", "is_superuser"])
def test_a_guest_cannot_be_given_rights(right: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(
            username="guest-1", password="!", is_guest=True, **{right: True}
        )


@pytest.mark.django_db
@pytest.mark.postgres
def test_a_language_that_the_site_has_not_is_refused() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(username="someone", language="de")


def test_passwords_cost_what_the_settings_of_a_school_can_bear() -> None:
    assert make_password("құпия сөз").startswith(
        "argon2$argon2id$v=19$m=19456,t=2,p=1$"
    )
