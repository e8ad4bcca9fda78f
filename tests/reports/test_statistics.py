"""Item statistics: tables reckoned by hand, and agreement with numpy."""

from __future__ import annotations

import random
from itertools import product
from math import isclose, sqrt

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.reports import statistics
from quizzes.reports.statistics import (
    Functioning,
    ScoredAnswer,
    cronbach_alpha,
    item_statistics,
    quiz_statistics,
    statistics_together,
)

# Five learners, three items; totals 3, 2, 1, 1, 0
BY_HAND = {
    "A": [1, 1, 1, 0, 0],
    "B": [1, 1, 0, 1, 0],
    "C": [1, 0, 0, 0, 0],
}
RESTS_OF_A = [2, 1, 0, 1, 0]


def answers_of(table: dict[str, list[float]]) -> list[ScoredAnswer[str]]:
    return [
        ScoredAnswer(learner=learner, item=item, mark=mark)
        for item, marks in table.items()
        for learner, mark in enumerate(marks)
    ]


def many(table: dict[str, list[float]], times: int) -> dict[str, list[float]]:
    """The same learners again and again: enough of them for figures to be given."""
    return {item: marks * times for item, marks in table.items()}


# --- By hand --------------------------------------------------------------------------


def test_correlation_with_the_rest() -> None:
    # cov 0.6 / 4, variances 1.2 / 4 and 2.8 / 4
    found = statistics.correlation(BY_HAND["A"], RESTS_OF_A)

    assert found == pytest.approx(0.15 / sqrt(0.3 * 0.7))


def test_efficiency_is_a_share_of_what_the_same_marks_allow() -> None:
    # Sorted, the covariance is 1.6 / 4
    found = statistics.discriminative_efficiency(BY_HAND["A"], RESTS_OF_A)

    assert found == pytest.approx(0.15 / 0.4)


def test_alpha_and_the_standard_error() -> None:
    rows = list(zip(*BY_HAND.values(), strict=True))

    alpha = cronbach_alpha(rows)

    # Variances 0.3, 0.3, 0.2; of the totals 1.3
    assert alpha == pytest.approx(3 / 2 * (1 - 0.8 / 1.3))
    error = statistics.standard_error([sum(row) for row in rows], alpha)
    assert error == pytest.approx(sqrt(1.3 * (0.8 / 1.3 * 1.5 - 0.5)))
    assert error == pytest.approx(0.741620, abs=1e-6)


def test_figures_of_an_item() -> None:
    found = item_statistics(answers_of(many(BY_HAND, 4)))["A"]

    assert found.n == 20
    assert found.facility == pytest.approx(0.6)
    # Repeating the learners changes both covariances alike.
    assert found.discrimination == pytest.approx(0.327327, abs=1e-6)
    assert found.efficiency == pytest.approx(0.375)
    # Fisher: 0.33977 in the middle, 1.959964 / sqrt(17) to each side
    assert found.discrimination_interval.low == pytest.approx(-0.1348, abs=1e-4)
    assert found.discrimination_interval.high == pytest.approx(0.6724, abs=1e-4)
    # Wilson's interval of 12 of 20
    assert found.facility_interval.low == pytest.approx(0.3866, abs=1e-4)
    assert found.facility_interval.high == pytest.approx(0.7812, abs=1e-4)


def test_figures_of_a_quiz() -> None:
    table = many(BY_HAND, 4)

    found = quiz_statistics(answers_of(table))

    assert (found.n, found.items, found.n_alpha) == (20, 3, 20)
    assert found.mean == pytest.approx(1.4 / 3)
    variance_of_totals = 5.2 * 4 / 19
    assert found.deviation == pytest.approx(sqrt(variance_of_totals) / 3)
    assert found.alpha == pytest.approx(0.576923, abs=1e-6)
    expected = sqrt(variance_of_totals * (1 - 0.576923)) / 3
    assert found.standard_error == pytest.approx(expected, abs=1e-6)


# --- Distractors ----------------------------------------------------------------------


