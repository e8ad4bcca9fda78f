"""Answering as a browser does: by what stands in the page."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from quizzes.attempts import taking
from quizzes.attempts.answer_forms import ANSWER_FORMS
from quizzes.attempts.models import Attempt, Slot
from quizzes.attempts.snapshots import item_of
from quizzes.items.marking import Response
from tests.attempts.conftest import NOW

HTMX = {"HX-Request": "true"}

# What is new with each response, whatever it is about.
_NONCES = re.compile(
    rb"(csrfmiddlewaretoken\W+value=\W|X-CSRFToken\W+|csrf=|idempotency_key\W+value=\W|start_key\W+value=\W)"
    rb"[\w-]+"
)


def first_slot(attempt: Attempt) -> Slot:
    """The first slot, as it is now."""
    return attempt.slots.select_related("attempt", "snapshot").get(position=1)


def form_data(slot: Slot, response: Response, **changes: Any) -> dict[str, Any]:
    """What the page of a slot sends for a response."""
    item = item_of(slot.snapshot)
    data: Mapping[str, Any] = ANSWER_FORMS[item.form].data_of(response, slot, item)
    common = {"idempotency_key": str(uuid.uuid4()), "number": slot.answer_count + 1}
    return {**common, **data, **changes}


def url(name: str, attempt: Attempt, *more: Any) -> str:
    """A page of an attempt."""
    return reverse(f"attempts:{name}", args=[attempt.public_id, *more])


def pages(attempt: Attempt) -> list[str]:
    """Every page of an attempt."""
    return [
        url("attempt", attempt),
        url("slot", attempt, 1),
        url("finish", attempt),
        url("result", attempt),
    ]


def answer_url(slot: Slot) -> str:
    """Where the answer to a slot is sent."""
    return reverse("attempts:answer", args=[slot.attempt.public_id, slot.position])


def post_answer(
    client: Client, slot: Slot, data: Mapping[str, Any], *, htmx: bool = True
) -> HttpResponse:
    """Send an answer."""
    reply = client.post(answer_url(slot), data, headers=HTMX if htmx else {})
    assert isinstance(reply, HttpResponse)
    return reply


def without_nonces(body: bytes) -> bytes:
    """A page without what is new with each response."""
    return _NONCES.sub(rb"\1", body)


def submit(slot: Slot, response: Response, **changes: object) -> taking.Submitted:
    """Submit a response to a slot as its page would; `changes` replace arguments."""
    arguments: dict[str, object] = {
        "slot": slot,
        "response": response,
        "idempotency_key": uuid.uuid4(),
        "number": slot.answer_count + 1,
        "now": NOW,
    }
    return taking.submit(**(arguments | changes))
