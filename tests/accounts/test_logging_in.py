"""Logging in and out, resets and passwords."""

from __future__ import annotations

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse

from quizzes.people.models import User
from tests.accounts.conftest import PASSWORD, MakeAccount, is_logged_in, log_in
from tests.conftest import ClientFor

pytestmark = pytest.mark.django_db
NEW = "жаңа-құпиясөз-99"


@pytest.mark.parametrize(
    "typed",
    ["bolat", "BOLAT", " bolat ", "bolat@example.kz", "Bolat@Example.KZ", "ｂolat"],
)
def test_one_logs_in_by_name_or_address(
    typed: str, client: Client, make_account: MakeAccount
) -> None:
    make_account("bolat", email="bolat@example.kz")

    response = log_in(client, typed)

    assert response.headers["Location"] == "/"
    assert is_logged_in(client)


def test_one_comes_to_where_one_wanted(
    client: Client, make_account: MakeAccount
) -> None:
    make_account("bolat")

    assert log_in(client, "bolat", next="/bank/").headers["Location"] == "/bank/"


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)"]
)
def test_nobody_is_sent_to_another_site(
    elsewhere: str, client: Client, make_account: MakeAccount
) -> None:
    make_account("bolat")

    assert log_in(client, "bolat", next=elsewhere).headers["Location"] == "/"


def test_whoever_is_logged_in_already_goes_on(
    client_for: ClientFor, bolat: User
) -> None:
    page = reverse("account_login")

    assert client_for(bolat).get(f"{page}?next=/bank/").headers["Location"] == "/bank/"
    elsewhere = client_for(bolat).get(f"{page}?next=//evil.example/")
    assert elsewhere.headers["Location"] == reverse("accounts:account")


def test_a_wrong_password_tells_nothing_of_who_has_an_account(
    client: Client, make_account: MakeAccount
) -> None:
    make_account("bolat")

    known = log_in(client, "bolat", "қате")
    unknown = log_in(client, "nobody", "қате")

    words = "Пайдаланушы аты немесе құпиясөз дұрыс емес."
    assert words in known.content.decode()
    assert words in unknown.content.decode()
    assert not is_logged_in(client)


@pytest.mark.parametrize(
    "given",
    [
        {"login": "", "password": ""},
        {"login": "a\x00b", "password": PASSWORD},
        {"login": "a" * 100_000, "password": PASSWORD},
        {"login": "bolat", "password": "p" * 100_000},
        {},
    ],
)
def test_nonsense_is_refused_at_the_fields(
    given: dict[str, str], client: Client
) -> None:
    response = client.post(reverse("account_login"), given)

    assert response.status_code == 200
    assert "field__error" in response.content.decode()


def test_a_guest_is_not_logged_in_by_a_password(
    client: Client, guest: User, make_account: MakeAccount
) -> None:
    log_in(client, guest.username, "")
    log_in(client, guest.username, "!")

    assert not is_logged_in(client)


def test_without_being_remembered_the_session_ends_with_the_browser(
    client: Client, make_account: MakeAccount
) -> None:
    make_account("bolat")

    log_in(client, "bolat")
    assert client.session.get_expire_at_browser_close()

    log_in(other := Client(), "bolat", remember="on")
    assert not other.session.get_expire_at_browser_close()


def test_the_language_comes_along(client: Client, make_account: MakeAccount) -> None:
    make_account("bolat", language="ru")

    log_in(client, "bolat")

    assert client.cookies["django_language"].value == "ru"


def test_logging_out_is_a_post_that_clears_the_browser(
    client_for: ClientFor, bolat: User
) -> None:
    client = client_for(bolat)

    assert client.get(reverse("account_logout")).status_code == 200
    assert is_logged_in(client)
    response = client.post(reverse("account_logout"))

    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert not is_logged_in(client)


def test_a_page_with_an_account_on_it_is_kept_nowhere(
    client_for: ClientFor, bolat: User
) -> None:
    response = client_for(bolat).get(reverse("accounts:account"))

    assert "no-store" in response.headers["Cache-Control"]


