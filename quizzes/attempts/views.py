"""The pages of taking a quiz.

Each page answers a plain request with the whole of itself and htmx with the part that
changes; what part that is the server decides. A form that was stored redirects, so that
reloading a page never sends an answer twice.
"""

from __future__ import annotations

import uuid
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)
from django_htmx.http import HttpResponseClientRedirect

from quizzes.attempts import practising, taking
from quizzes.attempts.access import (
    attempt_for_learner,
    attempts_of_learner,
    slot_for_learner,
)
from quizzes.attempts.answer_forms import ANSWER_FORMS, AnswerForm, DateEntryForm
from quizzes.attempts.drawing import new_seed
from quizzes.attempts.due import due_of, task_of
from quizzes.attempts.forms import NATIONAL_TEST, PractiseForm, StartForm
from quizzes.attempts.listing import listed
from quizzes.attempts.models import GRACE, LONGEST_ARRIVAL, Attempt, Slot
from quizzes.attempts.results import results_of
from quizzes.attempts.showing import show, stored_response
from quizzes.attempts.snapshots import item_of
from quizzes.classes.classrooms import Classroom
from quizzes.items.marking import Response, UnreadableDate
from quizzes.memory.practice import waiting
from quizzes.people.guests import make_guest
from quizzes.web.request import HttpRequest, wants_fragment

ATTEMPTS_ON_A_PAGE = 20
CLASSES_ON_HOME = 5


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Start at once, or go on with what is open; a teacher sees the classes."""
    going_on, due, memory = None, None, None
    classes: list[Classroom] = []
    now = request.received_at
    if request.user.is_authenticated:
        if request.user.is_teacher:
            taught = Classroom.objects.taught_by(request.user.pk).filter(
                archived_at=None
            )
            classes = list(taught.order_by("sort_key", "pk")[:CLASSES_ON_HOME])
        memory = waiting(learner_id=request.user.pk, now=now)
        going_on = attempts_of_learner(request).open(now).newest_first().first()
        due = None if request.user.is_guest else due_of(request.user.pk, now)
    return TemplateResponse(
        request,
        "attempts/home.html",
        {
            "form": StartForm(),
            "going_on": going_on,
            "due": due,
            "memory": memory,
            "memory_key": uuid.uuid4(),
            "classes": classes,
            "national_test": NATIONAL_TEST,
        },
    )


@login_not_required
@require_safe
def setup(request: HttpRequest) -> HttpResponse:
    """Set up a practice quiz; a link may choose much of it beforehand."""
    return _setup_page(request, StartForm(preset=request.GET))


@login_not_required
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Start an attempt; whoever has no account becomes a guest by it."""
    form = StartForm(request.POST)
    if not form.is_valid():
        return _setup_page(request, form, status=422)
    learner = request.user if request.user.is_authenticated else make_guest(request)
    try:
        attempt = taking.start(
            learner=learner,
            recipe=form.asked(),
            start_key=form.cleaned_data["start_key"],
            seed=new_seed(),
            now=request.received_at,
        )
    except taking.NothingToAsk:
        form.add_error(
            "topics", _("The bank has no questions of this kind. Choose more widely.")
        )
        return _setup_page(request, form, status=422)
    except taking.StartKeyReused as reused:
        return _redirect(request, reused.attempt)
    return _redirect(request, attempt)


@require_safe
def attempt(request: HttpRequest, public_id: str) -> HttpResponse:
    """The attempt where it stands: its first open question, or its end."""
    attempt = attempt_for_learner(request, public_id)
    if not attempt.is_open_at(request.received_at):
        return _redirect(request, "attempts:result", public_id)
    slot = (
        attempt.slots.select_related("attempt", "snapshot")
        .filter(answer_count=0)
        .order_by("position")
        .first()
    )
    if slot is None:
        return _finish_page(request, attempt)
    return _question(request, slot, response=None)


