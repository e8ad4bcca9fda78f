"""The pages on which a teacher builds quizzes."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Callable
from functools import partial
from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, F
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from quizzes.bank import quiz_editing
from quizzes.bank.access import readable_topics
from quizzes.bank.quiz_access import quiz_for_teacher, quizzes_of_teacher, rows_of
from quizzes.bank.quiz_editing import Direction
from quizzes.bank.quiz_forms import ItemAction, MadeForm, QuizForm, SeenForm
from quizzes.bank.quiz_showing import show_quiz
from quizzes.bank.quizzes import Quiz
from quizzes.bank.spaces import own_space
from quizzes.people.roles import teacher_required
from quizzes.web.network import address_for_others
from quizzes.web.request import AuthenticatedHttpRequest, wants_fragment

QUIZZES_ON_A_PAGE: Final = 30
SEED_BYTES: Final = 8
FORM_METHODS: Final = ["GET", "HEAD", "POST"]


@teacher_required
@require_safe
def quizzes(request: AuthenticatedHttpRequest) -> HttpResponse:
    """The quizzes of a teacher, the archived ones below."""
    own = quizzes_of_teacher(request).annotate(item_count=Count("items"))
    ordered = own.order_by(F("archived_at").desc(nulls_first=True), "-updated_at", "pk")
    page = Paginator(ordered, QUIZZES_ON_A_PAGE).get_page(request.GET.get("page"))
    return TemplateResponse(
        request,
        "bank/quizzes.html",
        {
            "page": page,
            "current": [each for each in page if not each.is_archived],
            "archived": [each for each in page if each.is_archived],
        },
    )


@teacher_required
@require_http_methods(FORM_METHODS)
def new_quiz(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Set up a quiz; its items are drawn at once."""
    topics = readable_topics(request)
    if request.method != "POST":
        form = QuizForm.new(
            topics=topics,
            now=request.received_at,
            preset=request.GET.get("preset", ""),
            chosen=request.GET.getlist("topic"),
        )
        return _form_page(request, form)
    form = QuizForm(request.POST, topics=topics)
    if not form.is_valid():
        return _form_page(request, form, status=422)
    quiz = quiz_editing.make_quiz(
        space=own_space(owner=request.user, name=str(request.user)),
        title=form.cleaned_data["title"],
        recipe=form.asked(),
        seed=secrets.token_hex(SEED_BYTES),
        made_key=MadeForm.key(request.POST),
        by=request.user,
        now=request.received_at,
    )
    _tell_if_short(request, quiz, len(rows_of(quiz)))
    return redirect(quiz)


@teacher_required
@require_safe
def quiz(request: AuthenticatedHttpRequest, public_id: str) -> HttpResponse:
    """The builder: every item with its answer, and what can be done with it."""
    return _builder(request, quiz_for_teacher(request, public_id))


@teacher_required
@require_http_methods(FORM_METHODS)
def set_up_quiz(request: AuthenticatedHttpRequest, public_id: str) -> HttpResponse:
    """Change the title and what is drawn; the items stay until they are drawn anew."""
    quiz = quiz_for_teacher(request, public_id)
    topics = readable_topics(request)
    if request.method != "POST":
        return _form_page(request, QuizForm.of(quiz, topics=topics), quiz=quiz)
    form = QuizForm.of(quiz, topics=topics, data=request.POST)
    seen = SeenForm(request.POST)
    if not form.is_valid() or not seen.is_valid():
        return _form_page(request, form, quiz=quiz, status=422)
    try:
        quiz_editing.set_up(
            quiz=quiz,
            title=form.cleaned_data["title"],
            recipe=form.asked(),
            seen_version=seen.cleaned_data["version"],
            by=request.user,
            now=request.received_at,
        )
    except quiz_editing.StaleQuiz:
        form.add_error(None, stale())
        return _form_page(request, form, quiz=quiz, status=409)
    messages.success(request, _("Saved"))
    return redirect(quiz)


@teacher_required
@require_POST
def draw_quiz(request: AuthenticatedHttpRequest, public_id: str) -> HttpResponse:
    """Draw everything anew that is not pinned."""
    quiz = quiz_for_teacher(request, public_id)
    form = SeenForm(request.POST)
    if not form.is_valid():
        return _builder(request, quiz, fault=stale(), status=422)
    change = partial(
        quiz_editing.draw_anew,
        quiz=quiz,
        seed=secrets.token_hex(SEED_BYTES),
        seen_version=form.cleaned_data["version"],
        by=request.user,
        now=request.received_at,
    )
    return _changed(request, quiz, change)


