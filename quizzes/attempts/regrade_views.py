"""The page on which answers to a corrected fact are judged anew."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from quizzes.attempts import regrading
from quizzes.attempts.regrades import Regrade
from quizzes.bank.access import fact_for_reading, writable_spaces
from quizzes.bank.models import Fact
from quizzes.classes.models import Enrolment
from quizzes.people.roles import author_required
from quizzes.web.request import AuthenticatedHttpRequest

# The page tells them all by number, and so many by name.
NAMED = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A change of a learner whom the teacher knows by name."""

    name: str
    change: regrading.Change


@author_required
@require_http_methods(["GET", "HEAD", "POST"])
def regrade(request: AuthenticatedHttpRequest, reference: str) -> HttpResponse:
    """Show what judging anew would change, and do it."""
    fact = _fact_for_writing(request, reference)
    gives_all = request.POST.get("gives_all") == "1"
    if request.method == "POST":
        made = regrading.regrade(
            fact=fact, gives_all=gives_all, by=request.user, now=request.received_at
        )
        number = made.slots.count()
        text = ngettext(
            "%(n)s answer is judged anew.", "%(n)s answers are judged anew.", number
        )
        messages.success(request, text % {"n": number})
        return redirect("attempts:regrade", reference)
    changes = list(filter(_moves, regrading.changes_of(fact, gives_all=True)))
    rows = _named(request, changes)[:NAMED]
    return TemplateResponse(
        request,
        "attempts/regrade.html",
        {
            "fact": fact,
            "rows": rows[:NAMED],
            "others": len([each for each in changes if _moves(each)])
            - len(rows[:NAMED]),
            "voids": sum(each.is_void and _moves(each) for each in changes),
            "changes": sum(map(_moves, changes)),
            "regrades": regrading.regrades_of(fact),
        },
    )


@author_required
@require_POST
def undo_regrade(
    request: AuthenticatedHttpRequest, reference: str, number: int
) -> HttpResponse:
    """Judge as before a regrade."""
    fact = _fact_for_writing(request, reference)
    made = get_object_or_404(Regrade, pk=number, fact=fact)
    try:
        regrading.undo(made=made, by=request.user, now=request.received_at)
    except regrading.UndoneAlready:
        messages.error(request, _("This has been undone already."))
    else:
        messages.success(request, _("The marks of before count again."))
    return redirect("attempts:regrade", reference)


def _fact_for_writing(request: AuthenticatedHttpRequest, reference: str) -> Fact:
    """A fact whose space may be written to; 403 where it may only be read."""
    fact = fact_for_reading(request, reference)
    if fact.space not in writable_spaces(request):
        raise PermissionDenied
    return fact


def _moves(change: regrading.Change) -> bool:
    return change.before != change.after


def _named(
    request: AuthenticatedHttpRequest, changes: list[regrading.Change]
) -> list[Row]:
    """Those of learners in the teacher's classes: nobody else is told by name."""
    learners = {change.slot.attempt.learner_id for change in changes}
    names = dict(
        Enrolment.objects.filter(
            classroom__teachers__teacher=request.user, learner__in=learners
        ).values_list("learner", "name")
    )
    names[request.user.pk] = str(request.user)
    return [
        Row(name=names[change.slot.attempt.learner_id], change=change)
        for change in changes
        if change.slot.attempt.learner_id in names
    ]
