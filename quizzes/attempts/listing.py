"""A learner's attempts as pages list them, with where each of them leads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from quizzes.attempts.models import Attempt


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedAttempt:
    """An attempt; `url` is where it goes on, or its result."""

    attempt: Attempt
    url: str
    is_open: bool
    shows_score: bool


def listed(attempts: Iterable[Attempt], now: datetime) -> list[ListedAttempt]:
    """The attempts as they stand, in their order."""
    result_of = ResultAddress()
    return [
        ListedAttempt(
            attempt=each,
            url=each.get_absolute_url() if is_open else result_of(each),
            is_open=is_open,
            shows_score=each.may_be_revealed_at(now),
        )
        for each in attempts
        for is_open in [each.is_open_at(now)]
    ]


class ResultAddress:
    """The addresses of results; resolved once for all of a page."""

    def __init__(self) -> None:
        self._before, self._after = reverse("attempts:result", args=["-"]).split("-")

    def __call__(self, attempt: Attempt) -> str:
        """The page with the result of an attempt."""
        return f"{self._before}{attempt.public_id}{self._after}"
