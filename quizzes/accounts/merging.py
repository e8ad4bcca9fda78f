"""Attempts that a guest has made just before logging in to an older account."""

from __future__ import annotations

import uuid

from django.db import transaction

from quizzes.attempts import learning
from quizzes.attempts.models import Attempt
from quizzes.people.models import User


def attempts_of_guest(guest_id: int) -> int:
    """How many attempts a guest has; 0 where the row is an account by now."""
    return Attempt.objects.filter(learner_id=guest_id, learner__is_guest=True).count()


def take_over(*, guest_id: int, account: User) -> int:
    """Move all attempts of a guest to an account, and give their number.

    All or nothing. A start key that the account has used as well (a page from before
    the log-in, sent again after it) is replaced: nobody will send it for this attempt
    any more. The memory of both is made anew. Asked twice, the second time moves
    nothing.
    """
    with transaction.atomic():
        # The row is the lock: whoever signs this guest up waits, and so do we.
        guest = (
            User.objects.select_for_update()
            .filter(pk=guest_id, is_guest=True)
            .exclude(pk=account.pk)
            .first()
        )
        if guest is None:
            return 0
        attempts = Attempt.objects.of_learner(guest.pk)
        used = Attempt.objects.of_learner(account.pk).values("start_key")
        for attempt in attempts.filter(start_key__in=used).only("pk"):
            Attempt.objects.filter(pk=attempt.pk).update(start_key=uuid.uuid4())
        moved = attempts.update(learner=account)
        # What the attempts have taught goes with them, each answer in its turn.
        learning.rebuild(learner_id=guest.pk)
        learning.rebuild(learner_id=account.pk)
        return moved
