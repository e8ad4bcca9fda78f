"""A question by hand is corrected after it was asked: marks follow, and can go back."""

from __future__ import annotations

import importlib
import uuid
from dataclasses import replace
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from quizzes.attempts import regrading, taking
from quizzes.attempts.models import Mark, Slot, Snapshot
from quizzes.bank.models import Question
from quizzes.bank.question_conversion import question_content
from quizzes.bank.question_editing import store_question
from quizzes.bank.recipes import FeedbackMode, Recipe
from tests.exchange.question_samples import CHOICE
from tests.factories import SpaceFactory, make_classroom, make_enrolment

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
OWN = "aigerim"
RIGHT, WRONG = "text:2", "text:1"


@pytest.fixture
def question(aigerim) -> Question:
    """An approved question of the teacher's: all that there is in the bank."""
    space = SpaceFactory(key=OWN, name="Айгерім", owner=aigerim)
    SpaceFactory()
    content = replace(CHOICE, state="approved")
    return store_question(space=space, content=content, now=timezone.now()).question


def answered(learner, response) -> Slot:
    """An attempt at the question, answered and handed in."""
    attempt = taking.start(
        learner=learner,
        recipe=Recipe(
            space=OWN, questions=True, length=1, feedback_mode=FeedbackMode.AT_END
        ),
        start_key=uuid.uuid4(),
        seed="1",
        now=timezone.now(),
    )
    slot = attempt.slots.select_related("attempt", "snapshot").get()
    taking.submit(
        slot=slot,
        response=response,
        idempotency_key=uuid.uuid4(),
        number=1,
        now=timezone.now(),
    )
    taking.close(attempt=attempt, now=timezone.now())
    return Slot.objects.select_related("attempt").get(pk=slot.pk)


def correct(question, by, **changes) -> Question:
    """Store the question with changes, by default with its first option for the key."""
    stored = Question.objects.with_content().get(pk=question.pk)
    content = question_content(stored)
    if not changes:
        changes["options"] = tuple(
            replace(option, key=option.id == "1") for option in content.options
        )
    return store_question(
        space=stored.space, content=replace(content, **changes), now=timezone.now()
    ).question


def marks(slot) -> list[float]:
    found = Mark.objects.filter(answer__slot=slot).order_by("pk")
    return [float(score) for score in found.values_list("score", flat=True)]


def test_marks_follow_the_corrected_question_and_go_back(
    question, aigerim, bolat, dana
):
    right, wrong = answered(bolat, RIGHT), answered(dana, WRONG)
    question = correct(question, aigerim)

    changes = regrading.changes_of(question, gives_all=False)
    assert {each.slot.pk: each.before for each in changes} == {right.pk: 1, wrong.pk: 0}
    assert {each.slot.pk: each.after for each in changes} == {right.pk: 0, wrong.pk: 1}
    assert marks(right) == [1]  # only told

    now = timezone.now()
    made = regrading.regrade(thing=question, gives_all=False, by=aigerim, now=now)
    assert (marks(right), marks(wrong)) == ([1, 0], [0, 1])
    right.attempt.refresh_from_db()
    assert right.attempt.score == 0
    assert regrading.changes_of(question, gives_all=True) == []

    regrading.undo(made=made, by=aigerim, now=now)
    assert (marks(right), marks(wrong)) == ([1, 0, 1], [0, 1, 0])
    right.attempt.refresh_from_db()
    assert right.attempt.score == 1


def test_better_words_change_no_mark(question, aigerim, bolat):
    answered(bolat, RIGHT)
    question = correct(question, aigerim, stem="Шартқа қай жылы қол қойылды?")

    assert regrading.changes_of(question, gives_all=True) == []


def test_where_no_option_is_right_any_more_all_get_the_mark_if_that_is_wanted(
    question, aigerim, bolat
):
    slot = answered(bolat, WRONG)
    options = tuple(
        replace(option, text="1994") if option.key else option
        for option in CHOICE.options
    )
    question = correct(question, aigerim, options=options)

    assert regrading.changes_of(question, gives_all=False) == []
    regrading.regrade(thing=question, gives_all=True, by=aigerim, now=timezone.now())
    slot.refresh_from_db()
    assert slot.is_void
    assert slot.mark == 1


def test_the_page_tells_who_met_the_old_version_does_and_undoes(
    question, aigerim, bolat, dana, client_for
):
    make_enrolment(make_classroom(aigerim), bolat)
    for learner in (bolat, dana):
        answered(learner, WRONG)
    correct(question, aigerim)
    browser = client_for(aigerim)
    address = reverse("attempts:regrade_question", args=[question.reference])

    page = BeautifulSoup(browser.get(address).content, "html.parser")
    assert "Болат" in page.select_one("table").get_text()
    assert "Болат" in page.select_one("main ul").get_text()
    assert "Дана" not in page.get_text()  # in no class of hers
    assert browser.post(address, follow=True).status_code == 200
    assert set(Slot.objects.values_list("mark", flat=True)) == {Decimal(1)}

    done = BeautifulSoup(browser.get(address).content, "html.parser")
    browser.post(done.select_one('form[action$="/undo/"]')["action"])
    assert set(Slot.objects.values_list("mark", flat=True)) == {Decimal(0)}


def test_saving_an_approved_question_leads_to_the_attempts_that_asked_it(
    question, aigerim, client_for
):
    browser = client_for(aigerim)
    address = reverse("bank:edit_question", args=[question.reference])
    regrade = reverse("attempts:regrade_question", args=[question.reference])

    form = BeautifulSoup(browser.get(address).content, "html.parser")
    assert form.select(f'a[href="{regrade}"]')
    correct(question, aigerim)
    page = browser.get(reverse("bank:question", args=[question.reference]))
    assert regrade in page.content.decode()


def test_another_teachers_question_is_not_there(question, dana, client_for):
    dana.role = "teacher"
    dana.save()
    browser = client_for(dana)
    address = reverse("attempts:regrade_question", args=[question.reference])

    assert browser.get(address).status_code == 404
    assert browser.post(address).status_code == 404


def test_what_was_asked_before_it_was_joined_is_joined(question, bolat):
    answered(bolat, RIGHT)
    Snapshot.objects.update(question=None)

    migration = importlib.import_module(
        "quizzes.migrations.0016_snapshots_of_questions"
    )
    migration.join_to_questions(apps, None)

    assert Snapshot.objects.get().question == question
