"""Files come in and go out for those who write to the bank, each for themselves."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from quizzes.bank.spaces import own_space
from quizzes.exchange.models import Upload
from quizzes.people.models import User
from tests.conftest import ClientFor
from tests.exchange.uploading import GIFT, receive, send
from tests.factories import make_fact
from tests.web.access_rows_exchange import ACTORS, EXCHANGE_ROWS, Desk, ExchangeRow

pytestmark = pytest.mark.django_db
Actors = dict[str, Client]


@pytest.fixture
def gulnar(db: None) -> User:
    """Another teacher, with a space of her own."""
    gulnar = User.objects.create_user("gulnar", role=User.Role.TEACHER)
    own_space(owner=gulnar, name="Гүлнар")
    return gulnar


@pytest.fixture
def actors(
    aigerim: User, gulnar: User, bolat: User, client_for: ClientFor
) -> dict[str, Client]:
    """A browser for each actor."""
    guest = User(username="guest-1", is_guest=True)
    guest.set_unusable_password()
    guest.save()
    users = (None, guest, bolat, aigerim, gulnar, User.objects.create_superuser("s"))
    return {actor: client_for(user) for actor, user in zip(ACTORS, users, strict=True)}


@pytest.mark.parametrize("row", EXCHANGE_ROWS, ids=lambda row: row.name)
def test_each_actor_gets_what_the_row_says(
    row: ExchangeRow, actors: Actors, aigerim: User
) -> None:
    url = reverse(row.name, kwargs=dict(row.arguments(Desk(aigerim))))
    # What the owner does comes last: it may take the file away
    order = sorted(ACTORS, key=lambda actor: actor == "owner")
    expected = {
        (actor, method): row.expected(actor, method)
        for actor in order
        for method in ("GET", "POST")
    }

    found = {
        (actor, method): actors[actor].generic(method, url).status_code
        for actor, method in expected
    }

    assert found == expected


FOREIGN = [row for row in EXCHANGE_ROWS if "404" in row.other_teacher]
SENDING = [row for row in EXCHANGE_ROWS if row.expected("owner", "POST") != 405]


@pytest.mark.parametrize("row", FOREIGN, ids=lambda row: row.name)
def test_what_is_anothers_looks_like_what_is_not_there(
    row: ExchangeRow, actors: Actors, aigerim: User
) -> None:
    method = "GET" if row.expected("other_teacher", "GET") == 404 else "POST"
    known = row.arguments(Desk(aigerim))
    absent = {**known, "public_id": "AAAAAAAAAAAAAAAAAAAAAA"}
    pages = [
        actors["other_teacher"].generic(method, reverse(row.name, kwargs=dict(each)))
        for each in (known, absent)
    ]

    assert [page.status_code for page in pages] == [404, 404]
    assert Upload.objects.get().state == "review"


def test_staff_with_a_second_factor_fill_the_common_library(
    staff_client: Client, aigerim: User
) -> None:
    receive(aigerim, GIFT)

    page = staff_client.get(reverse("exchange:import"))
    response = send(staff_client, GIFT, space="common")

    assert page.status_code == 200
    assert response.status_code == 302
    assert Upload.objects.latest("pk").space.key == "common"


def test_nobody_sends_into_a_space_of_others(
    actors: Actors, aigerim: User, gulnar: User
) -> None:
    receive(aigerim, GIFT)
    theirs = aigerim.spaces.get().key

    for key in (theirs, "common", "no-such", "\0"):
        response = send(actors["other_teacher"], GIFT, space=key)
        assert response.status_code == 422

    upload = receive(gulnar, GIFT, space=gulnar.spaces.get())
    response = actors["other_teacher"].post(
        reverse("exchange:change", args=[upload.public_id]), {"space": theirs}
    )
    assert response.status_code == 422
    assert Upload.objects.filter(space__key__in=[theirs, "common"]).count() == 1


def test_nobody_takes_out_what_is_in_a_space_of_others(
    actors: Actors, aigerim: User
) -> None:
    space = own_space(owner=aigerim, name="Айгерім")
    make_fact(space=space, key="hers", statement="Айгерімнің дерегі.", by=aigerim)
    make_fact(key="draft", statement="Бекітілмеген ортақ дерек.", state="draft")
    make_fact(key="common", statement="Ортақ дерек.")
    url = reverse("exchange:export_facts")

    hers = actors["other_teacher"].get(url, {"space": space.key, "file_format": "csv"})
    common = actors["other_teacher"].get(url, {"space": "common", "file_format": "csv"})

    assert hers.status_code == 422
    text = common.content.decode()
    assert "Ортақ дерек." in text
    assert "Бекітілмеген" not in text
    assert "Айгерім" not in text


def test_a_teacher_who_is_one_no_more_reaches_her_uploads_no_more(
    actors: Actors, aigerim: User
) -> None:
    upload = receive(aigerim, GIFT)
    url = reverse("exchange:upload", args=[upload.public_id])
    assert actors["owner"].get(url).status_code == 200

    User.objects.filter(pk=aigerim.pk).update(role=User.Role.LEARNER)

    assert actors["owner"].get(url).status_code == 403


def test_no_page_that_is_merely_opened_changes_an_upload(
    actors: Actors, aigerim: User
) -> None:
    desk = Desk(aigerim)
    rows = [desk.upload, *Upload.objects.values()]
    for row in EXCHANGE_ROWS:
        url = reverse(row.name, kwargs=dict(row.arguments(desk)))
        for actor in ACTORS:
            actors[actor].get(url)

    assert [desk.upload, *Upload.objects.values()] == rows


@pytest.mark.parametrize("row", SENDING, ids=lambda row: row.name)
def test_a_form_without_its_token_is_refused(
    row: ExchangeRow, actors: Actors, aigerim: User
) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = actors["owner"].cookies

    response = browser.post(
        reverse(row.name, kwargs=dict(row.arguments(Desk(aigerim)))), {"text": GIFT}
    )

    assert response.status_code == 403
