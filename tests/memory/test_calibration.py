"""How well answers were foretold, reckoned by hand."""

from __future__ import annotations

import pytest

from quizzes.memory.calibration import Bin, Forecast, bins_of, mean_of, score


def test_scores_agree_with_those_reckoned_by_hand() -> None:
    found = score(
        [
            Forecast(foretold=0.8, right=True),
            Forecast(foretold=0.8, right=True),
            Forecast(foretold=0.4, right=True),
            Forecast(foretold=0.4, right=False),
        ]
    )

    # Logarithms of 0.8, 0.8, 0.4 and 0.6
    assert found.log_loss == pytest.approx(0.468351, abs=1e-6)
    # Two answers 0.2 too low, two 0.1 too low
    assert found.calibration == pytest.approx(((0.4**2 + 0.2**2) / 2 / 4) ** 0.5)
    # Of three pairs of right and wrong two are in order, one is a tie.
    assert found.auc == pytest.approx(2.5 / 3)


def test_a_constant_is_the_mean_of_what_came() -> None:
    forecasts = [Forecast(foretold=0.1, right=right) for right in (True, True, False)]

    constant = mean_of(forecasts)

    assert {each.foretold for each in constant} == {2 / 3}
    assert score(constant).calibration == pytest.approx(0)
    # Sure of what did not come: dear, but not without end
    assert score([Forecast(foretold=0.0, right=True)]).log_loss < 20


def test_forecasts_are_told_by_tenths() -> None:
    forecasts = [
        Forecast(foretold=1.0, right=True),
        Forecast(foretold=0.91, right=False),
        Forecast(foretold=0.4, right=False),
    ]

    assert bins_of(forecasts) == [
        Bin(answers=1, foretold=0.4, right=0.0),
        Bin(answers=2, foretold=pytest.approx(0.955), right=0.5),
    ]
