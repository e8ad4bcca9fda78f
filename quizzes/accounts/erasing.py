"""Erasing a person, so that what others are counted by stays without the person.

Whatever points to the person goes with the row of the user. What classes and items are
counted by is handed to a row that says nothing of anybody (`guests.new_nobody`), a new
one for each person: attempts that were handed in, with new addresses and no time finer
than a day; the time in each class, without a name; what was assigned by name. Attempts
that were not handed in count for nothing, and go.

Answers are not judged or counted anew, so all figures are what they were.
"""

from __future__ import annotations

import logging
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Final

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import IntegrityError, OperationalError, transaction
from django.utils import timezone

from quizzes.accounts import limits
from quizzes.accounts.browser_sessions import session_keys_by_user
from quizzes.attempts import taking
from quizzes.attempts.models import Answer, Attempt, Mark
from quizzes.bank.models import Space
from quizzes.bank.removing import remove_spaces_of
from quizzes.classes.keeping import leave_all_classes
from quizzes.classes.models import Classroom, Enrolment, Recipient
from quizzes.people.guests import ERASED_PREFIX, new_nobody
from quizzes.people.models import User
from quizzes.people.public_ids import new_public_id

logger = logging.getLogger(__name__)

# Somebody who goes on working while being erased may make it fail, seldom twice
_TRIES: Final = 3
_BATCH: Final = 100
# Who has never been let in was never counted
NEVER_IN: Final = (Enrolment.State.ASKED, Enrolment.State.REFUSED)


class ErasedAlready(Exception):
    """There is nobody any more: the button was pressed twice."""


def erase(
    *, user_id: int, now: datetime, session_keys: Collection[str] | None = None
) -> None:
    """Erase all that is stored of a user, all or nothing.

    `session_keys` are those of the user's sessions, where they have been looked up
    already. Raises ErasedAlready.
    """
    if session_keys is None:
        session_keys = session_keys_by_user({user_id})[user_id]
    _hand_in_overdue(user_id, now)
    for tries_left in reversed(range(_TRIES)):
        try:
            with transaction.atomic():
                user, addresses = _erase(user_id, session_keys, now)
            break
        except (IntegrityError, OperationalError):
            if not tries_left:
                raise
    limits.let_in(user)
    _forget_messages(addresses)
    logger.info("User %s was erased.", user_id)


def _erase(
    user_id: int, session_keys: Collection[str], now: datetime
) -> tuple[User, Sequence[str]]:
    """Give the user as they were, and the addresses that they had."""
    # Not the key of the row, which whoever stores an answer shares: else the two of us
    # would wait for each other.
    locked = User.objects.select_for_update(no_key=True)
    user = locked.filter(pk=user_id).exclude(username__startswith=ERASED_PREFIX).first()
    if user is None:
        raise ErasedAlready
    addresses = {user.email} | set(
        EmailAddress.objects.filter(user=user).values_list("email", flat=True)
    )
    _lock_classes(user_id)
    handed_in = _attempts_handed_in(user_id)
    nobody = new_nobody()
    nobody.date_joined = _day_of(now)
    nobody.save()
    _hand_over_attempts(handed_in, nobody)
    has_enrolments = _hand_over_enrolments(user_id, nobody, now)
    named = Recipient.objects.filter(learner_id=user_id).update(learner=nobody)
    if not (handed_in or has_enrolments or named):
        nobody.delete()
    _forget_log_entries(user_id)
    leave_all_classes(teacher_id=user_id)
    remove_spaces_of(user_id)
    Session.objects.filter(pk__in=list(session_keys)).delete()
    User.objects.get(pk=user_id).delete()
    return user, sorted(addresses - {""})


def _hand_in_overdue(user_id: int, now: datetime) -> None:
    """What the clock has handed in counts, even if nobody has closed it yet."""
    for attempt in Attempt.objects.overdue(now).filter(learner_id=user_id):
        with suppress(taking.AttemptClosed, Attempt.DoesNotExist):
            taking.close(attempt=attempt, now=now)


