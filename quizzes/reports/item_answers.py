"""The answers to the items of assignments, as the statistics take them.

Of each learner the first attempt counts that is over and has an answer in it: whoever
only looked has shown nothing. An item is known by what it asks (facts or question, with
their versions), its form and its wording; where each learner had options of their own
these are gathered. Everything comes from the newest marks, and from what the answers
are judged by since a fact was corrected.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from operator import itemgetter
from typing import Final, NamedTuple

from django.db.models import F, FilteredRelation, Q, TextField
from django.db.models.functions import Cast, Coalesce

from quizzes.attempts.models import Attempt, Slot, Snapshot
from quizzes.attempts.responses import ResponseRecord
from quizzes.classes.assignments import Assignment
from quizzes.items.records import Record
from quizzes.reports.given_answers import chosen_values
from quizzes.web.prepared import Parameter, Prepared, Real

_ID_LENGTH: Final = 12

_OVER = Prepared(
    lambda: (
        Attempt.objects.filter(
            Q(state=Attempt.State.CLOSED) | Q(deadline_at__lte=Parameter("now")),
            assignment__among=Parameter("assignments"),
            answered__gt=0,
        )
        .order_by("started_at", "number")
        .values_list("pk", "learner_id")
    )
)
_SLOTS = Prepared(
    # Of a void item nobody could know the answer, and all have the mark
    lambda: (
        Slot.objects.filter(attempt__among=Parameter("attempts"), is_void=False)
        .annotate(
            newest=FilteredRelation(
                "answers", condition=Q(answers__number=F("answer_count"))
            ),
            judged=Coalesce("judged_by_id", "snapshot_id"),
        )
        .order_by()
        .values_list(
            "attempt_id",
            "position",
            "judged",
            Real("mark"),
            Cast("newest__response", TextField()),
        )
    )
)
_CONTENTS = Prepared(
    lambda: Snapshot.objects.filter(pk__among=Parameter("snapshots")).values_list(
        "pk", "content"
    )
)


@dataclass(slots=True, kw_only=True)
class AskedItem:
    """An item as learners had it; `position` is None where they had different ones.

    `options` are all that anybody was offered: the text, and whether it is right.
    """

    id: str
    record: Record
    position: int | None
    options: dict[str, tuple[str, bool]] = field(default_factory=dict)

    @property
    def stem(self) -> str:
        """The question."""
        return str(self.record["stem"])

    @property
    def text(self) -> Record | None:
        """The text that it stands under, if any."""
        return self.record.get("stimulus") or None


class GivenAnswer(NamedTuple):
    """What a learner gave for an item, as statistics take it, with its words.

    Without an answer the mark is 0.
    """

    learner: int
    item: str
    mark: float
    chosen: frozenset[str]
    record: Record
    response: ResponseRecord | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemAnswers:
    """The items of assignments by their ids, and each learner's answers to them."""

    items: Mapping[str, AskedItem]
    answers: Sequence[GivenAnswer]


def item_answers(
    assignments: Sequence[Assignment],
    *,
    now: datetime,
    learner_ids: Collection[int] | None = None,
) -> ItemAnswers:
    """Read the first answers to assignments: of these learners, by default of all.

    Whoever had several of the assignments is counted with the first. Three queries.
    """
    attempts = _first_attempts(assignments, now, learner_ids)
    # What is given again may have been changed before
    same_items = len(assignments) == 1 and assignments[0].same_items
    slots = _slots(list(attempts))
    records = _records({slot[2] for slot in slots})
    ids = {pk: item_id(record) for pk, record in records.items()}
    items: dict[str, AskedItem] = {}
    answers: dict[tuple[int, str], GivenAnswer] = {}
    # A class gives few different answers to an item
    read: dict[tuple[int, str | None], _Read] = {}
    for attempt_id, position, snapshot_id, mark, text in slots:
        record, known_by = records[snapshot_id], ids[snapshot_id]
        item = items.get(known_by)
        if item is None:
            place = position if same_items else None
            item = AskedItem(id=known_by, record=record, position=place)
            items[known_by] = item
        if not item.options or not same_items:
            _gather(item, record)
        learner_id = attempts[attempt_id]
        if (learner_id, known_by) in answers:
            continue  # Twice in one attempt, which drawing does not do
        if (snapshot_id, text) not in read:
            response = None if text is None else json.loads(text)
            read[snapshot_id, text] = response, chosen_values(record, response)
        response, chosen = read[snapshot_id, text]
        answers[learner_id, known_by] = GivenAnswer(
            learner_id, known_by, mark or 0.0, chosen, record, response
        )
    return ItemAnswers(items=items, answers=list(answers.values()))


def item_id(record: Record) -> str:
    """What an item is known by in statistics, short enough for an address."""
    asked = record.get("question") or record["facts"]
    identity = json.dumps([asked, record["form"], record["wording"]])
    return hashlib.sha256(identity.encode()).hexdigest()[:_ID_LENGTH]


def _first_attempts(
    assignments: Sequence[Assignment],
    now: datetime,
    learner_ids: Collection[int] | None,
) -> dict[int, int]:
    """The learners of the attempts that count, by attempt; one query."""
    first: dict[int, int] = {}
    for pk, learner_id in _OVER(assignments=[each.pk for each in assignments], now=now):
        if learner_ids is None or learner_id in learner_ids:
            first.setdefault(learner_id, pk)
    return {pk: learner_id for learner_id, pk in first.items()}


_SlotRow = tuple[int, int, int, float | None, str | None]
_Read = tuple[ResponseRecord | None, frozenset[str]]


def _slots(attempts: Sequence[int]) -> Sequence[_SlotRow]:
    """The slots of attempts with their newest answers, in the order of places."""
    return sorted(_SLOTS(attempts=attempts), key=itemgetter(1))


def _records(snapshots: Collection[int]) -> dict[int, Record]:
    return {pk: json.loads(content) for pk, content in _CONTENTS(snapshots=snapshots)}


def _gather(item: AskedItem, record: Record) -> None:
    for option in record.get("options", []):
        item.options.setdefault(option["value"], (option["text"], option["key"]))
