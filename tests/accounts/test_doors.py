"""What every account page refuses: forms from elsewhere, guests, changes by a look."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from quizzes.people.models import User
from tests.accounts.conftest import MakeAccount, StartAs
from tests.conftest import ClientFor
from tests.web.access_matrix import ROWS, Row, Scene

pytestmark = pytest.mark.django_db
OF_ACCOUNTS = [
    row for row in ROWS if row.name.startswith(("account", "mfa_", "set_language"))
]
UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
# What a session holds is not stored for anybody else
NOT_COUNTED = {Session}


@pytest.fixture
def aigerim(make_account: MakeAccount) -> User:
    """A teacher with an address and a second step."""
    user = make_account("aigerim", role="teacher", email="a@example.kz")
    EmailAddress.objects.create(user=user, email="a@example.kz", primary=True)
    for kind, data in [("totp", {"secret": "A" * 32}), ("recovery_codes", CODES)]:
        Authenticator.objects.create(user=user, type=kind, data=data)
    return user


CODES = {"seed": "0" * 40, "used_mask": 0}


def url_of(row: Row, user: User) -> str:
    return reverse(row.name, kwargs=dict(row.arguments(Scene(bolat=user))))


def stored() -> dict[str, list[tuple[object, ...]]]:
    return {
        model._meta.label: sorted(model._default_manager.values_list(), key=str)
        for model in apps.get_models()
        if model not in NOT_COUNTED
    }


@pytest.mark.parametrize("row", OF_ACCOUNTS, ids=lambda row: row.name)
def test_a_look_changes_nothing(
    row: Row, aigerim: User, guest: User, client_for: ClientFor
) -> None:
    url = url_of(row, aigerim)
    # Made by a command: the address is in the user's row alone
    staff = User.objects.create_superuser("director", email="d@example.kz")
    clients = [client_for(user) for user in (aigerim, staff, guest, None)]
    before = stored()

    for client in clients:
        client.get(url)
        client.head(url)

    assert stored() == before


@pytest.mark.parametrize("row", OF_ACCOUNTS, ids=lambda row: row.name)
def test_a_form_from_elsewhere_is_refused(row: Row, aigerim: User) -> None:
    url = url_of(row, aigerim)
    before = stored()

    for token in ("", "x" * 64):
        for method in UNSAFE:
            client = Client(enforce_csrf_checks=True)
            client.force_login(aigerim)
            before = stored()
            response = client.generic(
                method,
                url,
                f"csrfmiddlewaretoken={token}",
                content_type="application/x-www-form-urlencoded",
            )
            assert response.status_code == 403, (method, token)
    assert stored() == before


GUESTS_MAY = {
    "account_signup",
    "account_login",
    "account_logout",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_email_verification_sent",
    "account_confirm_email",
    "mfa_authenticate",
    "set_language",
}


@pytest.mark.parametrize("row", OF_ACCOUNTS, ids=lambda row: row.name)
def test_a_guest_opens_sign_up_log_in_and_reset_and_nothing_else(
    row: Row, guest: User, client_for: ClientFor
) -> None:
    if row.name in GUESTS_MAY:
        return
    client = client_for(guest)

    for method in ("GET", "POST"):
        response = client.generic(method, url_of(row, guest))

        assert response.status_code == 302
        assert response.headers["Location"].startswith(reverse("account_login"))


def test_a_guest_asks_for_a_new_password_and_stays_a_guest(
    guest: User, client_for: ClientFor, start_as: StartAs
) -> None:
    attempt = start_as(guest)
    client = client_for(guest)

    client.post(reverse("account_reset_password"), {"email": "a@example.kz"})

    assert client.get(attempt.get_absolute_url()).status_code == 200


def test_the_account_page_takes_name_and_language_and_nothing_else(
    aigerim: User, client_for: ClientFor
) -> None:
    client = client_for(aigerim)

    client.post(
        reverse("accounts:account"),
        {
            "display_name": "Айгерім Сейітова",
            "language": "ru",
            "username": "root",
            "role": "learner",
            "is_staff": "on",
            "is_guest": "on",
            "email": "x@example.kz",
        },
    )

    user = User.objects.get(pk=aigerim.pk)
    assert (user.display_name, user.language) == ("Айгерім Сейітова", "ru")
    assert client.cookies["django_language"].value == "ru"
    assert (user.username, user.role, user.is_staff, user.is_guest, user.email) == (
        "aigerim",
        "teacher",
        False,
        False,
        "a@example.kz",
    )


@pytest.mark.parametrize(
    "given",
    [
        {"display_name": "", "language": "kk"},
        {"display_name": "Ә" * 500, "language": "kk"},
        {"display_name": "Айгерім", "language": "de"},
        {"display_name": "Айгерім"},
    ],
)
def test_a_name_that_cannot_be_changes_nothing(
    given: dict[str, str], aigerim: User, client_for: ClientFor
) -> None:
    response = client_for(aigerim).post(reverse("accounts:account"), given)

    assert response.status_code == 422
    assert "field__error" in response.content.decode()
    assert User.objects.get(pk=aigerim.pk).display_name == ""


def test_the_language_of_the_header_is_kept_with_the_account(
    aigerim: User, client_for: ClientFor
) -> None:
    client = client_for(aigerim)

    client.post(reverse("set_language"), {"language": "en", "next": "/"})
    client.post(reverse("set_language"), {"language": "de", "next": "/"})

    assert User.objects.get(pk=aigerim.pk).language == "en"
