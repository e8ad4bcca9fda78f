"""What is typed into a fact's form is read as people write it."""

from __future__ import annotations

import pytest
from django.utils import translation

from quizzes.bank.typed_values import (
    Unreadable,
    agreed_precision,
    read_claim,
    read_date,
    read_number,
    read_paragraphs,
)
from quizzes.items.calendar import DateValue
from quizzes.items.kazakh.foreign_dates import phrase_in
from tests.items.fixture_bank import load_bank


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("typed", "edtf"),
    [
        ("1999 жылғы 2 сәуір", "1999-04-02"),
        ("2 апреля 1999 г.", "1999-04-02"),
        ("April 2, 1999", "1999-04-02"),
        ("2.04.1999", "1999-04-02"),
        ("1999-04", "1999-04"),
        ("1999", "1999"),
        ("17–18 шілде 1998", "1998-07-17/1998-07-18"),
        ("1993 жылдан бері", "1993/.."),
        ("1993/..", "1993/.."),
        ("../2003", "../2003"),
        ("2000 жылғы күз", "2000-23"),
    ],
)
def test_a_date_is_read_in_words_in_numbers_and_as_edtf(typed, edtf):
    assert read_date(typed).edtf == edtf


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_each_date_of_the_bank_is_read_again_from_its_words(language):
    dates = {
        value.edtf
        for fact in load_bank().facts
        for value in (fact.value, fact.text_value, fact.as_of)
        if isinstance(value, DateValue)
    }

    read = {
        edtf: read_date(phrase_in(DateValue.parse(edtf), language)).edtf
        for edtf in dates
    }

    assert read == {edtf: edtf for edtf in dates}


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("31 ақпан 1999", "no such date"),
        ("1999-02-31", "no such date"),
        ("2 сәуір", "year"),
        ("2.04.99", "four digits"),
        ("ертең", "cannot be read"),
    ],
)
def test_an_unreadable_date_is_told_with_the_reason(typed, words):
    with pytest.raises(Unreadable, match=words):
        read_date(typed)


def test_paragraphs_are_numbers_and_runs_of_them():
    assert read_paragraphs("25, 27–29; 3", 97) == (3, 25, 27, 28, 29)


@pytest.mark.parametrize("typed", ["0", "98", "9-3", "жиырма", "1-", "-1"])
def test_a_paragraph_that_the_source_does_not_have_is_refused(typed):
    with pytest.raises(Unreadable):
        read_paragraphs(typed, 97)


@pytest.mark.parametrize("typed", ["тоғыз", "9,5", "-1", "٣", "1" * 40])
def test_a_number_that_is_no_whole_one_is_refused(typed):
    with pytest.raises(Unreadable):
        read_number(typed)


def test_a_number_may_be_grouped():
    assert read_number("12 000") == 12000


def test_the_gap_of_a_sentence_becomes_the_place_of_the_value():
    assert read_claim("Шартқа ___ мемлекет қол қойды.") == (
        "Шартқа {value} мемлекет қол қойды"
    )
    assert read_claim("{subject.dat} … мемлекет қол қойды") == (
        "{subject.dat} {value} мемлекет қол қойды"
    )


@pytest.mark.parametrize(
    "typed",
    ["Шартқа мемлекет", "___ және ___", "{кім} ___", "{subject.foo} ___", "{ ___"],
)
def test_a_sentence_that_no_value_fits_into_is_refused(typed):
    with pytest.raises(Unreadable):
        read_claim(typed)


@pytest.mark.parametrize(
    ("value", "in_text", "precision"),
    [
        ("1998-04-29", "1998-04-28", "month"),
        ("1972-05-26", "1972-06-02", "year"),
        ("1972-05-26", "1973-05-26", ""),
        ("1999-04-20", "1999-04", "month"),
        ("1998-07-17", "1998-07-17/1998-07-18", "month"),
    ],
)
def test_what_differs_is_asked_as_exactly_as_both_agree(value, in_text, precision):
    found = agreed_precision(DateValue.parse(value), DateValue.parse(in_text))

    assert found == precision
