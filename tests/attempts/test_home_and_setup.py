"""The home page and the set-up: starting at once, presets by links, what is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from quizzes.attempts import taking
from quizzes.attempts.models import Attempt
from quizzes.bank.models import Fact
from quizzes.items.data import Form, Item
from quizzes.people.models import User
from tests.attempts.answering import url
from tests.attempts.conftest import NOW, StartAttempt
from tests.attempts.sample_items import SAMPLES
from tests.conftest import AssertSameQueries, ClientFor, count_queries
from tests.factories import make_classroom, make_enrolment

HOME = reverse("attempts:home")
SETUP = reverse("attempts:setup")
START = reverse("attempts:start")

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("every_fact")]


def soup(response: HttpResponse) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def start_form(page: BeautifulSoup) -> Tag:
    (form,) = page.select(f'main form[action="{START}"]')
    return form


def chosen(form: Tag) -> dict[str, list[str]]:
    """What the form sends if nothing is changed."""
    sent: dict[str, list[str]] = {}
    for field in form.select("[name]"):
        if field["type"] == "hidden" or field.has_attr("checked"):
            sent.setdefault(str(field["name"]), []).append(str(field["value"]))
    return sent


def preset(client: Client, query: dict[str, Any]) -> dict[str, list[str]]:
    response = client.get(SETUP, query)
    assert response.status_code == 200
    return chosen(start_form(soup(response)))


# --- Home -----------------------------------------------------------------------------


def test_the_large_button_starts_ten_core_items_with_answers_at_once(
    client: Client,
) -> None:
    form = start_form(soup(client.get(HOME)))

    client.post(START, chosen(form))

    attempt = Attempt.objects.get()
    assert attempt.length == 10
    assert attempt.shows_feedback_at_once
    assert attempt.recipe["core_only"]
    assert not any(attempt.recipe[name] for name in ("families", "forms", "topics"))


def test_home_reads_nothing_of_the_bank(client: Client) -> None:
    statements = count_queries(lambda: client.get(HOME))

    assert not [sql for sql in statements if "quizzes_topic" in sql]


def test_a_visitor_is_offered_no_attempt_to_go_on_with(client: Client) -> None:
    page = soup(client.get(HOME))

    assert not page.select(".going-on")


def test_the_newest_open_attempt_can_be_gone_on_with(
    bolats: Client, start: StartAttempt
) -> None:
    older, newer, closed = (start(Form.CHOICE) for _attempt in range(3))
    taking.close(attempt=closed, now=NOW)
    Attempt.objects.filter(pk=older.pk).update(started_at=NOW - timedelta(days=1))

    page = soup(bolats.get(HOME))

    (link,) = page.select(".going-on a")
    assert link["href"] == newer.get_absolute_url()


def test_nobody_is_offered_the_attempt_of_another(
    client_for: Any, start: StartAttempt, dana: Any
) -> None:
    start(Form.CHOICE)

    assert not soup(client_for(dana).get(HOME)).select(".going-on")


def test_the_cards_lead_to_the_set_up_with_their_family_chosen(client: Client) -> None:
    cards = [str(each["href"]) for each in soup(client.get(HOME)).select("a.way")]
    queries = [parse_qs(urlsplit(each).query) for each in cards]

    assert [each.get("family") for each in queries] == [
        ["date"],
        ["member"],
        ["treaty"],
        None,
    ]
    for query in queries[:3]:
        assert preset(client, query)["families"] == query["family"]


# --- A teacher's home ---


def test_a_teacher_goes_to_a_class_and_to_its_report_from_home(
    client_for: ClientFor, aigerim: User, dana: User
) -> None:
    mine = make_classroom(aigerim, name="9 «Б»")
    make_classroom(aigerim, name="9 «В»", archived_at=NOW)
    make_classroom(dana, name="10 «А»")

    page = soup(client_for(aigerim).get(HOME))

    card = page.find("section", attrs={"aria-labelledby": "classes"})
    assert isinstance(card, Tag)
    links = {str(each["href"]) for each in card.select("li a")}
    assert links == {
        mine.get_absolute_url(),
        reverse("reports:classroom", args=[mine.public_id]),
    }
    # What there is to do is the first that is offered, and practice the second
    assert len(page.select(".hero .button--primary")) == 1
    assert card.select_one(f'a.button--primary[href="{reverse("quizzes:new")}"]')


def test_a_new_teacher_is_offered_to_open_a_class(
    client_for: ClientFor, aigerim: User
) -> None:
    User.objects.filter(pk=aigerim.pk).update(role=User.Role.TEACHER)

    page = soup(client_for(aigerim).get(HOME))

    assert page.select(f'.button--primary[href="{reverse("classes:open")}"]')


def test_a_pupil_is_shown_no_classes_to_teach(bolats: Client, bolat: User) -> None:
    make_enrolment(make_classroom(User.objects.create_user("other")), bolat)

    assert not soup(bolats.get(HOME)).find(id="classes")


def test_home_asks_the_database_as_often_for_many_classes(
    client_for: ClientFor, aigerim: User, assert_same_queries: AssertSameQueries
) -> None:
    browser = client_for(aigerim)

    def grow(count: int) -> None:
        for number in range(count):
            make_classroom(aigerim, name=f"{number} «А»")

    assert_same_queries(grow=grow, block=lambda: browser.get(HOME), n=2)


# --- Set-up ---------------------------------------------------------------------------


def test_everything_can_be_chosen_beforehand_by_a_link(client: Client) -> None:
    sent = preset(
        client,
        {
            "topic": ["shanghai-five", "bishkek-group"],
            "family": ["member"],
            "form": ["ordering", "choice"],
            "length": "15",
            "mode": "at_end",
        },
    )

    assert set(sent["topics"]) == {"shanghai-five", "bishkek-group"}
    assert sent["families"] == ["member"]
    assert set(sent["forms"]) == {"ordering", "choice"}
    assert sent["length"] == ["15"]
    assert sent["feedback_mode"] == ["at_end"]


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"topic": "none-such", "family": "none-such", "form": "none-such"},
        {"topic": "\x00", "family": "", "form": "<b>"},
        {"length": "7"},
        {"length": "ten"},
        {"length": "9" * 5000},
        {"length": ""},
        {"mode": "never"},
        {"mode": ""},
        {"topics": "shanghai-five", "start_key": "mine", "csrfmiddlewaretoken": "x"},
    ],
)
def test_what_the_set_up_does_not_know_is_ignored(
    client: Client, query: dict[str, str]
) -> None:
    sent = preset(client, query)

    assert sent.keys() == {
        "csrfmiddlewaretoken",
        "start_key",
        "length",
        "feedback_mode",
    }
    assert sent["length"] == ["10"]
    assert sent["feedback_mode"] == ["at_once"]
    assert client.post(START, sent).status_code == 302


def test_the_likeness_of_the_national_test_is_chosen_by_a_link(client: Client) -> None:
    (link,) = soup(client.get(SETUP)).select('main a[href^="?"]')
    page = soup(client.get(SETUP + str(link["href"])))

    client.post(START, chosen(start_form(page)))

    attempt = Attempt.objects.get()
    assert page.select("details[open]")
    assert attempt.recipe["forms"] == ["choice", "matching", "multiple_choice"]
    assert attempt.recipe["length"] == 20
    assert not attempt.shows_feedback_at_once


def test_forms_and_details_are_folded_away_until_they_are_chosen(
    client: Client,
) -> None:
    assert not soup(client.get(SETUP)).select("details[open]")
    assert soup(client.get(SETUP, {"form": "choice"})).select("details[open]")


def test_each_topic_says_how_many_facts_it_has_to_ask(client: Client) -> None:
    topic = Fact.objects.filter(unasked="")[0].topic
    left = topic.facts.filter(unasked="").order_by("pk")
    left.filter(pk=left[0].pk).update(unasked="Дәлелі жоқ.")

    page = soup(client.get(SETUP))

    label = page.select_one(f'label:has(input[value="{topic.key}"])')
    count = left.filter(unasked="").count()
    assert label is not None
    assert label.select_one(".choice__count").get_text().startswith(f"{count} ")


def test_the_set_up_asks_the_database_as_often_for_twice_the_topics(
    client: Client, assert_same_queries: AssertSameQueries
) -> None:
    sample = Fact.objects.all()[0].topic

    def grow(k: int) -> None:
        have = sample.space.topics.count()
        for number in range(have, have + k):
            sample.pk, sample.key = None, f"topic-{number}"
            sample.save(force_insert=True)

    assert_same_queries(grow=grow, block=lambda: client.get(SETUP))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("length", "99"),
        ("topics", "none-such"),
        ("topics", "aigerim.shanghai-five"),
        ("forms", "x"),
    ],
)
def test_an_error_stands_at_its_field_and_the_rest_is_kept(
    client: Client, field: str, value: str
) -> None:
    form = start_form(soup(client.get(SETUP)))
    sent = chosen(form) | {"families": ["member"], field: [value]}

    response = client.post(START, sent)

    page = soup(response)
    assert response.status_code == 422
    (error,) = page.select(".field__error")
    (fieldset,) = page.select(f'fieldset:has([name="{field}"])')
    assert error in fieldset.select(".field__error")
    assert fieldset["aria-describedby"] == error.parent["id"]
    assert chosen(start_form(page))["families"] == ["member"]
    assert bool(page.select("details[open]")) == (field == "forms")


# --- Fewer than asked for -------------------------------------------------------------


def test_fewer_questions_than_asked_for_are_told_of_at_the_first(
    bolats: Client, draws: Callable[[Iterable[Item]], None]
) -> None:
    draws([SAMPLES[Form.CHOICE].item, SAMPLES[Form.TRUE_FALSE].item])
    sent = chosen(start_form(soup(bolats.get(SETUP))))

    page = soup(bolats.get(bolats.post(START, sent).headers["Location"]))

    attempt = Attempt.objects.get()
    (told,) = page.select("#question p.alert")
    assert "2" in told.get_text()
    assert "10" in told.get_text()
    assert not soup(bolats.get(url("slot", attempt, 2))).select("#question p.alert")


def test_nothing_is_told_where_there_are_enough(
    bolats: Client, draws: Callable[[Iterable[Item]], None]
) -> None:
    draws([SAMPLES[Form.CHOICE].item] * 10)
    sent = chosen(start_form(soup(bolats.get(SETUP))))

    page = soup(bolats.get(bolats.post(START, sent).headers["Location"]))

    assert not page.select("#question p.alert")


# --- The result -----------------------------------------------------------------------


def test_mistakes_stand_first_in_the_result(
    bolats: Client, start: StartAttempt
) -> None:
    attempt = start(Form.CHOICE, Form.TRUE_FALSE, Form.CHOICE)
    slots = attempt.slots.select_related("attempt", "snapshot").order_by("position")
    for slot, rightly in zip(slots, (True, False, True), strict=True):
        sample = SAMPLES[Form.TRUE_FALSE if slot.position == 2 else Form.CHOICE]
        slot.attempt.refresh_from_db()
        taking.submit(
            slot=slot,
            response=sample.right if rightly else sample.wrong,
            idempotency_key=attempt.start_key,
            number=1,
            now=NOW,
        )
    taking.close(attempt=attempt, now=NOW)

    page = soup(bolats.get(url("result", attempt)))

    shown = [each["id"] for each in page.select(".results > li")]
    assert shown == ["question-2", "question-1", "question-3"]
    for each in page.select(".results > li"):
        assert each.select_one(".feedback__verdict").get_text(strip=True)
        assert each.select(".citation")
