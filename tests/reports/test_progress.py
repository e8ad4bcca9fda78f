"""A learner's own page: what they know, what is due, what they miss, how it grew."""

from __future__ import annotations

import csv
import io
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.db import transaction
from django.test import Client
from django.urls import reverse

from quizzes.attempts import assigned, learning, regrading, taking
from quizzes.attempts.models import Attempt
from quizzes.bank import editing
from quizzes.bank.conversion import fact_content
from quizzes.bank.facts import Fact
from quizzes.bank.recipes import FeedbackMode, Recipe
from quizzes.classes.assignments import Assignment
from quizzes.classes.classrooms import Classroom
from quizzes.items.data import Item
from quizzes.memory.grading import Grade
from quizzes.people.models import User
from quizzes.reports.learner_report import learner_report
from tests.attempts.answering import submit, without_nonces
from tests.conftest import AssertSameQueries, ClientFor, count_queries
from tests.factories import (
    SpaceFactory,
    TopicFactory,
    make_assignment,
    make_classroom,
    make_enrolment,
    make_fact,
)
from tests.reports.scene import OTHER_WRONG, RIGHT, WRONG, choice, hand_in, remember

pytestmark = pytest.mark.django_db

PAGE = reverse("reports:progress")
# A Wednesday
NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
PERCENT = "\N{NO-BREAK SPACE}%"

Draw = Callable[[Iterable[Item]], None]


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """It is that Wednesday until a test moves it."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def bolats(bolat: User, client_for: ClientFor) -> Client:
    """Bolat's browser."""
    return client_for(bolat)


@pytest.fixture
def room(aigerim: User, bolat: User) -> Classroom:
    """Aigerim's class, with Bolat in it."""
    room = make_classroom(aigerim)
    make_enrolment(room, bolat, name="Болат Ахметов")
    return room


@pytest.fixture
def facts(db: None) -> list[Fact]:
    """Three facts of one topic, each asked by a choice of `choice`."""
    return [
        make_fact(key=f"fact-{number}", statement=f"{number}-шартқа қол қойылды.")
        for number in (1, 2, 3)
    ]


def page_of(client: Client) -> BeautifulSoup:
    response = client.get(PAGE)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def words(page: BeautifulSoup, heading: str) -> str:
    """What a section says."""
    section = page.select_one(f"section[aria-labelledby='{heading}-heading']")
    assert section is not None
    return " ".join(section.get_text(" ", strip=True).split())


def rows(page: BeautifulSoup, table: str) -> list[list[str]]:
    return [
        [each.get_text(" ", strip=True) for each in row.select("th, td")]
        for row in page.select(f"#{table} tbody tr")
    ]


def practise(
    learner: User, draws: Draw, given: dict[int, str], *, at: datetime = NOW
) -> Attempt:
    """An attempt with feedback at once: what is answered to the choice of a number."""
    draws([choice(number) for number in given])
    attempt = taking.start(
        learner=learner,
        recipe=Recipe(feedback_mode=FeedbackMode.AT_ONCE),
        start_key=uuid.uuid4(),
        seed="a seed",
        now=at,
    )
    answer(attempt, list(given.values()), at=at)
    taking.close(attempt=attempt, now=at)
    return attempt


def answer(attempt: Attempt, given: list[str], *, at: datetime = NOW) -> None:
    slots = attempt.slots.select_related("attempt", "snapshot").order_by("position")
    for slot, response in zip(slots, given, strict=True):
        submit(slot, response, now=at)


# --- What it says ---------------------------------------------------------------------


def test_who_has_answered_nothing_finds_the_way_to_begin(bolats: Client) -> None:
    page = page_of(bolats)

    start = page.select_one(".empty a")
    assert start is not None
    assert start["href"] == reverse("attempts:setup")
    assert not page.select("section, svg.picture-bar, table")


def test_who_has_learnt_nothing_yet_is_shown_no_row_of_noughts(
    bolats: Client, bolat: User, room: Classroom, facts: list[Fact]
) -> None:
    given = make_assignment(
        room, title="Кешегі", opens_at=NOW - 2 * DAY, closes_at=NOW - DAY
    )

    page = page_of(bolats)

    assert page.select(".empty a")
    assert not page.select("svg.picture-bar")
    assert given.title in words(page, "assignments")
    assert "Мерзімі өтті" in words(page, "assignments")


