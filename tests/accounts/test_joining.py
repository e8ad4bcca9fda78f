"""Joining a class by its code: by name alone, as a guest, with an account."""

from __future__ import annotations

import logging
import random
import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from quizzes.accounts import join_limits
from quizzes.attempts import taking
from quizzes.attempts.drawing import Drawn
from quizzes.attempts.models import Attempt
from quizzes.bank.recipes import Recipe
from quizzes.classes import codes, keeping
from quizzes.classes.classrooms import Classroom, Enrolment
from quizzes.items.data import Form
from quizzes.people.guests import new_guest
from quizzes.people.models import User
from tests.attempts.sample_items import SAMPLES
from tests.attempts.test_parallel import at_once
from tests.classes.scene import (
    School,
    enrol,
    give_card,
    let_code_expire,
    make_class,
    make_school,
)
from tests.conftest import ClientFor

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

NAME = "Мәди Сәкен"


@pytest.fixture(autouse=True)
def _no_misses_at_first(_django_db_marker: None) -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def school(db: None) -> School:
    return make_school()


def address(classroom: Classroom) -> str:
    return reverse("joining:join", args=[classroom.join_code])


def join(client: Client, classroom: Classroom, name: str = NAME, **more: Any) -> Any:
    given = {"display_name": name, "join_key": str(uuid.uuid4())} | more
    return client.post(address(classroom), given)


def whose(client: Client) -> User:
    return User.objects.get(pk=client.session["_auth_user_id"])


def fault_in(response: Any) -> str:
    page = BeautifulSoup(response.content, "html.parser")
    fault = page.select_one("main .field__error, main .alert--error")
    assert fault is not None
    return fault.get_text(strip=True)


def a_guest_with_an_attempt() -> tuple[User, Attempt]:
    guest = new_guest()
    guest.save()
    drawn = Drawn(items=(SAMPLES[Form.CHOICE].item,), source_titles={})
    with mock.patch.object(taking, "draw_items", return_value=drawn):
        attempt = taking.start(
            learner=guest,
            recipe=Recipe(),
            start_key=uuid.uuid4(),
            seed="a seed",
            now=timezone.now(),
        )
    return guest, attempt


# --- The way in ---


def test_a_visitor_types_the_code_gives_a_name_and_is_in(
    school: School, client: Client
) -> None:
    code = school.classroom.shown_code.lower().replace(" ", "-")

    found = client.post(reverse("joining:enter"), {"code": f" {code} "})
    assert found.headers["Location"] == address(school.classroom)
    page = client.get(found.headers["Location"])
    assert school.classroom.name in page.content.decode()

    response = join(client, school.classroom)

    learner = whose(client)
    enrolment = Enrolment.objects.get(learner=learner)
    assert response.headers["Location"] == reverse(
        "joining:joined", args=[enrolment.public_id]
    )
    assert enrolment.state == Enrolment.State.JOINED
    assert (enrolment.name, learner.display_name) == (NAME, NAME)
    assert learner.has_account
    assert not learner.has_usable_password()


def test_a_code_tells_the_name_of_the_class_and_nothing_else(
    school: School, client: Client
) -> None:
    page = client.get(address(school.classroom)).content.decode()

    assert school.classroom.name in page
    for secret in (
        str(school.owner),
        school.owner.username,
        school.enrolment.name,
        school.enrolment.public_id,
        school.classroom.public_id,
    ):
        assert secret not in page


def test_a_guest_keeps_the_row_and_all_attempts(
    school: School, client_for: ClientFor
) -> None:
    guest, attempt = a_guest_with_an_attempt()
    browser = client_for(guest)

    join(browser, school.classroom)

    guest.refresh_from_db()
    attempt.refresh_from_db()
    assert guest.has_account
    assert whose(browser) == guest == attempt.learner
    assert school.classroom.enrolments.joined().filter(learner=guest).exists()
    assert browser.get(attempt.get_absolute_url()).status_code in {200, 302}


