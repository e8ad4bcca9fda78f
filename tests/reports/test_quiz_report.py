"""The analysis of a quiz's questions over all classes that it was given to."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from quizzes.bank.models import Quiz
from quizzes.classes.assignments import Assignment
from quizzes.people.models import User
from quizzes.reports.item_report import item_report
from tests.bank.quizzes import make_quiz
from tests.conftest import AssertSameQueries, ClientFor
from tests.factories import make_assignment, make_classroom
from tests.reports.scene import RIGHT, WRONG, choice, hand_in, join

pytestmark = pytest.mark.django_db

NOW = timezone.now()
ITEMS = [choice(1), choice(2)]


@pytest.fixture
def quiz(aigerim: User) -> Quiz:
    """A quiz of Aigerim's with two questions."""
    return make_quiz(aigerim, ITEMS)


@pytest.fixture
def aigerims(aigerim: User, client_for: ClientFor) -> Client:
    """Aigerim's browser."""
    aigerim.role = User.Role.TEACHER
    aigerim.save()
    return client_for(aigerim)


def give_and_answer(quiz: Quiz, teacher: User, *, learners: int, name: str) -> None:
    """Give the quiz to a new class, in which half know the first question."""
    room = make_classroom(teacher, name=name)
    given = make_assignment(room, quiz=quiz, given_by=teacher, title=name)
    for number, each in enumerate(join(room, learners)):
        answers = [RIGHT if number % 2 else WRONG, RIGHT]
        hand_in(given, each.learner, answers, ITEMS, at=NOW)


def open_page(client: Client, quiz: Quiz, **query: str) -> BeautifulSoup:
    response = client.get(reverse("reports:quiz", args=[quiz.public_id]), query)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def test_classes_are_counted_together(
    quiz: Quiz, aigerim: User, aigerims: Client
) -> None:
    for name in ("9 «А»", "9 «Ә»"):
        give_and_answer(quiz, aigerim, learners=6, name=name)

    page = open_page(aigerims, quiz)

    cells = {
        row.th.get_text(strip=True): [each.get_text(strip=True) for each in row("td")]
        for row in page.select("#items tbody tr")
    }
    assert cells[ITEMS[0].stem][1:3] == ["12", "50\N{NO-BREAK SPACE}%"]
    assert cells[ITEMS[1].stem][1:3] == ["12", "100\N{NO-BREAK SPACE}%"]
    for name in ("9 «А»", "9 «Ә»"):
        assert name in page.get_text()


def test_who_had_it_twice_is_counted_with_the_first(
    quiz: Quiz, aigerim: User, aigerims: Client
) -> None:
    room = make_classroom(aigerim)
    [enrolment] = join(room, 1)
    for response, at in ((RIGHT, NOW), (WRONG, NOW - timedelta(days=1))):
        again = make_assignment(room, quiz=quiz, given_by=aigerim)
        hand_in(again, enrolment.learner, [response, RIGHT], ITEMS, at=at)

    given = Assignment.objects.filter(quiz=quiz).order_by("pk")
    report = item_report(*given, now=NOW)

    [first] = [each for each in report.items if each.item.stem == ITEMS[0].stem]
    assert first.chosen_by == {WRONG: [enrolment.learner_id]}


def test_what_others_gave_does_not_count(
    quiz: Quiz, aigerim: User, dana: User, aigerims: Client
) -> None:
    give_and_answer(quiz, dana, learners=3, name="Бөтен сынып")

    page = open_page(aigerims, quiz)

    assert "Бөтен сынып" not in page.get_text()
    assert page.select_one(".empty")


def test_names_are_shown_when_asked_for(
    quiz: Quiz, aigerim: User, aigerims: Client
) -> None:
    give_and_answer(quiz, aigerim, learners=2, name="9 «А»")

    assert "Оқушы 001" not in open_page(aigerims, quiz).get_text()
    assert "Оқушы 001" in open_page(aigerims, quiz, names="yes").get_text()


def test_the_file_has_the_questions_of_the_page(
    quiz: Quiz, aigerim: User, aigerims: Client
) -> None:
    give_and_answer(quiz, aigerim, learners=12, name="9 «А»")
    rows = open_page(aigerims, quiz).select("#items tbody tr")
    url = reverse("reports:quiz_file", args=[quiz.public_id, "items", "csv"])

    text = aigerims.get(url).content.decode("utf-8-sig")

    written = list(csv.reader(io.StringIO(text, newline="")))[1:]
    assert [row.th.get_text(strip=True) for row in rows] == [
        each[0] for each in written
    ]


def test_the_page_asks_as_often_for_twice_the_classes(
    quiz: Quiz, aigerim: User, aigerims: Client, assert_same_queries: AssertSameQueries
) -> None:
    def grow(count: int) -> None:
        for number in range(count):
            give_and_answer(quiz, aigerim, learners=2, name=f"Сынып {number}")

    assert_same_queries(grow=grow, block=lambda: open_page(aigerims, quiz))
