"""A teacher's own facts are drawn beside the common ones, and proved with them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from quizzes.attempts.models import AskedFact
from quizzes.attempts.snapshots import freeze
from quizzes.bank import drawing, editing
from quizzes.bank.conversion import fact_content
from quizzes.bank.models import Fact
from quizzes.bank.neighbourhood import neighbourhood, whole_bank
from quizzes.bank.scopes import scope_of
from quizzes.items.data import Item
from quizzes.items.making import make_every
from tests.conftest import spread_evenly
from tests.factories import SpaceFactory
from tests.items.oracle import Oracle

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
OWN = "aigerim"


@pytest.fixture
def common(every_fact, db):
    """The signatures of the common library."""
    return Fact.objects.core().filter(property="signed_on", unasked="")


@pytest.fixture
def own(common, aigerim):
    """A teacher's space, empty yet."""
    return SpaceFactory(key=OWN, name="Айгерім", owner=aigerim)


def copy(fact, space, **changes):
    """A fact of the common library in a teacher's own space, changed there."""
    content = replace(fact_content(fact), **changes)
    return editing.store_fact(space=space, content=content, now=timezone.now()).fact


def asked(items):
    """The references of the facts that items ask first."""
    return {item.facts[0][0] for item in items}


def draws(**limits):
    """What twenty quizzes ask."""
    return set().union(
        *(asked(drawing.draw(count=10, seed=str(seed), **limits)) for seed in range(20))
    )


def test_an_own_fact_is_drawn_in_its_teachers_quizzes_only(common, own):
    mine = copy(common.first(), own, key="mine", value="2004-11-03")

    topic = mine.topic.reference
    assert mine.reference in draws(space=OWN, topics=[topic])
    assert mine.reference not in draws(topics=[topic])


def test_an_own_copy_takes_the_place_of_the_common_fact(common, own):
    fact = common.first()
    mine = copy(fact, own, value="2004-11-03")

    topic = [fact.topic.reference]
    assert {mine.reference} == draws(space=OWN, topics=topic) & {
        fact.reference,
        mine.reference,
    }
    assert fact.reference in draws(topics=topic)


def test_a_draft_copy_hides_nothing_and_is_not_asked(common, own):
    fact = common.first()
    mine = copy(fact, own, value="2004-11-03", state="draft")

    met = draws(space=OWN, topics=[fact.topic.reference])

    assert fact.reference in met
    assert mine.reference not in met


def test_what_either_of_two_copies_says_is_no_wrong_option(common, own):
    fact = common.first()
    mine = copy(fact, own, value="2004-11-03")
    near = neighbourhood([fact.pk, mine.pk], scope_of(OWN))
    facts = [each for each in near.facts if each.key == mine.reference]

    items = [
        made
        for seed in range(10)
        for made in make_every(near, str(seed), facts)
        if isinstance(made, Item)
    ]

    assert items
    for item in items:
        wrong = {option.value for option in item.options if not option.key}
        assert f"date:{fact.value_edtf}" not in wrong


def test_items_of_two_spaces_break_no_rule(common, own):
    facts = list(common.order_by("key")[:12])
    for number, fact in enumerate(facts):
        copy(fact, own, value=f"200{number % 10}-11-03")
    bank = whole_bank(scope_of(OWN))
    # What the teacher has put right is so; that the common date is no wrong option
    # either is tested by itself.
    replaced = {fact.reference for fact in facts}
    kept = tuple(fact for fact in bank.facts if fact.key not in replaced)
    oracle = Oracle(replace(bank, facts=kept))

    for seed in map(str, range(8)):
        items = drawing.draw(count=10, seed=seed, space=OWN)

        assert len(items) == 10
        assert [(i.facts, f) for i in items for f in oracle.faults(i)] == []


def test_facts_of_one_key_in_two_spaces_are_not_taken_for_each_other(common, own):
    fact = common.first()
    mine = copy(fact, own, value="2004-11-03")

    for each in (fact, mine):
        [item] = drawing.draw(count=1, seed="1", facts=[each.reference])
        [snapshot] = freeze([item])
        rows = AskedFact.objects.filter(snapshot=snapshot, position=0)
        assert rows.get().fact_id == each.pk


def test_what_is_named_is_asked_though_a_copy_hides_it_elsewhere(common, own):
    fact, other = common.order_by("key")[:2]
    copy(fact, own, value="2004-11-03")
    mine = copy(other, own, key="mine", value="2005-11-03")
    named = [fact.reference, mine.reference]

    # The topics of a recipe say nothing about facts that are named.
    items = drawing.draw(count=2, seed="1", facts=named, topics=[f"{OWN}.elsewhere"])

    assert asked(items) == set(named)


def test_spaces_are_drawn_from_in_proportion_to_what_they_hold(common, own):
    for number, fact in enumerate(common.order_by("key")):
        copy(fact, own, key=f"mine-{number}", value=f"1999-01-{1 + number % 28:02d}")
    spread_evenly(Fact)
    facts = Fact.objects.approved().filter(unasked="")
    share = facts.filter(space=own).count() / facts.count()

    met = [
        drawing.draw(count=1, seed=str(seed), space=OWN, core_only=False)[0].facts[0][0]
        for seed in range(200)
    ]

    drawn = sum(each.startswith(f"{OWN}.") for each in met) / len(met)
    assert share / 2 < drawn < 2 * share


def test_another_teachers_space_is_no_part_of_the_scope(common, own, dana):
    SpaceFactory(key="dana", name="Дана", owner=dana)

    assert set(scope_of().values()) == {"common"}
    assert set(scope_of(OWN).values()) == {"common", OWN}


def test_an_own_space_costs_no_further_query(common, own):

    copy(common.first(), own, key="mine", value="2004-11-03")
    counts = []
    for space in ("", OWN):
        with CaptureQueriesContext(connection) as captured:
            drawing.draw(count=10, seed="3", space=space)
        counts.append(len(captured))

    assert counts[1] <= counts[0]
