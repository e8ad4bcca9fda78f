"""A teacher watches an assignment, and helps single learners."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from quizzes.attempts import assigned, taking
from quizzes.attempts.models import Attempt
from quizzes.classes.assignments import Allowance, Assignment
from quizzes.classes.classrooms import Classroom
from quizzes.items.data import Form
from quizzes.people.models import User
from tests.attempts.answering import HTMX, first_slot
from tests.attempts.sample_items import SAMPLES
from tests.conftest import AssertSameQueries, ClientFor
from tests.factories import make_assignment, make_classroom, make_enrolment

pytestmark = pytest.mark.django_db

CHOICE = SAMPLES[Form.CHOICE]


@pytest.fixture
def room(aigerim: User, bolat: User) -> Classroom:
    """Aigerim's class, in which Bolat learns."""
    classroom = make_classroom(aigerim)
    make_enrolment(classroom, bolat)
    return classroom


@pytest.fixture
def aigerims(room: Classroom, aigerim: User, client_for: ClientFor) -> Client:
    """Aigerim's browser."""
    return client_for(aigerim)


@pytest.fixture(autouse=True)
def _draws(draws: Any) -> None:
    """Two questions, whatever is asked for."""
    draws([CHOICE.item, SAMPLES[Form.TRUE_FALSE].item])


def begin(assignment: Assignment, learner: User) -> Attempt:
    return assigned.start(
        assignment=assignment,
        learner=learner,
        start_key=uuid.uuid4(),
        now=timezone.now(),
    )


def answer(attempt: Attempt) -> None:
    taking.submit(
        slot=first_slot(attempt),
        response=CHOICE.right,
        idempotency_key=uuid.uuid4(),
        number=1,
        now=timezone.now(),
    )


def soup(response: Any) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def live_url(assignment: Assignment) -> str:
    return reverse("reports:live", args=[assignment.public_id])


def learner_url(assignment: Assignment, learner: User, name: str = "learner") -> str:
    enrolment = learner.enrolments.order_by("pk")[0]
    return reverse(f"reports:{name}", args=[assignment.public_id, enrolment.public_id])


def row_of(page: BeautifulSoup, name: str) -> str:
    (row,) = [each for each in page.select("tbody tr") if name in each.get_text()]
    return " ".join(row.get_text(" ", strip=True).split())


def tallies(page: BeautifulSoup) -> list[int]:
    return [int(each.get_text()) for each in page.select(".tally strong")]


# --- The live page --------------------------------------------------------------------


def test_it_says_who_has_not_started_who_is_where_and_who_has_finished(
    aigerims: Client, room: Classroom, bolat: User, dana: User
) -> None:
    make_enrolment(room, dana)
    assignment = make_assignment(room)
    url = live_url(assignment)
    assert tallies(soup(aigerims.get(url))) == [2, 0, 0]

    attempt = begin(assignment, bolat)
    answer(attempt)
    page = soup(aigerims.get(url))
    assert tallies(page) == [1, 1, 0]
    assert "1 / 2" in row_of(page, "Болат")
    assert "Қазіргі сұрақ: 2" in row_of(page, "Болат")

    taking.close(attempt=attempt, now=timezone.now())
    page = soup(aigerims.get(url))
    assert tallies(page) == [1, 0, 1]
    assert "Қазіргі сұрақ" not in row_of(page, "Болат")


def test_whoever_is_over_time_has_finished(
    aigerims: Client, room: Classroom, bolat: User
) -> None:
    assignment = make_assignment(room)
    attempt = begin(assignment, bolat)
    Attempt.objects.filter(pk=attempt.pk).update(deadline_at=timezone.now())

    assert tallies(soup(aigerims.get(live_url(assignment)))) == [0, 0, 1]


def test_marks_are_shown_only_when_asked_for(
    aigerims: Client, room: Classroom, bolat: User
) -> None:
    assignment = make_assignment(room)
    attempt = begin(assignment, bolat)
    answer(attempt)
    taking.close(attempt=attempt, now=timezone.now())

    plain = soup(aigerims.get(live_url(assignment)))
    asked = soup(aigerims.get(live_url(assignment), {"marks": "yes"}))

    assert len(plain.select("thead th")) == 4
    assert not plain.select("td.number")
    assert asked.select_one("tbody td.number").get_text(strip=True) == "1 / 2"


