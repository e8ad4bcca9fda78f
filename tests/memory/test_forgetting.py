"""The state of a fact, and what answers make of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from fsrs import Card, Rating, Scheduler
from hypothesis import given
from hypothesis import strategies as st

from quizzes.memory.forgetting import State, after, retrievability
from quizzes.memory.grading import Evidence, Grade

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def shown(mark: float, chance: float = 0.0) -> Evidence:
    return Evidence(fact="", mark=mark, chance=chance)


def test_what_is_surely_recalled_or_missed_is_what_the_package_makes_of_it() -> None:
    scheduler = Scheduler(enable_fuzzing=False, learning_steps=(), relearning_steps=())
    card, state, now = Card(card_id=1, due=NOW), None, NOW
    for days, mark, rating in [
        (0, 1, Rating.Good),
        (2, 1, Rating.Good),
        (9, 0.6, Rating.Hard),
        (11, 0, Rating.Again),
        (1, 1, Rating.Good),
    ]:
        now += days * DAY
        card, _log = scheduler.review_card(card, rating, now)
        state = after(state, shown(mark), now)

    assert state.stability == pytest.approx(card.stability)
    assert state.difficulty == pytest.approx(card.difficulty)
    assert state.due_at == card.due
    assert (state.reviews, state.misses, state.last_grade) == (5, 1, Grade.GOOD)


def test_recall_is_nine_in_ten_when_the_stability_has_passed() -> None:
    state = after(None, shown(1), NOW)

    assert retrievability(state, NOW) == 1
    later = NOW + state.stability * DAY
    assert retrievability(state, later) == pytest.approx(0.9)
    # By the hour, not only by the day
    assert 0.9 < retrievability(state, NOW + DAY / 2) < 1


@pytest.mark.parametrize("known_before", [False, True])
def test_what_can_be_guessed_more_easily_is_asked_again_sooner(
    known_before: bool,
) -> None:
    before = after(None, shown(1), NOW) if known_before else None
    chances = [0, 1 / 5, 1 / 4, 1 / 3, 1 / 2]

    states = [after(before, shown(1, chance), NOW + 9 * DAY) for chance in chances]

    by_stability = [state.stability for state in states]
    assert by_stability == sorted(by_stability, reverse=True)
    assert len(set(by_stability)) == len(chances)
    assert [s.due_at for s in states] == sorted(
        (s.due_at for s in states), reverse=True
    )
    assert states[0].due_at > states[-1].due_at
    assert {state.last_grade for state in states} == {Grade.GOOD}
    missed = after(before, shown(0, 1 / 2), NOW + 9 * DAY)
    assert missed.stability < by_stability[-1]


def test_a_miss_is_a_miss_whatever_the_form() -> None:
    assert after(None, shown(0, 1 / 2), NOW) == after(None, shown(0), NOW)


def test_the_first_answer_and_the_first_right_one_are_kept_for_good() -> None:
    missed = after(None, shown(0), NOW)
    partly = after(missed, shown(0.7), NOW + DAY)
    right = after(partly, shown(1, 1 / 4), NOW + 2 * DAY)
    forgotten = after(right, shown(0), NOW + 30 * DAY)
    again = after(forgotten, shown(1), NOW + 31 * DAY)

    assert {state.first_asked_at for state in (missed, partly, right, again)} == {NOW}
    assert [state.first_right_at for state in (missed, partly)] == [None, None]
    assert {state.first_right_at for state in (right, forgotten, again)} == {
        NOW + 2 * DAY
    }


def test_time_never_runs_backwards() -> None:
    state = after(None, shown(1), NOW)

    assert after(state, shown(1), NOW - DAY) == after(state, shown(1), NOW)


def test_a_state_is_never_changed_itself() -> None:
    state = after(None, shown(1), NOW)
    copy = State(**{name: getattr(state, name) for name in State.__slots__})

    after(state, shown(0), NOW + DAY)

    assert state == copy


@given(
    st.lists(
        st.tuples(st.floats(0, 1), st.floats(0, 0.5), st.floats(0, 400)),
        min_size=1,
        max_size=12,
    )
)
def test_any_history_leaves_a_state_that_can_be_stored(
    history: list[tuple[float, float, float]],
) -> None:
    state, now = None, NOW
    for mark, chance, days in history:
        now += days * DAY
        state = after(state, shown(mark, chance), now)

    assert state.stability > 0
    assert 1 <= state.difficulty <= 10
    assert state.due_at >= state.reviewed_at + DAY
    assert 0 <= state.misses <= state.reviews == len(history)
    assert 0 < retrievability(state, state.due_at) <= 1
