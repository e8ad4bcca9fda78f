"""Options among which the right one does not stand out by its length.

Some names are long by nature, and whoever always took the longest, or the shortest,
would win. So the place of the key among the lengths is drawn like its place among
dates: uniformly, as far as the wrong options at hand allow.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import TypeVar

from quizzes.items.scales import feasible_positions

_T = TypeVar("_T")


def by_drawn_length(
    pool: Sequence[_T],
    *,
    key: str,
    count: int,
    text_of: Callable[[_T], str],
    rng: random.Random,
) -> list[_T]:
    """The pool shuffled so that its first `count` leave the key at a drawn place.

    Takes wrong options, the text of the right one, and how many are wanted. Where there
    are fewer, all come in random order.
    """
    shuffled = rng.sample(pool, len(pool))
    shorter = [each for each in shuffled if len(text_of(each)) <= len(key)]
    longer = [each for each in shuffled if len(text_of(each)) > len(key)]
    feasible = feasible_positions(len(shorter), len(longer), count + 1)
    if not feasible:
        return shuffled
    place = rng.choice(feasible)
    first = [*shorter[:place], *longer[: count - place]]
    return [*first, *(each for each in shuffled if each not in first)]
