"""What is stored of memory, and what is offered and told from it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Sum

from quizzes.bank.models import Fact
from quizzes.items.data import Family
from quizzes.memory import practice, remembering
from quizzes.memory.choosing import Reason
from quizzes.memory.forgetting import after, retrievability
from quizzes.memory.grading import Evidence
from quizzes.memory.mastery import Level
from quizzes.memory.models import Memory
from quizzes.memory.progress import progress_of
from quizzes.people.models import User
from tests.conftest import AssertSameQueries, count_queries
from tests.factories import SpaceFactory, TopicFactory, make_fact

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def shown(mark: float) -> Evidence:
    return Evidence(fact="", mark=mark, chance=0)


def remember(learner: User, fact: Fact, mark: float, *, ago: timedelta) -> None:
    remembering.remember(
        learner_id=learner.pk, evidence={fact.pk: shown(mark)}, now=NOW - ago
    )


def reasons(learner: User, **changes: Any) -> dict[str, Reason]:
    given: dict[str, Any] = {
        "learner_id": learner.pk,
        "count": 6,  # fewer than what would bring the tenth
        "now": NOW,
        "seed": "s",
        "scope": practice.Scope(),
    }
    return {offer.fact: offer.reason for offer in practice.offer(**(given | changes))}


# --- Storing --------------------------------------------------------------------------


def test_what_is_remembered_is_what_was_reckoned(bolat: User) -> None:
    one, other = make_fact(key="one"), make_fact(key="other")

    remembering.remember(
        learner_id=bolat.pk,
        evidence={one.pk: shown(1), other.pk: shown(0)},
        now=NOW - DAY,
    )
    statements = count_queries(
        lambda: remembering.remember(
            learner_id=bolat.pk,
            evidence={one.pk: shown(0.6), other.pk: shown(1)},
            known=remembering.states_of(bolat.pk),
            now=NOW,
        )
    )

    assert len(statements) == 2  # one of them reads what is known
    assert remembering.states_of(bolat.pk) == {
        one.pk: after(after(None, shown(1), NOW - DAY), shown(0.6), NOW),
        other.pk: after(after(None, shown(0), NOW - DAY), shown(1), NOW),
    }


def test_states_that_were_read_too_early_are_not_written_over(
    bolat: User, dana: User
) -> None:
    facts = [make_fact(key=key) for key in ("one", "two", "three")]
    remember(bolat, facts[0], 1, ago=9 * DAY)
    remember(dana, facts[0], 0, ago=9 * DAY)
    stale = remembering.states_of(bolat.pk)
    for fact in facts[:2]:
        remember(bolat, fact, 0, ago=3 * DAY)

    remembering.remember(
        learner_id=bolat.pk,
        evidence={fact.pk: shown(1) for fact in facts},
        known=stale,
        now=NOW,
    )

    found = remembering.states_of(bolat.pk)
    assert [found[fact.pk].reviews for fact in facts] == [3, 2, 1]
    missed = after(None, shown(0), NOW - 3 * DAY)
    assert found[facts[1].pk] == after(missed, shown(1), NOW)
    assert remembering.states_of(dana.pk)[facts[0].pk].reviews == 1


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"stability": 0}, "memory_stability_positive"),
        ({"difficulty": 10.5}, "memory_difficulty_in_range"),
        ({"due_at": NOW - DAY}, "memory_due_after_review"),
        ({"reviews": 0}, "memory_counts_in_range"),
        ({"misses": 2}, "memory_counts_in_range"),
        ({"last_grade": 4}, "memory_last_grade_known"),
        ({"last_grade": 1}, "memory_last_grade_known"),
    ],
)
def test_the_database_refuses_what_cannot_be(
    bolat: User, changes: dict[str, Any], name: str
) -> None:
    remember(bolat, make_fact(key="one"), 1, ago=timedelta(0))

    with pytest.raises(IntegrityError, match=name):
        Memory.objects.update(**changes)


def test_a_learner_has_one_state_of_a_fact(bolat: User) -> None:
    remember(bolat, make_fact(key="one"), 1, ago=DAY)
    row = Memory.objects.get()
    row.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


# --- Practice -------------------------------------------------------------------------


@pytest.fixture
def remembered(bolat: User) -> User:
    """Bolat, to whom one fact is due, one was missed, one is known and two are new."""
    remember(bolat, make_fact(key="due"), 1, ago=20 * DAY)
    remember(bolat, make_fact(key="missed"), 0, ago=DAY / 4)
    remember(bolat, make_fact(key="known"), 1, ago=DAY / 4)
    make_fact(key="new")
    make_fact(key="also-new")
    make_fact(key="a-draft")
    Fact.objects.filter(key="a-draft").update(state="draft", approved_at=None)
    return bolat


def test_practice_offers_what_memory_says(remembered: User, dana: User) -> None:
    found = reasons(remembered)

    assert found == {
        "due": Reason.DUE,
        "missed": Reason.MISSED,
        "new": Reason.NEW,
        "also-new": Reason.NEW,
        "known": Reason.KNOWN,
    }
    assert list(found)[:2] == ["due", "missed"]
    assert list(found)[-1] == "known"
    # Dana's memory is her own.
    assert set(reasons(dana).values()) == {Reason.NEW}


def test_mistakes_alone_or_what_is_due_alone_can_be_practised(remembered: User) -> None:
    assert reasons(remembered, only=[Reason.MISSED]) == {"missed": Reason.MISSED}
    assert reasons(remembered, only=[Reason.DUE]) == {"due": Reason.DUE}


def test_practice_keeps_to_its_scope(remembered: User) -> None:
    TopicFactory(key="another-topic")
    elsewhere = make_fact(key="elsewhere", topic="another-topic")

    found = reasons(remembered, scope=practice.Scope(topics=("another-topic",)))

    assert set(found) == {elsewhere.key}
    dates = reasons(remembered, scope=practice.Scope(families=(Family.DATE,)))
    assert len(dates) == 6


def test_a_fact_that_may_not_be_asked_is_not_offered(remembered: User) -> None:
    Fact.objects.filter(key="due").update(state=Fact.State.DRAFT, approved_at=None)
    Fact.objects.filter(key="new").update(unasked="Тым ұсақ")

    assert set(reasons(remembered)) == {"missed", "known", "also-new"}


def test_the_setting_of_the_target_is_heeded(remembered: User, settings: Any) -> None:
    settings.PRACTICE_TARGET = 0.5

    offers = practice.offer(
        learner_id=remembered.pk,
        count=1,
        now=NOW,
        seed="s",
        scope=practice.Scope(),
    )

    assert offers[0].wanted == 0.5


def test_the_tenth_is_drawn_blindly_and_foretold_by_its_state(bolat: User) -> None:
    known = make_fact(key="known")
    for days in range(18, 0, -2):
        remember(bolat, known, 1, ago=days * DAY)
    state = remembering.states_of(bolat.pk)[known.pk]
    for number in range(60):  # so many are due sooner that they are all that is read
        remember(bolat, make_fact(key=f"due-{number}"), 1, ago=30 * DAY)
    Fact.objects.exclude(pk=known.pk).update(weight=Fact.Weight.DETAIL)

    found = practice.offer(
        learner_id=bolat.pk, count=1, now=NOW, seed="s", scope=practice.Scope()
    )

    assert Memory.objects.aggregate(sum=Sum("reviews"))["sum"] == 69
    assert [(each.fact, each.reason) for each in found] == [("known", "yardstick")]
    assert found[0].recall == retrievability(state, NOW)


def test_offering_asks_the_database_as_often_whatever_is_known(
    bolat: User, assert_same_queries: AssertSameQueries
) -> None:
    def grow(count: int) -> None:
        for _ in range(count):
            number = Fact.objects.count()
            known = make_fact(key=f"fact-{number}")
            remember(bolat, known, 1, ago=9 * DAY)
            new = make_fact(key=f"new-{number}")
            # Spread evenly, so that the seeks find enough at once, always
            for at, fact in enumerate((known, new), number):
                Fact.objects.filter(pk=fact.pk).update(draw_key=at * 0.618 % 1)

    assert_same_queries(grow=grow, block=lambda: reasons(bolat, count=3), n=12)


def test_what_waits_is_counted(remembered: User, dana: User) -> None:
    found = practice.waiting(learner_id=remembered.pk, now=NOW)
    tomorrow = practice.waiting(learner_id=remembered.pk, now=NOW + DAY)

    assert (found.due, found.missed) == (1, 1)
    assert tomorrow.due == 2
    assert practice.waiting(learner_id=dana.pk, now=NOW).due == 0


def test_what_is_missed_most_comes_first(bolat: User) -> None:
    often, once, never = (make_fact(key=key) for key in ("often", "once", "never"))
    for days in (9, 6):
        remember(bolat, often, 0, ago=days * DAY)
    remember(bolat, once, 0, ago=DAY)
    remember(bolat, never, 1, ago=DAY)

    found = practice.most_missed(learner_id=bolat.pk, count=5)

    assert [(each.fact_id, each.misses) for each in found] == [
        (often.pk, 2),
        (once.pk, 1),
    ]


# --- Teachers' own spaces -------------------------------------------------------------


@pytest.fixture
def own(aigerim: User) -> Any:
    """Aigerim's space, in whose topic are a fact and a copy of a common one."""
    make_fact(key="one")
    space: Any = SpaceFactory(key="aigerim", name="Айгерім", owner=aigerim)
    TopicFactory(space=space)
    make_fact(space=space, key="mine")
    make_fact(space=space, key="one", value="1993-01-02")
    return space


