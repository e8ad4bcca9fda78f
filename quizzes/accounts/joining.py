"""Joining a class by its code, with an account or without.

A visitor becomes a learner with a name and no password; a guest keeps the row, and with
it all attempts; whoever has an account joins with it.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.http import HttpRequest

from quizzes.accounts.join_limits import count_miss
from quizzes.classes import codes
from quizzes.classes.classrooms import Classroom, Enrolment
from quizzes.classes.enrolling import AlreadyIn, NameTaken, join_by_code
from quizzes.people import guests
from quizzes.people.guests import LEARNER_PREFIX, NotAGuest
from quizzes.people.models import User

# How long a form that was sent twice still counts as one and the same.
A_MOMENT: Final = timedelta(minutes=1)


class UsernameTaken(Exception):
    """Somebody else has taken this user name a moment ago."""


class HasWayIn(Exception):
    """The account has a password, or another way to log in, already."""


def find_class(request: HttpRequest, typed: str, *, now: datetime) -> Classroom:
    """The class of a code as it was typed.

    Raises codes.NoSuchCode and codes.CodeExpired, and TooManyMisses if whoever asks has
    missed too often. An expired code was not guessed, so it is no miss.
    """
    code = codes.normal(typed)
    miss = count_miss(request)
    try:
        classroom = codes.class_by_code(code, now=now)
    except codes.CodeExpired:
        miss.take_back()
        raise
    miss.take_back()
    return classroom


def join(
    *,
    classroom: Classroom,
    user: User | None,
    name: str,
    join_key: uuid.UUID,
    now: datetime,
) -> Enrolment:
    """Let somebody into the class, all or nothing; None is a visitor without a row.

    The enrolment's learner is whom the browser belongs to from now on. A form that was
    sent twice gives the same enrolment twice, even to a browser that had no session
    when it sent them. Raises what `join_by_code` raises.
    """
    try:
        with transaction.atomic():
            learner = _learner(user, name)
            return join_by_code(
                classroom=classroom,
                learner=learner,
                name=name,
                now=now,
                join_key=join_key,
            )
    except (NameTaken, AlreadyIn, NotAGuest, IntegrityError):
        again = _joined_a_moment_ago(classroom, join_key, now)
        if again is None or not _is_same(user, again.learner):
            raise
        return again


def choose_way_in(*, user: User, username: str, password: str) -> User:
    """Give a learner who came by name alone a user name and a password.

    Takes what has been validated; the sessions on other devices end. Raises HasWayIn
    and UsernameTaken.
    """
    try:
        with transaction.atomic():
            stored = User.objects.select_for_update().get(pk=user.pk)
            if not lacks_way_in(stored):
                raise HasWayIn
            stored.username = username
            stored.set_password(password)
            stored.save(update_fields=["username", "password"])
    except IntegrityError as error:
        raise UsernameTaken from error
    return stored


def replace_password(*, user: User, password: str) -> User:
    """Put the pupil's own password in the place of the card's."""
    with transaction.atomic():
        stored = User.objects.select_for_update().get(pk=user.pk)
        stored.set_password(password)
        stored.must_replace_password = False
        stored.save(update_fields=["password", "must_replace_password"])
    return stored


def lacks_way_in(user: User) -> bool:
    """Whether the account is known by its session alone."""
    return (
        user.has_account
        and user.username.startswith(LEARNER_PREFIX)
        and not user.has_usable_password()
    )


def _learner(user: User | None, name: str) -> User:
    """The row that joins: a new one, the guest's own, or the account."""
    if user is None:
        user = guests.new_guest()
        user.save()
    if user.is_guest:
        return guests.become_account(guest=user, display_name=name)
    return user


def _is_same(user: User | None, learner: User) -> bool:
    """Whether the learner that a form made is whoever sends the form once more.

    A browser without a session has only the form's key to show, so it gets no account
    that could do more than what the form has just made.
    """
    return lacks_way_in(learner) if user is None else user.pk == learner.pk


def _joined_a_moment_ago(
    classroom: Classroom, join_key: uuid.UUID, now: datetime
) -> Enrolment | None:
    return (
        classroom.enrolments.current()
        .filter(join_key=join_key, joined_at__gte=now - A_MOMENT)
        .select_related("learner")
        .first()
    )
