"""What the keys of a space stand for: its own things and the common library's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from quizzes.bank.content import FactContent
from quizzes.bank.entities import Entity
from quizzes.bank.spaces import Source, Space, Topic

Thing = TypeVar("Thing", Source, Topic, Entity)


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """Sources, topics and entities by key, as facts of one space may name them."""

    space: Space
    sources: Mapping[str, Source]
    topics: Mapping[str, Topic]
    entities: Mapping[str, Entity]

    @classmethod
    def of(cls, space: Space) -> Directory:
        """Read it in four queries; a thing of the space hides a common one."""
        sources = Source.objects.within_reach_of(space)
        topics = Topic.objects.within_reach_of(space).select_related("source")
        entities = Entity.objects.within_reach_of(space).with_names()
        return cls(
            space=space,
            sources=_by_key(sources, space),
            topics=_by_key(topics, space),
            entities=_by_key(entities, space),
        )

    @classmethod
    def naming(cls, space: Space, content: FactContent) -> Directory:
        """Read only what one content names, which is quicker in a large bank."""
        values = (content.value, content.text_value)
        keys = {content.subject, content.object}
        keys.update(key for each in values if isinstance(each, tuple) for key in each)
        sources = Source.objects.within_reach_of(space).filter(key=content.source)
        topics = Topic.objects.within_reach_of(space).filter(key=content.topic)
        entities = Entity.objects.within_reach_of(space).filter(key__in=keys)
        return cls(
            space=space,
            sources=_by_key(sources, space),
            topics=_by_key(topics.select_related("source"), space),
            entities=_by_key(entities.with_names(), space),
        )


def _by_key(things: Iterable[Thing], space: Space) -> dict[str, Thing]:
    ordered = sorted(things, key=lambda thing: thing.space_id == space.pk)
    return {thing.key: thing for thing in ordered}
