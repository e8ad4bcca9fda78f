"""The pages of personal data: what is stored, as a file, erasing, and the register."""

from __future__ import annotations

from contextlib import suppress
from itertools import groupby
from typing import Final

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from quizzes.accounts import erasing, exporting
from quizzes.accounts.access import card_pupil_for_teacher
from quizzes.accounts.holdings import REGISTER
from quizzes.accounts.privacy_forms import EraseForm, person_of
from quizzes.attempts.models import Attempt
from quizzes.classes.access import class_for_teacher
from quizzes.classes.models import ClassTeacher, Enrolment
from quizzes.people.models import User
from quizzes.people.roles import teacher_required, to_log_in
from quizzes.web.request import AuthenticatedHttpRequest

FORM_METHODS: Final = ["GET", "HEAD", "POST"]
FILE_NAME: Final = "derek-data.json"


@login_not_required
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """What is stored of people: which, why, how long, who sees it."""
    titled = groupby(REGISTER, key=lambda holding: str(holding.title))
    # Two tables may hold one thing: a reader is told of it once
    groups = [
        (
            title,
            list(
                {
                    entry.said: entry for each in holdings for entry in each.entries
                }.values()
            ),
        )
        for title, holdings in titled
    ]
    return TemplateResponse(
        request, "privacy/register.html", {"groups": groups, "days": settings.KEPT_DAYS}
    )


# --- One's own ---


@require_safe
def own(request: AuthenticatedHttpRequest) -> HttpResponse:
    """What is stored of whoever asks, in short, and the ways to file and erasure."""
    return TemplateResponse(
        request, "privacy/own.html", {"person": request.user, **_counts(request.user)}
    )


@require_safe
def download(request: AuthenticatedHttpRequest) -> HttpResponse:
    """All that is stored of whoever asks, as a file."""
    return _file(request.user)


# Open to visitors for a button that was pressed twice: the second press is one's
@login_not_required
@sensitive_post_parameters("password")
@require_http_methods(FORM_METHODS)
def erase(request: HttpRequest) -> HttpResponse:
    """Say what goes and what stays; erase whoever asks and confirms."""
    user = request.user
    if not isinstance(user, User):
        return _second_press(request) or to_log_in(request)  # type: ignore[return-value]
    by_password = user.has_usable_password()
    if request.method != "POST":
        return _erase_page(request, user, EraseForm(user=user, by_password=by_password))
    form = EraseForm(request.POST, user=user, by_password=by_password)
    if not form.is_valid():
        return _second_press(request) or _erase_page(request, user, form, status=422)
    # Pressed twice: what was wanted is done
    with suppress(erasing.ErasedAlready):
        erasing.erase(user_id=user.pk, now=timezone.now())
    logout(request)
    return _farewell(request)


# --- A teacher's, of a pupil with a card ---


@teacher_required
@require_safe
def pupil(
    request: AuthenticatedHttpRequest, public_id: str, enrolment_id: str
) -> HttpResponse:
    """What is stored of a pupil, in short."""
    enrolment = card_pupil_for_teacher(request, public_id, enrolment_id)
    return _pupil_page(request, "privacy/own.html", enrolment)


@teacher_required
@require_safe
def download_pupil(
    request: AuthenticatedHttpRequest, public_id: str, enrolment_id: str
) -> HttpResponse:
    """All that is stored of a pupil, as a file."""
    enrolment = card_pupil_for_teacher(request, public_id, enrolment_id)
    return _file(enrolment.learner)


@teacher_required
@require_http_methods(FORM_METHODS)
def erase_pupil(
    request: AuthenticatedHttpRequest, public_id: str, enrolment_id: str
) -> HttpResponse:
    """Say what goes and what stays; erase a pupil when the teacher confirms."""
    classroom = class_for_teacher(request, public_id)
    try:
        enrolment = card_pupil_for_teacher(request, public_id, enrolment_id)
    except Http404:
        if not _is_gone(request):
            raise
        return redirect(classroom)  # Pressed twice: the first press has said so
    if request.method != "POST":
        form = EraseForm(user=enrolment.learner, by_password=False)
        return _pupil_page(request, "privacy/erase.html", enrolment, form=form)
    form = EraseForm(request.POST, user=enrolment.learner, by_password=False)
    if not form.is_valid():
        return _pupil_page(
            request, "privacy/erase.html", enrolment, form=form, status=422
        )
    try:
        erasing.erase(user_id=enrolment.learner_id, now=timezone.now())
    except erasing.ErasedAlready:
        return redirect(classroom)
    messages.success(request, _("What was stored of the pupil is erased."))
    return redirect(classroom)


def _counts(user: User) -> dict[str, int]:
    return {
        "attempts": Attempt.objects.of_learner(user.pk).count(),
        "classes": Enrolment.objects.filter(learner=user).current().count(),
    }


def _pupil_page(
    request: AuthenticatedHttpRequest,
    template: str,
    enrolment: Enrolment,
    *,
    form: EraseForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "person": enrolment.learner,
        "enrolment": enrolment,
        "classroom": enrolment.classroom,
        "form": form,
        **_counts(enrolment.learner),
    }
    return TemplateResponse(request, template, context, status=status)


def _erase_page(
    request: HttpRequest, user: User, form: EraseForm, *, status: int = 200
) -> HttpResponse:
    taught = ClassTeacher.objects.filter(teacher=user)
    shared = taught.filter(classroom__teachers__is_owner=False) | taught.filter(
        is_owner=False
    )
    context = {
        "person": user,
        "form": form,
        "own_classes": taught.exclude(pk__in=shared.values("pk")).count(),
        **_counts(user),
    }
    return TemplateResponse(request, "privacy/erase.html", context, status=status)


def _file(user: User) -> HttpResponse:
    content = exporting.export(user=user, now=timezone.now())
    response = HttpResponse(content, content_type="application/json; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{FILE_NAME}"'
    return response


def _is_gone(request: HttpRequest) -> bool:
    """Whether the form was about somebody who has been erased since it was made."""
    person = person_of(request.POST.get("person", ""))
    return person is not None and not User.objects.filter(pk=person).exists()


def _second_press(request: HttpRequest) -> HttpResponse | None:
    return _farewell(request) if _is_gone(request) else None


def _farewell(request: HttpRequest) -> HttpResponse:
    messages.success(request, _("What was stored of you is erased."))
    return redirect("attempts:home")
