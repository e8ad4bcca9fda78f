"""A learner's sheet, as a teacher sees and prints it."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from quizzes.bank.facts import Fact
from quizzes.bank.recipes import FeedbackMode
from quizzes.classes.classrooms import Classroom, Enrolment
from quizzes.memory.grading import Grade
from quizzes.people.models import User
from tests.conftest import AssertSameQueries, ClientFor
from tests.factories import (
    make_assignment,
    make_bank,
    make_classroom,
    make_enrolment,
    make_fact,
)
from tests.reports.scene import RIGHT, WRONG, choice, hand_in, remember

pytestmark = pytest.mark.django_db

NOW = timezone.now()
DAY = timedelta(days=1)
PERCENT = "\N{NO-BREAK SPACE}%"


@pytest.fixture
def room(aigerim: User) -> Classroom:
    """Aigerim's class."""
    return make_classroom(aigerim)


@pytest.fixture
def bolats(room: Classroom, bolat: User) -> Enrolment:
    """That Bolat is in the class."""
    return make_enrolment(room, bolat, name="Болат Ахметов")


@pytest.fixture
def aigerims(room: Classroom, aigerim: User, client_for: ClientFor) -> Client:
    """Aigerim's browser."""
    return client_for(aigerim)


@pytest.fixture
def facts(db: None) -> list[Fact]:
    """Two facts of one topic."""
    make_bank()
    return [
        make_fact(key="fact-1"),
        make_fact(key="fact-2", property="valid_until", value="1999-05-20"),
    ]


def sheet(client: Client, enrolment: Enrolment) -> BeautifulSoup:
    args = [enrolment.classroom.public_id, enrolment.public_id]
    response = client.get(reverse("reports:pupil", args=args))
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def rows(page: BeautifulSoup, table: str) -> list[list[str]]:
    return [
        [each.get_text(" ", strip=True) for each in row.select("th, td")]
        for row in page.select(f"#{table} tbody tr")
    ]


def test_it_says_what_is_known_and_what_is_to_be_repeated(
    aigerims: Client, bolats: Enrolment, facts: list[Fact]
) -> None:
    remember(bolats.learner, facts[0].pk, at=NOW, stability=1e6)
    remember(bolats.learner, facts[1].pk, at=NOW, grade=Grade.AGAIN)

    page = sheet(aigerims, bolats)

    assert rows(page, "topics") == [["Ұжымдық қауіпсіздік", f"50{PERCENT}", "2", "2"]]
    families = [each.get_text() for each in page.select(".sheet .meta span")][:2]
    assert families == [f"Күндер: 50{PERCENT}", f"Құжаттар: 50{PERCENT}"]
    [missed] = page.select(".facts li")
    assert "25-абзац" in missed.get_text()


def test_scores_stand_on_it_when_the_learner_may_know_them(
    aigerims: Client, room: Classroom, bolats: Enrolment
) -> None:
    told = make_assignment(
        room,
        title="Ашылған",
        opens_at=NOW - 5 * DAY,
        closes_at=NOW - DAY,
        feedback_mode=FeedbackMode.AT_CLOSE,
    )
    hidden = make_assignment(room, title="Жасырын", feedback_mode=FeedbackMode.AT_CLOSE)
    make_assignment(room, title="Кешіккен", opens_at=NOW - 5 * DAY, closes_at=NOW - DAY)
    make_assignment(room, title="Ертеңгі", opens_at=NOW + DAY)
    for assignment in (told, hidden):
        hand_in(
            assignment,
            bolats.learner,
            [RIGHT, WRONG],
            [choice(1), choice(2)],
            at=NOW - 2 * DAY,
        )

    found = {row[0]: row for row in rows(sheet(aigerims, bolats), "assignments")}

    assert found["Ашылған"][-1] == f"50{PERCENT}"
    assert found["Жасырын"][-1] == "–"
    assert found["Кешіккен"][1] == "Тапсырылмаған"
    assert "Ертеңгі" not in found


def test_nothing_of_another_class_is_on_it(
    aigerims: Client, bolats: Enrolment, dana: User
) -> None:
    other = make_classroom(dana, name="Дананың сыныбы")
    make_enrolment(other, bolats.learner, name="Бөтен есім")
    given = make_assignment(other, title="Бөтен тапсырма")
    hand_in(given, bolats.learner, [RIGHT], [choice(1)], at=NOW)

    page = sheet(aigerims, bolats)

    assert "Бөтен" not in page.get_text()
    assert "Дананың" not in page.get_text()
    # Nor how much was answered there
    assert {
        row[1]
        for row in (
            [c.get_text(strip=True) for c in r.select("th, td")]
            for r in page.select(".weeks tbody tr")
        )
    } == {"0"}


@pytest.mark.parametrize("state", ["asked", "left", "removed", "moved", "refused"])
def test_who_is_not_in_the_class_has_no_sheet_there(
    aigerims: Client, bolats: Enrolment, state: str
) -> None:
    ended_at = None if state == "asked" else NOW
    Enrolment.objects.filter(pk=bolats.pk).update(state=state, ended_at=ended_at)

    for name, more in (("pupil", []), ("pupil_file", ["report", "csv"])):
        args = [bolats.classroom.public_id, bolats.public_id, *more]
        assert aigerims.get(reverse(f"reports:{name}", args=args)).status_code == 404


def test_answers_are_counted_by_weeks(
    aigerims: Client, room: Classroom, bolats: Enrolment
) -> None:
    assignment = make_assignment(room, attempts_allowed=3)
    for number, weeks in enumerate((0, 1, 30), 1):
        hand_in(
            assignment,
            bolats.learner,
            [RIGHT, None, WRONG],
            [choice(1), choice(2), choice(3)],
            at=NOW - weeks * 7 * DAY,
            number=number,
        )

    page = sheet(aigerims, bolats)

    counts = [each.get_text(strip=True) for each in page.select(".weeks tbody td")]
    assert counts == ["0"] * 8 + ["2", "2"]


def test_the_file_has_the_tables_of_the_sheet(
    aigerims: Client, bolats: Enrolment, facts: list[Fact]
) -> None:
    remember(bolats.learner, facts[0].pk, at=NOW, stability=3)
    screen = rows(sheet(aigerims, bolats), "topics")

    args = [bolats.classroom.public_id, bolats.public_id, "topics", "csv"]
    content = aigerims.get(reverse("reports:pupil_file", args=args)).content

    written = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    topic, share, asked, known = written[1]
    assert screen == [[topic, f"{round(100 * float(share))}{PERCENT}", asked, known]]
    missing = [*args[:2], "none", "csv"]
    assert aigerims.get(reverse("reports:pupil_file", args=missing)).status_code == 404


def test_the_sheet_asks_as_often_for_twice_the_assignments(
    aigerims: Client,
    room: Classroom,
    bolats: Enrolment,
    assert_same_queries: AssertSameQueries,
) -> None:
    def grow(k: int) -> None:
        for _each in range(k):
            assignment = make_assignment(room)
            hand_in(assignment, bolats.learner, [WRONG], [choice(1)], at=NOW)

    args = [room.public_id, bolats.public_id]
    url = reverse("reports:pupil", args=args)
    assert_same_queries(grow=grow, block=lambda: aigerims.get(url))
