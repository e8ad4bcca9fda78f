"""The page on which files go out, and the files to begin with."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from quizzes.attempts.drawing import titles_of
from quizzes.bank.quiz_access import quiz_for_teacher, rows_of
from quizzes.bank.quiz_checking import concerns_of
from quizzes.exchange import exports
from quizzes.exchange.access import (
    exportable_facts,
    exportable_questions,
    exportable_spaces,
    space_for_export,
)
from quizzes.exchange.examples import EXAMPLES
from quizzes.exchange.export_forms import FactsForm, QuestionsForm, QuizForm
from quizzes.exchange.exports import Exported
from quizzes.people.roles import author_required, teacher_required
from quizzes.web.request import AuthenticatedHttpRequest


@author_required
@require_safe
def example(request: AuthenticatedHttpRequest, name: str) -> HttpResponse:
    """A sheet to begin with."""
    try:
        chosen = EXAMPLES[name]
    except KeyError:
        raise Http404 from None
    return as_file(
        Exported(
            content=chosen.make(), name=chosen.name, content_type=chosen.content_type
        )
    )


@author_required
@require_safe
def export(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Choose what goes out, and in which format."""
    return _page(request)


@author_required
@require_safe
def facts(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Facts of a space as a file: as facts, or as the items that they make."""
    form = FactsForm(request.GET, spaces=exportable_spaces(request))
    if not form.is_valid():
        return _page(request, facts_form=form)
    space = space_for_export(request, form.cleaned_data["space"].key)
    chosen = form.chosen_of(exportable_facts(request, space))
    try:
        exported = exports.export_facts(
            chosen,
            space=space,
            file_format=form.cleaned_data["file_format"],
            now=timezone.now(),
        )
    except exports.NothingToExport:
        form.add_error(None, exports.nothing_words())
    except exports.TooMuchAtOnce:
        form.add_error("topic", exports.too_much_words())
    else:
        return as_file(exported)
    return _page(request, facts_form=form)


@author_required
@require_safe
def questions(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Questions of a space as a file."""
    form = QuestionsForm(request.GET, spaces=exportable_spaces(request))
    if not form.is_valid():
        return _page(request, questions_form=form)
    space = space_for_export(request, form.cleaned_data["space"].key)
    chosen = form.chosen_of(exportable_questions(request, space))
    try:
        exported = exports.export_questions(
            chosen,
            space=space,
            file_format=form.cleaned_data["file_format"],
            now=timezone.now(),
        )
    except exports.NothingToExport:
        form.add_error(None, exports.nothing_words())
        return _page(request, questions_form=form)
    return as_file(exported)


@teacher_required
@require_safe
def quiz(request: AuthenticatedHttpRequest, public_id: str) -> HttpResponse:
    """The questions of a quiz as a file, in their order; first, in which format."""
    chosen = quiz_for_teacher(request, public_id)
    items = [row.item() for row in rows_of(chosen)]
    form = QuizForm(request.GET or None, label_suffix="")
    if form.is_valid():
        try:
            return as_file(
                exports.export_items(
                    items,
                    kind=form.cleaned_data["file_format"],
                    title=str(chosen),
                    titles=titles_of(items),
                    name=f"quiz-{chosen.public_id}",
                    now=timezone.now(),
                )
            )
        except exports.NothingToExport:
            form.add_error(None, exports.nothing_words())
    return TemplateResponse(
        request,
        "exchange/export_quiz.html",
        {
            "quiz": chosen,
            "form": form,
            "has_pictures": exports.have_pictures(items),
            "concerns": [each for each in concerns_of(chosen, items) if each.texts],
        },
        status=422 if form.errors else 200,
    )


def as_file(exported: Exported) -> HttpResponse:
    """A file to be saved, never shown."""
    response = HttpResponse(exported.content, content_type=exported.content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{exported.name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _page(
    request: AuthenticatedHttpRequest,
    *,
    facts_form: FactsForm | None = None,
    questions_form: QuestionsForm | None = None,
) -> HttpResponse:
    spaces = exportable_spaces(request)
    refused = facts_form is not None or questions_form is not None
    return TemplateResponse(
        request,
        "exchange/export.html",
        {
            "facts_form": facts_form or FactsForm(spaces=spaces),
            "questions_form": questions_form or QuestionsForm(spaces=spaces),
        },
        status=422 if refused else 200,
    )
