"""Dates are typed by the clock on the wall, kept and reckoned by the world's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from quizzes.classes.assignment_forms import MomentField
from quizzes.classes.assignments import Assignment, deadline

# On 29 March 2026 the clocks of this zone go from 3 to 4 o'clock, on 25 October back.
HELSINKI = ZoneInfo("Europe/Helsinki")


@pytest.mark.parametrize("typed", ["2026-01-15T18:00", "2026-07-15T18:00"])
def test_the_clock_of_kazakhstan_is_five_hours_ahead_all_the_year(typed: str) -> None:
    assert MomentField().clean(typed).astimezone(UTC).hour == 13


def test_a_time_that_the_clock_jumps_over_is_refused_at_the_field() -> None:
    with timezone.override(HELSINKI), pytest.raises(ValidationError):
        MomentField().clean("2026-03-29T03:30")


def test_a_time_that_comes_twice_is_refused_at_the_field() -> None:
    with timezone.override(HELSINKI), pytest.raises(ValidationError):
        MomentField().clean("2026-10-25T03:30")


@pytest.mark.parametrize("day", [(2026, 3, 29), (2026, 10, 25)])
def test_a_time_limit_is_as_long_over_a_change_of_the_clock(
    day: tuple[int, int, int],
) -> None:
    began = datetime(*day, 2, 30, tzinfo=HELSINKI)

    ends = deadline(Assignment(minutes=120), None, began)

    assert ends is not None
    assert ends.astimezone(UTC) - began.astimezone(UTC) == timedelta(minutes=120)