def test_it_asks_again_by_itself_and_is_told_when_nothing_has_changed(
    aigerims: Client, room: Classroom, bolat: User
) -> None:
    assignment = make_assignment(room)
    again = str(soup(aigerims.get(live_url(assignment))).select_one("#live")["hx-get"])

    unchanged = aigerims.get(again, headers=HTMX)
    begin(assignment, bolat)
    changed = aigerims.get(again, headers=HTMX)

    assert (unchanged.status_code, unchanged.content) == (204, b"")
    assert changed.status_code == 200
    assert soup(changed).select_one("#live")["hx-get"] != again
    assert not soup(changed).select("html")
    assert aigerims.get(again).status_code == 200  # a page is always a page


def test_marks_stay_hidden_or_shown_when_it_asks_again(
    aigerims: Client, room: Classroom
) -> None:
    url = live_url(make_assignment(room))

    for query, stays in (({}, False), ({"marks": "yes"}, True)):
        again = str(soup(aigerims.get(url, query)).select_one("#live")["hx-get"])
        assert ("marks=yes" in again) == stays


def test_it_asks_the_database_as_often_for_twice_the_learners(
    aigerims: Client, room: Classroom, assert_same_queries: AssertSameQueries
) -> None:
    assignment = make_assignment(room)

    def grow(k: int) -> None:
        for _each in range(k):
            learner = User.objects.create_user(uuid.uuid4().hex)
            make_enrolment(room, learner)
            answer(begin(assignment, learner))

    url = live_url(assignment)
    for block in (
        lambda: aigerims.get(url, {"marks": "yes"}),
        lambda: aigerims.get(url, {"seen": "x"}, headers=HTMX),
        lambda: aigerims.get(reverse("reports:assignments")),
    ):
        assert_same_queries(grow=grow, block=block)


def test_removed_learners_are_gone_and_those_who_join_are_there(
    aigerims: Client, room: Classroom, bolat: User, dana: User
) -> None:
    assignment = make_assignment(room)
    room.enrolments.update(state="removed", ended_at=timezone.now())
    make_enrolment(room, dana)

    page = soup(aigerims.get(live_url(assignment)))

    assert [each.get_text(strip=True) for each in page.select("tbody th a")] == ["Дана"]


def test_a_learner_in_two_classes_is_there_once(
    aigerims: Client, aigerim: User, room: Classroom, bolat: User
) -> None:
    other = make_classroom(aigerim, name="10 «Б»")
    make_enrolment(other, bolat)

    page = soup(aigerims.get(live_url(make_assignment(room, other))))

    assert len(page.select("tbody tr")) == 1


def test_a_teacher_sees_no_learner_of_another_teachers_class(
    aigerims: Client, room: Classroom, bolat: User, dana: User, client_for: ClientFor
) -> None:
    other = make_classroom(dana, name="Дананың сыныбы")
    theirs = User.objects.create_user("other", display_name="Бөтен оқушы")
    make_enrolment(other, theirs)
    assignment = make_assignment(room, other)
    begin(assignment, theirs)

    page = aigerims.get(live_url(assignment), {"marks": "yes"})
    listed = aigerims.get(reverse("reports:assignments"))

    for each in (page, listed):
        assert "Бөтен оқушы" not in each.content.decode()
        assert "Дананың сыныбы" not in each.content.decode()
    assert tallies(soup(page)) == [1, 0, 0]
    assert "0 / 1" in soup(listed).select_one(".row").get_text()
    for name in ("learner", "give_time", "give_attempt", "reopen"):
        url = learner_url(assignment, theirs, name)
        send = aigerims.get if name == "learner" else aigerims.post
        assert send(url, {"minutes": "5"}).status_code == 404
    assert not Allowance.objects.exists()


# --- One learner ----------------------------------------------------------------------