def _lock_classes(user_id: int) -> None:
    """Every verb about the learners of a class locks its row first."""
    classes = Classroom.objects.filter(enrolments__learner_id=user_id)
    ids = set(classes.values_list("pk", flat=True))
    locked = Classroom.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    list(locked.values_list("pk"))


def _attempts_handed_in(user_id: int) -> list[Attempt]:
    """The attempts that stay, locked; those that were not handed in are deleted."""
    # Whoever answers or closes changes the attempt's row first, and so waits.
    own = list(
        Attempt.objects.select_for_update().filter(learner_id=user_id).order_by("pk")
    )
    unfinished = [attempt.pk for attempt in own if attempt.is_open]
    Attempt.objects.filter(pk__in=unfinished).delete()
    return [attempt for attempt in own if not attempt.is_open]


def _hand_over_attempts(attempts: Sequence[Attempt], nobody: User) -> None:
    """Give attempts to nobody, as of the day on which they were started."""
    by_day: dict[datetime, list[int]] = defaultdict(list)
    for attempt in attempts:
        day = _day_of(attempt.started_at)
        by_day[day].append(attempt.pk)
        attempt.learner = nobody
        # The old address stands in the histories of browsers and proxies
        attempt.public_id = new_public_id()
        attempt.start_key = uuid.uuid4()
        attempt.started_at = attempt.closed_at = day
        # It may tell of more time that was allowed
        attempt.deadline_at = None
        # There is no memory that could learn from it any more
        attempt.remembered_at = None if attempt.shows_feedback_at_once else day
    changed = ["learner", "public_id", "start_key", "started_at", "closed_at"]
    changed += ["deadline_at", "remembered_at"]
    Attempt.objects.bulk_update(attempts, changed, batch_size=_BATCH)
    for day, ids in by_day.items():
        Answer.objects.filter(slot__attempt__in=ids).update(received_at=day)
        Mark.objects.filter(answer__slot__attempt__in=ids).update(made_at=day)


def _hand_over_enrolments(user_id: int, nobody: User, now: datetime) -> int:
    """Give the times in classes to nobody, ended and without a name."""
    own = Enrolment.objects.filter(learner_id=user_id)
    own.filter(state__in=NEVER_IN).delete()
    enrolments = list(own)
    for enrolment in enrolments:
        if enrolment.is_current:
            enrolment.state = Enrolment.State.REMOVED
        enrolment.call("")
        enrolment.learner = nobody
        enrolment.public_id = new_public_id()
        enrolment.join_key = None
        enrolment.joined_at = _day_of(enrolment.joined_at)
        enrolment.ended_at = _day_of(enrolment.ended_at or now)
    changed = ["state", "name", "search_key", "sort_key", "learner", "public_id"]
    changed += ["join_key", "joined_at", "ended_at"]
    Enrolment.objects.bulk_update(enrolments, changed, batch_size=_BATCH)
    return len(enrolments)


def _forget_log_entries(user_id: int) -> None:
    """Delete what the staff's pages have noted of the person: it holds the name."""
    spaces = Space.objects.filter(owner_id=user_id).values_list("pk", flat=True)
    for model, ids in ((User, [user_id]), (Space, list(spaces))):
        LogEntry.objects.filter(
            content_type=ContentType.objects.get_for_model(model),
            object_id__in=[str(pk) for pk in ids],
        ).delete()


def _forget_messages(addresses: Iterable[str]) -> None:
    """Delete the messages to these addresses, where messages become files."""
    folder = getattr(settings, "EMAIL_FILE_PATH", None)
    if not folder or not Path(folder).is_dir():
        return
    wanted = [address.encode() for address in addresses]
    for file in Path(folder).iterdir() if wanted else ():
        with suppress(FileNotFoundError):
            if any(address in file.read_bytes() for address in wanted):
                file.unlink()


def _day_of(moment: datetime) -> datetime:
    """The beginning of the day, here, that a moment is in."""
    return timezone.localtime(moment).replace(hour=0, minute=0, second=0, microsecond=0)
