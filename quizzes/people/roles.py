"""Who may open which pages, as decorators of views.

Whoever has no account goes to the log-in, a guest among them; an account of another
role gets 403. What is in the page is asked of each room's `access.py` besides.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, Final, TypeVar

from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from quizzes.people.models import User

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
Test = Callable[[User], bool]

# Where staff set up what they need before their pages open.
SECOND_FACTOR_PAGE: Final = "mfa_activate_totp"


def account_required(view: View) -> View:
    """Let in whoever has an account of any role."""
    return _required(lambda user: True, view)


def teacher_required(view: View) -> View:
    """Let in teachers."""
    return _required(lambda user: user.is_teacher, view)


def author_required(view: View) -> View:
    """Let in who writes to the bank: teachers, and staff with a second factor."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        assert isinstance(request.user, User)
        if request.user.is_staff and not is_mfa_enabled(request.user):
            return redirect(SECOND_FACTOR_PAGE)
        return view(request, *args, **kwargs)

    return _required(lambda user: user.is_teacher or user.is_staff, guarded)  # type: ignore[return-value]


def learner_required(view: View) -> View:
    """Let in pupils with an account."""
    return _required(lambda user: user.role == User.Role.LEARNER, view)


def staff_required(view: View) -> View:
    """Let in staff, once they have a second factor."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        assert isinstance(request.user, User)
        if not is_mfa_enabled(request.user):
            return redirect(SECOND_FACTOR_PAGE)
        return view(request, *args, **kwargs)

    return _required(lambda user: user.is_staff, guarded)  # type: ignore[return-value]


def to_log_in(request: HttpRequest) -> HttpResponseBase:
    """Send to the log-in and back afterwards, in a way that htmx understands."""
    response = redirect_to_login(request.get_full_path())
    if request.headers.get("HX-Request") != "true":
        return response
    return HttpResponse(
        status=HTTPStatus.UNAUTHORIZED,
        headers={"HX-Redirect": response.headers["Location"]},
    )


def to_password_change(request: HttpRequest, **context: Any) -> HttpResponse:
    """Instead of the admin's own page, which counts no wrong passwords."""
    return redirect("account_change_password")


def _required(test: Test, view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = request.user
        if not isinstance(user, User) or user.is_guest:
            return to_log_in(request)
        if not test(user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded  # type: ignore[return-value]