def test_a_new_password_ends_the_other_sessions(make_account: MakeAccount) -> None:
    make_account("bolat")
    here, there = Client(), Client()
    log_in(here, "bolat")
    log_in(there, "bolat")

    response = here.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW},
    )

    assert response.headers["Location"] == reverse("accounts:account")
    assert is_logged_in(here)
    assert not is_logged_in(there)
    log_in(there, "bolat", NEW)
    assert is_logged_in(there)


@pytest.mark.parametrize(
    "given",
    [
        {"oldpassword": "қате"},
        {"password2": "басқа-құпиясөз-1"},
        {"password1": "қысқа", "password2": "қысқа"},
        {"password1": "bolat123", "password2": "bolat123"},
    ],
)
def test_a_password_that_cannot_be_changes_nothing(
    given: dict[str, str], client: Client, make_account: MakeAccount
) -> None:
    make_account("bolat")
    log_in(client, "bolat")
    data = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW} | given

    response = client.post(reverse("account_change_password"), data)

    assert response.status_code == 200
    assert "field__error" in response.content.decode()
    assert User.objects.get().check_password(PASSWORD)


def test_a_disabled_account_is_out_at_the_next_request(
    make_account: MakeAccount, client: Client
) -> None:
    user = make_account("bolat")
    log_in(client, "bolat")

    User.objects.filter(pk=user.pk).update(is_active=False)

    assert not is_logged_in(client)
    again = log_in(client, "bolat")
    assert again.headers["Location"] == reverse("account_inactive")
    assert not is_logged_in(client)


def reset_link(client: Client, email: str, **headers: str) -> str:
    response = client.post(
        reverse("account_reset_password"), {"email": email}, headers=headers
    )
    assert response.headers["Location"] == reverse("account_reset_password_done")
    (message,) = mail.outbox
    (link,) = re.findall(r"http://127\.0\.0\.1:8000(/account/\S+)", message.body)
    return link


def test_a_forgotten_password_is_replaced_by_a_link_that_works_once(
    client: Client, make_account: MakeAccount
) -> None:
    user = make_account("bolat", email="bolat@example.kz")
    there = Client()
    log_in(there, "bolat")
    link = reset_link(client, "bolat@example.kz", Host="127.0.0.1")
    assert "bolat" in mail.outbox[0].body

    form = client.get(link).headers["Location"]
    response = client.post(form, {"password1": NEW, "password2": NEW})

    assert response.status_code == 302
    assert is_logged_in(client)
    assert not is_logged_in(there)
    user.refresh_from_db()
    assert user.check_password(NEW)
    used = Client().get(link)
    assert "Бұл сілтеме пайдаланылған немесе ескірген." in used.content.decode()


def test_an_unknown_address_gets_no_mail_and_the_same_page(client: Client) -> None:
    response = client.post(
        reverse("account_reset_password"), {"email": "nobody@example.kz"}
    )

    assert response.headers["Location"] == reverse("account_reset_password_done")
    assert mail.outbox == []


def test_a_pupil_without_a_password_sets_one(
    client_for: ClientFor, bolat: User
) -> None:
    client = client_for(bolat)
    assert client.get(reverse("account_change_password")).headers["Location"] == (
        reverse("account_set_password")
    )

    client.post(reverse("account_set_password"), {"password1": NEW, "password2": NEW})

    assert is_logged_in(client)
    log_in(other := Client(), "bolat", NEW)
    assert is_logged_in(other)


def test_an_address_is_added_and_removed(
    client: Client, make_account: MakeAccount
) -> None:
    user = make_account("bolat")
    log_in(client, "bolat")
    page = reverse("account_email")
    asked = client.post(page, {"action_add": "1", "email": "b@example.kz"})
    assert asked.headers["Location"].startswith(reverse("account_reauthenticate"))

    client.post(asked.headers["Location"], {"password": PASSWORD})
    assert [each.email for each in EmailAddress.objects.filter(user=user)] == [
        "b@example.kz"
    ]
    assert len(mail.outbox) == 1

    client.post(page, {"action_remove": "1", "email": "b@example.kz"})
    assert not EmailAddress.objects.filter(user=user).exists()
