"""What is stored at the deadline is marked, and nothing that came after it.

The clock is set by hand: it is the server's, and no other is asked.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from quizzes.attempts import assigned, taking
from quizzes.attempts.models import GRACE, LONGEST_ARRIVAL, SETTLED, Answer, Attempt
from quizzes.bank.models import FactUsage
from quizzes.bank.recipes import FeedbackMode
from quizzes.classes.assignments import Assignment
from quizzes.items.data import Form
from quizzes.people.models import User
from tests.attempts.answering import (
    HTMX,
    first_slot,
    form_data,
    pages,
    post_answer,
    url,
)
from tests.attempts.conftest import NOW, GiveAssignment, StartAttempt
from tests.attempts.sample_items import CANARIES, SAMPLES

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

CHOICE = SAMPLES[Form.CHOICE]
MINUTE = timedelta(minutes=1)
MOMENT = timedelta(milliseconds=1)
DEADLINE = NOW + 10 * MINUTE
AT_CLOSE = FeedbackMode.AT_CLOSE


@pytest.fixture
def clock() -> Iterator[Any]:
    """The server's clock, which stands still at NOW until it is moved."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def timed(bolat: User, give: GiveAssignment, clock: Any) -> Attempt:
    """An attempt of Bolat's that has ten minutes, on one item of each form."""
    return assigned.start(
        assignment=give(minutes=10),
        learner=bolat,
        start_key=uuid.uuid4(),
        now=NOW,
    )


def soup(response: HttpResponse) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


# --- Answers around the deadline ------------------------------------------------------


@pytest.mark.parametrize("htmx", [False, True])
@pytest.mark.parametrize(
    ("moment", "stored"),
    [
        (DEADLINE - timedelta(seconds=1), True),
        (DEADLINE, True),
        (DEADLINE + GRACE - MOMENT, True),
        (DEADLINE + GRACE, False),
        (DEADLINE + GRACE + MOMENT, False),
        (DEADLINE + timedelta(days=1), False),
    ],
)
def test_an_answer_is_stored_until_the_grace_is_over(
    bolats: Client, timed: Attempt, clock: Any, moment: Any, stored: bool, htmx: bool
) -> None:
    slot = first_slot(timed)
    clock.move_to(moment)

    reply = post_answer(bolats, slot, form_data(slot, CHOICE.right), htmx=htmx)

    assert Answer.objects.count() == int(stored)
    if not stored:
        assert reply.status_code == 409
        assert soup(reply).select_one("[role=alert]").get_text(strip=True)
        assert not any(canary in reply.content.decode() for canary in CANARIES)


@pytest.mark.parametrize(
    "field", ["now", "received_at", "deadline_at", "started_at", "time"]
)
def test_what_a_client_says_of_the_time_is_ignored(
    bolats: Client, timed: Attempt, clock: Any, field: str
) -> None:
    slot = first_slot(timed)
    clock.move_to(DEADLINE + GRACE)
    early = {field: NOW.isoformat()}

    data = form_data(slot, CHOICE.right) | early
    reply = bolats.post(
        url("answer", timed, 1), data, headers={"Date": "Sun, 22 Nov 2026 09:00:00 GMT"}
    )

    assert reply.status_code == 409
    assert not Answer.objects.exists()


