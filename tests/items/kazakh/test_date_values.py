"""What the bank's dates are: EDTF strings, their days and their precision."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given

from quizzes.items.calendar import DateError, DateValue, Precision
from tests.items.kazakh.date_values import closed_values, values


@pytest.mark.parametrize(
    ("edtf", "first", "last", "precision"),
    [
        ("1999-04-02", date(1999, 4, 2), date(1999, 4, 2), Precision.DAY),
        ("2000-02", date(2000, 2, 1), date(2000, 2, 29), Precision.MONTH),
        ("1993", date(1993, 1, 1), date(1993, 12, 31), Precision.YEAR),
        ("2000-23", date(2000, 9, 1), date(2000, 11, 30), Precision.SEASON),
        (
            "1998-07-17/1998-07-18",
            date(1998, 7, 17),
            date(1998, 7, 18),
            Precision.DAYS,
        ),
        ("1999-11/1999-12", date(1999, 11, 1), date(1999, 12, 31), Precision.MONTHS),
        ("1992/1993", date(1992, 1, 1), date(1993, 12, 31), Precision.YEARS),
        ("1993/..", date(1993, 1, 1), date.max, Precision.SINCE),
        ("../2003-05", date.min, date(2003, 5, 31), Precision.UNTIL),
    ],
)
def test_each_shape_knows_its_outermost_days(
    edtf: str, first: date, last: date, precision: Precision
) -> None:
    value = DateValue.parse(edtf)

    assert (value.first, value.last, value.precision) == (first, last, precision)
    assert str(value) == edtf


@pytest.mark.parametrize(
    "edtf",
    [
        "",
        "сәуір",
        "1999-02-31",
        "1999-13",
        "0000",
        "99",
        "12345",
        "1999-4-2",
        "١٩٩٩",
        "2000/1999",
        "1999/2000-02",
        "2000-23/..",
        "2000-21/2000-22",
        "../..",
        "/1999",
        "1999/",
        "1/2/3",
        "1999~",
    ],
)
def test_unreadable_reversed_and_impossible_dates_are_refused(edtf: str) -> None:
    with pytest.raises(DateError):
        DateValue.parse(edtf)


def test_an_interval_from_a_day_to_itself_is_the_day() -> None:
    assert DateValue.parse("1999-08-24/1999-08-24") == DateValue.of(1999, 8, 24)


def test_a_day_without_its_month_is_refused() -> None:
    with pytest.raises(DateError):
        DateValue.of(1999, None, 2)


def test_a_winter_may_lie_at_either_end_of_its_year() -> None:
    winter = DateValue.parse("2000-24")

    assert winter.overlaps(DateValue.parse("2000-01"))
    assert winter.overlaps(DateValue.parse("2000-12"))


def test_a_month_contains_its_days_and_overlaps_what_crosses_it() -> None:
    april = DateValue.parse("1994-04")

    assert april.contains(DateValue.parse("1994-04-30"))
    assert april.overlaps(DateValue.parse("1994-04-30/1994-05-02"))
    assert not april.contains(DateValue.parse("1994-04-30/1994-05-02"))
    assert not april.overlaps(DateValue.parse("1994-05-01"))


@pytest.mark.parametrize(
    ("edtf", "precision", "coarse"),
    [
        ("1999-04-02", Precision.MONTH, "1999-04"),
        ("1999-04-02", Precision.YEAR, "1999"),
        ("1999-04", Precision.YEAR, "1999"),
        ("2000-23", Precision.YEAR, "2000"),
        ("1998-07-17/1998-07-18", Precision.MONTH, "1998-07"),
        ("2000-05-23/2000-06-06", Precision.MONTHS, "2000-05/2000-06"),
        ("2000-05-23/2000-06-06", Precision.YEAR, "2000"),
        ("1998-03-26/..", Precision.YEAR, "1998/.."),
        ("../2020-12-31", Precision.MONTH, "../2020-12"),
        ("1993", Precision.YEAR, "1993"),
    ],
)
def test_a_date_can_be_said_less_exactly(
    edtf: str, precision: Precision, coarse: str
) -> None:
    assert DateValue.parse(edtf).coarsened(precision).edtf == coarse


@pytest.mark.parametrize(
    ("edtf", "precision"),
    [
        ("1999", Precision.DAY),
        ("1999-04", Precision.DAY),
        ("2000-23", Precision.MONTH),
        ("1999-04-02", Precision.SEASON),
        ("1999-04-02", Precision.SINCE),
    ],
)
def test_a_date_cannot_be_said_more_exactly(edtf: str, precision: Precision) -> None:
    with pytest.raises(DateError):
        DateValue.parse(edtf).coarsened(precision)


def test_values_sort_by_their_first_day_then_by_their_last() -> None:
    edtfs = ["1999", "1999-01", "1999-01-01", "../1990", "1998-12-31/1999-01-02"]

    in_order = sorted(map(DateValue.parse, edtfs))

    assert [value.edtf for value in in_order] == [
        "../1990",
        "1998-12-31/1999-01-02",
        "1999-01-01",
        "1999-01",
        "1999",
    ]


@given(value=values)
def test_a_value_is_read_back_from_its_string(value: DateValue) -> None:
    assert DateValue.parse(value.edtf) == value
    assert value.first <= value.last


@given(value=closed_values)
def test_the_year_of_a_value_contains_it(value: DateValue) -> None:
    assert value.coarsened(Precision.YEAR).contains(value)
