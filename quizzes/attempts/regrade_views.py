"""The pages on which answers to a corrected fact or question are judged anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from quizzes.attempts import regrading
from quizzes.attempts.regrades import Regrade
from quizzes.attempts.rejudging import Thing, attempts_before
from quizzes.bank.access import fact_for_writing
from quizzes.bank.question_access import question_for_writing
from quizzes.classes.models import Enrolment
from quizzes.people.roles import author_required
from quizzes.web.request import AuthenticatedHttpRequest

# The page tells them all by number, and so many by name.
NAMED: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A change of a learner whom the teacher knows by name."""

    name: str
    change: regrading.Change


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What is corrected, as its pages are named."""

    is_question: bool
    page: str
    regrade: str
    undo: str


FACT: Final = Kind(
    is_question=False,
    page="bank:fact",
    regrade="attempts:regrade",
    undo="attempts:undo_regrade",
)
QUESTION: Final = Kind(
    is_question=True,
    page="bank:question",
    regrade="attempts:regrade_question",
    undo="attempts:undo_question_regrade",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """An attempt that asked an older version, of a learner whom the teacher knows."""

    name: str
    started_at: datetime
    is_open: bool


@author_required
@require_http_methods(["GET", "HEAD", "POST"])
def regrade(request: AuthenticatedHttpRequest, reference: str) -> HttpResponse:
    """Show what judging the answers to a fact anew would change, and do it."""
    return _regrade(request, FACT, fact_for_writing(request, reference))


@author_required
@require_POST
def undo_regrade(
    request: AuthenticatedHttpRequest, reference: str, number: int
) -> HttpResponse:
    """Judge as before a regrade of a fact."""
    fact = fact_for_writing(request, reference)
    made = get_object_or_404(Regrade, pk=number, fact=fact)
    return _undo(request, FACT, made)


@author_required
@require_http_methods(["GET", "HEAD", "POST"])
def regrade_question(request: AuthenticatedHttpRequest, reference: str) -> HttpResponse:
    """Show what judging the answers to a question anew would change, and do it."""
    return _regrade(request, QUESTION, question_for_writing(request, reference))


@author_required
@require_POST
def undo_question_regrade(
    request: AuthenticatedHttpRequest, reference: str, number: int
) -> HttpResponse:
    """Judge as before a regrade of a question."""
    question = question_for_writing(request, reference)
    made = get_object_or_404(Regrade, pk=number, question=question)
    return _undo(request, QUESTION, made)


def _regrade(
    request: AuthenticatedHttpRequest, kind: Kind, thing: Thing
) -> HttpResponse:
    gives_all = request.POST.get("gives_all") == "1"
    if request.method == "POST":
        made = regrading.regrade(
            thing=thing, gives_all=gives_all, by=request.user, now=request.received_at
        )
        number = made.slots.count()
        text = ngettext(
            "%(n)s answer is judged anew.", "%(n)s answers are judged anew.", number
        )
        messages.success(request, text % {"n": number})
        return redirect(kind.regrade, thing.reference)
    changes = list(filter(_moves, regrading.changes_of(thing, gives_all=True)))
    rows = _named(request, changes)[:NAMED]
    before, others_before = _before(request, thing)
    return TemplateResponse(
        request,
        "attempts/regrade.html",
        {
            "thing": thing,
            "kind": kind,
            "rows": rows,
            "others": len(changes) - len(rows),
            "voids": sum(each.is_void for each in changes),
            "changes": len(changes),
            "before": before,
            "others_before": others_before,
            "regrades": regrading.regrades_of(thing),
        },
    )


def _undo(request: AuthenticatedHttpRequest, kind: Kind, made: Regrade) -> HttpResponse:
    try:
        regrading.undo(made=made, by=request.user, now=request.received_at)
    except regrading.UndoneAlready:
        messages.error(request, _("This has been undone already."))
    else:
        messages.success(request, _("The marks of before count again."))
    return redirect(kind.regrade, made.thing.reference)


def _before(
    request: AuthenticatedHttpRequest, thing: Thing
) -> tuple[list[Before], int]:
    """The attempts that asked an older version: of known learners; how many others."""
    attempts = list(attempts_before(thing).only("learner", "started_at", "state"))
    names = _names(request, {each.learner_id for each in attempts})
    known = [
        Before(
            name=names[each.learner_id],
            started_at=each.started_at,
            is_open=each.is_open,
        )
        for each in attempts
        if each.learner_id in names
    ][:NAMED]
    return known, len(attempts) - len(known)


def _moves(change: regrading.Change) -> bool:
    return change.before != change.after


def _named(
    request: AuthenticatedHttpRequest, changes: list[regrading.Change]
) -> list[Row]:
    """Those of learners whom the teacher knows."""
    names = _names(request, {each.slot.attempt.learner_id for each in changes})
    return [
        Row(name=names[change.slot.attempt.learner_id], change=change)
        for change in changes
        if change.slot.attempt.learner_id in names
    ]


def _names(
    request: AuthenticatedHttpRequest, learners: Iterable[int]
) -> Mapping[int, str]:
    """The names of those in the teacher's classes: nobody else is told by name."""
    enrolled = Enrolment.objects.filter(
        classroom__teachers__teacher=request.user, learner__in=learners
    )
    names = dict(enrolled.values_list("learner", "name"))
    return {**names, request.user.pk: str(request.user)}
