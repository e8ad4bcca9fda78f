"""How well answers were foretold: log loss, calibration, and a table of both.

A model that foretells is compared with a constant, the mean of what came. Whoever knows
nothing but the mean has a log loss; a model is worth its place if its own is smaller.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

BINS: Final = 10
# A forecast that was sure of the wrong thing would else cost without end.
_SUREST: Final = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """How likely an answer was held to be right, from 0 to 1, and whether it was."""

    foretold: float
    right: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """The forecasts of one tenth: their number, their mean, and the share right."""

    answers: int
    foretold: float
    right: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How well answers were foretold.

    `calibration` is the root mean square of the gap between forecast and share over the
    bins; `auc` how often a right answer was held more likely than a wrong one.
    """

    log_loss: float
    calibration: float
    auc: float


def score(forecasts: Sequence[Forecast]) -> Score:
    """Score forecasts; there must be at least one."""
    losses = (
        math.log(max(_SUREST, each.foretold if each.right else 1 - each.foretold))
        for each in forecasts
    )
    squares = sum(
        each.answers * (each.foretold - each.right) ** 2 for each in bins_of(forecasts)
    )
    return Score(
        log_loss=-sum(losses) / len(forecasts),
        calibration=math.sqrt(squares / len(forecasts)),
        auc=_auc(forecasts),
    )


def mean_of(forecasts: Sequence[Forecast]) -> list[Forecast]:
    """The same answers, each foretold by the share of all that were right."""
    mean = sum(each.right for each in forecasts) / len(forecasts)
    return [Forecast(foretold=mean, right=each.right) for each in forecasts]


def bins_of(forecasts: Iterable[Forecast]) -> list[Bin]:
    """The forecasts by tenths, the lowest first; tenths without any are left out."""
    tenths: dict[int, list[Forecast]] = defaultdict(list)
    for each in forecasts:
        tenths[min(BINS - 1, int(each.foretold * BINS))].append(each)
    return [
        Bin(
            answers=len(found),
            foretold=sum(each.foretold for each in found) / len(found),
            right=sum(each.right for each in found) / len(found),
        )
        for _tenth, found in sorted(tenths.items())
    ]


def _auc(forecasts: Sequence[Forecast]) -> float:
    """How often a right answer was held more likely than a wrong one; ties are half."""
    by_value: dict[float, list[int]] = defaultdict(lambda: [0, 0])
    for each in forecasts:
        by_value[each.foretold][each.right] += 1
    below = won = 0.0
    for _value, (wrongs, rights) in sorted(by_value.items()):
        won += rights * (below + wrongs / 2)
        below += wrongs
    rights = sum(each.right for each in forecasts)
    return won / (rights * below) if rights and below else 0.5
