"""An attempt is its learner's alone, and looking at it changes nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from quizzes.attempts import taking
from quizzes.attempts.models import Attempt
from quizzes.items.data import Form
from quizzes.people.models import User
from tests.attempts.answering import (
    HTMX,
    answer_url,
    first_slot,
    form_data,
    pages,
    url,
    without_nonces,
)
from tests.attempts.conftest import NOW, PRACTICE_MODES, StartAttempt
from tests.attempts.sample_items import SAMPLES

CHOICE = SAMPLES[Form.CHOICE]

pytestmark = pytest.mark.django_db


def test_a_stranger_finds_nothing(
    client_for: Any, dana: User, start: StartAttempt
) -> None:
    attempt = start(Form.CHOICE)
    slot = first_slot(attempt)
    danas = client_for(dana)
    absent = "x" * len(attempt.public_id)

    for page in pages(attempt):
        foreign = danas.get(page)
        missing = danas.get(page.replace(attempt.public_id, absent))
        assert foreign.status_code == missing.status_code == 404
        told = foreign.content.replace(attempt.public_id.encode(), absent.encode())
        assert without_nonces(told) == without_nonces(missing.content)
    for post in (answer_url(slot), url("close", attempt), url("practise", attempt)):
        assert danas.post(post, form_data(slot, CHOICE.right)).status_code == 404
    attempt.refresh_from_db()
    assert attempt.revision == 0
    assert attempt.is_open
    assert attempt.public_id not in danas.get(reverse("attempts:list")).content.decode()


@pytest.mark.parametrize(("headers", "status"), [({}, 302), (HTMX, 401)])
def test_a_visitor_is_sent_away(
    client: Client, start: StartAttempt, headers: dict[str, str], status: int
) -> None:
    attempt = start(Form.CHOICE)

    for page in (*pages(attempt), reverse("attempts:list")):
        assert client.get(page, headers=headers).status_code == status
    reply = client.post(answer_url(first_slot(attempt)), headers=headers)
    assert reply.status_code == status


def test_posts_need_a_token(bolat: User, start: StartAttempt) -> None:
    attempt = start(Form.CHOICE)
    slot = first_slot(attempt)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(bolat)

    for post in (
        reverse("attempts:start"),
        answer_url(slot),
        url("close", attempt),
        url("practise", attempt),
    ):
        assert strict.post(post, form_data(slot, CHOICE.right)).status_code == 403
    assert Attempt.objects.get().revision == 0


def test_looking_changes_nothing(bolats: Client, start: StartAttempt) -> None:
    attempts = [
        start(Form.CHOICE, Form.TRUE_FALSE, mode=mode) for mode in PRACTICE_MODES
    ]
    taking.close(attempt=start(Form.CHOICE), now=NOW)
    attempts += Attempt.objects.filter(state=Attempt.State.CLOSED)

    def rows() -> list[Any]:
        return [
            list(model._base_manager.order_by("pk").values_list())
            for model in apps.get_app_config("quizzes").get_models()
        ]

    before = rows()
    for attempt in attempts:
        for page in pages(attempt):
            for headers in ({}, HTMX):
                bolats.get(page, headers=headers)
                bolats.head(page, headers=headers)
    bolats.get(reverse("attempts:list"))

    assert rows() == before


def test_other_methods_are_refused(bolats: Client, start: StartAttempt) -> None:
    attempt = start(Form.CHOICE)

    for page in pages(attempt):
        assert bolats.post(page).status_code == 405
    for post in (
        reverse("attempts:start"),
        url("close", attempt),
        url("practise", attempt),
    ):
        assert bolats.get(post).status_code == 405
        assert bolats.put(post).status_code == 405
    assert bolats.put(answer_url(first_slot(attempt))).status_code == 405