def test_an_account_joins_as_it_is(school: School, client_for: ClientFor) -> None:
    own = User.objects.create_user("own", display_name="Өз аты")
    browser = client_for(own)
    page = browser.get(address(school.classroom)).content.decode()
    assert 'value="Өз аты"' in page

    join(browser, school.classroom, "Сыныптағы аты")

    own.refresh_from_db()
    assert own.display_name == "Өз аты"
    assert Enrolment.objects.get(learner=own).name == "Сыныптағы аты"


def test_joining_twice_says_so(school: School, client_for: ClientFor) -> None:
    browser = client_for(school.pupil)

    response = join(browser, school.classroom)

    assert response.headers["Location"] == reverse(
        "joining:joined", args=[school.enrolment.public_id]
    )
    page = browser.get(response.headers["Location"])
    assert [str(each) for each in page.context["messages"]]
    assert school.classroom.enrolments.filter(learner=school.pupil).count() == 1


def test_who_waits_for_the_teacher_is_told_so(school: School, client: Client) -> None:
    strict = make_class(school.owner, "8", confirms_newcomers=True)

    response = join(client, strict)
    page = client.get(response.headers["Location"])

    assert page.context["enrolment"].state == Enrolment.State.ASKED
    mine = BeautifulSoup(client.get(reverse("classes:learning")).content, "html.parser")
    assert mine.select_one(".tag--gold")


# --- What is refused ---


@pytest.mark.parametrize("typed", ["", "ABC", "АҒҚӘ!", "ACEH234" + "5" * 40, "\0" * 8])
def test_what_is_no_code_is_refused_at_the_field(typed: str, client: Client) -> None:
    response = client.post(reverse("joining:enter"), {"code": typed})

    assert response.status_code == 422
    assert fault_in(response)


def test_a_wrong_and_an_expired_code_are_told_apart(
    school: School, client: Client
) -> None:
    let_code_expire(school.classroom)
    enter = reverse("joining:enter")

    wrong = client.post(enter, {"code": "ACEH2345"})
    expired = client.post(enter, {"code": school.classroom.join_code})

    assert (wrong.status_code, expired.status_code) == (422, 422)
    assert fault_in(wrong) != fault_in(expired)
    assert client.get(address(school.classroom)).status_code == 404
    assert client.get(reverse("joining:join", args=["ACEH2345"])).status_code == 404


@pytest.mark.parametrize(
    "name", ["", " ", "а" * 500, "Мә\x07ди", "\u202eМәди", "12345", "Ма\0ди"]
)
def test_a_bad_name_is_refused_at_the_field_and_nothing_is_made(
    name: str, school: School, client: Client
) -> None:
    before = User.objects.count()

    response = join(client, school.classroom, name)

    assert response.status_code == 422
    assert response.context["form"].errors["display_name"]
    assert User.objects.count() == before
    assert "_auth_user_id" not in client.session


def test_a_name_of_the_class_is_refused_and_a_guest_stays_a_guest(
    school: School, client_for: ClientFor
) -> None:
    guest, _attempt = a_guest_with_an_attempt()

    response = join(client_for(guest), school.classroom, school.enrolment.name.upper())

    guest.refresh_from_db()
    assert response.status_code == 422
    assert response.context["form"].errors["display_name"]
    assert guest.is_guest
    assert not Enrolment.objects.filter(learner=guest).exists()


def test_a_teacher_does_not_join_the_own_class(
    school: School, client_for: ClientFor
) -> None:
    response = join(client_for(school.co_teacher), school.classroom)

    assert response.status_code == 422
    assert fault_in(response)


def test_an_archived_class_looks_like_none(school: School, client: Client) -> None:
    keeping.archive(classroom=school.classroom, now=timezone.now())

    assert join(client, school.classroom).status_code == 404
    assert User.objects.filter(display_name=NAME).count() == 0


def test_a_bad_join_key_is_no_error_of_the_server(
    school: School, client: Client
) -> None:
    assert join(client, school.classroom, join_key="no-key").status_code == 422


# --- The same form twice ---


def test_a_form_sent_twice_by_a_visitor_makes_one_learner(school: School) -> None:
    key = str(uuid.uuid4())
    first, second = Client(), Client()

    join(first, school.classroom, join_key=key)
    join(second, school.classroom, join_key=key)

    assert whose(first) == whose(second)
    assert User.objects.filter(display_name=NAME).count() == 1
    assert school.classroom.enrolments.filter(name=NAME).count() == 1


