"""An error says what happened and what to do, and nothing of the inside."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.test import Client, override_settings
from django.urls import include, path

from quizzes.people.models import User
from tests.conftest import ClientFor

HTMX = {"HX-Request": "true"}
SECRET = "the key is 1994-04-30"


def raising(error: Exception) -> Callable[[HttpRequest], HttpResponse]:
    @login_not_required
    def view(request: HttpRequest) -> HttpResponse:
        raise error

    return view


def answering(response: Callable[[], HttpResponse]) -> Callable[..., HttpResponse]:
    @login_not_required
    def view(request: HttpRequest) -> HttpResponse:
        return response()

    return view


@login_not_required
def reading(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(len(request.POST)))


def closed(request: HttpRequest) -> HttpResponse:
    return HttpResponse("only for those who are logged in")


urlpatterns = [
    path("400/", raising(SuspiciousOperation(SECRET))),
    path("403/", raising(PermissionDenied(SECRET))),
    path("500/", raising(ValueError(SECRET))),
    path("503/", raising(OperationalError(SECRET))),
    path("405/", answering(lambda: HttpResponseNotAllowed(["POST"]))),
    path("409/", answering(lambda: HttpResponse(status=409))),
    path("429/", answering(lambda: HttpResponse(status=429))),
    path("worded/", answering(lambda: HttpResponse("in my words", status=409))),
    path("reading/", reading),
    path("closed/", closed),
    path("", include("quizsite.urls")),
]
handler400 = "quizzes.web.errors.bad_request"
handler403 = "quizzes.web.errors.permission_denied"
handler404 = "quizzes.web.errors.page_not_found"
handler500 = "quizzes.web.errors.server_error"

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.urls(__name__),
    pytest.mark.filterwarnings("ignore:.*:pytest.PytestUnraisableExceptionWarning"),
]
STATUSES = [400, 403, 404, 405, 409, 429, 500, 503]


@pytest.fixture
def browser() -> Client:
    """A client that gets the page of an error, as a browser does."""
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("status", STATUSES)
def test_a_page_says_what_happened_and_where_to_go(
    status: int, browser: Client
) -> None:
    response = browser.get(f"/{status}/")

    assert response.status_code == status
    page = BeautifulSoup(response.content, "html.parser")
    assert len(page.find_all("h1")) == 1
    assert page.html is not None
    assert page.html["lang"] == "kk"
    assert page.find("a", href="/") is not None
    assert SECRET not in response.content.decode()


@pytest.mark.parametrize("status", STATUSES)
def test_htmx_gets_the_message_without_a_page_around_it(
    status: int, browser: Client
) -> None:
    response = browser.get(f"/{status}/", headers=HTMX)

    assert response.status_code == status
    page = BeautifulSoup(response.content, "html.parser")
    assert page.find("h1") is not None
    assert page.find("html") is None


def test_a_database_that_is_away_says_when_to_come_back(browser: Client) -> None:
    response = browser.get("/503/")

    assert int(response.headers["Retry-After"]) > 0


def test_a_failed_request_does_not_need_the_database_for_its_page(
    browser: Client, django_assert_num_queries: Callable[..., object]
) -> None:
    with django_assert_num_queries(0):  # type: ignore[attr-defined]
        browser.get("/500/")


def test_a_refusal_with_words_of_its_own_keeps_them(browser: Client) -> None:
    response = browser.get("/worded/")

    assert response.content == b"in my words"


def test_what_a_refusal_allows_is_still_said(browser: Client) -> None:
    assert browser.get("/405/").headers["Allow"] == "POST"


def test_too_much_at_once_is_413(browser: Client) -> None:
    response = browser.post("/reading/", {"text": "ә" * 1_000_000})

    assert response.status_code == 413


def test_too_many_fields_are_refused(browser: Client) -> None:
    response = browser.post("/reading/", {f"field-{n}": n for n in range(501)})

    assert response.status_code == 400


def test_a_form_without_its_token_is_refused_with_advice() -> None:
    browser = Client(enforce_csrf_checks=True)

    response = browser.post("/reading/", {"text": "x"})

    assert response.status_code == 403
    assert BeautifulSoup(response.content, "html.parser").find("h1") is not None


def test_a_visitor_of_a_closed_page_is_sent_to_the_log_in(
    browser: Client,
) -> None:
    response = browser.get("/closed/")

    assert response.status_code == 302
    assert response.headers["Location"] == "/account/login/?next=/closed/"


def test_a_visitor_under_htmx_is_told_so_instead_of_being_redirected(
    browser: Client,
) -> None:
    response = browser.get("/closed/", headers=HTMX)

    assert response.status_code == 401
    assert response.headers["HX-Redirect"] == "/account/login/?next=/closed/"
    assert response.content == b""


def test_whoever_is_logged_in_opens_a_closed_page(
    bolat: User, client_for: ClientFor
) -> None:
    assert client_for(bolat).get("/closed/").status_code == 200


@override_settings(DATA_UPLOAD_MAX_NUMBER_FIELDS=2)
def test_the_limit_of_fields_is_the_setting(browser: Client) -> None:
    assert browser.post("/reading/", {"a": 1, "b": 2}).content == b"2"
    assert browser.post("/reading/", {"a": 1, "b": 2, "c": 3}).status_code == 400


def test_health_is_red_when_the_database_is_away(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*args: object) -> object:
        raise OperationalError("away")

    monkeypatch.setattr("quizzes.web.health.connection.cursor", away)

    assert browser.get("/healthz").status_code == 503
