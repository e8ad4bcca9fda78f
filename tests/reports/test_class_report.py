"""The report on a class: who knows what, who is behind, what nobody knows."""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta
from typing import Any

import openpyxl
import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from quizzes.attempts.models import Slot
from quizzes.bank.facts import Fact
from quizzes.classes.assignments import Allowance, Assignment
from quizzes.classes.classrooms import Classroom, Enrolment
from quizzes.memory.grading import Grade
from quizzes.people.models import User
from quizzes.reports.class_work import fallen_behind, not_started
from tests.attempts.answering import HTMX
from tests.conftest import AssertSameQueries, ClientFor
from tests.factories import (
    SpaceFactory,
    TopicFactory,
    make_assignment,
    make_bank,
    make_classroom,
    make_enrolment,
    make_fact,
)
from tests.reports.scene import (
    OTHER_WRONG,
    RIGHT,
    WRONG,
    choice,
    hand_in,
    join,
    remember,
)

pytestmark = pytest.mark.django_db

NOW = timezone.now()
DAY = timedelta(days=1)


@pytest.fixture
def room(aigerim: User) -> Classroom:
    """Aigerim's class, to which learners have come long ago."""
    return make_classroom(aigerim)


@pytest.fixture
def aigerims(room: Classroom, aigerim: User, client_for: ClientFor) -> Client:
    """Aigerim's browser."""
    return client_for(aigerim)


@pytest.fixture
def facts(db: None) -> list[Fact]:
    """Two facts of one topic, one of another."""
    space = make_bank()
    TopicFactory(space=space, key="second", name_kk="Екінші тақырып", position=2)
    return [
        make_fact(key="fact-1"),
        make_fact(key="fact-2", property="valid_until", value="1999-05-20"),
        make_fact(key="fact-3", topic="second", property="held_on", subject="summit"),
    ]


def enrolled(room: Classroom, count: int) -> list[Enrolment]:
    enrolments = join(room, count)
    Enrolment.objects.update(joined_at=NOW - 90 * DAY)
    return enrolments


def open_now(room: Classroom, **rules: Any) -> Assignment:
    return make_assignment(room, opens_at=NOW - DAY, **rules)


def closed(room: Classroom, days_ago: float, **rules: Any) -> Assignment:
    closes_at = NOW - days_ago * DAY
    opens_at = closes_at - 5 * DAY
    return make_assignment(room, opens_at=opens_at, closes_at=closes_at, **rules)


def do(
    assignment: Assignment, enrolment: Enrolment, *given: str, at: datetime = NOW
) -> None:
    items = [choice(number) for number in range(1, len(given or (RIGHT,)) + 1)]
    hand_in(assignment, enrolment.learner, given or [RIGHT], items, at=at)


def names_of(found: Any) -> list[str]:
    return [each.pupil.name for each in found]


def get(
    client: Client, room: Classroom, name: str = "classroom", **query: str
) -> BeautifulSoup:
    response = client.get(reverse(f"reports:{name}", args=[room.public_id]), query)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def cells(row: Tag) -> list[str]:
    return [each.get_text(" ", strip=True) for each in row.select("th, td")]


def body(page: BeautifulSoup, table: str) -> list[list[str]]:
    return [cells(row) for row in page.select(f"#{table} tbody tr")]


def download(client: Client, room: Classroom, name: str) -> bytes:
    stem, kind = name.split(".")
    url = reverse("reports:class_file", args=[room.public_id, stem, kind])
    response = client.get(url)
    assert response.status_code == 200
    assert response.headers["Content-Disposition"].startswith("attachment")
    return response.content


# --- The heat map ---------------------------------------------------------------------


def test_the_heat_map_has_a_share_for_each_learner_and_topic(
    room: Classroom, aigerims: Client, facts: list[Fact]
) -> None:
    first, second = enrolled(room, 2)
    # Stability enough to know it surely in a week
    remember(first.learner, facts[0].pk, at=NOW, stability=1e6)
    remember(first.learner, facts[2].pk, at=NOW, grade=Grade.AGAIN)

    page = get(aigerims, room)

    heads = [each.get_text(strip=True) for each in page.select("#topics thead th")]
    assert heads[2:] == ["Ұжымдық қауіпсіздік", "Екінші тақырып"]
    assert body(page, "topics") == [
        [
            first.name,
            "33\N{NO-BREAK SPACE}%",
            "50\N{NO-BREAK SPACE}%",
            "0\N{NO-BREAK SPACE}%",
        ],
        [second.name, "–", "–", "–"],
    ]
    foot = cells(page.select_one("#topics tfoot tr"))
    assert foot[1:] == [
        "17\N{NO-BREAK SPACE}%",
        "25\N{NO-BREAK SPACE}%",
        "0\N{NO-BREAK SPACE}%",
    ]