def test_a_guest_has_the_page_too(client: Client, draws: Draw) -> None:
    draws([choice(1)])
    client.post(reverse("attempts:start"), {"start_key": uuid.uuid4(), "length": 10})
    guest = Attempt.objects.get().learner
    assert guest.is_guest

    page = page_of(client)

    assert page.select("[aria-labelledby='attempts-heading'] li")
    assert not page.select("[aria-labelledby='assignments-heading']")


def test_what_is_known_stands_in_a_picture_in_words_and_in_numbers(
    bolats: Client, bolat: User, facts: list[Fact]
) -> None:
    remember(bolat, facts[0].pk, at=NOW, stability=1e6)
    remember(bolat, facts[1].pk, at=NOW, grade=Grade.AGAIN)

    page = page_of(bolats)

    known = words(page, "known")
    assert "Меңгеру деңгейі: 33 %" in known
    [topic] = rows(page, "topics")
    assert topic == [
        "Ұжымдық қауіпсіздік",
        f"33{PERCENT}",
        "1",
        "0",
        "0",
        "1",
        "1",
        "3",
    ]
    bar = page.select(".known")[1].select_one("svg")
    assert bar is not None
    assert [each["class"][0] for each in bar.select("rect")] == [
        "level--firm",
        "level--missed",
        "level--new",
    ]
    link = page.select_one(".known a")
    assert link is not None
    assert str(link["href"]).endswith("?topic=collective-security")


def test_what_is_due_is_told_for_now_for_today_and_for_tomorrow(
    bolats: Client, bolat: User
) -> None:
    # 09:00 in London is 14:00 in Almaty
    for key, hours in {"a": -1, "b": 2, "c": 9, "d": 11, "e": 33, "f": 35}.items():
        fact = make_fact(key=f"due-{key}")
        remember(bolat, fact.pk, at=NOW + timedelta(hours=hours) - DAY)

    page = page_of(bolats)

    report = learner_report(bolat.pk, now=NOW)
    assert (report.due.now, report.due.today, report.due.tomorrow) == (1, 2, 2)
    form = page.select_one("form[action='/practice/memory/']")
    assert form is not None
    assert [each["value"] for each in form.select("button")] == ["due"]


def test_what_is_missed_most_stands_with_its_source_and_ones_own_answers(
    bolats: Client, bolat: User, dana: User, facts: list[Fact], draws: Draw
) -> None:
    practise(bolat, draws, {1: WRONG, 2: RIGHT}, at=NOW - 2 * DAY)
    practise(bolat, draws, {1: RIGHT, 3: WRONG}, at=NOW - DAY)
    practise(bolat, draws, {3: WRONG}, at=NOW)
    practise(dana, draws, {2: WRONG})

    missed = words(page_of(bolats), "missed")

    assert missed.index("3-шартқа") < missed.index("1-шартқа")
    assert "2-шартқа" not in missed
    assert "Сыртқы саясат , 25-абзац" in missed
    assert missed.count("1991 жылғы 21 желтоқсан") == 2
    # The first one was right the last time
    assert len(page_of(bolats).select("section .tag--gold")) == 1


def test_growth_is_told_by_weeks_with_the_numbers_beside_it(
    bolats: Client, bolat: User, facts: list[Fact], draws: Draw
) -> None:
    practise(bolat, draws, {1: RIGHT, 2: WRONG}, at=NOW - 30 * WEEK)
    practise(bolat, draws, {2: WRONG, 3: RIGHT}, at=NOW - 2 * WEEK)
    practise(bolat, draws, {1: WRONG, 2: RIGHT}, at=NOW - timedelta(hours=1))

    page = page_of(bolats)

    told = [row[1:] for row in rows(page, "growth")]
    assert told == [["0", "2", "1"]] * 9 + [["2", "3", "2"]] * 1 + [
        ["0", "3", "2"],
        ["2", "3", "3"],
    ]
    assert rows(page, "growth")[-1][0] == "23.11.2026"
    curve = page.select_one("svg.picture-curve")
    assert curve is not None
    assert curve.select_one("title")
    assert learner_report(bolat.pk, now=NOW).growth.new_this_week == 1


def test_what_one_number_says_is_not_drawn(
    bolats: Client, bolat: User, facts: list[Fact], draws: Draw
) -> None:
    practise(bolat, draws, {1: RIGHT, 2: WRONG})

    page = page_of(bolats)

    assert not page.select("svg.picture-curve")
    told = "Кемінде бір рет дұрыс жауап берілген: 1 Осы аптада қосылғаны: 1"
    assert told in words(page, "growth")


