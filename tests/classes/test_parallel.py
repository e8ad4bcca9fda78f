"""What comes at the same time ends as if it had come one after the other.

SQLite hides races that PostgreSQL shows, so these run on both.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils import timezone

from quizzes.classes import cards, codes, enrolling
from quizzes.classes.classrooms import Classroom, Enrolment
from quizzes.people.models import User
from tests.attempts.test_parallel import at_once
from tests.classes.scene import enrol, make_class, make_passwordless, make_school

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def outcome(act: Callable[[], object]) -> Callable[[], str]:
    """The name of what an act raises, or "done"."""

    def run() -> str:
        try:
            act()
        except Exception as error:
            return type(error).__name__
        return "done"

    return run


def test_one_of_many_with_the_same_name_gets_in() -> None:
    school = make_school()
    learners = [make_passwordless(f"p{number}") for number in range(8)]

    outcomes = at_once(
        outcome(lambda who=who: enrol(school.classroom, who, "Мәди Сәкен"))
        for who in learners
    )

    assert sorted(outcomes) == ["NameTaken"] * 7 + ["done"]
    assert school.classroom.enrolments.filter(name="Мәди Сәкен").count() == 1


def test_a_learner_who_presses_many_times_is_in_once() -> None:
    school = make_school()
    learner = make_passwordless("madi")

    outcomes = at_once(
        outcome(lambda: enrol(school.classroom, learner)) for _ in range(8)
    )

    assert sorted(outcomes) == ["AlreadyIn"] * 7 + ["done"]


def test_a_class_does_not_grow_beyond_its_limit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    school = make_school()
    monkeypatch.setattr(enrolling, "MOST_LEARNERS", 4)
    learners = [make_passwordless(f"p{number}") for number in range(8)]

    outcomes = at_once(
        outcome(lambda who=who: enrol(school.classroom, who)) for who in learners
    )

    assert sorted(outcomes) == ["ClassFull"] * 5 + ["done"] * 3


def test_a_list_sent_twice_at_once_makes_its_cards_once() -> None:
    school = make_school()
    before = User.objects.count()

    outcomes = at_once(
        outcome(
            lambda: cards.make_cards(
                classroom=school.classroom,
                names=["Асан", "Үсен"],
                language="kk",
                now=timezone.now(),
            )
        )
        for _ in range(4)
    )

    assert sorted(outcomes) == ["NamesInClass"] * 3 + ["done"]
    assert User.objects.count() == before + 2


def test_moves_in_opposite_directions_do_not_wait_for_each_other() -> None:
    school = make_school()
    second = make_class(school.owner, "10")
    there = [enrol(school.classroom, f"a{number}") for number in range(4)]
    back = [enrol(second, f"b{number}") for number in range(4)]

    def move(enrolment: Enrolment, to: Classroom) -> object:
        return enrolling.move(enrolment=enrolment, to=to, now=timezone.now())

    outcomes = at_once(
        [
            *(outcome(lambda each=each: move(each, second)) for each in there),
            *(outcome(lambda each=each: move(each, school.classroom)) for each in back),
        ]
    )

    assert outcomes == ["done"] * 8
    assert second.enrolments.joined().count() == 4


def test_nobody_joins_by_a_code_that_is_closed_at_the_same_moment() -> None:
    school = make_school()
    learners = [make_passwordless(f"p{number}") for number in range(6)]

    outcomes = at_once(
        [
            outcome(lambda: codes.close(classroom=school.classroom)),
            *(
                outcome(lambda who=who: enrol(school.classroom, who))
                for who in learners
            ),
        ]
    )

    assert set(outcomes) <= {"done", "TakesNobody"}
    assert outcomes[0] == "done"
    late = outcome(lambda: enrol(school.classroom, "late"))()
    assert late == "TakesNobody"


def test_a_pupil_who_leaves_while_being_moved_is_in_one_state() -> None:
    school = make_school()
    second = make_class(school.owner, "10")

    outcomes = at_once(
        [
            outcome(
                lambda: enrolling.leave(enrolment=school.enrolment, now=timezone.now())
            ),
            outcome(
                lambda: enrolling.move(
                    enrolment=school.enrolment, to=second, now=timezone.now()
                )
            ),
            outcome(
                lambda: enrolling.remove(enrolment=school.enrolment, now=timezone.now())
            ),
        ]
    )

    assert sorted(outcomes) == ["NotInClass", "NotInClass", "done"]
