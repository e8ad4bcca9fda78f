"""The bank of the fixtures, shared by all tests of items."""

from __future__ import annotations

import pytest

from quizzes.items.data import Neighbourhood
from tests.items.fixture_bank import load_bank


@pytest.fixture(scope="session")
def fixture_bank() -> Neighbourhood:
    """Every fact of the fixtures."""
    return load_bank()
