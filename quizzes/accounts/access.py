"""For whom a teacher may act: pupils whose card the teacher's class has made."""

from __future__ import annotations

from django.http import Http404

from quizzes.classes.access import class_for_teacher, enrolment_for_teacher
from quizzes.classes.cards import answers_for
from quizzes.classes.models import Enrolment
from quizzes.web.request import AuthenticatedHttpRequest


def card_pupil_for_teacher(
    request: AuthenticatedHttpRequest, public_id: str, enrolment_id: str
) -> Enrolment:
    """The enrolment of a pupil with a card of this class, for its teachers.

    404 to others, and where the pupil has an account that the class has not made.
    """
    enrolment = enrolment_for_teacher(request, public_id, enrolment_id)
    if not answers_for(enrolment):
        raise Http404
    return enrolment


def is_of_somebody_erased(
    request: AuthenticatedHttpRequest, public_id: str, enrolment_id: str
) -> bool:
    """Whether this was an enrolment in the teacher's class; 404 for other classes."""
    classroom = class_for_teacher(request, public_id)
    return classroom.enrolments.filter(
        public_id=enrolment_id, learner__is_erased=True
    ).exists()
