"""The second step at the log-in: offered to teachers, required of staff."""

from __future__ import annotations

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from quizzes.people.models import User
from tests.accounts.conftest import (
    PASSWORD,
    MakeAccount,
    StartAs,
    is_logged_in,
    log_in,
)
from tests.conftest import ClientFor

pytestmark = pytest.mark.django_db


def code_of(secret: str, *, seconds_on: int = 0) -> str:
    """What an app on the phone shows."""
    counter = int(time.time() + seconds_on) // 30
    return auth.format_hotp_value(auth.hotp_value(secret, counter))


def turn_on(client: Client) -> tuple[str, list[str]]:
    """Set up the app; give its key and the recovery codes."""
    page = reverse("mfa_activate_totp")
    asked = client.get(page)
    if asked.status_code == 302:
        client.post(asked.headers["Location"], {"password": PASSWORD})
    shown = BeautifulSoup(client.get(page).content, "html.parser")
    secret = shown.select_one("code.secret").get_text(strip=True)
    assert shown.select_one("img.qr")["src"].startswith("data:image/svg+xml;base64,")
    done = client.post(page, {"code": code_of(secret)})
    assert done.headers["Location"] == reverse("mfa_view_recovery_codes")
    codes = BeautifulSoup(client.get(done.headers["Location"]).content, "html.parser")
    return secret, [each.get_text(strip=True) for each in codes.select(".codes code")]


def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """A code is good once: let the next one be another."""
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 60)


def test_the_password_alone_is_not_enough_any_more(
    client: Client, make_account: MakeAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_account("aigerim", role="teacher")
    log_in(client, "aigerim")
    secret, codes = turn_on(client)
    assert len(codes) == 10
    later(monkeypatch)
    other = Client()

    response = log_in(other, "aigerim", next="/bank/")

    assert response.headers["Location"].startswith(reverse("mfa_authenticate"))
    assert not is_logged_in(other)
    wrong = other.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "Код дұрыс емес." in wrong.content.decode()
    right = other.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert right.headers["Location"] == "/bank/"
    assert is_logged_in(other)


def test_a_recovery_code_works_once(client: Client, make_account: MakeAccount) -> None:
    make_account("aigerim")
    log_in(client, "aigerim")
    _secret, codes = turn_on(client)

    for expected in (True, False):
        other = Client()
        log_in(other, "aigerim")
        other.post(reverse("mfa_authenticate"), {"code": codes[0]})
        assert is_logged_in(other) is expected


def test_codes_are_not_guessed_without_end(
    client: Client, make_account: MakeAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_account("aigerim")
    log_in(client, "aigerim")
    secret, _codes = turn_on(client)
    later(monkeypatch)
    other = Client()
    log_in(other, "aigerim")

    for number in range(10):
        other.post(reverse("mfa_authenticate"), {"code": f"{number:06}"})
    other.post(reverse("mfa_authenticate"), {"code": code_of(secret)})

    assert not is_logged_in(other)


def test_a_guest_comes_through_the_second_step_and_is_asked_whose_the_attempts_are(
    guest: User,
    client_for: ClientFor,
    make_account: MakeAccount,
    start_as: StartAs,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    aigerim = make_account("aigerim")
    log_in(first := Client(), "aigerim")
    secret, _codes = turn_on(first)
    later(monkeypatch)
    attempt = start_as(guest)
    client = client_for(guest)

    log_in(client, "aigerim")
    page = client.get(reverse("mfa_authenticate"))
    assert page.status_code == 200
    assert client.get(attempt.get_absolute_url()).status_code == 200, "still a guest"
    response = client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})

    assert response.headers["Location"].startswith(reverse("accounts:attempts"))
    assert client.session.get_expire_at_browser_close(), "was not to be remembered"
    client.post(reverse("accounts:attempts"), {"whose": "mine"})
    assert aigerim.attempts.get() == attempt


def test_turning_it_off_asks_for_the_password_first(
    client: Client, make_account: MakeAccount
) -> None:
    aigerim = make_account("aigerim")
    log_in(client, "aigerim")
    turn_on(client)
    log_in(later_on := Client(), "aigerim")
    later_on.force_login(aigerim)

    refused = later_on.post(reverse("mfa_deactivate_totp"))
    assert refused.headers["Location"].startswith(reverse("account_reauthenticate"))
    client.post(reverse("mfa_deactivate_totp"))

    assert not Authenticator.objects.exists()


def test_teachers_are_offered_it_and_pupils_are_not_bothered(
    client_for: ClientFor, make_account: MakeAccount
) -> None:
    teacher = make_account("aigerim", role="teacher")
    pupil = make_account("bolat")
    page, link = reverse("accounts:account"), reverse("mfa_index")

    assert link in client_for(teacher).get(page).content.decode()
    assert link not in client_for(pupil).get(page).content.decode()


@pytest.fixture
def staff() -> User:
    return User.objects.create_superuser("director", password=PASSWORD)


@pytest.mark.parametrize(
    "page", ["/admin/", "/admin/quizzes/user/", "/admin/quizzes/user/1/change/"]
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_staff_set_it_up_before_any_page_of_theirs(
    page: str, method: str, staff: User, client_for: ClientFor
) -> None:
    response = client_for(staff).generic(method, page)

    assert response.status_code == 302
    assert response.headers["Location"] == reverse("mfa_activate_totp")


def test_staff_work_with_it_and_cannot_turn_it_off(client: Client, staff: User) -> None:
    log_in(client, "director")
    turn_on(client)

    assert client.get("/admin/").status_code == 200
    assert client.get("/admin/quizzes/user/").status_code == 200
    refused = client.post(reverse("mfa_deactivate_totp"))
    assert refused.status_code == 200
    assert Authenticator.objects.filter(type="totp").exists()
    own_page = client.get("/admin/password_change/")
    assert own_page.headers["Location"] == reverse("account_change_password")


def test_staff_log_out_without_it(staff: User, client_for: ClientFor) -> None:
    client = client_for(staff)

    response = client.post("/admin/logout/")

    assert "Clear-Site-Data" in response.headers
    assert not is_logged_in(client)


def test_the_codes_come_as_a_file(client: Client, make_account: MakeAccount) -> None:
    make_account("aigerim")
    log_in(client, "aigerim")
    _secret, codes = turn_on(client)

    response = client.get(reverse("mfa_download_recovery_codes"))

    assert "attachment" in response.headers["Content-Disposition"]
    assert re.findall(r"\S+", response.content.decode()) == codes
