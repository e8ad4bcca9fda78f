"""Whose the stored sessions are; a session says so only inside of its signed data."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Final

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session

from quizzes.accounts.adapter import GUEST_LEFT

# Read by so many
_CHUNK: Final = 500


def sessions_of(user_id: int, *, now: datetime) -> list[Session]:
    """The sessions that a user is logged in with, the first to end first."""
    going_on = Session.objects.filter(expire_date__gt=now).order_by("expire_date", "pk")
    return [
        session
        for session in going_on.iterator(chunk_size=_CHUNK)
        if user_id in _named_by(session)
    ]


def session_keys_by_user(user_ids: Collection[int]) -> defaultdict[int, list[str]]:
    """The keys of the sessions that name these users, in one reading of all sessions.

    As the one who is logged in, or as the guest that was before.
    """
    found: defaultdict[int, list[str]] = defaultdict(list)
    for session in Session.objects.iterator(chunk_size=_CHUNK):
        for user_id in _named_by(session):
            if user_id in user_ids:
                found[user_id].append(session.pk)
    return found


def _named_by(session: Session) -> Iterator[int]:
    content = session.get_decoded()
    for key in (SESSION_KEY, GUEST_LEFT):
        with_number = str(content.get(key, ""))
        if with_number.isdecimal():
            yield int(with_number)
