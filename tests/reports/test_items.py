"""The analysis of an assignment's questions."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from quizzes.accounts.erasing import erase
from quizzes.attempts.models import Answer, Mark, Slot
from quizzes.attempts.snapshots import freeze
from quizzes.classes import enrolling
from quizzes.classes.assignments import Assignment
from quizzes.classes.classrooms import Classroom, Enrolment
from quizzes.items.data import Form, Item, Option, Stimulus
from quizzes.items.marking import Response
from quizzes.people.models import User
from quizzes.reports.advice import Advice
from quizzes.reports.item_report import AnalysedItem, ItemReport, bad_items, item_report
from quizzes.reports.statistics import ScoredAnswer, item_statistics
from tests.attempts.sample_items import SAMPLES
from tests.conftest import AssertSameQueries, ClientFor, count_queries
from tests.factories import make_assignment, make_classroom, make_enrolment
from tests.reports.scene import (
    OTHER_WRONG,
    RIGHT,
    WRONG,
    choice,
    hand_in,
    join,
    quiz_with_two_bad_items,
    responses_by_skill,
)

pytestmark = pytest.mark.django_db

NOW = timezone.now()


@pytest.fixture
def room(aigerim: User) -> Classroom:
    """Aigerim's class."""
    return make_classroom(aigerim)


@pytest.fixture
def aigerims(room: Classroom, aigerim: User, client_for: ClientFor) -> Client:
    """Aigerim's browser."""
    return client_for(aigerim)


def answer_all(
    assignment: Assignment, enrolments: Sequence[Enrolment], items: Sequence[Item]
) -> dict[int, list[Response]]:
    """The learners answer by their skill, the first best; give what they answered."""
    given = responses_by_skill(enrolments, items, random.Random(7))
    for each in enrolments:
        hand_in(assignment, each.learner, given[each.learner_id], items, at=NOW)
    return given


def by_stem(report: ItemReport) -> dict[str, AnalysedItem]:
    return {each.item.stem: each for each in report.items}


def page_of(client: Client, assignment: Assignment, **query: str) -> BeautifulSoup:
    url = reverse("reports:items", args=[assignment.public_id])
    response = client.get(url, query)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


# --- What is counted ------------------------------------------------------------------


def test_the_stored_answers_give_what_the_pure_statistics_say(room: Classroom) -> None:
    items = quiz_with_two_bad_items()
    assignment = make_assignment(room)
    enrolments = join(room, 30)
    given = answer_all(assignment, enrolments, items)

    found = by_stem(item_report(assignment, now=NOW))

    by_hand = item_statistics(
        [
            ScoredAnswer(
                learner=learner,
                item=item.stem,
                mark=float(response == RIGHT),
                chosen=frozenset({str(response)}),
            )
            for learner, responses in given.items()
            for item, response in zip(items, responses, strict=True)
        ],
        {item.stem: {each.value: each.key for each in item.options} for item in items},
    )
    assert {stem: each.statistics for stem, each in found.items()} == by_hand


def test_the_two_bad_questions_come_first_and_are_named(room: Classroom) -> None:
    items = quiz_with_two_bad_items()
    assignment = make_assignment(room)
    answer_all(assignment, join(room, 30), items)

    bad = bad_items(assignment)

    assert [each.item.stem for each in bad] == [items[1].stem, items[3].stem]
    assert [each.counsels[0].advice for each in bad] == [
        Advice.NEGATIVE_DISCRIMINATION,
        Advice.TOO_EASY,
    ]
    report = item_report(assignment, now=NOW)
    assert [each.item.stem for each in report.items[:2]] == [
        each.item.stem for each in bad
    ]


def test_of_each_learner_the_first_attempt_counts(room: Classroom) -> None:
    assignment = make_assignment(room, attempts_allowed=3)
    [enrolment] = join(room, 1)
    items = [choice(1), choice(2)]
    hand_in(assignment, enrolment.learner, [WRONG, RIGHT], items, at=NOW)
    hand_in(assignment, enrolment.learner, [RIGHT, RIGHT], items, at=NOW, number=2)

    found = by_stem(item_report(assignment, now=NOW))[items[0].stem]

    assert (found.statistics.n, found.chosen_by) == (1, {WRONG: [enrolment.learner_id]})


