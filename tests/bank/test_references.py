"""Things of the bank are named by their key, and by their space unless it is common."""

from __future__ import annotations

import pytest

from quizzes.bank.models import Fact
from quizzes.bank.references import named, new_key, reference, split
from tests.factories import SpaceFactory, make_bank, make_fact


@pytest.mark.parametrize(
    ("space", "key", "expected"),
    [("common", "treaty", "treaty"), ("teacher-3", "treaty", "teacher-3.treaty")],
)
def test_a_reference_is_taken_apart_as_it_was_made(space, key, expected):
    assert reference(space, key) == expected
    assert split(expected) == (space, key)


def test_two_things_of_one_key_are_told_apart(db, aigerim):
    own = make_bank(SpaceFactory(key="aigerim", name="Айгерім", owner=aigerim))
    common, mine = make_fact(), make_fact(space=own)

    assert (common.reference, mine.reference) == (mine.key, f"aigerim.{mine.key}")
    for fact in (common, mine):
        assert Fact.objects.get(named([fact.reference])) == fact
    assert Fact.objects.filter(named([common.reference, mine.reference])).count() == 2
    assert not Fact.objects.filter(named([])).exists()


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Шанхай бестігі", "shankhai-bestigi-3"), ("!!!", "fact"), ("ж" * 300, None)],
)
def test_a_new_key_is_free(name, expected):
    taken = {"shankhai-bestigi", "shankhai-bestigi-2"}

    key = new_key(name, kind="fact", taken=taken.__contains__)

    assert key not in taken
    assert len(key) <= 100
    assert expected is None or key == expected
