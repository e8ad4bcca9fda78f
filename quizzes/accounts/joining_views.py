"""The pages of joining a class, and of the ways back in afterwards."""

from __future__ import annotations

from http import HTTPStatus

from allauth.core.internal import ratelimit
from django.contrib import messages
from django.contrib.auth import login, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from quizzes.accounts import joining, limits
from quizzes.accounts.join_limits import TooManyMisses
from quizzes.accounts.joining_forms import (
    CodeForm,
    JoinForm,
    NewPasswordForm,
    WayInForm,
)
from quizzes.classes import codes, enrolling
from quizzes.classes.access import enrolment_for_learner, enrolment_for_teacher
from quizzes.classes.classrooms import Classroom, Enrolment
from quizzes.people.guests import BACKEND, NotAGuest
from quizzes.people.models import User
from quizzes.people.roles import account_required, teacher_required
from quizzes.web.request import AuthenticatedHttpRequest, HttpRequest

FORM_METHODS = ["GET", "HEAD", "POST"]
# A teacher who lets in again and again would let guessing go on
LET_IN_RATES = {"let_in": "6/h/key"}


# --- By code ---


@login_not_required
@require_http_methods(FORM_METHODS)
def enter(request: HttpRequest) -> HttpResponse:
    """Type the code of a class."""
    if request.method != "POST":
        return _code_page(request, CodeForm())
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _code_page(request, form, status=422)
    found = _find(request, form.cleaned_data["code"], form, missing=422)
    if isinstance(found, HttpResponse):
        return found
    return redirect("joining:join", found.join_code)


@login_not_required
@require_http_methods(FORM_METHODS)
def join(request: HttpRequest, code: str) -> HttpResponse:
    """Give a name and be in; of the class its name is shown and nothing else."""
    found = _find(request, code, CodeForm(initial={"code": code[:40]}), missing=404)
    if isinstance(found, HttpResponse):
        return found
    if request.method != "POST":
        return _join_page(request, found, JoinForm(name=_own_name(request)))
    form = JoinForm(request.POST)
    if not form.is_valid():
        return _join_page(request, found, form, status=422)
    try:
        enrolment = joining.join(
            classroom=found,
            user=request.user if request.user.is_authenticated else None,
            name=form.cleaned_data["display_name"],
            join_key=form.cleaned_data["join_key"],
            now=timezone.now(),
        )
    except enrolling.AlreadyIn as already:
        messages.info(request, _("You are in this class already."))
        return redirect("joining:joined", already.enrolment.public_id)
    except NotAGuest:  # another tab was faster: this browser has an account by now
        return redirect("joining:join", code)
    except enrolling.NameTaken:
        form.add_error(
            "display_name",
            _("Somebody in the class is called the same. Add your father's name."),
        )
    except enrolling.TeachesHere:
        form.add_error(None, _("You teach this class."))
    except enrolling.ClassFull:
        form.add_error(None, _("The class is full. Tell your teacher."))
    except enrolling.TakesNobody:
        form.add_error(None, _("The code is over. Ask your teacher for a new one."))
    else:
        return _go_in(request, enrolment)
    return _join_page(request, found, form, status=422)


@account_required
@require_safe
def joined(request: AuthenticatedHttpRequest, public_id: str) -> HttpResponse:
    """That it worked, and how to come back on another device."""
    return TemplateResponse(
        request,
        "joining/joined.html",
        {
            "enrolment": enrolment_for_learner(request, public_id),
            "lacks_way_in": joining.lacks_way_in(request.user),
        },
    )


# --- Ways back in ---


@sensitive_post_parameters()
@account_required
@require_http_methods(FORM_METHODS)
def way_in(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Choose a user name and a password, for a learner who has neither."""
    if not joining.lacks_way_in(request.user):
        return redirect("accounts:account")
    form = WayInForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            user = joining.choose_way_in(
                user=request.user,
                username=form.cleaned_data["username"],
                password=form.cleaned_data["password1"],
            )
        except joining.HasWayIn:
            return redirect("accounts:account")
        except joining.UsernameTaken:
            form.add_error(
                "username", _("Somebody has this user name already. Choose another.")
            )
        else:
            update_session_auth_hash(request, user)
            said = _("Done. Your user name: %(name)s")
            messages.success(request, said % {"name": user.username})
            return redirect("classes:learning")
    status = 422 if request.method == "POST" else 200
    return TemplateResponse(
        request, "joining/way_in.html", {"form": form}, status=status
    )


@sensitive_post_parameters()
@account_required
@require_http_methods(FORM_METHODS)
def new_password(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Replace the password of a card; until then nothing else opens."""
    if not request.user.must_replace_password:
        return redirect("accounts:account")
    form = NewPasswordForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        user = joining.replace_password(
            user=request.user, password=form.cleaned_data["password1"]
        )
        update_session_auth_hash(request, user)
        messages.success(
            request, _("Your new password is saved. The one on the card is dead.")
        )
        return redirect("classes:learning")
    status = 422 if request.method == "POST" else 200
    return TemplateResponse(
        request, "joining/new_password.html", {"form": form}, status=status
    )


@teacher_required
@require_POST
def let_in(
    request: AuthenticatedHttpRequest, public_id: str, enrolment_id: str
) -> HttpResponse:
    """Let a pupil who has failed to log in too often try again at once."""
    enrolment = enrolment_for_teacher(request, public_id, enrolment_id)
    if enrolment.state != Enrolment.State.JOINED:
        raise Http404
    allowed = ratelimit.consume(
        request,
        app="quizzes.accounts",
        action="let_in",
        config=LET_IN_RATES,
        key=str(enrolment.learner_id),
    )
    if allowed is None:
        messages.error(request, _("Too many tries. Make a new card instead."))
    else:
        limits.let_in(enrolment.learner)
        messages.success(request, _("The pupil can try to log in again."))
    return redirect("classes:learner", public_id, enrolment_id)


def _find(
    request: HttpRequest, typed: str, form: CodeForm, *, missing: int
) -> Classroom | HttpResponse:
    """The class, or the page that says why there is none."""
    try:
        return joining.find_class(request, typed, now=timezone.now())
    except codes.NoSuchCode:
        fault, status = _("There is no such code. Ask your teacher."), missing
    except codes.CodeExpired:
        fault = _("The code is over. Ask your teacher for a new one.")
        status = missing
    except TooManyMisses:
        fault = _("Too many tries. Wait a few minutes, then try again.")
        status = HTTPStatus.TOO_MANY_REQUESTS
    return _code_page(request, form, fault=fault, status=status)


def _go_in(request: HttpRequest, enrolment: Enrolment) -> HttpResponse:
    if not request.user.is_authenticated:
        login(request, enrolment.learner, backend=BACKEND)
    return redirect("joining:joined", enrolment.public_id)


def _own_name(request: HttpRequest) -> str:
    user = request.user
    return user.display_name if isinstance(user, User) else ""


def _code_page(
    request: HttpRequest, form: CodeForm, *, fault: str = "", status: int = 200
) -> HttpResponse:
    return TemplateResponse(
        request, "joining/enter.html", {"form": form, "fault": fault}, status=status
    )


def _join_page(
    request: HttpRequest, classroom: Classroom, form: JoinForm, *, status: int = 200
) -> HttpResponse:
    return TemplateResponse(
        request,
        "joining/join.html",
        # Its name and nothing else: whoever knows the code may be anybody
        {"class_name": classroom.name, "form": form},
        status=status,
    )
