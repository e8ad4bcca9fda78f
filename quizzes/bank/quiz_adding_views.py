"""Searching the bank for what a quiz lacks, and putting it in."""

from __future__ import annotations

from typing import Any, Final

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
from quizzes.bank.question_access import readable_questions, readable_stimuli
from quizzes.bank.quiz_access import quiz_for_teacher, rows_of
from quizzes.bank.quiz_drawing import offers_of
from quizzes.bank.quiz_forms import AddForm
from quizzes.bank.quiz_showing import cards_of
from quizzes.bank.quiz_views import stale
from quizzes.bank.quizzes import Quiz
from quizzes.bank.recipes import LONGEST
from quizzes.bank.references import named, split
from quizzes.bank.search import MOST_WORDS, SearchForm
from quizzes.bank.showing import show_fact, with_names
from quizzes.items.ground import NotMade
from quizzes.people.roles import teacher_required
from quizzes.web.request import AuthenticatedHttpRequest, wants_fragment

FACTS_ON_A_PAGE: Final = 8
MOST_WRITTEN: Final = 20


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
    except quiz_editing.NothingUnderIt:
        fault = _("Too few questions under this text can be asked.")
        return _page(request, quiz, fault=fault, status=409)
    except NotMade:
        fault = _("The bank does not make this question any more. Choose another.")
        return _page(request, quiz, fault=fault, status=409)
    messages.success(request, _("Added at the end of the quiz."))
    return redirect(quiz)


def _put_in(request: AuthenticatedHttpRequest, quiz: Quiz, form: AddForm) -> None:
    given = form.cleaned_data
    seen: dict[str, Any] = {
        "quiz": quiz,
        "seen_version": given["version"],
        "by": request.user,
        "now": request.received_at,
    }
    if given["question"]:
        questions = readable_questions(request).approved().with_content()
        question = get_object_or_404(
            questions,
            named([given["question"]]),
            stimulus_parts=None,
        )
        quiz_editing.add_question(question=question, **seen)
    elif given["text"]:
        texts = readable_stimuli(request).approved().with_content()
        text = get_object_or_404(texts, named([given["text"]]))
        quiz_editing.add_text(text=text, **seen)
    else:
        facts = readable_facts(request).approved().select_related("space")
        fact = get_object_or_404(facts, named([given["fact"]]))
        quiz_editing.add_fact(fact=fact, wording=given["wording"], **seen)


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
            **_written(request, form),
            "fault": fault,
        },
        status=status,
    )


def _written(
    request: AuthenticatedHttpRequest, form: SearchForm
) -> dict[str, list[Any]]:
    """Approved questions by hand, and texts with theirs, that have the words."""
    found: dict[str, list[Any]] = {"questions": [], "texts": []}
    if not form.is_valid() or form.cleaned_data["property"]:
        return found
    questions = readable_questions(request).approved().filter(stimulus_parts=None)
    texts = readable_stimuli(request).approved()
    for name, rows in (("questions", questions), ("texts", texts)):
        if form.cleaned_data["topic"]:
            _space, key = split(form.cleaned_data["topic"])
            rows = rows.filter(topic__key=key)
        for word in search_key(form.cleaned_data["q"]).split()[:MOST_WORDS]:
            rows = rows.filter(search_key__contains=word)
        newest = rows.select_related("space").order_by("-updated", "pk")
        found[name] = list(newest[:MOST_WRITTEN])
    return found