def distracted() -> list[ScoredAnswer[str]]:
    """Forty learners: the key for the strong, `near` for the weak, `odd` for the best.

    Their rest is their mark on another item, from 0 to 1 by their number.
    """
    chosen = ["near"] * 14 + ["key"] * 21 + ["dead"] + ["odd"] * 4
    return [
        answer
        for learner, option in enumerate(chosen)
        for answer in (
            ScoredAnswer(
                learner=learner,
                item="asked",
                mark=float(option == "key"),
                chosen=frozenset({option}),
            ),
            ScoredAnswer(learner=learner, item="other", mark=learner / 39),
        )
    ]


def test_a_distractor_functions_if_it_draws_the_weak() -> None:
    options = {"key": True, "near": False, "dead": False, "odd": False, "none": False}

    found = item_statistics(distracted(), {"asked": options})["asked"].options

    assert {each.value: each.functioning for each in found} == {
        "key": None,
        "near": Functioning.YES,
        "dead": Functioning.SELDOM_CHOSEN,
        "odd": Functioning.CHOSEN_BY_THE_STRONG,
        "none": Functioning.SELDOM_CHOSEN,
    }
    near = next(each for each in found if each.value == "near")
    assert (near.chosen, near.share) == (14, 0.35)
    # Of forty, a third is thirteen.
    assert (near.weak, near.strong) == (13, 0)
    assert near.rest_of_choosers == pytest.approx(6.5 / 39)
    assert near.rest_of_others == pytest.approx(26.5 / 39)
    none = next(each for each in found if each.value == "none")
    assert none.rest_of_choosers is None


def test_five_in_a_hundred_are_enough_to_function() -> None:
    def answers(choosers: int) -> list[ScoredAnswer[str]]:
        return [
            answer
            for learner in range(100)
            for answer in (
                ScoredAnswer(
                    learner=learner,
                    item="asked",
                    mark=float(learner >= choosers),
                    chosen=frozenset({"wrong" if learner < choosers else "key"}),
                ),
                ScoredAnswer(learner=learner, item="other", mark=learner / 99),
            )
        ]

    options = {"asked": {"key": True, "wrong": False}}
    functioning = {
        choosers: item_statistics(answers(choosers), options)["asked"]
        .options[1]
        .functioning
        for choosers in (4, 5)
    }

    assert functioning == {4: Functioning.SELDOM_CHOSEN, 5: Functioning.YES}


def test_learners_with_the_same_rest_are_neither_strong_nor_weak() -> None:
    answers = [
        answer
        for learner in range(30)
        for answer in (
            ScoredAnswer(
                learner=learner, item="asked", mark=1.0, chosen=frozenset({"key"})
            ),
            ScoredAnswer(learner=learner, item="other", mark=1.0),
        )
    ]

    option = item_statistics(answers, {"asked": {"key": True}})["asked"].options[0]

    assert (option.strong, option.weak) == (0, 0)


# --- Where there are no figures -------------------------------------------------------


@pytest.mark.parametrize(
    ("learners", "facility", "discrimination"),
    [(9, False, False), (10, True, False), (19, True, False), (20, True, True)],
)
def test_below_a_least_number_no_figure_is_given(
    learners: int, facility: bool, discrimination: bool
) -> None:
    table = {item: (marks * 4)[:learners] for item, marks in BY_HAND.items()}
    options = {"A": {"key": True, "wrong": False}}

    found = item_statistics(answers_of(table), options)["A"]

    assert found.n == learners
    assert (found.facility is not None) is facility
    assert found.has_too_few is not facility
    assert (found.discrimination is not None) is discrimination
    assert (found.efficiency is not None) is discrimination
    assert (found.options[1].functioning is not None) is discrimination
    quiz = quiz_statistics(answers_of(table))
    assert (quiz.mean is not None) is facility
    assert (quiz.alpha is not None) is discrimination
    assert (quiz.standard_error is not None) is discrimination


def test_marks_that_are_all_the_same_tell_nothing_apart() -> None:
    table = {"A": [1.0] * 30, "B": [float(n % 2) for n in range(30)]}

    found = item_statistics(answers_of(table))["A"]

    assert found.facility == 1
    assert found.discrimination is None
    assert found.efficiency is None
    assert quiz_statistics(answers_of({"A": [0.3] * 30, "B": [0.1] * 30})).alpha is None


