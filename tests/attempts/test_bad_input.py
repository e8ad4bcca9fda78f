"""Whatever is sent, the reply is clear and nothing breaks.

Every field of every form gets the kinds of value that have broken other sites; the
server never answers with a fault of its own.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizzes.attempts.models import Answer
from quizzes.bank.recipes import FeedbackMode
from quizzes.items.data import Form, Item
from tests.attempts.answering import answer_url, first_slot, form_data
from tests.attempts.conftest import StartAttempt
from tests.attempts.sample_items import SAMPLES

pytestmark = pytest.mark.django_db

FINE = {200, 302, 400, 403, 404, 405, 409, 413, 415, 422, 429}
FEW, MANY = 20, 200

NASTY = st.one_of(
    st.just(""),
    st.sampled_from(["a" * 101, "ә" * 5000, "x" * 100_000]),
    st.sampled_from(["\0", "a\0b", "\x01\x1f", "\r\n", "\t"]),
    st.sampled_from(["%ED%A0%80", "\ufffe", "\u202e", "\u200b", "é", "e\u0301", "🇰🇿"]),
    st.sampled_from(["-1", "0", str(2**31), str(2**63), "9" * 5000, "１２", "1_0"]),
    st.sampled_from(["nan", "inf", "-inf", "1e999", "0x10", "1.0", "1,5"]),
    st.sampled_from(["<script>alert(1)</script>", "' OR 1=1 --", "{{ 7*7 }}", "${x}"]),
    st.sampled_from(["entity:kazakhstan", "date:1992-05-15", "None", "null", "[]"]),
    st.uuids().map(str),
    st.text(max_size=60),
    st.lists(st.text(max_size=8), max_size=5),
)


def examples(count: int) -> settings:
    return settings(
        max_examples=count,
        deadline=2000,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )


def quiet(client: Client) -> Client:
    """A client that gets what a browser gets, instead of the exception."""
    client.raise_request_exception = False
    return client


FORM_FIELDS = [
    (form, field)
    for form, names in {
        Form.CHOICE: ["answer"],
        Form.TRUE_FALSE: ["answer"],
        Form.MULTIPLE_CHOICE: ["answer"],
        Form.DATE_ENTRY: ["answer"],
        Form.MATCHING: ["pair-0", "pair-1"],
        Form.ORDERING: ["place-0", "place-2"],
    }.items()
    for field in [*names, "idempotency_key", "number"]
]


def check_answer_field(
    client: Client, start: StartAttempt, form: Form, field: str, count: int
) -> None:
    slot = first_slot(start(form, mode=FeedbackMode.AT_END))
    quiet(client)

    @examples(count)
    @given(value=NASTY)
    def check(value: object) -> None:
        # As a browser sends it: what no encoding holds cannot come at all.
        sent = form_data(slot, SAMPLES[form].right) | {field: _encodable(value)}
        reply = client.post(answer_url(slot), sent)
        assert reply.status_code in FINE

    check()
    assert set(Answer.objects.values_list("slot", flat=True)) <= {slot.pk}


START_FIELDS = [
    "families",
    "topics",
    "forms",
    "length",
    "feedback_mode",
    "details",
    "start_key",
]


def check_start_field(
    client: Client, draws: Callable[[Iterable[Item]], None], field: str, count: int
) -> None:
    draws([SAMPLES[Form.CHOICE].item])
    quiet(client)

    @examples(count)
    @given(value=NASTY)
    def check(value: object) -> None:
        sent = {"start_key": str(uuid.uuid4()), field: _encodable(value)}
        reply = client.post(reverse("attempts:start"), sent)
        assert reply.status_code in FINE

    check()


@pytest.mark.parametrize(("form", "field"), FORM_FIELDS)
def test_answer_field(
    bolats: Client, start: StartAttempt, form: Form, field: str
) -> None:
    check_answer_field(bolats, start, form, field, FEW)


@pytest.mark.long
@pytest.mark.parametrize(("form", "field"), FORM_FIELDS)
def test_answer_field_at_length(
    bolats: Client, start: StartAttempt, form: Form, field: str
) -> None:
    check_answer_field(bolats, start, form, field, MANY)


@pytest.mark.parametrize("field", START_FIELDS)
def test_start_field(
    bolats: Client, draws: Callable[[Iterable[Item]], None], field: str
) -> None:
    check_start_field(bolats, draws, field, FEW)


@pytest.mark.long
@pytest.mark.parametrize("field", START_FIELDS)
def test_start_field_at_length(
    bolats: Client, draws: Callable[[Iterable[Item]], None], field: str
) -> None:
    check_start_field(bolats, draws, field, MANY)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"", "application/x-www-form-urlencoded"),
        (b"answer=%ED%A0%80&number=%FF", "application/x-www-form-urlencoded"),
        (b"answer=1&" * 600, "application/x-www-form-urlencoded"),
        (b"answer=" + b"x" * 1_100_000, "application/x-www-form-urlencoded"),
        (b'{"answer": "\\ud800"}', "application/json"),
        (b"--x\r\nContent-Disp", "multipart/form-data; boundary=x"),
        (b"--x", "multipart/form-data"),
        (b"answer=1", "text/plain; charset=no-such"),
        (b"answer=1", "application/x-www-form-urlencoded; charset=utf-7"),
    ],
)
def test_a_broken_body_is_refused(
    bolats: Client, start: StartAttempt, body: bytes, content_type: str
) -> None:
    slot = first_slot(start(Form.CHOICE))
    quiet(bolats)

    for address in (answer_url(slot), reverse("attempts:start")):
        reply = bolats.generic("POST", address, body, content_type)
        assert reply.status_code in FINE

    assert not Answer.objects.exists()


def _encodable(value: object) -> object:
    if isinstance(value, list):
        return [_encodable(each) for each in value]
    return str(value).encode(errors="replace").decode()
