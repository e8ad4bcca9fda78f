"""Whose quiz it is: what is not yours is as absent as what does not exist.

The role is asked before, by `people.roles`: a pupil gets 403 on a teacher's page.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404

from quizzes.bank.quizzes import Quiz, QuizItem, QuizQuerySet
from quizzes.web.request import AuthenticatedHttpRequest


def quizzes_of_teacher(request: AuthenticatedHttpRequest) -> QuizQuerySet:
    """The quizzes of whoever asks, the archived ones too."""
    return Quiz.objects.of_owner(request.user.pk)


def quiz_for_teacher(request: AuthenticatedHttpRequest, public_id: str) -> Quiz:
    """A quiz with its space for its owner; 404 to others."""
    own = quizzes_of_teacher(request).select_related("space")
    quiz = own.filter(public_id=public_id).first()
    if quiz is None:
        raise Http404
    return quiz


def shared_quiz(token: str) -> Quiz:
    """The quiz that a link leads to, as long as it is shared; else 404."""
    shared = Quiz.objects.shared().current().select_related("space__owner")
    quiz = shared.filter(share_token=token).first()
    if quiz is None:
        raise Http404
    return quiz


def rows_of(quiz: Quiz) -> Sequence[QuizItem]:
    """What stands in a quiz, in its order."""
    return list(QuizItem.objects.filter(quiz=quiz).order_by("position"))
