"""The mistakes that quiz software makes, one by one, and that ours must not make."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from quizzes.items.data import Form, Item, Neighbourhood
from quizzes.items.making import make_every
from tests.items.oracle import Oracle
from tests.items.small_bank import fact, small_bank

SEEDS = [str(number) for number in range(25)]


def items_of(bank: Neighbourhood, key: str, *wordings: str) -> Iterator[Item]:
    """The items of one fact over all seeds, of the given wordings if any."""
    asked = [each for each in bank.facts if each.key == key]
    assert asked, f"the bank has no {key}"
    for seed in SEEDS:
        for made in make_every(bank, seed, asked):
            if isinstance(made, Item) and (not wordings or made.wording in wordings):
                yield made


def texts(item: Item) -> set[str]:
    return {option.text for option in item.options}


def keys(item: Item) -> set[str]:
    return {option.text for option in item.options if option.key}


@pytest.mark.parametrize("seed", SEEDS)
def test_the_oracle_finds_no_fault_in_any_item_of_the_small_bank(seed):
    bank = small_bank()
    oracle = Oracle(bank)

    items = [made for made in make_every(bank, seed) if isinstance(made, Item)]

    assert {item.form for item in items} == set(Form)
    assert [(i.wording, i.facts, f) for i in items for f in oracle.faults(i)] == []


def test_two_documents_of_one_day_are_both_keys():
    made = list(items_of(small_bank(), "prolonging-signed_on", "document", "documents"))

    assert made
    for item in made:
        assert item.form is Form.MULTIPLE_CHOICE
        assert keys(item) == {
            "Шартты ұзарту туралы хаттама",
            "Сауда ережесін өзгерту туралы хаттама",
        }


def test_a_month_that_may_hold_the_day_is_neither_key_nor_distractor():
    made = list(items_of(small_bank(), "space-signed_on", "document"))

    assert made
    for item in made:
        assert "Еркін сауда аймағын құру туралы келісім" not in texts(item)


def test_a_month_comes_together_with_what_happened_on_its_days():
    made = list(items_of(small_bank(), "trade-signed_on", "documents"))

    assert made
    for item in made:
        assert len(keys(item)) == 2


def test_a_place_in_the_name_is_never_asked_by_that_name():
    made = list(items_of(small_bank(), "dushanbe-declaration-signed_in"))

    assert made
    for item in made:
        asks_place = item.wording in ("which", "match_values")
        assert not asks_place or "Душанбе декл" not in item.stem
        for prompt in item.prompts:
            assert prompt.key != "entity:dushanbe" or "Душанбе" not in prompt.text


def test_who_is_unknown_to_an_open_list_is_no_distractor():
    open_list = fact("security", "members", "kazakhstan russia tajikistan")

    made = list(items_of(small_bank(open_list), open_list.key, "who", "odd", "which"))

    assert made == []


def test_the_contrary_in_the_bank_proves_a_distractor_of_an_open_list():
    open_list = fact("prolonging", "signatories", "kazakhstan russia tajikistan")
    more = fact("prolonging", "did_not_sign", "uzbekistan china", key="did-not")

    made = list(items_of(small_bank(open_list, more), open_list.key, "which"))

    assert made
    for item in made:
        assert texts(item) - keys(item) == {"Өзбекстан", "Қытай"}


def test_both_dates_of_a_disputed_fact_are_right_and_the_year_is_asked():
    bank = small_bank()

    (entry, *_) = items_of(bank, "disputed-signed_on", "entry")

    assert "қай жылы" in entry.stem
    right = {each.edtf for each in entry.dates if each.right}
    assert right == {"1972", "1972-05-26", "1972-05-02"}


def test_a_disputed_date_is_never_a_distractor():
    for made in make_every(small_bank(), "1"):
        if isinstance(made, Item) and made.facts[0][0] != "disputed-signed_on":
            wrong = {option.value for option in made.options if not option.key}
            assert not wrong & {"date:1972", "date:1972-05-26", "date:1972-05-02"}


def test_a_guest_and_the_interested_are_no_members():
    made = list(items_of(small_bank(), "five-members", "who", "odd"))

    assert made
    for item in made:
        outside = keys(item) if item.wording == "odd" else texts(item) - keys(item)
        assert outside <= {"Өзбекстан", "Беларусь", "Моңғолия"}


def test_who_joined_later_is_the_best_distractor_among_signatories():
    made = list(items_of(small_bank(), "space-signatories", "who"))

    assert made
    assert any("Тәжікстан" in texts(item) - keys(item) for item in made)
    for item in made:
        for option in item.options:
            if option.text == "Тәжікстан":
                assert "1998 жылғы 26 наурызда" in option.why


def test_a_draft_is_never_asked_but_spoils_a_distractor():
    draft = fact("arms", "signed_on", "1996-04-26", key="rumour", approved=False)
    bank = small_bank(draft)

    assert list(items_of(bank, "rumour")) == []
    for item in items_of(bank, "trust-signed_on", "document", "on_date"):
        assert not any("Қарулы күштерді" in text for text in texts(item))
    for item in items_of(bank, "arms-signed_on", "when"):
        assert "1996 жылғы 26 сәуір" not in texts(item)


def test_a_planned_thing_is_no_event():
    plan = fact("summit", "planned_for", "2000-10", key="plan", planned=True)

    for item in items_of(small_bank(plan), "trust-signed_on", "on_date", "order"):
        assert "plan" not in {option.value.partition(":")[2] for option in item.options}


def test_dates_stand_in_order_with_one_precision():
    for item in items_of(small_bank(), "trust-signed_on", "when"):
        values = [option.value for option in item.options]
        assert values == sorted(values)
        assert {len(value) for value in values} == {len("date:1996-04-26")}


def test_a_typed_date_of_another_property_is_told_by_its_name():
    (entry, *_) = items_of(small_bank(), "trust-signed_on", "entry")

    labels = {each.edtf: each.label for each in entry.dates if not each.right}
    assert set(labels) == {"1998-05-07"}
    assert labels["1998-05-07"]


def test_a_number_of_members_is_not_asked_of_the_signing():
    for item in items_of(small_bank(), "security-number_of", "number"):
        assert "қол қой" not in item.stem
        assert keys(item) == {"9"}


def test_a_false_claim_differs_from_the_truth_in_one_value():
    for item in items_of(small_bank(), "trust-signed_in", "claim"):
        right = next(option for option in item.options if option.key)
        assert ("Шанхайда" in item.stem) == (right.value == "text:true")


def test_intervals_that_overlap_one_another_are_not_offered_together():
    bank = small_bank(
        fact("summit", "held_on", "2000-07-05/2000-07-08", key="asked"),
        fact("trust", "held_on", "1999-11-01/1999-11-11"),
        fact("arms", "held_on", "1999-11-05/1999-11-20"),
        fact("space", "held_on", "1999-11-19/1999-11-25"),
        fact("union", "held_on", "1998-07-17/1998-07-18"),
        without=("summit-held_on",),
    )
    oracle = Oracle(bank)

    made = list(items_of(bank, "asked", "when"))

    assert made
    for item in made:
        assert list(oracle.faults_of_shape(item)) == []
