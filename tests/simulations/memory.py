"""Does the model of memory foretell answers better than a constant does?

Learners with a forgetting law that is known here, and not to the model, practise what
`choosing` offers, in the forms that it chooses. The model knows the form and the mark
of each answer. Before each answer to a fact that was asked half a day ago or more it
foretells how likely it is right. The last part of the time is held out: the constants
are the means of the time before, the model is not fitted at all.

    python -m tests.simulations.memory [--learners 200] [--seed 1]
"""

from __future__ import annotations

import argparse
import math
import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

from quizzes.items.data import Form
from quizzes.memory.calibration import Forecast, Score, score
from quizzes.memory.choosing import TARGET, Offer, choose, forms_towards
from quizzes.memory.forgetting import State, after, retrievability
from quizzes.memory.grading import Evidence, chance
from quizzes.memory.mastery import foretold

FACTS: Final = 120
WEEKS: Final = 10
SESSION: Final = 15
HELD_OUT: Final = 0.3
START: Final = datetime(2026, 9, 1, 9, tzinfo=UTC)
DAY: Final = timedelta(days=1)

# Form, options, and the share of the facts that can be asked in it
FORMS: Final = (
    (Form.CHOICE, 4, 0.9),
    (Form.TRUE_FALSE, 2, 1.0),
    (Form.MULTIPLE_CHOICE, 6, 0.2),
    (Form.DATE_ENTRY, 0, 0.5),
)
OPTIONS: Final = {form: options for form, options, _share in FORMS}

# Recall after `days`, where `strength` is the number of days after which it is 0.9
Law = Callable[[float, float], float]
LAWS: Final[dict[str, Law]] = {
    "exponential": lambda days, strength: 0.9 ** (days / strength),
    "power": lambda days, strength: (1 + 0.2346 * days / strength) ** -0.5,
    "power, twice as fast": lambda days, strength: (
        (1 + 0.2346 * 2 * days / strength) ** -0.5
    ),
}


@dataclass(slots=True)
class TrueMemory:
    """One fact in one head, as nobody knows it.

    The constants are those of SM-2, which has nothing of the model: what is learnt
    holds for a day, each recall at 0.9 makes it hold 2.5 times as long, the more the
    harder it was, and after a miss it is learnt anew.
    """

    first: float
    strength: float = 0.0
    seen_at: datetime | None = None

    def recall(self, law: Law, now: datetime, known_before: float) -> float:
        """How likely it is recalled."""
        if self.seen_at is None:
            return known_before
        return law((now - self.seen_at) / DAY, self.strength)

    def learn(self, recall: float, recalled: bool, now: datetime) -> None:
        """The learner has answered and been shown what is right."""
        if self.seen_at is None:
            self.strength = self.first * (3 if recalled else 1)
        elif recalled:
            self.strength *= 1 + 1.5 * math.sqrt((1 - recall) / 0.1)
        else:
            self.strength = self.first
        self.seen_at = now


@dataclass(frozen=True, slots=True, kw_only=True)
class Foretold:
    """What was foretold of an answer by each model, and what came.

    Nothing is foretold of facts never asked before, or asked within half a day.
    """

    at: datetime
    form: Form
    right: bool
    by: dict[str, float]


