"""What the keys of a space stand for: its own things and the common library's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Q

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
        return cls._read(space, Q())

    @classmethod
    def naming(cls, space: Space, keys: Iterable[str]) -> Directory:
        """Only what has one of these keys, where a few facts are stored."""
        return cls._read(space, Q(key__in=set(keys)))

    @classmethod
    def _read(cls, space: Space, condition: Q) -> Directory:
        sources = Source.objects.within_reach_of(space).filter(condition)
        topics = Topic.objects.within_reach_of(space).filter(condition)
        topics = topics.select_related("source")
        entities = Entity.objects.within_reach_of(space).filter(condition).with_names()
        return cls(
            space=space,
            sources=_by_key(sources, space),
            topics=_by_key(topics, space),
            entities=_by_key(entities, space),
        )


def _by_key(things: Iterable[Thing], space: Space) -> dict[str, Thing]:
    ordered = sorted(things, key=lambda thing: thing.space_id == space.pk)
    return {thing.key: thing for thing in ordered}
