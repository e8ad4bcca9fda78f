"""For whom a teacher may act: pupils with a card of the teacher's class."""

from __future__ import annotations

from django.http import Http404

from quizzes.classes.access import enrolment_for_teacher
from quizzes.classes.classrooms import Card, Enrolment
from quizzes.web.request import AuthenticatedHttpRequest


def card_pupil_for_teacher(
    request: AuthenticatedHttpRequest, public_id: str, enrolment_id: str
) -> Enrolment:
    """The enrolment of a pupil whom this class has given a card; 404 to others.

    A pupil of the class with an account of their own acts for themselves.
    """
    enrolment = enrolment_for_teacher(request, public_id, enrolment_id)
    answers_for = Card.objects.filter(
        learner=enrolment.learner_id, classroom=enrolment.classroom_id
    )
    if not answers_for.exists():
        raise Http404
    return enrolment
