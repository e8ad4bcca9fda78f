"""Who may look at whose work: teachers at that of their own classes' learners."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.http import Http404

from quizzes.bank.models import Quiz
from quizzes.classes.assigning import recipients_of
from quizzes.classes.assignment_access import own_classes_of
from quizzes.classes.assignments import Assignment
from quizzes.classes.classrooms import Classroom, Enrolment
from quizzes.web.prepared import Parameter, Prepared
from quizzes.web.request import AuthenticatedHttpRequest

_COUNTED = Prepared(
    lambda: (
        Enrolment.objects.filter(classroom__among=Parameter("classes"))
        .exclude(state__in=[Enrolment.State.ASKED, Enrolment.State.REFUSED])
        .order_by("pk")
        .values_list("learner_id", "name", "learner__is_erased")
    )
)


def assignments_of_quiz(
    request: AuthenticatedHttpRequest, quiz: Quiz
) -> Sequence[Assignment]:
    """The assignments by which whoever asks has given a quiz to classes; one query."""
    given = Assignment.objects.filter(quiz=quiz, given_by=request.user)
    return list(given.order_by("given_at", "pk"))


def counted_learners_of(classes: Iterable[Classroom]) -> Mapping[int, str]:
    """Those who are or were in these classes, with their names; one query.

    Who has left still counts in the figures, and so does who is nobody any more: the
    name is empty then.
    """
    enrolments = _COUNTED(classes=[each.pk for each in classes])
    return {pk: "" if is_erased else name for pk, name, is_erased in enrolments}


def learner_of(
    request: AuthenticatedHttpRequest, assignment: Assignment, enrolment_id: str
) -> Enrolment:
    """The enrolment of one of its learners; 404 if it is not one of one's own."""
    for each in recipients_of(assignment, own_classes_of(request, assignment)):
        if each.public_id == enrolment_id:
            return each
    raise Http404
