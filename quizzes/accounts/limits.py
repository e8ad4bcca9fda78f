"""How often somebody may fail to log in.

A school has one address for forty pupils, so an address may fail often and an account
may not: ten times in five minutes, over all paths together. Whatever is typed, user
name or e-mail address, in the log-in, where a password is asked for again or changed,
counts for the account that it names. A name that nobody has is counted by its folded
spelling, so that the page tells nothing about who has an account.

The counts are in the cache that all processes share.
"""

from __future__ import annotations

import unicodedata
from typing import Final

from allauth.account import app_settings
from allauth.account.internal.userkit import filter_users_by_email, get_user_by_username
from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.http import HttpRequest

from quizzes.people.models import User

# A count is changed by one at a time. allauth refuses with 429 whoever waits for a
# second; when a class logs in together on a slow machine, some do.
ratelimit.CACHE_LOCK_WAIT_TIMEOUT = 10

APP: Final = "allauth.account"
ACTION: Final = "login_failed"


def keys_of(*, username: str = "", email: str = "") -> list[str]:
    """What a try with these names is counted by: accounts, or else the spelling."""
    users = {user.pk for typed in (username, email) for user in accounts_named(typed)}
    if users:
        return [_key_of_user(pk) for pk in sorted(users)]
    return [f"name:{fold(email or username)}"]


def fold(name: str) -> str:
    """A spelling without case, accents and spaces: the same for all who look alike."""
    apart = unicodedata.normalize("NFKD", name).casefold()
    return "".join(
        each
        for each in unicodedata.normalize("NFKD", apart)
        if not unicodedata.combining(each) and not each.isspace()
    )


def count_try(
    request: HttpRequest, *, username: str = "", email: str = ""
) -> list[ratelimit.RateLimitUsage] | None:
    """Count a try as failed until it is rolled back; None if there may be no more."""
    counted = []
    for key in keys_of(username=username, email=email):
        usage = ratelimit.consume(request, app=APP, action=ACTION, key=key)
        if usage is None:
            return None
        counted.append(usage)
    return counted


def let_in(user: User) -> None:
    """Forget the failures of an account: its teacher lets a pupil in again.

    Those of the address stay: they are not about this account.
    """
    nobody = HttpRequest()  # a count by account does not ask where the request is from
    for rate in ratelimit.get_rates(app=APP, action=ACTION):
        if rate.per == "key":
            for key in (_key_of_user(user.pk), f"mfa-auth-user-{user.pk}"):
                cache.delete(
                    ratelimit.get_cache_key(
                        nobody, app=APP, action=ACTION, rate=rate, key=key
                    )
                )


def _key_of_user(pk: int) -> str:
    return f"user:{pk}"


def accounts_named(typed: str) -> list[User]:
    """The accounts that this may be a name of."""
    if not typed:
        return []
    found = list(filter_users_by_email(typed, prefer_verified=True, for_login=True))
    if app_settings.LoginMethod.USERNAME in app_settings.LOGIN_METHODS:
        user = get_user_by_username(User.normalize_username(typed))
        if user is not None:
            found.append(user)
    return [each for each in found if isinstance(each, User)]