def test_the_heat_map_says_which_facts_it_counts(
    room: Classroom, aigerims: Client
) -> None:
    said = get(aigerims, room).select_one("#heat-map p.measure")
    assert said is not None
    assert "Ортақ кітапхананың негізгі деректері" in said.get_text()


def test_the_heat_map_can_be_sorted_without_scripts_and_in_place(
    room: Classroom, aigerims: Client, facts: list[Fact]
) -> None:
    weak, strong = enrolled(room, 2)
    remember(weak.learner, facts[0].pk, at=NOW, grade=Grade.AGAIN)
    remember(strong.learner, facts[0].pk, at=NOW)

    page = get(aigerims, room)
    link = page.select_one("#topics-by-whole")
    assert not link.find_parent("th").get("aria-sort")
    url = reverse("reports:classroom", args=[room.public_id])
    once = BeautifulSoup(
        aigerims.get(url + str(link["hx-get"]), headers=HTMX).content, "html.parser"
    )
    again = once.select_one("#topics-by-whole")

    assert not once.select("html")
    assert again.find_parent("th")["aria-sort"] == "ascending"
    assert [row[0] for row in body(once, "topics")] == [weak.name, strong.name]
    turned = get(aigerims, room, sort="-whole")
    assert [row[0] for row in body(turned, "topics")] == [strong.name, weak.name]


def test_the_heat_map_is_a_table_with_names_for_a_screen_reader(
    room: Classroom, aigerims: Client, facts: list[Fact]
) -> None:
    enrolled(room, 1)

    page = get(aigerims, room)

    region = page.select_one("[role=region]")
    assert region["tabindex"] == "0"
    assert region["aria-label"] == page.select_one("caption").get_text(strip=True)
    assert {each["scope"] for each in page.select("#topics thead th")} == {"col"}
    assert {each["scope"] for each in page.select("#topics tbody th")} == {"row"}


# --- Who has not started --------------------------------------------------------------


def test_not_started_is_who_has_not_begun_what_is_open(room: Classroom) -> None:
    begun, idle = enrolled(room, 2)
    assignment = open_now(room)
    hand_in(assignment, begun.learner, [None], [choice(1)], at=NOW, is_open=True)
    closed(room, 1)
    make_assignment(room, opens_at=NOW + DAY)
    open_now(room, cancelled_at=NOW)

    [found] = not_started(room, NOW)

    assert (found.pupil.public_id, found.assignments) == (idle.public_id, (assignment,))


def test_what_was_given_to_one_learner_is_nobody_elses(room: Classroom) -> None:
    one, _other = enrolled(room, 2)
    open_now(room, learners=(one.learner,))

    assert names_of(not_started(room, NOW)) == [one.name]


def test_a_deadline_of_ones_own_counts(room: Classroom) -> None:
    reopened, other = enrolled(room, 2)
    assignment = closed(room, 1)
    Allowance.objects.create(
        assignment=assignment,
        learner=reopened.learner,
        closes_at=NOW + DAY,
        given_at=NOW,
    )

    assert names_of(not_started(room, NOW)) == [reopened.name]
    assert names_of(fallen_behind(room, NOW)) == [other.name]


# --- Who has fallen behind ------------------------------------------------------------


def test_behind_is_who_missed_half_or_more_of_what_closed_lately(
    room: Classroom,
) -> None:
    none, half, most, all_ = enrolled(room, 4)
    assignments = [closed(room, days) for days in (3, 9, 15, 21)]
    for enrolment, number in ((half, 2), (most, 3), (all_, 4)):
        for assignment in assignments[:number]:
            do(assignment, enrolment)

    found = fallen_behind(room, NOW)

    assert names_of(found) == [none.name, half.name]
    assert [(len(each.missed), each.closed) for each in found] == [(4, 4), (2, 4)]
    assert found[0].last_began_at is None
    assert found[1].last_began_at == NOW


