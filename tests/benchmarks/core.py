"""Items a second by the pure core, without a database.

Every item of every fact of the project's own fixtures is made once with one seed, when
nothing is cached in the process yet, and then with others.
"""

from __future__ import annotations

import time

from quizzes.items.data import Item, Neighbourhood
from quizzes.items.making import make_every
from tests.benchmarks.figures import Figure, middle
from tests.items.fixture_bank import load_bank

ROUNDS, QUICK_ROUNDS = 5, 2


def measure(*, quick: bool) -> list[Figure]:
    """Measure the making of items."""
    bank = load_bank()
    made, seconds = _make_all(bank, "first")
    rates = [made / seconds]
    for number in range(QUICK_ROUNDS if quick else ROUNDS):
        made, seconds = _make_all(bank, str(number))
        rates.append(made / seconds)
    facts = {"facts": len(bank.facts), "items": made}
    return [
        Figure(
            benchmark="core",
            what="items, with nothing cached",
            value=rates[0],
            unit="items/s",
            details=facts,
        ),
        Figure(
            benchmark="core",
            what="items, later rounds",
            value=middle(rates[1:]),
            unit="items/s",
            details=facts,
        ),
    ]


def _make_all(bank: Neighbourhood, seed: str) -> tuple[int, float]:
    began = time.perf_counter()
    made = sum(isinstance(each, Item) for each in make_every(bank, seed))
    return made, time.perf_counter() - began
