"""The pages about personal data: the register, the download, and erasing."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from quizzes.accounts import erasing
from quizzes.accounts.access import card_pupil_for_teacher, is_of_somebody_erased
from quizzes.accounts.doors import clears_the_browser
from quizzes.accounts.exporting import as_json, everything_of
from quizzes.accounts.forms import ErasingForm
from quizzes.accounts.register import REGISTER
from quizzes.people.models import User
from quizzes.people.roles import teacher_required, to_log_in
from quizzes.web.request import AuthenticatedHttpRequest

FORM_METHODS: Final = ["GET", "HEAD", "POST"]
ERASING: Final = "quizzes.accounts.erasing"
FILE_NAME: Final = "derek-data.json"


@login_not_required
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """What is kept of people, why, how long, and who sees it."""
    return TemplateResponse(
        request,
        "accounts/personal_data.html",
        {
            "register": REGISTER,
            "days": {
                "idle_guests": settings.DAYS_OF_IDLE_GUESTS,
                "guests": settings.DAYS_OF_GUESTS,
                "learners": settings.DAYS_OF_LEARNERS,
            },
        },
    )


# --- One's own ------------------------------------------------------------------------


@require_safe
def download(request: AuthenticatedHttpRequest) -> HttpResponse:
    """All that is stored of whoever asks, a guest too, as one file."""
    return _file(request.user)


@clears_the_browser
@login_not_required
@require_http_methods(FORM_METHODS)
def erase(request: HttpRequest) -> HttpResponseBase:
    """Say what goes and what stays, and erase whoever asks.

    Pressed twice, the second request comes from nobody: what it was signed with says
    that it was somebody, who is erased by now.
    """
    user = request.user
    if not isinstance(user, User):
        if _was_erased(request.POST.get("person", "")):
            return redirect("privacy:erased")
        return to_log_in(request)
    form = ErasingForm(request.POST or None, user=user)
    if request.method != "POST":
        return _erase_page(request, user, form)
    if not form.is_valid():
        return _erase_page(request, user, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        erasing.erase(user_id=user.pk, now=timezone.now())
    except erasing.CannotErase:
        return _erase_page(request, user, form, status=HTTPStatus.CONFLICT)
    except erasing.AlreadyGone:
        pass
    logout(request)
    return redirect("privacy:erased")


@login_not_required
@require_safe
def erased(request: HttpRequest) -> HttpResponse:
    """That it is done."""
    return TemplateResponse(request, "accounts/erased.html")


# --- A pupil's with a card ------------------------------------------------------------


@teacher_required
@require_safe
def download_learner(
    request: AuthenticatedHttpRequest, public_id: str, enrolment_id: str
) -> HttpResponse:
    """All that is stored of a pupil who came by a card of the class."""
    return _file(card_pupil_for_teacher(request, public_id, enrolment_id).learner)


@teacher_required
@require_http_methods(FORM_METHODS)
def erase_learner(
    request: AuthenticatedHttpRequest, public_id: str, enrolment_id: str
) -> HttpResponse:
    """Erase a pupil with a card of the class, if the teacher gives a password."""
    if request.method == "POST" and is_of_somebody_erased(
        request, public_id, enrolment_id
    ):
        return _erased_from_class(request, public_id)
    enrolment = card_pupil_for_teacher(request, public_id, enrolment_id)
    form = ErasingForm(request.POST or None, user=request.user)
    status = HTTPStatus.OK
    if request.method == "POST":
        if form.is_valid():
            try:
                erasing.erase(user_id=enrolment.learner_id, now=timezone.now())
            except erasing.CannotErase:
                status = HTTPStatus.CONFLICT
            except erasing.AlreadyGone:
                return _erased_from_class(request, public_id)
            else:
                return _erased_from_class(request, public_id)
        else:
            status = HTTPStatus.UNPROCESSABLE_ENTITY
    return TemplateResponse(
        request,
        "accounts/erase_learner.html",
        {
            "classroom": enrolment.classroom,
            "enrolment": enrolment,
            "form": form,
            "hindrance": erasing.hindrance_of(enrolment.learner),
        },
        status=status,
    )


def _erased_from_class(
    request: AuthenticatedHttpRequest, public_id: str
) -> HttpResponse:
    messages.success(request, _("The pupil's data is erased."))
    return redirect("classes:class", public_id)


def _erase_page(
    request: HttpRequest,
    user: User,
    form: ErasingForm,
    *,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    return TemplateResponse(
        request,
        "accounts/erase.html",
        {
            "form": form,
            "hindrance": erasing.hindrance_of(user),
            "person": signing.dumps(user.pk, salt=ERASING),
        },
        status=status,
    )


def _was_erased(person: str) -> bool:
    """Whether the page was made for somebody who is not there any more."""
    try:
        user_id = signing.loads(
            person, salt=ERASING, max_age=settings.SESSION_COOKIE_AGE
        )
    except signing.BadSignature:
        return False
    return not User.objects.filter(pk=user_id).exists()


def _file(user: User) -> HttpResponse:
    record = everything_of(user, now=timezone.now())
    return HttpResponse(
        as_json(record),
        content_type="application/json; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{FILE_NAME}"'},
    )
