"""Every item that the bank can make, judged by an oracle that scans the whole bank."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter

import pytest

from quizzes.items.data import Form, Item
from quizzes.items.ground import Ground
from quizzes.items.making import make_every, seldom_asked
from quizzes.items.records import to_record
from quizzes.items.scales import dates_at_hand, feasible_positions
from tests.items.oracle import Oracle

FEW = range(8)
MANY = range(8, 120)

# The 0.1 % point of the chi-square distribution, by degrees of freedom.
CHI_SQUARE_CRITICAL = {1: 10.83, 2: 13.82, 3: 16.27}


MADE: dict[int, list[Item]] = {}


def items_for(bank, seed):
    """The items of one seed, made once for all tests of a process."""
    if seed not in MADE:
        made = make_every(bank, str(seed))
        MADE[seed] = [each for each in made if isinstance(each, Item)]
    return MADE[seed]


@pytest.mark.parametrize("seed", FEW)
def test_no_item_breaks_a_rule(fixture_bank, seed):
    check_every_rule(fixture_bank, seed)


@pytest.mark.long
@pytest.mark.parametrize("seed", MANY)
def test_no_item_of_many_seeds_breaks_a_rule(fixture_bank, seed):
    check_every_rule(fixture_bank, seed)


def check_every_rule(bank, seed):
    oracle = Oracle(bank)
    faults = [
        (item.wording, item.facts[0][0], fault)
        for item in items_for(bank, seed)
        for fault in oracle.faults(item)
    ]
    assert faults == []


def test_all_families_and_forms_are_made(fixture_bank):
    made = items_for(fixture_bank, 1)

    assert {item.form for item in made} == set(Form)
    assert len({item.family for item in made}) == 3


def test_every_approved_fact_is_asked_in_two_forms_or_listed_with_a_reason(
    fixture_bank,
):
    made = list(make_every(fixture_bank, "1"))

    listed = seldom_asked(fixture_bank, made)

    asked = {
        key for item in made if isinstance(item, Item) for key, _ in item.facts[:1]
    }
    approved = {fact.key for fact in fixture_bank.facts if fact.approved}
    assert approved <= asked | {each.fact for each in listed}
    assert all(each.reason for each in listed)
    # Few: a bank that hardly asks its facts would satisfy the rest of this test.
    assert len(listed) < 0.25 * len(approved)


def test_about_half_of_the_claims_are_true(fixture_bank):
    truth = Counter(
        next(option.value for option in item.options if option.key)
        for seed in range(12)
        for item in items_for(fixture_bank, seed)
        if item.form is Form.TRUE_FALSE
    )

    total = truth.total()
    # Four standard deviations of a fair coin.
    assert abs(truth["text:true"] - total / 2) < 2 * total**0.5


@pytest.mark.parametrize("seeds", [12, pytest.param(40, marks=pytest.mark.long)])
def test_the_key_stands_evenly_at_all_feasible_positions_among_dates(
    fixture_bank, seeds
):
    ground = Ground(fixture_bank)
    facts = {fact.key: fact for fact in fixture_bank.facts}
    counts: dict[str, Counter[int]] = {}
    for seed in range(seeds):
        for item in items_for(fixture_bank, seed):
            if item.wording == "when" and len(item.options) == 4:
                position = [option.key for option in item.options].index(True)
                counts.setdefault(item.facts[0][0], Counter())[position] += 1
    statistic, freedom = 0.0, 0
    for key, positions in counts.items():
        near = dates_at_hand(ground, facts[key])
        if len(near) < 3:
            continue  # these are filled up with computed dates
        asked = facts[key].asked_date.first
        earlier = sum(each.value.first < asked for each in near)
        feasible = feasible_positions(earlier, len(near) - earlier, 4)
        assert set(positions) <= set(feasible)
        expected = positions.total() / len(feasible)
        statistic += sum((positions[n] - expected) ** 2 / expected for n in feasible)
        freedom += len(feasible) - 1
    assert freedom > 60
    # The sum of chi-squares is a chi-square; with so many degrees it is nearly normal.
    assert statistic < freedom + 4 * (2 * freedom) ** 0.5


def test_the_key_of_other_choices_stands_anywhere(fixture_bank):
    positions = Counter(
        [option.key for option in item.options].index(True)
        for seed in range(12)
        for item in items_for(fixture_bank, seed)
        if item.form is Form.CHOICE
        and len(item.options) == 4
        and item.wording in ("which", "odd", "document", "on_date", "right_statement")
    )

    expected = positions.total() / 4
    statistic = sum((n - expected) ** 2 / expected for n in positions.values())
    assert len(positions) == 4
    assert statistic < CHI_SQUARE_CRITICAL[3]


def test_the_same_seed_makes_the_same_items_in_another_process(fixture_bank):
    here = [to_record(item) for item in items_for(fixture_bank, 7)]
    program = (
        "import json\n"
        "from tests.items.fixture_bank import load_bank\n"
        "from tests.items.test_every_item import items_for, to_record\n"
        "print(json.dumps([to_record(i) for i in items_for(load_bank(), 7)]))\n"
    )

    for hash_seed in ("1", "2"):
        answer = subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
            capture_output=True,
            check=True,
            text=True,
        )
        assert json.loads(answer.stdout) == json.loads(json.dumps(here))
