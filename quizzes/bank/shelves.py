"""The sources and topics that the questions of one space may name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from quizzes.bank.spaces import (
    Source,
    Space,
    Topic,
    prepared_in_reach,
    within_reach,
)

_SOURCES = prepared_in_reach(lambda: Source.objects.order_by("id"))
_TOPICS = prepared_in_reach(
    lambda: Topic.objects.order_by("source_id", "position", "id")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """Sources and topics by key; a thing of the space hides a common one."""

    sources: Mapping[str, Source]
    topics: Mapping[str, Topic]

    @classmethod
    def of(cls, space: Space) -> Shelf:
        """Read it in two queries."""
        sources = within_reach(_SOURCES, space)
        topics = within_reach(_TOPICS, space)
        by_id = {each.pk: each for each in sources}
        for topic in topics:
            topic.source = by_id[topic.source_id]
        return cls(
            sources={each.key: each for each in sources},
            topics={each.key: each for each in topics},
        )

    @property
    def titles(self) -> dict[str, str]:
        """The titles of the sources by their keys and by their references."""
        titles = {each.reference: each.title for each in self.sources.values()}
        return titles | {key: source.title for key, source in self.sources.items()}
