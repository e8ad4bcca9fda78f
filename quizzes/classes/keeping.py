"""Opening a class, its name and its end, and who teaches in it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from quizzes.classes import codes
from quizzes.classes.classrooms import Classroom, ClassTeacher
from quizzes.people.models import User


class NoSuchTeacher(Exception):
    """No teacher has this user name."""


class TeachesAlready(Exception):
    """The teacher is one of this class."""


class LearnsHere(Exception):
    """Who is to teach the class is a learner in it."""


class OwnerStays(Exception):
    """The owner of a class cannot be taken out of it."""


def open_class(
    *, teacher: User, name: str, confirms_newcomers: bool, now: datetime
) -> Classroom:
    """Make a class with its owner and a code; takes a name that has been cleaned."""
    with transaction.atomic():
        classroom = Classroom(confirms_newcomers=confirms_newcomers, created_at=now)
        classroom.call(name)
        classroom.save()
        ClassTeacher.objects.create(
            classroom=classroom, teacher=teacher, is_owner=True, added_at=now
        )
        return codes.renew(classroom=classroom, now=now)


def change(*, classroom: Classroom, name: str, confirms_newcomers: bool) -> None:
    """Store another name and whether newcomers wait to be confirmed."""
    classroom.call(name)
    classroom.confirms_newcomers = confirms_newcomers
    classroom.save(update_fields=["name", "sort_key", "confirms_newcomers"])


def archive(*, classroom: Classroom, now: datetime) -> None:
    """End the class: it takes nobody in; all that was done in it stays."""
    Classroom.objects.filter(pk=classroom.pk, archived_at=None).update(
        archived_at=now, join_code=None, join_code_expires_at=None
    )


def restore(*, classroom: Classroom) -> None:
    """Go on with an archived class; a code is made anew when it is wanted."""
    Classroom.objects.filter(pk=classroom.pk).update(archived_at=None)


def add_teacher(*, classroom: Classroom, username: str, now: datetime) -> ClassTeacher:
    """Let another teacher teach the class too.

    Raises NoSuchTeacher, TeachesAlready and LearnsHere.
    """
    teacher = User.objects.filter(
        username=User.normalize_username(username),
        role=User.Role.TEACHER,
        is_active=True,
    ).first()
    if teacher is None:
        raise NoSuchTeacher
    with transaction.atomic():
        Classroom.objects.select_for_update().get(pk=classroom.pk)
        if classroom.enrolments.current().filter(learner=teacher).exists():
            raise LearnsHere
        added, is_new = ClassTeacher.objects.get_or_create(
            classroom=classroom, teacher=teacher, defaults={"added_at": now}
        )
    if not is_new:
        raise TeachesAlready
    return added


def remove_teacher(*, classroom: Classroom, username: str) -> None:
    """Take a co-teacher out of the class; raises NoSuchTeacher and OwnerStays."""
    found = classroom.teachers.filter(
        teacher__username=User.normalize_username(username)
    ).first()
    if found is None:
        raise NoSuchTeacher
    if found.is_owner:
        raise OwnerStays
    found.delete()


def hand_over(*, classroom: Classroom, username: str) -> None:
    """Make a co-teacher the owner; the owner of before stays as a co-teacher.

    Raises NoSuchTeacher where nobody of this name teaches the class, and where it is
    the owner's own.
    """
    with transaction.atomic():
        Classroom.objects.select_for_update().get(pk=classroom.pk)
        teachers = ClassTeacher.objects.filter(classroom=classroom)
        successor = teachers.filter(
            teacher__username=User.normalize_username(username),
            teacher__is_active=True,
            is_owner=False,
        ).first()
        if successor is None:
            raise NoSuchTeacher
        # One owner at a time: the database holds to it
        teachers.filter(is_owner=True).update(is_owner=False)
        teachers.filter(pk=successor.pk).update(is_owner=True)
