"""What answers are worth."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizzes.items.calendar import DateValue
from quizzes.items.data import AcceptedDate, Family, Form, Item, Option, Prompt
from quizzes.items.marking import (
    ImproperResponse,
    Response,
    UnreadableDate,
    Verdict,
    credit,
    mark,
)


def item(form: Form, **parts: object) -> Item:
    values: dict[str, object] = {
        "family": Family.DATE,
        "form": form,
        "wording": "sample",
        "property": "signed_on",
        "facts": (("a-fact", 1),),
        "stem": "?",
    }
    return Item(**(values | parts))


def options(keys: int, distractors: int) -> tuple[Option, ...]:
    return tuple(
        Option(value=f"entity:{index}", text=str(index), key=index < keys)
        for index in range(keys + distractors)
    )


def entry(*dates: tuple[str, bool]) -> Item:
    return item(
        Form.DATE_ENTRY,
        dates=tuple(
            AcceptedDate(edtf=edtf, text=edtf, right=right, label=f"label of {edtf}")
            for edtf, right in dates
        ),
    )


def ordering(size: int) -> Item:
    values = tuple(f"fact:{index}" for index in range(size))
    return item(
        Form.ORDERING,
        options=tuple(Option(value=each, text=each, key=True) for each in values),
        order=values,
    )


# --- Choice ---------------------------------------------------------------------------


@pytest.mark.parametrize("form", [Form.CHOICE, Form.TRUE_FALSE])
def test_a_choice_is_right_or_wrong(form: Form) -> None:
    asked = item(form, options=options(1, 3))

    assert mark(asked, "entity:0").score == 1
    assert mark(asked, "entity:0").verdict == Verdict.RIGHT
    assert mark(asked, "entity:1").score == 0
    assert mark(asked, "entity:1").verdict == Verdict.WRONG


@settings(deadline=None)
@given(st.integers(1, 3), st.integers(1, 4), st.data())
def test_multiple_choice_follows_its_formula(
    keys: int, distractors: int, data: st.DataObject
) -> None:
    asked = item(Form.MULTIPLE_CHOICE, options=options(keys, distractors))
    values = [option.value for option in asked.options]
    chosen = data.draw(st.frozensets(st.sampled_from(values)))

    score = mark(asked, chosen).score

    right = len(chosen & set(values[:keys]))
    wrong = len(chosen) - right
    wanted = max(Fraction(0), Fraction(right, keys) - Fraction(wrong, distractors))
    assert 0 <= score <= 1
    assert abs(Fraction(score) - wanted) < Fraction(1, 10_000)
    assert (score == 1) == (chosen == frozenset(values[:keys]))
    assert mark(asked, frozenset(values)).score == 0
    assert mark(asked, frozenset()).score == 0


def test_some_of_the_keys_are_partly_right() -> None:
    asked = item(Form.MULTIPLE_CHOICE, options=options(3, 3))

    marking = mark(asked, frozenset({"entity:0", "entity:1"}))

    assert marking.score == Decimal("0.6666")
    assert marking.verdict == Verdict.PARTLY


# --- Matching and ordering ------------------------------------------------------------


def test_matching_is_worth_its_share_of_right_pairs() -> None:
    prompts = tuple(
        Prompt(value=f"fact:{index}", text="?", key=f"entity:{index}")
        for index in range(4)
    )
    asked = item(Form.MATCHING, options=options(4, 1), prompts=prompts)

    assert mark(asked, {each.value: each.key for each in prompts}).score == 1
    assert mark(asked, {"fact:0": "entity:0"}).score == Decimal("0.25")
    assert mark(asked, {"fact:0": "entity:4"}).score == 0
    assert mark(asked, {}).score == 0


@pytest.mark.parametrize("size", [2, 3, 4, 5])
def test_ordering_is_worth_twice_its_share_of_ordered_pairs_less_one(size: int) -> None:
    asked = ordering(size)
    pairs = size * (size - 1) // 2

    for given_order in permutations(asked.order):
        ordered = sum(
            given_order.index(asked.order[i]) < given_order.index(asked.order[j])
            for i in range(size)
            for j in range(i + 1, size)
        )
        wanted = max(Fraction(0), 2 * Fraction(ordered, pairs) - 1)
        score = mark(asked, given_order).score
        assert 0 <= wanted - Fraction(score) < Fraction(1, 10_000)
        assert (score == 1) == (given_order == asked.order)


def test_a_reversed_order_is_worth_nothing() -> None:
    assert mark(ordering(4), tuple(reversed(ordering(4).order))).score == 0


# --- Dates ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "score"),
    [
        ("7.05.1998", "1"),
        ("1998 жылғы 7 мамыр", "1"),
        ("7 мая 1998", "1"),
        ("8.05.1998", "0.6"),
        ("1998 жылғы мамыр", "0.6"),
        ("мамыр 1998", "0.6"),
        ("1998", "0.3"),
        ("7.06.1998", "0.3"),
        ("7.05.1999", "0.3"),
        ("7 мамыр", "0.3"),
        ("8 мамыр", "0"),
        ("8.05.1999", "0"),
        ("мамыр 1999", "0"),
        ("1999", "0"),
    ],
)
def test_a_day_is_credited_by_its_parts(typed: str, score: str) -> None:
    assert mark(entry(("1998-05-07", True)), typed).score == Decimal(score)


@pytest.mark.parametrize(
    ("given_date", "wanted", "worth"),
    [
        # To the precision of what is wanted
        ("1994-04-30", "1994-04", Fraction(1)),
        ("1994-05", "1994-04", Fraction(3, 10)),
        ("1995-04", "1994-04", Fraction(0)),
        ("1994", "1994-04", Fraction(3, 10)),
        ("1993-09-24", "1993", Fraction(1)),
        ("1994", "1993", Fraction(0)),
        # Intervals: overlap over union, at least what the year is worth
        ("1998-07-17/1998-07-18", "1998-07-17/1998-07-18", Fraction(1)),
        ("1998-07-17", "1998-07-17/1998-07-18", Fraction(1, 2)),
        ("1998-07-18/1998-07-20", "1998-07-17/1998-07-18", Fraction(3, 10)),
        ("1998-07-17/1998-07-19", "1998-07-17/1998-07-18", Fraction(2, 3)),
        ("1998", "1998-07-17/1998-07-18", Fraction(3, 10)),
        ("1998-01-01", "1998-07-17/1998-07-18", Fraction(3, 10)),
        ("1999-07-17/1999-07-18", "1998-07-17/1998-07-18", Fraction(0)),
        ("1998-07-17/1998-07-18", "1998-07-17", Fraction(1, 2)),
        # Open intervals are asked by their known end
        ("1993", "1993/..", Fraction(1)),
        ("1994", "1993/..", Fraction(0)),
        ("2003", "../2003", Fraction(1)),
        # Seasons
        ("2000-23", "2000-23", Fraction(1)),
        ("2000", "2000-23", Fraction(3, 10)),
    ],
)
def test_credit_for_dates(given_date: str, wanted: str, worth: Fraction) -> None:
    assert credit(DateValue.parse(given_date), DateValue.parse(wanted)) == worth


_DAYS = st.dates(
    min_value=DateValue.parse("1985").first, max_value=DateValue.parse("2005").last
)
_SINGLE = st.builds(
    lambda day, length: DateValue.parse(day.isoformat()[:length]),
    _DAYS,
    st.sampled_from([4, 7, 10]),
)
_INTERVALS = st.builds(
    lambda one, other: DateValue.between(*sorted([one, other])),
    *[_DAYS.map(lambda day: DateValue.parse(day.isoformat()))] * 2,
)
_VALUES = st.one_of(_SINGLE, _INTERVALS)


@settings(deadline=None)
@given(_VALUES, _VALUES)
def test_credit_stays_in_range_and_is_whole_for_the_same_date(
    one: DateValue, other: DateValue
) -> None:
    assert 0 <= credit(one, other) <= 1
    assert credit(one, one) == 1


@settings(deadline=None)
@given(_INTERVALS, _VALUES)
def test_an_interval_is_worth_its_overlap_and_at_least_its_year(
    wanted: DateValue, typed: DateValue
) -> None:
    worth = credit(typed, wanted)

    start, end = max(wanted.first, typed.first), min(wanted.last, typed.last)
    union = max(wanted.last, typed.last) - min(wanted.first, typed.first)
    if start <= end:
        assert worth >= Fraction((end - start).days + 1, union.days + 1)
    if len({each.year for v in (wanted, typed) for each in (v.first, v.last)}) == 1:
        assert worth >= Fraction(3, 10)


def test_the_dates_of_text_and_history_are_equally_right() -> None:
    asked = entry(("1999-08", True), ("1999-08-24", True), ("1999-08-25", True))

    for typed in ("24.08.1999", "25.08.1999", "тамыз 1999"):
        assert mark(asked, typed).score == 1


def test_another_true_date_of_the_subject_is_named() -> None:
    asked = entry(("1998-05-07", True), ("1996-04-26", False))

    marking = mark(asked, "26.04.1996")

    assert marking.score == 0
    assert marking.remark == "label of 1996-04-26"
    assert mark(asked, "7.05.1998").remark == ""
    assert mark(asked, "1.01.1990").remark == ""


@pytest.mark.parametrize("typed", ["", "білмеймін", "32.01.1999", "x" * 500])
def test_an_unreadable_date_is_not_marked(typed: str) -> None:
    with pytest.raises(UnreadableDate):
        mark(entry(("1998-05-07", True)), typed)


@settings(deadline=None)
@given(st.text(max_size=40))
def test_whatever_is_typed_is_marked_or_unreadable(typed: str) -> None:
    try:
        score = mark(entry(("1998-05-07", True)), typed).score
    except UnreadableDate:
        return
    assert 0 <= score <= 1


# --- What fits no item ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "response"),
    [
        (item(Form.CHOICE, options=options(1, 3)), "entity:99"),
        (item(Form.CHOICE, options=options(1, 3)), frozenset({"entity:0"})),
        (item(Form.MULTIPLE_CHOICE, options=options(1, 3)), "entity:0"),
        (item(Form.MULTIPLE_CHOICE, options=options(1, 3)), frozenset({"entity:99"})),
        (item(Form.MATCHING, options=options(1, 1)), {"fact:9": "entity:0"}),
        (item(Form.MATCHING, options=options(1, 1)), "entity:0"),
        (ordering(3), ("fact:0", "fact:1")),
        (ordering(3), ("fact:0", "fact:0", "fact:1")),
        (ordering(3), "fact:0"),
        (entry(("1998", True)), ("1998",)),
    ],
)
def test_a_response_that_does_not_fit_is_refused(
    asked: Item, response: Response
) -> None:
    with pytest.raises(ImproperResponse):
        mark(asked, response)
