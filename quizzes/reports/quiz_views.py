"""A teacher's report on a quiz: its questions, over all classes that were given it."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from quizzes.bank.quiz_access import quiz_for_teacher
from quizzes.classes.assignment_access import own_classes_of
from quizzes.people.roles import teacher_required
from quizzes.reports.access import assignments_of_quiz, counted_learners_of
from quizzes.reports.item_report import item_report
from quizzes.reports.item_showing import shown_items
from quizzes.reports.item_tables import ITEM_TABLES, item_tables
from quizzes.reports.table_files import file_response
from quizzes.web.request import AuthenticatedHttpRequest

YES = "yes"


@teacher_required
@require_safe
def quiz(request: AuthenticatedHttpRequest, public_id: str) -> HttpResponse:
    """The questions of a quiz in figures, however often it was given."""
    quiz = quiz_for_teacher(request, public_id)
    assignments = assignments_of_quiz(request, quiz)
    learners = counted_learners_of(own_classes_of(request, *assignments))
    names = learners if request.GET.get("names") == YES else None
    report = item_report(*assignments, now=request.received_at, learner_ids=learners)
    context = {"quiz": quiz, "assignments": assignments, **shown_items(report, names)}
    return TemplateResponse(request, "reports/quiz.html", context)


@teacher_required
@require_safe
def quiz_file(
    request: AuthenticatedHttpRequest, public_id: str, name: str, kind: str
) -> HttpResponse:
    """One table of the quiz, or all of them, as a file."""
    quiz = quiz_for_teacher(request, public_id)
    if name not in ITEM_TABLES:
        raise Http404
    assignments = assignments_of_quiz(request, quiz)
    names = counted_learners_of(own_classes_of(request, *assignments))
    report = item_report(*assignments, now=request.received_at, learner_ids=names)
    title = f"{slugify(quiz.title, allow_unicode=True)}-{name}"
    return file_response(item_tables(name, report, names), title=title, kind=kind)
