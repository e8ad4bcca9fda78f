"""Dates are said as Kazakh school texts say them, and in Russian and English."""

from __future__ import annotations

import pytest
from hypothesis import given

from quizzes.items.calendar import DateValue, Precision
from quizzes.items.kazakh.dates import (
    Use,
    at,
    attributive,
    phrase,
    question,
    since,
    until,
)
from quizzes.items.kazakh.foreign_dates import in_english, in_russian, phrase_in
from tests.items.kazakh.date_values import closed_values, values

DAYS_OF_TWO_MONTHS = "2000-05-23/2000-06-06"
DAYS_OF_TWO_YEARS = "1999-12-20/2000-01-05"


@pytest.mark.parametrize(
    ("edtf", "option", "sentence"),
    [
        ("1999-04-02", "1999 жылғы 2 сәуір", "1999 жылғы 2 сәуірде"),
        ("1994-04", "1994 жылғы сәуір", "1994 жылғы сәуірде"),
        ("1993", "1993 жыл", "1993 жылы"),
        ("2000-23", "2000 жылғы күз", "2000 жылғы күзде"),
        ("2000-24", "2000 жылғы қыс", "2000 жылғы қыста"),
        (
            "1998-07-17/1998-07-18",
            "1998 жылғы 17–18 шілде",
            "1998 жылғы 17–18 шілдеде",
        ),
        (
            DAYS_OF_TWO_MONTHS,
            "2000 жылғы 23 мамыр – 6 маусым",
            "2000 жылғы 23 мамыр – 6 маусымда",
        ),
        (
            DAYS_OF_TWO_YEARS,
            "1999 жылғы 20 желтоқсан – 2000 жылғы 5 қаңтар",
            "1999 жылғы 20 желтоқсан – 2000 жылғы 5 қаңтарда",
        ),
        (
            "1999-11/1999-12",
            "1999 жылғы қараша–желтоқсан",
            "1999 жылғы қараша–желтоқсанда",
        ),
        (
            "1999-11/2000-01",
            "1999 жылғы қараша – 2000 жылғы қаңтар",
            "1999 жылғы қараша – 2000 жылғы қаңтарда",
        ),
        ("1992/1993", "1992–1993 жылдар", "1992–1993 жылдары"),
        ("1993/..", "1993 жылдан бері", "1993 жылдан бері"),
        ("../2003", "2003 жылға дейін", "2003 жылға дейін"),
    ],
)
def test_a_date_has_one_shape_as_an_option_and_one_in_a_sentence(
    edtf: str, option: str, sentence: str
) -> None:
    value = DateValue.parse(edtf)

    assert phrase(value) == option
    assert at(value) == sentence


def test_every_month_takes_its_own_locative() -> None:
    said = [at(DateValue.of(2000, month)).split()[-1] for month in range(1, 13)]

    assert said == [
        "қаңтарда",
        "ақпанда",
        "наурызда",
        "сәуірде",
        "мамырда",
        "маусымда",
        "шілдеде",
        "тамызда",
        "қыркүйекте",
        "қазанда",
        "қарашада",
        "желтоқсанда",
    ]


@pytest.mark.parametrize(
    ("edtf", "end", "beginning"),
    [
        (
            "2020-12-31",
            "2020 жылғы 31 желтоқсанға дейін",
            "2020 жылғы 31 желтоқсаннан бері",
        ),
        ("2003", "2003 жылға дейін", "2003 жылдан бері"),
        ("1999-09", "1999 жылғы қыркүйекке дейін", "1999 жылғы қыркүйектен бері"),
        (
            "1998-03-26/..",
            "1998 жылғы 26 наурызға дейін",
            "1998 жылғы 26 наурыздан бері",
        ),
    ],
)
def test_a_date_can_be_an_end_or_a_beginning(
    edtf: str, end: str, beginning: str
) -> None:
    value = DateValue.parse(edtf)

    assert until(value) == end
    assert since(value) == beginning


def test_a_beginning_can_be_said_of_what_has_ended_since() -> None:
    value = DateValue.parse("1998-03-26")

    assert since(value, particle="бастап") == "1998 жылғы 26 наурыздан бастап"


