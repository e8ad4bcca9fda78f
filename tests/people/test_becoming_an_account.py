"""A guest's row becomes an account, by whatever way."""

from __future__ import annotations

import pytest
from django.db import IntegrityError
from django.test import Client

from quizzes.people import guests
from quizzes.people.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


@pytest.fixture
def guest() -> User:
    guest = User(username="guest-1", is_guest=True)
    guest.set_unusable_password()
    guest.save()
    return guest


def test_a_name_is_all_that_is_needed_and_the_session_goes_on(guest: User) -> None:
    client = Client()
    client.force_login(guest)

    pupil = guests.become_account(guest=guest, display_name="Болат")

    assert pupil.pk == guest.pk
    assert (pupil.display_name, pupil.role, pupil.is_guest) == (
        "Болат",
        "learner",
        False,
    )
    assert pupil.username.startswith("pupil-")
    assert not pupil.has_usable_password()
    assert client.get("/account/").status_code == 200


def test_nobody_becomes_an_account_twice(guest: User) -> None:
    guests.become_account(guest=guest, display_name="Болат", username="bolat")

    with pytest.raises(guests.NotAGuest):
        guests.become_account(guest=guest, display_name="Дана", username="dana")

    assert User.objects.get().display_name == "Болат"


def test_a_name_that_is_taken_leaves_the_guest_as_it_was(
    guest: User, bolat: User
) -> None:
    with pytest.raises(IntegrityError):
        guests.become_account(
            guest=guest, display_name="Болат", username=bolat.username
        )

    guest.refresh_from_db()
    assert guest.is_guest
