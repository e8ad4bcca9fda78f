"""Sweeping: whoever has not come for long is erased, and what is over is deleted.

How long is long is in the settings (`KEPT_DAYS`) and on the page about personal data.
Teachers and staff are never swept: others work with what is theirs.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, Q, QuerySet

from quizzes.accounts import erasing
from quizzes.accounts.browser_sessions import session_keys_by_user
from quizzes.attempts.models import Attempt
from quizzes.classes.models import Classroom, Enrolment
from quizzes.people.guests import ERASED_PREFIX
from quizzes.people.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class Swept:
    """How many of each sort were swept, or would be."""

    empty_guests: int
    guests: int
    learners: int
    sessions: int
    join_codes: int
    messages: int


def sweep(*, now: datetime, dry_run: bool = False) -> Swept:
    """Sweep, and say what was swept; a dry run only counts.

    Each person is erased by themselves, so that nobody waits for all of them. Again and
    again does no harm.
    """
    people = [_empty_guests(now), _guests(now), _learners(now)]
    ids = [list(each.values_list("pk", flat=True)) for each in people]
    if dry_run:
        counts = [len(each) for each in ids]
    else:
        counts = [_erase(each, now) for each in ids]
    return Swept(
        empty_guests=counts[0],
        guests=counts[1],
        learners=counts[2],
        sessions=_end_sessions(now, dry_run=dry_run),
        join_codes=_close_codes(now, dry_run=dry_run),
        messages=_delete_messages(now, dry_run=dry_run),
    )


def _before(now: datetime, what: str) -> datetime:
    return now - timedelta(days=settings.KEPT_DAYS[what])


def _guests_of(*, with_attempts: bool) -> QuerySet[User]:
    has_attempts = Exists(Attempt.objects.filter(learner=OuterRef("pk")))
    guests = User.objects.filter(is_guest=True)
    return guests.filter(has_attempts if with_attempts else ~has_attempts)


def _empty_guests(now: datetime) -> QuerySet[User]:
    """Guests without attempts, some time after they came."""
    return _not_seen_since(
        _before(now, "guest_without_attempts"), _guests_of(with_attempts=False)
    )


def _guests(now: datetime) -> QuerySet[User]:
    return _not_seen_since(_before(now, "guest"), _guests_of(with_attempts=True))


def _learners(now: datetime) -> QuerySet[User]:
    learners = User.objects.filter(
        is_guest=False, role=User.Role.LEARNER, is_staff=False, is_superuser=False
    ).exclude(username__startswith=ERASED_PREFIX)
    return _not_seen_since(_before(now, "learner"), learners)


def _not_seen_since(moment: datetime, users: QuerySet[User]) -> QuerySet[User]:
    """Those who have done nothing since: came, logged in, joined, started, answered."""
    attempts = Attempt.objects.filter(
        Q(started_at__gt=moment) | Q(closed_at__gt=moment), learner=OuterRef("pk")
    )
    answers = Attempt.objects.filter(
        learner=OuterRef("pk"), slots__answers__received_at__gt=moment
    )
    joined = Enrolment.objects.filter(learner=OuterRef("pk"), joined_at__gt=moment)
    return users.filter(
        Q(last_login=None) | Q(last_login__lte=moment),
        ~Exists(attempts),
        ~Exists(answers),
        ~Exists(joined),
        date_joined__lte=moment,
    ).order_by("pk")


def _erase(user_ids: list[int], now: datetime) -> int:
    keys = session_keys_by_user(set(user_ids)) if user_ids else {}
    erased = 0
    for user_id in user_ids:
        with suppress(erasing.ErasedAlready):
            erasing.erase(user_id=user_id, now=now, session_keys=keys.get(user_id, []))
            erased += 1
    return erased


def _end_sessions(now: datetime, *, dry_run: bool) -> int:
    over = Session.objects.filter(expire_date__lte=now)
    return over.count() if dry_run else over.delete()[0]


def _close_codes(now: datetime, *, dry_run: bool) -> int:
    """Join codes a while after they ended: until then, typing one says that it has."""
    over = Classroom.objects.filter(join_code_expires_at__lte=_before(now, "join_code"))
    if dry_run:
        return over.count()
    return over.update(join_code=None, join_code_expires_at=None)


def _delete_messages(now: datetime, *, dry_run: bool) -> int:
    """Messages that became files because nothing sends them."""
    folder = getattr(settings, "EMAIL_FILE_PATH", None)
    if not folder or not Path(folder).is_dir():
        return 0
    oldest = _before(now, "message").timestamp()
    old = [
        file
        for file in Path(folder).iterdir()
        if file.is_file() and file.stat().st_mtime <= oldest
    ]
    if not dry_run:
        for file in old:
            file.unlink(missing_ok=True)
    return len(old)
