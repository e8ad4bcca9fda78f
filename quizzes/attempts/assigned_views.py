"""Assignments as learners meet them, and changing their rules."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from quizzes.attempts import assigned, taking
from quizzes.attempts.due import in_order, tasks_of
from quizzes.attempts.forms import StartAssignedForm
from quizzes.attempts.models import GRACE
from quizzes.classes.assignment_access import (
    assignment_for_change,
    assignment_for_learner,
    assignments_of_learner,
)
from quizzes.classes.assignment_forms import RulesForm
from quizzes.people.roles import account_required, teacher_required
from quizzes.web.request import AuthenticatedHttpRequest

PAST_ON_A_PAGE = 20

# --- A learner's own ---


@account_required
@require_safe
def assignments(request: AuthenticatedHttpRequest) -> HttpResponse:
    """What is due and by when, what comes, and what is done."""
    return _assignments_page(request)


@account_required
@require_POST
def start_assigned(
    request: AuthenticatedHttpRequest, assignment_id: str
) -> HttpResponse:
    """Start an attempt, or go on with the one that is open."""
    assignment = assignment_for_learner(request, assignment_id)
    form = StartAssignedForm(request.POST)
    # Without a usable key it is still plain what was pressed.
    key = form.cleaned_data["start_key"] if form.is_valid() else uuid.uuid4()
    try:
        attempt = assigned.start(
            assignment=assignment,
            learner=request.user,
            start_key=key,
            now=request.received_at,
        )
    except assigned.NotOpenYet:
        fault = _("The assignment is not open yet.")
    except assigned.NotOpenAnyMore:
        fault = _("The assignment is closed.")
    except assigned.NoAttemptsLeft:
        fault = _("You have no attempts left.")
    except taking.NothingToAsk:
        fault = _("The bank has no questions for it just now. Tell your teacher.")
    except taking.StartKeyReused as reused:
        return redirect(reused.attempt)
    else:
        return redirect(attempt)
    return _assignments_page(request, fault=fault, status=409)


# --- A teacher's ---


@teacher_required
@require_http_methods(["GET", "HEAD", "POST"])
def change_assignment(
    request: AuthenticatedHttpRequest, assignment_id: str
) -> HttpResponse:
    """Change the title, the dates and the limits; open attempts follow."""
    assignment = assignment_for_change(request, assignment_id)
    data = request.POST if request.method == "POST" else None
    form = RulesForm.of(assignment, now=request.received_at, data=data)
    if data is not None and form.is_valid():
        rules = form.rules(same_items=assignment.same_items)
        assigned.change(assignment=assignment, rules=rules)
        messages.success(request, _("Saved"))
        return redirect("reports:live", assignment_id)
    return TemplateResponse(
        request,
        "attempts/change_assignment.html",
        {"assignment": assignment, "form": form},
        status=200 if data is None else 422,
    )


@teacher_required
@require_POST
def cancel_assignment(
    request: AuthenticatedHttpRequest, assignment_id: str
) -> HttpResponse:
    """Take an assignment back; the attempts are kept."""
    assignment = assignment_for_change(request, assignment_id)
    assigned.cancel(assignment=assignment, now=request.received_at)
    messages.success(
        request, _("The assignment is cancelled. What was done for it is kept.")
    )
    return redirect("reports:live", assignment_id)


@teacher_required
@require_POST
def restore_assignment(
    request: AuthenticatedHttpRequest, assignment_id: str
) -> HttpResponse:
    """Give a cancelled assignment again."""
    assignment = assignment_for_change(request, assignment_id)
    assigned.restore(assignment=assignment)
    messages.success(request, _("The assignment is given again."))
    return redirect("reports:live", assignment_id)


def _assignments_page(
    request: AuthenticatedHttpRequest, *, fault: str = "", status: int = 200
) -> HttpResponse:
    own = assignments_of_learner(request).newest_first()
    tasks = tasks_of(request.user.pk, own, request.received_at)
    current = [each for each in tasks if not each.is_upcoming and not each.is_over]
    past = [each for each in tasks if each.is_over]
    page = Paginator(past, PAST_ON_A_PAGE).get_page(request.GET.get("page"))
    return TemplateResponse(
        request,
        "attempts/assignments.html",
        {
            "fault": fault,
            "current": in_order(current),
            "upcoming": [each for each in tasks if each.is_upcoming],
            "page": page,
            "grace": int(GRACE.total_seconds()),
        },
        status=status,
    )
