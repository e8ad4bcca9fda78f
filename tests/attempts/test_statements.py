"""Statements that are built once do what Django's own do."""

from __future__ import annotations

import uuid
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError
from django.forms import model_to_dict

from quizzes.attempts.access import _SLOT_OF_LEARNER
from quizzes.attempts.models import Answer, AskedFact, Attempt, Mark, Slot
from quizzes.attempts.taking import _ADD_ANSWER, _ADD_MARK
from quizzes.items.data import Form
from quizzes.memory.grading import Evidence
from quizzes.memory.models import Memory
from quizzes.memory.remembering import _STORE, remember
from quizzes.web.statements import Insert, Select, Update
from tests.attempts.conftest import NOW, StartAttempt
from tests.factories import make_fact

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def _all_of(row: object) -> dict[str, object]:
    return {name: value for name, value in vars(row).items() if name[0] != "_"}


@pytest.fixture
def attempt(start: StartAttempt) -> Attempt:
    return start()


def test_a_row_is_read_with_those_it_points_at_as_django_reads_it(
    attempt: Attempt,
) -> None:
    for slot in attempt.slots.select_related("attempt", "snapshot"):
        read = _SLOT_OF_LEARNER(
            attempt__public_id=attempt.public_id,
            attempt__learner=attempt.learner_id,
            position=slot.position,
        )

        assert read is not None
        assert _all_of(read) == _all_of(slot)
        assert _all_of(read.attempt) == _all_of(slot.attempt)
        assert _all_of(read.snapshot) == _all_of(slot.snapshot)


def test_what_was_read_is_known_to_be_stored(
    attempt: Attempt, django_assert_num_queries: object
) -> None:
    read = Select(Slot, related=("attempt",), where=("id",))(
        id=attempt.slots.order_by("position").values_list("pk", flat=True)[0]
    )

    assert read is not None
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert read.attempt == attempt
    read.save()
    assert attempt.slots.count() == attempt.length


def test_where_there_is_no_such_row_nothing_is_read(attempt: Attempt) -> None:
    other = attempt.learner_id + 1

    found = _SLOT_OF_LEARNER(
        attempt__public_id=attempt.public_id, attempt__learner=other, position=1
    )

    assert found is None


def test_a_row_is_added_as_django_adds_it(attempt: Attempt) -> None:
    slot = attempt.slots.get(position=1)
    values = {"idempotency_key": uuid.uuid4(), "response": {"ә": "«ң»"}, "single": True}

    added = _ADD_ANSWER(slot=slot.pk, number=1, received_at=NOW, **values)

    answer = Answer.objects.get()
    assert answer.pk == added
    expected = Answer(pk=added, slot=slot, number=1, received_at=NOW, **values)
    assert model_to_dict(answer) == model_to_dict(expected)
    assert answer.received_at == NOW


def test_an_insert_names_all_fields_of_its_model_but_the_key() -> None:
    for insert, model in (
        (_ADD_ANSWER, Answer),
        (_ADD_MARK, Mark),
        (_STORE, Memory),
    ):
        fields = {field.name for field in model._meta.concrete_fields}

        assert {*insert.names, "id"} == fields


def test_the_constraints_of_the_database_stand_for_a_row_that_is_added(
    attempt: Attempt,
) -> None:
    answer = _ADD_ANSWER(
        slot=attempt.slots.get(position=1).pk,
        number=1,
        idempotency_key=uuid.uuid4(),
        response="x",
        single=True,
        received_at=NOW,
    )

    with pytest.raises(IntegrityError, match="mark_score_in_range"):
        _ADD_MARK(
            answer=answer,
            score=Decimal(2),
            fact_version=1,
            reason=Mark.Reason.ANSWER,
            made_by=None,
            made_at=NOW,
        )


def test_what_stands_beside_a_row_is_read_with_it(start: StartAttempt) -> None:
    fact = make_fact(key="fact-choice")
    attempt = start(Form.CHOICE, Form.TRUE_FALSE)
    where = {
        "attempt__public_id": attempt.public_id,
        "attempt__learner": attempt.learner_id,
    }

    def beside(position: int) -> list[tuple[Any, ...]]:
        return _SLOT_OF_LEARNER.with_beside(**where, position=position)[1]

    asked = AskedFact.objects.get()
    assert beside(1) == [(asked, None)]
    assert beside(2) == [(None, None)]
    evidence = {fact.pk: Evidence(fact=fact.key, mark=1, chance=0)}
    remember(learner_id=attempt.learner_id, evidence=evidence, now=NOW)
    ((also_asked, memory),) = beside(1)
    assert _all_of(also_asked) == _all_of(asked)
    assert _all_of(memory) == _all_of(Memory.objects.get())


def test_rows_are_added_or_changed_if_they_are_as_they_were_read(
    attempt: Attempt,
) -> None:
    facts = [make_fact(key=key).pk for key in ("one", "two", "three")]

    def row(fact_id: int, reviews: int, stability: float) -> dict[str, object]:
        return {
            "learner": attempt.learner_id,
            "fact": fact_id,
            "stability": stability,
            "difficulty": 5.0,
            "due_at": NOW + timedelta(days=1),
            "reviewed_at": NOW,
            "reviews": reviews,
            "misses": 0,
            "last_grade": 3,
            "first_asked_at": NOW,
            "first_right_at": None,
        }

    first = _STORE([row(facts[0], 1, 1.0), row(facts[1], 1, 1.0)])
    second = _STORE(
        [row(facts[0], 2, 2.0), row(facts[1], 1, 2.0), row(facts[2], 1, 2.0)]
    )

    learner = attempt.learner_id
    assert set(first) == {(learner, facts[0]), (learner, facts[1])}
    assert set(second) == {(learner, facts[0]), (learner, facts[2])}
    stored = Memory.objects.order_by("fact").values_list("reviews", "stability")
    assert list(stored) == [(2, 2.0), (1, 1.0), (1, 2.0)]
    assert Memory.objects.first().due_at == NOW + timedelta(days=1)
    assert _STORE([]) == []


def test_an_update_changes_the_rows_that_are_as_was_said(attempt: Attempt) -> None:
    close = Update(Attempt, changes=("state", "closed_at"), where=("id", "revision"))
    closed = {"state": Attempt.State.CLOSED, "closed_at": NOW}

    assert close(changes=closed, where={"id": attempt.pk, "revision": 7}) == 0
    attempt.refresh_from_db()
    assert attempt.is_open
    assert close(changes=closed, where={"id": attempt.pk, "revision": 0}) == 1
    attempt.refresh_from_db()
    assert (attempt.state, attempt.closed_at) == (Attempt.State.CLOSED, NOW)


def test_a_value_that_is_missing_is_an_error_and_changes_nothing(
    attempt: Attempt,
) -> None:
    insert = Insert(Mark, "answer", "score")

    with pytest.raises(KeyError, match="score"):
        insert(answer=1)

    assert not Mark.objects.exists()
