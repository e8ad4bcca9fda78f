"""How often somebody may miss a join code.

A school's classes share one address, so an address may miss more often than a person
would; what is no code at all counts for nothing, since it asks about no class. All
addresses together have a limit as well, far above what honest typing comes to.

The counts are in the cache that all processes share.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Final

from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.http import HttpRequest

logger = logging.getLogger(__name__)

APP: Final = "quizzes.accounts"
ACTION: Final = "join_code_missed"
BY_ADDRESS: Final = {ACTION: "30/5m/ip"}
IN_TOTAL: Final = {ACTION: "1000/10m/key"}
SECONDS_BETWEEN_ALARMS: Final = 60


class TooManyMisses(Exception):
    """Codes have been missed too often, from this address or from all together."""


class CountedMiss:
    """A look-up that counts as missed until it is taken back."""

    def __init__(self, usages: list[ratelimit.RateLimitUsage]) -> None:
        self._usages = usages

    def take_back(self) -> None:
        """The code was right: nothing was missed."""
        for usage in self._usages:
            usage.rollback()


def count_miss(request: HttpRequest) -> CountedMiss:
    """Count a look-up as missed beforehand, so that none in parallel slips through.

    Raises TooManyMisses, with a line in the log.
    """
    by_address = _consume(request, BY_ADDRESS)
    if by_address is None:
        _raise_alarm("one-address")
        raise TooManyMisses
    in_total = _consume(request, IN_TOTAL)
    if in_total is None:
        _raise_alarm("in-total")
        raise TooManyMisses
    return CountedMiss([by_address, in_total])


def _consume(
    request: HttpRequest, config: Mapping[str, str]
) -> ratelimit.RateLimitUsage | None:
    # The page of a code looks it up by GET, which allauth would not count by itself
    return ratelimit.consume(
        request, app=APP, action=ACTION, config=config, key="all", limit_get=True
    )


def _raise_alarm(limit: str) -> None:
    """One line a minute: whoever guesses shall not fill the disk."""
    if cache.add(f"{APP}:{ACTION}:{limit}", 1, timeout=SECONDS_BETWEEN_ALARMS):
        logger.warning("Join codes are being guessed: limit %s is reached.", limit)
