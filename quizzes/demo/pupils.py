"""Made-up pupils: what they know, how they forget it, and what they answer.

A pupil recalls what was last met `d` days ago with the chance exp(-d / stability); the
stability grows with each right answer and shrinks with each miss. Whoever does not
recall guesses. It is a law of forgetting of its own, simpler than the one by which the
product foretells recall: what the reports show is not what they have put in.
"""

from __future__ import annotations

import math
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from quizzes.items.calendar import DateValue
from quizzes.items.data import Form, Item
from quizzes.items.marking import Response

# How often something is known that was never asked: heard in the lesson, and kept.
KNOWN_AT_FIRST: Final = 0.9
SHORTEST_DAYS: Final = 4.0
DAYS_BY_ABILITY: Final = 130.0
GROWTH: Final = 1.7
LOSS: Final = 0.6
# How many of those who do not know share a common mistake
MISTAKEN: Final = 0.8
_YEARS_OFF: Final = (-3, -2, -1, 1, 2, 3)


@dataclass(frozen=True, slots=True)
class Trace:
    """When something was last met, and for how many days it is kept."""

    met_at: datetime
    days: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Belief:
    """The options, by their texts, that whoever knows takes for right, and most others.

    It may be neither that is the key.
    """

    known: str
    mistaken: str


@dataclass(slots=True, kw_only=True)
class Pupil:
    """One pupil of the demonstration.

    `ability` goes from 0 to 1; `practises` is the chance of practising in a week. The
    pupil does not do the last `leaves_out` lessons.
    """

    name: str
    ability: float
    practises: float
    leaves_out: float = 0
    memory: dict[str, Trace] = field(default_factory=dict)

    def works(self, to_go: int) -> bool:
        """Whether the pupil does the lesson after which so many are to go."""
        return to_go >= self.leaves_out

    def recall(self, thing: str, at: datetime) -> float:
        """The chance of recalling a fact or a question, by its key."""
        trace = self.memory.get(thing)
        if trace is None:
            return KNOWN_AT_FIRST * self.ability
        return math.exp(-((at - trace.met_at) / timedelta(days=1)) / trace.days)

    def meet(self, thing: str, at: datetime, *, recalled: bool) -> None:
        """Learn from the feedback."""
        trace = self.memory.get(thing)
        usual = SHORTEST_DAYS + DAYS_BY_ABILITY * self.ability**2
        if trace is None:
            days = usual
        else:
            days = max(SHORTEST_DAYS, trace.days * (GROWTH if recalled else LOSS))
        self.memory[thing] = Trace(at, days)

    def answer(
        self,
        item: Item,
        *,
        at: datetime,
        rng: random.Random,
        beliefs: Mapping[str, Belief],
    ) -> Response:
        """Answer an item, and learn from it.

        `beliefs` gives, by the stem, what is believed where the item says otherwise.
        """
        things = [key for key, _version in item.facts] or [item.asked[0]]
        chance = math.prod(self.recall(each, at) for each in things) ** (
            1 / len(things)
        )
        recalled = rng.random() < chance
        for each in things:
            self.meet(each, at, recalled=recalled)
        belief = beliefs.get(item.stem)
        if belief is not None and (recalled or rng.random() < MISTAKEN):
            text = belief.known if recalled else belief.mistaken
            return next(each.value for each in item.options if each.text == text)
        return right_response(item) if recalled else guess(item, rng)


def right_response(item: Item) -> Response:
    """What earns the whole mark."""
    match item.form:
        case Form.MULTIPLE_CHOICE:
            return frozenset(option.value for option in item.options if option.key)
        case Form.MATCHING:
            return {prompt.value: prompt.key for prompt in item.prompts}
        case Form.ORDERING:
            return item.order
        case Form.DATE_ENTRY:
            return next(date.text for date in item.dates if date.right)
        case _:
            return next(option.value for option in item.options if option.key)


def guess(item: Item, rng: random.Random) -> Response:
    """What somebody answers who does not know; it may be right by chance."""
    values = [option.value for option in item.options]
    match item.form:
        case Form.MULTIPLE_CHOICE:
            ticked = sum(option.key for option in item.options)
            return frozenset(rng.sample(values, ticked))
        case Form.MATCHING:
            chosen = rng.sample(values, len(item.prompts))
            return {
                prompt.value: value
                for prompt, value in zip(item.prompts, chosen, strict=True)
            }
        case Form.ORDERING:
            return tuple(rng.sample(item.order, len(item.order)))
        case Form.DATE_ENTRY:
            asked = next(date for date in item.dates if date.right)
            year = DateValue.parse(asked.edtf).first.year
            return str(year + rng.choice(_YEARS_OFF))
        case _:
            return rng.choice(values)
