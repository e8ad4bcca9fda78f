"""The pages of classes: a teacher's list, one class, its code and its settings.

The pages of single learners are in `roster_views`.
"""

from __future__ import annotations

from contextlib import suppress

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, F, Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from quizzes.classes import codes, enrolling, keeping
from quizzes.classes.access import (
    class_for_owner,
    class_for_teacher,
    classes_of_teacher,
    enrolment_for_learner,
    enrolments_of_learner,
    is_owner,
)
from quizzes.classes.classrooms import Classroom, ClassroomQuerySet, Enrolment
from quizzes.classes.forms import LONGEST_SEARCH, ClassForm, CoTeacherForm
from quizzes.classes.qr import qr_svg
from quizzes.people.roles import account_required, teacher_required
from quizzes.web.network import address_for_others
from quizzes.web.request import AuthenticatedHttpRequest, wants_fragment

LEARNERS_ON_A_PAGE = 100

FORM_METHODS = ["GET", "HEAD", "POST"]


# --- A teacher's classes ---


@teacher_required
@require_safe
def teaching(request: AuthenticatedHttpRequest) -> HttpResponse:
    """The classes that a teacher teaches in, the archived ones below."""
    classes = _with_counts(classes_of_teacher(request)).order_by(
        F("archived_at").desc(nulls_first=True), "sort_key", "pk"
    )
    return TemplateResponse(
        request,
        "classes/teaching.html",
        {
            "current": [each for each in classes if not each.is_archived],
            "archived": [each for each in classes if each.is_archived],
        },
    )