@teacher_required
@require_POST
def change_item(
    request: AuthenticatedHttpRequest, public_id: str, item_id: str
) -> HttpResponse:
    """Move, pin, swap, refresh or remove one item; the button says what."""
    quiz = quiz_for_teacher(request, public_id)
    form = ItemAction(request.POST)
    if not form.is_valid():
        return _builder(request, quiz, fault=stale(), status=422)
    action = form.cleaned_data["action"]
    asked: dict[str, Any] = {
        "quiz": quiz,
        "item_id": item_id,
        "seen_version": form.cleaned_data["version"],
        "by": request.user,
        "now": request.received_at,
    }
    if action in set(Direction):
        change = partial(quiz_editing.move, direction=Direction(action), **asked)
    elif action in ("pin", "unpin"):
        change = partial(quiz_editing.pin, pinned=action == "pin", **asked)
    elif action == "swap":
        seed = secrets.token_hex(SEED_BYTES)
        change = partial(quiz_editing.swap, seed=seed, **asked)
    elif action == "refresh":
        change = partial(quiz_editing.refresh, **asked)
    else:
        change = partial(quiz_editing.remove, **asked)
    return _changed(request, quiz, change, at=item_id)


@teacher_required
@require_POST
def archive_quiz(request: AuthenticatedHttpRequest, public_id: str) -> HttpResponse:
    """Put a quiz away."""
    quiz = quiz_for_teacher(request, public_id)
    quiz_editing.archive(quiz=quiz, now=request.received_at)
    messages.success(request, _("The quiz is in the archive."))
    return redirect("quizzes:quizzes")


@teacher_required
@require_POST
def restore_quiz(request: AuthenticatedHttpRequest, public_id: str) -> HttpResponse:
    """Take a quiz out of the archive."""
    quiz = quiz_for_teacher(request, public_id)
    quiz_editing.restore(quiz=quiz)
    messages.success(request, _("The quiz is back from the archive."))
    return redirect(quiz)


def stale() -> str:
    """What is said where the quiz is not any more as it was seen."""
    return _(
        "The quiz was changed meanwhile, in another window or by a second press."
        " It is shown as it is now; nothing of yours was done to it."
    )


def _changed(
    request: AuthenticatedHttpRequest,
    quiz: Quiz,
    change: Callable[[], object],
    *,
    at: str = "",
) -> HttpResponse:
    """Do it, and show the quiz as it is then, or why it could not be done."""
    try:
        change()
    except quiz_editing.StaleQuiz:
        return _builder(request, quiz, fault=stale(), status=409)
    except quiz_editing.NoSuchItem:
        return _builder(request, quiz, fault=stale(), status=409)
    except quiz_editing.NoOther:
        fault = _("The bank has no other question for this place.")
        return _builder(request, quiz, fault=fault, status=409)
    if wants_fragment(request):
        return _builder(request, quiz)
    return redirect(f"{quiz.get_absolute_url()}#{f'item-{at}' if at else 'builder'}")


def _builder(
    request: AuthenticatedHttpRequest, quiz: Quiz, *, fault: str = "", status: int = 200
) -> HttpResponse:
    quiz.refresh_from_db()
    return TemplateResponse(
        request,
        f"bank/quiz.html{'#builder' if wants_fragment(request) else ''}",
        {
            "quiz": quiz,
            "shown": show_quiz(quiz, rows_of(quiz)),
            "fault": fault,
            "start_key": uuid.uuid4(),
            "made_key": uuid.uuid4(),
            "share_link": _link(request, quiz),
        },
        status=status,
    )


def _link(request: AuthenticatedHttpRequest, quiz: Quiz) -> str:
    """The address that other teachers take a copy by; empty if it is not shared."""
    if quiz.share_token is None:
        return ""
    path = reverse("quizzes:shared", args=[quiz.share_token])
    return f"{address_for_others(request)}{path}"


def _form_page(
    request: AuthenticatedHttpRequest,
    form: QuizForm,
    *,
    quiz: Quiz | None = None,
    status: int = 200,
) -> HttpResponse:
    made_key = MadeForm.key(request.POST)
    return TemplateResponse(
        request,
        "bank/quiz_form.html",
        {"form": form, "quiz": quiz, "made_key": made_key},
        status=status,
    )


def _tell_if_short(request: AuthenticatedHttpRequest, quiz: Quiz, count: int) -> None:
    if count < quiz.asked().length:
        said = ngettext(
            "The bank has only %(n)s question of this kind.",
            "The bank has only %(n)s questions of this kind.",
            count,
        )
        messages.warning(request, said % {"n": count})