def test_an_attempt_without_an_answer_is_a_missed_one(room: Classroom) -> None:
    [looked] = enrolled(room, 1)
    hand_in(closed(room, 2), looked.learner, [None], [choice(1)], at=NOW - 3 * DAY)

    assert names_of(fallen_behind(room, NOW)) == [looked.name]


@pytest.mark.parametrize(
    ("days_ago", "joined_days_ago"),
    [(29, 90), (5, 4)],
    ids=["long ago", "joined later"],
)
def test_nobody_is_held_to_what_closed_long_ago_or_before_they_joined(
    room: Classroom, days_ago: int, joined_days_ago: int
) -> None:
    enrolled(room, 1)
    Enrolment.objects.update(joined_at=NOW - joined_days_ago * DAY)
    closed(room, days_ago)

    assert not fallen_behind(room, NOW)


def test_behind_is_who_is_quiet_while_half_of_the_class_is_not(room: Classroom) -> None:
    busy, quiet = enrolled(room, 2)
    long_ago = closed(room, 40)
    do(long_ago, quiet, at=NOW - 41 * DAY)
    assert not fallen_behind(room, NOW)

    do(open_now(room), busy, at=NOW - 2 * DAY)

    [found] = fallen_behind(room, NOW)
    assert (found.pupil.public_id, found.is_quiet) == (quiet.public_id, True)
    assert found.missed == ()
    Enrolment.objects.filter(pk=quiet.pk).update(joined_at=NOW - 3 * DAY)
    assert not fallen_behind(room, NOW)


def test_the_absent_learner_stands_on_the_page(
    room: Classroom, aigerims: Client
) -> None:
    present, absent = enrolled(room, 2)
    for assignment in (closed(room, 3), open_now(room)):
        do(assignment, present)

    page = get(aigerims, room)

    for section in ("#not-started", "#behind"):
        assert absent.name in page.select_one(section).get_text()
        assert present.name not in page.select_one(section).get_text()
    tallies = [each.get_text(strip=True) for each in page.select(".tally strong")]
    assert tallies == ["2", "1", "1"]


# --- What the class does not know -----------------------------------------------------


def test_the_facts_missed_most_come_with_the_wrong_answers(
    room: Classroom, aigerims: Client, facts: list[Fact]
) -> None:
    enrolments = enrolled(room, 3)
    assignment = closed(room, 2)
    for each, response in zip(enrolments, (WRONG, WRONG, OTHER_WRONG), strict=True):
        attempt = hand_in(
            assignment, each.learner, [response], [choice(1)], at=NOW - 3 * DAY
        )
        attempt.remembered_at = NOW - 2 * DAY
        attempt.save()
        remember(each.learner, facts[0].pk, at=NOW, grade=Grade.AGAIN)
    remember(enrolments[0].learner, facts[2].pk, at=NOW, grade=Grade.AGAIN)

    plain = get(aigerims, room)
    page = get(aigerims, room, answers="yes")

    assert len(plain.select("#facts li")) == 2
    assert not plain.select("#facts .tag")
    first, second = page.select("#facts li")
    assert "Шартқа 1992 жылғы 15 мамырда қол қойылды." in first.get_text()
    tags = [each.get_text(strip=True) for each in first.select(".tag")]
    assert tags == ["1991 жылғы 21 желтоқсан · 2", "1993 жылғы 24 қыркүйек · 1"]
    assert not second.select(".tag")


def test_answers_count_when_memory_has_learnt_from_them(
    room: Classroom, aigerims: Client, facts: list[Fact]
) -> None:
    [enrolment] = enrolled(room, 1)
    hand_in(open_now(room), enrolment.learner, [WRONG], [choice(1)], at=NOW)
    remember(enrolment.learner, facts[0].pk, at=NOW, grade=Grade.AGAIN)

    assert not get(aigerims, room, answers="yes").select("#facts .tag")


