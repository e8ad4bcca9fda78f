"""A whole school behind one address logs in and starts a test at the same moment."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks import starting_gun
from tests.benchmarks.sites import DATABASES

pytestmark = [
    pytest.mark.long,
    pytest.mark.loopback,
    pytest.mark.filterwarnings("ignore:XDG_RUNTIME_DIR is not set"),
]


@pytest.mark.parametrize("database", DATABASES)
def test_two_hundred_pupils_log_in_and_start_and_none_is_turned_away(
    database: str, tmp_path: Path
) -> None:
    gun = starting_gun.fire(database, tmp_path, pupils=starting_gun.PUPILS)

    assert set(gun.statuses) == {("log-in", 302), ("start", 302)}
    assert len(set(gun.addresses)) == starting_gun.PUPILS
    assert gun.megabytes < starting_gun.MOST_MEGABYTES
