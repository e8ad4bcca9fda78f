"""Signing up: a guest's row becomes an account, a visitor gets a new one."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from quizzes.bank.spaces import own_space
from quizzes.people import guests
from quizzes.people.models import User


class NameTaken(Exception):
    """Somebody else has signed up with this user name a moment ago."""


def sign_up(
    *,
    guest: User | None,
    display_name: str,
    username: str,
    password: str,
    email: str,
    role: str,
) -> User:
    """Make an account of what has been validated; a teacher gets a space with it.

    Raises guests.NotAGuest where the guest has signed up already, and NameTaken.
    """
    try:
        with transaction.atomic():
            if guest is None:
                guest = User(
                    username=username, is_guest=True, language=guests.page_language()
                )
                guest.set_unusable_password()
                guest.save()
            user = guests.become_account(
                guest=guest,
                display_name=display_name,
                username=username,
                password=password,
                email=email,
                role=role,
            )
            if user.is_teacher:
                own_space(owner=user, name=display_name)
    except IntegrityError as error:
        if User.objects.filter(username=username).exists():
            raise NameTaken from error
        raise
    return user
