"""From the text to the score: a guest takes quizzes made from the facts of the text."""

from __future__ import annotations

import uuid
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from quizzes.attempts.models import Attempt, Mark, Slot
from quizzes.attempts.practising import start_practice
from quizzes.attempts.snapshots import item_of
from quizzes.attempts.taking import NothingToAsk
from quizzes.bank.history import FactUsage
from quizzes.items.data import Form, Item
from quizzes.items.marking import Response
from quizzes.memory.choosing import Reason
from quizzes.memory.models import Memory
from quizzes.memory.practice import Scope
from tests.attempts.answering import form_data, post_answer, url
from tests.attempts.conftest import PRACTICE_MODES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("every_fact")]


def start(client: Client, **recipe: object) -> Attempt:
    client.post(
        reverse("attempts:start"),
        {"start_key": str(uuid.uuid4()), "length": 10, **recipe},
    )
    return Attempt.objects.latest("pk")


def slots_of(attempt: Attempt) -> list[Slot]:
    slots = attempt.slots.select_related("attempt", "snapshot")
    return list(slots.order_by("position"))


def right_response(item: Item) -> Response:
    match item.form:
        case Form.DATE_ENTRY:
            return next(date.text for date in item.dates if date.right)
        case Form.MATCHING:
            return {prompt.value: prompt.key for prompt in item.prompts}
        case Form.ORDERING:
            return item.order
        case Form.MULTIPLE_CHOICE:
            return frozenset(each.value for each in item.options if each.key)
        case _:
            return next(each.value for each in item.options if each.key)


@pytest.mark.postgres
@pytest.mark.parametrize("mode", PRACTICE_MODES)
def test_a_guest_who_knows_everything_gets_every_point(client, mode):
    attempt = start(client, feedback_mode=mode)

    for slot in slots_of(attempt):
        right = right_response(item_of(slot.snapshot))
        assert post_answer(client, slot, form_data(slot, right)).status_code == 200
    client.post(url("close", attempt))

    attempt.refresh_from_db()
    assert attempt.learner.is_guest
    assert attempt.length == 10
    assert attempt.score == Decimal(10)
    assert Mark.objects.filter(answer__slot__attempt=attempt).count() == 10
    assert "10" in client.get(url("result", attempt)).content.decode()


def test_every_form_of_the_real_bank_is_shown_answered_and_explained(client):
    for form in Form:
        attempt = start(client, forms=[form.value], length=4)

        for slot in slots_of(attempt):
            item = item_of(slot.snapshot)
            page = client.get(url("slot", attempt, slot.position))
            assert item.stem.split()[0] in page.content.decode()
            answered = post_answer(
                client, slot, form_data(slot, right_response(item)), htmx=False
            )
            assert answered.status_code in (200, 302)
            shown = client.get(url("slot", attempt, slot.position)).content.decode()
            assert f"{item.citations[0].paragraphs[0]}" in shown


def answer_half(client: Client, attempt: Attempt) -> None:
    """Answer every second claim rightly and the others wrongly, and hand in."""
    for number, slot in enumerate(slots_of(attempt)):
        item = item_of(slot.snapshot)
        wrong = next(option.value for option in item.options if not option.key)
        response = right_response(item) if number % 2 else wrong
        post_answer(client, slot, form_data(slot, response))
    client.post(url("close", attempt))


def test_the_bank_learns_what_was_asked_and_missed(client):
    answer_half(client, start(client, forms=[Form.TRUE_FALSE.value], length=4))

    assert sum(FactUsage.objects.values_list("asked", flat=True)) == 4
    assert sum(FactUsage.objects.values_list("missed", flat=True)) == 2


def test_what_was_asked_and_missed_can_be_counted_anew(client):
    for _time in range(3):
        answer_half(client, start(client, forms=[Form.TRUE_FALSE.value], length=8))
    kept = sorted(FactUsage.objects.values_list("fact", "asked", "missed"))
    FactUsage.objects.update(asked=99, missed=0)

    call_command("attempts", "recount", stdout=StringIO())

    assert sorted(FactUsage.objects.values_list("fact", "asked", "missed")) == kept
    assert kept


def test_mistakes_are_asked_again_and_nothing_else(client):
    attempt = start(client, forms=[Form.TRUE_FALSE.value], length=5)
    missed = set()
    for number, slot in enumerate(slots_of(attempt)):
        item = item_of(slot.snapshot)
        wrong = next(option.value for option in item.options if not option.key)
        if number < 2:
            missed.add(item.facts[0][0])
        response = wrong if number < 2 else right_response(item)
        post_answer(client, slot, form_data(slot, response))
    client.post(url("close", attempt))

    client.post(url("practise", attempt), {"start_key": str(uuid.uuid4())})

    again = Attempt.objects.latest("pk")
    assert again != attempt
    asked = {item_of(slot.snapshot).facts[0][0] for slot in slots_of(again)}
    assert asked
    assert asked <= missed


def test_practice_asks_what_is_due_and_what_was_missed_first(client):
    attempt = start(client, forms=[Form.TRUE_FALSE.value], length=5)
    asked = set()
    for slot in slots_of(attempt):
        item = item_of(slot.snapshot)
        wrong = next(option.value for option in item.options if not option.key)
        asked.add(item.facts[0][0])
        post_answer(client, slot, form_data(slot, wrong))
    client.post(url("close", attempt))
    assert Memory.objects.missed().count() == 5
    start_key = uuid.uuid4()

    practice, again = (
        start_practice(
            learner=attempt.learner,
            count=5,
            scope=Scope(),
            start_key=start_key,
            seed="s",
            now=timezone.now(),
            only=[Reason.MISSED],
        )
        for _click in range(2)
    )

    assert practice == again
    met = {item_of(slot.snapshot).facts[0][0] for slot in slots_of(practice)}
    assert met
    assert met <= asked
    with pytest.raises(NothingToAsk):
        start_practice(
            learner=attempt.learner,
            count=5,
            scope=Scope(),
            start_key=uuid.uuid4(),
            seed="s",
            now=timezone.now(),
            only=[Reason.DUE],
        )
