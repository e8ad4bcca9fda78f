"""Whoever knows nothing earns no more than chance: no trick beats the items."""

from __future__ import annotations

import string
from collections.abc import Callable, Sequence

import pytest

from quizzes.items.data import Form, Item, Option
from quizzes.items.making import make_every

PUNCTUATION = frozenset(string.punctuation) | frozenset("«»–—…")

Guess = Callable[[Sequence[Option]], Option]

GUESSERS: dict[str, Guess] = {
    "first": lambda options: options[0],
    "last": lambda options: options[-1],
    "longest": lambda options: max(options, key=lambda each: len(each.text)),
    "shortest": lambda options: min(options, key=lambda each: len(each.text)),
    "most punctuation": lambda options: max(
        options, key=lambda each: sum(sign in PUNCTUATION for sign in each.text)
    ),
}


@pytest.fixture(scope="module")
def choices(fixture_bank) -> list[Item]:
    """Over 10,000 items with one right option."""
    made: list[Item] = []
    seed = 1000
    while len(made) < 10_000:
        made += [
            item
            for item in make_every(fixture_bank, str(seed))
            if isinstance(item, Item) and item.form is Form.CHOICE
        ]
        seed += 1
    return made


@pytest.mark.long
@pytest.mark.parametrize("name", GUESSERS)
def test_a_guesser_earns_no_more_than_chance(choices, name):
    guess = GUESSERS[name]

    right = sum(guess(item.options).key for item in choices)

    chances = [1 / len(item.options) for item in choices]
    expected = sum(chances)
    spread = sum(chance * (1 - chance) for chance in chances) ** 0.5
    assert right <= expected + 3 * spread, (
        f"{name}: {right / len(choices):.3f} of the items, "
        f"chance {expected / len(choices):.3f}"
    )
