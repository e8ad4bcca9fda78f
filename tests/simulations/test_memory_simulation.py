"""The model of memory is worth its place: a small run of the simulation."""

from __future__ import annotations

import pytest

from tests.simulations.memory import LAWS, compare, score, simulate


def test_scores_by_hand() -> None:
    found = score([0.8, 0.8, 0.4, 0.4], [True, True, True, False])

    # Logarithms of 0.8, 0.8, 0.4 and 0.6
    assert found.log_loss == pytest.approx(0.468351, abs=1e-6)
    # Two answers 0.2 too low, two 0.1 too low
    assert found.calibration == pytest.approx(((0.4**2 + 0.2**2) / 2 / 4) ** 0.5)
    # Of three pairs of right and wrong two are in order, one is a tie.
    assert found.auc == pytest.approx(2.5 / 3)


@pytest.mark.parametrize("name", ["exponential", "power"])
def test_the_model_foretells_better_than_the_mean(name: str) -> None:
    found = compare(simulate(LAWS[name], learners=20, seed=7))

    model = found["the model"]
    assert found["the law itself"].log_loss < model.log_loss
    assert model.log_loss < found["the mean of each form"].log_loss
    assert model.auc > 0.6
