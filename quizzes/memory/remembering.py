"""Storing what answers teach, and reading it.

An answer stores all that it teaches in one statement and reads nothing, since whoever
has read what was asked has read the states along with it. A state that has changed in
the meantime, in another window, is not overwritten: it is read again and moved on from
where it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from quizzes.memory.forgetting import State, after
from quizzes.memory.grading import Evidence
from quizzes.memory.models import Memory
from quizzes.web.statements import Upsert

BATCH = 500

_STORE = Upsert(
    Memory,
    "learner",
    "fact",
    "stability",
    "difficulty",
    "due_at",
    "reviewed_at",
    "reviews",
    "misses",
    "last_grade",
    "first_asked_at",
    "first_right_at",
    unique=("learner", "fact"),
    counter="reviews",
)


def remember(
    *,
    learner_id: int,
    evidence: Mapping[int, Evidence],
    now: datetime,
    known: Mapping[int, State] | None = None,
) -> None:
    """Store what one answer teaches; call it in the transaction of the answer.

    Takes the evidence of each fact, by primary key, and the states as they were read,
    those of facts never asked being absent. Without `known` the states are read first.
    Raises IntegrityError for a fact that is gone.
    """
    states = states_of(learner_id, evidence) if known is None else known
    # In one order everywhere, so that two answers at once cannot wait for each other.
    open_ids = sorted(evidence)
    while open_ids:
        rows = []
        for fact_id in open_ids:
            state = after(states.get(fact_id), evidence[fact_id], now)
            rows.append({"learner": learner_id, "fact": fact_id, **_values(state)})
        stored = {fact_id for _learner_id, fact_id in _STORE(rows)}
        open_ids = [fact_id for fact_id in open_ids if fact_id not in stored]
        if open_ids:
            # Locked by the statement that has passed them over: now they stand still.
            states = states_of(learner_id, open_ids)


def states_of(
    learner_id: int, fact_ids: Iterable[int] | None = None
) -> dict[int, State]:
    """The states of a learner by the primary keys of facts; of all facts by default."""
    rows = Memory.objects.of_learner(learner_id)
    if fact_ids is not None:
        rows = rows.filter(fact__in=list(fact_ids))
    return {row.fact_id: row.state for row in rows}


@transaction.atomic
def replace(*, learner_id: int, states: Mapping[int, State]) -> None:
    """Put states made anew in the place of all that a learner has."""
    Memory.objects.of_learner(learner_id).delete()
    Memory.objects.bulk_create(
        [
            Memory(learner_id=learner_id, fact_id=fact_id, **_values(states[fact_id]))
            for fact_id in sorted(states)
        ],
        batch_size=BATCH,
    )


def _values(state: State) -> dict[str, Any]:
    return {
        "stability": state.stability,
        "difficulty": state.difficulty,
        "due_at": state.due_at,
        "reviewed_at": state.reviewed_at,
        "reviews": state.reviews,
        "misses": state.misses,
        "last_grade": state.last_grade.value,
        "first_asked_at": state.first_asked_at,
        "first_right_at": state.first_right_at,
    }
