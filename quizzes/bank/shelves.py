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

        def is_own(thing: Source | Topic) -> bool:
            return thing.space_id == space.pk

        sources = Source.objects.within_reach_of(space).select_related("space")
        topics = Topic.objects.within_reach_of(space).select_related("source")
        ordered = topics.order_by("source_id", "position", "pk")
        return cls(
            sources={
                each.key: each for each in sorted(sources.order_by("pk"), key=is_own)
            },
            topics={each.key: each for each in sorted(ordered, key=is_own)},
        )

    @property
    def titles(self) -> dict[str, str]:
        """The titles of the sources by their keys and by their references."""
        titles = {each.reference: each.title for each in self.sources.values()}
        return titles | {key: source.title for key, source in self.sources.items()}
