"""Statements that are built once do what Django's own do."""

from __future__ import annotations

import uuid
from decimal import Decimal

import pytest
from django.db import IntegrityError
from django.forms import model_to_dict

from quizzes.attempts.access import _SLOT_OF_LEARNER
from quizzes.attempts.models import Answer, Attempt, Mark, Slot
from quizzes.attempts.taking import _ADD_ANSWER, _ADD_MARK
from quizzes.web.statements import Insert, Select, Update
from tests.attempts.conftest import NOW, StartAttempt

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
    for insert, model in ((_ADD_ANSWER, Answer), (_ADD_MARK, Mark)):
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
