"""What the readers of typed dates share: a date's parts, and why there are none."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias


class Why(StrEnum):
    """Why a typed date could not be read, for the words of the interface."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    SHORT_YEAR = "short_year"
    IMPOSSIBLE = "impossible"
    INCOMPLETE = "incomplete"
    UNKNOWN = "unknown"


class UnreadableDate(ValueError):
    """The text is no date; `why` says what to tell the learner."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True, slots=True, kw_only=True)
class DateParts:
    """One side of an interval, or a whole date."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    season: int | None = None


# One date, or the two ends of an interval.
Sides: TypeAlias = tuple[DateParts, ...]