def test_a_join_key_opens_no_account_that_has_a_password(school: School) -> None:
    key = str(uuid.uuid4())
    first, second = Client(), Client()
    join(first, school.classroom, join_key=key)
    learner = whose(first)
    learner.set_password("a long password of mine")
    learner.save()

    response = join(second, school.classroom, join_key=key)

    assert response.status_code == 422
    assert "_auth_user_id" not in second.session


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_are_one_enrolment() -> None:
    school = make_school()
    key = str(uuid.uuid4())
    guest, _attempt = a_guest_with_an_attempt()
    tabs = [Client(raise_request_exception=False) for _ in range(4)]
    for tab in tabs:
        tab.force_login(guest)
    visitors = [Client(raise_request_exception=False) for _ in range(4)]

    replies = at_once(
        [
            *(
                lambda tab=tab: join(tab, school.classroom, "Қонақ", join_key=key)
                for tab in tabs
            ),
            *(
                lambda one=one: join(one, school.other_class, join_key=uuid.UUID(int=7))
                for one in visitors
            ),
        ]
    )

    assert [reply.status_code for reply in replies] == [302] * 8
    assert len({reply.headers["Location"] for reply in replies[:4]}) == 1
    assert len({reply.headers["Location"] for reply in replies[4:]}) == 1
    assert school.classroom.enrolments.filter(learner=guest).count() == 1
    assert User.objects.filter(display_name=NAME).count() == 1


# --- Guessing ---


