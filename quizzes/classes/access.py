"""Whose class it is: what is not yours is as absent as what does not exist.

The role is asked before, by `people.roles`: a pupil gets 403 on a teacher's page.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404

from quizzes.classes.classrooms import (
    Classroom,
    ClassroomQuerySet,
    Enrolment,
    EnrolmentQuerySet,
)
from quizzes.web.prepared import Parameter, Prepared
from quizzes.web.request import AuthenticatedHttpRequest

_CLASS = Prepared(
    lambda: Classroom.objects.taught_by(Parameter("teacher")).filter(
        public_id=Parameter("public_id")
    )
)


def classes_of_teacher(request: AuthenticatedHttpRequest) -> ClassroomQuerySet:
    """The classes that whoever asks teaches in, the archived ones too."""
    return Classroom.objects.taught_by(request.user.pk)


def class_for_teacher(request: AuthenticatedHttpRequest, public_id: str) -> Classroom:
    """A class for its owner and its co-teachers; 404 to others."""
    classroom = _CLASS.first(teacher=request.user.pk, public_id=public_id)
    if classroom is None:
        raise Http404
    return classroom


def class_for_owner(request: AuthenticatedHttpRequest, public_id: str) -> Classroom:
    """A class for its owner; 403 to co-teachers, 404 to others."""
    classroom = class_for_teacher(request, public_id)
    if not is_owner(request, classroom):
        raise PermissionDenied
    return classroom


def is_owner(request: AuthenticatedHttpRequest, classroom: Classroom) -> bool:
    """Whether whoever asks has made the class."""
    return classroom.teachers.filter(teacher=request.user, is_owner=True).exists()


def enrolment_for_teacher(
    request: AuthenticatedHttpRequest, public_id: str, enrolment_id: str
) -> Enrolment:
    """An enrolment in a class of the teacher's; 404 if either is not there."""
    classroom = class_for_teacher(request, public_id)
    enrolment = (
        classroom.enrolments.filter(public_id=enrolment_id, learner__is_erased=False)
        .select_related("learner", "classroom")
        .first()
    )
    if enrolment is None:
        raise Http404
    return enrolment


def enrolments_of_learner(request: AuthenticatedHttpRequest) -> EnrolmentQuerySet:
    """The enrolments of whoever asks, past ones too."""
    return Enrolment.objects.filter(learner=request.user)


def enrolment_for_learner(
    request: AuthenticatedHttpRequest, public_id: str
) -> Enrolment:
    """One's own current enrolment; 404 to others, and when it is over."""
    enrolment = (
        enrolments_of_learner(request)
        .current()
        .filter(public_id=public_id)
        .select_related("classroom")
        .first()
    )
    if enrolment is None:
        raise Http404
    return enrolment
