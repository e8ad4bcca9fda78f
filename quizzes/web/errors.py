"""The pages that say what went wrong, and what to do now.

The pages of failures (500 and 503) stand alone: they must come up when the database, a
session or the base template is what failed.
"""

from __future__ import annotations

import logging
import sys
from dataclasses import dataclass
from http import HTTPStatus

from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quizzes.web.request import wants_fragment

logger = logging.getLogger(__name__)

PAGE = "errors/error.html"
FAILURE_PAGE = "errors/failure.html"
RETRY_AFTER_SECONDS = 5
SECONDS_TO_COOL_DOWN = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What a page of an error says."""

    title: str | Promise
    advice: str | Promise


WORDED: dict[int, Wording] = {
    HTTPStatus.BAD_REQUEST: Wording(
        title=_("This request could not be read"),
        advice=_("Go back, load the page again and try once more."),
    ),
    HTTPStatus.FORBIDDEN: Wording(
        title=_("You may not open this page"),
        advice=_("It belongs to somebody else, or needs other rights than yours."),
    ),
    HTTPStatus.NOT_FOUND: Wording(
        title=_("There is no such page"),
        advice=_("The address may be mistyped, or what was here is gone."),
    ),
    HTTPStatus.METHOD_NOT_ALLOWED: Wording(
        title=_("This address cannot be used that way"),
        advice=_("Go back and use the button on the page."),
    ),
    HTTPStatus.CONFLICT: Wording(
        title=_("This has changed in the meantime"),
        advice=_("Load the page again to see the changes."),
    ),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: Wording(
        title=_("That is too much at once"),
        advice=_("Send a smaller file or a shorter text."),
    ),
    HTTPStatus.TOO_MANY_REQUESTS: Wording(
        title=_("Too many tries in a short time"),
        advice=_("Wait a few minutes, then try again."),
    ),
    HTTPStatus.INTERNAL_SERVER_ERROR: Wording(
        title=_("Something went wrong here"),
        advice=_("It is not your fault. Try again; what was saved is still there."),
    ),
    HTTPStatus.SERVICE_UNAVAILABLE: Wording(
        title=_("The site cannot be reached just now"),
        advice=_("Try again in a few seconds; what was saved is still there."),
    ),
}

BAD_CSRF_TOKEN = Wording(
    title=_("This page was open for too long"),
    advice=_("Go back, load the page again and send it once more."),
)


def put_page(
    request: HttpRequest, response: HttpResponse, wording: Wording | None = None
) -> HttpResponse:
    """Fill `response` with the page of its status, or with a fragment for htmx."""
    wording = wording or WORDED[response.status_code]
    template = f"{PAGE}#message" if wants_fragment(request) else PAGE
    context = {"wording": wording, "status": response.status_code}
    response.content = render_to_string(template, context, request)
    response.headers["Content-Type"] = "text/html; charset=utf-8"
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400; or 413 if Django refused the request for its size."""
    too_big = isinstance(exception, RequestDataTooBig | TooManyFilesSent)
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE if too_big else HTTPStatus.BAD_REQUEST
    return put_page(request, HttpResponse(status=status))


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    return put_page(request, HttpResponse(status=HTTPStatus.FORBIDDEN))


def bad_csrf_token(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form without its token, or with one from before a log-in."""
    logger.info("CSRF token refused: %s", reason)
    response = HttpResponse(status=HTTPStatus.FORBIDDEN)
    return put_page(request, response, BAD_CSRF_TOKEN)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: the same for what is absent and for what is somebody else's."""
    return put_page(request, HttpResponse(status=HTTPStatus.NOT_FOUND))


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """429, with the time to wait."""
    response = HttpResponse(status=HTTPStatus.TOO_MANY_REQUESTS)
    response.headers["Retry-After"] = str(SECONDS_TO_COOL_DOWN)
    return put_page(request, response)


def server_error(request: HttpRequest) -> HttpResponse:
    """500; or 503 with the time to wait if the database is away or busy."""
    if isinstance(sys.exception(), OperationalError | InterfaceError):
        response = HttpResponse(status=HTTPStatus.SERVICE_UNAVAILABLE)
        response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    else:
        response = HttpResponse(status=HTTPStatus.INTERNAL_SERVER_ERROR)
    template = FAILURE_PAGE
    if wants_fragment(request):
        template = f"{FAILURE_PAGE}#message"
    wording = WORDED[response.status_code]
    # Without the request: its user and messages may be what cannot be read.
    context = {"wording": wording, "status": response.status_code}
    response.content = render_to_string(template, context)
    return response