def test_what_is_going_on_and_what_has_no_answer_does_not_count(
    room: Classroom,
) -> None:
    assignment = make_assignment(room)
    at_work, looked, over_time, done = join(room, 4)
    items = [choice(1), choice(2)]
    hand_in(assignment, at_work.learner, [WRONG, None], items, at=NOW, is_open=True)
    hand_in(assignment, looked.learner, [None, None], items, at=NOW)
    late = hand_in(
        assignment, over_time.learner, [WRONG, None], items, at=NOW, is_open=True
    )
    late.deadline_at = NOW - timedelta(seconds=1)
    late.save()
    hand_in(assignment, done.learner, [RIGHT, None], items, at=NOW)

    found = by_stem(item_report(assignment, now=NOW))

    first, second = (found[item.stem] for item in items)
    assert first.statistics.n == second.statistics.n == 2
    assert sorted(second.unanswered) == [over_time.learner_id, done.learner_id]


def test_an_item_is_the_same_however_its_options_were_drawn(room: Classroom) -> None:
    assignment = make_assignment(room, same_items=False)
    items = [choice(1), choice(2)]
    fourth = Option(value="date:3", text="1994 жылғы 30 сәуір", key=False)
    other = replace(items[0], options=(*items[0].options[1:], fourth))
    one, two = join(room, 2)
    hand_in(assignment, one.learner, [WRONG, RIGHT], items, at=NOW)
    hand_in(assignment, two.learner, [RIGHT, fourth.value], [items[1], other], at=NOW)

    found = by_stem(item_report(assignment, now=NOW))[items[0].stem]

    assert found.statistics.n == 2
    assert found.item.position is None
    assert set(found.item.options) == {WRONG, RIGHT, OTHER_WRONG, fourth.value}
    assert found.chosen_by == {
        WRONG: [one.learner_id],
        fourth.value: [two.learner_id],
    }


def test_a_new_version_of_a_fact_is_another_item(room: Classroom) -> None:
    assignment = make_assignment(room, same_items=False)
    item = choice(1)
    edited = replace(item, facts=(("fact-1", 2),))
    for enrolment, asked in zip(join(room, 2), (item, edited), strict=True):
        hand_in(assignment, enrolment.learner, [RIGHT], [asked], at=NOW)

    report = item_report(assignment, now=NOW)

    assert [each.statistics.n for each in report.items] == [1, 1]


def test_the_last_answer_and_its_newest_mark_count(room: Classroom) -> None:
    assignment = make_assignment(room)
    [enrolment] = join(room, 1)
    attempt = hand_in(assignment, enrolment.learner, [RIGHT], [choice(1)], at=NOW)
    slot = attempt.slots.get()
    Answer.objects.create(
        slot=slot,
        number=2,
        idempotency_key="8d6d9f6e-7d52-4c0c-9c3c-3d8d9c7d2f10",
        response=WRONG,
        single=False,
        received_at=NOW,
    )
    Slot.objects.filter(pk=slot.pk).update(answer_count=2, mark=0)

    [found] = item_report(assignment, now=NOW).items

    assert found.chosen_by == {WRONG: [enrolment.learner_id]}


def test_a_regrade_flows_into_the_figures(room: Classroom) -> None:
    assignment = make_assignment(room)
    items = [choice(1), choice(2)]
    enrolments = join(room, 10)
    for each in enrolments:
        hand_in(assignment, each.learner, [WRONG, RIGHT], items, at=NOW)
    before = by_stem(item_report(assignment, now=NOW))[items[0].stem]

    # As a regrade does it: a new mark, and the slot's is the newest
    for slot in Slot.objects.filter(position=1):
        answer = slot.answers.get()
        Mark.objects.create(
            answer=answer,
            score=Decimal(1),
            fact_version=2,
            reason=Mark.Reason.REGRADE,
            made_at=NOW,
        )
        Slot.objects.filter(pk=slot.pk).update(mark=1)

    after = by_stem(item_report(assignment, now=NOW))[items[0].stem]
    assert (before.statistics.facility, after.statistics.facility) == (0, 1)