def test_weeks_begin_on_monday_by_the_clock_of_the_place(
    bolat: User, facts: list[Fact], draws: Draw
) -> None:
    monday = datetime(2026, 11, 22, 19, 0, tzinfo=UTC)
    practise(bolat, draws, {1: RIGHT}, at=monday)
    practise(bolat, draws, {2: RIGHT}, at=monday - timedelta(seconds=1))

    found = learner_report(bolat.pk, now=NOW).growth

    assert [(week.answers, week.right) for week in found.weeks] == [(1, 1), (1, 2)]


def test_growth_ends_with_as_many_facts_as_were_ever_asked(
    bolat: User, facts: list[Fact], draws: Draw
) -> None:
    detail = make_fact(key="fact-4", weight="detail")
    practise(bolat, draws, {1: RIGHT, 2: WRONG, 4: RIGHT})

    report = learner_report(bolat.pk, now=NOW)

    assert detail.weight == Fact.Weight.DETAIL
    assert report.growth.weeks[-1].asked == report.whole.asked == 2


def test_assignments_stand_with_their_scores_and_the_attempt_that_counts(
    bolats: Client, bolat: User, room: Classroom
) -> None:
    given = make_assignment(
        room,
        title="Екі рет",
        attempts_allowed=2,
        counts="best",
        opens_at=NOW - 2 * DAY,
        closes_at=NOW - DAY / 2,
    )
    for number, responses in enumerate(([RIGHT, RIGHT], [RIGHT, WRONG]), 1):
        hand_in(
            given, bolat, responses, [choice(1), choice(2)], at=NOW - DAY, number=number
        )
    make_assignment(room, title="Ертеңгі", opens_at=NOW + DAY)

    page = page_of(bolats)

    told = words(page, "assignments")
    assert "Ұпай: 2 / 2" in told
    assert "Ең жақсы талпыныс (№ 1)" in told
    assert "Ертеңгі" not in told
    best = Attempt.objects.get(number=1)
    assert page.select(f"a[href='{reverse('attempts:result', args=[best.public_id])}']")


def test_a_copy_of_a_fact_in_a_teachers_space_counts_in_its_place(
    bolats: Client, bolat: User, aigerim: User, facts: list[Fact]
) -> None:
    space: Any = SpaceFactory(key="aigerim", name="Айгерім", owner=aigerim)
    TopicFactory(space=space, name_kk="Айгерімнің тақырыбы")
    copy = make_fact(space=space, key="fact-1", statement="Көшірме дерек.")
    remember(bolat, copy.pk, at=NOW, grade=Grade.AGAIN)

    page = page_of(bolats)

    assert [row[-1] for row in rows(page, "topics")] == ["2", "1"]
    # What a teacher keeps is told, since it was asked, but is not open to all
    assert "Көшірме дерек." in words(page, "missed")
    assert not page.select("[aria-labelledby='missed-heading'] a")


# --- Whose it is ----------------------------------------------------------------------


def test_nothing_of_another_learner_is_on_it(
    bolats: Client,
    bolat: User,
    dana: User,
    room: Classroom,
    facts: list[Fact],
    draws: Draw,
) -> None:
    make_enrolment(room, dana, name="Дана")
    practise(bolat, draws, {1: WRONG}, at=NOW - WEEK)
    before = bolats.get(PAGE).content
    practise(dana, draws, {1: WRONG, 2: RIGHT})
    remember(dana, facts[2].pk, at=NOW - WEEK)

    assert without_nonces(bolats.get(PAGE).content) == without_nonces(before)


def test_looking_at_it_changes_nothing(
    bolats: Client, bolat: User, facts: list[Fact], draws: Draw
) -> None:
    practise(bolat, draws, {1: WRONG, 2: RIGHT})

    sent = count_queries(lambda: bolats.get(PAGE))

    assert {statement.split()[0] for statement in sent} <= {"SELECT", "WITH"}
    writes = ("INSERT", "UPDATE", "DELETE")
    assert not any(word in statement for statement in sent for word in writes)


# --- A test before its feedback is due ------------------------------------------------


