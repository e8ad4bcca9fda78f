"""Choosing what to practise.

In this order: what is due, what was missed the last time, what is new, and only then
what is still well known. Among facts of one kind the next is the one that brings the
expected share of right answers nearest to a target, so that practice is neither dull
nor crushing; `forms_towards` picks the forms of the items to the same end. Every tenth
item is drawn blindly from all facts: the share of right answers to these, and to no
others, says how much of the whole is known.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final, Generic, TypeVar

from quizzes.items.data import Form
from quizzes.memory.forgetting import NEW_RECALL, State, retrievability
from quizzes.memory.grading import chance
from quizzes.memory.mastery import foretold

TARGET: Final = 0.85
YARDSTICK_EVERY: Final = 10
# Of an item whose form is not known yet: a choice of four
USUAL_CHANCE: Final = 0.25
_USUAL_OPTIONS: Final = 4
# How far from the target a form may bring an answer, for once more of another form
_SAME_AGAIN: Final = 0.03

Fact = TypeVar("Fact", int, str)


class Reason(StrEnum):
    """Why a fact is offered."""

    DUE = "due"
    MISSED = "missed"
    NEW = "new"
    KNOWN = "known"
    YARDSTICK = "yardstick"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer(Generic[Fact]):
    """A fact to practise, and why.

    `recall` is how likely it is recalled; `wanted` how likely a right answer should be,
    so that all of the offer together comes to the target.
    """

    fact: Fact
    reason: Reason
    recall: float
    wanted: float


def choose(
    *,
    states: Mapping[Fact, State],
    new: Iterable[Fact],
    count: int,
    now: datetime,
    rng: random.Random,
    target: float = TARGET,
    asked_before: int = 0,
    yardstick: Iterable[Fact] = (),
    only: Collection[Reason] = (),
) -> list[Offer[Fact]]:
    """Choose up to `count` facts, each once, in the order in which to ask them.

    Takes the states of facts that were asked, facts that were not, and how many items
    were practised before: by that number every tenth is counted. `yardstick` are facts
    drawn blindly from all, with or without a state, for every tenth item; they are set
    aside first, for what comes up for another reason would else be passed over. `only`
    limits the reasons, and then there is no yardstick.
    """
    numbers = range(asked_before + 1, asked_before + count + 1)
    tenths = sum(number % YARDSTICK_EVERY == 0 for number in numbers)
    blind = [] if only else list(dict.fromkeys(yardstick))[:tenths]
    piles = _piles(states, list(new), now, rng, without=frozenset(blind))
    if only and Reason.DUE not in only:
        # What was missed is soon due as well, and no less missed for that.
        due = [fact for fact in piles[Reason.DUE] if states[fact].is_missed]
        piles[Reason.MISSED] = due + piles[Reason.MISSED]
    chooser = _Chooser(
        states=states,
        piles={
            reason: piles[reason] for reason in _ORDER if reason in (only or _ORDER)
        },
        now=now,
        target=target,
    )
    for number in numbers:
        if number % YARDSTICK_EVERY == 0 and blind:
            chooser.offer(blind.pop(0), Reason.YARDSTICK)
        else:
            chooser.take()
    return chooser.offers


def forms_towards(
    offer: Offer[Fact],
    forms: Iterable[Form],
    *,
    used: Mapping[Form, int] | None = None,
    options: int = _USUAL_OPTIONS,
) -> list[Form]:
    """Order forms by how near they bring a right answer to the wanted likelihood.

    A fact that is nearly forgotten is asked in a form that helps, a well-known one in a
    form that demands; the yardstick is always asked in the most demanding one. `used`
    counts the forms of the items before: where two forms are nearly as near, the one
    asked less often comes first. Equal ones stay in their order.
    """
    times = used or {}

    def distance(form: Form) -> float:
        by_chance = chance(form, options=options)
        if offer.reason is Reason.YARDSTICK:
            return by_chance
        off = abs(foretold(offer.recall, by_chance) - offer.wanted)
        return off + _SAME_AGAIN * times.get(form, 0)

    return sorted(forms, key=distance)


def reason_of(state: State | None, now: datetime) -> Reason:
    """Why a fact is offered, if it is; each fact has one reason."""
    if state is None:
        return Reason.NEW
    if state.is_due(now):
        return Reason.DUE
    return Reason.MISSED if state.is_missed else Reason.KNOWN


_ORDER: Final = (Reason.DUE, Reason.MISSED, Reason.NEW, Reason.KNOWN)


def _piles(
    states: Mapping[Fact, State],
    new: list[Fact],
    now: datetime,
    rng: random.Random,
    *,
    without: frozenset[Fact],
) -> dict[Reason, list[Fact]]:
    """The facts by reason, those of a pile in random order, so that ties are fair."""
    piles: dict[Reason, list[Fact]] = {reason: [] for reason in _ORDER}
    for fact in sorted(states.keys() - without):
        piles[reason_of(states[fact], now)].append(fact)
    piles[Reason.NEW] = sorted(set(new) - states.keys() - without)
    for pile in piles.values():
        rng.shuffle(pile)
    return piles


@dataclass(slots=True, kw_only=True)
class _Chooser(Generic[Fact]):
    """Takes one fact after another and keeps the share in view."""

    states: Mapping[Fact, State]
    piles: dict[Reason, list[Fact]]
    now: datetime
    target: float
    offers: list[Offer[Fact]] = field(default_factory=list)
    expected: float = 0.0

    def take(self) -> None:
        """Take from the first pile that is not empty."""
        for reason, pile in self.piles.items():
            if pile:
                wanted = self._wanted()
                fact = min(pile, key=lambda each: abs(self._right(each) - wanted))
                pile.remove(fact)
                self.offer(fact, reason)
                return

    def offer(self, fact: Fact, reason: Reason) -> None:
        """Offer a fact that stands in no pile any more."""
        self.offers.append(
            Offer(
                fact=fact,
                reason=reason,
                recall=self._recall(fact),
                wanted=self._wanted(),
            )
        )
        self.expected += self._right(fact)

    def _wanted(self) -> float:
        """What the next answer should be like for all to come to the target."""
        wanted = self.target * (len(self.offers) + 1) - self.expected
        return min(1.0, max(0.0, wanted))

    def _right(self, fact: Fact) -> float:
        return foretold(self._recall(fact), USUAL_CHANCE)

    def _recall(self, fact: Fact) -> float:
        state = self.states.get(fact)
        return NEW_RECALL if state is None else retrievability(state, self.now)
