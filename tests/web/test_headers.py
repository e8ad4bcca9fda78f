"""What browsers and caches are told of each kind of page."""

from __future__ import annotations

import pytest
from django.test import Client

from quizzes.people.models import User
from tests.conftest import ClientFor

POLICY = (
    "base-uri 'none'; connect-src 'self'; default-src 'none'; font-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; img-src 'self' data:; "
    "object-src 'none'; script-src 'self'; style-src 'self'"
)
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": (
        "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), "
        "usb=()"
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
NOT_ALWAYS = {"Strict-Transport-Security", "Server", "X-Powered-By"}

# A page, a page of an error, a redirect, a log-in, plain text
PAGES = [
    ("/", 200),
    ("/practice/", 200),
    ("/none-such/", 404),
    ("/language/", 302),
    ("/account/login/", 200),
    ("/account/signup/", 200),
    ("/healthz", 200),
]


def in_one_order(policy: str) -> str:
    return "; ".join(sorted(part.strip() for part in policy.split(";") if part.strip()))


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "status"), PAGES)
def test_every_page_has_the_same_guards(path: str, status: int, client: Client) -> None:
    response = client.get(path)

    assert response.status_code == status
    found = dict(response.headers)
    found["Content-Security-Policy"] = in_one_order(found["Content-Security-Policy"])
    assert {name: found.get(name) for name in ALWAYS} == ALWAYS
    assert NOT_ALWAYS.isdisjoint(found)


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "status"), PAGES)
def test_a_page_and_its_fragment_are_kept_apart(
    path: str, status: int, client: Client
) -> None:
    vary = client.get(path).headers["Vary"]

    assert {"Cookie", "HX-Request"} <= set(vary.split(", "))


@pytest.mark.parametrize(("path", "status"), PAGES)
def test_a_page_of_somebody_is_kept_nowhere(
    path: str, status: int, bolat: User, client_for: ClientFor
) -> None:
    response = client_for(bolat).get(path)

    kept = set(response.headers["Cache-Control"].split(", "))
    assert {"no-store", "private"} <= kept


@pytest.mark.django_db
def test_a_page_of_nobody_may_be_kept_by_the_browser(client: Client) -> None:
    assert "no-store" not in client.get("/").headers.get("Cache-Control", "")


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/.git/config", "/.env", "/static/", "/data/"])
def test_nothing_of_the_disk_is_shown(path: str, client: Client) -> None:
    response = client.get(path)

    assert response.status_code == 404
    assert b"Traceback" not in response.content