def test_a_quiz_of_one_item_has_no_rest() -> None:
    found = item_statistics(answers_of({"A": [float(n % 2) for n in range(30)]}))["A"]

    assert found.facility == 0.5
    assert found.discrimination is None


def test_no_answers_give_no_figures() -> None:
    assert item_statistics([]) == {}
    assert quiz_statistics([]).n == 0
    assert quiz_statistics([]).mean is None


def test_two_answers_of_a_learner_to_an_item_are_refused() -> None:
    answers = answers_of(BY_HAND)

    with pytest.raises(ValueError, match="twice"):
        item_statistics([*answers, answers[0]])


def test_longer_attempts_do_not_count_for_better_ones() -> None:
    """Half of the learners had ten more items, with the same share of right ones."""
    answers = [
        ScoredAnswer(learner=learner, item=item, mark=mark)
        for learner in range(40)
        for item, mark in [
            ("asked", float(learner % 4 < 2)),
            *((f"other {n}", float(n % 2)) for n in range(2 + 10 * (learner % 2))),
        ]
    ]

    found = item_statistics(answers)["asked"]

    assert found.discrimination is None  # all rests are one half
    assert quiz_statistics(answers).n_alpha == 20


# --- With another library -------------------------------------------------------------


def drawn_table(seed: int, learners: int, items: int) -> numpy.ndarray:
    rng = random.Random(seed)
    return numpy.array(
        [
            [
                rng.choice([0, 0.3, 0.6, 1]) if item % 3 else float(rng.random() < 0.5)
                for item in range(items)
            ]
            for _ in range(learners)
        ]
    )


@pytest.mark.parametrize(
    ("seed", "learners", "items"), list(product(range(5), [20, 57], [2, 9]))
)
def test_numpy_finds_the_same_correlations_and_alpha(
    seed: int, learners: int, items: int
) -> None:
    marks = drawn_table(seed, learners, items)
    answers = [
        ScoredAnswer(learner=learner, item=item, mark=float(marks[learner, item]))
        for learner in range(learners)
        for item in range(items)
    ]

    found = item_statistics(answers)

    for item in range(items):
        rest = marks.sum(axis=1) - marks[:, item]
        expected = numpy.corrcoef(marks[:, item], rest)[0, 1]
        assert found[item].discrimination == pytest.approx(expected)
    # Alpha by its other definition, from the mean covariance and the mean variance
    together = numpy.cov(marks, rowvar=False)
    between = together[~numpy.eye(items, dtype=bool)].mean()
    within = numpy.diag(together).mean()
    alpha = items * between / (within + (items - 1) * between)
    assert quiz_statistics(answers).alpha == pytest.approx(alpha)


def test_items_under_one_text_are_told_together_without_one_another() -> None:
    marks = drawn_table(4, 40, 6)
    answers = [
        ScoredAnswer(learner=learner, item=str(item), mark=float(marks[learner, item]))
        for learner in range(40)
        for item in range(6)
    ]

    found = statistics_together(answers, {"1": "text", "2": "text", "4": "text"})

    assert list(found) == ["text"]
    group, rest = marks[:, [1, 2, 4]].mean(axis=1), marks[:, [0, 3, 5]].mean(axis=1)
    assert found["text"].n == 40
    assert found["text"].facility == pytest.approx(group.mean())
    expected = numpy.corrcoef(group, rest)[0, 1]
    assert found["text"].discrimination == pytest.approx(expected)
    assert statistics_together(answers, {}) == {}


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=2, max_size=40))
def test_ratios_keep_within_their_bounds(pairs: list[tuple[float, float]]) -> None:
    marks, rests = [one for one, _ in pairs], [other for _, other in pairs]

    correlation = statistics.correlation(marks, rests)
    efficiency = statistics.discriminative_efficiency(marks, rests)

    assert correlation is None or -1 <= correlation <= 1
    assert efficiency is None or -1 <= efficiency <= 1
    if correlation is not None and efficiency is not None:
        # What allows more covariance than the marks do makes the correlation smaller.
        assert abs(correlation) <= abs(efficiency) or isclose(
            abs(correlation), abs(efficiency), rel_tol=1e-6
        )
