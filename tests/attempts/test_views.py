"""The pages of taking a quiz, as a browser meets them."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quizzes.attempts import taking
from quizzes.attempts.models import Answer, Attempt
from quizzes.attempts.snapshots import item_of
from quizzes.bank.recipes import FeedbackMode
from quizzes.items.data import Form
from quizzes.people.models import User
from tests.attempts.answering import (
    HTMX,
    answer_url,
    first_slot,
    form_data,
    pages,
    post_answer,
    url,
)
from tests.attempts.conftest import NOW, PRACTICE_MODES, StartAttempt
from tests.attempts.sample_items import SAMPLES, WHY

AT_END = FeedbackMode.AT_END
CHOICE = SAMPLES[Form.CHOICE]

pytestmark = pytest.mark.django_db


def soup(response: HttpResponse) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


# --- Answering ------------------------------------------------------------------------


@pytest.mark.parametrize("form", Form)
@pytest.mark.parametrize("mode", PRACTICE_MODES)
def test_a_page_without_scripts_takes_an_answer(
    bolats: Client, start: StartAttempt, form: Form, mode: FeedbackMode
) -> None:
    attempt = start(form, mode=mode)
    slot = first_slot(attempt)
    page = soup(bolats.get(attempt.get_absolute_url()))
    fields = {each["name"] for each in page.select("#question form [name]")}
    data = form_data(slot, SAMPLES[form].right)
    assert set(data) <= fields

    response = post_answer(bolats, slot, data, htmx=False)

    assert response.status_code == 302
    assert response.headers["Location"] == url("slot", attempt, 1)
    assert first_slot(attempt).mark == 1
    after = soup(bolats.get(response.headers["Location"]))
    assert bool(after.select(".feedback")) == attempt.shows_feedback_at_once


@pytest.mark.parametrize("form", Form)
def test_htmx_gets_the_same_part_of_the_page_alone(
    bolats: Client, start: StartAttempt, form: Form
) -> None:
    attempt = start(form)

    full = soup(bolats.get(attempt.get_absolute_url()))
    part = soup(bolats.get(attempt.get_absolute_url(), headers=HTMX))

    assert part.find("html") is None
    assert [each["name"] for each in part.select("[name]")] == [
        each["name"] for each in full.select("#question [name]")
    ]


def test_the_verdict_is_told_in_words(bolats: Client, start: StartAttempt) -> None:
    for response, words in ((CHOICE.right, "right"), (CHOICE.wrong, "wrong")):
        slot = first_slot(start(Form.CHOICE))

        page = soup(post_answer(bolats, slot, form_data(slot, response)))

        (feedback,) = page.select(f".feedback--{words}")
        assert feedback.select_one("h2").get_text(strip=True)
        assert "1992 жылғы 15 мамыр" in feedback.get_text()
        assert "Сыртқы саясат" in feedback.get_text()


def test_emphasis_is_bold_and_nothing_is_trusted(
    bolats: Client, start: StartAttempt
) -> None:
    item = replace(CHOICE.item, stem="<b>x</b> қай & күні?", emphasis="қай & күні")
    attempt = start(items=[item])

    page = bolats.get(attempt.get_absolute_url()).content.decode()

    assert "&lt;b&gt;x&lt;/b&gt; <strong>қай &amp; күні</strong>?" in page


@pytest.mark.parametrize("form", Form)
def test_no_answer_is_asked_again(
    bolats: Client, start: StartAttempt, form: Form
) -> None:
    slot = first_slot(start(form))
    key = str(uuid.uuid4())

    response = post_answer(bolats, slot, {"idempotency_key": key, "number": 1})

    page = soup(response)
    assert response.status_code == 422
    assert page.select_one("[role=alert]").get_text(strip=True)
    assert page.select_one("[name=idempotency_key]")["value"] == key
    assert not Answer.objects.exists()


def test_an_unreadable_date_is_asked_again_with_what_was_typed(
    bolats: Client, start: StartAttempt
) -> None:
    slot = first_slot(start(Form.DATE_ENTRY))

    response = post_answer(bolats, slot, form_data(slot, "1992 жылы ма?!"))

    page = soup(response)
    assert response.status_code == 422
    assert page.select_one("#answer")["value"] == "1992 жылы ма?!"
    assert page.select_one("#answer")["aria-invalid"] == "true"
    assert not Answer.objects.exists()


def test_a_matching_tells_each_pair_once_with_the_right_one_beside_a_wrong_one(
    bolats: Client, start: StartAttempt
) -> None:
    """Only a spare option needs words of its own: others stand by their prompts."""
    slot = first_slot(start(Form.MATCHING))
    data = form_data(slot, SAMPLES[Form.MATCHING].wrong)

    page = soup(bolats.post(answer_url(slot), data, follow=True))

    lines = [each.get_text(" ", strip=True) for each in page.select(".feedback li")]
    first, second = lines
    assert "Ұжымдық қауіпсіздік туралы шарт – Мәскеу" in first
    assert "Дұрыс жауап: Ташкент" in first
    assert WHY not in first
    assert "Қарулы күштерді қысқарту туралы келісім – Пекин" in second
    assert "Дұрыс жауап: Мәскеу" in second
    assert WHY in second
    told = page.select_one(".feedback").get_text()
    for prompt in SAMPLES[Form.MATCHING].item.prompts:
        assert told.count(prompt.text) == 1


def test_a_matching_without_an_answer_tells_what_is_right(
    bolats: Client, start: StartAttempt
) -> None:
    attempt = start(Form.MATCHING)
    taking.close(attempt=attempt, now=NOW)

    page = soup(bolats.get(url("result", attempt)))

    lines = [each.get_text(" ", strip=True) for each in page.select(".feedback li")]
    assert lines == [
        "Ұжымдық қауіпсіздік туралы шарт Дұрыс жауап: Ташкент",
        "Қарулы күштерді қысқарту туралы келісім Дұрыс жауап: Мәскеу",
    ]


def test_places_given_twice_are_asked_again(
    bolats: Client, start: StartAttempt
) -> None:
    slot = first_slot(start(Form.ORDERING))
    data = form_data(slot, SAMPLES[Form.ORDERING].right) | {
        "place-0": "1",
        "place-1": "1",
        "place-2": "2",
    }

    response = post_answer(bolats, slot, data)

    assert response.status_code == 422
    chosen = [each["value"] for each in soup(response).select("option[selected]")]
    assert chosen == ["1", "1", "2"]
    assert not Answer.objects.exists()


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_stale_form_gets_the_stored_state(
    bolats: Client, start: StartAttempt, headers: dict[str, str]
) -> None:
    slot = first_slot(start(Form.CHOICE, mode=AT_END))
    post_answer(bolats, slot, form_data(slot, CHOICE.right))

    response = bolats.post(
        answer_url(slot), form_data(slot, CHOICE.wrong), headers=headers
    )

    page = soup(response)
    assert response.status_code == 409
    assert page.select_one("[role=alert]:not([hidden])").get_text(strip=True)
    assert slot.tokens[page.select_one("input[checked]")["value"]] == CHOICE.right
    assert Answer.objects.count() == 1


def test_an_answer_after_the_close_is_refused(
    bolats: Client, start: StartAttempt
) -> None:
    attempt = start(Form.CHOICE)
    slot = first_slot(attempt)
    taking.close(attempt=attempt, now=NOW)

    response = post_answer(bolats, slot, form_data(slot, CHOICE.right))

    assert response.status_code == 409
    assert not Answer.objects.exists()


@pytest.mark.parametrize("position", [0, 2, 40_000, 2**31, 2**63, 2**70, "9" * 5000])
def test_a_slot_that_is_not_there_is_not_found(
    bolats: Client, start: StartAttempt, position: object
) -> None:
    base = start(Form.CHOICE).get_absolute_url()

    assert bolats.get(f"{base}{position}/").status_code == 404
    assert bolats.post(f"{base}{position}/answer/").status_code == 404


@pytest.mark.parametrize("form", Form)
@pytest.mark.parametrize("mode", PRACTICE_MODES)
def test_an_answer_costs_at_most_eight_statements(
    bolats: Client, start: StartAttempt, form: Form, mode: FeedbackMode
) -> None:
    slot = first_slot(start(*[form] * 3, mode=mode))
    data = form_data(slot, SAMPLES[form].right)

    # Session, learner, slot; attempt, slot, answer, mark. The memory may take three.
    with CaptureQueriesContext(connection) as captured:
        response = post_answer(bolats, slot, data)

    statements = [
        query["sql"]
        for query in captured
        if not query["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))
    ]
    assert response.status_code == 200
    assert len(statements) <= 7, statements


# --- Going through --------------------------------------------------------------------


def test_an_attempt_goes_on_where_it_stands(
    bolats: Client, start: StartAttempt
) -> None:
    attempt = start(Form.CHOICE, Form.TRUE_FALSE)
    slot = first_slot(attempt)
    post_answer(bolats, slot, form_data(slot, CHOICE.right))

    page = soup(bolats.get(attempt.get_absolute_url()))

    assert page.select_one("progress")["value"] == "2"


def test_in_a_test_one_can_go_back_and_change(
    bolats: Client, start: StartAttempt
) -> None:
    attempt = start(Form.CHOICE, Form.TRUE_FALSE, mode=AT_END)
    slot = first_slot(attempt)
    post_answer(bolats, slot, form_data(slot, CHOICE.wrong))

    page = soup(bolats.get(url("slot", attempt, 1)))
    number = page.select_one("[name=number]")["value"]
    post_answer(
        bolats, first_slot(attempt), form_data(slot, CHOICE.right, number=number)
    )

    assert number == "2"
    assert first_slot(attempt).mark == 1


def test_a_whole_attempt_by_its_pages(bolats: Client, start: StartAttempt) -> None:
    attempt = start()
    for slot in attempt.slots.select_related("attempt", "snapshot"):
        response = SAMPLES[item_of(slot.snapshot).form].right
        reply = post_answer(bolats, slot, form_data(slot, response))
        assert reply.status_code == 200
    assert soup(reply).select_one("form#close")["action"] == url("close", attempt)

    closed = bolats.post(url("close", attempt))
    again = bolats.post(url("close", attempt))
    page = bolats.get(closed.headers["Location"])

    assert again.headers["Location"] == closed.headers["Location"]
    assert len(soup(page).select(".feedback--right")) == len(Form)
    assert f"{len(Form)} <small>/ {len(Form)}" in page.content.decode()
    assert not soup(page).select(f'form[action="{url("practise", attempt)}"]')


def test_mistakes_lead_to_a_new_attempt(bolats: Client, start: StartAttempt) -> None:
    attempt = start(Form.CHOICE)
    slot = first_slot(attempt)
    post_answer(bolats, slot, form_data(slot, CHOICE.wrong))
    bolats.post(url("close", attempt))
    form = soup(bolats.get(url("result", attempt))).select_one(
        f'form[action="{url("practise", attempt)}"]'
    )
    data = {each["name"]: each["value"] for each in form.select("input")}

    first, second = (bolats.post(url("practise", attempt), data) for _click in "12")

    new = Attempt.objects.exclude(pk=attempt.pk).get()
    assert first.headers["Location"] == new.get_absolute_url()
    assert second.headers["Location"] == first.headers["Location"]


def test_pages_of_a_closed_attempt_lead_to_its_result(
    bolats: Client, start: StartAttempt
) -> None:
    attempt = start(Form.CHOICE)
    taking.close(attempt=attempt, now=NOW)

    for page in pages(attempt)[:3]:
        assert bolats.get(page).headers["Location"] == url("result", attempt)
        reply = bolats.get(page, headers=HTMX)
        assert reply.headers["HX-Redirect"] == url("result", attempt)


def test_an_open_attempt_has_no_result(bolats: Client, start: StartAttempt) -> None:
    attempt = start(Form.CHOICE)

    response = bolats.get(url("result", attempt))

    assert response.headers["Location"] == attempt.get_absolute_url()


# --- Lists ----------------------------------------------------------------------------


def test_my_attempts_are_listed_the_newest_first(
    bolats: Client, start: StartAttempt, dana: User
) -> None:
    mine = [start(Form.CHOICE) for _attempt in range(3)]
    start(Form.CHOICE, learner=dana)

    page = bolats.get(reverse("attempts:list"))

    assert [each.pk for each in page.context["page"]] == [
        each.pk for each in reversed(mine)
    ]


def test_the_list_asks_the_database_as_often_for_twice_the_attempts(
    bolats: Client, start: StartAttempt, assert_same_queries: Any
) -> None:
    assert_same_queries(
        grow=lambda k: [start(Form.CHOICE) for _attempt in range(k)],
        block=lambda: bolats.get(reverse("attempts:list")),
    )


def test_the_result_asks_the_database_as_often_for_twice_the_items(
    bolats: Client, start: StartAttempt
) -> None:
    counts = []
    for length in (3, 6):
        attempt = start(*[Form.CHOICE] * length)
        for slot in attempt.slots.select_related("attempt", "snapshot"):
            slot.attempt.refresh_from_db()
            post_answer(bolats, slot, form_data(slot, CHOICE.wrong))
        taking.close(attempt=attempt, now=NOW)
        with CaptureQueriesContext(connection) as captured:
            bolats.get(url("result", attempt))
        counts.append(len(captured))

    assert counts[0] == counts[1]


@pytest.mark.parametrize("page", ["-1", "0", "99999999999999999999", "x", "", "１"])
def test_any_page_number_shows_a_page(bolats: Client, page: str) -> None:
    assert bolats.get(reverse("attempts:list"), {"page": page}).status_code == 200