@require_safe
def slot(request: HttpRequest, public_id: str, position: int) -> HttpResponse:
    """One question of an attempt, to be answered or as it was answered."""
    slot = slot_for_learner(request, public_id, position)
    if not slot.attempt.is_open_at(request.received_at):
        return _redirect(request, "attempts:result", public_id)
    return _question(request, slot, response=stored_response(slot))


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, public_id: str, position: int) -> HttpResponse:
    """Store an answer; what cannot be stored is shown again with the reason.

    That page has this address, so loading it again, and coming back to it after a
    log-in or in another language, gives the question.
    """
    slot = slot_for_learner(request, public_id, position)
    if request.method != "POST":
        return _redirect(request, "attempts:slot", public_id, position)
    item = item_of(slot.snapshot)
    form = ANSWER_FORMS[item.form](request.POST, slot=slot, item=item)
    if not form.is_valid():
        return _ask_again(request, slot, form, form.faults)
    try:
        submitted = taking.submit(
            slot=slot,
            response=form.response(),
            idempotency_key=form.cleaned_data["idempotency_key"],
            number=form.cleaned_data["number"],
            now=_received_at(request),
        )
    except UnreadableDate:
        return _ask_again(request, slot, form, [str(DateEntryForm.unreadable)])
    except taking.TimeIsUp:
        return _over_page(request, slot.attempt, came_too_late=True)
    except taking.AttemptClosed:
        fault = _("This attempt is finished. The answer was not stored.")
        return _conflict(request, public_id, position, fault)
    except (taking.StaleAnswer, taking.IdempotencyKeyReused):
        fault = _(
            "This question has been answered already. The stored answer is shown."
        )
        return _conflict(request, public_id, position, fault)
    if not wants_fragment(request):
        return _redirect(request, "attempts:slot", public_id, position)
    stored = submitted.slot
    if not stored.attempt.is_open_at(request.received_at):
        return _redirect(request, "attempts:result", public_id)
    response = stored_response(stored) if submitted.repeated else form.response()
    return _question(request, stored, response=response)


@require_safe
def finish(request: HttpRequest, public_id: str) -> HttpResponse:
    """What is answered and what is not, before the attempt is closed."""
    attempt = attempt_for_learner(request, public_id)
    if not attempt.is_open_at(request.received_at):
        return _redirect(request, "attempts:result", public_id)
    return _finish_page(request, attempt)


@require_safe
def timer(request: HttpRequest, public_id: str) -> HttpResponse:
    """The time that is left, which a teacher may have lengthened."""
    attempt = attempt_for_learner(request, public_id)
    seconds_left = attempt.seconds_left(request.received_at)
    return TemplateResponse(
        request,
        "attempts/_timer.html",
        {"attempt": attempt, "seconds_left": seconds_left},
    )


@require_POST
def close(request: HttpRequest, public_id: str) -> HttpResponse:
    """Close the attempt for good."""
    attempt = attempt_for_learner(request, public_id)
    # Pressed twice: the attempt is as closed as was wanted.
    with suppress(taking.AttemptClosed):
        taking.close(attempt=attempt, now=request.received_at)
    return _redirect(request, "attempts:result", public_id)


@require_safe
def result(request: HttpRequest, public_id: str) -> HttpResponse:
    """The score, what was right and wrong with sources, and the way on.

    Or, until they may be shown, that the attempt is handed in.
    """
    attempt = attempt_for_learner(request, public_id)
    now = request.received_at
    if attempt.is_open_at(now):
        return _redirect(request, attempt)
    if attempt.is_open:
        return _over_page(request, attempt)
    task = task_of(attempt, now)
    if not attempt.may_be_revealed_at(now):
        context = {"attempt": attempt, "task": task}
        return TemplateResponse(request, "attempts/handed_in.html", context)
    return TemplateResponse(
        request,
        "attempts/result.html",
        {
            "attempt": attempt,
            "task": task,
            "results": results_of(attempt, now),
            "practise_form": PractiseForm(initial={"start_key": uuid.uuid4()}),
        },
    )