def own_fact(space: Any, key: str) -> Fact:
    return Fact.objects.get(space=space, key=key)


def test_a_teachers_fact_is_offered_to_whom_it_was_asked_and_to_nobody_else(
    bolat: User, dana: User, own: Any
) -> None:
    remember(bolat, own_fact(own, "mine"), 0, ago=DAY / 4)

    assert reasons(bolat) == {"aigerim.mine": Reason.MISSED, "one": Reason.NEW}
    assert reasons(dana) == {"one": Reason.NEW}
    assert practice.waiting(learner_id=bolat.pk, now=NOW).missed == 1


def test_a_copy_that_was_asked_is_practised_in_place_of_the_common_fact(
    bolat: User, own: Any
) -> None:
    remember(bolat, Fact.objects.get(space__key="common", key="one"), 0, ago=20 * DAY)
    remember(bolat, own_fact(own, "one"), 1, ago=20 * DAY)

    assert reasons(bolat) == {"aigerim.one": Reason.DUE}
    waiting = practice.waiting(learner_id=bolat.pk, now=NOW)
    assert (waiting.due, waiting.missed) == (1, 0)

    Fact.objects.filter(space=own).update(state=Fact.State.DRAFT, approved_at=None)
    assert reasons(bolat) == {"one": Reason.DUE}


