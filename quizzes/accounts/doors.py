"""Which of allauth's pages are for whom, as wrappers of its views.

A guest is logged in as far as Django knows. To most of these pages that would be too
much, to the log-in too little.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from allauth.account.utils import get_next_redirect_url
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import SimpleTemplateResponse, TemplateResponse

from quizzes.people.guests import is_guest
from quizzes.people.roles import to_log_in

View = Callable[..., HttpResponseBase]


def open_to_all(view: View) -> View:
    """A page that asks for no account; a guest stays who it is."""
    return login_not_required(view)


def for_newcomers(view: View) -> View:
    """Sign-up and log-in: whoever has an account and is logged in goes on instead."""

    @login_not_required
    @wraps(view)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not is_guest(request.user):
            return redirect(get_next_redirect_url(request) or "accounts:account")
        return view(request, *args, **kwargs)

    return door


def while_logging_in(view: View) -> View:
    """A page between password and log-in, which a guest sees as a visitor does."""

    @login_not_required
    @wraps(view)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if is_guest(request.user):
            request.user = AnonymousUser()
        return view(request, *args, **kwargs)

    return door


def for_accounts(view: View) -> View:
    """A page of an account: a guest has none, and is sent to the log-in."""

    @wraps(view)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated or is_guest(request.user):
            return to_log_in(request)
        return view(request, *args, **kwargs)

    return door


def unchanged_by_a_look(view: View) -> View:
    """A page whose view would store something even when it is only looked at.

    allauth copies an address of the user's row to its own table there.
    """

    @wraps(view)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method not in {"GET", "HEAD"}:
            return view(request, *args, **kwargs)
        with transaction.atomic():
            response = view(request, *args, **kwargs)
            if isinstance(response, SimpleTemplateResponse):
                response.render()
            transaction.set_rollback(True)
        return response

    return door


def clears_the_browser(view: View) -> View:
    """Log-out: the browser forgets pages and what it has stored of this site.

    Not the cookies: the language is in one of them, and the session's is gone already.
    """

    @wraps(view)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if request.method == "POST" and not request.user.is_authenticated:
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response

    return door


def to_the_school(view: View) -> View:
    """The way to a school's single sign-on, as a link to click.

    The policy of our pages lets no form lead to another site, not even by a redirect.
    A guest who connects a school's account has none of ours to connect it to.
    """

    @login_not_required
    @wraps(view)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        connects = request.GET.get("process") == "connect"
        if connects and (not request.user.is_authenticated or is_guest(request.user)):
            return to_log_in(request)
        response = view(request, *args, **kwargs)
        if response.status_code != HTTPStatus.FOUND:
            return response
        target = response.headers["Location"]
        if not urlsplit(target).netloc:
            return response
        return TemplateResponse(
            request,
            "socialaccount/leave.html",
            {"target": target, "host": urlsplit(target).hostname},
        )

    return door
