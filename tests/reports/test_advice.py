"""What is advised on an item and on a quiz."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quizzes.reports.advice import Advice, advice_on_item, advice_on_quiz
from quizzes.reports.statistics import (
    Functioning,
    Interval,
    ItemStatistics,
    OptionStatistics,
    QuizStatistics,
)

SOUND = ItemStatistics(
    n=60,
    facility=0.7,
    facility_interval=None,
    discrimination=0.4,
    discrimination_interval=None,
    efficiency=0.5,
)
QUIZ = QuizStatistics(
    n=60,
    items=20,
    mean=0.6,
    deviation=0.2,
    n_alpha=60,
    alpha=0.8,
    standard_error=0.09,
)


def option(value: str, functioning: Functioning | None) -> OptionStatistics:
    return OptionStatistics(
        value=value,
        key=functioning is None,
        chosen=3,
        share=0.05,
        strong=1,
        weak=2,
        rest_of_choosers=0.5,
        rest_of_others=0.6,
        functioning=functioning,
    )


@pytest.mark.parametrize(
    ("changes", "advice"),
    [
        ({}, []),
        ({"facility": 0.97}, [Advice.TOO_EASY]),
        ({"facility": 0.95}, []),
        ({"facility": 0.2}, [Advice.TOO_HARD]),
        ({"facility": 0.25}, []),
        ({"discrimination": -0.1}, [Advice.NEGATIVE_DISCRIMINATION]),
        (
            {"discrimination": -0.1, "facility": 0.1},
            [Advice.NEGATIVE_DISCRIMINATION, Advice.TOO_HARD],
        ),
        ({"discrimination": 0.1, "efficiency": 0.12}, [Advice.WEAK_DISCRIMINATION]),
        # What may well be chance is said to be so
        (
            {
                "discrimination": -0.1,
                "discrimination_interval": Interval(low=-0.44, high=0.27),
            },
            [Advice.UNCERTAIN_DISCRIMINATION],
        ),
        (
            {
                "discrimination": -0.6,
                "discrimination_interval": Interval(low=-0.8, high=-0.3),
            },
            [Advice.NEGATIVE_DISCRIMINATION],
        ),
        (
            {
                "discrimination": 0.05,
                "discrimination_interval": Interval(low=-0.3, high=0.4),
                "efficiency": 0.05,
            },
            [Advice.UNCERTAIN_DISCRIMINATION],
        ),
        (
            {
                "discrimination": 0.05,
                "discrimination_interval": Interval(low=0.0, high=0.1),
                "efficiency": 0.05,
            },
            [Advice.WEAK_DISCRIMINATION],
        ),
        # It tells apart as much as its marks allow.
        ({"discrimination": 0.1, "efficiency": 0.6}, []),
        # Nothing else can be expected of it.
        (
            {"discrimination": 0.1, "efficiency": 0.1, "facility": 0.98},
            [Advice.TOO_EASY],
        ),
        ({"discrimination": None, "efficiency": None}, []),
        ({"n": 9, "facility": None}, [Advice.TOO_FEW_ANSWERS]),
    ],
)
def test_advice_follows_from_the_figures(
    changes: dict[str, float | Interval | None], advice: list[Advice]
) -> None:
    found = advice_on_item(replace(SOUND, **changes))

    assert [each.advice for each in found] == advice


def test_each_distractor_that_does_not_function_is_named() -> None:
    options = (
        option("key", None),
        option("near", Functioning.YES),
        option("dead", Functioning.SELDOM_CHOSEN),
        option("odd", Functioning.CHOSEN_BY_THE_STRONG),
    )

    found = advice_on_item(replace(SOUND, options=options))

    assert [(each.advice, each.option, each.figure) for each in found] == [
        (Advice.DISTRACTOR_FOR_THE_STRONG, "odd", 0.05),
        (Advice.DEAD_DISTRACTOR, "dead", 0.05),
    ]


@pytest.mark.parametrize(
    ("alpha", "advice"),
    [
        (None, Advice.TOO_FEW_ANSWERS),
        (0.5, Advice.UNRELIABLE),
        (0.64, Advice.FAIRLY_RELIABLE),
        (0.75, Advice.FAIRLY_RELIABLE),
        (0.76, Advice.RELIABLE),
    ],
)
def test_advice_on_a_quiz_follows_from_alpha(
    alpha: float | None, advice: Advice
) -> None:
    assert advice_on_quiz(replace(QUIZ, alpha=alpha)).advice is advice
