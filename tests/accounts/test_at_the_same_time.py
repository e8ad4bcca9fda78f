"""A button pressed twice makes one account and moves attempts once.

SQLite hides races that PostgreSQL shows, so these run on both.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test import Client

from quizzes.accounts import merging
from quizzes.bank.models import Space
from quizzes.people.models import User
from tests.accounts.conftest import MakeAccount, StartAs, is_logged_in, sign_up
from tests.attempts.test_parallel import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]
TIMES = 8


def browser_of(user: User | None) -> Client:
    client = Client(raise_request_exception=False)
    if user is not None:
        client.force_login(user)
    return client


@pytest.mark.parametrize("as_guest", [True, False], ids=["a guest", "a visitor"])
def test_signing_up_pressed_many_times_makes_one_account(
    as_guest: bool, guest: User, start_as: StartAs
) -> None:
    attempt = start_as(guest)
    before = guest if as_guest else None
    clients = [browser_of(before) for _press in range(TIMES)]

    replies = at_once(
        [
            lambda client=client: sign_up(client, role="teacher", email="b@example.kz")
            for client in clients
        ]
    )

    assert {reply.status_code for reply in replies} == {302}
    user = User.objects.get(username="bolat.a")
    assert User.objects.filter(is_guest=False).count() == 1
    assert Space.objects.filter(owner=user).count() == 1
    assert EmailAddress.objects.filter(user=user).count() == 1
    assert (user.attempts.first() == attempt) is as_guest
    assert all(is_logged_in(client) for client in clients)


def test_two_pupils_who_want_one_name_get_an_account_and_a_message(
    db: None,
) -> None:
    clients = [browser_of(None) for _pupil in range(TIMES)]

    replies = at_once(
        [
            lambda client=client, number=number: sign_up(
                client, password1=f"құпия-сөз-{number}"
            )
            for number, client in enumerate(clients)
        ]
    )

    assert {reply.status_code for reply in replies} <= {200, 302}
    assert User.objects.count() == 1
    assert sum(is_logged_in(client) for client in clients) == 1


def test_attempts_are_moved_once(
    guest: User, make_account: MakeAccount, start_as: StartAs
) -> None:
    for _attempt in range(3):
        start_as(guest)
    accounts = [make_account(f"pupil{number}") for number in range(4)]

    def take_over(account: User) -> int:
        try:
            return merging.take_over(guest_id=guest.pk, account=account)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(accounts)) as pool:
        moved = list(pool.map(take_over, accounts))

    assert sorted(moved) == [0, 0, 0, 3]
    assert sorted(account.attempts.count() for account in accounts) == [0, 0, 0, 3]