def test_guessing_is_stopped_and_told_in_the_log(
    school: School, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    guesses = random.Random(48)
    statuses = []
    for _ in range(100):
        guess = "".join(guesses.choices(codes.ALPHABET, k=8))
        statuses.append(client.get(reverse("joining:join", args=[guess])).status_code)

    assert set(statuses[:30]) == {404}
    assert set(statuses[30:]) == {429}
    warnings = [each for each in caplog.records if each.levelno == logging.WARNING]
    told = [each for each in warnings if each.name == "quizzes.accounts.join_limits"]
    assert len(told) == 1
    assert "127.0.0.1" not in caplog.text
    # Whoever guesses does not learn of a hit any more
    assert client.get(address(school.classroom)).status_code == 429


def test_guessing_from_many_addresses_is_stopped_in_total(
    school: School,
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(join_limits, "IN_TOTAL", {join_limits.ACTION: "50/10m/key"})
    guess = reverse("joining:join", args=["ACEH2345"])

    statuses = [
        client.get(guess, REMOTE_ADDR=f"10.0.0.{number}").status_code
        for number in range(60)
    ]

    assert set(statuses[:50]) == {404}
    assert set(statuses[50:]) == {429}
    assert "limit in-total" in caplog.text


def test_a_forged_address_does_not_start_the_count_anew(
    school: School, client: Client
) -> None:
    guess = reverse("joining:join", args=["ACEH2345"])

    statuses = {
        client.get(guess, headers={"X-Forwarded-For": f"10.0.0.{number}"}).status_code
        for number in range(31)
    }

    assert statuses == {404, 429}


def test_a_class_behind_one_address_gets_in(school: School) -> None:
    for number in range(40):
        assert (
            join(Client(), school.classroom, f"Оқушы {'а' * number}б").status_code
            == 302
        )


@pytest.mark.long
def test_a_hundred_thousand_random_codes_hit_nothing(school: School) -> None:
    live = 2000
    Classroom.objects.bulk_create(
        Classroom(
            name=str(number),
            sort_key="",
            join_code=codes.new_code(),
            join_code_expires_at=timezone.now() + timedelta(days=1),
            created_at=timezone.now(),
        )
        for number in range(live)
    )
    used = set(Classroom.objects.values_list("join_code", flat=True))

    assert not used & {codes.new_code() for _ in range(100_000)}


# --- Ways back in ---


def test_a_learner_by_name_chooses_a_name_and_a_password(
    school: School, client: Client
) -> None:
    page = client.get(join(client, school.classroom).headers["Location"])
    assert page.context["lacks_way_in"]
    learner = whose(client)
    way_in = reverse("joining:way_in")

    weak = client.post(way_in, {"username": "ma", "password1": "12345"})
    assert set(weak.context["form"].errors) == {"username", "password1"}
    taken = client.post(way_in, {"username": "Aigerim", "password1": "бұлақ-су-26"})
    assert set(taken.context["form"].errors) == {"username"}
    done = client.post(way_in, {"username": "Madi.S", "password1": "бұлақ-су-26"})

    learner.refresh_from_db()
    assert done.status_code == 302
    assert learner.username == "madi.s"
    assert learner.check_password("бұлақ-су-26")
    assert client.get(reverse("classes:learning")).status_code == 200
    phone = Client()
    phone.post(reverse("account_login"), {"login": "madi.s", "password": "бұлақ-су-26"})
    assert whose(phone) == learner


def test_who_has_a_password_does_not_choose_a_user_name_again(
    school: School, client_for: ClientFor
) -> None:
    own = User.objects.create_user("own", password="a long password of mine")

    response = client_for(own).post(
        reverse("joining:way_in"), {"username": "other", "password1": "бұлақ-су-26"}
    )

    own.refresh_from_db()
    assert response.status_code == 302
    assert own.username == "own"


def test_a_card_leads_to_a_new_password_from_every_page(school: School) -> None:
    pupil, card = give_card(school.classroom)
    browser = Client()
    browser.post(
        reverse("account_login"), {"login": card.username, "password": card.password}
    )
    assert whose(browser) == pupil
    replacement = reverse("joining:new_password")

    for name in (
        "attempts:home",
        "classes:learning",
        "bank:topics",
        "accounts:account",
        "account_change_password",
        "joining:enter",
        "healthz",
    ):
        response = browser.get(reverse(name))
        assert response.headers.get("Location") == replacement, name
        response = browser.get(reverse(name), headers={"HX-Request": "true"})
        assert response.headers["HX-Redirect"] == replacement, name
    assert browser.post(reverse("attempts:start")).headers["Location"] == replacement
    assert browser.get(reverse("account_logout")).status_code == 200


def test_the_password_of_a_card_is_replaced_by_another_one(school: School) -> None:
    pupil, card = give_card(school.classroom)
    browser = Client()
    browser.force_login(pupil)
    replacement = reverse("joining:new_password")

    for first, second in [
        (card.password, card.password),
        ("12345", "12345"),
        ("бұлақ-су-26", "бұлақ-су-27"),
        ("", ""),
    ]:
        refused = browser.post(replacement, {"password1": first, "password2": second})
        assert refused.status_code == 422, (first, second)
    done = browser.post(
        replacement, {"password1": "бұлақ-су-26", "password2": "бұлақ-су-26"}
    )

    pupil.refresh_from_db()
    assert done.headers["Location"] == reverse("classes:learning")
    assert not pupil.must_replace_password
    assert not pupil.check_password(card.password)
    assert browser.get(reverse("classes:learning")).status_code == 200


def test_the_teacher_lets_in_who_has_failed_too_often(
    school: School, client_for: ClientFor
) -> None:
    pupil, card = give_card(school.classroom)
    enrolment = school.classroom.enrolments.get(learner=pupil)
    log_in = reverse("account_login")
    right = {"login": card.username, "password": card.password}
    stranger = Client()
    for _ in range(10):
        stranger.post(log_in, right | {"password": "wrong"})
    assert Client().post(log_in, right).status_code == 200

    client_for(school.owner).post(
        reverse(
            "joining:let_in", args=[school.classroom.public_id, enrolment.public_id]
        )
    )

    assert Client().post(log_in, right).status_code == 302


def test_the_home_page_leads_into_a_class(school: School, client: Client) -> None:
    page = BeautifulSoup(client.get("/").content, "html.parser")
    form = page.select_one(f'form[action="{reverse("joining:enter")}"]')

    assert form.select_one("input[name=code]")


def test_an_enrolment_of_somebody_else_is_not_shown(
    school: School, client_for: ClientFor
) -> None:
    enrol(school.other_class, school.pupil)
    shown = reverse("joining:joined", args=[school.other_enrolment.public_id])

    assert client_for(school.pupil).get(shown).status_code == 404
