"""Whose assignment it is: what is not yours is as absent as what does not exist.

The role is asked before, by `people.roles`: a pupil gets 403 on a teacher's page.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.http import Http404

from quizzes.classes.assignments import Assignment, AssignmentQuerySet, Recipient
from quizzes.classes.classrooms import Classroom
from quizzes.web.prepared import Parameter, Prepared
from quizzes.web.request import AuthenticatedHttpRequest

_OF_TEACHER = Prepared(
    lambda: Assignment.objects.of_teacher(Parameter("teacher")).filter(
        public_id=Parameter("public_id")
    )
)
_OWN_CLASSES = Prepared(
    lambda: (
        Classroom.objects.taught_by(Parameter("teacher"))
        .filter(
            pk__in=Recipient.objects.filter(
                assignment__among=Parameter("assignments")
            ).values("classroom")
        )
        .order_by("name", "pk")
    )
)


def assignments_of_teacher(request: AuthenticatedHttpRequest) -> AssignmentQuerySet:
    """What is given to the classes that whoever asks teaches in."""
    return Assignment.objects.of_teacher(request.user.pk)


def assignment_for_teacher(
    request: AuthenticatedHttpRequest, public_id: str
) -> Assignment:
    """An assignment to look at, for the teachers of its classes; 404 to others."""
    assignment = _OF_TEACHER.first(teacher=request.user.pk, public_id=public_id)
    if assignment is None:
        raise Http404
    return assignment


def assignment_for_change(
    request: AuthenticatedHttpRequest, public_id: str
) -> Assignment:
    """An assignment to change, for who teaches in all of its classes.

    403 to who teaches in some of them only, 404 to others.
    """
    assignment = assignment_for_teacher(request, public_id)
    if not may_change(request, assignment):
        raise PermissionDenied
    return assignment


def may_change(request: AuthenticatedHttpRequest, assignment: Assignment) -> bool:
    """Whether no class of somebody else's is concerned."""
    own = Classroom.objects.taught_by(request.user.pk)
    return not assignment.recipients.exclude(classroom__in=own).exists()


def own_classes_of(
    request: AuthenticatedHttpRequest, *assignments: Assignment
) -> Sequence[Classroom]:
    """The classes they were given to that whoever asks teaches in, by name."""
    given = [each.pk for each in assignments]
    return _OWN_CLASSES(teacher=request.user.pk, assignments=given)


def assignments_of_learner(request: AuthenticatedHttpRequest) -> AssignmentQuerySet:
    """What whoever asks has to do, or had to."""
    return Assignment.objects.for_learner(request.user.pk)


def assignment_for_learner(
    request: AuthenticatedHttpRequest, public_id: str
) -> Assignment:
    """An assignment for its learners; 404 to others, and once it is cancelled."""
    assignment = assignments_of_learner(request).filter(public_id=public_id).first()
    if assignment is None:
        raise Http404
    return assignment