def test_the_wrong_answers_come_after_the_page_or_by_a_link(
    room: Classroom, aigerims: Client, facts: list[Fact]
) -> None:
    [enrolment] = enrolled(room, 1)
    remember(enrolment.learner, facts[0].pk, at=NOW, grade=Grade.AGAIN)

    part = get(aigerims, room).select_one("#missed")
    url = reverse("reports:classroom", args=[room.public_id])
    reply = aigerims.get(url + str(part["hx-get"]), headers=HTMX)
    fragment = BeautifulSoup(reply.content, "html.parser")

    assert part["hx-trigger"] == "load"
    assert part.select_one("a.button")["href"] == "?answers=yes#facts"
    assert not fragment.select("html")
    assert fragment.select_one("#missed li")
    # It does not ask for itself again
    assert not fragment.select("[hx-get]")


def test_facts_of_another_teachers_space_are_not_shown(
    room: Classroom, aigerims: Client, dana: User, facts: list[Fact]
) -> None:
    space = SpaceFactory(key="dana", owner=dana, name="Дананың қоры")
    theirs = make_fact(space=make_bank(space), key="secret", statement="Құпия дерек.")
    [enrolment] = enrolled(room, 1)
    for fact in (theirs, facts[0]):
        remember(enrolment.learner, fact.pk, at=NOW, grade=Grade.AGAIN)

    assert len(get(aigerims, room).select("#facts li")) == 1
    assert "Құпия".encode() not in download(aigerims, room, "facts.csv")


# --- Scores ---------------------------------------------------------------------------


def test_the_scores_are_those_of_the_attempts_that_count(
    room: Classroom, aigerims: Client
) -> None:
    one, two = enrolled(room, 2)
    best = closed(room, 9, title="Бірінші", counts="best", attempts_allowed=2)
    last = closed(room, 2, title="Екінші", counts="last", attempts_allowed=2)
    items = [choice(1), choice(2)]
    for assignment in (best, last):
        hand_in(assignment, one.learner, [RIGHT, RIGHT], items, at=NOW - 10 * DAY)
        hand_in(
            assignment, one.learner, [RIGHT, WRONG], items, at=NOW - 9 * DAY, number=2
        )
    hand_in(last, two.learner, [WRONG, WRONG], items, at=NOW - 3 * DAY)

    page = get(aigerims, room, "scores")

    by_name = {row[0]: row[1:] for row in body(page, "scores")}
    heads = [each.get_text(strip=True) for each in page.select("#scores thead th")]
    places = [heads.index(title) - 1 for title in ("Бірінші", "Екінші")]
    percent = "\N{NO-BREAK SPACE}%"
    assert [by_name[one.name][at] for at in places] == [f"100{percent}", f"50{percent}"]
    assert [by_name[two.name][at] for at in places] == ["–", f"0{percent}"]
    foot = cells(page.select_one("#scores tfoot tr"))[1:]
    assert [foot[at] for at in places] == [f"100{percent}", f"25{percent}"]


def test_a_regrade_flows_into_the_scores(room: Classroom, aigerims: Client) -> None:
    [one] = enrolled(room, 1)
    attempt = hand_in(
        closed(room, 2), one.learner, [WRONG], [choice(1)], at=NOW - 3 * DAY
    )
    before = body(get(aigerims, room, "scores"), "scores")

    Slot.objects.filter(attempt=attempt).update(mark=1)
    attempt.score = 1
    attempt.save()

    after = body(get(aigerims, room, "scores"), "scores")
    assert (before[0][-1], after[0][-1]) == (
        "0\N{NO-BREAK SPACE}%",
        "100\N{NO-BREAK SPACE}%",
    )


# --- Files ----------------------------------------------------------------------------


def test_the_files_have_the_numbers_of_the_screen(
    room: Classroom, aigerims: Client, facts: list[Fact]
) -> None:
    one, _two = enrolled(room, 2)
    remember(one.learner, facts[0].pk, at=NOW, stability=3)
    do(closed(room, 2), one, RIGHT, WRONG)
    for page, name in (("classroom", "topics"), ("scores", "scores")):
        screen = get(aigerims, room, page)
        expected = [*body(screen, name), cells(screen.select_one(f"#{name} tfoot tr"))]

        text = download(aigerims, room, f"{name}.csv").decode("utf-8-sig")
        book = openpyxl.load_workbook(
            io.BytesIO(download(aigerims, room, f"{name}.xlsx"))
        )

        written = list(csv.reader(io.StringIO(text, newline="")))[1:]
        assert [[_said(cell) for cell in row] for row in written] == expected
        rows = list(book.active.iter_rows(min_row=2))
        assert [[_shown(cell) for cell in row] for row in rows] == expected


