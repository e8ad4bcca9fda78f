"""Whatever is sent to the forms of classes and joining, the answer is no failure."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from quizzes.classes.classrooms import Classroom, Enrolment
from quizzes.people.models import User
from tests.classes.scene import School, give_card
from tests.conftest import ClientFor

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

ANSWERS = {200, 302, 400, 403, 404, 413, 422, 429}
HOSTILE = {
    "nothing": "",
    "blanks": " \t\n\u00a0\u3000",
    "a novel": "а" * 100_000,
    "NUL": "\0",
    "NUL inside": "Мә\0ди",
    "control": "\x07\x1b[31m\x7f",
    "half a pair": "\ud800",
    "bidi": "\u202eидәМ\u2066",
    "zero width": "\u200b\u200d\ufeff",
    "emoji": "👩‍🏫🇰🇿",
    "combining": "и\u0306" * 60,
    "folds long": "ΐ" * 80,
    "a big number": "9" * 5000,
    "other digits": "１２٣",
    "html": "<script>alert(1)</script>",
    "htmx": '"><b hx-get="/" hx-trigger="load">',
    "template": "{{ request }}{% csrf_token %}",
    "sql": "' OR 1=1 --",
    "format": "%s%(name)s{0.__class__}",
    "path": "../../etc/passwd",
    "an id": "AAAAAAAAAAAAAAAAAAAAAA",
}


@pytest.fixture(autouse=True)
def _no_misses_at_first(_django_db_marker: None) -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(params=list(HOSTILE))
def hostile(request: pytest.FixtureRequest) -> str:
    return HOSTILE[request.param]


def of_teacher(school: School) -> list[tuple[str, list[str], str]]:
    """Each field of a teacher's forms: URL name, arguments, field."""
    room = [school.classroom.public_id]
    learner = [*room, school.enrolment.public_id]
    return [
        ("classes:open", [], "name"),
        ("classes:settings", room, "name"),
        ("classes:settings", room, "confirms_newcomers"),
        ("classes:add_teacher", room, "username"),
        ("classes:remove_teacher", room, "username"),
        ("classes:hand_over", room, "username"),
        ("classes:newcomers", room, "enrolment"),
        ("classes:newcomers", room, "answer"),
        ("classes:make_cards", room, "names"),
        ("classes:renew_cards", room, "enrolment"),
        ("classes:rename", learner, "name"),
        ("classes:move", learner, "classroom"),
    ]


def post(client: Client, name: str, args: list[str], data: dict[str, str]) -> int:
    # As bytes: a browser that sends half a pair is no browser, but may do so
    body = urlencode(
        {field: value.encode("utf-8", "surrogatepass") for field, value in data.items()}
    )
    return client.post(
        reverse(name, args=args), body, "application/x-www-form-urlencoded"
    ).status_code


def test_what_is_sent_arrives(school: School, client_for: ClientFor) -> None:
    assert post(client_for(school.owner), "classes:open", [], {"name": "9 «Ғ»"}) == 302

    assert Classroom.objects.filter(name="9 «Ғ»").exists()


def test_a_teachers_forms_bear_it(
    hostile: str, school: School, client_for: ClientFor
) -> None:
    browser = client_for(school.owner)

    for name, args, field in of_teacher(school):
        assert post(browser, name, args, {field: hostile}) in ANSWERS, (name, field)
    for parameter in ("q", "page", "show"):
        query = urlencode({parameter: hostile[:2000].encode("utf-8", "surrogatepass")})
        found = browser.get(f"{school.classroom.get_absolute_url()}?{query}")
        assert found.status_code in ANSWERS, parameter

    for classroom in Classroom.objects.all():
        classroom.full_clean(exclude=["join_code", "join_code_expires_at"])
    for enrolment in Enrolment.objects.all():
        enrolment.full_clean(exclude=["join_key"])


def test_joining_bears_it(hostile: str, school: School) -> None:
    enter, code = "joining:enter", [school.classroom.join_code]
    key = "8d6d9f6e-7d52-4c0c-9c3c-3d8d9c7d2f10"

    assert post(Client(), enter, [], {"code": hostile}) in ANSWERS
    for data in (
        {"display_name": hostile, "join_key": key},
        {"display_name": "Мәди", "join_key": hostile},
    ):
        assert post(Client(), "joining:join", code, data) in ANSWERS
    if hostile.isprintable() and hostile and "/" not in hostile:
        found = Client().get(reverse("joining:join", args=[hostile]))
        assert found.status_code == 404


def test_the_ways_back_in_bear_it(
    hostile: str, school: School, client_for: ClientFor
) -> None:
    browser = client_for(school.pupil)
    for data in (
        {"username": hostile, "password1": "бұлақ-су-2026"},
        {"username": "madi.s", "password1": hostile},
    ):
        assert post(browser, "joining:way_in", [], data) in ANSWERS

    pupil, _card = give_card(school.classroom)
    data = {"password1": hostile, "password2": hostile}
    assert post(client_for(pupil), "joining:new_password", [], data) in ANSWERS


def test_what_a_name_holds_is_shown_as_it_is_written(
    school: School, client_for: ClientFor
) -> None:
    name = '<b hx-get="/">Мәди</b>'
    Classroom.objects.update(name=name)
    Enrolment.objects.update(name=name)
    User.objects.update(display_name=name)
    teacher, pupil = client_for(school.owner), client_for(school.pupil)
    room = [school.classroom.public_id]

    pages = [
        teacher.get(reverse("classes:teaching")),
        teacher.get(reverse("classes:class", args=room)),
        teacher.get(reverse("classes:code", args=room)),
        teacher.get(reverse("classes:settings", args=room)),
        teacher.get(
            reverse("classes:learner", args=[*room, school.enrolment.public_id])
        ),
        teacher.post(
            reverse("classes:renew_cards", args=room),
            {"enrolment": school.enrolment.public_id},
        ),
        Client().get(reverse("joining:join", args=[school.classroom.join_code])),
        client_for(school.other_pupil).get(reverse("classes:learning")),
        pupil.get("/"),
    ]

    for response in pages:
        page = BeautifulSoup(response.content, "html.parser")
        assert not page.select("b[hx-get]"), response.wsgi_request.path
