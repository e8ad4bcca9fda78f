"""Pages are for roles: the wrong one gets 403, whoever has no account the log-in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from quizzes.people import roles
from quizzes.people.models import User

pytestmark = pytest.mark.django_db
OPENS = HttpResponse("open")


def page(request: HttpRequest) -> HttpResponse:
    return OPENS


@pytest.fixture
def people() -> dict[str, Any]:
    guest = User(username="guest-1", is_guest=True)
    guest.set_unusable_password()
    guest.save()
    return {
        "visitor": AnonymousUser(),
        "guest": guest,
        "pupil": User.objects.create_user("bolat"),
        "teacher": User.objects.create_user("aigerim", role=User.Role.TEACHER),
        "staff": User.objects.create_superuser("director"),
    }


def answer(guard: Callable[..., Any], user: Any, **headers: str) -> Any:
    request = RequestFactory().get("/page/?a=1", headers=headers)
    request.user = user
    try:
        return guard(page)(request)
    except PermissionDenied:
        return 403


LOG_IN = "/account/login/?next=/page/%3Fa%3D1"


@pytest.mark.parametrize(
    ("guard", "let_in"),
    [
        (roles.account_required, {"pupil", "teacher", "staff"}),
        (roles.teacher_required, {"teacher"}),
        (roles.learner_required, {"pupil", "staff"}),
    ],
)
def test_a_page_is_for_its_role(
    guard: Callable[..., Any], let_in: set[str], people: dict[str, Any]
) -> None:
    for name, user in people.items():
        given = answer(guard, user)
        if name in let_in:
            assert given is OPENS, name
        elif name in {"visitor", "guest"}:
            assert given.headers["Location"] == LOG_IN, name
        else:
            assert given == 403, name


def test_under_htmx_the_whole_page_goes_to_the_log_in(
    people: dict[str, Any],
) -> None:
    for name in ("visitor", "guest"):
        given = answer(roles.teacher_required, people[name], **{"HX-Request": "true"})
        assert (given.status_code, given.headers["HX-Redirect"]) == (401, LOG_IN)


def test_staff_need_a_second_factor(people: dict[str, Any]) -> None:
    assert answer(roles.staff_required, people["teacher"]) == 403
    given = answer(roles.staff_required, people["staff"])
    assert given.headers["Location"] == "/account/2fa/app/activate/"

    Authenticator.objects.create(user=people["staff"], type="totp", data={})

    assert answer(roles.staff_required, people["staff"]) is OPENS


def test_a_role_is_lost_at_the_next_request(people: dict[str, Any]) -> None:
    teacher = people["teacher"]
    User.objects.filter(pk=teacher.pk).update(role="learner")

    assert answer(roles.teacher_required, User.objects.get(pk=teacher.pk)) == 403


@pytest.mark.postgres
@pytest.mark.parametrize(
    "given",
    [
        {"role": "staff"},
        {"role": ""},
        {"is_guest": True, "password": "!", "role": "teacher"},
        {"is_guest": True, "password": "argon2$x"},
        {"is_guest": True, "password": ""},
        {"is_guest": True, "password": "!", "email": "a@example.kz"},
    ],
)
def test_the_database_refuses_what_cannot_be(given: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(username="someone", **given)
