"""Seeks in the database what the learners were told is stored.

It is given, on standard input, the acknowledged requests of floor and product as JSON,
and prints how many are missing: rows that are not there, answers that hold something
else than was sent, answers without a mark, and attempts whose score is not the sum of
their slots. It also counts the queries of one answer of each form of item.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any

import django

CHUNK = 500


def main() -> None:
    """Count what is missing, and queries."""
    django.setup()
    given = json.load(sys.stdin)
    missing = sum(_missing_answers(part) for part in _parts(given["answers"]))
    missing += sum(_missing_floor(part) for part in _parts(given["floor"]))
    print(
        json.dumps(
            {
                "sought": len(given["answers"]) + len(given["floor"]),
                "missing": missing,
                "wrong_sums": _wrong_sums(),
                "queries": _queries_of_answers(),
            }
        )
    )


def _parts(sent: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    for start in range(0, len(sent), CHUNK):
        yield sent[start : start + CHUNK]


def _missing_floor(sent: list[dict[str, Any]]) -> int:
    from tests.benchmarks.floor.models import Written

    keys = {each["key"] for each in sent}
    return len(keys) - Written.objects.filter(key__in=keys).count()


def _missing_answers(sent: list[dict[str, Any]]) -> int:
    """How many answers are not stored as they were sent, with exactly one mark."""
    from django.db.models import Count

    from quizzes.attempts.models import Answer

    stored = {
        str(answer.idempotency_key): answer
        for answer in Answer.objects.filter(
            idempotency_key__in=[each["key"] for each in sent]
        )
        .select_related("slot__snapshot", "slot__attempt")
        .annotate(marks_made=Count("marks"))
    }
    return sum(not _is_stored(each, stored.get(each["key"])) for each in sent)


def _is_stored(sent: dict[str, Any], answer: Any) -> bool:
    from urllib.parse import urlencode

    from django.http import QueryDict

    from quizzes.attempts import responses
    from quizzes.attempts.answer_forms import ANSWER_FORMS
    from quizzes.attempts.snapshots import item_of

    if answer is None or answer.marks_made != 1:
        return False
    item = item_of(answer.slot.snapshot)
    data = QueryDict(urlencode([tuple(pair) for pair in sent["data"]]))
    form = ANSWER_FORMS[item.form](data, slot=answer.slot, item=item)
    assert form.is_valid(), form.faults
    return bool(responses.to_record(form.response()) == answer.response)


def _wrong_sums() -> int:
    from decimal import Decimal

    from quizzes.attempts.models import Attempt

    wrong = 0
    for attempt in Attempt.objects.prefetch_related("slots").iterator(CHUNK):
        marks = [slot.mark for slot in attempt.slots.all() if slot.mark is not None]
        score = attempt.score if attempt.score is not None else Decimal(0)
        wrong += sum(marks, Decimal(0)) != score or len(marks) != attempt.answered
    return wrong


def _queries_of_answers() -> dict[str, int]:
    """The most queries that an answer costs, by the form of its item."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from quizzes.attempts.models import Attempt
    from quizzes.attempts.snapshots import item_of
    from tests.benchmarks.learners import LENGTH, START
    from tests.benchmarks.wire import FormReader

    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    most: dict[str, int] = {}
    for _ in range(5):
        client = Client(headers={"HX-Request": "true"})
        page = client.get("/", headers={"HX-Request": ""}).content.decode()
        hidden = dict(FormReader(page).form(START).hidden)
        client.post(START, {**hidden, "length": LENGTH})
        attempt = Attempt.objects.latest("pk")
        for slot in attempt.slots.select_related("snapshot").order_by("position"):
            address = f"{attempt.get_absolute_url()}{slot.position}/"
            form = FormReader(client.get(address).content.decode()).form("/answer/")
            with CaptureQueriesContext(connection) as queries:
                reply = client.post(form.action, dict(form.answered(0)))
            assert reply.status_code == 200, reply.status_code
            kind = str(item_of(slot.snapshot).form)
            most[kind] = max(most.get(kind, 0), len(queries))
    return most


if __name__ == "__main__":
    main()
