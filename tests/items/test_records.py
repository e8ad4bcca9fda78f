"""Items as records and back."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from quizzes.items.data import Form
from quizzes.items.records import (
    RecordError,
    from_record,
    from_text,
    to_record,
    to_text,
)
from tests.attempts.sample_items import SAMPLES


@pytest.mark.parametrize("form", Form)
def test_an_item_comes_back_as_it_was(form: Form) -> None:
    item = SAMPLES[form].item

    text = json.dumps(to_record(item), ensure_ascii=False)

    assert from_record(json.loads(text)) == item


def test_what_keeps_items_from_giving_one_another_away_comes_along() -> None:
    item = replace(
        SAMPLES[Form.CHOICE].item, about=("Ұжымдық шарт",), dated=("1992-05-15",)
    )

    assert from_text(to_text(item)) == item


def test_what_is_empty_takes_no_place() -> None:
    record = to_record(SAMPLES[Form.TRUE_FALSE].item)

    assert "prompts" not in record
    assert "emphasis" not in record


def _with(**changes: Any) -> dict[str, Any]:
    record = to_record(SAMPLES[Form.MATCHING].item) | changes
    return {name: value for name, value in record.items() if value is not ...}


@pytest.mark.parametrize(
    "record",
    [
        None,
        [],
        "item",
        {},
        _with(stem=...),
        _with(stem=3),
        _with(shape=2),
        _with(shape=True),
        _with(form="riddle"),
        _with(family=None),
        _with(hint="none such"),
        _with(facts=[["a-fact"]]),
        _with(facts=[["a-fact", True]]),
        _with(facts="a-fact"),
        _with(options=[{"value": "entity:a", "text": "A", "key": "yes"}]),
        _with(options=[{"value": "entity:a", "text": "A", "key": 1}]),
        _with(options=[{"value": "entity:a", "text": "A", "key": True, "new": ""}]),
        _with(options=["entity:a"]),
        _with(order=[1]),
        _with(citations=[{"source": "a-text", "paragraphs": ["8"]}]),
        _with(citations=[{"source": "a-text", "paragraphs": [True]}]),
        _with(prompts=[{"value": "fact:a", "text": "A"}]),
        _with(dates=[{"edtf": "1999", "text": "1999", "right": None}]),
    ],
)
def test_what_is_no_record_of_an_item_is_refused(record: object) -> None:
    with pytest.raises(RecordError):
        from_record(record)
