"""A kept item is held against what the bank says now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from quizzes.items.calendar import DateValue
from quizzes.items.data import Form, Item, Neighbourhood, Value
from quizzes.items.doubts import _JUDGES, doubts
from quizzes.items.ground import Ground
from quizzes.items.making import WORDINGS, make_every


@pytest.fixture(scope="module")
def items(fixture_bank):
    return [each for each in make_every(fixture_bank, "5") if isinstance(each, Item)]


@pytest.fixture(scope="module")
def known(fixture_bank):
    return {fact.key: fact for fact in fixture_bank.facts}


def first(items, wording, form=Form.CHOICE):
    return next(each for each in items if (each.wording, each.form) == (wording, form))


def with_fact(bank, fact, **changes):
    """The ground of the bank with one more fact: another one, with some changes."""
    added = replace(fact, key=f"{fact.key}-more", **changes)
    return added, Ground(
        Neighbourhood(facts=(*bank.facts, added), entities=bank.entities)
    )


def wrong(item):
    return next(option for option in item.options if not option.key)


def test_of_what_was_just_made_nothing_is_doubted(fixture_bank, items):
    ground = Ground(fixture_bank)

    assert [
        (item.stem, doubts(item, ground)) for item in items if doubts(item, ground)
    ] == []


@pytest.mark.parametrize("approved", [True, False])
def test_a_date_that_is_right_as_well_now_is_doubted(
    fixture_bank, items, known, approved
):
    item = first(items, "when")
    option = wrong(item)
    added, ground = with_fact(
        fixture_bank,
        known[item.facts[0][0]],
        value=DateValue.parse(option.value.removeprefix("date:")),
        approved=approved,
    )

    [doubt] = doubts(item, ground)

    assert (doubt.text, doubt.was_right, doubt.because) == (option.text, False, added)


@pytest.mark.parametrize(
    ("wording", "form"),
    [("which", Form.CHOICE), ("who", Form.MULTIPLE_CHOICE)],
)
def test_a_state_that_is_on_the_list_now_is_doubted(
    fixture_bank, items, known, wording, form
):
    item = first(items, wording, form)
    option = wrong(item)
    added, ground = with_fact(
        fixture_bank,
        known[item.facts[0][0]],
        value=(option.value.removeprefix("entity:"),),
    )

    [doubt] = doubts(item, ground)

    assert (doubt.text, doubt.because) == (option.text, added)


def test_who_was_said_not_to_be_on_a_list_and_is_now_is_doubted(
    fixture_bank, items, known
):
    item = first(items, "odd")
    key = next(option for option in item.options if option.key)
    _added, ground = with_fact(
        fixture_bank,
        known[item.facts[0][0]],
        value=(key.value.removeprefix("entity:"),),
    )

    [doubt] = doubts(item, ground)

    assert (doubt.text, doubt.was_right) == (key.text, True)


@pytest.mark.parametrize("wording", ["on_date", "document"])
def test_what_came_to_the_same_day_is_doubted(fixture_bank, items, known, wording):
    item = first(items, wording)
    asked = known[item.facts[0][0]]
    option = wrong(item)
    kind, _, key = option.value.partition(":")
    other = known[key] if kind == "fact" else replace(asked, subject=key, object=None)
    _added, ground = with_fact(fixture_bank, other, value=asked.value)

    assert option.text in [each.text for each in doubts(item, ground)]


def test_another_date_that_is_right_when_typed_is_doubted(fixture_bank, items, known):
    item = first(items, "entry", Form.DATE_ENTRY)
    _added, ground = with_fact(
        fixture_bank, known[item.facts[0][0]], value=DateValue.parse("1901-02-03")
    )

    [doubt] = doubts(item, ground)

    assert "1901" in doubt.text


def test_an_order_that_is_not_sure_any_more_is_doubted(fixture_bank, items, known):
    item = first(items, "order", Form.ORDERING)
    last = known[item.order[-1].removeprefix("fact:")]
    _added, ground = with_fact(fixture_bank, last, value=DateValue.parse("1901-02-03"))

    assert doubts(item, ground)


def test_a_pair_that_fits_another_side_now_is_doubted(fixture_bank, items, known):
    item = first(items, "match_dates", Form.MATCHING)
    prompt, other = item.prompts[:2]
    _added, ground = with_fact(
        fixture_bank,
        known[prompt.value.removeprefix("fact:")],
        value=DateValue.parse(other.key.removeprefix("date:")),
    )

    assert any(prompt.text in each.text for each in doubts(item, ground))


def false_claim_of(items, known, kind):
    """A false claim of a fact whose value is of a kind."""
    return next(
        item
        for item in items
        if (item.wording, item.form) == ("claim", Form.TRUE_FALSE)
        and isinstance(known[item.facts[0][0]].value, kind)
        and not next(each for each in item.options if each.value == "text:true").key
    )


@pytest.mark.parametrize("kind", [DateValue, tuple, int])
def test_a_false_claim_that_is_true_now_is_doubted(fixture_bank, items, known, kind):
    item = false_claim_of(items, known, kind)
    fact = known[item.facts[0][0]]
    before = Ground(fixture_bank)
    # Of all values of the kind one makes the claim
    values: dict[type, Sequence[Value]] = {
        DateValue: [each.value for each in before.dated],
        tuple: [(key,) for key in fixture_bank.entities],
        int: range(200),
    }

    found = []
    for value in values[kind]:
        added, ground = with_fact(fixture_bank, fact, value=value)
        found += [(added, each) for each in doubts(item, ground)]

    assert found
    for added, doubt in found:
        assert item.stem.endswith(doubt.text)
        assert (doubt.was_right, doubt.because) == (False, added)


def test_a_true_claim_of_an_order_that_is_not_sure_now_is_doubted(
    fixture_bank, items, known
):
    item = first(items, "order_claim", Form.TRUE_FALSE)
    one, other = (known[key] for key, _version in item.facts[:2])
    _added, ground = with_fact(fixture_bank, one, value=other.value)

    [doubt] = doubts(item, ground)

    assert item.stem.endswith(doubt.text)


def test_a_second_right_statement_is_doubted(fixture_bank, items, known):
    dated = (
        (item, option)
        for item in items
        if item.wording == "right_statement"
        for option in item.options
        if not option.key
        and isinstance(known[option.value.removeprefix("fact:")].value, DateValue)
    )
    item, option = next(dated)
    fact = known[option.value.removeprefix("fact:")]

    found = set()
    for each in Ground(fixture_bank).dated:
        _added, ground = with_fact(fixture_bank, fact, value=each.value)
        found |= {(doubt.text, doubt.was_right) for doubt in doubts(item, ground)}

    assert (option.text, False) in found


@pytest.mark.parametrize(
    ("wording", "form"),
    [("difference", Form.CHOICE), ("differences", Form.MULTIPLE_CHOICE)],
)
def test_who_is_on_the_other_list_as_well_now_is_doubted(
    fixture_bank, items, known, wording, form
):
    item = first(items, wording, form)
    key = next(option for option in item.options if option.key)
    state = key.value.removeprefix("entity:")
    lists = [known[each] for each, _version in item.facts]
    [other] = [each for each in lists if state not in each.value]
    added, ground = with_fact(fixture_bank, other, value=(state,))

    assert (key.text, True, added) in [
        (each.text, each.was_right, each.because) for each in doubts(item, ground)
    ]


def test_who_is_on_the_first_list_alone_now_is_doubted(fixture_bank, items, known):
    def state_of(option):
        return option.value.removeprefix("entity:")

    item, option, one = next(
        (item, option, one)
        for item in items
        if item.wording == "differences"
        for lists in [[known[key] for key, _version in item.facts]]
        for option in item.options
        if not any(state_of(option) in each.value for each in lists)
        for one in lists
        if all(state_of(each) in one.value for each in item.options if each.key)
    )
    added, ground = with_fact(
        fixture_bank, one, value=(option.value.removeprefix("entity:"),)
    )

    assert (option.text, False, added) in [
        (each.text, each.was_right, each.because) for each in doubts(item, ground)
    ]


def test_every_way_of_asking_can_be_doubted() -> None:
    handled = {Form.MATCHING, Form.ORDERING, Form.DATE_ENTRY, Form.TRUE_FALSE}
    others = {each.name for each in WORDINGS if each.form not in handled}

    assert others == set(_JUDGES)


def test_what_is_gone_raises_no_doubt(fixture_bank, items):
    empty = Ground(Neighbourhood(facts=(), entities=fixture_bank.entities))

    assert not any(doubts(item, empty) for item in items)
