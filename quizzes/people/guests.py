"""Guests: learners who have not signed up, and how they become accounts.

A guest who signs up or joins a class keeps the row, and with it all attempts.
"""

from __future__ import annotations

import secrets
from typing import Final

from django.contrib.auth import login
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

from quizzes.people.models import ERASED_PREFIX, User

BACKEND: Final = "allauth.account.auth_backends.AuthenticationBackend"
NAME_BYTES: Final = 12
# Nobody can sign up with such a name (`accounts.forms`).
GUEST_PREFIX: Final = "guest-"
LEARNER_PREFIX: Final = "pupil-"
MADE_UP_PREFIXES: Final = (GUEST_PREFIX, LEARNER_PREFIX, ERASED_PREFIX)


class NotAGuest(Exception):
    """The row has become an account already, maybe a moment ago."""


def make_guest(request: HttpRequest) -> User:
    """Make the row of a new guest and log it in by a session cookie.

    Only a POST may do this: a page that is merely looked at makes no rows.
    """
    guest = new_guest()
    guest.save()
    login(request, guest, backend=BACKEND)
    return guest


def new_guest() -> User:
    """The row of a guest who is neither stored nor logged in yet."""
    guest = User(username=_made_up_name(GUEST_PREFIX), is_guest=True)
    guest.language = page_language()
    guest.set_unusable_password()
    return guest


def new_nobody() -> User:
    """The row, not stored yet, that takes over the attempts of somebody erased."""
    nobody = User(
        username=_made_up_name(ERASED_PREFIX), is_erased=True, is_active=False
    )
    nobody.set_unusable_password()
    return nobody


def become_account(
    *,
    guest: User,
    display_name: str,
    username: str = "",
    password: str = "",
    email: str = "",
    role: str = User.Role.LEARNER,
) -> User:
    """Turn a guest's row into an account and give it as it is now stored.

    Takes what has been validated. Without a user name one is made up, and without a
    password none is usable: so a pupil joins a class by name alone, and the session
    goes on. A new password ends the guest's sessions; whoever gives one logs in anew.
    The account has joined now, however old the guest is.

    Raises NotAGuest if the row is an account (a button pressed twice), IntegrityError
    if somebody has just taken the user name.
    """
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=guest.pk)
        if not user.is_guest:
            raise NotAGuest
        user.is_guest = False
        user.date_joined = timezone.now()
        user.display_name = display_name
        user.username = User.normalize_username(username) or _made_up_name(
            LEARNER_PREFIX
        )
        user.email = email
        user.role = role
        if password:
            user.set_password(password)
        user.save()
    return user


def is_guest(user: object) -> bool:
    """Whether it is a guest who is logged in; a visitor without a row is none."""
    return isinstance(user, User) and user.is_guest


def page_language() -> str:
    """The language of the page, as a user's own."""
    language = get_language()
    return language if language in User.Language.values else User.Language.KAZAKH


def _made_up_name(prefix: str) -> str:
    return f"{prefix}{secrets.token_hex(NAME_BYTES)}"
