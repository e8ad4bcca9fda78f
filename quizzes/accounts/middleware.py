"""What somebody has to do first, before any other page opens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from quizzes.people.models import User
from quizzes.people.roles import SECOND_FACTOR_PAGE, to_log_in

# Logging in and out is for those as well who have no second factor yet.
NOT_GUARDED: Final = frozenset({"login", "logout", "jsi18n"})

REPLACEMENT_PAGE: Final = "joining:new_password"
OPEN_BEFORE_REPLACEMENT: Final = frozenset(
    {REPLACEMENT_PAGE, "account_logout", "set_language"}
)


class StaffSecondFactorMiddleware:
    """Sends staff without a second factor to set one up, before any page of theirs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponseBase],
        arguments: tuple[Any, ...],
        named: dict[str, Any],
    ) -> HttpResponseBase | None:
        """Stand before the pages of Django's admin; its own check of rights follows."""
        match = request.resolver_match
        if (
            match is None
            or match.app_name != "admin"
            or match.url_name in NOT_GUARDED
            or not isinstance(request.user, User)
            or not request.user.is_staff
            or is_mfa_enabled(request.user)
        ):
            return None
        messages.warning(
            request, _("The pages of the staff need a second step at the log-in.")
        )
        return redirect(SECOND_FACTOR_PAGE)


class CardPasswordMiddleware:
    """Sends whoever logged in with a card to choose a password, whatever they open.

    They can log out, and read the page in another language.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponseBase],
        arguments: tuple[Any, ...],
        named: dict[str, Any],
    ) -> HttpResponseBase | None:
        """Stand before every view but those."""
        user = request.user
        match = request.resolver_match
        if (
            not isinstance(user, User)
            or not user.must_replace_password
            or (match is not None and match.view_name in OPEN_BEFORE_REPLACEMENT)
        ):
            return None
        if request.headers.get("HX-Request") == "true":
            return HttpResponseClientRedirect(reverse(REPLACEMENT_PAGE))
        return redirect(REPLACEMENT_PAGE)


class ErasedMeanwhileMiddleware:
    """Sends whoever was erased while a request of theirs was on its way to the log-in.

    What the request wanted to store has nobody to belong to, and the database says so.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponseBase | None:
        """Stand behind every view; other failures stay failures."""
        if not isinstance(exception, DatabaseError | ObjectDoesNotExist):
            return None
        user = request.user
        if not isinstance(user, User) or User.objects.filter(pk=user.pk).exists():
            return None
        return to_log_in(request)
