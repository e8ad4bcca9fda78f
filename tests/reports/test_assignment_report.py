"""The report on an assignment: attempts, time, scores, answers."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import openpyxl
import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from quizzes.bank.recipes import FeedbackMode
from quizzes.classes import keeping
from quizzes.classes.assignments import Assignment
from quizzes.classes.classrooms import Classroom, Enrolment
from quizzes.items.data import Form
from quizzes.people.models import User
from tests.attempts.sample_items import FEEDBACK, SAMPLES
from tests.conftest import AssertSameQueries, ClientFor
from tests.factories import make_assignment, make_classroom
from tests.reports.scene import RIGHT, WRONG, choice, hand_in, join

pytestmark = pytest.mark.django_db

NOW = timezone.now()
ITEMS = [choice(1), choice(2), choice(3)]


@pytest.fixture
def room(aigerim: User) -> Classroom:
    """Aigerim's class."""
    return make_classroom(aigerim)


@pytest.fixture
def aigerims(room: Classroom, aigerim: User, client_for: ClientFor) -> Client:
    """Aigerim's browser."""
    return client_for(aigerim)


def get(client: Client, assignment: Assignment, **query: str) -> BeautifulSoup:
    url = reverse("reports:assignment", args=[assignment.public_id])
    response = client.get(url, query)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def answers(
    client: Client, assignment: Assignment, enrolment: Enrolment
) -> BeautifulSoup:
    url = reverse("reports:answers", args=[assignment.public_id, enrolment.public_id])
    response = client.get(url)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def rows(page: BeautifulSoup) -> dict[str, list[str]]:
    found = {}
    for row in page.select("#learners tbody tr"):
        name, *cells = (each.get_text(" ", strip=True) for each in row.select("th, td"))
        found[name] = cells
    return found


def test_each_learner_has_attempts_time_and_score(
    room: Classroom, aigerims: Client
) -> None:
    assignment = make_assignment(room, attempts_allowed=2, counts="best")
    done, at_work, idle = join(room, 3)
    hand_in(assignment, done.learner, [RIGHT, WRONG, None], ITEMS, at=NOW, minutes=4)
    hand_in(
        assignment,
        done.learner,
        [RIGHT, RIGHT, WRONG],
        ITEMS,
        at=NOW,
        minutes=7.5,
        number=2,
    )
    hand_in(
        assignment, at_work.learner, [RIGHT, None, None], ITEMS, at=NOW, is_open=True
    )

    found = rows(get(aigerims, assignment, marks="yes"))

    share = "67\N{NO-BREAK SPACE}%"
    assert found[done.name][:6] == ["Тапсырылды", "2", share, "1", "1", "0"]
    assert found[done.name][6:10] == ["3", "7,5", "2", "2"]
    assert found[at_work.name][0] == "Орындалуда"
    assert found[at_work.name][8:10] == ["1", "–"]
    assert found[idle.name][0] == "Басталған жоқ"
    assert found[idle.name][8:10] == ["0", "–"]


def test_scores_and_answers_are_shown_only_when_asked_for(
    room: Classroom, aigerims: Client
) -> None:
    assignment = make_assignment(room)
    [enrolment] = join(room, 1)
    hand_in(assignment, enrolment.learner, [RIGHT, WRONG, None], ITEMS, at=NOW)

    plain, asked = get(aigerims, assignment), get(aigerims, assignment, marks="yes")

    assert len(plain.select("#learners thead th")) == 8
    assert len(asked.select("#learners thead th")) == 8 + 2 + len(ITEMS)
    assert "%" not in plain.select_one("#learners").get_text()
    for page, kept in ((plain, False), (asked, True)):
        link = page.select_one("#learners-by-minutes")
        assert ("marks=yes" in str(link["href"])) == kept


@pytest.mark.parametrize("counts", ["first", "last", "best"])
def test_the_answers_are_those_of_the_attempt_that_counts(
    room: Classroom, aigerims: Client, counts: str
) -> None:
    assignment = make_assignment(room, attempts_allowed=3, counts=counts)
    [enrolment] = join(room, 1)
    for number, score in enumerate((1, 3, 2), 1):
        given = [RIGHT] * score + [WRONG] * (3 - score)
        hand_in(assignment, enrolment.learner, given, ITEMS, at=NOW, number=number)

    page = answers(aigerims, assignment, enrolment)

    expected = {"first": 1, "best": 3, "last": 2}[counts]
    assert len(page.select(".result--right")) == expected
    assert len(page.select(".result--wrong")) == 3 - expected


@pytest.mark.parametrize("form", list(Form))
def test_answers_of_every_form_stand_beside_what_is_right(
    room: Classroom, aigerims: Client, form: Form
) -> None:
    sample = SAMPLES[form]
    assignment = make_assignment(room)
    [enrolment] = join(room, 1)
    hand_in(assignment, enrolment.learner, [sample.wrong], [sample.item], at=NOW)

    result = answers(aigerims, assignment, enrolment).select_one(".result--wrong")

    assert sample.item.stem in result.get_text()
    given, right = (each.get_text() for each in result.select("span[lang=kk]"))
    assert given
    assert right
    assert given != right
    assert ":" not in given.replace(": ", "")


