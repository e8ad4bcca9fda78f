"""The model of memory is worth its place: a small run of the simulation."""

from __future__ import annotations

import pytest

from tests.simulations.memory import LAWS, compare, simulate


@pytest.mark.parametrize("name", ["exponential", "power"])
def test_the_model_foretells_better_than_the_mean(name: str) -> None:
    found = compare(simulate(LAWS[name], learners=20, seed=7))

    model = found["the model"]
    assert found["the law itself"].log_loss < model.log_loss
    assert model.log_loss < found["the mean of each form"].log_loss
    assert model.auc > 0.6
