"""The pages on which a question is written: new, edited, and looked at while typing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from quizzes.bank.access import space_for_writing, writable_spaces
from quizzes.bank.editing import StaleVersion
from quizzes.bank.item_previews import preview
from quizzes.bank.picture_uploads import shown_picture_of, with_picture
from quizzes.bank.question_access import question_for_writing
from quizzes.bank.question_content import question_from_plain
from quizzes.bank.question_conversion import question_content
from quizzes.bank.question_differences import differences
from quizzes.bank.question_drafts import QuestionDraft, after_button
from quizzes.bank.question_editing import store_question
from quizzes.bank.question_fields import show_draft
from quizzes.bank.question_keeping import add_question
from quizzes.bank.question_notes import notes_on, with_source_of_topic
from quizzes.bank.question_reading import read_draft
from quizzes.bank.questions import (
    Question,
    QuestionFamily,
    QuestionForm,
    QuestionVersion,
    State,
)
from quizzes.bank.shelves import Shelf
from quizzes.bank.spaces import Space, own_space
from quizzes.items.data import Form
from quizzes.items.questions import make_item
from quizzes.people.roles import author_required
from quizzes.web.request import AuthenticatedHttpRequest, wants_fragment

FORM_METHODS = ["GET", "HEAD", "POST"]
# The buttons that save; all others only show the form anew
SAVE, APPROVE = "save", "approve"
_PREVIEW_SEED = "preview"
_NEW = "new"


@author_required
@require_http_methods(FORM_METHODS)
def new_question(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Write a new question; nothing is stored before it is saved."""
    if request.method != "POST":
        space = usual_space(request)
        return _page(request, draft=_first_draft(request, space), space=space)
    space = space_for_writing(request, request.POST.get("space", ""))
    draft, refused = _sent(request, space)
    button = request.POST.get("do", "")
    if button not in (SAVE, APPROVE) or refused:
        draft, focus = after_button(draft, button)
        return _page(request, draft=draft, space=space, focus=focus, refused=refused)
    state = State.APPROVED if button == APPROVE else State.DRAFT
    shelf = Shelf.of(space)
    read = read_draft(draft, key=_NEW, state=state.value)
    if notes_on(draft, read, shelf, saving=True).faults:
        return _page(request, draft=draft, space=space, saving=True)
    stored = add_question(
        space=space, content=read.content, now=timezone.now(), by=request.user
    )
    return _saved(request, stored.question)


@author_required
@require_http_methods(FORM_METHODS)
def edit_question(request: AuthenticatedHttpRequest, reference: str) -> HttpResponse:
    """Change a question; whoever saves second is shown what the first has done."""
    question = question_for_writing(request, reference)
    if request.method != "POST":
        draft = QuestionDraft.of(question_content(question))
        return _page(request, draft=draft, space=question.space, question=question)
    draft, refused = _sent(request, question.space)
    button = request.POST.get("do", "")
    seen = _seen_version(request, question)
    if button not in (SAVE, APPROVE) or refused:
        draft, focus = after_button(draft, button)
        return _page(
            request,
            refused=refused,
            draft=draft,
            space=question.space,
            question=question,
            seen_version=seen,
            focus=focus,
        )
    state = State.APPROVED.value if button == APPROVE else question.state
    read = read_draft(draft, key=question.key, state=state)
    shown: dict[str, Any] = {
        "draft": draft,
        "space": question.space,
        "question": question,
    }
    if notes_on(draft, read, Shelf.of(question.space), saving=True).faults:
        return _page(request, **shown, seen_version=seen, saving=True)
    try:
        stored = store_question(
            space=question.space,
            content=read.content,
            now=timezone.now(),
            by=request.user,
            seen_version=seen,
        )
    except StaleVersion:
        return _page(request, **shown, stale_version=seen, status=409)
    return _saved(request, stored.question)


@author_required
@require_POST
def preview_question(request: AuthenticatedHttpRequest) -> HttpResponse:
    """What is typed, as a learner will see it; a page of its own without scripts."""
    space = space_for_writing(request, request.POST.get("space", ""))
    context = _context(draft=_sent(request, space)[0], space=space)
    name = "preview" if wants_fragment(request) else "whole"
    template = {
        "preview": "bank/question_form.html#told",
        "whole": "bank/question_preview.html",
    }[name]
    return TemplateResponse(request, template, {**context, "out_of_band": True})


