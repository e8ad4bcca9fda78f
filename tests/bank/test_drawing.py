"""Drawing items from the stored bank: by chance, without giveaways, at a fixed cost."""

from __future__ import annotations

import random
from collections import Counter
from itertools import permutations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quizzes.bank import drawing
from quizzes.bank.facts import Fact
from quizzes.bank.neighbourhood import neighbourhood, whole_bank
from quizzes.bank.random_places import Seek, at_random_places
from quizzes.bank.scopes import scope_of
from quizzes.bank.spaces import Space
from quizzes.items.compatibility import gives_away
from quizzes.items.data import Family, Form, Item
from quizzes.items.making import make_every
from tests.items.oracle import Oracle


@pytest.fixture
def loaded_bank(every_fact, db):
    """The common library."""
    return Space.objects.common().get()


@pytest.mark.postgres
def test_drawn_items_break_no_rule_and_give_nothing_away(loaded_bank):
    oracle = Oracle(whole_bank(scope_of()))

    for seed in map(str, range(12)):
        items = drawing.draw(count=10, seed=seed)

        assert len(items) == 10
        assert [(i.facts, f) for i in items for f in oracle.faults(i)] == []
        assert not any(gives_away(a, b) for a, b in permutations(items, 2))


@pytest.mark.postgres
def test_what_is_proved_on_the_neighbourhood_is_true_by_the_whole_bank(loaded_bank):
    oracle = Oracle(whole_bank(scope_of()))
    ids = list(Fact.objects.order_by("key").values_list("pk", flat=True))
    rng = random.Random(4)

    judged = 0
    for _ in range(8):
        asked = rng.sample(ids, 12)
        near = neighbourhood(asked, scope_of())
        keys = set(Fact.objects.filter(pk__in=asked).values_list("key", flat=True))
        facts = [fact for fact in near.facts if fact.key in keys]
        for made in make_every(near, "2", facts):
            if isinstance(made, Item):
                judged += 1
                assert list(oracle.faults(made)) == []

    assert judged > 200


def test_the_same_seed_draws_the_same_items(loaded_bank):
    assert drawing.draw(count=10, seed="9") == drawing.draw(count=10, seed="9")
    assert drawing.draw(count=10, seed="9") != drawing.draw(count=10, seed="10")


def test_topics_families_and_forms_limit_what_is_drawn(loaded_bank):
    topic = set(
        Fact.objects.filter(topic__key="shanghai-five").values_list("key", flat=True)
    )

    items = drawing.draw(
        count=8,
        seed="1",
        topics=["shanghai-five"],
        families=[Family.MEMBER],
        forms=[Form.CHOICE, Form.MULTIPLE_CHOICE],
    )

    assert items
    assert {item.family for item in items} == {Family.MEMBER}
    assert {item.form for item in items} <= {Form.CHOICE, Form.MULTIPLE_CHOICE}
    assert {item.facts[0][0] for item in items} <= topic


def test_core_facts_are_drawn_as_long_as_there_are_enough(loaded_bank):
    core = set(Fact.objects.core().values_list("key", flat=True))

    for seed in "123":
        items = drawing.draw(count=5, seed=seed)

        assert {item.facts[0][0] for item in items} <= core


def test_a_small_topic_is_filled_up_with_its_details(loaded_bank):
    items = drawing.draw(count=10, seed="3", topics=["bishkek-group"])

    keys = [item.facts[0][0] for item in items]
    weights = set(Fact.objects.filter(key__in=keys).values_list("weight", flat=True))
    assert weights == {"core", "detail"}


def test_only_the_named_facts_are_asked_when_mistakes_are_practised(loaded_bank):
    keys = list(
        Fact.objects.core().filter(unasked="").values_list("key", flat=True)[:3]
    )

    items = drawing.draw(count=10, seed="1", facts=keys)

    assert {item.facts[0][0] for item in items} <= set(keys)


@pytest.mark.parametrize("form", Form)
def test_one_item_of_any_form_is_found_wherever_it_is_sought(loaded_bank, form):
    """Few facts take some forms, and they may stand close together."""
    rng = random.Random(3)
    facts = list(Fact.objects.order_by("key"))
    for fact in facts:
        fact.draw_key = rng.random()
    Fact.objects.bulk_update(facts, ["draw_key"])

    seeds = map(str, range(40))
    assert [s for s in seeds if not drawing.draw(count=1, seed=s, forms=[form])] == []


def test_named_facts_are_asked_in_the_forms_that_are_preferred(loaded_bank):
    asked = [item.asked[0] for item in drawing.draw(count=12, seed="order")]

    def draw_preferring(form):
        def order(forms, used):
            assert sum(used.values()) <= 6
            return sorted(forms, key=lambda each: each != form)

        orders = dict.fromkeys(asked, order)
        return drawing.draw(count=6, seed="order", facts=asked, form_orders=orders)

    for form in (Form.TRUE_FALSE, Form.CHOICE):
        items = draw_preferring(form)
        assert len(items) == 6
        usual = drawing.draw(count=6, seed="order", facts=asked)
        assert counted(items)[form] > counted(usual)[form]


def counted(items):
    return Counter(item.form for item in items)


def test_an_unknown_topic_draws_nothing(loaded_bank):
    assert drawing.draw(count=5, seed="1", topics=["no-such-topic"]) == []


def test_an_empty_bank_draws_nothing(loaded_bank):
    Fact.objects.all().delete()

    assert drawing.draw(count=5, seed="1") == []


def test_no_form_crowds_out_the_others(loaded_bank):
    forms = Counter(
        item.form
        for seed in range(10)
        for item in drawing.draw(count=10, seed=str(seed))
    )

    assert set(forms) == set(Form)
    assert max(forms.values()) < 0.5 * forms.total()


def test_every_fact_that_can_be_drawn_is_met_in_the_end(loaded_bank):
    """A place between two draw keys must not hide the one that follows."""
    asked = Fact.objects.approved().core().filter(unasked="")
    met: set[int] = set()
    seek = Seek(spaces=[loaded_bank.pk], scope=scope_of(), core_only=True)
    rng = random.Random(1)
    for _ in range(60):
        met |= {each.pk for each in at_random_places(seek, 20, rng)}

    assert met == set(asked.values_list("pk", flat=True))


def test_the_neighbourhood_of_many_facts_costs_as_many_queries_as_that_of_few(
    loaded_bank,
):
    ids = list(Fact.objects.order_by("key").values_list("pk", flat=True))
    counts = []
    for asked in (ids[:5], ids[:40]):
        with CaptureQueriesContext(connection) as captured:
            neighbourhood(asked, scope_of())
        counts.append(len(captured))

    assert counts[0] == counts[1] <= 8
