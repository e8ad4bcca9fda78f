"""Starting: what is frozen, once for each start key, and what a page is told."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quizzes.attempts import taking
from quizzes.attempts.models import Attempt, Snapshot
from quizzes.attempts.snapshots import item_of
from quizzes.bank.recipes import Recipe
from quizzes.items.data import Form, Item
from quizzes.people.models import User
from tests.attempts.answering import first_slot
from tests.attempts.conftest import NOW, StartAttempt
from tests.attempts.sample_items import SAMPLES

CHOICE = SAMPLES[Form.CHOICE]

pytestmark = pytest.mark.django_db


def many(count: int) -> list[Item]:
    return [replace(CHOICE.item, facts=((f"fact-{n}", 1),)) for n in range(count)]


# --- What is stored -------------------------------------------------------------------


def test_starting_freezes_the_items_in_their_order(start: StartAttempt) -> None:
    attempt = start()

    slots = attempt.slots.select_related("snapshot").order_by("position")
    assert [item_of(slot.snapshot) for slot in slots] == [
        SAMPLES[form].item for form in Form
    ]
    assert [slot.position for slot in slots] == list(range(1, len(Form) + 1))
    assert attempt.max_score == len(Form)
    assert attempt.score is None


def test_the_same_content_is_stored_once(start: StartAttempt) -> None:
    start(Form.CHOICE)
    start(Form.CHOICE, Form.TRUE_FALSE)

    assert Snapshot.objects.count() == 2


def test_snapshots_keep_kazakh_letters_as_they_are(start: StartAttempt) -> None:
    start(Form.CHOICE)

    assert "қол қойылды" in Snapshot.objects.get().content


def test_tokens_are_random_for_each_slot(start: StartAttempt) -> None:
    slots = [first_slot(start(Form.CHOICE)) for _attempt in range(3)]

    tokens = [token for slot in slots for token in slot.tokens]
    assert len(set(tokens)) == 12
    for slot in slots:
        assert list(slot.tokens.values()) == slot.option_order
        assert slot.option_order == [each.value for each in CHOICE.item.options]


def test_a_start_key_starts_once(
    bolat: User, draws: Callable[[Iterable[Item]], None]
) -> None:
    draws([CHOICE.item])
    key = uuid.uuid4()

    attempts = {
        taking.start(
            learner=bolat, recipe=Recipe(), start_key=key, seed=seed, now=NOW
        ).pk
        for seed in ("one", "other")
    }

    assert len(attempts) == 1
    with pytest.raises(taking.StartKeyReused):
        taking.start(
            learner=bolat, recipe=Recipe(length=3), start_key=key, seed="s", now=NOW
        )


def test_learners_may_have_the_same_start_key(
    bolat: User, dana: User, draws: Callable[[Iterable[Item]], None]
) -> None:
    draws([CHOICE.item])
    key = uuid.uuid4()

    for learner in (bolat, dana):
        taking.start(learner=learner, recipe=Recipe(), start_key=key, seed="s", now=NOW)

    assert Attempt.objects.count() == 2


def test_nothing_is_stored_where_nothing_can_be_asked(
    bolat: User, draws: Callable[[Iterable[Item]], None]
) -> None:
    draws([])

    with pytest.raises(taking.NothingToAsk):
        taking.start(
            learner=bolat,
            recipe=Recipe(),
            start_key=uuid.uuid4(),
            seed="s",
            now=NOW,
        )

    assert not Attempt.objects.exists()


def test_starting_asks_the_database_as_often_for_twice_the_items(
    start: StartAttempt,
) -> None:
    counts = []
    for length in (10, 20):
        with CaptureQueriesContext(connection) as captured:
            start(items=many(length))
        counts.append(len(captured))

    assert counts[0] == counts[1]


# --- From a page ----------------------------------------------------------------------


def test_a_visitor_who_starts_becomes_a_guest(
    client: Client, draws: Callable[[Iterable[Item]], None]
) -> None:
    draws([CHOICE.item])

    response = client.post(reverse("attempts:start"), {"start_key": uuid.uuid4()})

    attempt = Attempt.objects.get()
    assert response.status_code == 302
    assert response.headers["Location"] == attempt.get_absolute_url()
    assert attempt.learner.is_guest
    assert client.get(attempt.get_absolute_url()).status_code == 200


def test_starting_again_with_the_same_key_leads_to_the_same_attempt(
    bolats: Client, draws: Callable[[Iterable[Item]], None]
) -> None:
    draws([CHOICE.item])
    data = {"start_key": str(uuid.uuid4())}

    places = {
        bolats.post(reverse("attempts:start"), changes | data).headers["Location"]
        for changes in ({}, {}, {"length": 3})
    }

    assert len(places) == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("topics", "none-such"),
        ("families", "none-such"),
        ("forms", "none-such"),
        ("length", "0"),
        ("length", "51"),
        ("length", "ten"),
        ("feedback_mode", "never"),
        ("start_key", "no key"),
    ],
)
def test_a_wrong_recipe_is_told_at_its_field(
    client: Client, field: str, value: str
) -> None:
    data = {"start_key": str(uuid.uuid4()), field: value}

    response = client.post(reverse("attempts:start"), data)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert not Attempt.objects.exists()
    assert not User.objects.exists()


def test_it_is_told_when_nothing_can_be_asked(
    bolats: Client, draws: Callable[[Iterable[Item]], None]
) -> None:
    draws([])

    response = bolats.post(reverse("attempts:start"), {"start_key": uuid.uuid4()})

    assert response.status_code == 422
    assert "topics" in response.context["form"].errors
