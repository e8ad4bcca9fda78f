"""The request as our views get it, for the type checker."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django import http

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django_htmx.middleware import HtmxDetails

    from quizzes.people.models import User


class HttpRequest(http.HttpRequest):
    """A request that has passed our middleware."""

    htmx: HtmxDetails
    received_at: datetime
    user: User | AnonymousUser


class AuthenticatedHttpRequest(HttpRequest):
    """A request of somebody who is logged in, a guest among them."""

    user: User


def wants_fragment(request: http.HttpRequest) -> bool:
    """Whether htmx asks for a part of a page.

    A boosted link asks for the whole page, and so does a restored history entry. Reads
    the headers themselves, since an error can come up before `request.htmx` is there.
    """
    return (
        request.headers.get("HX-Request") == "true"
        and request.headers.get("HX-Boosted") != "true"
        and request.headers.get("HX-History-Restore-Request") != "true"
    )
