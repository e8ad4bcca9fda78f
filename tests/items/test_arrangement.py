"""Variants of a test: the same items, in other orders that can be had again."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import combinations

import pytest

from quizzes.items.arrangement import (
    VARIANTS,
    blocks,
    rearranged,
    variant,
    variant_order,
)
from quizzes.items.data import Form, Item, Stimulus
from quizzes.items.marking import mark
from tests.attempts.sample_items import SAMPLES

ITEMS = [sample.item for sample in SAMPLES.values()]


def under_a_text(*forms: Form) -> list[Item]:
    return [
        replace(
            SAMPLES[form].item,
            stimulus=Stimulus(
                key="text", version=1, text="Мәтін", part=part, parts=len(forms)
            ),
        )
        for part, form in enumerate(forms, start=1)
    ]


def test_variant_a_is_the_quiz_as_it_stands() -> None:
    assert variant(ITEMS, "seed", "A") == list(enumerate(ITEMS))


@pytest.mark.parametrize("letter", VARIANTS)
def test_a_variant_has_every_item_once_and_the_same_seed_gives_it_again(
    letter: str,
) -> None:
    arranged = variant(ITEMS, "seed", letter)

    assert sorted(place for place, _item in arranged) == list(range(len(ITEMS)))
    assert arranged == variant(ITEMS, "seed", letter)
    for place, item in arranged:
        assert item.stem == ITEMS[place].stem
        assert set(item.options) == set(ITEMS[place].options)
        assert set(item.prompts) == set(ITEMS[place].prompts)


def test_variants_stand_in_different_orders() -> None:
    orders = [variant_order(ITEMS, "seed", letter) for letter in VARIANTS]

    assert all(one != other for one, other in combinations(orders, 2))
    assert variant_order(ITEMS, "another", "B") != variant_order(ITEMS, "seed", "B")


def test_one_item_has_no_other_order() -> None:
    assert [variant_order(ITEMS[:1], "seed", letter) for letter in VARIANTS] == [
        [0]
    ] * 4


def test_what_stands_under_one_text_stays_together_in_its_order() -> None:
    together = under_a_text(Form.CHOICE, Form.DATE_ENTRY, Form.MATCHING)
    items = [ITEMS[0], *together, *ITEMS[1:4]]
    assert [1, 2, 3] in blocks(items)

    for seed in map(str, range(10)):
        for letter in VARIANTS:
            order = variant_order(items, seed, letter)
            start = order.index(1)
            assert order[start : start + 3] == [1, 2, 3]


def test_two_texts_side_by_side_are_two_blocks() -> None:
    first = under_a_text(Form.CHOICE, Form.DATE_ENTRY)
    second = [
        replace(item, stimulus=replace(item.stimulus, key="other"))
        for item in first
        if item.stimulus
    ]

    assert blocks([*first, *second]) == [[0, 1], [2, 3]]


def test_options_change_places_but_dates_keep_their_order() -> None:
    several = SAMPLES[Form.MULTIPLE_CHOICE].item
    dates = SAMPLES[Form.CHOICE].item

    orders = {
        tuple(option.value for option in rearranged(several, random.Random(n)).options)
        for n in range(30)
    }
    assert len(orders) > 10
    assert all(
        rearranged(dates, random.Random(n)).options == dates.options for n in range(10)
    )


def test_an_ordering_is_never_printed_in_its_right_order() -> None:
    item = SAMPLES[Form.ORDERING].item

    for n in range(50):
        shown = rearranged(item, random.Random(n))
        assert tuple(option.value for option in shown.options) != item.order


@pytest.mark.parametrize("form", list(Form))
def test_what_is_right_stays_right_in_another_order(form: Form) -> None:
    sample = SAMPLES[form]

    shown = rearranged(sample.item, random.Random(3))

    assert mark(shown, sample.right).score == 1
    assert mark(shown, sample.wrong).score < 1
