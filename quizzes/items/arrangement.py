"""Items in another order, with their options in another order: variants of one test.

What stands under one text stays together and in its order. Dates and numbers keep
theirs, as in every item: an order of chance would only cost reading time.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from quizzes.items.data import Form, Item, Option
from quizzes.items.questions import scale_place

VARIANTS: Final = "ABCD"
# Of few items chance gives the same order again soon.
_TRIES: Final = 20


def blocks(items: Sequence[Item]) -> list[list[int]]:
    """The places of items that stay together: those of one text, else each alone."""
    found: list[list[int]] = []
    before: Item | None = None
    for place, item in enumerate(items):
        if before is not None and _under_one_text(before, item):
            found[-1].append(place)
        else:
            found.append([place])
        before = item
    return found


def _under_one_text(one: Item, other: Item) -> bool:
    return (
        one.stimulus is not None
        and other.stimulus is not None
        and one.stimulus.key == other.stimulus.key
        and one.stimulus.version == other.stimulus.version
        and one.stimulus.part < other.stimulus.part
    )


def variant_order(items: Sequence[Item], seed: str, letter: str) -> list[int]:
    """The places of items in the order of a variant; A has them as they stand.

    The same seed gives the same order. Variants differ from one another as far as there
    are enough things to put in another order.
    """
    together = blocks(items)
    known: list[list[int]] = []
    for each in VARIANTS[: VARIANTS.index(letter) + 1]:
        order = [place for block in together for place in block]
        rng = random.Random(f"{seed}:{each}")
        for _ in range(_TRIES if known else 0):
            shuffled = rng.sample(together, len(together))
            order = [place for block in shuffled for place in block]
            if order not in known:
                break
        known.append(order)
    return known[-1]


def variant(items: Sequence[Item], seed: str, letter: str) -> list[tuple[int, Item]]:
    """The items of a variant in its order, each with its place in variant A."""
    order = variant_order(items, seed, letter)
    if letter == VARIANTS[0]:
        return [(place, items[place]) for place in order]
    return [
        (place, rearranged(items[place], random.Random(f"{seed}:{letter}:{place}")))
        for place in order
    ]


def rearranged(item: Item, rng: random.Random) -> Item:
    """The item with its options, and the left sides of pairs, in another order."""
    if item.form in (Form.TRUE_FALSE, Form.DATE_ENTRY):
        return item
    options = list(item.options)
    if not on_a_scale(item.options):
        rng.shuffle(options)
    if item.form is Form.ORDERING:
        # Whoever changes nothing should not be right by it.
        while len(options) > 1 and [each.value for each in options] == [*item.order]:
            rng.shuffle(options)
    prompts = rng.sample(item.prompts, len(item.prompts))
    return replace(item, options=tuple(options), prompts=tuple(prompts))


def on_a_scale(options: Sequence[Option]) -> bool:
    """Whether options are dates or numbers, which stand in their own order."""
    kinds = set()
    for option in options:
        place = scale_place(option.text)
        if option.value.startswith("date:"):
            kinds.add("date")
        elif place is not None:
            kinds.add(place[0])
        else:
            return False
    return len(kinds) == 1
