"""What to do about an item, judged from its figures.

Codes, not words: templates say them in the language of the page. The bounds are those
in use with classroom tests; whoever changes them changes what teachers are told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from quizzes.reports.statistics import Functioning, ItemStatistics, QuizStatistics

TOO_EASY: Final = 0.95
# Below this it is harder than guessing among four
TOO_HARD: Final = 0.25
WEAK_DISCRIMINATION: Final = 0.15
# Below this share of what is possible Moodle calls an item dubious
WEAK_EFFICIENCY: Final = 0.15
GOOD_ALPHA: Final = 0.75
POOR_ALPHA: Final = 0.64


class Advice(StrEnum):
    """What is wrong with an item, or with a quiz; the most serious first."""

    NEGATIVE_DISCRIMINATION = "negative_discrimination"
    TOO_EASY = "too_easy"
    TOO_HARD = "too_hard"
    WEAK_DISCRIMINATION = "weak_discrimination"
    UNCERTAIN_DISCRIMINATION = "uncertain_discrimination"
    DISTRACTOR_FOR_THE_STRONG = "distractor_for_the_strong"
    DEAD_DISTRACTOR = "dead_distractor"
    TOO_FEW_ANSWERS = "too_few_answers"
    UNRELIABLE = "unreliable"
    FAIRLY_RELIABLE = "fairly_reliable"
    RELIABLE = "reliable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counsel:
    """A piece of advice with the figure it rests on, and the option it is about."""

    advice: Advice
    figure: float | None = None
    option: str = ""


def advice_on_item(statistics: ItemStatistics) -> tuple[Counsel, ...]:
    """What to do about an item, the most serious first; nothing for a sound one."""
    if statistics.has_too_few:
        return (Counsel(advice=Advice.TOO_FEW_ANSWERS, figure=statistics.n),)
    found = [*_on_facility(statistics), *_on_discrimination(statistics)]
    found += _on_distractors(statistics)
    order = list(Advice)
    return tuple(sorted(found, key=lambda each: order.index(each.advice)))


def advice_on_quiz(statistics: QuizStatistics) -> Counsel:
    """How far the totals of a quiz can be relied on."""
    alpha = statistics.alpha
    if alpha is None:
        return Counsel(advice=Advice.TOO_FEW_ANSWERS, figure=statistics.n_alpha)
    if alpha < POOR_ALPHA:
        return Counsel(advice=Advice.UNRELIABLE, figure=alpha)
    fair = alpha <= GOOD_ALPHA
    return Counsel(
        advice=Advice.FAIRLY_RELIABLE if fair else Advice.RELIABLE, figure=alpha
    )


def _on_facility(statistics: ItemStatistics) -> Sequence[Counsel]:
    facility = statistics.facility
    if facility is None:
        return []
    if facility > TOO_EASY:
        return [Counsel(advice=Advice.TOO_EASY, figure=facility)]
    if facility < TOO_HARD:
        return [Counsel(advice=Advice.TOO_HARD, figure=facility)]
    return []


def _on_discrimination(statistics: ItemStatistics) -> Sequence[Counsel]:
    value, facility = statistics.discrimination, statistics.facility
    unclear = Advice.UNCERTAIN_DISCRIMINATION
    if value is None or facility is None:
        return []
    # Of thirty answers chance alone makes -0.1 of a sound item now and then: only what
    # is low for certain is held against it.
    interval = statistics.discrimination_interval
    is_certain = interval is None or interval.high < WEAK_DISCRIMINATION
    if value < 0:
        negative = Advice.NEGATIVE_DISCRIMINATION
        return [Counsel(advice=negative if is_certain else unclear, figure=value)]
    # What nearly all know, or nearly nobody, cannot tell learners apart.
    extreme = facility > TOO_EASY or facility < TOO_HARD
    efficiency = statistics.efficiency
    weak = value < WEAK_DISCRIMINATION and (
        efficiency is None or efficiency < WEAK_EFFICIENCY
    )
    if weak and not extreme:
        advice = Advice.WEAK_DISCRIMINATION if is_certain else unclear
        return [Counsel(advice=advice, figure=value)]
    return []


def _on_distractors(statistics: ItemStatistics) -> Sequence[Counsel]:
    advice = {
        Functioning.SELDOM_CHOSEN: Advice.DEAD_DISTRACTOR,
        Functioning.CHOSEN_BY_THE_STRONG: Advice.DISTRACTOR_FOR_THE_STRONG,
    }
    return [
        Counsel(
            advice=advice[option.functioning], figure=option.share, option=option.value
        )
        for option in statistics.options
        if option.functioning in advice
    ]