@teacher_required
@require_http_methods(FORM_METHODS)
def open_class(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Open a class; it has a code at once."""
    if request.method != "POST":
        return TemplateResponse(request, "classes/open.html", {"form": ClassForm()})
    form = ClassForm(request.POST)
    if not form.is_valid():
        return TemplateResponse(
            request, "classes/open.html", {"form": form}, status=422
        )
    classroom = keeping.open_class(
        teacher=request.user, now=timezone.now(), **form.cleaned_data
    )
    return redirect(classroom)


@teacher_required
@require_safe
def classroom(request: AuthenticatedHttpRequest, public_id: str) -> HttpResponse:
    """One class: its code, its newcomers, its learners."""
    classroom = class_for_teacher(request, public_id)
    words = request.GET.get("q", "").replace("\0", "")[:LONGEST_SEARCH].strip()
    shows_former = request.GET.get("show") == "former"
    enrolments = classroom.enrolments.select_related("learner", "learner__card")
    if shows_former:
        learners = enrolments.former().order_by("-ended_at", "pk")
    else:
        learners = enrolments.joined().by_name()
    page = Paginator(learners.found_by(words), LEARNERS_ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    counts = classroom.enrolments.aggregate(
        joined=Count("pk", filter=Q(state=Enrolment.State.JOINED)),
        former=Count("pk", filter=Q(ended_at__isnull=False, learner__is_erased=False)),
    )
    template = "classes/class.html"
    return TemplateResponse(
        request,
        f"{template}#learners" if wants_fragment(request) else template,
        {
            "classroom": classroom,
            "page": page,
            "words": words,
            "shows_former": shows_former,
            "counts": counts,
            "newcomers": enrolments.asked().by_name(),
            "teachers": _teachers(classroom),
            "takes_newcomers": classroom.takes_newcomers(timezone.now()),
        },
    )


# --- The code ---


@teacher_required
@require_safe
def code(request: AuthenticatedHttpRequest, public_id: str) -> HttpResponse:
    """The code in large letters, for the projector."""
    classroom = class_for_teacher(request, public_id)
    site = address_for_others(request)
    context = {
        "classroom": classroom,
        "takes_newcomers": classroom.takes_newcomers(timezone.now()),
        "address": f"{site}{reverse('joining:enter')}".partition("://")[2].rstrip("/"),
    }
    if classroom.join_code:
        path = reverse("joining:join", args=[classroom.join_code])
        context["qr"] = qr_svg(f"{site}{path}")
    return TemplateResponse(request, "classes/code.html", context)


@teacher_required
@require_POST
def renew_code(request: AuthenticatedHttpRequest, public_id: str) -> HttpResponse:
    """A new code; the old one is dead."""
    classroom = class_for_teacher(request, public_id)
    try:
        codes.renew(classroom=classroom, now=timezone.now())
    except codes.Archived:
        messages.error(request, _("The class is archived. Restore it first."))
        return redirect(classroom)
    return redirect("classes:code", public_id)


@teacher_required
@require_POST
def close_code(request: AuthenticatedHttpRequest, public_id: str) -> HttpResponse:
    """Let nobody in any more."""
    classroom = class_for_teacher(request, public_id)
    codes.close(classroom=classroom)
    messages.success(request, _("The code is off: nobody can join by it."))
    return redirect(classroom)


# --- Settings and teachers ---


@teacher_required
@require_http_methods(FORM_METHODS)
def class_settings(request: AuthenticatedHttpRequest, public_id: str) -> HttpResponse:
    """Name, confirmation, co-teachers, and the end of the class."""
    classroom = class_for_teacher(request, public_id)
    if request.method != "POST":
        return _settings_page(request, classroom)
    form = ClassForm(request.POST)
    if not form.is_valid():
        return _settings_page(request, classroom, form=form, status=422)
    keeping.change(classroom=classroom, **form.cleaned_data)
    messages.success(request, _("Saved"))
    return redirect(classroom)


@teacher_required
@require_POST
def add_teacher(request: AuthenticatedHttpRequest, public_id: str) -> HttpResponse:
    """Let a colleague teach the class too."""
    classroom = class_for_teacher(request, public_id)
    form = CoTeacherForm(request.POST)
    if form.is_valid():
        try:
            keeping.add_teacher(
                classroom=classroom,
                username=form.cleaned_data["username"],
                now=timezone.now(),
            )
        except keeping.NoSuchTeacher:
            form.add_error("username", _("No teacher has this user name."))
        except keeping.TeachesAlready:
            form.add_error("username", _("This teacher is in the class already."))
        except keeping.LearnsHere:
            form.add_error("username", _("This user is a pupil in the class."))
        else:
            messages.success(request, _("Saved"))
            return redirect("classes:settings", public_id)
    return _settings_page(request, classroom, teacher_form=form, status=422)


@teacher_required
@require_POST
def remove_teacher(request: AuthenticatedHttpRequest, public_id: str) -> HttpResponse:
    """Take a co-teacher, or oneself, out of the class."""
    classroom = class_for_teacher(request, public_id)
    form = CoTeacherForm(request.POST)
    username = form.cleaned_data["username"] if form.is_valid() else ""
    try:
        keeping.remove_teacher(classroom=classroom, username=username)
    except keeping.OwnerStays:
        messages.error(request, _("The owner of a class stays in it."))
    except keeping.NoSuchTeacher:
        messages.error(request, _("No teacher has this user name."))
    else:
        messages.success(request, _("Saved"))
    if classes_of_teacher(request).filter(pk=classroom.pk).exists():
        return redirect("classes:settings", public_id)
    return redirect("classes:teaching")


@teacher_required
@require_POST
def hand_over(request: AuthenticatedHttpRequest, public_id: str) -> HttpResponse:
    """Make a co-teacher the owner of the class; only its owner does."""
    classroom = class_for_owner(request, public_id)
    form = CoTeacherForm(request.POST)
    username = form.cleaned_data["username"] if form.is_valid() else ""
    try:
        keeping.hand_over(classroom=classroom, username=username)
    except keeping.NoSuchTeacher:
        messages.error(request, _("No other teacher of the class has this user name."))
    else:
        messages.success(
            request, _("The class is handed over. You go on teaching in it.")
        )
    return redirect("classes:settings", public_id)


@teacher_required
@require_POST
def archive(request: AuthenticatedHttpRequest, public_id: str) -> HttpResponse:
    """End the class; only its owner does."""
    classroom = class_for_owner(request, public_id)
    keeping.archive(classroom=classroom, now=timezone.now())
    messages.success(request, _("The class is in the archive."))
    return redirect("classes:teaching")


@teacher_required
@require_POST
def restore(request: AuthenticatedHttpRequest, public_id: str) -> HttpResponse:
    """Go on with an archived class; only its owner does."""
    classroom = class_for_owner(request, public_id)
    keeping.restore(classroom=classroom)
    messages.success(request, _("The class goes on. Make a new code if you need one."))
    return redirect(classroom)


# --- A learner's classes ---


@account_required
@require_safe
def learning(request: AuthenticatedHttpRequest) -> HttpResponse:
    """The classes that a learner is in, waits for, or was in."""
    enrolments = list(
        enrolments_of_learner(request)
        .select_related("classroom")
        .prefetch_related("classroom__teachers__teacher")
        .order_by("-joined_at", "-pk")
    )
    return TemplateResponse(
        request,
        "classes/learning.html",
        {
            "current": [each for each in enrolments if each.is_current],
            "former": [each for each in enrolments if not each.is_current],
        },
    )


@account_required
@require_http_methods(FORM_METHODS)
def leave(request: AuthenticatedHttpRequest, public_id: str) -> HttpResponse:
    """Leave a class, after being asked whether one means it."""
    enrolment = enrolment_for_learner(request, public_id)
    if request.method != "POST":
        return TemplateResponse(request, "classes/leave.html", {"enrolment": enrolment})
    # Taken out a moment ago: what was wanted is so
    with suppress(enrolling.NotInClass):
        enrolling.leave(enrolment=enrolment, now=timezone.now())
    messages.success(request, _("You have left the class."))
    return redirect("classes:learning")


def _with_counts(classes: ClassroomQuerySet) -> ClassroomQuerySet:
    def count(state: Enrolment.State) -> Count:
        return Count(
            "enrolments", filter=Q(enrolments__state=state.value), distinct=True
        )

    return classes.annotate(
        learner_count=count(Enrolment.State.JOINED),
        newcomer_count=count(Enrolment.State.ASKED),
    )


def _teachers(classroom: Classroom) -> object:
    return classroom.teachers.select_related("teacher").order_by(
        "-is_owner", "added_at", "pk"
    )


def _open_page(
    request: AuthenticatedHttpRequest, form: ClassForm, *, status: int = 200
) -> HttpResponse:
    return TemplateResponse(request, "classes/open.html", {"form": form}, status=status)


def _settings_page(
    request: AuthenticatedHttpRequest,
    classroom: Classroom,
    *,
    form: ClassForm | None = None,
    teacher_form: CoTeacherForm | None = None,
    status: int = 200,
) -> HttpResponse:
    return TemplateResponse(
        request,
        "classes/settings.html",
        {
            "classroom": classroom,
            "form": form or ClassForm.of(classroom),
            "teacher_form": teacher_form or CoTeacherForm(),
            "teachers": _teachers(classroom),
            "is_owner": is_owner(request, classroom),
        },
        status=status,
    )
