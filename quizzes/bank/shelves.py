"""The sources and topics that the questions of one space may name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection

from quizzes.bank.spaces import Source, Space, Topic, in_order_of_reach

# Both at once: a preview asks for them with every few letters that a teacher types.
_ON_SHELF: Final = """
SELECT TRUE, id, id, space_id, key, title_kk, title_ru, title_en, paragraph_count
FROM quizzes_source WHERE {within_reach}
UNION ALL
SELECT FALSE, source_id, id, space_id, key, name_kk, name_ru, name_en, position
FROM quizzes_topic WHERE {within_reach}
ORDER BY 1 DESC, 2, 9, 3
""".format(
    within_reach="(space_id = %s OR space_id IN"
    " (SELECT id FROM quizzes_space WHERE owner_id IS NULL))"
)
_OF_SOURCE: Final = (
    *("id", "space_id", "key", "title_kk", "title_ru", "title_en"),
    "paragraph_count",
)
_OF_TOPIC: Final = (
    *("id", "space_id", "key", "name_kk", "name_ru", "name_en"),
    "position",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """Sources and topics by key; a thing of the space hides a common one."""

    sources: Mapping[str, Source]
    topics: Mapping[str, Topic]

    @classmethod
    def of(cls, space: Space) -> Shelf:
        """Read it in one query."""
        sources: list[Source] = []
        topics: list[Topic] = []
        by_id: dict[int, Source] = {}
        for is_source, source_id, *values in _rows(space):
            if is_source:
                source = Source.from_db(connection.alias, _OF_SOURCE, values)
                sources.append(source)
                by_id[source_id] = source
            else:
                topics.append(Topic.from_db(connection.alias, _OF_TOPIC, values))
                topics[-1].source = by_id[source_id]
        return cls(
            sources={each.key: each for each in in_order_of_reach(sources, space)},
            topics={each.key: each for each in in_order_of_reach(topics, space)},
        )

    @property
    def titles(self) -> dict[str, str]:
        """The titles of the sources by their keys and by their references."""
        titles = {each.reference: each.title for each in self.sources.values()}
        return titles | {key: source.title for key, source in self.sources.items()}


def _rows(space: Space) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(_ON_SHELF, [space.pk, space.pk])
        return cursor.fetchall()