@pytest.mark.parametrize(
    ("edtf", "before_a_noun"),
    [
        ("1999-04-02", "1999 жылғы 2 сәуірдегі"),
        ("1999-08", "1999 жылғы тамыздағы"),
        ("1993", "1993 жылғы"),
        ("1992/1993", "1992–1993 жылдардағы"),
        ("2000-23", "2000 жылғы күзгі"),
        ("2000-22", "2000 жылғы жазғы"),
        ("1998-07-17/1998-07-18", "1998 жылғы 17–18 шілдедегі"),
    ],
)
def test_a_date_can_stand_before_a_noun(edtf: str, before_a_noun: str) -> None:
    assert attributive(DateValue.parse(edtf)) == before_a_noun


def test_an_open_date_cannot_stand_before_a_noun() -> None:
    with pytest.raises(ValueError, match="attributive"):
        attributive(DateValue.parse("1993/.."))


@pytest.mark.parametrize(
    ("precision", "use", "words"),
    [
        (Precision.DAY, Use.AT, "қай күні"),
        (Precision.MONTH, Use.AT, "қай айда"),
        (Precision.YEAR, Use.AT, "қай жылы"),
        (Precision.SEASON, Use.AT, "қай мезгілде"),
        (Precision.DAYS, Use.AT, "қай күндері"),
        (Precision.MONTHS, Use.AT, "қай айларда"),
        (Precision.YEARS, Use.AT, "қай жылдары"),
        (Precision.DAY, Use.UNTIL, "қай күнге дейін"),
        (Precision.MONTH, Use.UNTIL, "қай айға дейін"),
        (Precision.YEAR, Use.UNTIL, "қай жылға дейін"),
        (Precision.DAY, Use.SINCE, "қай күннен бері"),
        (Precision.YEAR, Use.SINCE, "қай жылдан бері"),
    ],
)
def test_the_question_word_says_the_precision(
    precision: Precision, use: Use, words: str
) -> None:
    assert question(precision, use) == words


@pytest.mark.parametrize("precision", [Precision.SINCE, Precision.UNTIL])
def test_an_open_precision_has_no_question_word_of_its_own(
    precision: Precision,
) -> None:
    with pytest.raises(ValueError, match="does not say"):
        question(precision)


@pytest.mark.parametrize(
    ("edtf", "russian", "english"),
    [
        ("1999-04-02", "2 апреля 1999 года", "2 April 1999"),
        ("1994-04", "апрель 1994 года", "April 1994"),
        ("1993", "1993 год", "1993"),
        ("2000-23", "осень 2000 года", "autumn 2000"),
        ("1998-07-17/1998-07-18", "17–18 июля 1998 года", "17–18 July 1998"),
        (DAYS_OF_TWO_MONTHS, "23 мая – 6 июня 2000 года", "23 May – 6 June 2000"),
        (
            DAYS_OF_TWO_YEARS,
            "20 декабря 1999 года – 5 января 2000 года",
            "20 December 1999 – 5 January 2000",
        ),
        ("1999-11/1999-12", "ноябрь–декабрь 1999 года", "November–December 1999"),
        ("1992/1993", "1992–1993 годы", "1992–1993"),
        ("1994-04/..", "с апреля 1994 года", "since April 1994"),
        ("../2020-12-31", "до 31 декабря 2020 года", "until 31 December 2020"),
    ],
)
def test_the_same_date_in_russian_and_english(
    edtf: str, russian: str, english: str
) -> None:
    value = DateValue.parse(edtf)

    assert in_russian(value) == russian
    assert in_english(value) == english


def test_the_language_of_the_interface_chooses_the_shape() -> None:
    value = DateValue.parse("1999-04-02")

    assert phrase_in(value, "kk") == phrase(value)
    assert phrase_in(value, "ru") == in_russian(value)
    assert phrase_in(value, "en-gb") == in_english(value)
    with pytest.raises(ValueError, match="no dates"):
        phrase_in(value, "de")


@given(value=values)
def test_every_date_can_be_said_everywhere(value: DateValue) -> None:
    for say in (phrase, at, until, since, in_russian, in_english):
        assert say(value).strip()


@given(value=closed_values)
def test_every_closed_date_can_be_asked_and_stand_before_a_noun(
    value: DateValue,
) -> None:
    assert question(value.precision).startswith("қай ")
    assert attributive(value).endswith(("ғы", "гі", "қы"))