@pytest.fixture
def begin_test(
    room: Classroom, bolat: User, facts: list[Fact], draws: Draw
) -> Callable[[FeedbackMode], Attempt]:
    """Begin a test on the three facts, some of which Bolat has met before."""
    practise(bolat, draws, {1: RIGHT, 2: WRONG}, at=NOW - WEEK)

    def begun(mode: FeedbackMode) -> Attempt:
        given: Assignment = make_assignment(
            room, feedback_mode=mode, opens_at=NOW - DAY, closes_at=NOW + DAY
        )
        draws([choice(number) for number in (1, 2, 3)])
        return assigned.start(
            assignment=given, learner=bolat, start_key=uuid.uuid4(), now=NOW
        )

    return begun


def everything(client: Client) -> list[bytes]:
    """Every page and file that tells how one stands."""
    files = [
        reverse("reports:progress_file", args=[name, "csv"])
        for name in ("report", "topics", "families", "missed", "growth", "assignments")
    ]
    pages = [reverse(f"attempts:{name}") for name in ("home", "list", "assignments")]
    return [without_nonces(client.get(url).content) for url in (PAGE, *pages, *files)]


@pytest.mark.postgres
@pytest.mark.parametrize("mode", [FeedbackMode.AT_END, FeedbackMode.AT_CLOSE])
def test_before_feedback_is_due_nothing_hangs_on_what_was_right(
    bolats: Client,
    begin_test: Callable[[FeedbackMode], Attempt],
    clock: time_machine.Traveller,
    mode: FeedbackMode,
) -> None:
    attempt = begin_test(mode)
    untouched = everything(bolats)

    def taken(response: str) -> tuple[list[bytes], list[bytes]]:
        """The same test with one response to all: before feedback is due, and after."""
        clock.move_to(NOW)
        with transaction.atomic():
            answer(attempt, [response] * 3)
            before = everything(bolats)
            if mode == FeedbackMode.AT_CLOSE:
                taking.close(attempt=Attempt.objects.get(pk=attempt.pk), now=NOW)
                before += everything(bolats)
                clock.move_to(NOW + 2 * DAY)
            else:
                taking.close(attempt=Attempt.objects.get(pk=attempt.pk), now=NOW)
            learning.settle(now=NOW + 2 * DAY)
            after = everything(bolats)
            transaction.set_rollback(True)
        return before, after

    right_before, right_after = taken(RIGHT)
    # Not what was answered the week before
    wrong_before, wrong_after = taken(OTHER_WRONG)

    assert right_before == wrong_before
    # That something was answered is told, and when it is due, what of it was right
    assert right_before[: len(untouched)] != untouched
    assert right_after[0] != wrong_after[0]
    tables = slice(-5, None)
    assert all(
        right != wrong
        for right, wrong in zip(right_after[tables], wrong_after[tables], strict=True)
    )


# --- What is corrected ----------------------------------------------------------------


def test_an_edited_fact_is_shown_as_it_is_now(
    bolats: Client, bolat: User, facts: list[Fact], draws: Draw
) -> None:
    practise(bolat, draws, {1: WRONG})
    stored = Fact.objects.with_content().get(pk=facts[0].pk)
    content = fact_content(stored)
    texts = (replace(content.texts[0], statement="Түзетілген тұжырым."),)
    editing.store_fact(
        space=stored.space,
        content=replace(content, texts=texts, paragraphs=(31,)),
        now=NOW,
    )

    missed = words(page_of(bolats), "missed")

    assert "Түзетілген тұжырым." in missed
    assert "31-абзац" in missed
    assert "1-шартқа" not in missed


def test_a_fact_that_is_asked_no_more_is_not_held_against_anybody(
    bolats: Client, bolat: User, facts: list[Fact], draws: Draw
) -> None:
    practise(bolat, draws, {1: WRONG, 2: RIGHT})
    Fact.objects.filter(pk=facts[0].pk).update(unasked="few")

    page = page_of(bolats)

    assert "1-шартқа" not in words(page, "missed")
    assert [row[-1] for row in rows(page, "topics")] == ["2"]
    assert rows(page, "growth")[-1][2:] == ["1", "1"]


OTHER_DAY = "1991-12-21"


