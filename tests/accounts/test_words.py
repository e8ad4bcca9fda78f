"""Every account page, message and mail speaks the page's language and no English."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from allauth.account.models import EmailAddress
from bs4 import BeautifulSoup
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from quizzes.people.models import User
from tests.accounts.conftest import MakeAccount, StartAs, log_in, sign_up
from tests.accounts.test_second_step import turn_on
from tests.conftest import ClientFor
from tests.web.access_matrix import ROWS, Row, Scene

pytestmark = pytest.mark.django_db

# Names, and what is typed as it stands
NOT_ENGLISH = re.compile(
    r"English|Eng\b|Aegis|Google Authenticator|Microsoft Authenticator|QR|testserver"
    r"|[\w.]+@[\w.]+|https?://\S+|\b(?:bolat|aigerim|director)[\w.]*|guest-\w+"
    r"|\b[A-Z2-7]{32}\b|sans-serif"
)
LATIN = re.compile(r"[A-Za-z]{2,}")
PAGES = [
    row for row in ROWS if row.name.startswith(("account", "mfa_", "attempts:home"))
]


def words(response: HttpResponse) -> Iterator[str]:
    """All that a page says, to eyes and to screen readers."""
    page = BeautifulSoup(response.content, "html.parser")
    for each in page(["script", "style"]):
        each.decompose()
    yield from page.stripped_strings
    for each in page.find_all(True):
        for name in ("title", "alt", "placeholder", "aria-label"):
            if each.has_attr(name):
                yield each[name]


def english(said: Iterator[str]) -> list[str]:
    return [each for each in said if LATIN.search(NOT_ENGLISH.sub("", each))]


def test_english_would_be_found() -> None:
    page = Client().get("/", headers={"Accept-Language": "en"})

    assert english(words(page))


@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize("row", PAGES, ids=lambda row: row.name)
@pytest.mark.parametrize("who", ["visitor", "guest", "teacher"])
def test_a_page_has_no_english(
    row: Row,
    language: str,
    who: str,
    guest: User,
    make_account: MakeAccount,
    client_for: ClientFor,
) -> None:
    teacher = make_account("aigerim", role="teacher")
    client = client_for({"visitor": None, "guest": guest, "teacher": teacher}[who])
    client.cookies["django_language"] = language
    url = reverse(row.name, kwargs=dict(row.arguments(Scene(bolat=teacher))))

    for response in (client.get(url), client.post(url, {"email": "x", "login": ""})):
        if "html" in response.headers["Content-Type"] and response.content:
            assert english(words(response)) == []


BAD_FORMS = [
    ("account_signup", {"username": "a", "password1": "a", "email": "a", "role": "a"}),
    ("account_signup", {"username": "a b", "password1": "password", "email": "a@b"}),
    ("account_signup", {"username": "bolat.b", "password1": "bolat.b1"}),
    ("account_signup", {"username": "aigerim", "display_name": "Ә" * 500}),
    ("account_signup", {"username": "guest-1", "email": "a@example.kz"}),
    ("account_signup", {"username": "a\x00", "password1": "a" * 300}),
    ("account_login", {"login": "aigerim", "password": "қате"}),
    ("account_login", {"login": "a@example.kz", "password": "қате"}),
    ("account_reset_password", {"email": "қате"}),
]


@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize(("name", "data"), BAD_FORMS)
def test_a_fault_is_told_without_english(
    name: str,
    data: dict[str, str],
    language: str,
    client: Client,
    make_account: MakeAccount,
) -> None:
    make_account("aigerim", email="a@example.kz")
    client.cookies["django_language"] = language

    response = client.post(reverse(name), data)

    assert BeautifulSoup(response.content, "html.parser").select(
        ".field__error, .alert"
    )
    assert english(words(response)) == []


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_way_of_a_teacher_has_no_english(language: str, client: Client) -> None:
    client.cookies["django_language"] = language
    sign_up(client, username="aigerim", role="teacher", email="a@example.kz")
    pages = [client.get("/"), client.get(reverse("account_email"))]
    for _time in range(11):
        pages.append(
            client.post(
                reverse("account_change_password"),
                {"oldpassword": "қате", "password1": "bolat", "password2": "x"},
            )
        )
    client = Client()
    client.cookies["django_language"] = language
    pages.append(log_in(client, "aigerim"))

    for page in pages:
        assert english(words(page)) == []
    (message,) = mail.outbox
    assert english([message.subject, *message.body.splitlines()]) == []


def test_the_second_step_has_no_english(
    client: Client, make_account: MakeAccount
) -> None:
    make_account("aigerim", role="teacher")
    log_in(client, "aigerim")
    turn_on(client)

    for name in (
        "accounts:account",
        "mfa_index",
        "mfa_reauthenticate",
        "account_reauthenticate",
        "mfa_deactivate_totp",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
    ):
        assert english(words(client.get(reverse(name)))) == []
    wrong = client.post(reverse("mfa_reauthenticate"), {"code": "1"})
    assert english(words(wrong)) == []
    log_in(other := Client(), "aigerim")
    wrong = other.post(reverse("mfa_authenticate"), {"code": "1"})
    assert english(words(wrong)) == []


def test_addresses_have_no_english(
    make_account: MakeAccount, client_for: ClientFor
) -> None:
    aigerim = make_account("aigerim")
    old = EmailAddress.objects.create(
        user=aigerim, email="old@example.kz", verified=True, primary=True
    )
    EmailAddress.objects.create(user=aigerim, email="new@example.kz")
    client = client_for(aigerim)
    page = reverse("account_email")

    assert english(words(client.get(page))) == []
    client.post(page, {"action_send": "1", "email": "new@example.kz"})
    assert english(words(client.get(page))) == []
    client.post(page, {"action_remove": "1", "email": old.email})
    assert english(words(client.get(page))) == []


def test_a_reset_has_no_english(client: Client, make_account: MakeAccount) -> None:
    make_account("aigerim", email="a@example.kz")
    client.post(reverse("account_reset_password"), {"email": "a@example.kz"})

    (message,) = mail.outbox
    assert english([message.subject, *message.body.splitlines()]) == []
    link = re.search(r"/account/\S+", message.body).group()
    form = client.get(link).headers["Location"]
    assert english(words(client.get(form))) == []
    bad = client.post(form, {"password1": "a", "password2": "b"})
    assert english(words(bad)) == []
    client.post(form, {"password1": "жаңа-сөз-77", "password2": "жаңа-сөз-77"})
    assert english(words(client.get("/"))) == []


def test_the_question_of_attempts_has_no_english(
    guest: User, make_account: MakeAccount, client_for: ClientFor, start_as: StartAs
) -> None:
    make_account("aigerim")
    start_as(guest)
    client = client_for(guest)
    log_in(client, "aigerim")

    page = client.get(reverse("accounts:attempts"))
    assert page.status_code == 200
    assert english(words(page)) == []
    client.post(reverse("accounts:attempts"), {"whose": "mine"})
    assert english(words(client.get("/"))) == []
