"""What learners type is read as they meant it, or asked again."""

from __future__ import annotations

import contextlib
import random
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.items.calendar import DateValue
from quizzes.items.kazakh.dates import at, attributive, phrase
from quizzes.items.kazakh.foreign_dates import in_english, in_russian
from quizzes.items.kazakh.typed_dates import (
    LONGEST,
    Bound,
    UnreadableDate,
    Why,
    read_typed_date,
)
from tests.items.kazakh.date_values import values

_TABLE = Path(__file__).with_name("typed_dates.tsv").read_text(encoding="utf-8")
GOLDEN = [line.split("\t") for line in _TABLE.splitlines() if not line.startswith("#")]


@pytest.mark.parametrize(("text", "edtf"), GOLDEN)
def test_the_golden_table_of_typed_dates_holds(text: str, edtf: str) -> None:
    assert read_typed_date(text).bounded == DateValue.parse(edtf)


@given(value=values)
def test_every_date_that_we_print_can_be_typed_back(value: DateValue) -> None:
    for say in (phrase, at, in_russian, in_english):
        assert read_typed_date(say(value)).bounded == value, say(value)
    if not value.is_open:
        assert read_typed_date(attributive(value)).value == value


@given(day=st.dates(min_value=DateValue.of(1000).first))
def test_every_day_can_be_typed_in_numbers(day: object) -> None:
    value = DateValue.parse(str(day))
    first = value.first

    for text in (
        f"{first.day}.{first.month:02}.{first.year}",
        f"{first.day:02}/{first.month:02}/{first.year}",
        f"{first.day}-{first.month}-{first.year}",
        f"{first.year}/{first.month}/{first.day}",
        value.edtf,
    ):
        assert read_typed_date(text).value == value, text


def test_a_day_without_its_year_is_a_partial_date() -> None:
    typed = read_typed_date("2 сәуір")

    assert (typed.year, typed.month, typed.day) == (None, 4, 2)
    assert typed.value is None
    assert typed.bounded is None


def test_an_interval_without_its_year_keeps_both_ends() -> None:
    typed = read_typed_date("23 мамыр – 6 маусым")

    assert (typed.month, typed.day) == (5, 23)
    assert (typed.end_month, typed.end_day) == (6, 6)
    assert typed.value is None


def test_a_bound_stands_beside_the_date() -> None:
    typed = read_typed_date("2020 жылғы 31 желтоқсанға дейін")

    assert typed.bound == Bound.UNTIL
    assert typed.value == DateValue.parse("2020-12-31")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", Why.EMPTY),
        ("   ", Why.EMPTY),
        ("1" * (LONGEST + 1), Why.TOO_LONG),
        ("2.04.99", Why.SHORT_YEAR),
        ("2 сәуір 99", Why.SHORT_YEAR),
        ("99 жыл", Why.SHORT_YEAR),
        ("31.02.1999", Why.IMPOSSIBLE),
        ("31 ақпан 1999", Why.IMPOSSIBLE),
        ("30 ақпан", Why.IMPOSSIBLE),
        ("0.0.2000", Why.IMPOSSIBLE),
        ("1999-13", Why.IMPOSSIBLE),
        ("11–1 қараша 1999", Why.IMPOSSIBLE),
        ("1999-02-30/1999-03-01", Why.IMPOSSIBLE),
        ("сәуір", Why.INCOMPLETE),
        ("көктем", Why.INCOMPLETE),
        ("1999 жылғы 2", Why.INCOMPLETE),
        ("білмеймін", Why.UNKNOWN),
        ("1999 1998", Why.UNKNOWN),
        ("сәуір мамыр 1999", Why.UNKNOWN),
        ("1911 – 12", Why.UNKNOWN),
        ("19999", Why.UNKNOWN),
        ("١٩٩٩", Why.UNKNOWN),
        ("1999?", Why.UNKNOWN),
        ("жыл", Why.UNKNOWN),
        ("-", Why.UNKNOWN),
    ],
)
def test_what_is_no_date_is_asked_again_and_the_reason_told(
    text: str, why: Why
) -> None:
    with pytest.raises(UnreadableDate) as refused:
        read_typed_date(text)

    assert refused.value.why == why


@given(text=st.text(max_size=120))
def test_no_text_raises_anything_but_unreadable(text: str) -> None:
    _read_or_refuse(text)


def test_ten_thousand_jumbles_of_date_words_are_read_or_refused_quickly() -> None:
    rng = random.Random(1999)
    words = "сәуір мамырдан апреля May күз жылғы ж. дейін бері мен и с по to of nd ші"
    pieces = [*words.split(), *"2-–./, x«\x00", "11", "31", "99", "1999", "2000"]
    jumbles = [
        "".join(rng.choices(pieces, k=rng.randint(1, 25))) for _ in range(10_000)
    ]

    started = time.perf_counter()
    for jumble in jumbles:
        _read_or_refuse(jumble)
    seconds = time.perf_counter() - started

    assert seconds < 10


@pytest.mark.parametrize("piece", [" ", "-", "1-", "1.", "- ", "1 ", "сәуір-", "по "])
def test_long_repetitions_are_refused_at_once(piece: str) -> None:
    text = (piece * LONGEST)[:LONGEST]

    started = time.perf_counter()
    _read_or_refuse(text)

    assert time.perf_counter() - started < 0.1


def _read_or_refuse(text: str) -> None:
    with contextlib.suppress(UnreadableDate):
        typed = read_typed_date(text)
        assert typed.value or (typed.day and typed.month)