def test_more_time_reaches_the_learner_at_work(
    aigerims: Client, room: Classroom, bolat: User
) -> None:
    assignment = make_assignment(room, minutes=10)
    attempt = begin(assignment, bolat)
    before = attempt.deadline_at
    assert before is not None

    reply = aigerims.post(
        learner_url(assignment, bolat, "give_time"), {"minutes": "15"}
    )

    assert reply.headers["Location"] == learner_url(assignment, bolat)
    attempt.refresh_from_db()
    assert attempt.deadline_at == before + timedelta(minutes=15)


def test_another_attempt_can_be_started(
    aigerims: Client, room: Classroom, bolat: User
) -> None:
    assignment = make_assignment(room)
    taking.close(attempt=begin(assignment, bolat), now=timezone.now())

    aigerims.post(learner_url(assignment, bolat, "give_attempt"))

    assert begin(assignment, bolat).number == 2


def test_it_is_reopened_for_one(aigerims: Client, room: Classroom, bolat: User) -> None:
    now = timezone.now()
    assignment = make_assignment(room, closes_at=now - timedelta(hours=1))
    until = timezone.localtime(now + timedelta(days=1))

    aigerims.post(
        learner_url(assignment, bolat, "reopen"),
        {"closes_at": f"{until:%Y-%m-%dT%H:%M}"},
    )

    assert begin(assignment, bolat).deadline_at == until.replace(
        second=0, microsecond=0
    )


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("give_time", {}),
        ("give_time", {"minutes": "-5"}),
        ("give_time", {"minutes": "100000"}),
        ("give_time", {"minutes": "x"}),
        ("reopen", {}),
        ("reopen", {"closes_at": "2020-01-01T10:00"}),
        ("reopen", {"closes_at": "9999-12-31T10:00"}),
        ("reopen", {"closes_at": f"{timezone.now():%Y-%m-%d}T23:59"}),
        ("reopen", {"closes_at": "tomorrow"}),
    ],
)
def test_what_cannot_be_allowed_is_told_at_its_field(
    aigerims: Client, room: Classroom, bolat: User, name: str, sent: dict[str, str]
) -> None:
    assignment = make_assignment(room)

    reply = aigerims.post(learner_url(assignment, bolat, name), sent)

    assert reply.status_code == 422
    assert soup(reply).select_one(".field__error").get_text(strip=True)
    assert not Allowance.objects.exists()


def test_a_pupil_opens_no_page_of_teachers(
    client_for: ClientFor, room: Classroom, bolat: User
) -> None:
    bolats = client_for(bolat)
    assignment = make_assignment(room)

    for url in (
        reverse("reports:assignments"),
        live_url(assignment),
        learner_url(assignment, bolat),
    ):
        assert bolats.get(url).status_code == 403
    for name in ("give_time", "give_attempt", "reopen"):
        url = learner_url(assignment, bolat, name)
        assert bolats.post(url, {"minutes": "5"}).status_code == 403
    assert not Allowance.objects.exists()


def test_an_assignment_of_another_teacher_is_absent(
    client_for: ClientFor, room: Classroom, bolat: User, dana: User
) -> None:
    make_classroom(dana, name="Дананың сыныбы")
    danas = client_for(dana)
    assignment = make_assignment(room)

    assert danas.get(live_url(assignment)).status_code == 404
    assert danas.get(learner_url(assignment, bolat)).status_code == 404
    assert not soup(danas.get(reverse("reports:assignments"))).select(".row")


def test_the_list_can_be_of_one_class(
    aigerims: Client, aigerim: User, room: Classroom
) -> None:
    other = make_classroom(aigerim, name="10 «Б»")
    make_assignment(room, title="Біріншісі")
    make_assignment(other, room, title="Екіншісі")
    url = reverse("reports:assignments")

    def titles(**query: str) -> list[str]:
        rows = soup(aigerims.get(url, query)).select(".row strong")
        return [each.get_text() for each in rows if "/" not in each.get_text()]

    assert set(titles()) == {"Біріншісі", "Екіншісі"}
    assert titles(**{"class": other.public_id}) == ["Екіншісі"]
    assert set(titles(**{"class": "none-such"})) == {"Біріншісі", "Екіншісі"}
