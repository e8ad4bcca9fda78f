"""A school for each test that asks for it."""

from __future__ import annotations

import pytest

from tests.classes.scene import School, make_school


@pytest.fixture
def school(db: None) -> School:
    """Two classes with their people."""
    return make_school()
