"""Erasing a person: what is personal goes, what is counted stays without the person.

The attempts, and the times spent in classes, go over to a row that is nobody: one for
each who is erased, made for it, so that the figures of items and classes stay as they
are and one learner's answers still belong together. Everything else goes with the row
of the person. See decision 28.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from contextlib import suppress
from datetime import datetime
from enum import StrEnum
from typing import Final

from allauth.account.models import EmailAddress
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import IntegrityError, OperationalError, transaction
from django.db.models import QuerySet

from quizzes.accounts import mail_files
from quizzes.accounts.exporting import sessions_of
from quizzes.attempts.models import Attempt
from quizzes.bank.models import Space
from quizzes.classes.models import Classroom, ClassTeacher, Enrolment, Recipient
from quizzes.people.guests import new_nobody
from quizzes.people.models import User
from quizzes.people.public_ids import new_public_id

# Somebody who goes on working while being erased may make it fail, seldom twice
_TRIES: Final = 3


class Hindrance(StrEnum):
    """Why somebody cannot be erased: others would lose what they work with."""

    STAFF = "staff"
    TEACHES = "teaches"
    OWNS_BANK = "owns_bank"


class AlreadyGone(Exception):
    """There is no such person any more, or none that is to be erased."""


class CannotErase(Exception):
    """Something of others hangs on this person."""

    def __init__(self, hindrance: Hindrance) -> None:
        super().__init__(hindrance.value)
        self.hindrance = hindrance


def hindrance_of(user: User) -> Hindrance | None:
    """What speaks against erasing; None for learners and guests."""
    if user.is_staff or user.is_superuser:
        return Hindrance.STAFF
    if ClassTeacher.objects.filter(teacher=user, is_owner=True).exists():
        return Hindrance.TEACHES
    if Space.objects.filter(owner=user).in_use().exists():
        return Hindrance.OWNS_BANK
    return None


def erase(*, user_id: int, now: datetime) -> None:
    """Erase a person for good, all or nothing, and end all sessions.

    Raises AlreadyGone, so that whoever asks twice is told so, and CannotErase.
    """
    _erase(user_id, User.objects.all(), now)
    _end_sessions({user_id})


def erase_all(*, among: QuerySet[User], now: datetime) -> int:
    """Erase these people one by one, and give how many went.

    Who is not among them any more when the turn comes is left, as is who cannot be
    erased. If it is broken off, those erased by then are erased.
    """
    erased = set()
    for user_id in list(among.order_by("pk").values_list("pk", flat=True)):
        with suppress(AlreadyGone, CannotErase):
            _erase(user_id, among, now)
            erased.add(user_id)
    _end_sessions(erased)
    return len(erased)


def _erase(user_id: int, among: QuerySet[User], now: datetime) -> None:
    """Erase in one transaction; once more, if something new came to hang on the row.

    Whoever starts an attempt or joins a class meanwhile points to the row, and the
    database then refuses to delete it.
    """
    for tries_left in reversed(range(_TRIES)):
        try:
            with transaction.atomic():
                return _erase_at_once(user_id, among, now)
        except (IntegrityError, OperationalError):
            if not tries_left:
                raise


def _erase_at_once(user_id: int, among: QuerySet[User], now: datetime) -> None:
    # Against others who erase. Not the key of the row: an answer that is being stored
    # holds its attempt and then shares that key, and we would wait for each other.
    user = (
        among.filter(pk=user_id, is_erased=False)
        .select_for_update(of=("self",), no_key=True)
        .first()
    )
    if user is None:
        raise AlreadyGone
    hindrance = hindrance_of(user)
    if hindrance is not None:
        raise CannotErase(hindrance)
    _hand_over(user, now)
    _forget_log_entries(user)
    addresses = {user.email} | set(
        EmailAddress.objects.filter(user=user).values_list("email", flat=True)
    )
    # With it go memory, cards, e-mail addresses, second steps, allowances
    user.delete()
    transaction.on_commit(lambda: mail_files.delete_to(addresses))


def _forget_log_entries(user: User) -> None:
    """Staff may have changed a row by hand, and their log has what it was called."""
    spaces = Space.objects.filter(owner=user).values_list("pk", flat=True)
    for model, ids in ((User, [user.pk]), (Space, list(spaces))):
        LogEntry.objects.filter(
            content_type=ContentType.objects.get_for_model(model),
            object_id__in=[str(pk) for pk in ids],
        ).delete()


def _end_sessions(user_ids: Collection[int]) -> None:
    """Delete what the cookies of these people stood for.

    After the transaction: it reads every session, and nobody shall wait for that. They
    let nobody in any more, whose row is gone.
    """
    if user_ids:
        keys = [session.session_key for session in sessions_of(user_ids)]
        Session.objects.filter(session_key__in=keys).delete()


def _hand_over(user: User, now: datetime) -> None:
    """Give what is counted to nobody; a row is made only if there is something."""
    attempts = Attempt.objects.of_learner(user.pk)
    # Whoever answers or closes changes the attempt's row first, and so waits.
    list(attempts.order_by("pk").select_for_update().values_list("pk"))
    _lock_classes(user)
    attempts.filter(state=Attempt.State.OPEN, answered=0).delete()
    enrolments = Enrolment.objects.filter(learner=user)
    # By them an assignment that was given by name is found, and counted
    named = Recipient.objects.filter(learner=user)
    if not (attempts.exists() or enrolments.exists() or named.exists()):
        return
    nobody = new_nobody()
    nobody.date_joined = now
    nobody.save()
    for attempt in attempts.only("pk"):
        # The old address and key may stand in a browser or in a log of the proxy.
        Attempt.objects.filter(pk=attempt.pk).update(
            learner=nobody, public_id=new_public_id(), start_key=uuid.uuid4()
        )
    _leave_classes(enrolments, nobody, now)
    named.update(learner=nobody)


def _lock_classes(user: User) -> None:
    """Every verb about the learners of a class locks its row first."""
    classes = set(
        Enrolment.objects.filter(learner=user).values_list("classroom", flat=True)
    )
    locked = Classroom.objects.select_for_update().filter(pk__in=classes)
    list(locked.order_by("pk").values_list("pk"))


def _leave_classes(
    enrolments: QuerySet[Enrolment], nobody: User, now: datetime
) -> None:
    enrolments.filter(state__in=[Enrolment.State.ASKED, Enrolment.State.JOINED]).update(
        state=Enrolment.State.LEFT, ended_at=now
    )
    enrolments.update(
        learner=nobody, name="", search_key="", sort_key="", join_key=None
    )
