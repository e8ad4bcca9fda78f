"""Copying a quiz, and passing it on to other teachers by a link."""

from __future__ import annotations

import secrets
import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from quizzes.bank import quiz_sharing
from quizzes.bank.quiz_access import quiz_for_teacher, rows_of, shared_quiz
from quizzes.bank.quiz_forms import MadeForm
from quizzes.bank.quiz_showing import cards_of
from quizzes.bank.quiz_views import SEED_BYTES
from quizzes.bank.spaces import own_space
from quizzes.items.durations import minutes_for
from quizzes.people.roles import teacher_required
from quizzes.web.request import AuthenticatedHttpRequest


@teacher_required
@require_POST
def copy(request: AuthenticatedHttpRequest, public_id: str) -> HttpResponse:
    """Copy one's own quiz, to change the copy."""
    quiz = quiz_for_teacher(request, public_id)
    made = quiz_sharing.copy(
        quiz=quiz,
        space=quiz.space,
        title=_("%(title)s (copy)") % {"title": quiz.title[:100]},
        seed=secrets.token_hex(SEED_BYTES),
        made_key=MadeForm.key(request.POST),
        by=request.user,
        now=request.received_at,
    )
    messages.success(request, _("This is the copy."))
    return redirect(made)


@teacher_required
@require_POST
def share(request: AuthenticatedHttpRequest, public_id: str) -> HttpResponse:
    """Make a link by which other teachers take a copy."""
    quiz = quiz_for_teacher(request, public_id)
    quiz_sharing.share(quiz=quiz)
    return redirect(f"{quiz.get_absolute_url()}#share")


@teacher_required
@require_POST
def unshare(request: AuthenticatedHttpRequest, public_id: str) -> HttpResponse:
    """Let the link lead nowhere."""
    quiz = quiz_for_teacher(request, public_id)
    quiz_sharing.unshare(quiz=quiz)
    messages.success(request, _("The link leads nowhere now. Copies stay."))
    return redirect(f"{quiz.get_absolute_url()}#share")


@teacher_required
@require_http_methods(["GET", "HEAD", "POST"])
def shared(request: AuthenticatedHttpRequest, token: str) -> HttpResponse:
    """What another teacher shares: look at it, and take a copy."""
    quiz = shared_quiz(token)
    if request.method == "POST":
        made = quiz_sharing.copy(
            quiz=quiz,
            space=own_space(owner=request.user, name=str(request.user)),
            title=quiz.title,
            seed=secrets.token_hex(SEED_BYTES),
            made_key=MadeForm.key(request.POST),
            by=request.user,
            now=request.received_at,
        )
        messages.success(request, _("The copy is yours: change it as you like."))
        return redirect(made)
    items = [row.item() for row in rows_of(quiz)]
    return TemplateResponse(
        request,
        "bank/quiz_shared.html",
        {
            "quiz": quiz,
            "made_key": uuid.uuid4(),
            "is_own": quiz.space.owner_id == request.user.pk,
            "cards": cards_of(items),
            "minutes": minutes_for(items),
        },
    )
