"""Coming into a class, being confirmed, renamed and moved, and leaving it.

Each verb locks the row of the class first: so what it finds out about names and
learners still holds when it writes.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.db import transaction

from quizzes.bank.names import search_key
from quizzes.classes.classrooms import Card, Classroom, Enrolment
from quizzes.people.models import User

# A code that gets about shall not fill the list of a class with strangers.
MOST_LEARNERS: Final = 400

State = Enrolment.State
Way = Enrolment.Way


class TakesNobody(Exception):
    """The class is archived, or its code is closed or over."""


class ClassFull(Exception):
    """The class has as many learners as a class can have."""


class NameTaken(Exception):
    """Somebody in the class is called the same."""


class TeachesHere(Exception):
    """Who wants to join is a teacher of the class."""


class AlreadyIn(Exception):
    """The learner is in the class, or waits to be confirmed."""

    def __init__(self, enrolment: Enrolment) -> None:
        super().__init__(enrolment.pk)
        self.enrolment = enrolment


class NotInClass(Exception):
    """The learner has left the class, or was taken out of it, a moment ago."""


def join_by_code(
    *,
    classroom: Classroom,
    learner: User,
    name: str,
    now: datetime,
    join_key: uuid.UUID | None = None,
) -> Enrolment:
    """Let a learner in, or have them wait where the teacher confirms newcomers.

    Whoever was refused or taken out waits in any case. Takes a name that has been
    cleaned. Raises TakesNobody, TeachesHere, AlreadyIn, NameTaken and ClassFull.
    """
    with transaction.atomic():
        locked = _lock(classroom)
        if not locked.takes_newcomers(now):
            raise TakesNobody
        if locked.teachers.filter(teacher=learner).exists():
            raise TeachesHere
        was_put_out = locked.enrolments.filter(
            learner=learner, state__in=[State.REFUSED, State.REMOVED]
        ).exists()
        waits = locked.confirms_newcomers or was_put_out
        return _enrol(
            locked,
            learner,
            name,
            state=State.ASKED if waits else State.JOINED,
            way=Way.CODE,
            joined_at=now,
            join_key=join_key,
        )


def confirm(*, classroom: Classroom, public_ids: Iterable[str], now: datetime) -> int:
    """Let newcomers in; gives how many of these were still waiting."""
    return (
        classroom.enrolments.asked()
        .filter(public_id__in=list(public_ids))
        .update(state=State.JOINED, joined_at=now)
    )


def refuse(*, classroom: Classroom, public_ids: Iterable[str], now: datetime) -> int:
    """Send newcomers away; gives how many of these were still waiting."""
    return (
        classroom.enrolments.asked()
        .filter(public_id__in=list(public_ids))
        .update(state=State.REFUSED, ended_at=now)
    )


def rename(*, enrolment: Enrolment, name: str) -> None:
    """Call a learner otherwise in this class; raises NameTaken and NotInClass."""
    with transaction.atomic():
        classroom = _lock(enrolment.classroom)
        stored = _current(enrolment)
        _check_name(classroom, name, but=stored)
        stored.call(name)
        stored.save(update_fields=["name", "search_key", "sort_key"])


def move(*, enrolment: Enrolment, to: Classroom, now: datetime) -> Enrolment:
    """Take a learner to another class, with the card if this class answers for it.

    Raises NotInClass, TakesNobody, TeachesHere, AlreadyIn, NameTaken and ClassFull.
    """
    with transaction.atomic():
        # In one order, so that two moves in opposite directions do not wait for each
        # other
        rooms = {
            room.pk: room
            for room in Classroom.objects.select_for_update()
            .filter(pk__in=[enrolment.classroom_id, to.pk])
            .order_by("pk")
        }
        target = rooms[to.pk]
        stored = _current(enrolment)
        if target.is_archived:
            raise TakesNobody
        if target.teachers.filter(teacher_id=stored.learner_id).exists():
            raise TeachesHere
        moved = _enrol(
            target,
            stored.learner,
            stored.name,
            state=State.JOINED,
            way=Way.MOVED,
            joined_at=now,
        )
        _end(stored, State.MOVED, now)
        Card.objects.filter(
            learner_id=stored.learner_id, classroom_id=enrolment.classroom_id
        ).update(classroom=target)
    return moved


def remove(*, enrolment: Enrolment, now: datetime) -> None:
    """Take a learner out of the class; raises NotInClass."""
    with transaction.atomic():
        _lock(enrolment.classroom)
        _end(_current(enrolment), State.REMOVED, now)


def leave(*, enrolment: Enrolment, now: datetime) -> None:
    """Leave the class as its learner; raises NotInClass."""
    with transaction.atomic():
        _lock(enrolment.classroom)
        _end(_current(enrolment), State.LEFT, now)


def take_back(*, enrolment: Enrolment, now: datetime) -> Enrolment:
    """Let a former learner in again, by the teacher's own word.

    Raises TakesNobody, TeachesHere, AlreadyIn, NameTaken and ClassFull.
    """
    with transaction.atomic():
        classroom = _lock(enrolment.classroom)
        if classroom.is_archived:
            raise TakesNobody
        if classroom.teachers.filter(teacher_id=enrolment.learner_id).exists():
            raise TeachesHere
        return _enrol(
            classroom,
            enrolment.learner,
            enrolment.name,
            state=State.JOINED,
            way=Way.RETURNED,
            joined_at=now,
        )


def _lock(classroom: Classroom) -> Classroom:
    return Classroom.objects.select_for_update().get(pk=classroom.pk)


def _current(enrolment: Enrolment) -> Enrolment:
    stored = Enrolment.objects.select_related("learner").get(pk=enrolment.pk)
    if not stored.is_current:
        raise NotInClass
    return stored


def _enrol(
    classroom: Classroom,
    learner: User,
    name: str,
    *,
    state: Enrolment.State,
    way: Enrolment.Way,
    joined_at: datetime,
    join_key: uuid.UUID | None = None,
) -> Enrolment:
    current = classroom.enrolments.current()
    existing = current.filter(learner=learner).first()
    if existing is not None:
        raise AlreadyIn(existing)
    _check_name(classroom, name)
    if current.count() >= MOST_LEARNERS:
        raise ClassFull
    enrolment = Enrolment(
        classroom=classroom,
        learner=learner,
        state=state,
        way=way,
        joined_at=joined_at,
        join_key=join_key,
    )
    enrolment.call(name)
    enrolment.save()
    return enrolment


def _check_name(
    classroom: Classroom, name: str, *, but: Enrolment | None = None
) -> None:
    same = classroom.enrolments.current().filter(search_key=search_key(name))
    if but is not None:
        same = same.exclude(pk=but.pk)
    if same.exists():
        raise NameTaken


def _end(enrolment: Enrolment, state: Enrolment.State, now: datetime) -> None:
    enrolment.state = state
    enrolment.ended_at = now
    enrolment.save(update_fields=["state", "ended_at"])