def _page(
    request: AuthenticatedHttpRequest,
    *,
    draft: QuestionDraft,
    space: Space,
    question: Question | None = None,
    seen_version: int | None = None,
    stale_version: int | None = None,
    saving: bool = False,
    focus: str = "",
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    """The form with all that was typed, and the preview beside it.

    `refused` says why a picture that was sent is not taken.
    """
    context = _context(draft=draft, space=space, saving=saving, focus=focus)
    context["refused_picture"] = refused
    context["question"] = question
    context["spaces"] = list(writable_spaces(request)) if question is None else []
    if question is None:
        context["action"] = reverse("bank:new_question")
    else:
        context["action"] = reverse("bank:edit_question", args=[question.reference])
        context["seen_version"] = seen_version or question.version
        if stale_version is not None:
            context["change"] = _change_since(question, stale_version)
            context["seen_version"] = question.version
    if refused or (saving and context["faults"]):
        status = 422
    name = "bank/question_form.html"
    template = f"{name}#author" if wants_fragment(request) else name
    return TemplateResponse(request, template, context, status=status)


def _context(
    *, draft: QuestionDraft, space: Space, saving: bool = False, focus: str = ""
) -> dict[str, Any]:
    shelf = Shelf.of(space)
    read = read_draft(draft, key=_NEW, state=State.DRAFT.value)
    notes = notes_on(draft, read, shelf, saving=saving)
    shown = None
    if not notes.faults:
        data = replace(read.content.as_data(), picture=shown_picture_of(draft))
        item = make_item(data, _PREVIEW_SEED)
        shown = preview(item, shelf.titles)
    return {
        "space": space,
        "shown": show_draft(draft, notes, focus=focus),
        "saving": saving,
        "focus": focus,
        "faults": notes.faults,
        "warnings": notes.warnings,
        "preview": shown,
        "picture": shown_picture_of(draft),
        "sources": shelf.sources.items(),
        "topics": shelf.topics.items(),
        "forms": QuestionForm.choices,
        "families": QuestionFamily.choices,
    }


def _sent(request: AuthenticatedHttpRequest, space: Space) -> tuple[QuestionDraft, str]:
    """What was typed, and why a picture that was sent is not taken."""
    draft = QuestionDraft.sent(request.POST)
    draft = with_source_of_topic(draft, Shelf.of(space))
    return with_picture(draft, request, timezone.now())


def usual_space(request: AuthenticatedHttpRequest) -> Space:
    """The space asked for, else the author's own, which is made if it is missing."""
    if key := request.GET.get("space"):
        return space_for_writing(request, key)
    space = writable_spaces(request).first()
    if space is None:
        space = own_space(owner=request.user, name=str(request.user))
    return space


def _first_draft(request: AuthenticatedHttpRequest, space: Space) -> QuestionDraft:
    """An empty form of the kind asked for, on the source that was asked of last."""
    try:
        form = Form(request.GET.get("form", Form.CHOICE))
    except ValueError:
        form = Form.CHOICE
    draft = QuestionDraft.blank(form)
    last = (
        Question.objects.in_space(space)
        .filter(edited_by=request.user, source__isnull=False)
        .with_content()
        .order_by("-updated", "-pk")
        .first()
    )
    if last is None or last.source is None:
        return draft
    topic = last.topic.key if last.topic is not None else ""
    return replace(draft, source=last.source.key, topic=topic)


def _seen_version(request: AuthenticatedHttpRequest, question: Question) -> int:
    """The version that the form was made of; one that is none counts as the first."""
    typed = request.POST.get("seen_version", "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 9 else 1


def _change_since(question: Question, seen_version: int) -> dict[str, Any]:
    """Who has changed a question since a version, and what."""
    newest = QuestionVersion.objects.select_related("made_by").get(
        question=question, number=question.version
    )
    seen = question.versions.filter(number=seen_version).first()
    old = question_from_plain(seen.content) if seen is not None else None
    return {
        "by": newest.made_by,
        "at": newest.made_at,
        "differences": []
        if old is None
        else differences(old, question_content(question)),
    }


def _saved(request: AuthenticatedHttpRequest, question: Question) -> HttpResponse:
    if question.is_approved():
        said = _("Saved and approved: it can be asked.")
        if question.version > 1:
            link = reverse("attempts:regrade_question", args=[question.reference])
            told = _("Attempts that asked an older version")
            said = format_html('{} <a href="{}">{}</a>', said, link, told)
        messages.success(request, said)
    else:
        messages.success(
            request, _("Saved as a draft: it is not asked before it is approved.")
        )
    return redirect("bank:question", question.reference)
