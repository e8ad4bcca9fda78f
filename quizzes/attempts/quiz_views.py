"""Trying a quiz that one has built, and giving it to a class."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from quizzes.attempts import assigned, practising, taking
from quizzes.attempts.drawing import new_seed
from quizzes.attempts.forms import StartAssignedForm
from quizzes.bank.models import Quiz
from quizzes.bank.quiz_access import quiz_for_teacher, rows_of
from quizzes.bank.quiz_showing import show_quiz
from quizzes.bank.recipes import FeedbackMode
from quizzes.classes.assignment_forms import GiveQuizForm
from quizzes.classes.classrooms import Classroom, Enrolment
from quizzes.people.roles import teacher_required
from quizzes.web.request import AuthenticatedHttpRequest


@teacher_required
@require_POST
def try_quiz(request: AuthenticatedHttpRequest, public_id: str) -> HttpResponse:
    """Take one's own quiz as a pupil meets it."""
    quiz = quiz_for_teacher(request, public_id)
    form = StartAssignedForm(request.POST)
    # Without a usable key it is still plain what was pressed.
    key = form.cleaned_data["start_key"] if form.is_valid() else uuid.uuid4()
    try:
        attempt = practising.try_quiz(
            quiz=quiz,
            learner=request.user,
            start_key=key,
            seed=new_seed(),
            now=request.received_at,
        )
    except taking.NothingToAsk:
        return _to_fill(request, quiz)
    return redirect(attempt)


@teacher_required
@require_http_methods(["GET", "HEAD", "POST"])
def give_quiz(request: AuthenticatedHttpRequest, public_id: str) -> HttpResponse:
    """Give the quiz to classes or to some of their learners."""
    quiz = quiz_for_teacher(request, public_id)
    now = request.received_at
    classes = list(
        Classroom.objects.taught_by(request.user.pk).current().order_by("name", "pk")
    )
    learners = list(Enrolment.objects.joined().filter(classroom__in=classes).by_name())
    form = GiveQuizForm(
        request.POST if request.method == "POST" else None,
        now=now,
        classes=classes,
        learners=learners,
        chosen=request.GET.get("class", ""),
        initial={"title": quiz.title, "feedback_mode": quiz.asked().feedback_mode},
    )
    if request.method != "POST":
        return _give_page(request, quiz, form)
    if not form.is_valid():
        return _give_page(request, quiz, form, status=422)
    shuffles = form.cleaned_data["shuffles_options"]
    try:
        assignment = assigned.give_quiz(
            quiz=quiz,
            teacher=request.user,
            rules=form.rules(same_items=True, shuffles_options=shuffles),
            feedback_mode=FeedbackMode(form.cleaned_data["feedback_mode"]),
            classes=form.chosen_classes(),
            learners=form.chosen_learners(),
            given_key=form.cleaned_data["given_key"],
            now=now,
        )
    except taking.NothingToAsk:
        return _to_fill(request, quiz)
    messages.success(request, _("The assignment is given."))
    return redirect("reports:live", assignment.public_id)


def _give_page(
    request: AuthenticatedHttpRequest,
    quiz: Quiz,
    form: GiveQuizForm,
    *,
    status: int = 200,
) -> HttpResponse:
    shown = show_quiz(quiz, rows_of(quiz))
    return TemplateResponse(
        request,
        "classes/assign.html",
        {"form": form, "quiz": quiz, "shown": shown, "concerns": shown.concerns},
        status=status,
    )


def _to_fill(request: AuthenticatedHttpRequest, quiz: Quiz) -> HttpResponse:
    messages.error(request, _("There are no questions in the quiz yet."))
    return redirect(quiz)
