"""Mastery by topic and by family, of one learner or of a whole class.

The states of all learners asked for are read in one query, the facts in another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from quizzes.bank.drawing import may_make
from quizzes.bank.facts import Fact
from quizzes.bank.references import COMMON
from quizzes.items.data import Family
from quizzes.items.properties import PROPERTIES
from quizzes.memory.forgetting import State
from quizzes.memory.mastery import Mastery, mastery_by, mastery_of
from quizzes.memory.models import Memory


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What a learner knows of the core facts: of all, by topic's key, and by family.

    A fact counts in each family in which it can be asked.
    """

    whole: Mastery
    topics: Mapping[str, Mastery]
    families: Mapping[Family, Mastery]


def progress_of(learner_ids: Iterable[int], *, now: datetime) -> dict[int, Progress]:
    """The progress of each learner; two queries whatever their number."""
    learner_ids = list(learner_ids)
    facts = list(
        Fact.objects.approved()
        .core()
        .filter(space__key=COMMON, unasked="")
        .order_by("topic__position", "topic_id", "pk")
        .values_list("pk", "topic__key", "property")
    )
    topics = [(topic, pk) for pk, topic, _property in facts]
    families = [
        (family, pk)
        for family in Family
        for pk, _topic, property_name in facts
        if may_make(PROPERTIES[property_name], family)
    ]
    states = _states(learner_ids)
    return {
        learner_id: Progress(
            whole=mastery_of((known.get(pk) for pk, _, _ in facts), now),
            topics=mastery_by(topics, known, now),
            families=mastery_by(families, known, now),
        )
        for learner_id in learner_ids
        for known in [states[learner_id]]
    }


def _states(learner_ids: list[int]) -> dict[int, dict[int, State]]:
    states: dict[int, dict[int, State]] = {pk: {} for pk in learner_ids}
    for row in Memory.objects.filter(learner__in=learner_ids).iterator():
        states[row.learner_id][row.fact_id] = row.state
    return states