@require_POST
def practise(request: HttpRequest, public_id: str) -> HttpResponse:
    """Start an attempt on the mistakes of a closed one."""
    attempt = attempt_for_learner(request, public_id)
    form = PractiseForm(request.POST)
    if attempt.is_open or not form.is_valid():
        return _redirect(request, attempt)
    try:
        new = practising.practise_again(
            attempt=attempt,
            start_key=form.cleaned_data["start_key"],
            seed=new_seed(),
            now=request.received_at,
        )
    except taking.NothingToAsk:
        messages.info(
            request, _("What you missed has been taken out of the bank since.")
        )
        return _redirect(request, "attempts:result", public_id)
    except (practising.NotRevealed, practising.NothingMissed):
        return _redirect(request, "attempts:result", public_id)
    except taking.StartKeyReused as reused:
        return _redirect(request, reused.attempt)
    return _redirect(request, new)


@require_safe
def attempt_list(request: HttpRequest) -> HttpResponse:
    """The learner's own attempts, the newest first."""
    attempts = attempts_of_learner(request).newest_first()
    attempts = attempts.select_related("assignment")
    page = Paginator(attempts, ATTEMPTS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "rows": listed(page, request.received_at)}
    return TemplateResponse(request, "attempts/list.html", context)


def _setup_page(
    request: HttpRequest, form: StartForm, *, status: int = 200
) -> HttpResponse:
    form.count_facts()
    return TemplateResponse(
        request,
        "attempts/setup.html",
        {"form": form, "national_test": NATIONAL_TEST},
        status=status,
    )


def _question(
    request: HttpRequest,
    slot: Slot,
    *,
    response: Response | None,
    faults: list[str] | None = None,
    status: int = 200,
    **kept: Any,
) -> HttpResponse:
    now = request.received_at
    shown = show(slot, response=response, now=now, **kept)
    return TemplateResponse(
        request,
        _template(request, "attempts/attempt.html"),
        {
            "attempt": slot.attempt,
            "shown": shown,
            "faults": faults or [],
            "seconds_left": slot.attempt.seconds_left(now),
        },
        status=status,
    )


def _ask_again(
    request: HttpRequest, slot: Slot, form: AnswerForm, faults: list[str]
) -> HttpResponse:
    """The same question with what was chosen; its key still waits for an answer."""
    key = form.cleaned_data.get("idempotency_key")
    return _question(
        request,
        slot,
        response=stored_response(slot),
        faults=faults,
        status=422,
        sent=dict(request.POST.lists()),
        idempotency_key=str(key or ""),
    )


def _conflict(
    request: HttpRequest, public_id: str, position: int, fault: str
) -> HttpResponse:
    """The question as it is stored, and why it is not as it was sent."""
    slot = slot_for_learner(request, public_id, position)
    return _question(
        request, slot, response=stored_response(slot), faults=[fault], status=409
    )


def _finish_page(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    slots = attempt.slots.order_by("position").only("position", "answer_count")
    return TemplateResponse(
        request,
        _template(request, "attempts/finish.html"),
        {
            "attempt": attempt,
            "slots": slots,
            "unanswered": attempt.length - attempt.answered,
            "seconds_left": attempt.seconds_left(request.received_at),
        },
    )


def _over_page(
    request: HttpRequest, attempt: Attempt, *, came_too_late: bool = False
) -> HttpResponse:
    """That the time is up: what was stored is kept, and is judged when it is closed."""
    return TemplateResponse(
        request,
        _template(request, "attempts/over.html"),
        {
            "attempt": attempt,
            "came_too_late": came_too_late,
            "grace": int(GRACE.total_seconds()),
        },
        status=409 if came_too_late else 200,
    )


def _received_at(request: HttpRequest) -> datetime:
    """When an answer was received, for all that it may have had to wait since.

    A body that took its time counts from when it was there: else it could be begun in
    time and written when the answers are known.
    """
    now = timezone.now()
    in_time = now - request.received_at < LONGEST_ARRIVAL
    return request.received_at if in_time else now


def _template(request: HttpRequest, name: str) -> str:
    return f"{name}#question" if wants_fragment(request) else name


def _redirect(request: HttpRequest, to: Any, *args: Any) -> HttpResponse:
    url = resolve_url(to, *args)
    if wants_fragment(request):
        return HttpResponseClientRedirect(url)
    return HttpResponseRedirect(url)
