"""The pages of questions that stand: the list, one question, its versions."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from quizzes.bank.access import readable_topics, space_for_writing, writable_spaces
from quizzes.bank.editing import StaleVersion, UnknownKey
from quizzes.bank.item_previews import preview
from quizzes.bank.question_access import (
    question_for_reading,
    question_for_writing,
    readable_questions,
)
from quizzes.bank.question_content import question_from_plain
from quizzes.bank.question_conversion import question_data
from quizzes.bank.question_differences import differences
from quizzes.bank.question_editing import CannotBeSaved, set_question_state
from quizzes.bank.question_keeping import (
    NotDeletable,
    approve_questions,
    copy_question,
    delete_question,
    is_deletable,
    restore_question,
)
from quizzes.bank.question_notes import warning_texts
from quizzes.bank.question_search import QuestionSearchForm
from quizzes.bank.questions import Question, QuestionVersion, State
from quizzes.bank.references import named
from quizzes.bank.showing import ranges
from quizzes.items.questions import make_item
from quizzes.people.roles import author_required
from quizzes.web.request import AuthenticatedHttpRequest, wants_fragment

QUESTIONS_ON_A_PAGE = 25
_PREVIEW_SEED = "preview"


# --- The list -------------------------------------------------------------------------


@author_required
@require_safe
def questions(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Search, filter, and approve several at once."""
    form = QuestionSearchForm(request.GET, topics=readable_topics(request))
    found = form.found_in(readable_questions(request)).with_content()
    found = found.order_by("-updated", "-pk")
    page = Paginator(found, QUESTIONS_ON_A_PAGE).get_page(request.GET.get("page"))
    writable = set(writable_spaces(request).values_list("pk", flat=True))
    rows = [(each, each.space_id in writable) for each in page]
    name = "bank/questions.html"
    return TemplateResponse(
        request,
        f"{name}#results" if wants_fragment(request) else name,
        {
            "form": form,
            "page": page,
            "rows": rows,
            "has_drafts": any(
                writes and not each.is_approved() for each, writes in rows
            ),
            "query": request.GET.urlencode(),
        },
    )


@author_required
@require_POST
def approve_several(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Approve the questions that are ticked, and come back to the list."""
    chosen = Question.objects.filter(
        named(request.POST.getlist("question")[:QUESTIONS_ON_A_PAGE]),
        space__in=writable_spaces(request),
    )
    approved = approve_questions(
        questions=chosen.with_content(), now=timezone.now(), by=request.user
    )
    if approved:
        text = ngettext(
            "%(n)s question approved", "%(n)s questions approved", len(approved)
        )
        messages.success(request, text % {"n": len(approved)})
    else:
        messages.warning(request, _("Tick the questions to approve first."))
    query = QueryDict(request.POST.get("query", "")).urlencode()
    return redirect(f"{reverse('bank:questions')}{'?' if query else ''}{query}")


# --- One question ---------------------------------------------------------------------


@author_required
@require_safe
def question(request: AuthenticatedHttpRequest, reference: str) -> HttpResponse:
    """One question as learners will see it, and what can be done with it."""
    question = question_for_reading(request, reference)
    spaces = list(writable_spaces(request))
    data = question_data(question)
    titles = {}
    if question.source is not None:
        source = question.source
        titles = {source.key: source.title, source.reference: source.title}
    may_write = question.space in spaces
    return TemplateResponse(
        request,
        "bank/question.html",
        {
            "question": question,
            "paragraphs": ranges(question.paragraphs),
            "preview": preview(make_item(data, _PREVIEW_SEED), titles),
            "warnings": warning_texts(data) if may_write else [],
            "may_write": may_write,
            "may_delete": may_write and is_deletable(question),
            "spaces": spaces,
        },
    )


@author_required
@require_POST
def approve_question(request: AuthenticatedHttpRequest, reference: str) -> HttpResponse:
    """Let a question be asked."""
    return _set_state(request, reference, State.APPROVED)


@author_required
@require_POST
def withdraw_question(
    request: AuthenticatedHttpRequest, reference: str
) -> HttpResponse:
    """Ask a question no more; attempts keep what they have shown."""
    return _set_state(request, reference, State.DRAFT)


def _set_state(
    request: AuthenticatedHttpRequest, reference: str, state: State
) -> HttpResponse:
    question = question_for_writing(request, reference)
    set_question_state(
        question=question, state=state.value, now=timezone.now(), by=request.user
    )
    told = {
        State.APPROVED: _("Approved: it can be asked."),
        State.DRAFT: _("Withdrawn: it is asked no more."),
    }
    messages.success(request, told[state])
    return redirect("bank:question", reference)


@author_required
@require_POST
def copy(request: AuthenticatedHttpRequest, reference: str) -> HttpResponse:
    """Copy a question into a space of the author's, as a draft."""
    question = question_for_reading(request, reference)
    space = space_for_writing(request, request.POST.get("space", ""))
    try:
        stored = copy_question(
            question=question, space=space, now=timezone.now(), by=request.user
        )
    except UnknownKey:
        messages.error(
            request, _("Its source is not in that space, so it cannot be copied there.")
        )
        return redirect("bank:question", reference)
    messages.success(request, _("Copied. This is the copy, a draft."))
    return redirect("bank:edit_question", stored.question.reference)


@author_required
@require_POST
def delete(request: AuthenticatedHttpRequest, reference: str) -> HttpResponse:
    """Delete a draft that was never asked."""
    question = question_for_writing(request, reference)
    try:
        delete_question(question=question)
    except NotDeletable:
        messages.error(
            request,
            _("It may have been asked, or stands under a text: it cannot be deleted."),
        )
        return redirect("bank:question", reference)
    messages.success(request, _("Deleted"))
    return redirect("bank:questions")


# --- Its versions ---------------------------------------------------------------------


@author_required
@require_safe
def versions(request: AuthenticatedHttpRequest, reference: str) -> HttpResponse:
    """Every change of a question, the newest first, and the way back."""
    question = question_for_writing(request, reference)
    return TemplateResponse(
        request,
        "bank/question_versions.html",
        {
            "question": question,
            "title": question.stem,
            "restore": reverse("bank:restore_question", args=[reference]),
            "changes": _changes(question),
        },
    )


@author_required
@require_POST
def restore(request: AuthenticatedHttpRequest, reference: str) -> HttpResponse:
    """Write an old version anew."""
    question = question_for_writing(request, reference)
    number = request.POST.get("number", "")
    try:
        restore_question(
            question=question,
            number=int(number) if number.isdecimal() and len(number) < 9 else 0,
            now=timezone.now(),
            by=request.user,
        )
    except QuestionVersion.DoesNotExist as error:
        raise Http404 from error
    except (UnknownKey, CannotBeSaved):
        messages.error(request, _("This version rests on what is not there any more."))
        return redirect("bank:question_versions", reference)
    except StaleVersion:
        messages.error(request, _("Somebody has changed it meanwhile. Look again."))
        return redirect("bank:question_versions", reference)
    messages.success(request, _("The old version is back, as a new one."))
    return redirect("bank:question", reference)


def _changes(question: Question) -> list[dict[str, Any]]:
    """The versions, each with what differs from the one before."""
    rows = list(question.versions.select_related("made_by").order_by("-number"))
    contents = [question_from_plain(row.content) for row in rows]
    told = [differences(old, new) for new, old in pairwise(contents)]
    return [
        {
            "version": row,
            "differences": each,
            "is_current": row.number == question.version,
        }
        for row, each in zip(rows, [*told, []], strict=True)
    ]
