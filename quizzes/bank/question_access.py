"""Who may read and write which questions and stimuli.

Teachers read those of their own spaces and the approved ones of the common library;
staff read its drafts too. Whose space it is writes.
"""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from quizzes.bank.access import writable_spaces
from quizzes.bank.questions import (
    Question,
    QuestionQuerySet,
    State,
    Stimulus,
    StimulusQuerySet,
)
from quizzes.bank.references import named


def readable_questions(request: HttpRequest) -> QuestionQuerySet:
    """The questions that an author may read."""
    return Question.objects.filter(_readable(request))


def question_for_reading(request: HttpRequest, reference: str) -> Question:
    """One question by its reference, a stranger's is a 404."""
    questions = readable_questions(request).with_content()
    return get_object_or_404(questions, named([reference]))


def question_for_writing(request: HttpRequest, reference: str) -> Question:
    """One question of a space that the author writes to, any other is a 404."""
    questions = Question.objects.filter(space__in=writable_spaces(request))
    return get_object_or_404(questions.with_content(), named([reference]))


def readable_stimuli(request: HttpRequest) -> StimulusQuerySet:
    """The stimuli that an author may read."""
    return Stimulus.objects.filter(_readable(request))


def stimulus_for_reading(request: HttpRequest, reference: str) -> Stimulus:
    """One stimulus by its reference, a stranger's is a 404."""
    stimuli = readable_stimuli(request).with_content()
    return get_object_or_404(stimuli, named([reference]))


def stimulus_for_writing(request: HttpRequest, reference: str) -> Stimulus:
    """One stimulus of a space that the author writes to, any other is a 404."""
    stimuli = Stimulus.objects.filter(space__in=writable_spaces(request))
    return get_object_or_404(stimuli.with_content(), named([reference]))


def _readable(request: HttpRequest) -> Q:
    approved_for_all = Q(space__owner=None, state=State.APPROVED)
    return approved_for_all | Q(space__in=writable_spaces(request))
