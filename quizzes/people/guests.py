"""Guests: learners who have not signed up."""

from __future__ import annotations

import secrets
from typing import Final

from django.contrib.auth import login
from django.http import HttpRequest
from django.utils.translation import get_language

from quizzes.people.models import User

BACKEND: Final = "django.contrib.auth.backends.ModelBackend"
NAME_BYTES: Final = 12


def make_guest(request: HttpRequest) -> User:
    """Make the row of a new guest and log it in by a session cookie.

    Only a POST may do this: a page that is merely looked at makes no rows.
    """
    guest = User(username=f"guest-{secrets.token_hex(NAME_BYTES)}", is_guest=True)
    language = get_language()
    if language in User.Language.values:
        guest.language = language
    guest.set_unusable_password()
    guest.save()
    login(request, guest, backend=BACKEND)
    return guest
