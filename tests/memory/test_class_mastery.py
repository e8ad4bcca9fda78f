"""What the database reckons of a class is what the states say one by one."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest

from quizzes.bank.facts import Fact
from quizzes.memory.class_mastery import (
    MissedFact,
    counted_topics,
    known_of_topics,
    most_missed,
)
from quizzes.memory.grading import Grade
from quizzes.memory.models import Memory
from quizzes.memory.progress import progress_of
from quizzes.people.models import User
from tests.conftest import AssertSameQueries, count_queries
from tests.factories import TopicFactory, make_bank, make_fact

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
MEMBERS = {
    "property": "signatories",
    "value": ("kazakhstan", "russia"),
    "complete": True,
}


def remember(learner: User, fact_id: int, rng: random.Random) -> Memory:
    """A state as it may have come about in the last ten weeks."""
    reviewed_at = NOW - timedelta(seconds=rng.randrange(70 * 86400))
    reviews = rng.randrange(1, 9)
    grade = rng.choice(list(Grade))
    return Memory.objects.create(
        learner=learner,
        fact_id=fact_id,
        stability=rng.uniform(0.2, 60),
        difficulty=rng.uniform(1, 10),
        due_at=reviewed_at + timedelta(days=1),
        reviewed_at=reviewed_at,
        reviews=reviews,
        misses=rng.randrange(1, reviews + 1),
        last_grade=grade.value,
    )


@pytest.fixture
def bank(db: None) -> list[int]:
    """Facts of two topics, one of which is a detail and one a draft."""
    space = make_bank()
    TopicFactory(space=space, key="second", position=2)
    given = [
        make_fact(key="a", value="1992-05-15"),
        make_fact(key="b", **MEMBERS),
        make_fact(key="c", topic="second", property="held_on", subject="summit"),
        make_fact(key="d", weight="detail", property="valid_until", value="1999-05-20"),
    ]
    return [fact.pk for fact in given]


def test_it_is_the_same_as_of_each_learner_by_hand(
    bank: list[int], bolat: User, dana: User
) -> None:
    rng = random.Random(5)
    for learner in (bolat, dana):
        for fact_id in bank[: 4 if learner is bolat else 2]:
            remember(learner, fact_id, rng)
    topics = counted_topics()

    found = known_of_topics([bolat.pk, dana.pk], now=NOW)

    by_hand = progress_of([bolat.pk, dana.pk], now=NOW)
    assert [(each.topic.key, each.facts) for each in topics] == [
        ("collective-security", 2),
        ("second", 1),
    ]
    for learner in (bolat, dana):
        for each in topics:
            expected = by_hand[learner.pk].topics[each.topic.key]
            known = found[learner.pk].get(each.topic.pk)
            assert (known.asked if known else 0) == expected.asked
            share = known.mastered / each.facts if known else 0
            assert share == pytest.approx(expected.share, abs=1e-6)


def test_a_topic_of_which_nothing_was_asked_is_not_there(
    bank: list[int], dana: User
) -> None:
    remember(dana, bank[0], random.Random(1))

    assert len(known_of_topics([dana.pk], now=NOW)[dana.pk]) == 1
    assert known_of_topics([], now=NOW) == {}


def test_a_clock_that_ran_ahead_breaks_nothing(bank: list[int], dana: User) -> None:
    row = remember(dana, bank[0], random.Random(1))
    Memory.objects.filter(pk=row.pk).update(
        reviewed_at=NOW + timedelta(days=400),
        due_at=NOW + timedelta(days=401),
        last_grade=Grade.GOOD,
    )

    [known] = known_of_topics([dana.pk], now=NOW)[dana.pk].values()

    assert known.mastered == 1


def test_missed_are_the_facts_that_most_have_missed_the_last_time(
    bank: list[int], bolat: User, dana: User
) -> None:
    rng = random.Random(3)
    grades = {bolat: (1, 1, 3, 2), dana: (3, 1, 1, 3)}
    for learner, given in grades.items():
        for fact_id, grade in zip(bank, given, strict=True):
            row = remember(learner, fact_id, rng)
            Memory.objects.filter(pk=row.pk).update(last_grade=grade)
    extra = User.objects.create_user("third")
    Memory.objects.filter(pk=remember(extra, bank[0], rng).pk).update(last_grade=3)

    everybody = [bolat.pk, dana.pk, extra.pk]
    facts = Fact.objects.all()

    assert most_missed(everybody, among=facts, count=10) == [
        MissedFact(fact_id=bank[1], asked=2, missed=2),
        MissedFact(fact_id=bank[0], asked=3, missed=1),
        MissedFact(fact_id=bank[2], asked=2, missed=1),
    ]
    assert len(most_missed(everybody, among=facts, count=1)) == 1
    others = facts.exclude(pk=bank[1])
    assert len(most_missed(everybody, among=others, count=9)) == 2
    assert most_missed([], among=facts, count=10) == []


def test_one_query_for_any_class(
    bank: list[int], bolat: User, assert_same_queries: AssertSameQueries
) -> None:
    rng = random.Random(2)

    def grow(k: int) -> None:
        for _each in range(k):
            learner = User.objects.create_user(f"pupil-{rng.random()}")
            for fact_id in bank:
                remember(learner, fact_id, rng)

    def ask() -> None:
        known_of_topics(User.objects.values_list("pk", flat=True), now=NOW)

    assert_same_queries(grow=grow, block=ask)
    assert len(count_queries(lambda: known_of_topics([bolat.pk], now=NOW))) == 1
