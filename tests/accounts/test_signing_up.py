"""Signing up: a pupil needs a name and a password, a teacher gets a space."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from bs4 import BeautifulSoup
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from quizzes.bank.models import Space
from quizzes.people.models import User
from tests.accounts.conftest import (
    PASSWORD,
    MakeAccount,
    StartAs,
    is_logged_in,
    log_in,
    sign_up,
)
from tests.conftest import ClientFor

pytestmark = pytest.mark.django_db


def faults(response: HttpResponse) -> dict[str, str]:
    """The words beside each field, in the page's language."""
    page = BeautifulSoup(response.content, "html.parser")
    found = {}
    for box in page.select('[id$="_error"], [id$="-errors"]'):
        name = re.sub("^id_|_error$|-errors$", "", box["id"])
        found[re.sub("^id_|_error$|-errors$", "", name)] = box.get_text(strip=True)
    return found


def test_a_pupil_signs_up_without_an_address_and_is_in(client: Client) -> None:
    response = sign_up(client)

    assert response.headers["Location"] == "/"
    user = User.objects.get(username="bolat.a")
    assert (user.display_name, user.role, user.email, user.is_guest) == (
        "Болат Ахметов",
        "learner",
        "",
        False,
    )
    assert is_logged_in(client)
    assert mail.outbox == []


def test_a_teacher_gets_a_space_of_their_own_and_nothing_else(
    client: Client, aigerim: User
) -> None:
    sign_up(client, username="sara", display_name="Сара", role="teacher")

    sara = User.objects.get(username="sara")
    assert [space.name for space in sara.spaces.all()] == ["Сара"]
    assert not sara.is_staff
    assert not sara.is_superuser
    assert not sara.user_permissions.exists()
    assert not Space.objects.filter(owner=aigerim).exists()


def test_a_pupil_gets_no_space(client: Client) -> None:
    sign_up(client)

    assert not Space.objects.exists()


def test_a_guest_keeps_the_row_and_all_attempts(
    guest: User, client_for: ClientFor, start_as: StartAs
) -> None:
    attempt = start_as(guest)
    client = client_for(guest)

    sign_up(client)

    user = User.objects.get(username="bolat.a")
    assert user.pk == guest.pk
    assert not user.is_guest
    assert list(user.attempts.all()) == [attempt]
    assert client.get(attempt.get_absolute_url()).status_code == 200
    client.post(reverse("account_logout"))
    log_in(client, "bolat.a")
    assert is_logged_in(client)


def test_a_guest_becomes_a_teacher(guest: User, client_for: ClientFor) -> None:
    sign_up(client_for(guest), role="teacher")

    guest.refresh_from_db()
    assert guest.is_teacher
    assert guest.spaces.count() == 1


def test_the_language_of_the_page_stays(client: Client) -> None:
    client.cookies["django_language"] = "ru"

    sign_up(client)

    assert User.objects.get().language == "ru"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"username": ""}, "username"),
        ({"username": "ab"}, "username"),
        ({"username": "a b c"}, "username"),
        ({"username": "dana@mail.kz"}, "username"),
        ({"username": "guest-1234"}, "username"),
        ({"username": "dana"}, "username"),
        ({"username": "DANA"}, "username"),
        ({"username": "ＤＡＮＡ"}, "username"),
        ({"username": "a" * 151}, "username"),
        ({"username": "bo\x00lat"}, "username"),
        ({"display_name": ""}, "display_name"),
        ({"display_name": "  "}, "display_name"),
        ({"display_name": "12 !"}, "display_name"),
        ({"display_name": "Б" * 500}, "display_name"),
        ({"display_name": "Бо\u202eлат"}, "display_name"),
        ({"display_name": "Бо\x07лат"}, "display_name"),
        ({"display_name": "Бо\x00лат"}, "display_name"),
        ({"role": ""}, "role"),
        ({"role": "staff"}, "role"),
        ({"password1": ""}, "password1"),
        ({"password1": "қысқа"}, "password1"),
        ({"password1": "password"}, "password1"),
        ({"password1": "bolat.a1"}, "password1"),
        ({"password1": "ә" * 300}, "password1"),
        ({"email": "болат"}, "email"),
        (
            {"email": f"a@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 60}.{'f' * 40}.kz"},
            "email",
        ),
        ({"email": "dana@example.kz"}, "email"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_changes_nothing(
    given: dict[str, str], field: str, client: Client, make_account: MakeAccount
) -> None:
    yesterday = timezone.now() - timedelta(days=1)
    make_account("dana", email="dana@example.kz", date_joined=yesterday)

    response = sign_up(client, **given)

    assert response.status_code == 200
    assert list(faults(response)) == [field]
    assert User.objects.count() == 1
    assert not is_logged_in(client)


def test_nobody_becomes_staff_by_the_form(client: Client) -> None:
    sign_up(client, is_staff="on", is_superuser="on", is_active="", pk="1", id="1")

    user = User.objects.get()
    assert (user.is_staff, user.is_superuser, user.is_active) == (False, False, True)


def test_a_name_is_stored_in_one_spelling(client: Client) -> None:
    sign_up(client, username="  BOLAT.a ", display_name=" Болат   Ахметов ")

    user = User.objects.get()
    assert (user.username, user.display_name) == ("bolat.a", "Болат Ахметов")


def test_the_form_sent_again_logs_in_to_what_it_has_made(client: Client) -> None:
    sign_up(client, email="bolat@example.kz")
    again = Client()

    response = sign_up(again, email="bolat@example.kz")

    assert response.status_code == 302
    assert User.objects.count() == 1
    assert is_logged_in(again)


def test_a_taken_name_with_another_password_is_only_taken(client: Client) -> None:
    sign_up(client)
    stranger = Client()

    response = sign_up(stranger, password1="басқа-құпиясөз-1")

    assert list(faults(response)) == ["username"]
    assert not is_logged_in(stranger)


def test_whoever_is_logged_in_does_not_sign_up(
    client_for: ClientFor, bolat: User
) -> None:
    response = sign_up(client_for(bolat), username="another")

    assert response.headers["Location"] == reverse("accounts:account")
    assert not User.objects.filter(username="another").exists()


def test_an_address_is_confirmed_by_a_link_of_the_site(client: Client) -> None:
    sign_up(client, email="Bolat@Example.kz", username="bolat")

    (message,) = mail.outbox
    assert message.to == ["bolat@example.kz"]
    (link,) = re.findall(r"http://127\.0\.0\.1:8000(/account/\S+)", message.body)
    assert "testserver" not in message.body
    address = EmailAddress.objects.get()
    assert not address.verified
    assert client.get(link).status_code == 200
    address.refresh_from_db()
    assert not address.verified, "a look at the page confirms nothing"
    client.post(link)
    address.refresh_from_db()
    assert address.verified


def test_the_password_is_nowhere_in_the_page(client: Client) -> None:
    response = sign_up(client, username="")

    assert PASSWORD not in response.content.decode()


@pytest.mark.parametrize("logged_in_yet", [True, False])
def test_a_second_press_is_let_in_before_and_after_the_first_has_logged_in(
    guest: User, client_for: ClientFor, logged_in_yet: bool
) -> None:
    User.objects.update(date_joined=timezone.now() - timedelta(days=9))
    sign_up(client_for(guest))
    if not logged_in_yet:
        User.objects.update(last_login=None)
    second = Client()

    assert sign_up(second).status_code == 302
    assert is_logged_in(second)
    assert User.objects.filter(is_guest=False).count() == 1
