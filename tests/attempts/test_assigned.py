"""Starting attempts at assignments, and keeping them up with the rules."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from quizzes.attempts import assigned, taking
from quizzes.attempts.drawing import Drawn
from quizzes.attempts.due import Status, due_of, task_of, tasks_of
from quizzes.attempts.models import SETTLED, AssignedItem, Attempt
from quizzes.bank.recipes import FeedbackMode
from quizzes.classes.assigning import Given
from quizzes.classes.assignments import Allowance, Assignment
from quizzes.classes.classrooms import Classroom, Enrolment
from quizzes.items.data import Form, Item
from quizzes.people.models import User
from tests.attempts.conftest import GiveAssignment
from tests.attempts.sample_items import SAMPLES
from tests.conftest import count_queries
from tests.factories import make_assignment, make_classroom, make_enrolment

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

NOW = datetime.fromisoformat("2026-11-22T09:00:00+00:00")
MINUTE = timedelta(minutes=1)
AT_CLOSE = FeedbackMode.AT_CLOSE


def begin(
    assignment: Assignment, learner: User, *, now: datetime = NOW, key: Any = None
) -> Attempt:
    return assigned.start(
        assignment=assignment,
        learner=learner,
        start_key=key or uuid.uuid4(),
        now=now,
    )


def rules(assignment: Assignment, **changes: Any) -> Given:
    given = Given(
        **{
            name: getattr(assignment, name)
            for name in (
                "title",
                "opens_at",
                "closes_at",
                "minutes",
                "attempts_allowed",
                "counts",
                "same_items",
            )
        }
    )
    return replace(given, **changes)


# --- Starting -------------------------------------------------------------------------


def test_an_attempt_knows_its_assignment_and_its_deadline(
    bolat: User, give: GiveAssignment
) -> None:
    assignment = give(minutes=20, closes_at=NOW + timedelta(days=1))

    attempt = begin(assignment, bolat)

    attempt.refresh_from_db()
    assert (attempt.assignment, attempt.number) == (assignment, 1)
    assert attempt.deadline_at == NOW + 20 * MINUTE
    assert attempt.reveals_at is None
    assert attempt.length == len(Form)
    assert attempt.source_titles == {}


@pytest.mark.parametrize(
    ("minutes", "closes_in", "expected"),
    [
        (None, None, None),
        (None, 30, 30),
        (20, None, 20),
        (20, 30, 20),
        (20, 5, 5),
    ],
)
def test_the_deadline_is_the_closing_or_the_end_of_the_limit(
    bolat: User,
    give: GiveAssignment,
    minutes: int | None,
    closes_in: int | None,
    expected: int | None,
) -> None:
    closes_at = None if closes_in is None else NOW + closes_in * MINUTE

    attempt = begin(give(minutes=minutes, closes_at=closes_at), bolat)

    assert attempt.deadline_at == (
        None if expected is None else NOW + expected * MINUTE
    )


def test_one_start_key_starts_once_and_another_goes_on(
    bolat: User, give: GiveAssignment
) -> None:
    assignment, key = give(attempts_allowed=3), uuid.uuid4()

    started = [
        begin(assignment, bolat, key=key),
        begin(assignment, bolat, key=key),
        begin(assignment, bolat),
    ]

    assert len({each.pk for each in started}) == 1


def test_a_key_of_another_quiz_starts_nothing(
    bolat: User, give: GiveAssignment
) -> None:
    key = uuid.uuid4()
    other = begin(give(), bolat, key=key)

    with pytest.raises(taking.StartKeyReused) as reused:
        begin(give(), bolat, key=key)

    assert reused.value.attempt == other


def test_there_are_as_many_attempts_as_are_allowed(
    bolat: User, give: GiveAssignment
) -> None:
    assignment = give(attempts_allowed=2)
    for _time in range(2):
        taking.close(attempt=begin(assignment, bolat), now=NOW)

    with pytest.raises(assigned.NoAttemptsLeft):
        begin(assignment, bolat)

    numbers = Attempt.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == [1, 2]


@pytest.mark.parametrize(
    ("opens_in", "closes_in", "refused"),
    [
        (1, 10, assigned.NotOpenYet),
        (0, 10, None),
        (-10, 0, assigned.NotOpenAnyMore),
        (-10, -1, assigned.NotOpenAnyMore),
    ],
)
def test_it_starts_between_opening_and_closing(
    bolat: User,
    give: GiveAssignment,
    opens_in: int,
    closes_in: int,
    refused: type[Exception] | None,
) -> None:
    assignment = give(
        opens_at=NOW + opens_in * MINUTE, closes_at=NOW + closes_in * MINUTE
    )

    if refused is None:
        assert begin(assignment, bolat).is_open
        return
    with pytest.raises(refused):
        begin(assignment, bolat)
    assert not Attempt.objects.exists()


def test_an_attempt_whose_time_is_up_does_not_stand_in_the_way(
    bolat: User, give: GiveAssignment
) -> None:
    assignment = give(minutes=10, attempts_allowed=2)
    first = begin(assignment, bolat)

    second = begin(assignment, bolat, now=NOW + 11 * MINUTE)

    first.refresh_from_db()
    assert (second.number, second.is_open) == (2, True)
    assert not first.is_open
    assert first.closed_at == NOW + 10 * MINUTE + timedelta(seconds=10)


# --- The items ------------------------------------------------------------------------


def _snapshots(attempt: Attempt) -> list[int]:
    return list(attempt.slots.order_by("position").values_list("snapshot", flat=True))


def test_all_get_the_same_items_in_the_same_order(
    bolat: User, dana: User, give: GiveAssignment, draws: Callable[..., None]
) -> None:
    assignment = give(same_items=True)
    first = begin(assignment, bolat)
    draws([SAMPLES[Form.CHOICE].other])

    second = begin(assignment, dana)

    assert _snapshots(first) == _snapshots(second)
    assert AssignedItem.objects.filter(assignment=assignment).count() == len(Form)
    orders = [set(each.slots.get(position=1).tokens) for each in (first, second)]
    assert not orders[0] & orders[1]


def test_items_are_drawn_afresh_where_the_teacher_wishes(
    bolat: User, dana: User, give: GiveAssignment, monkeypatch: pytest.MonkeyPatch
) -> None:
    seeds: list[str] = []

    def draw(recipe: object, *, seed: str) -> Drawn:
        seeds.append(seed)
        return Drawn(items=(SAMPLES[Form.CHOICE].item,), source_titles={})

    assignment = give(same_items=False)
    monkeypatch.setattr(assigned, "draw_items", draw)

    begin(assignment, bolat)
    begin(assignment, dana)

    assert len(set(seeds)) == 2
    assert not AssignedItem.objects.exists()


def test_where_the_bank_makes_nothing_nothing_is_started(
    bolat: User, give: GiveAssignment, draws: Callable[[Iterable[Item]], None]
) -> None:
    assignment = give()
    draws([])

    with pytest.raises(taking.NothingToAsk):
        begin(assignment, bolat)


# --- More time, and less --------------------------------------------------------------


def test_more_time_reaches_the_open_attempt_of_that_learner_alone(
    aigerim: User, bolat: User, dana: User, give: GiveAssignment
) -> None:
    closes_at = NOW + 30 * MINUTE
    assignment = give(minutes=20, closes_at=closes_at)
    bolats, danas = begin(assignment, bolat), begin(assignment, dana)

    assigned.give_time(
        assignment=assignment, learner_id=bolat.pk, minutes=15, by=aigerim, now=NOW
    )

    bolats.refresh_from_db()
    danas.refresh_from_db()
    assert bolats.deadline_at == NOW + 35 * MINUTE
    assert bolats.revision == 1
    assert (danas.deadline_at, danas.revision) == (NOW + 20 * MINUTE, 0)


def test_more_time_given_before_the_start_counts(
    aigerim: User, bolat: User, give: GiveAssignment
) -> None:
    assignment = give(minutes=20, closes_at=NOW + 20 * MINUTE)

    for _press in range(2):
        assigned.give_time(
            assignment=assignment, learner_id=bolat.pk, minutes=5, by=aigerim, now=NOW
        )

    assert begin(assignment, bolat).deadline_at == NOW + 30 * MINUTE


def test_more_time_leaves_a_closing_alone_that_is_far_away(
    aigerim: User, bolat: User, give: GiveAssignment
) -> None:
    assignment = give(minutes=20, closes_at=NOW + 60 * MINUTE)
    begin(assignment, bolat)

    assigned.give_time(
        assignment=assignment,
        learner_id=bolat.pk,
        minutes=10,
        by=aigerim,
        now=NOW + 19 * MINUTE,
    )

    assert Allowance.objects.get().closes_at is None


def test_whoever_was_given_time_has_no_less_than_the_others_later(
    aigerim: User, bolat: User, give: GiveAssignment
) -> None:
    assignment = give(closes_at=NOW + 10 * MINUTE)
    attempt = begin(assignment, bolat)
    assigned.give_time(
        assignment=assignment, learner_id=bolat.pk, minutes=5, by=aigerim, now=NOW
    )
    later = NOW + 60 * MINUTE

    assigned.change(assignment=assignment, rules=rules(assignment, closes_at=later))

    attempt.refresh_from_db()
    assert attempt.deadline_at == later


def test_nobody_can_be_given_time_without_end(
    aigerim: User, bolat: User, give: GiveAssignment
) -> None:
    assignment = give()

    with pytest.raises(assigned.TooMuch):
        assigned.give_time(
            assignment=assignment, learner_id=bolat.pk, minutes=601, by=aigerim, now=NOW
        )

    assert not Allowance.objects.exists()


def test_another_deadline_moves_open_attempts_and_what_is_shown_after_it(
    bolat: User, dana: User, give: GiveAssignment
) -> None:
    assignment = give(closes_at=NOW + 30 * MINUTE, feedback_mode=AT_CLOSE)
    closed, still_open = begin(assignment, bolat), begin(assignment, dana)
    taking.close(attempt=closed, now=NOW)
    later = NOW + 60 * MINUTE

    assigned.change(assignment=assignment, rules=rules(assignment, closes_at=later))

    closed.refresh_from_db()
    still_open.refresh_from_db()
    assert closed.deadline_at == NOW + 30 * MINUTE
    assert still_open.deadline_at == later
    assert closed.reveals_at == still_open.reveals_at == later + SETTLED


def test_a_shorter_limit_reaches_the_open_attempts(
    bolat: User, give: GiveAssignment
) -> None:
    assignment = give(minutes=40)
    attempt = begin(assignment, bolat)

    assigned.change(assignment=assignment, rules=rules(assignment, minutes=10))

    attempt.refresh_from_db()
    assert attempt.deadline_at == NOW + 10 * MINUTE


def test_results_wait_for_the_last_learner(
    aigerim: User, bolat: User, dana: User, give: GiveAssignment
) -> None:
    closes_at = NOW + 30 * MINUTE
    assignment = give(closes_at=closes_at, feedback_mode=AT_CLOSE)
    attempt = begin(assignment, bolat)
    taking.close(attempt=attempt, now=NOW)

    assigned.give_time(
        assignment=assignment, learner_id=dana.pk, minutes=10, by=aigerim, now=NOW
    )

    attempt.refresh_from_db()
    over = closes_at + 10 * MINUTE + SETTLED
    assert attempt.reveals_at == over
    assert not attempt.may_be_revealed_at(over - timedelta(seconds=1))
    assert attempt.may_be_revealed_at(over)


def test_reopening_for_one_gives_an_attempt_to_use(
    aigerim: User, bolat: User, dana: User, give: GiveAssignment
) -> None:
    assignment = give(closes_at=NOW + MINUTE)
    taking.close(attempt=begin(assignment, bolat), now=NOW)
    later, until = NOW + 60 * MINUTE, NOW + 120 * MINUTE

    assigned.reopen(
        assignment=assignment,
        learner_id=bolat.pk,
        closes_at=until,
        by=aigerim,
        now=later,
    )

    again = begin(assignment, bolat, now=later)
    assert (again.number, again.deadline_at) == (2, until)
    with pytest.raises(assigned.NotOpenAnyMore):
        begin(assignment, dana, now=later)


def test_reopening_in_time_goes_on_with_the_open_attempt(
    aigerim: User, bolat: User, give: GiveAssignment
) -> None:
    assignment = give(closes_at=NOW + MINUTE)
    attempt = begin(assignment, bolat)

    assigned.reopen(
        assignment=assignment,
        learner_id=bolat.pk,
        closes_at=NOW + 60 * MINUTE,
        by=aigerim,
        now=NOW + 2 * MINUTE,
    )

    attempt.refresh_from_db()
    assert attempt.is_open_at(NOW + 59 * MINUTE)
    assert Allowance.objects.get().extra_attempts == 0


def test_another_attempt_is_for_one_learner(
    aigerim: User, bolat: User, dana: User, give: GiveAssignment
) -> None:
    assignment = give()
    for learner in (bolat, dana):
        taking.close(attempt=begin(assignment, learner), now=NOW)

    assigned.give_attempt(
        assignment=assignment, learner_id=bolat.pk, by=aigerim, now=NOW
    )

    assert begin(assignment, bolat).number == 2
    with pytest.raises(assigned.NoAttemptsLeft):
        begin(assignment, dana)


# --- Cancelling -----------------------------------------------------------------------


def test_a_cancelled_assignment_is_handed_in_and_its_attempts_are_kept(
    bolat: User, dana: User, give: GiveAssignment
) -> None:
    assignment = give()
    attempt = begin(assignment, bolat)
    later = NOW + 5 * MINUTE

    assigned.cancel(assignment=assignment, now=later)

    attempt.refresh_from_db()
    assignment.refresh_from_db()
    assert not attempt.is_open_at(later)
    assert taking.close_overdue(now=later + MINUTE) == 1
    assert Attempt.objects.count() == 1
    with pytest.raises(assigned.NotOpenAnyMore):
        begin(assignment, dana, now=later)
    assert not Assignment.objects.for_learner(bolat.pk).exists()


def test_a_restored_assignment_goes_on(bolat: User, give: GiveAssignment) -> None:
    assignment = give(closes_at=NOW + 60 * MINUTE)
    attempt = begin(assignment, bolat)
    assigned.cancel(assignment=assignment, now=NOW)

    assigned.restore(assignment=assignment)

    attempt.refresh_from_db()
    assert attempt.is_open_at(NOW + 59 * MINUTE)


def test_cancelling_twice_is_cancelling_once(give: GiveAssignment) -> None:
    assignment = give()
    assigned.cancel(assignment=assignment, now=NOW)
    assigned.cancel(assignment=assignment, now=NOW + MINUTE)

    assignment.refresh_from_db()
    assert assignment.cancelled_at == NOW


# --- For whom -------------------------------------------------------------------------


def test_who_joins_later_has_to_do_it_and_who_was_removed_has_not(
    aigerim: User, bolat: User, dana: User
) -> None:
    classroom = make_classroom(aigerim)
    enrolment = make_enrolment(classroom, bolat)
    assignment = make_assignment(classroom)
    assert Assignment.objects.for_learner(bolat.pk).get() == assignment
    assert not Assignment.objects.for_learner(dana.pk).exists()

    make_enrolment(classroom, dana)
    Enrolment.objects.filter(pk=enrolment.pk).update(state="removed", ended_at=NOW)

    assert not Assignment.objects.for_learner(bolat.pk).exists()
    assert Assignment.objects.for_learner(dana.pk).get() == assignment


def test_chosen_learners_have_to_do_it_and_the_others_have_not(
    aigerim: User, bolat: User, dana: User
) -> None:
    classroom = make_classroom(aigerim)
    for learner in (bolat, dana):
        make_enrolment(classroom, learner)

    assignment = make_assignment(classroom, learners=(bolat,))

    assert Assignment.objects.for_learner(bolat.pk).get() == assignment
    assert not Assignment.objects.for_learner(dana.pk).exists()


@pytest.mark.parametrize("state", ["asked", "refused", "left"])
def test_whoever_is_not_in_the_class_has_nothing_to_do(
    aigerim: User, bolat: User, state: str
) -> None:
    classroom = make_classroom(aigerim)
    ended = None if state == "asked" else NOW
    make_enrolment(classroom, bolat, state=state, ended_at=ended)
    make_assignment(classroom)

    assert not Assignment.objects.for_learner(bolat.pk).exists()


def test_an_archived_class_gives_nothing_to_do(aigerim: User, bolat: User) -> None:
    classroom = make_classroom(aigerim)
    make_enrolment(classroom, bolat)
    make_assignment(classroom)

    Classroom.objects.update(archived_at=NOW)

    assert not Assignment.objects.for_learner(bolat.pk).exists()


# --- How it stands --------------------------------------------------------------------


def test_a_task_says_how_far_the_learner_has_come(
    bolat: User, give: GiveAssignment
) -> None:
    assignment = give(minutes=10, attempts_allowed=2)

    def stands(now: datetime) -> tuple[Status, int, bool]:
        (task,) = tasks_of(bolat.pk, [assignment], now)
        return task.status, task.attempts_left, task.can_start

    assert stands(NOW) == (Status.NOT_STARTED, 2, True)
    begin(assignment, bolat)
    assert stands(NOW) == (Status.IN_PROGRESS, 1, False)
    # Its time is up, and nobody has closed it yet.
    assert stands(NOW + 10 * MINUTE) == (Status.HANDED_IN, 1, True)


@pytest.mark.parametrize(
    ("counts", "expected"), [("first", 1), ("last", 3), ("best", 2)]
)
def test_the_attempt_counts_that_the_rule_says(
    bolat: User, give: GiveAssignment, counts: str, expected: int
) -> None:
    assignment = give(attempts_allowed=3, counts=counts)
    for score in (1, 3, 2):
        attempt = begin(assignment, bolat)
        Attempt.objects.filter(pk=attempt.pk).update(score=score, answered=score)
        taking.close(attempt=attempt, now=NOW)

    task = task_of(attempt, NOW)

    assert task is not None
    assert task.counting is not None
    assert task.counting.number == expected


def test_what_closes_first_is_due_first_and_what_is_done_is_not(
    bolat: User, give: GiveAssignment
) -> None:
    later = give(closes_at=NOW + 60 * MINUTE)
    never = give(closes_at=None)
    sooner = give(closes_at=NOW + 30 * MINUTE)
    done = give(closes_at=NOW + 30 * MINUTE)
    give(opens_at=NOW + MINUTE, closes_at=NOW + 30 * MINUTE)
    give(opens_at=NOW - 9 * MINUTE, closes_at=NOW - MINUTE)
    taking.close(attempt=begin(done, bolat), now=NOW)

    due = due_of(bolat.pk, NOW)

    assert [each.assignment for each in due] == [sooner, later, never]


def test_a_start_costs_the_same_for_all_who_come_later(
    bolat: User, dana: User, give: GiveAssignment
) -> None:
    assignment = give()
    begin(assignment, bolat)

    statements = count_queries(lambda: begin(assignment, dana))

    assert len(statements) <= 16, statements


@pytest.mark.parametrize("happens", ["cancelled", "more_time", "closed"])
def test_what_a_teacher_does_while_an_attempt_is_being_started_counts(
    aigerim: User,
    bolat: User,
    give: GiveAssignment,
    monkeypatch: pytest.MonkeyPatch,
    happens: str,
) -> None:
    assignment = give(minutes=10)
    read = assigned._snapshots

    def meanwhile(*arguments: Any) -> Any:
        items = read(*arguments)
        if happens == "cancelled":
            assigned.cancel(assignment=assignment, now=NOW)
        elif happens == "closed":
            Assignment.objects.update(closes_at=NOW)
        else:
            assigned.give_time(
                assignment=assignment,
                learner_id=bolat.pk,
                minutes=5,
                by=aigerim,
                now=NOW,
            )
        return items

    monkeypatch.setattr(assigned, "_snapshots", meanwhile)

    if happens == "more_time":
        assert begin(assignment, bolat).deadline_at == NOW + 15 * MINUTE
        return
    with pytest.raises(assigned.NotOpenAnyMore):
        begin(assignment, bolat)
    assert not Attempt.objects.exists()
