"""What attempts teach memory, and when."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from importlib import import_module
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection
from django.test import Client
from django.utils.translation import override

from quizzes.attempts import learning, taking
from quizzes.attempts.access import read_slot
from quizzes.attempts.models import AskedFact, Attempt, Slot
from quizzes.bank.models import Fact
from quizzes.bank.recipes import FeedbackMode
from quizzes.items.data import Form, Item
from quizzes.items.marking import Response
from quizzes.memory import remembering
from quizzes.memory.forgetting import State, after
from quizzes.memory.grading import Evidence, Grade
from quizzes.memory.models import Memory
from quizzes.people.models import User
from tests.attempts.answering import form_data, post_answer
from tests.attempts.conftest import NOW, StartAttempt
from tests.attempts.sample_items import SAMPLES
from tests.conftest import count_queries
from tests.factories import make_fact

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

AT_END, AT_CLOSE = FeedbackMode.AT_END, FeedbackMode.AT_CLOSE
DAY = timedelta(days=1)
KEYS = {form: SAMPLES[form].item.facts[0][0] for form in Form}


@pytest.fixture
def facts(db: None) -> dict[Form, Fact]:
    """The facts of the sample items, in the bank."""
    return {form: make_fact(key=KEYS[form]) for form in Form}


def ordering_of(*keys: str) -> Item:
    """An item that asks for the order of facts."""
    item = SAMPLES[Form.ORDERING].item
    values = [f"fact:{key}" for key in keys]
    options = [
        replace(option, value=value)
        for option, value in zip(item.options, values, strict=True)
    ]
    return replace(
        item,
        facts=tuple((key, 1) for key in keys),
        options=tuple(options),
        order=tuple(values),
    )


def slot_of(attempt: Attempt, position: int = 1) -> Slot:
    slot = read_slot(
        learner_id=attempt.learner_id, public_id=attempt.public_id, position=position
    )
    assert slot is not None
    return slot


def answer(
    attempt: Attempt, response: Response, *, position: int = 1, now: datetime = NOW
) -> None:
    slot = slot_of(attempt, position)
    taking.submit(
        slot=slot,
        response=response,
        idempotency_key=uuid.uuid4(),
        number=slot.answer_count + 1,
        now=now,
    )


def shown(mark: float, chance: float = 1 / 4) -> Evidence:
    """What an answer shows; by default one to a choice of four, as the sample is."""
    return Evidence(fact="", mark=mark, chance=chance)


def states(learner: User) -> dict[int, State]:
    return remembering.states_of(learner.pk)


def test_an_answer_in_practice_teaches_its_fact(
    facts: dict[Form, Fact], start: StartAttempt, bolat: User
) -> None:
    answer(start(Form.CHOICE), SAMPLES[Form.CHOICE].right)

    fact = facts[Form.CHOICE]
    assert states(bolat) == {fact.pk: after(None, shown(1), NOW)}


def test_each_answer_moves_the_state_on(
    facts: dict[Form, Fact], start: StartAttempt, bolat: User
) -> None:
    sample = SAMPLES[Form.CHOICE]
    answer(start(Form.CHOICE), sample.right)
    answer(start(Form.CHOICE), sample.wrong, now=NOW + 3 * DAY)

    good = after(None, shown(1), NOW)
    state = states(bolat)[facts[Form.CHOICE].pk]
    assert state == after(good, shown(0), NOW + 3 * DAY)
    assert (state.reviews, state.misses) == (2, 1)


def test_an_order_teaches_each_of_its_facts(start: StartAttempt, bolat: User) -> None:
    made = {key: make_fact(key=key).pk for key in ("one", "two", "three")}
    item = ordering_of(*made)

    answer(start(items=[item]), ("fact:one", "fact:three", "fact:two"))

    grades = {fact_id: state.last_grade for fact_id, state in states(bolat).items()}
    assert grades == {
        made["one"]: Grade.GOOD,
        made["two"]: Grade.AGAIN,
        made["three"]: Grade.AGAIN,
    }


def test_an_answer_sent_twice_teaches_once(
    facts: dict[Form, Fact], start: StartAttempt, bolat: User
) -> None:
    slot = slot_of(start(Form.CHOICE))
    for _time in range(2):
        taking.submit(
            slot=slot,
            response=SAMPLES[Form.CHOICE].right,
            idempotency_key=uuid.UUID(int=7),
            number=1,
            now=NOW,
        )

    assert states(bolat)[facts[Form.CHOICE].pk].reviews == 1


def test_a_state_that_changed_after_it_was_read_is_moved_on_and_not_lost(
    facts: dict[Form, Fact], start: StartAttempt, bolat: User
) -> None:
    sample = SAMPLES[Form.CHOICE]
    first, second, third = (start(Form.CHOICE) for _attempt in range(3))
    answer(first, sample.right)
    stale = slot_of(second)
    answer(third, sample.wrong, now=NOW + DAY)

    taking.submit(
        slot=stale,
        response=sample.right,
        idempotency_key=uuid.uuid4(),
        number=1,
        now=NOW + 2 * DAY,
    )

    state: State | None = None
    for days, mark in enumerate((1, 0, 1)):
        state = after(state, shown(mark), NOW + days * DAY)
    assert states(bolat) == {facts[Form.CHOICE].pk: state}


def test_facts_that_are_gone_from_the_bank_are_passed_over(
    facts: dict[Form, Fact], start: StartAttempt, bolat: User
) -> None:
    attempt = start(Form.CHOICE)
    facts[Form.CHOICE].delete()

    answer(attempt, SAMPLES[Form.CHOICE].right)

    assert not AskedFact.objects.filter(snapshot=slot_of(attempt).snapshot).exists()
    assert states(bolat) == {}


def test_an_answer_takes_ten_queries_with_its_memory(
    facts: dict[Form, Fact], start: StartAttempt, bolats: Client
) -> None:
    attempt = start()
    for slot in attempt.slots.select_related("attempt", "snapshot"):
        data = form_data(slot, SAMPLES[list(Form)[slot.position - 1]].right)
        statements = count_queries(lambda: post_answer(bolats, slot, data))  # noqa: B023
        asked = [each for each in statements if "SAVEPOINT" not in each]
        # In tests a transaction stands around all, so BEGIN and COMMIT are not seen.
        assert len(asked) <= 8, asked

    assert Memory.objects.count() == len(Form)


# --- Tests ----------------------------------------------------------------------------


def test_a_test_teaches_when_it_is_closed_from_the_last_answers(
    facts: dict[Form, Fact], start: StartAttempt, bolat: User
) -> None:
    sample = SAMPLES[Form.CHOICE]
    attempt = start(Form.CHOICE, Form.TRUE_FALSE, mode=AT_END)
    answer(attempt, sample.right)
    answer(attempt, sample.wrong)
    assert states(bolat) == {}

    taking.close(attempt=attempt, now=NOW + DAY)

    fact = facts[Form.CHOICE]
    assert states(bolat) == {fact.pk: after(None, shown(0), NOW + DAY)}
    assert attempt.remembered_at == NOW + DAY


def test_nothing_is_learnt_before_feedback_is_due(
    facts: dict[Form, Fact], start: StartAttempt, bolat: User
) -> None:
    attempt = start(Form.CHOICE, mode=AT_END)
    reveals_at = NOW + 7 * DAY
    Attempt.objects.filter(pk=attempt.pk).update(
        feedback_mode=AT_CLOSE, reveals_at=reveals_at
    )
    answer(attempt, SAMPLES[Form.CHOICE].right)
    taking.close(attempt=attempt, now=NOW + DAY)

    assert learning.settle(now=reveals_at - timedelta(seconds=1)) == 0
    assert states(bolat) == {}
    assert learning.settle(now=reveals_at, learner_id=bolat.pk) == 1
    assert learning.settle(now=reveals_at) == 0
    assert states(bolat) == {facts[Form.CHOICE].pk: after(None, shown(1), reveals_at)}


def test_closing_asks_the_database_as_often_for_twice_the_items(
    start: StartAttempt,
) -> None:
    item = SAMPLES[Form.CHOICE].item
    counts = []
    for length in (3, 6):
        items = [replace(item, facts=((f"fact-{n}", 1),)) for n in range(length)]
        for each in items:
            if not Fact.objects.filter(key=each.facts[0][0]).exists():
                make_fact(key=each.facts[0][0])
        attempt = start(mode=AT_END, items=items)
        for position in range(1, length + 1):
            answer(attempt, SAMPLES[Form.CHOICE].right, position=position)
        statements = count_queries(lambda: taking.close(attempt=attempt, now=NOW))  # noqa: B023
        # The usage of each fact is a statement of its own.
        counts.append(len([s for s in statements if "factusage" not in s.lower()]))

    assert counts[0] == counts[1]
    assert Memory.objects.count() == 6


def test_only_a_closed_test_is_remembered_as_a_whole(start: StartAttempt) -> None:
    attempt = start(Form.CHOICE)

    with pytest.raises(IntegrityError, match="attempt_remembered_when_closed"):
        Attempt.objects.filter(pk=attempt.pk).update(remembered_at=NOW)


# --- Rebuilding -----------------------------------------------------------------------


@pytest.fixture
def history(start: StartAttempt, facts: dict[Form, Fact], bolat: User) -> User:
    """Weeks of practice and tests in every form, some of it at once."""
    for key in ("one", "two", "three"):
        make_fact(key=key)
    order = ordering_of("one", "two", "three")
    for week in range(4):
        now = NOW + 7 * week * DAY
        practice = start()
        test = start(mode=AT_END, items=[order, *(SAMPLES[form].item for form in Form)])
        answer(test, ("fact:two", "fact:one", "fact:three"), now=now)
        for place, form in enumerate(Form, start=1):
            sample = SAMPLES[form]
            given = sample.right if (week + place) % 3 else sample.wrong
            answer(practice, given, position=place, now=now + place * DAY / 9)
            answer(test, sample.wrong, position=place + 1, now=now)
            answer(test, given, position=place + 1, now=now + DAY / 9)
        taking.close(attempt=test, now=now + DAY)
        if week % 2:
            taking.close(attempt=practice, now=now + DAY)
    return bolat


def test_memory_made_anew_from_the_answers_is_the_memory_that_grew_with_them(
    history: User,
) -> None:
    grown = states(history)
    assert len(grown) == len(Form) + 3
    assert {state.last_grade for state in grown.values()} >= {Grade.AGAIN, Grade.GOOD}

    assert learning.rebuild(learner_id=history.pk) == len(grown)

    assert states(history) == grown


def test_an_upgrade_fills_in_when_each_fact_was_first_asked_and_known(
    history: User,
) -> None:
    grown = states(history)
    fill = import_module("quizzes.migrations.0020_memory_firsts").FILL
    Memory.objects.update(first_asked_at=None, first_right_at=None)

    with connection.cursor() as cursor:
        cursor.execute(fill)

    filled = states(history)
    # What shows several facts at once has one mark in the answers
    several = set(
        Fact.objects.filter(key__in=["one", "two", "three"]).values_list(
            "pk", flat=True
        )
    )
    assert several < grown.keys()
    for fact_id, state in grown.items():
        assert filled[fact_id].first_asked_at == state.first_asked_at
        if fact_id not in several:
            assert filled[fact_id].first_right_at == state.first_right_at


def test_a_changed_mark_is_taken_up_by_rebuilding(history: User) -> None:
    fact_id = Fact.objects.get(key=KEYS[Form.DATE_ENTRY]).pk
    before = states(history)[fact_id]
    assert before.misses
    Slot.objects.filter(snapshot__asked_facts__fact=fact_id).update(mark=Decimal(1))

    learning.rebuild(learner_id=history.pk)

    assert states(history)[fact_id].misses == 0


def test_a_mark_given_by_hand_stands_for_every_fact_of_an_order(
    start: StartAttempt, bolat: User
) -> None:
    made = [make_fact(key=key).pk for key in ("one", "two", "three")]
    attempt = start(items=[ordering_of("one", "two", "three")])
    answer(attempt, ("fact:three", "fact:two", "fact:one"))
    assert {state.is_missed for state in states(bolat).values()} == {True}
    Slot.objects.filter(attempt=attempt).update(mark=Decimal(1))

    learning.rebuild(learner_id=bolat.pk)

    assert {pk: state.is_missed for pk, state in states(bolat).items()} == (
        dict.fromkeys(made, False)
    )


@override("en")
def test_the_command_rebuilds_and_checks(history: User, dana: User) -> None:
    Memory.objects.update(stability=1)
    AskedFact.objects.all().delete()
    with pytest.raises(CommandError, match="differs"):
        call_command("memory", "rebuild", "--check", stdout=StringIO())
    assert set(Memory.objects.values_list("stability", flat=True)) == {1}

    call_command("memory", "rebuild", "--learner", history.username, stdout=StringIO())

    said = StringIO()
    call_command("memory", "rebuild", "--check", stdout=said)
    assert said.getvalue() == "Learners: 1, with differences: 0\n"
    with pytest.raises(CommandError, match="no such learner"):
        call_command("memory", "rebuild", "--learner", dana.username)


@override("en")
def test_the_command_settles_tests(
    facts: dict[Form, Fact], start: StartAttempt, bolat: User
) -> None:
    attempt = start(Form.CHOICE, mode=AT_END)
    answer(attempt, SAMPLES[Form.CHOICE].right)
    taking.close(attempt=attempt, now=NOW)
    Attempt.objects.update(remembered_at=None)
    Memory.objects.all().delete()

    said = StringIO()
    call_command("memory", "settle", stdout=said)

    assert said.getvalue() == "Tests learnt from: 1\n"
    assert set(states(bolat)) == {facts[Form.CHOICE].pk}
