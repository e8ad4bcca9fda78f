"""Who may look at whose work: teachers at that of their own classes' learners."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404

from quizzes.classes.assigning import recipients_of
from quizzes.classes.assignment_access import own_classes_of
from quizzes.classes.assignments import Assignment
from quizzes.classes.classrooms import Enrolment
from quizzes.web.request import AuthenticatedHttpRequest


def learners_of(
    request: AuthenticatedHttpRequest, assignment: Assignment
) -> Sequence[Enrolment]:
    """The enrolments of its learners in the classes of whoever asks, by name."""
    return recipients_of(assignment, own_classes_of(request, assignment))


def learner_of(
    request: AuthenticatedHttpRequest, assignment: Assignment, enrolment_id: str
) -> Enrolment:
    """The enrolment of one of its learners; 404 if it is not one of one's own."""
    for each in learners_of(request, assignment):
        if each.public_id == enrolment_id:
            return each
    raise Http404
