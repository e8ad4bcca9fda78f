"""Every address of the site opens to whom it should, and to nobody else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse

from quizzes.people.models import User
from tests.conftest import ClientFor
from tests.web.access_matrix import ROWS, Row, Scene
from tests.web.access_rows_exchange import EXCHANGE_ROWS
from tests.web.access_rows_questions import QUESTION_ROWS
from tests.web.access_rows_quizzes import QUIZ_ROWS
from tests.web.access_rows_sources import SOURCE_ROWS
from tests.web.class_matrix import CLASS_ROWS

ACTORS = ("visitor", "owner", "stranger", "staff", "guest")
LOGIN_REDIRECT, LOGIN_UNDER_HTMX = 302, 401


def url_patterns(
    patterns: list[URLPattern | URLResolver], namespace: str = ""
) -> Iterator[tuple[str, URLPattern]]:
    """Each pattern of the resolver with its whole name."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = (
                f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            )
            yield from url_patterns(pattern.url_patterns, inner)
        else:
            yield f"{namespace}{pattern.name or pattern.pattern}", pattern


ALL = sorted(url_patterns(get_resolver().url_patterns), key=lambda each: each[0])
OURS = sorted({name for name, _ in ALL if not name.startswith("admin:")})
# Logging in and out is for everybody
NOT_CLOSED = {"admin:login", "admin:logout"}
STAFFS = [
    (name, pattern)
    for name, pattern in ALL
    if name.startswith("admin:") and name not in NOT_CLOSED and pattern.name
]


@pytest.fixture
def actors(bolat: User, dana: User, client_for: ClientFor) -> dict[str, Client]:
    """A browser for each actor."""
    staff = User.objects.create_superuser("staff")
    guest = User(username="guest-1", is_guest=True)
    guest.set_unusable_password()
    guest.save()
    users = (None, bolat, dana, staff, guest)
    return {actor: client_for(user) for actor, user in zip(ACTORS, users, strict=True)}


def test_every_url_has_one_row() -> None:
    names = [row.name for row in ROWS]
    names += [row.name for row in CLASS_ROWS]
    names += [row.name for row in EXCHANGE_ROWS]
    names += [row.name for row in QUESTION_ROWS]
    names += [row.name for row in SOURCE_ROWS]
    names += [row.name for row in QUIZ_ROWS]

    assert sorted(names) == OURS


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_each_actor_gets_what_the_row_says(
    row: Row, actors: dict[str, Client], bolat: User
) -> None:
    url = reverse(row.name, kwargs=dict(row.arguments(Scene(bolat=bolat))))
    expected = {
        (actor, method): row.expected(actor, method)
        for actor in ACTORS
        for method in ("GET", "POST")
    }

    found = {
        (actor, method): actors[actor].generic(method, url).status_code
        for actor, method in expected
    }

    assert found == expected


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_a_visitor_is_not_sent_to_the_log_in_inside_of_a_page(
    row: Row, actors: dict[str, Client], bolat: User
) -> None:
    url = reverse(row.name, kwargs=dict(row.arguments(Scene(bolat=bolat))))
    if not getattr(resolve(url).func, "login_required", True):
        pytest.skip("this page is open to visitors")

    response = actors["visitor"].get(url, headers={"HX-Request": "true"})

    assert row.expected("visitor", "GET") == LOGIN_REDIRECT
    assert response.status_code == LOGIN_UNDER_HTMX
    assert response.headers["HX-Redirect"]


@pytest.mark.parametrize(("name", "pattern"), STAFFS, ids=[name for name, _ in STAFFS])
@pytest.mark.parametrize("actor", ["visitor", "owner"])
def test_pages_of_the_staff_are_closed_to_others(
    name: str, pattern: URLPattern, actor: str, actors: dict[str, Client]
) -> None:
    arguments = {
        argument: 1 if type(converter).__name__ == "IntConverter" else "1"
        for argument, converter in pattern.pattern.converters.items()
    }
    if "app_label" in pattern.pattern.regex.groupindex:
        arguments = {"app_label": "quizzes"}
    url = reverse(name, kwargs=arguments)

    for method in ("GET", "POST"):
        response = actors[actor].generic(method, url)

        assert response.status_code == LOGIN_REDIRECT, method
        assert response.headers["Location"].startswith(reverse("admin:login"))
