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


def leave_all_classes(*, teacher_id: int) -> None:
    """Take a teacher out of every class. Call it within a transaction.

    A class that is the teacher's own goes to the co-teacher who came first. One that
    nobody else teaches is deleted with its list, since nobody could open it any more;
    its learners keep their accounts and attempts.
    """
    taught = ClassTeacher.objects.filter(teacher_id=teacher_id)
    rooms = (
        Classroom.objects.select_for_update()
        .filter(pk__in=list(taught.values_list("classroom", flat=True)))
        .order_by("pk")
    )
    for classroom in rooms:
        others = classroom.teachers.exclude(teacher_id=teacher_id)
        heir = others.order_by("added_at", "pk").first()
        own = classroom.teachers.get(teacher_id=teacher_id)
        if heir is None:
            classroom.delete()
            continue
        own.delete()
        if own.is_owner:
            heir.is_owner = True
            heir.save(update_fields=["is_owner"])