def test_practice_is_limited_to_the_topic_of_the_space_that_is_named(
    bolat: User, own: Any
) -> None:
    remember(bolat, own_fact(own, "mine"), 1, ago=20 * DAY)
    topic = "collective-security"

    def offered(*topics: str) -> set[str]:
        return set(reasons(bolat, scope=practice.Scope(topics=topics)))

    assert offered(topic) == {"one"}
    assert offered(f"aigerim.{topic}") == {"aigerim.mine"}


def test_progress_counts_a_teachers_fact_for_whom_it_was_asked(
    bolat: User, dana: User, own: Any
) -> None:
    for key in ("mine", "one"):
        remember(bolat, own_fact(own, key), 1, ago=DAY)

    found = progress_of([bolat.pk, dana.pk], now=NOW)

    assert {topic: each.facts for topic, each in found[bolat.pk].topics.items()} == {
        "aigerim.collective-security": 2
    }
    assert {topic: each.facts for topic, each in found[dana.pk].topics.items()} == {
        "collective-security": 1
    }
    assert found[bolat.pk].whole.asked == 2
    assert found[dana.pk].whole.asked == 0
    # Who may see less is told less
    common = Fact.objects.filter(space__key="common")
    [told] = progress_of([bolat.pk], now=NOW, among=common).values()
    assert (list(told.topics), told.whole.asked) == (["collective-security"], 0)


# --- Progress -------------------------------------------------------------------------


def test_progress_is_told_by_topic_and_by_family(remembered: User, dana: User) -> None:
    TopicFactory(key="another-topic", position=2)
    make_fact(key="elsewhere", topic="another-topic")

    found = progress_of([remembered.pk, dana.pk], now=NOW)

    mine = found[remembered.pk]
    assert list(mine.topics) == ["collective-security", "another-topic"]
    assert mine.topics["another-topic"].share == 0
    assert mine.topics["collective-security"].facts == 5
    assert mine.topics["collective-security"].levels[Level.MISSED] == 1
    assert 0 < mine.whole.share < mine.topics["collective-security"].share < 1
    # A treaty's date of signing is asked as a date and as a treaty.
    assert set(mine.families) == {Family.DATE, Family.TREATY}
    assert found[dana.pk].whole.asked == 0


def test_progress_asks_the_database_as_often_for_twice_the_learners(
    assert_same_queries: AssertSameQueries,
) -> None:
    fact = make_fact(key="one")

    def grow(count: int) -> None:
        for _ in range(count):
            learner = User.objects.create(username=f"pupil-{User.objects.count()}")
            remember(learner, fact, 1, ago=DAY)

    assert_same_queries(
        grow=grow,
        block=lambda: progress_of(User.objects.values_list("pk", flat=True), now=NOW),
    )
