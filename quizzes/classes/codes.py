"""Join codes: what they look like, how long they hold, and whose they are.

A code is an invitation and not a password. There are 28 symbols to the power of 8 of
them, so that guessing is hopeless as long as misses are counted (`accounts.joining`).
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction

from quizzes.classes.classrooms import JOIN_CODE_LENGTH, Classroom

# No 0 and O, 1 and I and L; of 2 and Z, 5 and S, 8 and B the digits.
ALPHABET: Final = "23456789ACDEFGHJKMNPQRTUVWXY"
DAYS: Final = 14
# What a Kazakh or Russian keyboard writes for the same shape, and the letters that the
# alphabet leaves to the digits.
_FORGIVEN: Final = str.maketrans("АВСЕНКМРТХУЗZSB", "A8CEHKMPTXY3258")
_TRIES: Final = 5


class NoSuchCode(Exception):
    """No class has this code, or none any more."""


class CodeExpired(Exception):
    """A class has this code, but it lets nobody in by now."""


class Archived(Exception):
    """The class is over; it has to be restored first."""


def normal(typed: str) -> str:
    """A code as it is stored, of what somebody typed.

    Small letters, spaces, dashes and a keyboard in Cyrillic are forgiven. Raises
    NoSuchCode for what cannot be a code, which tells nothing about any class.
    """
    code = "".join(each for each in typed.upper() if each.isalnum())
    code = code.translate(_FORGIVEN)
    if len(code) != JOIN_CODE_LENGTH or not set(code) <= set(ALPHABET):
        raise NoSuchCode
    return code


def renew(*, classroom: Classroom, now: datetime) -> Classroom:
    """Give the class a new code for two weeks; the old one is dead from now on.

    Raises Archived.
    """
    for _try in range(_TRIES):
        try:
            with transaction.atomic():
                stored = Classroom.objects.select_for_update().get(pk=classroom.pk)
                if stored.is_archived:
                    raise Archived
                stored.join_code = new_code()
                stored.join_code_expires_at = now + timedelta(days=DAYS)
                stored.save(update_fields=["join_code", "join_code_expires_at"])
            return stored
        except IntegrityError:  # another class has it: one chance in 10^11
            continue
    raise RuntimeError("No free join code was found.")


def close(*, classroom: Classroom) -> None:
    """Let nobody in any more until there is a new code."""
    Classroom.objects.filter(pk=classroom.pk).update(
        join_code=None, join_code_expires_at=None
    )


def class_by_code(code: str, *, now: datetime) -> Classroom:
    """The class that a normal code lets into; raises NoSuchCode and CodeExpired."""
    classroom = Classroom.objects.filter(join_code=code).first()
    if classroom is None:
        raise NoSuchCode
    if not classroom.takes_newcomers(now):
        raise CodeExpired
    return classroom


def new_code() -> str:
    """A random code."""
    return "".join(secrets.choice(ALPHABET) for _ in range(JOIN_CODE_LENGTH))
