"""The state of one fact in one memory, and what an answer makes of it.

A thin door to the `fsrs` package: its published parameters, no fuzzing, and the clock
as an argument. There are no learning steps of minutes: they move nothing but the next
date, and a miss comes back at once by what practice offers first.

Three things are decided here. What may have been guessed is half believed (`grading`
has the reason). Time never runs backwards: an answer that arrives after a later one
counts as given with it. And recall is foretold for the hour, where the package knows
whole days only.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final, Protocol

from fsrs import Card, Rating, Scheduler
from fsrs import State as Phase
from fsrs.scheduler import DEFAULT_PARAMETERS

from quizzes.memory.grading import Evidence, Grade, certainty

# The share of recall at which a fact is due; the package's own
RETENTION: Final = 0.9
# What is expected of a fact that was never asked: some are known from the lesson.
NEW_RECALL: Final = 0.4

_SCHEDULER: Final = Scheduler(
    desired_retention=RETENTION,
    learning_steps=(),
    relearning_steps=(),
    enable_fuzzing=False,
)
# Recall after t days is (1 + FACTOR * t / stability) ** DECAY
DECAY: Final = -DEFAULT_PARAMETERS[20]
FACTOR: Final = RETENTION ** (1 / DECAY) - 1
_DAY: Final = timedelta(days=1)


class Recallable(Protocol):
    """What must be known of a state to say how likely the fact is recalled."""

    @property
    def stability(self) -> float: ...
    @property
    def reviewed_at(self) -> datetime: ...
    @property
    def is_missed(self) -> bool: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What is known of one fact in one memory.

    `stability` is the number of days after which recall has fallen to 0.9;
    `difficulty` is from 1 to 10. `misses` counts the answers that showed no recall.
    `first_asked_at` and `first_right_at` are when an answer showed something for the
    first time, and when one was wholly right; forgetting does not take them back.
    """

    stability: float
    difficulty: float
    due_at: datetime
    reviewed_at: datetime
    reviews: int
    misses: int
    last_grade: Grade
    first_asked_at: datetime | None = None
    first_right_at: datetime | None = None

    @property
    def is_missed(self) -> bool:
        """Whether the last answer showed that the fact is not known."""
        return self.last_grade is Grade.AGAIN

    def is_due(self, now: datetime) -> bool:
        """Whether it is time to ask it again."""
        return self.due_at <= now


def after(state: State | None, evidence: Evidence, now: datetime) -> State:
    """Give the state after an answer; `None` is a fact that was never asked."""
    now = now.astimezone(UTC)
    if state is not None:
        now = max(now, state.reviewed_at)
    return replace(
        _moved_on(state, evidence, now),
        first_asked_at=now if state is None else state.first_asked_at,
        first_right_at=_first_right_at(state, evidence.grade, now),
    )


def _moved_on(state: State | None, evidence: Evidence, now: datetime) -> State:
    grade = evidence.grade
    shown = _reviewed(state, grade, now)
    if grade is Grade.AGAIN or not evidence.chance:
        return shown
    recall = NEW_RECALL if state is None else retrievability(state, now)
    sure = certainty(recall, evidence.chance)
    return _between(_reviewed(state, Grade.AGAIN, now), shown, sure)


def _first_right_at(
    state: State | None, grade: Grade, now: datetime
) -> datetime | None:
    if state is not None and state.first_right_at is not None:
        return state.first_right_at
    return now if grade is Grade.GOOD else None


def _reviewed(state: State | None, grade: Grade, now: datetime) -> State:
    """The state after a grade that is wholly believed."""
    card, _log = _SCHEDULER.review_card(_card(state, now), Rating(grade), now)
    assert card.stability is not None
    assert card.difficulty is not None
    return State(
        stability=card.stability,
        difficulty=card.difficulty,
        due_at=card.due,
        reviewed_at=now,
        reviews=1 + (state.reviews if state else 0),
        misses=(grade is Grade.AGAIN) + (state.misses if state else 0),
        last_grade=grade,
    )


def _between(missed: State, recalled: State, sure: float) -> State:
    """The state of recall, drawn towards that of a miss where it is not sure.

    Stabilities differ by factors, so it is the logarithms that are weighed.
    """
    stability = recalled.stability**sure * missed.stability ** (1 - sure)
    difficulty = sure * recalled.difficulty + (1 - sure) * missed.difficulty
    return replace(
        recalled,
        stability=stability,
        difficulty=difficulty,
        # As the package has it: due when recall has fallen to 0.9, in whole days
        due_at=recalled.reviewed_at + max(1, round(stability)) * _DAY,
    )


def retrievability(state: Recallable, now: datetime) -> float:
    """How likely the fact is recalled at a time, from 0 to 1."""
    days = max(0.0, (now - state.reviewed_at) / _DAY)
    return float((1 + FACTOR * days / state.stability) ** DECAY)


def _card(state: State | None, now: datetime) -> Card:
    # Without an id the package waits for a millisecond to make one up.
    if state is None:
        return Card(card_id=0, due=now)
    return Card(
        card_id=0,
        state=Phase.Review,
        stability=state.stability,
        difficulty=state.difficulty,
        due=state.due_at,
        last_review=state.reviewed_at.astimezone(UTC),
    )