@dataclass(slots=True)
class Learner:
    """A learner with a true memory, and what the models believe of it."""

    rng: random.Random
    law: Law
    difficulties: Sequence[float]
    forms: Sequence[Sequence[Form]]
    ability: float = 0.0
    memories: list[TrueMemory] = field(default_factory=list)
    weighed: dict[int, State] = field(default_factory=dict)
    binary: dict[int, State] = field(default_factory=dict)
    answers: int = 0

    def __post_init__(self) -> None:
        self.ability = self.rng.gauss(0, 0.6)
        self.memories = [
            TrueMemory(math.exp(self.rng.gauss(0, 0.4) + self.ability - difficulty))
            for difficulty in self.difficulties
        ]

    def practise(self, now: datetime) -> Iterable[Foretold]:
        """One session; yields what was foretold of each answer."""
        offers = choose(
            states=self.weighed,
            new=range(FACTS),
            count=SESSION,
            now=now,
            rng=self.rng,
            asked_before=self.answers,
            yardstick=self.rng.sample(range(FACTS), 3),
        )
        used: Counter[Form] = Counter()
        for offer in offers:
            now += timedelta(seconds=30)
            form = self._form(offer, used)
            used[form] += 1
            yield from self._answer(offer.fact, form, now)

    def _form(self, offer: Offer[int], used: Counter[Form]) -> Form:
        able = self.forms[offer.fact]
        return forms_towards(offer, self.rng.sample(able, len(able)), used=used)[0]

    def _answer(self, fact: int, form: Form, now: datetime) -> Iterable[Foretold]:
        guess = chance(form, options=OPTIONS[form])
        memory = self.memories[fact]
        before = 1 / (1 + math.exp(self.difficulties[fact] - self.ability + 0.5))
        recall = memory.recall(self.law, now, before)
        recalled = self.rng.random() < recall
        right = recalled or self.rng.random() < guess
        self.answers += 1
        self.answers += 1
        state = self.weighed.get(fact)
        by = {}
        if state is not None and now - state.reviewed_at >= 0.5 * DAY:
            believed = retrievability(state, now)
            by = {
                "the model": foretold(believed, guess),
                "the model, no allowance for guessing": believed,
                "the model, told right or wrong only": foretold(
                    retrievability(self.binary[fact], now), guess
                ),
                "the law itself": foretold(recall, guess),
            }
        yield Foretold(at=now, form=form, right=right, by=by)
        memory.learn(recall, recalled, now)
        mark = self._mark(form, right)
        evidence = Evidence(fact="", mark=mark, chance=guess)
        self.weighed[fact] = after(state, evidence, now)
        plain = Evidence(fact="", mark=float(right), chance=0)
        self.binary[fact] = after(self.binary.get(fact), plain, now)

    def _mark(self, form: Form, right: bool) -> float:
        if right:
            return 1.0
        if form is Form.DATE_ENTRY:
            return self.rng.choice((0.0, 0.0, 0.3, 0.6))
        return 0.0


def simulate(law: Law, *, learners: int, seed: int) -> list[Foretold]:
    """All answers with what was foretold of them, in the order of time."""
    rng = random.Random(seed)
    difficulties = [rng.gauss(0, 0.6) for _ in range(FACTS)]
    forms = [
        [form for form, _options, share in FORMS if rng.random() < share]
        for _ in range(FACTS)
    ]
    found: list[Foretold] = []
    for _ in range(learners):
        learner = Learner(random.Random(rng.random()), law, difficulties, forms)
        often = rng.choice((1, 2, 3, 4)) / 7
        for day in range(7 * WEEKS):
            if rng.random() < often:
                found += learner.practise(START + day * DAY)
    return sorted(found, key=lambda each: each.at)


def parted(answers: Iterable[Foretold]) -> tuple[list[Foretold], list[Foretold]]:
    """The answers of which something was foretold: the earlier, and those held out."""
    told = [each for each in answers if each.by]
    border = int(len(told) * (1 - HELD_OUT))
    return told[:border], told[border:]


def compare(answers: list[Foretold]) -> dict[str, Score]:
    """The scores on the held-out answers, the constants' first."""
    known, held_out = parted(answers)
    rights = [each.right for each in held_out]
    constant = _share(known)
    by_form = {
        form: _share([each for each in known if each.form is form])
        for form in {each.form for each in answers}
    }
    predictions = {
        "the mean": [constant] * len(held_out),
        "the mean of each form": [by_form[each.form] for each in held_out],
    }
    for name in held_out[0].by:
        predictions[name] = [each.by[name] for each in held_out]
    return {
        name: score(
            [
                Forecast(foretold=foretold, right=right)
                for foretold, right in zip(each, rights, strict=True)
            ]
        )
        for name, each in predictions.items()
    }


def _share(answers: Sequence[Foretold]) -> float:
    return sum(each.right for each in answers) / len(answers)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulations.memory")
    parser.add_argument("--learners", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    for name, law in LAWS.items():
        answers = simulate(law, learners=options.learners, seed=options.seed)
        known, held_out = parted(answers)
        print(f"\n{name} law: {options.learners} learners, {len(answers):,} answers,")
        print(f"{_share(answers):.1%} of them right; the target is {TARGET:.0%}")
        print(f"{len(known) + len(held_out):,} to facts asked before, ", end="")
        print(f"{len(held_out):,} held out, {_share(held_out):.1%} of them right\n")
        print(f"{'foretold by':42}{'log loss':>9}{'calibration':>13}{'AUC':>7}")
        for predictor, each in compare(answers).items():
            print(
                f"{predictor:42}{each.log_loss:9.4f}{each.calibration:13.4f}"
                f"{each.auc:7.3f}"
            )


if __name__ == "__main__":
    main()
