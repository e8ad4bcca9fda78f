"""Whoever presses twice makes one quiz, and takes one copy."""

from __future__ import annotations

import uuid

import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError
from django.urls import reverse

from quizzes.bank.models import Quiz
from quizzes.bank.quiz_making import made_once
from quizzes.people.models import User
from tests.bank.quizzes import make_quiz, stems
from tests.factories import SpaceFactory

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def form_on(page, action=None):
    """The fields that a form of the page sends as it is, ticks and buttons aside."""
    tree = BeautifulSoup(page.content, "html.parser")
    forms = tree.select("main form") if action is None else []
    [form] = [f for f in forms if not f.get("action")] or tree.select(
        f'form[action="{action}"]'
    )
    return {
        field["name"]: field.get("value", "")
        for field in form.select("input[name]")
        if field["type"] not in ("checkbox", "radio", "submit")
    }


def test_a_new_quiz_is_made_once_for_each_form(aigerim, client_for):
    SpaceFactory()
    browser, new = client_for(aigerim), reverse("quizzes:new")
    data = form_on(browser.get(new)) | {"feedback_mode": "at_end"}

    first, second = browser.post(new, data), browser.post(new, data)

    assert Quiz.objects.count() == 1
    assert first.url == second.url == Quiz.objects.get().get_absolute_url()
    another = form_on(browser.get(new)) | {"feedback_mode": "at_end"}
    browser.post(new, another)
    assert Quiz.objects.count() == 2


def test_what_was_wrong_in_the_form_keeps_its_key(aigerim, client_for):
    SpaceFactory()
    browser, new = client_for(aigerim), reverse("quizzes:new")
    data = form_on(browser.get(new))

    refused = browser.post(new, data | {"title": ""})

    assert refused.status_code == 422
    assert form_on(refused)["made_key"] == data["made_key"]


@pytest.mark.parametrize("name", ["copy", "shared"])
def test_a_copy_is_taken_once_for_each_form(aigerim, client_for, name):
    quiz = make_quiz(aigerim, share_token="a-token")
    browser, taker = client_for(aigerim), aigerim
    url, page = reverse("quizzes:copy", args=[quiz.public_id]), quiz.get_absolute_url()
    if name == "shared":
        taker = User.objects.create_user("gulnar", role=User.Role.TEACHER)
        browser = client_for(taker)
        url = page = reverse("quizzes:shared", args=["a-token"])
    data = form_on(browser.get(page), url)

    first, second = browser.post(url, data), browser.post(url, data)

    made = Quiz.objects.exclude(pk=quiz.pk).get()
    assert made.space.owner == taker
    assert first.url == second.url == made.get_absolute_url()
    assert stems(made) == stems(quiz)


def test_of_two_presses_at_once_the_first_counts(aigerim):
    quiz = make_quiz(aigerim)
    key = uuid.uuid4()

    def make_while_the_other_does():
        quiz.made_key = key
        quiz.save()
        raise IntegrityError

    # What the other has stored is taken back here with the rest: ask again after it
    with pytest.raises(IntegrityError):
        made_once(space=quiz.space, made_key=key, make=make_while_the_other_does)
    quiz.save()
    made = made_once(space=quiz.space, made_key=key, make=make_while_the_other_does)
    assert made == quiz


def test_a_key_makes_one_quiz_in_a_space(aigerim):
    key = uuid.uuid4()
    make_quiz(aigerim, made_key=key)

    with pytest.raises(IntegrityError):
        make_quiz(aigerim, made_key=key)
