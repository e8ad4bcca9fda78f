"""Mastery of facts, topics and families."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from quizzes.memory.forgetting import State, after, retrievability
from quizzes.memory.grading import Evidence
from quizzes.memory.mastery import (
    HORIZON,
    Level,
    foretold,
    level_of_fact,
    mastery_by,
    mastery_of,
    mastery_of_fact,
)

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def answered(*marks: float, gap: timedelta = 3 * DAY) -> State:
    """The state after answers with these marks, the last of them now."""
    state = None
    first = NOW - gap * (len(marks) - 1)
    for number, mark in enumerate(marks):
        state = after(
            state, Evidence(fact="", mark=mark, chance=0), first + number * gap
        )
    assert state is not None
    return state


def test_what_was_never_asked_or_missed_last_is_not_mastered() -> None:
    assert mastery_of_fact(None, NOW) == 0
    # The answer has just been read, and yet
    assert mastery_of_fact(answered(1, 1, 0), NOW) == 0


def test_a_fact_counts_as_it_will_be_recalled_in_a_week() -> None:
    state = answered(1, 1)

    assert mastery_of_fact(state, NOW) == retrievability(state, NOW + HORIZON)


def test_mastery_rises_with_each_right_answer_and_falls_with_time() -> None:
    missed, once, twice = answered(0), answered(0, 1), answered(0, 1, 1)

    shares = [mastery_of_fact(state, NOW) for state in (missed, once, twice)]

    assert shares == sorted(shares)
    assert len(set(shares)) == 3
    assert mastery_of_fact(twice, NOW + 30 * DAY) < shares[-1]


@pytest.mark.parametrize(
    ("state", "level"),
    [
        (None, Level.NEW),
        (answered(1, 0), Level.MISSED),
        (answered(1), Level.LEARNING),
        (answered(1, 1), Level.KNOWN),
        (answered(1, 1, 1, gap=20 * DAY), Level.FIRM),
    ],
)
def test_levels_put_it_in_words(state: State | None, level: Level) -> None:
    assert level_of_fact(state, NOW) is level


def test_the_mastery_of_a_group_is_the_mean_over_all_its_facts() -> None:
    states = [answered(1, 1), None, answered(0), None]

    found = mastery_of(states, NOW)

    assert found.share == pytest.approx(mastery_of_fact(states[0], NOW) / 4)
    assert (found.facts, found.asked) == (4, 2)
    assert found.levels == {
        Level.NEW: 2,
        Level.MISSED: 1,
        Level.LEARNING: 0,
        Level.KNOWN: 1,
        Level.FIRM: 0,
    }
    assert mastery_of([], NOW).share == 0


def test_a_fact_may_belong_to_several_groups() -> None:
    known = answered(1, 1)

    found = mastery_by({"date": ["one", "two"], "treaty": ["one"]}, {"one": known}, NOW)

    whole = mastery_of_fact(known, NOW)
    assert {group: each.share for group, each in found.items()} == {
        "date": pytest.approx(whole / 2),
        "treaty": pytest.approx(whole),
    }


def test_an_answer_is_right_by_recall_or_by_a_guess() -> None:
    assert foretold(0.6, 0) == 0.6
    assert foretold(0, 0.25) == 0.25
    assert foretold(0.6, 0.5) == pytest.approx(0.8)