def _said(cell: str) -> str:
    """A cell of a CSV file as the screen has it."""
    try:
        number = float(cell)
    except ValueError:
        return cell or "–"
    return cell if cell.isdigit() and number > 1 else _percent_or_count(cell, number)


def _percent_or_count(cell: str, number: float) -> str:
    return cell if "." not in cell else f"{round(100 * number)}\N{NO-BREAK SPACE}%"


def _shown(cell: Any) -> str:
    if cell.value is None:
        return "–"
    if cell.number_format == "0%":
        return f"{round(100 * cell.value)}\N{NO-BREAK SPACE}%"
    return str(cell.value)


def test_the_whole_report_is_one_workbook(
    room: Classroom, aigerims: Client, facts: list[Fact]
) -> None:
    enrolled(room, 2)

    book = openpyxl.load_workbook(io.BytesIO(download(aigerims, room, "report.xlsx")))

    assert len(book.sheetnames) == 5


@pytest.mark.parametrize("name", ["none.xlsx", "topics.exe", "report.pdf"])
def test_a_file_that_there_is_not_is_absent(
    room: Classroom, aigerims: Client, name: str
) -> None:
    stem, kind = name.split(".")
    url = reverse("reports:class_file", args=[room.public_id, stem, kind])

    assert aigerims.get(url).status_code == 404


# --- Whose it is ----------------------------------------------------------------------


def test_nothing_of_another_class_is_in_any_page_or_file(
    room: Classroom, aigerims: Client, dana: User, bolat: User, facts: list[Fact]
) -> None:
    theirs = make_classroom(dana, name="Дананың сыныбы")
    make_enrolment(theirs, User.objects.create_user("x"), name="Бөтен оқушы")
    both = make_enrolment(room, bolat, name="Болат")
    make_enrolment(theirs, bolat, name="Болат")
    given = make_assignment(theirs, title="Бөтен тапсырма")
    hand_in(given, bolat, [WRONG], [choice(1)], at=NOW)

    for url in (
        reverse("reports:classroom", args=[room.public_id]),
        reverse("reports:scores", args=[room.public_id]),
        reverse("reports:pupil", args=[room.public_id, both.public_id]),
        *(
            reverse("reports:class_file", args=[room.public_id, name, "csv"])
            for name in (
                "report",
                "topics",
                "scores",
                "facts",
                "not-started",
                "fallen-behind",
            )
        ),
    ):
        response = aigerims.get(url)
        assert response.status_code == 200
        assert "Бөтен" not in response.content.decode()
        assert "Дананың" not in response.content.decode()


def test_who_has_left_is_on_no_page_of_the_class(
    room: Classroom, aigerims: Client, facts: list[Fact]
) -> None:
    gone, _here = enrolled(room, 2)
    Enrolment.objects.filter(pk=gone.pk).update(state="left", ended_at=NOW)

    for name in ("classroom", "scores"):
        assert gone.name not in get(aigerims, room, name).get_text()


def test_an_empty_class_has_a_report(room: Classroom, aigerims: Client) -> None:
    assert get(aigerims, room).select(".empty")
    assert get(aigerims, room, "scores").select(".empty")
    assert download(aigerims, room, "report.xlsx")


# --- Cost -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["classroom", "scores"])
def test_a_page_asks_as_often_for_twice_the_learners(
    room: Classroom,
    aigerims: Client,
    facts: list[Fact],
    assert_same_queries: AssertSameQueries,
    name: str,
) -> None:
    open_, done = open_now(room), closed(room, 2)

    def grow(k: int) -> None:
        for place, each in enumerate(enrolled(room, k)):
            for fact in facts:
                remember(each.learner, fact.pk, at=NOW, grade=Grade.AGAIN)
            if place % 2:
                do(done, each, WRONG, RIGHT)
                do(open_, each)

    url = reverse(f"reports:{name}", args=[room.public_id])
    assert_same_queries(grow=grow, block=lambda: aigerims.get(url), n=30)
