"""A class gets in from one address; guessing at one account is stopped everywhere."""

from __future__ import annotations

import pytest
from allauth.core.internal import ratelimit
from django.contrib.auth.hashers import make_password
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django.fixtures import Settings
from time_machine import TimeMachineFixture

from quizzes.accounts import limits
from quizzes.people.models import User
from tests.accounts.conftest import (
    PASSWORD,
    MakeAccount,
    is_logged_in,
    log_in,
    sign_up,
)

pytestmark = pytest.mark.django_db
MOST_FAILURES = 10
CLASS_SIZE = 40
STOPPED = "Қате әрекет тым көп."


def guess(client: Client, login: str, times: int, **given: str) -> None:
    for number in range(times):
        log_in(client, login, f"қате-{number}", **given)


def is_stopped(login: str, password: str = PASSWORD) -> bool:
    client = Client()
    response = log_in(client, login, password)
    stopped = STOPPED in response.content.decode()
    assert stopped != is_logged_in(client)
    return stopped


def test_forty_pupils_log_in_from_one_address() -> None:
    password = make_password(PASSWORD)
    User.objects.bulk_create(
        User(username=f"pupil{n}", password=password) for n in range(CLASS_SIZE)
    )

    clients = [Client() for _pupil in range(CLASS_SIZE)]
    replies = [log_in(client, f"pupil{n}") for n, client in enumerate(clients)]

    assert [reply.status_code for reply in replies] == [302] * CLASS_SIZE
    assert all(is_logged_in(client) for client in clients)


def test_forty_pupils_sign_up_from_one_address() -> None:
    replies = [sign_up(Client(), username=f"pupil{n}") for n in range(CLASS_SIZE)]

    assert [reply.status_code for reply in replies] == [302] * CLASS_SIZE


def test_the_eleventh_guess_is_stopped_even_if_it_is_right(
    make_account: MakeAccount,
) -> None:
    make_account("bolat")
    make_account("dana")

    guess(Client(), "bolat", MOST_FAILURES - 1)
    assert not is_stopped("bolat")
    guess(Client(), "bolat", 1)

    assert is_stopped("bolat")
    assert not is_stopped("dana"), "another pupil has nothing to do with it"


def test_ten_failures_count_and_successes_do_not(make_account: MakeAccount) -> None:
    make_account("bolat")

    for _time in range(MOST_FAILURES + 5):
        assert not is_stopped("bolat")


def test_name_and_address_in_any_spelling_count_together(
    make_account: MakeAccount,
) -> None:
    make_account("bolat", email="bolat@example.kz")

    for login in ("bolat", "BOLAT", " bolat", "ｂｏｌａｔ", "Bolat@example.kz"):
        guess(Client(), login, 2)

    assert is_stopped("bolat")
    assert is_stopped("bolat@example.kz")


@pytest.mark.parametrize(
    "names",
    [
        ("айгүл", "АЙГҮЛ"),
        ("josé", "jose"),
        ("dana s", "danas"),
        ("ǆ", "Ǆ"),
        ("ｄａｎａ", "dana"),
    ],
)
def test_unknown_names_that_look_alike_count_together(names: tuple[str, str]) -> None:
    assert len({limits.fold(name) for name in names}) == 1


def test_a_lie_about_the_address_changes_nothing(make_account: MakeAccount) -> None:
    make_account("bolat")
    for number in range(MOST_FAILURES):
        Client().post(
            reverse("account_login"),
            {"login": "bolat", "password": "қате"},
            headers={"X-Forwarded-For": f"10.0.0.{number}", "X-Real-IP": "1.2.3.4"},
        )

    assert is_stopped("bolat")


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "6.6.6.6", "127.0.0.1"),
        (1, "6.6.6.6, 203.0.113.9", "203.0.113.9"),
        (2, "6.6.6.6, 203.0.113.9, 10.0.0.1", "203.0.113.9"),
        (2, "6.6.6.6", "127.0.0.1"),
        (1, "not an address", None),
    ],
)
def test_the_address_is_what_our_own_proxies_say(
    proxies: int, forwarded: str, address: str | None, settings: Settings
) -> None:
    from allauth.account.adapter import get_adapter

    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    request = RequestFactory().get("/", headers={"X-Forwarded-For": forwarded})

    if address is not None:
        assert get_adapter().get_client_ip(request) == address
    response = Client().post(
        reverse("account_login"), {}, headers={"X-Forwarded-For": forwarded}
    )
    assert response.status_code < 500


def test_guesses_count_wherever_a_password_is_asked_for(
    make_account: MakeAccount,
) -> None:
    make_account("bolat")
    client = Client()
    log_in(client, "bolat")

    for number in range(5):
        client.post(reverse("account_reauthenticate"), {"password": f"қате-{number}"})
    for number in range(4):
        client.post(
            reverse("account_change_password"),
            {"oldpassword": f"қате-{number}", "password1": "x", "password2": "x"},
        )
    sign_up(Client(), username="bolat", password1="тағы-қате-1")  # has just logged in

    assert is_stopped("bolat")


def test_the_staff_come_in_by_the_same_door() -> None:
    User.objects.create_superuser("director", password=PASSWORD)
    client = Client()

    page = client.get("/admin/")
    for _time in range(3):
        page = client.get(page.headers["Location"])
        if page.status_code == 200:
            break
    assert page.request["PATH_INFO"] == reverse("account_login")
    tried = client.post("/admin/login/", {"username": "director", "password": PASSWORD})

    assert tried.headers["Location"].startswith(reverse("account_login"))
    assert not is_logged_in(client)
    guess(client, "director", MOST_FAILURES, next="/admin/")
    assert is_stopped("director")


def test_the_teacher_lets_a_pupil_in_again(make_account: MakeAccount) -> None:
    bolat = make_account("bolat", email="b@example.kz")
    make_account("dana")
    guess(Client(), "bolat", MOST_FAILURES)
    guess(Client(), "dana", MOST_FAILURES)
    assert is_stopped("bolat")

    limits.let_in(bolat)

    assert not is_stopped("bolat")
    assert is_stopped("dana")


def test_letting_in_does_not_forgive_the_address(
    make_account: MakeAccount, settings: Settings
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "5/m/ip,10/5m/key"}
    bolat = make_account("bolat")
    guess(Client(), "bolat", 5)

    limits.let_in(bolat)

    assert is_stopped("bolat")


def test_after_five_minutes_one_may_try_again(
    make_account: MakeAccount, time_machine: TimeMachineFixture
) -> None:
    make_account("bolat")
    time_machine.move_to("2026-11-22T09:00:00Z", tick=False)
    guess(Client(), "bolat", MOST_FAILURES)
    assert is_stopped("bolat")

    time_machine.shift(5 * 60 + 1)

    assert not is_stopped("bolat")


def test_too_many_log_ins_from_one_address_get_429_and_when_to_come_back(
    settings: Settings, make_account: MakeAccount
) -> None:
    make_account("bolat")
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
    guess(Client(), "bolat", 2)

    response = log_in(Client(), "bolat")

    assert response.status_code == 429
    assert response.headers["Retry-After"] == "60"
    assert "Кіруге" not in response.content.decode()


def test_a_count_that_was_rolled_back_is_gone(rf: RequestFactory) -> None:
    request = rf.post("/")
    counted = limits.count_try(request, username="nobody")
    assert counted is not None

    for usage in counted:
        usage.rollback()

    assert all(
        limits.count_try(request, username="nobody") for _time in range(MOST_FAILURES)
    )
    assert limits.count_try(request, username="nobody") is None
    assert isinstance(counted[0], ratelimit.RateLimitUsage)
