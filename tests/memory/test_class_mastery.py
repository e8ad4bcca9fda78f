"""What the database reckons of a class is what the states say one by one."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import Q

from quizzes.bank.facts import Fact
from quizzes.bank.spaces import Topic, own_space
from quizzes.memory.class_mastery import (
    ClassMastery,
    MissedFact,
    class_mastery,
    most_missed,
)
from quizzes.memory.grading import Grade
from quizzes.memory.models import Memory
from quizzes.memory.progress import progress_of
from quizzes.people.models import User
from quizzes.web.prepared import keys_of
from tests.conftest import AssertSameQueries, count_queries
from tests.factories import SourceFactory, TopicFactory, make_bank, make_fact

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


def mastery(*learners: User, teacher: User) -> ClassMastery:
    ids = [learner.pk for learner in learners]
    return class_mastery(ids, teacher_id=teacher.pk, now=NOW)


def same_as_by_hand(teacher: User, *learners: User) -> None:
    """What is reckoned of all at once is what is reckoned of each."""
    found = mastery(*learners, teacher=teacher)
    readable = Q(space__owner=None) | Q(space__owner=teacher)
    by_hand = progress_of(
        [each.pk for each in learners], now=NOW, among=Fact.objects.filter(readable)
    )
    references = {each.pk: each.reference for each in Topic.objects.all()}
    for learner in learners:
        whole = [found.of(learner.pk, each) for each in found.topics]
        assert sum(each.facts for each in whole) == by_hand[learner.pk].whole.facts
        for each in found.topics:
            expected = by_hand[learner.pk].topics.get(references[each.pk])
            known = found.of(learner.pk, each)
            assert (known.asked, known.facts) == (
                (expected.asked, expected.facts) if expected else (0, 0)
            )
            share = known.mastered / known.facts if known.facts else 0
            by_facts = expected.share if expected else 0
            assert share == pytest.approx(by_facts, abs=1e-6)


def test_it_is_the_same_as_of_each_learner_by_hand(
    bank: list[int], bolat: User, dana: User, aigerim: User
) -> None:
    rng = random.Random(5)
    for learner in (bolat, dana):
        for fact_id in bank[: 4 if learner is bolat else 2]:
            remember(learner, fact_id, rng)

    topics = mastery(bolat, dana, teacher=aigerim).topics

    assert [(each.key, each.facts) for each in topics] == [
        ("collective-security", 2),
        ("second", 1),
    ]
    same_as_by_hand(aigerim, bolat, dana)


def test_own_facts_that_were_asked_count_in_place_of_those_they_are_copies_of(
    bank: list[int], bolat: User, dana: User, aigerim: User
) -> None:
    rng = random.Random(6)
    space = own_space(owner=aigerim, name="Айгерім")
    source = SourceFactory(space=space, key="own-source")
    TopicFactory(space=space, source=source, key="own-topic")
    where = {"space": space, "source": "own-source", "topic": "own-topic"}
    copied = make_fact(key="a", value="1992-05-14", **where)
    make_fact(key="never-asked", property="held_on", subject="summit", **where)
    own = make_fact(key="own", property="entered_into_force_on", **where)
    for fact_id in (bank[0], bank[1], copied.pk):
        remember(bolat, fact_id, rng)
    # Of what she learnt only the copy was asked, not the common fact
    for fact_id in (copied.pk, own.pk):
        remember(dana, fact_id, rng)

    found = mastery(bolat, dana, teacher=aigerim)

    assert [each.key for each in found.topics][-1] == "own-topic"
    common, _second, of_own = found.topics
    assert found.of(bolat.pk, common).facts == found.of(dana.pk, common).facts == 1
    assert (found.of(bolat.pk, of_own).facts, found.of(dana.pk, of_own).facts) == (1, 2)
    same_as_by_hand(aigerim, bolat, dana)


def test_another_teachers_facts_are_not_seen(
    bank: list[int], bolat: User, aigerim: User
) -> None:
    serik = User.objects.create_user("serik", role=User.Role.TEACHER)
    space = own_space(owner=serik, name="Серік")
    source = SourceFactory(space=space, key="own-source")
    TopicFactory(space=space, source=source, key="own-topic")
    theirs = make_fact(key="a", space=space, source="own-source", topic="own-topic")
    remember(bolat, theirs.pk, random.Random(1))

    found = mastery(bolat, teacher=aigerim)

    assert [each.key for each in found.topics] == [
        "collective-security",
        "second",
    ]
    assert found.known == {}
    same_as_by_hand(aigerim, bolat)
    same_as_by_hand(serik, bolat)


def test_a_topic_of_which_nothing_was_asked_is_not_there(
    bank: list[int], dana: User, aigerim: User
) -> None:
    remember(dana, bank[0], random.Random(1))

    assert len(mastery(dana, teacher=aigerim).known[dana.pk]) == 1
    assert mastery(teacher=aigerim).known == {}


def test_a_clock_that_ran_ahead_breaks_nothing(
    bank: list[int], dana: User, aigerim: User
) -> None:
    row = remember(dana, bank[0], random.Random(1))
    Memory.objects.filter(pk=row.pk).update(
        reviewed_at=NOW + timedelta(days=400),
        due_at=NOW + timedelta(days=401),
        last_grade=Grade.GOOD,
    )

    [known] = mastery(dana, teacher=aigerim).known[dana.pk].values()

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

    assert most_missed(everybody, among=keys_of(facts), count=10) == [
        MissedFact(fact_id=bank[1], asked=2, missed=2),
        MissedFact(fact_id=bank[0], asked=3, missed=1),
        MissedFact(fact_id=bank[2], asked=2, missed=1),
    ]
    assert len(most_missed(everybody, among=keys_of(facts), count=1)) == 1
    others = facts.exclude(pk=bank[1])
    assert len(most_missed(everybody, among=keys_of(others), count=9)) == 2
    assert most_missed([], among=keys_of(facts), count=10) == []


def test_as_many_queries_for_any_class(
    bank: list[int],
    bolat: User,
    aigerim: User,
    assert_same_queries: AssertSameQueries,
) -> None:
    rng = random.Random(2)

    def grow(k: int) -> None:
        for _each in range(k):
            learner = User.objects.create_user(f"pupil-{rng.random()}")
            for fact_id in bank:
                remember(learner, fact_id, rng)

    assert_same_queries(
        grow=grow, block=lambda: mastery(*User.objects.all(), teacher=aigerim)
    )
    assert len(count_queries(lambda: mastery(bolat, teacher=aigerim))) == 3
