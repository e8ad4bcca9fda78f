"""What is read of a fact is kept as long as its version stands, and no longer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from pytest_django import DjangoAssertNumQueries

from quizzes.bank import editing, kept_facts
from quizzes.bank.content import FactContent
from quizzes.bank.conversion import fact_content
from quizzes.bank.kept_facts import facts_about
from quizzes.bank.models import Fact, Space
from quizzes.bank.reading import read
from quizzes.bank.references import COMMON
from quizzes.bank.scopes import scope_of
from quizzes.bank.spaces import own_space
from quizzes.items.data import FactData
from quizzes.people.models import User
from tests import factories
from tests.factories import NOW, make_fact

pytestmark = pytest.mark.django_db


@pytest.fixture
def fact(space: Space) -> Fact:
    """A fact that has been read and is kept."""
    fact = make_fact(space=space)
    read_again(fact)
    return fact


@pytest.fixture
def space() -> Space:
    return factories.make_bank()


def read_again(fact: Fact) -> FactData:
    """The fact as items know it now."""
    [found] = read([fact.subject_id], scope_of(fact.space.key)).facts
    return found


def store(fact: Fact, *, seconds: int = 1, **changes: object) -> None:
    content: FactContent = factories.fact_content(key=fact.key, **changes)
    now = NOW + timedelta(seconds=seconds)
    editing.store_fact(space=fact.space, content=content, now=now)


def test_a_fact_that_was_read_is_not_read_again(
    fact: Fact, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    scope = scope_of(fact.space.key)

    with django_assert_num_queries(1):
        found = facts_about([fact.subject_id], scope)

    [(kept, is_copied)] = found.named({})
    assert kept.data == read_again(fact)
    assert not is_copied


def test_what_was_changed_is_read_anew(fact: Fact) -> None:
    store(fact, value="1999-04-02")

    assert str(read_again(fact).value) == "1999-04-02"
    assert read_again(fact).version == 2


def test_who_approves_or_withdraws_it_changes_what_is_read(fact: Fact) -> None:
    was = read_again(fact).approved
    now = NOW + timedelta(seconds=1)
    state = Fact.State.DRAFT if was else Fact.State.APPROVED

    editing.set_state(fact=fact, state=state, now=now, by=None)

    assert read_again(fact).approved is not was


def test_a_change_that_was_taken_back_is_not_taken_for_the_next_one(fact: Fact) -> None:
    with transaction.atomic():
        store(fact, value="1999-04-02", seconds=1)
        assert str(read_again(fact).value) == "1999-04-02"
        transaction.set_rollback(True)

    store(fact, value="2001-05-03", seconds=2)

    assert read_again(fact).version == 2
    assert str(read_again(fact).value) == "2001-05-03"


def test_a_common_fact_is_not_asked_beside_its_copy(aigerim: User) -> None:
    common = factories.make_bank(Space.objects.get_or_create(key=COMMON)[0])
    fact = make_fact(space=common, state="approved")
    own = own_space(owner=aigerim, name="Айгерім")
    scope = scope_of(own.key)
    [before] = read([fact.subject_id], scope).facts
    copy = fact_content(Fact.objects.with_content().get(pk=fact.pk))

    editing.store_fact(space=own, content=copy, now=NOW)

    facts = read([fact.subject_id], scope).facts
    assert before.approved
    assert {each.key: each.approved for each in facts}[before.key] is False


def test_what_was_deleted_is_gone(fact: Fact) -> None:
    Fact.objects.filter(pk=fact.pk).delete()

    assert read([fact.subject_id], scope_of(fact.space.key)).facts == ()


def test_the_oldest_make_room(fact: Fact, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_facts, "_MOST_KEPT", 3)
    scope = scope_of(fact.space.key)
    for number in range(5):
        make_fact(space=fact.space, key=f"fact-{number}")

    found = read([fact.subject_id], scope)

    assert len(found.facts) == 6
    assert len(kept_facts._kept) == 3
    assert read([fact.subject_id], scope) == found
