"""Coming into a class and leaving it, with all of it kept."""

from __future__ import annotations

import pytest
from django.utils import timezone

from quizzes.classes import codes, enrolling, keeping
from quizzes.classes.classrooms import Card, Classroom, Enrolment
from tests.classes.scene import (
    School,
    enrol,
    fill,
    give_card,
    let_code_expire,
    make_class,
    make_passwordless,
)

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

State = Enrolment.State


def states(classroom: Classroom, learner: object) -> list[str]:
    rows = classroom.enrolments.filter(learner=learner).order_by("pk")
    return list(rows.values_list("state", flat=True))


def test_a_newcomer_is_in_at_once_unless_the_teacher_confirms(school: School) -> None:
    strict = make_class(school.owner, "8", confirms_newcomers=True)

    assert enrol(school.classroom, "madi").state == State.JOINED
    waiting = enrol(strict, "aruzhan")
    assert waiting.state == State.ASKED

    confirmed = enrolling.confirm(
        classroom=strict, public_ids=[waiting.public_id], now=timezone.now()
    )
    assert confirmed == 1
    assert states(strict, waiting.learner) == [State.JOINED]


def test_a_newcomer_of_another_class_is_not_confirmed(school: School) -> None:
    strict = make_class(school.other_teacher, "8", confirms_newcomers=True)
    waiting = enrol(strict, "aruzhan")

    enrolling.confirm(
        classroom=school.classroom,
        public_ids=[waiting.public_id],
        now=timezone.now(),
    )

    assert states(strict, waiting.learner) == [State.ASKED]


def test_joining_twice_gives_the_same_enrolment(school: School) -> None:
    with pytest.raises(enrolling.AlreadyIn) as already:
        enrol(school.classroom, school.pupil, "Басқа есім")

    assert already.value.enrolment == school.enrolment


def test_a_name_is_in_a_class_once_however_it_is_written(school: School) -> None:
    enrol(school.classroom, "madi", "Мәди Сәкен")

    with pytest.raises(enrolling.NameTaken):
        enrol(school.classroom, "another", "  мәди   СӘКЕН ")
    assert enrol(school.other_class, "third", "Мәди Сәкен").state == State.JOINED


def test_who_left_comes_back_with_another_row(school: School) -> None:
    enrolling.leave(enrolment=school.enrolment, now=timezone.now())
    again = enrol(school.classroom, school.pupil)

    assert states(school.classroom, school.pupil) == [State.LEFT, State.JOINED]
    assert again.pk != school.enrolment.pk


def test_who_was_taken_out_waits_for_the_teacher_to_come_back(school: School) -> None:
    assert enrol(school.classroom, school.removed).state == State.ASKED


def test_the_teacher_takes_a_former_pupil_back(school: School) -> None:
    gone = school.classroom.enrolments.get(learner=school.removed)

    again = enrolling.take_back(enrolment=gone, now=timezone.now())

    assert again.state == State.JOINED
    assert states(school.classroom, school.removed) == [State.REMOVED, State.JOINED]


def test_a_pupil_moves_with_the_card(school: School) -> None:
    second = make_class(school.owner, "10")
    pupil, _card = give_card(school.classroom)
    enrolment = school.classroom.enrolments.get(learner=pupil)

    moved = enrolling.move(enrolment=enrolment, to=second, now=timezone.now())

    assert states(school.classroom, pupil) == [State.MOVED]
    assert (moved.classroom, moved.state) == (second, State.JOINED)
    assert Card.objects.get(learner=pupil).classroom == second


def test_a_move_that_cannot_be_changes_nothing(school: School) -> None:
    second = make_class(school.owner, "10")
    enrol(second, "another", school.enrolment.name)

    with pytest.raises(enrolling.NameTaken):
        enrolling.move(enrolment=school.enrolment, to=second, now=timezone.now())

    assert states(school.classroom, school.pupil) == [State.JOINED]
    keeping.archive(classroom=second, now=timezone.now())
    with pytest.raises(enrolling.TakesNobody):
        enrolling.move(enrolment=school.enrolment, to=second, now=timezone.now())


def test_what_is_over_cannot_end_once_more(school: School) -> None:
    enrolling.remove(enrolment=school.enrolment, now=timezone.now())

    with pytest.raises(enrolling.NotInClass):
        enrolling.leave(enrolment=school.enrolment, now=timezone.now())
    with pytest.raises(enrolling.NotInClass):
        enrolling.rename(enrolment=school.enrolment, name="Жаңа")


def test_nobody_comes_in_without_a_code_that_holds(school: School) -> None:
    let_code_expire(school.classroom)
    with pytest.raises(enrolling.TakesNobody):
        enrol(school.classroom, "madi")

    codes.close(classroom=school.classroom)
    with pytest.raises(enrolling.TakesNobody):
        enrol(school.classroom, "dias")


def test_a_teacher_of_the_class_is_no_learner_in_it(school: School) -> None:
    with pytest.raises(enrolling.TeachesHere):
        enrol(school.classroom, school.co_teacher)


def test_a_class_that_is_full_takes_nobody(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(enrolling, "MOST_LEARNERS", 3)
    fill(school.classroom, 2)

    with pytest.raises(enrolling.ClassFull):
        enrol(school.classroom, "madi")


def test_a_list_is_in_the_order_of_the_kazakh_alphabet(school: School) -> None:
    classroom = make_class(school.owner, "5")
    for number, name in enumerate(["Яна", "Қанат", "Әли", "Ұлан", "Кәмила", "Асан"]):
        enrol(classroom, make_passwordless(f"p{number}"), name)

    names = classroom.enrolments.by_name().values_list("name", flat=True)

    assert list(names) == ["Асан", "Әли", "Кәмила", "Қанат", "Ұлан", "Яна"]


def test_a_pupil_is_found_by_parts_of_the_name_in_any_order(school: School) -> None:
    enrol(school.classroom, "p1", "Сейітова Айгерім")

    found = school.classroom.enrolments.found_by("АЙГ сейіт")

    assert [each.name for each in found] == ["Сейітова Айгерім"]
    assert not school.classroom.enrolments.found_by("айгүл").exists()
