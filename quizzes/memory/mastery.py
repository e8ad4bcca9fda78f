"""Mastery: how much of a topic or a family a learner knows, from 0 to 1.

A fact counts with the likelihood that it is still recalled a week from now: a pupil who
has just read the answer would recall all of it today. A fact that was never asked, or
missed the last time, counts nothing until it is answered. So mastery rises with each
right answer, and falls slowly where nothing is practised.

The mastery of a topic or a family is the mean over all its facts, asked or not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, TypeVar

from quizzes.memory.forgetting import Recallable, retrievability

HORIZON: Final = timedelta(days=7)
# From here a fact is called known, and from here known for long
KNOWN: Final = 0.85
FIRM: Final = 0.95

Fact = TypeVar("Fact", bound=Hashable)
Group = TypeVar("Group", bound=Hashable)


class Level(StrEnum):
    """How well a fact is known, in words."""

    NEW = "new"
    MISSED = "missed"
    LEARNING = "learning"
    KNOWN = "known"
    FIRM = "firm"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mastery:
    """The mastery of a group of facts: the share, and how many stand at each level."""

    share: float
    facts: int
    levels: Mapping[Level, int]

    @property
    def asked(self) -> int:
        """How many of the facts were asked at least once."""
        return self.facts - self.levels[Level.NEW]


def mastery_of_fact(state: Recallable | None, now: datetime) -> float:
    """The mastery of one fact; `None` is a fact that was never asked."""
    if state is None or state.is_missed:
        return 0.0
    return retrievability(state, now + HORIZON)


def level_of_fact(state: Recallable | None, now: datetime) -> Level:
    """The mastery of one fact in words."""
    return _known(state, now)[1]


def mastery_of(states: Iterable[Recallable | None], now: datetime) -> Mastery:
    """The mastery of a group, given the state of each of its facts."""
    return _mean([_known(state, now) for state in states])


def mastery_by(
    groups: Mapping[Group, Iterable[Fact]],
    states: Mapping[Fact, Recallable],
    now: datetime,
) -> dict[Group, Mastery]:
    """The mastery of each group; a fact may be in several, as families share them.

    Takes all facts of each group, and the states of the facts that were asked.
    """
    known = {fact: _known(state, now) for fact, state in states.items()}
    return {
        group: _mean([known.get(fact, _NEW) for fact in facts])
        for group, facts in groups.items()
    }


# The mastery of one fact, as a share and in words
_Known = tuple[float, Level]
_NEW: Final[_Known] = (0.0, Level.NEW)


def _known(state: Recallable | None, now: datetime) -> _Known:
    if state is None:
        return _NEW
    if state.is_missed:
        return 0.0, Level.MISSED
    share = mastery_of_fact(state, now)
    if share < KNOWN:
        return share, Level.LEARNING
    return share, Level.FIRM if share >= FIRM else Level.KNOWN


def _mean(known: Sequence[_Known]) -> Mastery:
    counted = Counter(level for _share, level in known)
    return Mastery(
        share=sum(share for share, _level in known) / len(known) if known else 0.0,
        facts=len(known),
        levels={level: counted[level] for level in Level},
    )


def foretold(recall: float, chance: float) -> float:
    """How likely an answer is right: the fact is recalled, or it is guessed.

    Takes the likelihood of recall and the chance of a blind guess.
    """
    return chance + (1 - chance) * recall
