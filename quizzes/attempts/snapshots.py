"""Freezing items: each content is stored once and read back as it was."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from functools import lru_cache

from quizzes.attempts.models import Snapshot
from quizzes.items.data import Item
from quizzes.items.records import from_record, to_record


def content_of(item: Item) -> str:
    """The text that stands for an item: equal items give equal texts."""
    return json.dumps(
        to_record(item), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )


def item_of(snapshot: Snapshot) -> Item:
    """The item that a snapshot holds."""
    return _item(snapshot.content)


# An answer asks for its item three times: to read it, to judge it and to show it.
@lru_cache(maxsize=256)
def _item(content: str) -> Item:
    return from_record(json.loads(content))


def freeze(items: Sequence[Item]) -> list[Snapshot]:
    """Store the items that are not stored yet and give the snapshots of all, in order.

    Three queries whatever their number. Call it within a transaction.
    """
    contents = {_hash(content): content for content in map(content_of, items)}
    # In one order everywhere, so that two starts at once cannot wait for each other.
    Snapshot.objects.bulk_create(
        [
            Snapshot(content_hash=digest, content=content)
            for digest, content in sorted(contents.items())
        ],
        ignore_conflicts=True,
    )
    stored = {
        snapshot.content_hash: snapshot
        for snapshot in Snapshot.objects.filter(content_hash__in=contents)
    }
    return [stored[_hash(content_of(item))] for item in items]


def _hash(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()
