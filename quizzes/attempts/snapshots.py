"""Freezing items: each content is stored once and read back as it was."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache

from quizzes.attempts.models import AskedFact, Slot, Snapshot
from quizzes.bank.models import Fact, Question
from quizzes.bank.references import named, reference
from quizzes.items.data import Item
from quizzes.items.marking import Response, mark
from quizzes.items.records import from_text, to_text
from quizzes.memory.grading import asked_facts

BATCH = 500


def content_of(item: Item) -> str:
    """The text that stands for an item: equal items give equal texts."""
    return to_text(item)


def item_of(snapshot: Snapshot) -> Item:
    """The item that a snapshot holds."""
    return _item(snapshot.content)


def judged_item(slot: Slot) -> Item:
    """The item that the answers of a slot are judged by: mostly what was shown."""
    return item_of(slot.snapshot if slot.judged_by is None else slot.judged_by)


def judge(slot: Slot, response: Response) -> Decimal:
    """What a response to a slot is worth; raises what `marking.mark` raises."""
    score = mark(judged_item(slot), response).score
    return Decimal(1) if slot.is_void else score


# An answer asks for its item three times: to read it, to judge it and to show it.
@lru_cache(maxsize=256)
def _item(content: str) -> Item:
    return from_text(content)


def freeze(items: Sequence[Item]) -> list[Snapshot]:
    """Store the items that are not stored yet and give the snapshots of all, in order.

    Five queries whatever their number, and one more where there are questions by hand.
    Call it within a transaction.
    """
    texts = [content_of(item) for item in items]
    digests = [_hash(text) for text in texts]
    contents = dict(zip(digests, zip(texts, items, strict=True), strict=True))
    questions = _questions_asked(items)
    # In one order everywhere, so that two starts at once cannot wait for each other.
    Snapshot.objects.bulk_create(
        [
            Snapshot(
                content_hash=digest,
                content=text,
                question_id=questions.get(item.question[0]) if item.question else None,
            )
            for digest, (text, item) in sorted(
                contents.items(), key=lambda each: each[0]
            )
        ],
        ignore_conflicts=True,
    )
    stored = {
        snapshot.content_hash: snapshot
        for snapshot in Snapshot.objects.filter(content_hash__in=contents)
    }
    snapshots = [stored[digest] for digest in digests]
    join_to_facts(dict(zip(snapshots, items, strict=True)))
    return snapshots


def _questions_asked(items: Sequence[Item]) -> dict[str, int]:
    """The primary keys of the questions by hand among items, by their references."""
    references = {item.question[0] for item in items if item.question is not None}
    if not references:
        return {}
    rows = Question.objects.filter(named(references))
    return {
        reference(space, key): pk
        for pk, space, key in rows.values_list("pk", "space__key", "key")
    }


def join_to_facts(items: Mapping[Snapshot, Item]) -> None:
    """Store which facts the answers to snapshots teach."""
    asked = {snapshot: asked_facts(item) for snapshot, item in items.items()}
    keys = {key for facts in asked.values() for key in facts}
    known = {
        reference(space, key): pk
        for pk, space, key in Fact.objects.filter(named(keys)).values_list(
            "pk", "space__key", "key"
        )
    }
    AskedFact.objects.bulk_create(
        [
            AskedFact(snapshot=snapshot, position=position, fact_id=known[key])
            for snapshot, facts in sorted(asked.items(), key=lambda each: each[0].pk)
            for position, key in enumerate(facts)
            if key in known
        ],
        ignore_conflicts=True,
    )


def join_missing() -> None:
    """Join the snapshots that have no facts yet to the bank, in batches."""
    missing = Snapshot.objects.filter(asked_facts=None).order_by("pk")
    pks = list(missing.values_list("pk", flat=True))
    for start in range(0, len(pks), BATCH):
        batch = Snapshot.objects.filter(pk__in=pks[start : start + BATCH])
        join_to_facts({snapshot: item_of(snapshot) for snapshot in batch})


def _hash(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()
