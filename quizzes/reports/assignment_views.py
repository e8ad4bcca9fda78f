"""A teacher's reports on an assignment: its learners, their answers, its items."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from quizzes.classes.assigning import recipients_of
from quizzes.classes.assignment_access import assignment_for_teacher, own_classes_of
from quizzes.classes.assignments import Assignment
from quizzes.classes.classrooms import Classroom
from quizzes.people.roles import teacher_required
from quizzes.reports.access import counted_learners_of, learner_of
from quizzes.reports.assignment_report import answers_in, done_by, learners_table
from quizzes.reports.item_report import item_report
from quizzes.reports.item_showing import shown_items
from quizzes.reports.item_tables import ITEM_TABLES, WHOLE_REPORT, item_tables
from quizzes.reports.table_files import file_response
from quizzes.reports.table_showing import Order, show
from quizzes.reports.tables import Table
from quizzes.web.request import AuthenticatedHttpRequest, wants_fragment

YES = "yes"


@teacher_required
@require_safe
def assignment(request: AuthenticatedHttpRequest, assignment_id: str) -> HttpResponse:
    """What each learner has done; scores and answers are shown when asked for."""
    assignment = assignment_for_teacher(request, assignment_id)
    shows_marks = request.GET.get("marks") == YES
    classes = own_classes_of(request, assignment)
    table = _learners(assignment, classes, request.received_at)
    table = table.on_screen(asked_for=shows_marks)
    order = Order.from_query(request.GET.get("sort", "name"))
    query = {"marks": YES} if shows_marks else {}
    context = {
        "assignment": assignment,
        "learners": show(table, order, swaps="learners-part", tall=True, query=query),
        "shows_marks": shows_marks,
        "classes": classes,
    }
    if wants_fragment(request):
        return TemplateResponse(request, "reports/assignment.html#learners", context)
    return TemplateResponse(request, "reports/assignment.html", context)


@teacher_required
@require_safe
def answers(
    request: AuthenticatedHttpRequest, assignment_id: str, enrolment_id: str
) -> HttpResponse:
    """What one learner has answered, in the attempt that counts."""
    assignment = assignment_for_teacher(request, assignment_id)
    enrolment = learner_of(request, assignment, enrolment_id)
    [done] = done_by(assignment, [enrolment], request.received_at)
    return TemplateResponse(
        request,
        "reports/answers.html",
        {
            "assignment": assignment,
            "enrolment": enrolment,
            "done": done,
            "answers": answers_in(done.counts) if done.counts else [],
        },
    )


@teacher_required
@require_safe
def items(request: AuthenticatedHttpRequest, assignment_id: str) -> HttpResponse:
    """The quiz and its questions in figures, the worst question first."""
    assignment = assignment_for_teacher(request, assignment_id)
    classes = own_classes_of(request, assignment)
    learners = counted_learners_of(classes)
    names = learners if request.GET.get("names") == YES else None
    report = item_report(assignment, now=request.received_at, learner_ids=learners)
    context = {
        "assignment": assignment,
        "classes": classes,
        **shown_items(report, names),
    }
    return TemplateResponse(request, "reports/items.html", context)


@teacher_required
@require_safe
def assignment_file(
    request: AuthenticatedHttpRequest, assignment_id: str, name: str, kind: str
) -> HttpResponse:
    """One table of the assignment, or all of them, as a file."""
    assignment = assignment_for_teacher(request, assignment_id)
    title = f"{slugify(assignment.title, allow_unicode=True)}-{name}"
    return file_response(_tables(request, assignment, name), title=title, kind=kind)


def _tables(
    request: AuthenticatedHttpRequest, assignment: Assignment, name: str
) -> Sequence[Table]:
    """The tables that a name stands for; 404 for an unknown one."""
    now = request.received_at
    classes = own_classes_of(request, assignment)
    if name == "learners":
        return [_learners(assignment, classes, now)]
    if name not in ITEM_TABLES:
        raise Http404
    names = counted_learners_of(classes)
    report = item_report(assignment, now=now, learner_ids=names)
    tables = item_tables(name, report, names)
    if name == WHOLE_REPORT:
        return [_learners(assignment, classes, now), *tables]
    return tables


def _learners(
    assignment: Assignment, classes: Sequence[Classroom], now: datetime
) -> Table:
    enrolments = recipients_of(assignment, classes)
    base = reverse("reports:answers", args=[assignment.public_id, "-"])
    urls = {
        each.public_id: f"{base.removesuffix('-/')}{each.public_id}/"
        for each in enrolments
    }
    done = done_by(assignment, enrolments, now)
    return learners_table(assignment, done, urls)
