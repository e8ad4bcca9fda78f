"""A guest who logs in to an older account is asked once whose the attempts are."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from quizzes.accounts import merging
from quizzes.attempts import taking
from quizzes.attempts.models import Attempt
from quizzes.items.data import Form
from quizzes.memory.models import Memory
from quizzes.people.models import User
from tests.accounts.conftest import MakeAccount, StartAs, is_logged_in, log_in
from tests.attempts.sample_items import SAMPLES
from tests.conftest import ClientFor
from tests.factories import make_fact

pytestmark = pytest.mark.django_db
PAGE = "/account/attempts/"


@pytest.fixture
def bolats(make_account: MakeAccount) -> User:
    """The older account."""
    return make_account("bolat")


@pytest.fixture
def browser(
    guest: User, bolats: User, client_for: ClientFor, start_as: StartAs
) -> Client:
    """A guest with two attempts, who has just logged in as Bolat."""
    start_as(guest)
    start_as(guest)
    client = client_for(guest)
    response = log_in(client, "bolat", next="/bank/")
    assert response.headers["Location"] == f"{PAGE}?next=%2Fbank%2F"
    return client


def test_yes_moves_them_and_leads_on(browser: Client, bolats: User) -> None:
    page = browser.get(f"{PAGE}?next=/bank/")
    assert "2 талпыныс" in page.content.decode()

    response = browser.post(PAGE, {"whose": "mine", "next": "/bank/"})

    assert response.headers["Location"] == "/bank/"
    assert bolats.attempts.count() == 2


@pytest.mark.parametrize("whose", ["other", "", "nonsense"])
def test_anything_else_leaves_them(
    whose: str, browser: Client, bolats: User, guest: User
) -> None:
    browser.post(PAGE, {"whose": whose})

    assert (bolats.attempts.count(), guest.attempts.count()) == (0, 2)


@pytest.mark.parametrize("whose", ["mine", "other"])
def test_it_is_asked_once(whose: str, browser: Client, bolats: User) -> None:
    browser.post(PAGE, {"whose": whose})
    moved = bolats.attempts.count()

    assert browser.get(PAGE).headers["Location"] == "/"
    browser.post(PAGE, {"whose": "mine"})
    assert bolats.attempts.count() == moved
    browser.post(reverse("account_logout"))
    assert log_in(browser, "bolat").headers["Location"] == "/"


def test_looking_at_the_question_moves_nothing(browser: Client, guest: User) -> None:
    browser.get(PAGE)

    assert guest.attempts.count() == 2


def test_a_guest_without_attempts_is_not_asked(
    guest: User, bolats: User, client_for: ClientFor
) -> None:
    assert log_in(client_for(guest), "bolat").headers["Location"] == "/"


def test_a_visitor_is_not_asked(client: Client, bolats: User) -> None:
    assert log_in(client, "bolat").headers["Location"] == "/"


def test_nobody_takes_what_another_browser_left(
    browser: Client, guest: User, make_account: MakeAccount, client_for: ClientFor
) -> None:
    dana = make_account("dana")

    client_for(dana).post(PAGE, {"whose": "mine", "guest": str(guest.pk)})

    assert dana.attempts.count() == 0


def test_where_the_log_in_leads_stays_on_the_site(browser: Client) -> None:
    response = browser.post(PAGE, {"whose": "other", "next": "//evil.example/"})

    assert response.headers["Location"] == "/"


def test_the_guest_is_out_of_the_browser(
    browser: Client, bolats: User, guest: User
) -> None:
    assert is_logged_in(browser)
    assert browser.session["_auth_user_id"] == str(bolats.pk)


@pytest.mark.postgres
def test_a_start_key_that_both_have_used_is_replaced(
    guest: User, bolats: User, start_as: StartAs
) -> None:
    key, other = uuid.uuid4(), uuid.uuid4()
    theirs = start_as(guest, start_key=key)
    start_as(guest, start_key=other)
    start_as(bolats, start_key=key)

    assert merging.take_over(guest_id=guest.pk, account=bolats) == 2

    assert bolats.attempts.count() == 3
    theirs.refresh_from_db()
    assert theirs.start_key not in {key, other}
    assert bolats.attempts.filter(start_key=other).exists()


@pytest.mark.postgres
def test_what_the_attempts_have_taught_moves_with_them(
    guest: User, bolats: User, start_as: StartAs
) -> None:
    fact = make_fact(key=SAMPLES[Form.CHOICE].item.facts[0][0])
    for learner in (guest, bolats):
        slot = start_as(learner).slots.select_related("attempt", "snapshot").get()
        taking.submit(
            slot=slot,
            response=next(iter(slot.tokens.values())),
            idempotency_key=uuid.uuid4(),
            number=1,
            now=timezone.now(),
        )

    merging.take_over(guest_id=guest.pk, account=bolats)

    moved = Memory.objects.get()
    assert (moved.learner, moved.fact, moved.reviews) == (bolats, fact, 2)


def test_an_account_is_never_taken_over(
    bolats: User, make_account: MakeAccount, start_as: StartAs
) -> None:
    dana = make_account("dana")
    start_as(dana)

    assert merging.take_over(guest_id=dana.pk, account=bolats) == 0
    assert merging.take_over(guest_id=10**6, account=bolats) == 0

    assert Attempt.objects.get().learner == dana


def test_a_guest_who_has_signed_up_meanwhile_keeps_the_attempts(
    browser: Client, guest: User, bolats: User
) -> None:
    User.objects.filter(pk=guest.pk).update(is_guest=False)

    browser.post(PAGE, {"whose": "mine"})

    assert guest.attempts.count() == 2
