"""Sweeping: who has not come for a stated time is erased, and what is over goes.

The times are settings. Teachers and staff are never swept: others work with what is
theirs.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, Q, QuerySet

from quizzes.accounts import erasing, mail_files
from quizzes.attempts.models import Answer, Attempt
from quizzes.bank.models import Space
from quizzes.bank.picture_sweeping import sweep_pictures
from quizzes.classes.models import Classroom, ClassTeacher, Enrolment
from quizzes.exchange import uploads
from quizzes.people.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class Swept:
    """How many went."""

    idle_guests: int
    guests: int
    learners: int
    sessions: int
    join_codes: int
    messages: int
    uploads: int
    pictures: int


def sweep(*, now: datetime, dry_run: bool = False) -> Swept:
    """Erase who has been away too long, one by one, and delete what is over.

    With `dry_run` it only counts. Done again at once, it finds nothing.
    """
    old_sessions = Session.objects.filter(expire_date__lt=now)
    swept = Swept(
        idle_guests=_erase(_idle_guests(now), now=now, dry_run=dry_run),
        guests=_erase(_guests(now), now=now, dry_run=dry_run),
        learners=_erase(_learners(now), now=now, dry_run=dry_run),
        sessions=old_sessions.count(),
        join_codes=_close_codes(now, dry_run=dry_run),
        messages=mail_files.delete_older_than(
            now - timedelta(days=settings.DAYS_OF_MESSAGES), dry_run=dry_run
        ),
        uploads=uploads.delete_older_than(
            now - timedelta(days=settings.DAYS_OF_UPLOADS), dry_run=dry_run
        ),
        pictures=sweep_pictures(now=now, dry_run=dry_run),
    )
    if not dry_run:
        old_sessions.delete()
    return swept


def _erase(people: QuerySet[User], *, now: datetime, dry_run: bool) -> int:
    return people.count() if dry_run else erasing.erase_all(among=people, now=now)


def _close_codes(now: datetime, *, dry_run: bool) -> int:
    end = now - timedelta(days=settings.DAYS_OF_JOIN_CODES)
    over = Classroom.objects.filter(join_code_expires_at__lt=end)
    if dry_run:
        return over.count()
    return over.update(join_code=None, join_code_expires_at=None)


def _idle_guests(now: datetime) -> QuerySet[User]:
    """Guests who have left nothing."""
    guests = _away(settings.DAYS_OF_IDLE_GUESTS, now).filter(is_guest=True)
    return guests.exclude(_has_attempts())


def _guests(now: datetime) -> QuerySet[User]:
    """Guests with attempts, whose cookie is over by then."""
    guests = _away(settings.DAYS_OF_GUESTS, now).filter(is_guest=True)
    return guests.filter(_has_attempts())


def _learners(now: datetime) -> QuerySet[User]:
    """Learners' accounts."""
    return _away(settings.DAYS_OF_LEARNERS, now).filter(is_guest=False)


def _away(days: int, now: datetime) -> QuerySet[User]:
    """Learners who since then neither came, logged in, answered nor joined a class."""
    since = now - timedelta(days=days)
    attempts = Attempt.objects.filter(learner=OuterRef("pk"))
    answers = Answer.objects.filter(slot__attempt__learner=OuterRef("pk"))
    enrolments = Enrolment.objects.filter(learner=OuterRef("pk"))
    return User.objects.filter(
        Q(last_login=None) | Q(last_login__lt=since),
        ~Exists(attempts.filter(started_at__gte=since)),
        ~Exists(answers.filter(received_at__gte=since)),
        ~Exists(enrolments.filter(joined_at__gte=since)),
        ~Exists(ClassTeacher.objects.filter(teacher=OuterRef("pk"))),
        ~Exists(Space.objects.filter(owner=OuterRef("pk"))),
        role=User.Role.LEARNER,
        date_joined__lt=since,
        is_staff=False,
        is_superuser=False,
        is_erased=False,
    )


def _has_attempts() -> Exists:
    return Exists(Attempt.objects.filter(learner=OuterRef("pk")))
