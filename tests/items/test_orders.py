"""What was before or after something: sure, and not to be read from the words."""

from __future__ import annotations

import re

import pytest

from quizzes.items.data import Form, Item, Neighbourhood
from quizzes.items.making import make_every
from tests.items.oracle import Oracle
from tests.items.small_bank import fact, small_bank

SEEDS = [str(number) for number in range(25)]


def made_of(bank: Neighbourhood, key: str, *wordings: str) -> list[Item]:
    asked = [each for each in bank.facts if each.key == key]
    return [
        made
        for seed in SEEDS
        for made in make_every(bank, seed, asked)
        if isinstance(made, Item) and made.wording in wordings
    ]


def shown(item: Item, *, key: bool) -> set[str]:
    return {option.value for option in item.options if option.key is key}


def test_one_thing_was_after_and_all_others_before():
    bank = small_bank()

    made = made_of(bank, "trust-signed_on", "after")

    assert made
    oracle = Oracle(bank)
    for item in made:
        assert list(oracle.faults(item)) == []
        assert item.stem == (
            "Әскери саладағы сенімді нығайту туралы келісімге қол қойылғаннан кейін "
            "төмендегі оқиғалардың қайсысы болды?"
        )


def test_what_may_be_of_the_same_time_is_not_offered():
    """April 1994 holds the 30th of April 1994: which came first is not known."""
    for item in made_of(small_bank(), "space-signed_on", "before", "after"):
        assert "fact:trade-signed_on" not in shown(item, key=True) | shown(
            item, key=False
        )


def test_a_draft_of_another_date_spoils_what_was_before():
    rumour = fact("arms", "signed_on", "1995-01-01", key="rumour", approved=False)

    for item in made_of(small_bank(rumour), "trust-signed_on", "before", "after"):
        assert "fact:arms-signed_on" not in shown(item, key=True) | shown(
            item, key=False
        )


def test_what_the_words_tell_is_not_offered():
    """That a treaty was prolonged after it was signed needs no history."""
    bank = small_bank(
        fact("five", "founded_on", "1996-04-26"),
        fact("summit", "began_on", "2000-07-04"),
    )
    for key in ("trade-signed_on", "changing-signed_on"):
        for item in made_of(bank, key, "before", "after"):
            texts = " ".join(option.text for option in item.options)
            assert not ("Сауда" in item.stem and "сауда" in texts)
            assert not ("сауда" in item.stem and "Сауда" in texts)


def test_no_date_stands_in_the_question():
    for item in made_of(
        small_bank(), "arms-signed_on", "before", "after", "order_claim"
    ):
        texts = [item.stem, *(option.text for option in item.options)]
        assert not re.search(r"\d{4}", " ".join(texts))


@pytest.mark.parametrize(
    ("stem", "key"),
    [
        ("қол қойылғаннан кейін Қарулы күштерді", "text:true"),
        ("қол қойылғанға дейін Қарулы күштерді", "text:false"),
    ],
)
def test_a_claim_of_order_is_judged_by_the_dates(stem, key):
    bank = small_bank(without=("summit-held_on",))
    earlier = [
        item
        for item in made_of(bank, "arms-signed_on", "order_claim")
        if "Әскери саладағы" in item.stem and stem in item.stem
    ]

    assert earlier
    for item in earlier:
        assert item.form is Form.TRUE_FALSE
        assert shown(item, key=True) == {key}
        assert item.facts[0][0] == "arms-signed_on"
        assert len(item.facts) == 2


def test_a_disputed_date_is_neither_counted_from_nor_offered():
    assert made_of(small_bank(), "disputed-signed_on", "before", "after") == []
    for item in made_of(small_bank(), "security-signed_on", "before"):
        assert "fact:disputed-signed_on" not in shown(item, key=True)
