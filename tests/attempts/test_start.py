"""Starting from a page: recipes, guests, start keys."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable

import pytest
from django.test import Client
from django.urls import reverse

from quizzes.attempts.models import Attempt
from quizzes.items.data import Form, Item
from quizzes.people.models import User
from tests.attempts.sample_items import SAMPLES

CHOICE = SAMPLES[Form.CHOICE]

pytestmark = pytest.mark.django_db


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