def test_the_moment_of_receipt_counts_not_that_of_storing(
    bolats: Client, timed: Attempt, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    slot = first_slot(timed)
    data = form_data(slot, CHOICE.right)
    clock.move_to(DEADLINE - MOMENT)
    _wait_before_submitting(monkeypatch, clock, DEADLINE + LONGEST_ARRIVAL - 2 * MOMENT)

    post_answer(bolats, slot, data)

    assert Answer.objects.get().received_at == DEADLINE - MOMENT


def test_an_answer_begun_in_time_and_written_later_is_late(
    bolats: Client, timed: Attempt, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    slot = first_slot(timed)
    data = form_data(slot, CHOICE.right)
    clock.move_to(DEADLINE - MOMENT)
    _wait_before_submitting(monkeypatch, clock, DEADLINE + LONGEST_ARRIVAL)

    assert post_answer(bolats, slot, data).status_code == 409
    assert not Answer.objects.exists()


def _wait_before_submitting(
    monkeypatch: pytest.MonkeyPatch, clock: Any, until: Any
) -> None:
    """Let the clock go on while the answer is being read."""
    from quizzes.attempts import views

    read = views.slot_for_learner

    def slowly(*arguments: Any) -> Any:
        clock.move_to(until)
        return read(*arguments)

    monkeypatch.setattr(views, "slot_for_learner", slowly)


def test_an_answer_repeated_after_the_deadline_is_still_stored_once(
    bolats: Client, timed: Attempt, clock: Any
) -> None:
    slot = first_slot(timed)
    data = form_data(slot, CHOICE.right)
    post_answer(bolats, slot, data)
    clock.move_to(DEADLINE + MINUTE)

    reply = post_answer(bolats, slot, data)

    assert reply.status_code in (200, 302)
    assert reply.headers["HX-Redirect"] == url("result", timed)
    assert Answer.objects.count() == 1


def test_an_answer_costs_an_assignment_no_more_statements(
    bolats: Client,
    timed: Attempt,
    start: StartAttempt,
    django_assert_max_num_queries: Any,
) -> None:
    slot = first_slot(timed)
    data = form_data(slot, CHOICE.right)

    # As many as for practice, and two for the savepoint of a test
    with django_assert_max_num_queries(9):
        assert post_answer(bolats, slot, data).status_code == 200


# --- Pages ----------------------------------------------------------------------------


def test_the_page_says_how_long_there_is_and_until_when(
    bolats: Client, timed: Attempt, clock: Any
) -> None:
    clock.move_to(NOW + 3 * MINUTE)

    for page in (url("attempt", timed), url("finish", timed), url("timer", timed)):
        shown = soup(bolats.get(page)).select_one("#timer")
        assert shown["data-seconds-left"] == "420"
        # Almaty's time of day
        assert "14:10" in shown.select_one("time").get_text()


def test_the_warning_is_read_out_from_a_place_that_no_swap_touches(
    bolats: Client, timed: Attempt
) -> None:
    page = soup(bolats.get(url("attempt", timed)))
    part = soup(bolats.get(url("attempt", timed), headers=HTMX))

    assert page.select_one("#time-told[role=status]").get_text(strip=True) == ""
    assert not page.select("#question #time-told")
    assert part.select("#timer")
    assert not part.select("#time-told")


def test_practice_has_no_timer(bolats: Client, start: StartAttempt) -> None:
    attempt = start(Form.CHOICE)

    assert not soup(bolats.get(url("attempt", attempt))).select("#timer, #time-told")
    assert bolats.get(url("timer", attempt)).content.strip() == b""


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_after_the_deadline_no_question_is_shown_and_no_row_is_changed(
    bolats: Client, timed: Attempt, clock: Any, headers: dict[str, str]
) -> None:
    clock.move_to(DEADLINE)

    for page in pages(timed)[:-1]:
        reply = bolats.get(page, headers=headers)
        to = reply.headers.get("Location") or reply.headers.get("HX-Redirect")
        assert to == url("result", timed)
    over = bolats.get(url("result", timed))

    assert over.status_code == 200
    assert soup(over).select(f'form[action="{url("close", timed)}"]')
    assert not any(canary in over.content.decode() for canary in CANARIES)
    timed.refresh_from_db()
    assert timed.is_open
    assert timed.revision == 0


def test_whoever_is_over_time_can_see_the_result_by_one_button(
    bolats: Client, timed: Attempt, clock: Any
) -> None:
    slot = first_slot(timed)
    post_answer(bolats, slot, form_data(slot, CHOICE.right))
    clock.move_to(DEADLINE + 20 * MINUTE)

    reply = bolats.post(url("close", timed), follow=True)

    timed.refresh_from_db()
    assert timed.closed_at == DEADLINE + GRACE
    assert timed.score == 1
    assert soup(reply).select_one(".score")


def test_home_and_the_list_treat_an_overdue_attempt_as_handed_in(
    bolats: Client, timed: Attempt, clock: Any
) -> None:
    clock.move_to(DEADLINE)

    home = soup(bolats.get(reverse("attempts:home")))
    row = soup(bolats.get(reverse("attempts:list"))).select_one(".row")

    assert not home.select(".going-on, .due")
    assert not row.select(".tag--accent")
    assert "/result/" in row.select_one("a")["href"]
    assert not row.select("strong")


# --- Closing by itself ----------------------------------------------------------------


def _run() -> str:
    out = StringIO()
    call_command("attempts", "close", stdout=out)
    return out.getvalue().strip()


def test_the_command_closes_what_is_overdue_and_marks_what_is_stored(
    bolats: Client, timed: Attempt, clock: Any
) -> None:
    slot = first_slot(timed)
    post_answer(bolats, slot, form_data(slot, CHOICE.right))
    clock.move_to(DEADLINE + SETTLED - MOMENT)
    assert _run() == "0 closed"

    clock.move_to(DEADLINE + SETTLED)

    assert [_run(), _run()] == ["1 closed", "0 closed"]
    timed.refresh_from_db()
    assert not timed.is_open
    assert timed.closed_at == DEADLINE + GRACE
    assert timed.score == 1
    assert SETTLED + timedelta(seconds=30) <= MINUTE


def test_the_command_leaves_practice_alone(start: StartAttempt, clock: Any) -> None:
    start(Form.CHOICE)
    clock.move_to(NOW + timedelta(days=400))

    assert _run() == "0 closed"


def test_the_bank_is_told_once_what_was_asked(timed: Attempt, clock: Any) -> None:
    clock.move_to(DEADLINE + MINUTE)
    taking.close(attempt=timed, now=timezone.now())

    _run()

    assert FactUsage.objects.count() == 0  # nothing was answered


def test_more_time_after_the_deadline_opens_what_is_not_closed_yet(
    bolats: Client, aigerim: User, timed: Attempt, clock: Any
) -> None:
    clock.move_to(DEADLINE + GRACE)
    assigned.give_time(
        assignment=timed.assignment,
        learner_id=timed.learner_id,
        minutes=5,
        by=aigerim,
        now=timezone.now(),
    )
    slot = first_slot(timed)

    reply = post_answer(bolats, slot, form_data(slot, CHOICE.right))

    assert reply.status_code == 200
    assert _run() == "0 closed"


# --- Starting, by the pages -----------------------------------------------------------


def _begin(client: Client, assignment: Assignment) -> Any:
    page = reverse("attempts:start_assigned", args=[assignment.public_id])
    return client.post(page, {"start_key": str(uuid.uuid4())})


@pytest.mark.parametrize(
    ("moment", "status"),
    [
        (NOW - MOMENT, 409),
        (NOW, 302),
        (DEADLINE - MOMENT, 302),
        (DEADLINE, 409),
    ],
)
def test_the_button_starts_between_opening_and_closing(
    bolats: Client, give: GiveAssignment, clock: Any, moment: Any, status: int
) -> None:
    assignment = give(opens_at=NOW, closes_at=DEADLINE)
    clock.move_to(moment)

    reply = _begin(bolats, assignment)

    assert reply.status_code == status
    assert Attempt.objects.count() == (status == 302)
    if status == 409:
        assert soup(reply).select_one("[role=alert]").get_text(strip=True)


def test_what_is_not_for_the_learner_is_absent(
    client_for: Any, bolats: Client, give: GiveAssignment, clock: Any
) -> None:
    stranger = client_for(User.objects.create_user("stranger"))
    assignment = give()
    cancelled = give(cancelled_at=NOW)

    assert _begin(stranger, assignment).status_code == 404
    assert _begin(bolats, cancelled).status_code == 404
    listed = bolats.get(reverse("attempts:assignments")).content.decode()
    assert cancelled.public_id not in listed
    assert not Attempt.objects.exists()


def test_the_list_offers_what_can_be_done(
    bolats: Client, bolat: User, give: GiveAssignment, clock: Any
) -> None:
    give(title="Ашық", minutes=15)
    give(title="Ертең", opens_at=NOW + MINUTE)
    give(title="Кеше", closes_at=NOW - MINUTE)
    begun = give(title="Басталған")
    assigned.start(assignment=begun, learner=bolat, start_key=uuid.uuid4(), now=NOW)

    rows = soup(bolats.get(reverse("attempts:assignments"))).select(".task")

    offered = {
        row.select_one("strong").get_text(): bool(row.select("form, .button--primary"))
        for row in rows
    }
    assert offered == {
        "Ашық": True,
        "Басталған": True,
        "Ертең": False,
        "Кеше": False,
    }


def test_home_tells_what_is_due(
    bolats: Client, client_for: Any, give: GiveAssignment, clock: Any
) -> None:
    give(title="Мерзімі жақын")
    stranger = client_for(User.objects.create_user("stranger"))

    home = soup(bolats.get(reverse("attempts:home")))

    assert "Мерзімі жақын" in home.select_one(".due").get_text()
    assert not soup(stranger.get(reverse("attempts:home"))).select(".due")


def test_the_list_asks_as_often_for_twice_the_assignments(
    bolats: Client, give: GiveAssignment, assert_same_queries: Any
) -> None:
    def grow(k: int) -> None:
        for _each in range(k):
            give(closes_at=None)

    assert_same_queries(
        grow=grow, block=lambda: bolats.get(reverse("attempts:assignments"))
    )
    assert_same_queries(grow=grow, block=lambda: bolats.get(reverse("attempts:home")))


# --- The result, when it is due -------------------------------------------------------


@pytest.fixture
def after_closing(bolat: User, give: GiveAssignment, clock: Any) -> Attempt:
    """A closed attempt whose answers are shown after ten minutes."""
    attempt = assigned.start(
        assignment=give(closes_at=DEADLINE, feedback_mode=AT_CLOSE),
        learner=bolat,
        start_key=uuid.uuid4(),
        now=NOW,
    )
    slot = first_slot(attempt)
    taking.submit(
        slot=slot,
        response=CHOICE.right,
        idempotency_key=uuid.uuid4(),
        number=1,
        now=NOW,
    )
    taking.close(attempt=attempt, now=NOW)
    return attempt


def _seen(client: Client, attempt: Attempt) -> list[HttpResponse]:
    addresses = [
        *pages(attempt),
        reverse("attempts:list"),
        reverse("attempts:assignments"),
        reverse("attempts:home"),
    ]
    return [client.get(each, follow=True) for each in addresses]


def test_until_the_closing_the_learner_learns_nothing(
    bolats: Client, after_closing: Attempt, clock: Any
) -> None:
    clock.move_to(DEADLINE + SETTLED - MOMENT)

    for page in _seen(bolats, after_closing):
        text = page.content.decode()
        assert not any(canary in text for canary in CANARIES)
        assert not soup(page).select(".score, .results, #question .feedback")
        assert "Ұпай" not in text
    result = soup(bolats.get(url("result", after_closing)))
    assert "14:10" in result.get_text()
    reply = bolats.post(url("practise", after_closing), {"start_key": uuid.uuid4()})
    assert reply.headers["Location"] == url("result", after_closing)
    assert Attempt.objects.count() == 1


def test_after_the_closing_all_is_shown(
    bolats: Client, after_closing: Attempt, clock: Any
) -> None:
    clock.move_to(DEADLINE + SETTLED)

    result = bolats.get(url("result", after_closing))

    assert all(canary in result.content.decode() for canary in CANARIES[1:3])
    assert after_closing.assignment.title in result.content.decode()
