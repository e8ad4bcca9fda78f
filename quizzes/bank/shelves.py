"""The sources and topics that the questions of one space may name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from quizzes.bank.spaces import Source, Space, Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """Sources and topics by key; a thing of the space hides a common one."""

    sources: Mapping[str, Source]
    topics: Mapping[str, Topic]

    @classmethod
    def of(cls, space: Space) -> Shelf:
        """Read it in two queries."""
        sources = Source.objects.within_reach_of(space).order_by("pk")
        topics = Topic.objects.within_reach_of(space).select_related("source")
        ordered = topics.order_by("source_id", "position", "pk")
        return cls(
            sources={
                each.key: each
                for each in sorted(sources, key=lambda each: each.space_id == space.pk)
            },
            topics={
                each.key: each
                for each in sorted(ordered, key=lambda each: each.space_id == space.pk)
            },
        )

    @property
    def titles(self) -> dict[str, str]:
        """The titles of the sources by their keys."""
        return {key: source.title for key, source in self.sources.items()}
