"""Nothing that depends on the key leaves the server before it is due.

The strongest test is non-interference: two worlds that differ in nothing but which
option is right send the same bytes. It runs over all forms; a form without a sample
fails.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from quizzes.attempts import assigned, taking
from quizzes.attempts.answer_forms import ANSWER_FORMS
from quizzes.attempts.models import Slot
from quizzes.attempts.showing import NotDue, feedback_on
from quizzes.attempts.snapshots import freeze, item_of
from quizzes.bank.recipes import FeedbackMode
from quizzes.items import marking
from quizzes.items.data import Form, Item, Stimulus
from quizzes.people.models import User
from tests.attempts.answering import (
    HTMX,
    answer_url,
    first_slot,
    form_data,
    without_nonces,
)
from tests.attempts.conftest import (
    NOW,
    PRACTICE_MODES,
    GiveAssignment,
    StartAttempt,
)
from tests.attempts.sample_items import CANARIES, FEEDBACK, NOTE, SAMPLES, WHY

AT_ONCE, AT_END = FeedbackMode.AT_ONCE, FeedbackMode.AT_END

FORMS = pytest.mark.parametrize("form", Form)
MODES = pytest.mark.parametrize("mode", PRACTICE_MODES)
HTMX_OR_NOT = pytest.mark.parametrize("headers", [{}, HTMX], ids=["full", "htmx"])

# The choice itself is all that may differ between a right and a wrong answer.
_CHOICE = re.compile(rb' (?:checked|selected)|name="answer"\s+value="[^"]*"')

Sent = tuple[int, bytes, tuple[tuple[str, str], ...]]


def sent(response: HttpResponse) -> Sent:
    """All that a browser gets, without its nonces."""
    cookies = re.sub(rb"expires=[^;]+", b"", response.cookies.output().encode())
    headers = tuple(sorted(response.headers.items()))
    return (
        response.status_code,
        without_nonces(response.content) + without_nonces(cookies),
        headers,
    )


def in_world(slot: Slot, item: Item, act: Callable[[], Any]) -> Any:
    """Act in a world where the slot has this item, and come back from there."""
    with transaction.atomic():
        Slot.objects.filter(pk=slot.pk).update(snapshot=freeze([item])[0])
        done = act()
        transaction.set_rollback(True)
    return done


def pages(slot: Slot) -> list[str]:
    """Every page of an open attempt."""
    public_id = slot.attempt.public_id
    return [
        reverse("attempts:attempt", args=[public_id]),
        reverse("attempts:slot", args=[public_id, slot.position]),
        reverse("attempts:finish", args=[public_id]),
        reverse("attempts:result", args=[public_id]),
        reverse("attempts:list"),
    ]


def bad_answers(slot: Slot) -> list[Mapping[str, Any]]:
    """Forms that are asked again."""
    good = form_data(slot, SAMPLES[item_of(slot.snapshot).form].right)
    names = [name for name in good if name not in ("idempotency_key", "number")]
    return [
        {},
        {name: good[name] for name in ("idempotency_key", "number")},
        good | dict.fromkeys(names, "none-such"),
        good | {"number": 7},
    ]


def test_every_form_has_a_sample_and_is_marked_and_answered() -> None:
    assert set(SAMPLES) == set(Form) == set(ANSWER_FORMS)
    for form, sample in SAMPLES.items():
        assert sample.item.form is sample.other.form is form
        assert marking.mark(sample.item, sample.right).score == 1
        assert marking.mark(sample.item, sample.wrong).score == 0
        assert marking.mark(sample.other, sample.wrong).score == 1
        assert marking.mark(sample.other, sample.right).score == 0


@FORMS
@MODES
@HTMX_OR_NOT
def test_pages_do_not_depend_on_the_key_before_the_answer(
    bolats: Client,
    start: StartAttempt,
    form: Form,
    mode: FeedbackMode,
    headers: dict[str, str],
) -> None:
    slot = first_slot(start(form, Form.TRUE_FALSE, mode=mode))

    def seen() -> list[Sent]:
        got = [bolats.get(page, headers=headers) for page in pages(slot)]
        refused = [
            bolats.post(answer_url(slot), data, headers=headers)
            for data in bad_answers(slot)
        ]
        return [sent(response) for response in (*got, *refused)]

    one = in_world(slot, SAMPLES[form].item, seen)
    other = in_world(slot, SAMPLES[form].other, seen)

    assert one == other
    assert {status for status, _body, _headers in one} <= {200, 302, 409, 422}


def by_hand(item: Item) -> Item:
    """The same as a question that a teacher wrote, with a text above it."""
    text = Stimulus(key="own.letter", version=1, text="Хат", part=1, parts=2)
    return replace(item, facts=(), question=("own.question", 1), stimulus=text)


@FORMS
@MODES
def test_pages_of_questions_by_hand_do_not_depend_on_the_key_before_the_answer(
    bolats: Client, start: StartAttempt, form: Form, mode: FeedbackMode
) -> None:
    slot = first_slot(start(form, Form.TRUE_FALSE, mode=mode))

    def seen() -> list[Sent]:
        return [sent(bolats.get(page)) for page in pages(slot)]

    one = in_world(slot, by_hand(SAMPLES[form].item), seen)
    other = in_world(slot, by_hand(SAMPLES[form].other), seen)

    assert one == other
    assert any("Хат".encode() in body for _status, body, _headers in one)


@FORMS
@HTMX_OR_NOT
def test_in_a_test_the_reply_does_not_depend_on_the_key(
    bolats: Client, start: StartAttempt, form: Form, headers: dict[str, str]
) -> None:
    slot = first_slot(start(form, Form.TRUE_FALSE, mode=AT_END))
    data = form_data(slot, SAMPLES[form].right)

    def seen() -> list[Sent]:
        replies = [
            bolats.post(answer_url(slot), data, headers=headers) for _again in range(2)
        ]
        return [
            sent(response)
            for response in (
                *replies,
                *(bolats.get(page, headers=headers) for page in pages(slot)),
            )
        ]

    assert in_world(slot, SAMPLES[form].item, seen) == in_world(
        slot, SAMPLES[form].other, seen
    )


@FORMS
@HTMX_OR_NOT
def test_in_a_test_right_and_wrong_differ_in_the_choice_alone(
    bolats: Client, start: StartAttempt, form: Form, headers: dict[str, str]
) -> None:
    sample = SAMPLES[form]
    slot = first_slot(start(form, Form.TRUE_FALSE, mode=AT_END))

    def seen(response: marking.Response) -> Callable[[], list[bytes]]:
        def act() -> list[bytes]:
            data = form_data(slot, response)
            replies = [bolats.post(answer_url(slot), data, headers=headers)]
            replies += [bolats.get(page, headers=headers) for page in pages(slot)]
            return [_CHOICE.sub(b"", sent(reply)[1]) for reply in replies]

        return act

    right = in_world(slot, sample.item, seen(sample.right))
    wrong = in_world(slot, sample.item, seen(sample.wrong))

    assert right == wrong


@FORMS
@MODES
@HTMX_OR_NOT
def test_no_canary_leaves_before_it_is_due(
    bolats: Client,
    start: StartAttempt,
    form: Form,
    mode: FeedbackMode,
    headers: dict[str, str],
) -> None:
    slot = first_slot(start(form, Form.TRUE_FALSE, mode=mode))

    responses = [bolats.get(page, headers=headers) for page in pages(slot)]
    responses += [
        bolats.post(answer_url(slot), data, headers=headers)
        for data in bad_answers(slot)
    ]
    if mode == AT_END:
        data = form_data(slot, SAMPLES[form].wrong)
        responses += [bolats.post(answer_url(slot), data, headers=headers)]
        responses += [bolats.get(page, headers=headers) for page in pages(slot)]

    for response in responses:
        text = response.content.decode() + str(response.headers)
        assert not [canary for canary in CANARIES if canary in text]


def test_a_page_shows_no_later_question(bolats: Client, start: StartAttempt) -> None:
    attempt = start(Form.CHOICE, Form.MATCHING)

    response = bolats.get(attempt.get_absolute_url())

    assert "сәйкестендіріңіз" not in response.content.decode()


# --- Shown after the assignment closes ------------------------------------------------


@pytest.fixture
def until_closing(
    bolat: User, give: GiveAssignment, draws: Callable[..., None]
) -> Callable[[Form], Slot]:
    """Start an attempt whose answers are shown after the assignment closes."""

    def started(form: Form) -> Slot:
        now = timezone.now()
        assignment = give(
            feedback_mode=FeedbackMode.AT_CLOSE,
            opens_at=now - timedelta(days=1),
            closes_at=now + timedelta(days=1),
            minutes=10,
        )
        draws([SAMPLES[form].item, SAMPLES[Form.TRUE_FALSE].item])
        attempt = assigned.start(
            assignment=assignment, learner=bolat, start_key=uuid.uuid4(), now=now
        )
        return first_slot(attempt)

    return started


def shown_until_closing(slot: Slot) -> list[str]:
    """Every page on which something might be told of the attempt."""
    own = [page for page in pages(slot) if not page.endswith("/practise/")]
    return [*own, reverse("attempts:assignments"), reverse("attempts:home")]


@FORMS
@HTMX_OR_NOT
def test_until_the_closing_right_and_wrong_differ_in_the_choice_alone(
    bolats: Client,
    until_closing: Callable[[Form], Slot],
    form: Form,
    headers: dict[str, str],
) -> None:
    sample = SAMPLES[form]
    with time_machine.travel(timezone.now(), tick=False):
        slot = until_closing(form)

        def seen(response: marking.Response) -> Callable[[], list[bytes]]:
            def act() -> list[bytes]:
                data = form_data(slot, response)
                replies = [bolats.post(answer_url(slot), data, headers=headers)]
                close = reverse("attempts:close", args=[slot.attempt.public_id])
                for is_closed in (False, True):
                    if is_closed:
                        replies += [bolats.post(close, headers=headers)]
                    replies += [
                        bolats.get(page, headers=headers)
                        for page in shown_until_closing(slot)
                    ]
                return [_CHOICE.sub(b"", sent(reply)[1]) for reply in replies]

            return act

        right = in_world(slot, sample.item, seen(sample.right))
        wrong = in_world(slot, sample.item, seen(sample.wrong))
        other = in_world(slot, sample.other, seen(sample.right))

    assert right == wrong == other
    assert not [
        canary for canary in CANARIES for page in right if canary.encode() in page
    ]


# --- Feedback that is due -------------------------------------------------------------


@FORMS
@HTMX_OR_NOT
def test_with_feedback_at_once_the_reply_explains(
    bolats: Client, start: StartAttempt, form: Form, headers: dict[str, str]
) -> None:
    slot = first_slot(start(form))
    data = form_data(slot, SAMPLES[form].wrong)

    reply = bolats.post(answer_url(slot), data, headers=headers, follow=True)

    text = reply.content.decode()
    assert FEEDBACK in text
    assert NOTE in text
    assert "8, 25" in text
    if form in (Form.CHOICE, Form.TRUE_FALSE, Form.MULTIPLE_CHOICE, Form.MATCHING):
        assert WHY in text


@FORMS
@MODES
def test_the_result_explains_what_was_not_answered_as_well(
    bolats: Client, start: StartAttempt, form: Form, mode: FeedbackMode
) -> None:
    attempt = start(form, mode=mode)
    taking.close(attempt=attempt, now=NOW)

    page = bolats.get(reverse("attempts:result", args=[attempt.public_id]))

    assert FEEDBACK in page.content.decode()


@MODES
def test_feedback_is_refused_before_it_is_due(
    start: StartAttempt, mode: FeedbackMode
) -> None:
    slot = first_slot(start(Form.CHOICE, mode=mode))

    with pytest.raises(NotDue):
        feedback_on(slot, item_of(slot.snapshot), None, NOW)
