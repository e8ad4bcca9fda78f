"""A teacher's pages about assignments: the list, the live page, one learner."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from quizzes.attempts import assigned
from quizzes.attempts.due import tasks_of
from quizzes.classes.assigning import recipients_of
from quizzes.classes.assignment_access import (
    assignment_for_teacher,
    assignments_of_teacher,
    may_change,
    own_classes_of,
)
from quizzes.classes.assignments import Assignment
from quizzes.classes.classrooms import Classroom, Enrolment
from quizzes.people.roles import teacher_required
from quizzes.reports.access import learner_of
from quizzes.reports.forms import ReopenForm, TimeForm
from quizzes.reports.queries import listed, live_of
from quizzes.web.request import AuthenticatedHttpRequest, wants_fragment

ASSIGNMENTS_ON_A_PAGE = 20


@teacher_required
@require_safe
def assignments(request: AuthenticatedHttpRequest) -> HttpResponse:
    """What is given to the teacher's classes, or to one of them, the newest first."""
    classes = list(Classroom.objects.taught_by(request.user.pk).order_by("name", "pk"))
    wanted = request.GET.get("class", "")
    chosen = next((each for each in classes if each.public_id == wanted), None)
    given = assignments_of_teacher(request).newest_first()
    if chosen is not None:
        given = given.filter(recipients__classroom=chosen).distinct()
    page = Paginator(given, ASSIGNMENTS_ON_A_PAGE).get_page(request.GET.get("page"))
    return TemplateResponse(
        request,
        "reports/assignments.html",
        {
            "page": page,
            "rows": listed(page, classes, request.received_at),
            "chosen": chosen,
            "now": request.received_at,
            "query": f"class={chosen.public_id}" if chosen else "",
        },
    )


@teacher_required
@require_safe
def live(request: AuthenticatedHttpRequest, assignment_id: str) -> HttpResponse:
    """Who has not started, who is where, who has finished; asks again by itself."""
    assignment = assignment_for_teacher(request, assignment_id)
    shows_marks = request.GET.get("marks") == "yes"
    now = request.received_at
    classes = own_classes_of(request, assignment)
    learners = recipients_of(assignment, classes)
    live = live_of(assignment, learners, with_marks=shows_marks, now=now)
    is_fragment = wants_fragment(request)
    if is_fragment and request.GET.get("seen") == live.digest:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    context: dict[str, Any] = {
        "assignment": assignment,
        "live": live,
        "shows_marks": shows_marks,
    }
    if is_fragment:
        return TemplateResponse(request, "reports/live.html#live", context)
    context |= {
        "classes": classes,
        "may_change": may_change(request, assignment),
        "has_opened": assignment.opens_by(now),
        "is_over": assignment.closes_at is not None and assignment.closes_at <= now,
    }
    return TemplateResponse(request, "reports/live.html", context)


# --- One learner ---


@teacher_required
@require_safe
def learner(
    request: AuthenticatedHttpRequest, assignment_id: str, enrolment_id: str
) -> HttpResponse:
    """How one learner stands, with more time, another attempt, another deadline."""
    assignment = assignment_for_teacher(request, assignment_id)
    enrolment = learner_of(request, assignment, enrolment_id)
    return _learner_page(request, assignment, enrolment)


@teacher_required
@require_POST
def give_time(
    request: AuthenticatedHttpRequest, assignment_id: str, enrolment_id: str
) -> HttpResponse:
    """Give one learner more time."""
    assignment = assignment_for_teacher(request, assignment_id)
    enrolment = learner_of(request, assignment, enrolment_id)
    form = TimeForm(request.POST)
    if not form.is_valid():
        return _learner_page(request, assignment, enrolment, time_form=form, status=422)
    try:
        assigned.give_time(
            assignment=assignment,
            learner_id=enrolment.learner_id,
            minutes=form.cleaned_data["minutes"],
            by=request.user,
            now=request.received_at,
        )
    except assigned.TooMuch:
        form.add_error("minutes", _("That is more than one pupil can be given."))
        return _learner_page(request, assignment, enrolment, time_form=form, status=422)
    messages.success(request, _("The pupil has more time."))
    return redirect("reports:learner", assignment_id, enrolment_id)


@teacher_required
@require_POST
def give_attempt(
    request: AuthenticatedHttpRequest, assignment_id: str, enrolment_id: str
) -> HttpResponse:
    """Let one learner try once more."""
    assignment = assignment_for_teacher(request, assignment_id)
    enrolment = learner_of(request, assignment, enrolment_id)
    try:
        assigned.give_attempt(
            assignment=assignment,
            learner_id=enrolment.learner_id,
            by=request.user,
            now=request.received_at,
        )
    except assigned.TooMuch:
        messages.error(request, _("That is more than one pupil can be given."))
    else:
        messages.success(request, _("The pupil has another attempt."))
    return redirect("reports:learner", assignment_id, enrolment_id)


@teacher_required
@require_POST
def reopen(
    request: AuthenticatedHttpRequest, assignment_id: str, enrolment_id: str
) -> HttpResponse:
    """Let one learner work until another time than the others."""
    assignment = assignment_for_teacher(request, assignment_id)
    enrolment = learner_of(request, assignment, enrolment_id)
    form = ReopenForm(request.POST, now=request.received_at, after=assignment.closes_at)
    if not form.is_valid():
        return _learner_page(
            request, assignment, enrolment, reopen_form=form, status=422
        )
    try:
        assigned.reopen(
            assignment=assignment,
            learner_id=enrolment.learner_id,
            closes_at=form.cleaned_data["closes_at"],
            by=request.user,
            now=request.received_at,
        )
    except assigned.TooMuch:
        messages.error(request, _("That is more than one pupil can be given."))
    else:
        messages.success(request, _("The assignment is open for the pupil."))
    return redirect("reports:learner", assignment_id, enrolment_id)


def _learner_page(
    request: AuthenticatedHttpRequest,
    assignment: Assignment,
    enrolment: Enrolment,
    *,
    time_form: TimeForm | None = None,
    reopen_form: ReopenForm | None = None,
    status: int = 200,
) -> HttpResponse:
    now = request.received_at
    (task,) = tasks_of(enrolment.learner_id, [assignment], now)
    # A day more than there is
    last = max(filter(None, (now, task.closes_at)))
    next_day = timezone.localtime(last + timedelta(days=1))
    usual = next_day.replace(hour=23, minute=59, second=0, microsecond=0)
    return TemplateResponse(
        request,
        "reports/learner.html",
        {
            "assignment": assignment,
            "enrolment": enrolment,
            "task": task,
            "time_form": time_form or TimeForm(),
            "reopen_form": reopen_form
            or ReopenForm(
                now=now, after=assignment.closes_at, initial={"closes_at": usual}
            ),
        },
        status=status,
    )
