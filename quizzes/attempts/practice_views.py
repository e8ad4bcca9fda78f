"""Practising what memory offers, by one click: all of it, or what is due or missed."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from quizzes.attempts import taking
from quizzes.attempts.drawing import new_seed
from quizzes.attempts.forms import MemoryForm
from quizzes.attempts.practising import start_practice
from quizzes.bank.recipes import USUAL_LENGTH
from quizzes.memory.practice import Scope
from quizzes.web.request import AuthenticatedHttpRequest


@require_POST
def practise_memory(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Start an attempt on what memory offers; home if there is nothing.

    With a reason it is only what is due, or what was missed, of whatever weight; else
    new core facts and the yardstick are among it.
    """
    form = MemoryForm(request.POST)
    if not form.is_valid():
        return redirect("attempts:home")
    reason = form.cleaned_data["reason"]
    try:
        attempt = start_practice(
            learner=request.user,
            count=USUAL_LENGTH,
            scope=Scope(),
            start_key=form.cleaned_data["start_key"],
            seed=new_seed(),
            now=request.received_at,
            only=[reason] if reason else [],
        )
    except taking.NothingToAsk:
        messages.info(request, _("There is nothing of this to practise just now."))
        return redirect("attempts:home")
    except taking.StartKeyReused as reused:
        return redirect(reused.attempt)
    return redirect(attempt)
