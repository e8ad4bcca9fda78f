"""Headers, errors and htmx, once for all pages."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import middleware as auth_middleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _

from quizzes.web import errors

GetResponse = Callable[[HttpRequest], HttpResponse]
SAFE_METHODS = ("GET", "HEAD")


class ReceivedMiddleware:
    """Notes when a request was received: that counts, however long others keep it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.received_at = timezone.now()  # type: ignore[attr-defined]
        return self.get_response(request)


class PageHeadersMiddleware:
    """What caches and browsers are told of every page.

    A page and its fragment have one address, and a page may show who is logged in: so
    all pages vary by both. A page made for somebody is kept by no cache and not on the
    disk of a shared computer. What never changes and is nobody's, such as a picture,
    says so, and is the same for all.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if "immutable" in response.headers.get("Cache-Control", ""):
            response.headers.pop("Vary", None)
        else:
            patch_vary_headers(response, ["Cookie", "HX-Request"])
            if _is_somebodys(request, response):
                patch_cache_control(response, no_store=True, private=True)
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        return response


def _is_somebodys(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether the browser has a session, or gets one with this response."""
    return (
        settings.SESSION_COOKIE_NAME in request.COOKIES
        or settings.SESSION_COOKIE_NAME in response.cookies
    )


class ErrorPageMiddleware:
    """Gives a refusal without words, such as `HttpResponse(status=409)`, its page."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if (
            response.status_code in errors.WORDED
            and not response.streaming
            and not response.content
            and request.method != "HEAD"
        ):
            errors.put_page(request, response)
        return response


class LoginRequiredMiddleware(auth_middleware.LoginRequiredMiddleware):
    """Sends strangers to the log-in, in a way that htmx understands.

    htmx would follow a redirect and put the log-in page into the middle of the old one;
    so it gets 401 and the address to go to. The staff's pages have their own log-in.
    Whose session has ended is told so there.
    """

    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view_func: Callable[..., Any]
    ) -> HttpResponseBase:
        match = request.resolver_match
        if match is not None and match.app_name == "admin":
            login_url = resolve_url("admin:login")
        else:
            login_url = self.get_login_url(view_func)
        response = redirect_to_login(
            _page_of(request), login_url, self.get_redirect_field_name(view_func)
        )
        under_htmx = request.headers.get("HX-Request") == "true"
        if _session_has_ended(request):
            _tell_of_the_end(request, under_htmx=under_htmx)
        if not under_htmx:
            return response
        return HttpResponse(
            status=HTTPStatus.UNAUTHORIZED,
            headers={"HX-Redirect": response.headers["Location"]},
        )


def _page_of(request: HttpRequest) -> str:
    """The page to come back to: for a form the one that it stood on, if it is ours."""
    if request.method in SAFE_METHODS:
        return request.get_full_path()
    sent_from = request.headers.get("HX-Current-URL") or request.headers.get("Referer")
    ours = f"{request.scheme}://{request.get_host()}/"
    if sent_from is None or not sent_from.startswith(ours):
        return resolve_url(settings.LOGIN_REDIRECT_URL)
    # No more than a path and its query; `//` would name another host.
    path = sent_from.removeprefix(ours).partition("#")[0].lstrip("/\\")
    return f"/{path}"


def _session_has_ended(request: HttpRequest) -> bool:
    """Whether the browser names a session that is not there."""
    named = settings.SESSION_COOKIE_NAME in request.COOKIES
    return named and request.session.is_empty()


def _tell_of_the_end(request: HttpRequest, *, under_htmx: bool) -> None:
    if request.method in SAFE_METHODS:
        text = _("You have been logged out. Log in to go on.")
    elif under_htmx:
        return  # The form is still on the page, which says what has become of it.
    else:
        text = _("You have been logged out, so this was not saved. Log in to go on.")
    if_guest = _("If you have no account, start a new quiz.")
    messages.warning(request, f"{text} {if_guest}")
