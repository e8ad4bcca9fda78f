"""Who is sent to the log-in comes back to the page, and knows why he was sent."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.contrib.messages import get_messages
from django.contrib.sessions.models import Session
from django.shortcuts import resolve_url
from django.test import Client
from django.urls import reverse

from quizzes.people.models import User
from tests.conftest import ClientFor

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
CLOSED = "/attempts/"
FORM = "/attempts/x/close/"
HERE = "http://testserver"
LOG_IN = resolve_url(settings.LOGIN_URL)


@pytest.fixture
def bolats(bolat: User, client_for: ClientFor) -> Client:
    """Bolat's browser, whose session the site has forgotten."""
    client = client_for(bolat)
    Session.objects.all().delete()
    return client


def told(client: Client, method: str, path: str, headers: dict[str, str]) -> list[str]:
    response = client.generic(method, path, headers=headers)
    return [str(each) for each in get_messages(response.wsgi_request)]


@pytest.mark.parametrize("header", ["Referer", "HX-Current-URL"])
@pytest.mark.parametrize(
    ("sent_from", "way_back"),
    [
        (f"{HERE}/attempts/x/2/?a=b#stem", "/attempts/x/2/%3Fa%3Db"),
        (f"{HERE}//elsewhere.example/", "/elsewhere.example/"),
        (f"{HERE}/\\elsewhere.example/", "/elsewhere.example/"),
        (f"{HERE}.elsewhere.example/attempts/", "/"),
        ("http://elsewhere.example/attempts/", "/"),
        ("https://testserver/attempts/", "/"),
        ("/attempts/", "/"),
        ("", "/"),
    ],
)
def test_a_form_leads_back_to_the_page_that_it_stood_on(
    client: Client, header: str, sent_from: str, way_back: str
) -> None:
    response = client.post(FORM, headers={header: sent_from})

    assert response.headers["Location"] == f"{LOG_IN}?next={way_back}"


def test_a_form_from_nowhere_leads_to_the_start(client: Client) -> None:
    response = client.post(FORM)

    assert response.headers["Location"] == f"{LOG_IN}?next=/"


def test_a_page_leads_back_to_itself_wherever_it_was_asked_from(client: Client) -> None:
    response = client.get(f"{CLOSED}?page=2", headers={"Referer": f"{HERE}/about/"})

    assert response.headers["Location"].endswith("?next=/attempts/%3Fpage%3D2")


@pytest.mark.parametrize("path", [CLOSED, "/admin/"])
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_whose_session_has_ended_is_told(
    bolats: Client, path: str, headers: dict[str, str]
) -> None:
    (message,) = told(bolats, "GET", path, headers)

    assert "кіріңіз" in message


def test_what_was_sent_after_the_end_is_said_to_be_lost(bolats: Client) -> None:
    (message,) = told(bolats, "POST", FORM, {})

    assert "сақталмады" in message


def test_a_form_of_htmx_speaks_for_itself(bolats: Client) -> None:
    assert told(bolats, "POST", FORM, HTMX) == []


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_visitor_is_not_told_of_a_session_that_never_was(
    client: Client, method: str
) -> None:
    client.post(reverse("set_language"), {"language": "kk"})

    assert told(client, method, FORM, {}) == []
