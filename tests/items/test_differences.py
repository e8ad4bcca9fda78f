"""Who is in one list and not in another: both lists are needed, and both are closed."""

from __future__ import annotations

from collections import Counter

import pytest

from quizzes.items.calendar import DateValue
from quizzes.items.data import Form, Item, Neighbourhood
from quizzes.items.differences import LISTS
from quizzes.items.making import make_every
from tests.items.oracle import Oracle
from tests.items.small_bank import fact, small_bank

SEEDS = [str(number) for number in range(25)]
ARMS = fact("arms", "signatories", "kazakhstan china kyrgyzstan russia", complete=True)


def differences(bank: Neighbourhood, key: str) -> list[Item]:
    asked = [each for each in bank.facts if each.key == key]
    return [
        made
        for seed in SEEDS
        for made in make_every(bank, seed, asked)
        if isinstance(made, Item) and made.wording in ("difference", "differences")
    ]


def told(item: Item) -> dict[str, str]:
    return {option.text: option.why for option in item.options if not option.key}


def test_it_takes_both_lists_to_know_the_key():
    made = differences(small_bank(ARMS), "space-signatories")

    assert {item.form for item in made} == {Form.CHOICE, Form.MULTIPLE_CHOICE}
    oracle = Oracle(small_bank(ARMS))
    assert [fault for item in made for fault in oracle.faults(item)] == []


def test_a_state_is_explained_by_the_list_that_it_fails():
    whys = [
        (item.stem, told(item)["Өзбекстан"])
        for item in differences(small_bank(ARMS), "arms-signatories")
        if "Өзбекстан" in told(item)
    ]

    assert whys
    for stem, why in whys:
        assert stem.startswith("Қарулы күштерді")
        assert why.startswith(
            "Қарулы күштерді өзара қысқарту туралы келісімге Өзбекстан қол қойған жоқ."
        )


def test_the_negation_is_one_and_marked():
    for item in differences(small_bank(ARMS), "space-signatories"):
        assert item.emphasis in ("ҚОЛ ҚОЙМАҒАН", "КІРМЕГЕН")
        assert item.stem.count(item.emphasis) == 1


@pytest.mark.parametrize(
    "open_list",
    [
        {"complete": False},
        {"complete": True, "planned": True},
        {"complete": True, "approved": False},
        {"complete": True, "unasked": "Тізім даулы."},
    ],
)
def test_a_list_that_is_open_planned_or_a_draft_is_not_compared(open_list):
    other = fact("arms", "signatories", "kazakhstan china russia", **open_list)
    bank = small_bank(other, without=("five-members",))

    assert differences(bank, "space-signatories") == []


def test_lists_of_the_same_states_are_not_compared():
    same = fact(
        "arms", "signatories", "kazakhstan kyrgyzstan uzbekistan", complete=True
    )
    bank = small_bank(same, without=("five-members",))

    assert differences(bank, "space-signatories") == []


def test_a_draft_that_puts_a_state_in_the_second_list_bars_it_as_a_key():
    rumour = fact("space", "signatories", "russia", key="rumour", approved=False)

    for item in differences(small_bank(ARMS, rumour), "arms-signatories"):
        if "Ортақ экономикалық кеңістік" in item.stem.partition("бірақ")[2]:
            assert "Ресей" not in {option.text for option in item.options}


def test_no_state_is_the_key_too_often(fixture_bank):
    lists = [each for each in fixture_bank.facts if each.property in LISTS]
    keys = Counter(
        next(option.text for option in item.options if option.key)
        for seed in range(12)
        for item in make_every(fixture_bank, str(seed), lists)
        if isinstance(item, Item) and item.wording == "difference"
    )

    assert max(keys.values()) < 0.35 * keys.total()


def test_the_second_list_of_one_subject_is_told_by_a_pronoun():
    signed = fact(
        "space",
        "signatories",
        "kazakhstan kyrgyzstan uzbekistan",
        complete=True,
        as_of=DateValue.parse("1994-04-30"),
    )
    later = fact(
        "space",
        "members",
        "kazakhstan kyrgyzstan uzbekistan tajikistan",
        complete=True,
        claim="2000 жылы {subject.dat} мүше мемлекеттердің қатарында {value} болды",
    )
    bank = small_bank(signed, later, without=("five-members", signed.key))

    (stem,) = {item.stem for item in differences(bank, later.key)}

    assert stem == (
        "2000 жылы Ортақ экономикалық кеңістік туралы келісімге мүше мемлекеттердің "
        "қатарында болған, бірақ 1994 жылғы 30 сәуірде оған ҚОЛ ҚОЙМАҒАН "
        "мемлекетті көрсетіңіз."
    )