def test_what_is_right_since_a_fact_was_corrected_is_right_in_the_figures(
    room: Classroom, aigerims: Client
) -> None:
    assignment = make_assignment(room)
    shown = choice(1)
    corrected = replace(
        shown,
        options=tuple(replace(each, key=each.value == WRONG) for each in shown.options),
    )
    [enrolment] = join(room, 1)
    hand_in(assignment, enrolment.learner, [WRONG], [shown], at=NOW)
    Slot.objects.update(judged_by=freeze([corrected])[0], mark=1)

    [found] = item_report(assignment, now=NOW).items
    args = [assignment.public_id, enrolment.public_id]
    answers = aigerims.get(reverse("reports:answers", args=args)).content.decode()

    assert {value for value, (_text, key) in found.item.options.items() if key} == {
        WRONG
    }
    assert "result--right" in answers


def test_a_void_question_says_nothing_of_anybody(room: Classroom) -> None:
    assignment = make_assignment(room)
    [enrolment] = join(room, 1)
    hand_in(assignment, enrolment.learner, [WRONG], [choice(1)], at=NOW)
    Slot.objects.update(is_void=True, mark=1)

    assert not item_report(assignment, now=NOW).items


@pytest.mark.parametrize("form", list(Form))
def test_items_of_every_form_are_analysed(
    room: Classroom, aigerims: Client, form: Form
) -> None:
    sample = SAMPLES[form]
    assignment = make_assignment(room)
    for response, enrolment in zip(
        (sample.right, sample.wrong, sample.wrong), join(room, 3), strict=True
    ):
        hand_in(assignment, enrolment.learner, [response], [sample.item], at=NOW)

    page = page_of(aigerims, assignment)

    [card] = page.select(".item")
    assert card.select_one("h3").get_text().endswith(sample.item.stem)
    counts = [int(each.get_text()) for each in card.select("tbody td:nth-of-type(2)")]
    assert max(counts) == 2
    assert sum(counts) >= 3


def test_questions_under_one_text_are_told_together_too(
    room: Classroom, aigerims: Client
) -> None:
    text = Stimulus(key="a-text", version=1, text="Мәтіннің басы. Соңы.", title="")
    items = [
        replace(choice(n), stimulus=replace(text, part=n - 1))
        if n in (2, 3)
        else choice(n)
        for n in range(1, 6)
    ]
    assignment = make_assignment(room, same_items=True)
    answer_all(assignment, join(room, 12), items)

    [told] = item_report(assignment, now=NOW).texts
    page = page_of(aigerims, assignment)

    by_position = {
        each.item.position: each for each in item_report(assignment, now=NOW).items
    }
    parts = [by_position[2].statistics.facility, by_position[3].statistics.facility]
    assert told.statistics.facility == pytest.approx(sum(filter(None, parts)) / 2)
    [row] = page.select("#texts tbody tr")
    assert [each.get_text() for each in row.select("th, td")][:3] == [
        "Мәтіннің басы. Соңы.",
        "2, 3",
        "12",
    ]
    under = [
        each for each in page.select(".item") if "Мәтіннің басы." in each.get_text()
    ]
    assert len(under) == 2
    url = reverse(
        "reports:assignment_file", args=[assignment.public_id, "texts", "csv"]
    )
    assert "Мәтіннің басы." in aigerims.get(url).content.decode()


def test_without_texts_nothing_is_said_of_texts(
    room: Classroom, aigerims: Client
) -> None:
    items = [choice(n) for n in range(1, 4)]
    assignment = make_assignment(room)
    answer_all(assignment, join(room, 3), items)

    assert not page_of(aigerims, assignment).select("#texts-heading")


# --- Who is counted, and who is shown -------------------------------------------------


def test_a_teacher_sees_the_answers_of_the_own_class_alone(
    room: Classroom, aigerims: Client, dana: User
) -> None:
    other = make_classroom(dana, name="Дананың сыныбы")
    theirs = join(other, 1)[0]
    ours = join(room, 1)[0]
    Enrolment.objects.filter(pk=theirs.pk).update(name="Бөтен оқушы")
    assignment = make_assignment(room, other)
    hand_in(assignment, theirs.learner, [OTHER_WRONG], [choice(1)], at=NOW)
    hand_in(assignment, ours.learner, [WRONG], [choice(1)], at=NOW)

    page = page_of(aigerims, assignment, names="yes")

    assert "Бөтен" not in page.get_text()
    assert "Дананың" not in page.get_text()
    counts = [each.get_text() for each in page.select(".item tbody td:nth-of-type(2)")]
    assert sorted(counts) == ["0", "0", "1"]


