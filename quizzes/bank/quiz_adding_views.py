"""Searching the bank for what a quiz lacks, and putting it in."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from quizzes.bank import quiz_editing
from quizzes.bank.access import readable_facts, readable_topics
from quizzes.bank.names import search_key
from quizzes.bank.questions import Question
from quizzes.bank.quiz_access import quiz_for_teacher, rows_of
from quizzes.bank.quiz_drawing import offers_of
from quizzes.bank.quiz_forms import AddForm
from quizzes.bank.quiz_showing import cards_of
from quizzes.bank.quiz_views import stale
from quizzes.bank.quizzes import Quiz
from quizzes.bank.recipes import LONGEST
from quizzes.bank.references import named
from quizzes.bank.search import MOST_WORDS, SearchForm
from quizzes.bank.showing import show_fact, with_names
from quizzes.items.ground import NotMade
from quizzes.people.roles import teacher_required
from quizzes.web.request import AuthenticatedHttpRequest, wants_fragment

FACTS_ON_A_PAGE: Final = 8
MOST_QUESTIONS: Final = 20


@teacher_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: AuthenticatedHttpRequest, public_id: str) -> HttpResponse:
    """Facts and own questions by words and topic, each with the items it makes."""
    quiz = quiz_for_teacher(request, public_id)
    if request.method != "POST":
        return _page(request, quiz)
    form = AddForm(request.POST)
    if not form.is_valid():
        return _page(request, quiz, fault=stale(), status=422)
    try:
        _put_in(request, quiz, form)
    except quiz_editing.StaleQuiz:
        return _page(request, quiz, fault=stale(), status=409)
    except quiz_editing.AlreadyThere:
        fault = _("This question stands in the quiz already.")
        return _page(request, quiz, fault=fault, status=409)
    except quiz_editing.QuizIsFull:
        fault = _("A quiz has no more than %(n)s questions.") % {"n": LONGEST}
        return _page(request, quiz, fault=fault, status=409)
    except NotMade:
        fault = _("The bank does not make this question any more. Choose another.")
        return _page(request, quiz, fault=fault, status=409)
    messages.success(request, _("Added at the end of the quiz."))
    return redirect(quiz)


def _put_in(request: AuthenticatedHttpRequest, quiz: Quiz, form: AddForm) -> None:
    given = form.cleaned_data
    if given["question"]:
        question = get_object_or_404(
            Question.objects.approved()
            .with_content()
            .select_related("source__space")
            .readable_by(request.user),
            named([given["question"]]),
        )
        quiz_editing.add_question(
            quiz=quiz,
            question=question,
            seen_version=given["version"],
            by=request.user,
            now=request.received_at,
        )
        return
    facts = readable_facts(request).approved().select_related("space")
    fact = get_object_or_404(facts, named([given["fact"]]))
    quiz_editing.add_fact(
        quiz=quiz,
        fact=fact,
        wording=given["wording"],
        seen_version=given["version"],
        by=request.user,
        now=request.received_at,
    )


def _page(
    request: AuthenticatedHttpRequest, quiz: Quiz, *, fault: str = "", status: int = 200
) -> HttpResponse:
    quiz.refresh_from_db()
    form = SearchForm(request.GET, topics=readable_topics(request))
    facts = form.found_in(readable_facts(request).approved().filter(unasked=""))
    facts = facts.order_by("topic__position", "topic_id", "pk")
    page = Paginator(with_names(facts), FACTS_ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    offers = offers_of(list(page), space=quiz.space, seed=quiz.seed)
    return TemplateResponse(
        request,
        f"bank/quiz_add.html{'#results' if wants_fragment(request) else ''}",
        {
            "quiz": quiz,
            "length": len(rows_of(quiz)),
            "form": form,
            "page": page,
            "facts": [
                {
                    "fact": show_fact(fact),
                    "offers": [
                        {"card": card, "wording": offer.wording}
                        for offer, card in zip(
                            offers[fact.reference],
                            cards_of([o.item for o in offers[fact.reference]]),
                            strict=True,
                        )
                    ],
                }
                for fact in page
            ],
            "questions": _questions(request, form),
            "fault": fault,
        },
        status=status,
    )


def _questions(request: AuthenticatedHttpRequest, form: SearchForm) -> list[Question]:
    """The teacher's own approved questions that have the words, by their stems."""
    if not form.is_valid() or form.cleaned_data["property"]:
        return []
    questions = (
        Question.objects.approved()
        .filter(space__owner_id=request.user.pk, stimulus_parts=None)
        .select_related("space")
    )
    if form.cleaned_data["topic"]:
        questions = questions.filter(topic__key=form.cleaned_data["topic"])
    for word in search_key(form.cleaned_data["q"]).split()[:MOST_WORDS]:
        questions = questions.filter(search_key__contains=word)
    return list(questions.order_by("-updated", "pk")[:MOST_QUESTIONS])