@pytest.fixture
def taken_wrongly(bolat: User, facts: list[Fact], draws: Draw) -> Attempt:
    """A test in which Bolat took another day for that of the first fact."""
    item = choice(1)
    days = {"1992-05-15": item.options[1], OTHER_DAY: item.options[0]}
    options = tuple(
        replace(option, value=f"date:{day}") for day, option in days.items()
    )
    draws([replace(item, options=options)])
    attempt = taking.start(
        learner=bolat,
        recipe=Recipe(feedback_mode=FeedbackMode.AT_END),
        start_key=uuid.uuid4(),
        seed="a seed",
        now=NOW,
    )
    answer(attempt, [f"date:{OTHER_DAY}"])
    taking.close(attempt=Attempt.objects.get(pk=attempt.pk), now=NOW)
    return attempt


def regrade(fact: Fact, by: User, *, value: str) -> None:
    """Correct the day of a fact, and judge the answers to it anew."""
    stored = Fact.objects.with_content().get(pk=fact.pk)
    content = replace(fact_content(stored), value=value)
    edited = editing.store_fact(space=stored.space, content=content, now=NOW, by=by)
    regrading.regrade(thing=edited.fact, gives_all=True, by=by, now=NOW)


def test_a_regrade_flows_into_all_of_it(
    bolats: Client, aigerim: User, facts: list[Fact], taken_wrongly: Attempt
) -> None:
    before = page_of(bolats)
    assert "1-шартқа" in words(before, "missed")
    assert rows(before, "growth")[-1][2:] == ["1", "0"]
    assert "Ұпай: 0 / 1" in words(before, "attempts")

    regrade(facts[0], aigerim, value=OTHER_DAY)

    after = page_of(bolats)
    assert "1-шартқа" not in words(after, "missed")
    assert rows(after, "growth")[-1][2:] == ["1", "1"]
    assert "Ұпай: 1 / 1" in words(after, "attempts")
    assert rows(before, "topics")[0][1] == f"0{PERCENT}" < rows(after, "topics")[0][1]


def test_a_mark_that_everybody_was_given_shows_nothing_of_what_is_known(
    bolats: Client,
    bolat: User,
    aigerim: User,
    facts: list[Fact],
    taken_wrongly: Attempt,
) -> None:
    regrade(facts[0], aigerim, value="1993-09-24")

    assert "Ұпай: 1 / 1" in words(page_of(bolats), "attempts")
    report = learner_report(bolat.pk, now=NOW)
    assert not report.has_learnt
    assert [(week.asked, week.right) for week in report.growth.weeks] == [(0, 0)]


# --- Files, and at what cost ----------------------------------------------------------


def test_the_files_have_the_numbers_of_the_page(
    bolats: Client, bolat: User, facts: list[Fact], draws: Draw
) -> None:
    practise(bolat, draws, {1: RIGHT, 2: WRONG}, at=NOW - WEEK)
    practise(bolat, draws, {2: WRONG, 3: RIGHT})
    page = page_of(bolats)

    def file(name: str) -> list[list[str]]:
        url = reverse("reports:progress_file", args=[name, "csv"])
        text = bolats.get(url).content.decode("utf-8-sig")
        return list(csv.reader(io.StringIO(text, newline="")))[1:]

    assert [row[1:] for row in file("growth")] == [
        row[1:] for row in rows(page, "growth")
    ]
    assert [row[0] for row in file("growth")] == ["2026-11-16", "2026-11-23"]
    [[*known], _foot] = file("topics")
    assert known[2:] == rows(page, "topics")[0][2:]
    assert [row[4] for row in file("missed")] == ["2"]


@pytest.mark.parametrize("name", ["none/csv", "report/pdf", "topics/exe"])
def test_there_is_no_other_file(bolats: Client, name: str) -> None:
    url = reverse("reports:progress_file", args=name.split("/"))

    assert bolats.get(url).status_code == 404


def test_it_asks_as_often_for_twice_of_everything(
    bolats: Client,
    bolat: User,
    room: Classroom,
    draws: Draw,
    assert_same_queries: AssertSameQueries,
) -> None:
    def grow(count: int) -> None:
        for _each in range(count):
            number = Fact.objects.count() + 1
            topic = TopicFactory(key=f"topic-{number}", position=number)
            make_fact(key=f"fact-{number}", topic=topic.key)
            practise(bolat, draws, {number: WRONG}, at=NOW - number * DAY)
            given = make_assignment(room)
            hand_in(given, bolat, [WRONG], [choice(number)], at=NOW)

    assert_same_queries(grow=grow, block=lambda: bolats.get(PAGE))

    # Session and account, facts and memory, what waits, what is missed, growth,
    # assignments and attempts
    assert len(count_queries(lambda: bolats.get(PAGE))) == 13