def test_names_are_shown_when_asked_for(room: Classroom, aigerims: Client) -> None:
    assignment = make_assignment(room)
    [enrolment] = join(room, 1)
    hand_in(assignment, enrolment.learner, [WRONG], [choice(1)], at=NOW)

    assert enrolment.name not in page_of(aigerims, assignment).get_text()
    assert enrolment.name in page_of(aigerims, assignment, names="yes").get_text()


def test_who_has_left_the_class_still_counts(room: Classroom, aigerims: Client) -> None:
    assignment = make_assignment(room)
    enrolments = join(room, 2)
    for each in enrolments:
        hand_in(assignment, each.learner, [WRONG], [choice(1)], at=NOW)
    enrolling.remove(enrolment=enrolments[0], now=timezone.now())

    assert ": 2" in page_of(aigerims, assignment).select_one(".item .small").get_text()


def test_who_is_erased_still_counts_and_has_no_name(
    room: Classroom, aigerims: Client
) -> None:
    items = quiz_with_two_bad_items()
    assignment = make_assignment(room)
    enrolments = join(room, 30)
    answer_all(assignment, enrolments, items)
    looked = join(room, 1)[0]
    hand_in(assignment, looked.learner, [None] * len(items), items, at=NOW)
    before = item_report(assignment, now=NOW)

    for each in (enrolments[3], looked):
        erase(user_id=each.learner_id, now=timezone.now())

    after = item_report(assignment, now=NOW)
    assert [each.statistics for each in after.items] == [
        each.statistics for each in before.items
    ]
    assert after.quiz == before.quiz
    shown = page_of(aigerims, assignment, names="yes").get_text()
    assert enrolments[3].name not in shown
    assert "аты жоқ" in shown


# --- What is said ---------------------------------------------------------------------


def test_too_few_answers_are_said_and_no_number_is_given(
    room: Classroom, aigerims: Client
) -> None:
    assignment = make_assignment(room)
    for each in join(room, 9):
        hand_in(assignment, each.learner, [RIGHT], [choice(1)], at=NOW)

    card = page_of(aigerims, assignment).select_one(".item")

    assert {each.get_text() for each in card.select(".figure__value")} == {"–"}
    assert "Жауап аз (9)" in card.get_text()
    assert "%" not in card.get_text()


def test_the_worst_question_says_what_to_do(room: Classroom, aigerims: Client) -> None:
    items = quiz_with_two_bad_items()
    assignment = make_assignment(room)
    answer_all(assignment, join(room, 30), items)

    cards = page_of(aigerims, assignment).select(".item")

    assert items[1].stem in cards[0].select_one("h3").get_text()
    assert cards[0].select_one(".alert--warning")
    assert "100\N{NO-BREAK SPACE}%" in cards[1].select_one(".alert--warning").get_text()
    assert not cards[-1].select_one(".alert--warning")


def test_without_answers_the_page_says_so(room: Classroom, aigerims: Client) -> None:
    page = page_of(aigerims, make_assignment(room))

    assert page.select_one(".empty")
    assert not page.select(".item")


def test_the_page_asks_as_often_for_twice_the_learners(
    room: Classroom, aigerims: Client, assert_same_queries: AssertSameQueries
) -> None:
    assignment = make_assignment(room)
    items = [choice(1), choice(2)]

    def grow(k: int) -> None:
        for each in join(room, k):
            hand_in(assignment, each.learner, [RIGHT, WRONG], items, at=NOW)

    url = reverse("reports:items", args=[assignment.public_id])
    assert_same_queries(grow=grow, block=lambda: aigerims.get(url))
    assert len(count_queries(lambda: item_report(assignment, now=NOW))) == 3


def test_a_pupil_in_no_class_of_it_is_not_counted(
    room: Classroom, aigerims: Client, bolat: User, dana: User
) -> None:
    other = make_classroom(dana, name="10")
    make_enrolment(other, bolat)
    assignment = make_assignment(room, other)
    hand_in(assignment, bolat, [WRONG], [choice(1)], at=NOW)

    assert page_of(aigerims, assignment).select_one(".empty")