def test_the_teacher_sees_marks_before_the_learner_may(
    room: Classroom, aigerims: Client, client_for: ClientFor
) -> None:
    assignment = make_assignment(room, feedback_mode=FeedbackMode.AT_CLOSE)
    [enrolment] = join(room, 1)
    item = SAMPLES[Form.CHOICE]
    attempt = hand_in(assignment, enrolment.learner, [item.wrong], [item.item], at=NOW)

    assert answers(aigerims, assignment, enrolment).select(".result--wrong")
    learners = client_for(enrolment.learner)
    result = learners.get(reverse("attempts:result", args=[attempt.public_id]))
    assert FEEDBACK not in result.content.decode()
    for name in ("answers", "assignment"):
        args = [assignment.public_id]
        args += [enrolment.public_id] if name == "answers" else []
        assert learners.get(reverse(f"reports:{name}", args=args)).status_code == 403


def test_a_co_teacher_sees_the_class_and_a_stranger_sees_nothing(
    room: Classroom, client_for: ClientFor, bolat: User, dana: User
) -> None:
    for each in (bolat, dana):
        each.role = User.Role.TEACHER
        each.save()
    keeping.add_teacher(classroom=room, username="bolat", now=NOW)
    assignment = make_assignment(room)
    [enrolment] = join(room, 1)
    hand_in(assignment, enrolment.learner, [RIGHT], ITEMS[:1], at=NOW)

    assert enrolment.name in rows(get(client_for(bolat), assignment))
    for name, args in (
        ("assignment", []),
        ("items", []),
        ("answers", [enrolment.public_id]),
        ("assignment_file", ["report", "xlsx"]),
    ):
        url = reverse(f"reports:{name}", args=[assignment.public_id, *args])
        assert client_for(dana).get(url).status_code == 404


def test_learners_of_another_teachers_class_are_in_no_page_and_no_file(
    room: Classroom, aigerims: Client, dana: User
) -> None:
    other = make_classroom(dana, name="Дананың сыныбы")
    [theirs] = join(other, 1)
    Enrolment.objects.filter(pk=theirs.pk).update(name="Бөтен оқушы")
    assignment = make_assignment(room, other)
    hand_in(assignment, theirs.learner, [WRONG], ITEMS[:1], at=NOW)

    urls = [
        reverse("reports:assignment", args=[assignment.public_id]) + "?marks=yes",
        reverse("reports:items", args=[assignment.public_id]) + "?names=yes",
        *(
            reverse("reports:assignment_file", args=[assignment.public_id, name, "csv"])
            for name in ("report", "learners", "quiz", "items", "options")
        ),
    ]
    for url in urls:
        said = aigerims.get(url).content.decode()
        assert "Бөтен" not in said, url
        assert "Дананың" not in said, url
        assert ITEMS[0].stem not in said, url
    args = [assignment.public_id, theirs.public_id]
    assert aigerims.get(reverse("reports:answers", args=args)).status_code == 404


def test_the_files_have_the_numbers_of_the_screen(
    room: Classroom, aigerims: Client
) -> None:
    assignment = make_assignment(room)
    for each, given in zip(
        join(room, 2), ([RIGHT, WRONG, None], [RIGHT] * 3), strict=True
    ):
        hand_in(assignment, each.learner, given, ITEMS, at=NOW, minutes=9.26)
    screen = rows(get(aigerims, assignment, marks="yes"))

    def file(kind: str) -> bytes:
        args = [assignment.public_id, "learners", kind]
        return aigerims.get(reverse("reports:assignment_file", args=args)).content

    written = list(
        csv.DictReader(io.StringIO(file("csv").decode("utf-8-sig"), newline=""))
    )
    sheet = openpyxl.load_workbook(io.BytesIO(file("xlsx"))).active
    values = list(sheet.iter_rows(min_row=2, values_only=True))
    for place, (name, cells) in enumerate(screen.items()):
        in_csv = list(written[place].values())
        assert in_csv[0] == values[place][0] == name
        assert (
            cells[7]
            == in_csv[8].replace(".", ",")
            == str(values[place][8]).replace(".", ",")
        )
        assert cells[2] == f"{round(100 * float(in_csv[3]))}\N{NO-BREAK SPACE}%"
        assert values[place][3] == float(in_csv[3])
        marks = [f"{float(each):g}" if each else "" for each in in_csv[4:7]]
        assert [each.replace("–", "") for each in cells[3:6]] == marks


def test_the_page_asks_as_often_for_twice_the_learners(
    room: Classroom, aigerims: Client, assert_same_queries: AssertSameQueries
) -> None:
    assignment = make_assignment(room)

    def grow(k: int) -> None:
        for each in join(room, k):
            hand_in(assignment, each.learner, [RIGHT, WRONG, None], ITEMS, at=NOW)

    url = reverse("reports:assignment", args=[assignment.public_id])
    assert_same_queries(grow=grow, block=lambda: aigerims.get(url, {"marks": "yes"}))


def test_an_attempt_whose_time_is_up_is_handed_in(
    room: Classroom, aigerims: Client
) -> None:
    assignment = make_assignment(room)
    [enrolment] = join(room, 1)
    late = hand_in(
        assignment, enrolment.learner, [RIGHT], ITEMS[:1], at=NOW, is_open=True
    )
    late.deadline_at = NOW - timedelta(minutes=1)
    late.save()

    assert rows(get(aigerims, assignment))[enrolment.name][0] == "Тапсырылды"
