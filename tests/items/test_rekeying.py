"""An item is judged anew by its facts as they stand; unchanged ones change nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quizzes.items.calendar import DateValue
from quizzes.items.data import Form, Item
from quizzes.items.making import make_every
from quizzes.items.marking import mark
from quizzes.items.rekeying import NoKey, rekeyed


@pytest.fixture(scope="module")
def facts(fixture_bank):
    return {fact.key: fact for fact in fixture_bank.facts}


@pytest.fixture(scope="module")
def items(fixture_bank):
    return [each for each in make_every(fixture_bank, "5") if isinstance(each, Item)]


def test_facts_that_have_not_changed_change_no_item(items, facts):
    told = 0
    for item in items:
        try:
            judged = rekeyed(item, facts)
        except NoKey:
            continue
        told += 1
        assert judged is item, item
    assert told > len(items) / 3


def with_date(facts, key, edtf):
    return facts | {
        key: replace(
            facts[key],
            value=DateValue.parse(edtf),
            version=facts[key].version + 1,
            statement="Түзетілген дерек.",
        )
    }


def test_the_option_that_is_right_now_becomes_the_key(items, facts):
    for item in items:
        if item.wording != "when" or item.form is not Form.CHOICE:
            continue
        other = next(option for option in item.options if not option.key)
        changed = with_date(facts, item.facts[0][0], other.value[5:])

        judged = rekeyed(item, changed)

        assert mark(judged, other.value).score == 1
        assert sum(option.key for option in judged.options) == 1
        assert judged.feedback == "Түзетілген дерек."
        assert [o.value for o in judged.options] == [o.value for o in item.options]
        return
    pytest.fail("no such item")


def test_where_no_option_is_right_any_more_it_says_so(items, facts):
    item = next(each for each in items if each.wording == "when" and each.options)

    with pytest.raises(NoKey):
        rekeyed(item, with_date(facts, item.facts[0][0], "1901-02-03"))


def test_a_typed_date_is_judged_by_the_new_one(items, facts):
    item = next(each for each in items if each.form is Form.DATE_ENTRY)

    judged = rekeyed(item, with_date(facts, item.facts[0][0], "1901-02-03"))

    assert mark(judged, "3.02.1901").score == 1


def test_members_are_judged_by_the_new_list(items, facts):
    item = next(
        each
        for each in items
        if each.form is Form.MULTIPLE_CHOICE
        and all(option.value.startswith("entity:") for option in each.options)
        and each.wording != "odd"
        and isinstance(facts[each.facts[0][0]].value, tuple)
    )
    key = item.facts[0][0]
    distractor = next(option for option in item.options if not option.key)
    fact = facts[key]
    value = (*fact.value, distractor.value[7:])

    judged = rekeyed(item, facts | {key: replace(fact, value=value, version=9)})

    right = {option.value for option in judged.options if option.key}
    assert distractor.value in right
    assert mark(judged, frozenset(right)).score == 1


def test_an_order_follows_the_new_date(items, facts):
    item = next(each for each in items if each.wording == "order")
    last = item.order[-1]

    judged = rekeyed(item, with_date(facts, last[5:], "1901-02-03"))

    assert judged.order == (last, *item.order[:-1])


def test_a_pair_follows_the_new_date(items, facts):
    item = next(
        each
        for each in items
        if each.form is Form.MATCHING and each.options[0].value.startswith("date:")
    )
    spare = next(option for option in item.options if not option.key)
    prompt = item.prompts[0]

    judged = rekeyed(item, with_date(facts, prompt.value[5:], spare.value[5:]))

    assert judged.prompts[0].key == spare.value
    given = {each.value: each.key for each in judged.prompts}
    assert mark(judged, given).score == 1
