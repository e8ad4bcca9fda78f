"""A quiz given to a class: its items as they were, in its order, for everybody."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from quizzes.attempts import assigned, practising, taking
from quizzes.attempts.models import AssignedItem, Attempt
from quizzes.attempts.snapshots import item_of
from quizzes.bank import quiz_editing
from quizzes.bank.models import FactUsage, Quiz
from quizzes.bank.recipes import FeedbackMode
from quizzes.classes.assigning import Given
from quizzes.classes.assignments import Assignment
from quizzes.items.data import Form, Item
from quizzes.people.models import User
from tests.attempts.conftest import NOW
from tests.attempts.sample_items import SAMPLES
from tests.bank.quizzes import ids, make_quiz, stems
from tests.factories import make_classroom, make_enrolment, make_fact

pytestmark = pytest.mark.django_db

ORDER = (Form.MATCHING, Form.MULTIPLE_CHOICE, Form.CHOICE, Form.ORDERING)


@pytest.fixture
def quiz(aigerim: User) -> Quiz:
    return make_quiz(aigerim, [SAMPLES[form].item for form in ORDER])


def give(quiz: Quiz, teacher: User, *learners: User, **rules: object) -> Assignment:
    classroom = make_classroom(teacher)
    for learner in learners:
        make_enrolment(classroom, learner)
    values: dict[str, object] = {
        "title": quiz.title,
        "opens_at": NOW - timedelta(days=1),
        "closes_at": NOW + timedelta(days=7),
        "minutes": None,
        "attempts_allowed": 1,
        "counts": Assignment.Counts.FIRST,
        "same_items": True,
    }
    return assigned.give_quiz(
        quiz=quiz,
        teacher=teacher,
        rules=Given(**(values | rules)),
        feedback_mode=FeedbackMode.AT_END,
        classes=[classroom],
        learners={},
        given_key=uuid.uuid4(),
        now=NOW,
    )


def begin(assignment: Assignment, learner: User) -> Attempt:
    return assigned.start(
        assignment=assignment, learner=learner, start_key=uuid.uuid4(), now=NOW
    )


def items_of(attempt: Attempt) -> list[Item]:
    slots = attempt.slots.select_related("snapshot").order_by("position")
    return [item_of(slot.snapshot) for slot in slots]


def orders_of(attempt: Attempt) -> list[list[str]]:
    return [slot.option_order for slot in attempt.slots.order_by("position")]


@pytest.mark.postgres
def test_each_pupil_gets_the_items_of_the_quiz_in_its_order(
    quiz: Quiz, aigerim: User, bolat: User, dana: User
) -> None:
    assignment = give(quiz, aigerim, bolat, dana)
    first = begin(assignment, bolat)

    # Whatever becomes of the quiz, what was given stays
    for item_id in ids(quiz)[:2]:
        quiz.refresh_from_db()
        quiz_editing.remove(
            quiz=quiz, item_id=item_id, seen_version=quiz.version, by=aigerim, now=NOW
        )
    quiz.delete()
    second = begin(assignment, dana)

    wanted = [SAMPLES[form].item for form in ORDER]
    assert items_of(first) == items_of(second) == wanted
    assert orders_of(first) == [[o.value for o in item.options] for item in wanted]
    assert orders_of(first) == orders_of(second)
    assert not first.is_shorter_than_asked
    assignment.refresh_from_db()
    assert assignment.quiz is None


def test_what_is_changed_before_anybody_starts_is_not_given(
    quiz: Quiz, aigerim: User, bolat: User
) -> None:
    assignment = give(quiz, aigerim, bolat)
    assert assignment.quiz == quiz
    quiz_editing.remove(
        quiz=quiz, item_id=ids(quiz)[0], seen_version=1, by=aigerim, now=NOW
    )

    assert len(items_of(begin(assignment, bolat))) == len(ORDER)


def test_options_are_shuffled_for_each_if_the_teacher_says_so(
    quiz: Quiz, aigerim: User, bolat: User, dana: User
) -> None:
    assignment = give(quiz, aigerim, bolat, dana, shuffles_options=True)
    several = ORDER.index(Form.MULTIPLE_CHOICE)
    dates = ORDER.index(Form.CHOICE)
    learners = [User.objects.create_user(f"pupil-{n}") for n in range(8)]

    attempts = [begin(assignment, each) for each in (bolat, dana, *learners)]

    assert len({tuple(orders_of(each)[several]) for each in attempts}) > 3
    assert len({tuple(orders_of(each)[dates]) for each in attempts}) == 1
    assert all(items_of(each) == items_of(attempts[0]) for each in attempts)
    for each in attempts:
        for slot in each.slots.all():
            assert set(slot.tokens.values()) == set(slot.option_order)


def test_a_form_that_is_sent_twice_gives_it_once(
    quiz: Quiz, aigerim: User, client: Client
) -> None:
    classroom = make_classroom(aigerim)
    client.force_login(aigerim)
    url = reverse("attempts:give_quiz", args=[quiz.public_id])
    form = client.get(url).context["form"]
    data = {
        name: form[name].value() or ""
        for name in form.fields
        if name not in ("classes", "learners", "shuffles_options")
    }
    for name in ("opens_at", "closes_at"):
        data[name] = form.initial[name].strftime("%Y-%m-%dT%H:%M")
    data["classes"] = [classroom.public_id]

    first, second = client.post(url, data), client.post(url, data)

    assert first.status_code == second.status_code == 302, first.context["form"].errors
    [assignment] = Assignment.objects.all()
    assert AssignedItem.objects.filter(assignment=assignment).count() == len(ORDER)
    assert assignment.quiz == quiz
    assert assignment.title == quiz.title


def test_an_empty_quiz_is_not_given(aigerim: User) -> None:
    empty = make_quiz(aigerim, [])

    with pytest.raises(taking.NothingToAsk):
        give(empty, aigerim)

    assert not Assignment.objects.exists()


def test_a_teacher_tries_the_very_items(
    quiz: Quiz, aigerim: User, client: Client
) -> None:
    client.force_login(aigerim)
    url = reverse("attempts:try_quiz", args=[quiz.public_id])
    key = str(uuid.uuid4())

    first = client.post(url, {"start_key": key})
    second = client.post(url, {"start_key": key})

    [attempt] = Attempt.objects.all()
    assert first.headers["Location"] == second.headers["Location"]
    assert [item.stem for item in items_of(attempt)] == stems(quiz)
    assert attempt.shows_feedback_at_once
    assert attempt.assignment is None


@pytest.mark.parametrize(("is_try", "counted"), [(True, 0), (False, 1)])
def test_a_try_is_not_counted_among_what_was_asked_and_missed(
    aigerim: User, is_try: bool, counted: int
) -> None:
    fact = make_fact()
    item = replace(SAMPLES[Form.CHOICE].item, facts=((fact.key, fact.version),))
    attempt = practising.try_quiz(
        quiz=make_quiz(aigerim, [item]),
        learner=aigerim,
        start_key=uuid.uuid4(),
        seed="1",
        now=NOW,
    )
    assert attempt.is_try
    Attempt.objects.update(is_try=is_try)
    slot = attempt.slots.select_related("attempt", "snapshot").get()
    taking.submit(
        slot=slot,
        response=item.options[0].value,
        idempotency_key=uuid.uuid4(),
        number=1,
        now=NOW,
    )

    taking.close(attempt=attempt, now=NOW)

    assert FactUsage.objects.filter(fact=fact, asked=1).count() == counted


def test_practising_the_mistakes_of_a_try_is_not_counted_either(aigerim: User) -> None:
    fact = make_fact()
    item = replace(SAMPLES[Form.CHOICE].item, facts=((fact.key, fact.version),))
    attempt = practising.try_quiz(
        quiz=make_quiz(aigerim, [item]),
        learner=aigerim,
        start_key=uuid.uuid4(),
        seed="1",
        now=NOW,
    )
    taking.close(attempt=attempt, now=NOW)

    again = practising.practise_again(
        attempt=Attempt.objects.get(), start_key=uuid.uuid4(), seed="1", now=NOW
    )

    assert again.is_try


def test_an_empty_quiz_is_not_tried(aigerim: User) -> None:
    with pytest.raises(taking.NothingToAsk):
        practising.try_quiz(
            quiz=make_quiz(aigerim, []),
            learner=aigerim,
            start_key=uuid.uuid4(),
            seed="1",
            now=NOW,
        )
