"""What the questions of one space may name, and where their truth is sought."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import connection

from quizzes.bank.entities import Entity
from quizzes.bank.references import COMMON
from quizzes.bank.scopes import Scope
from quizzes.bank.spaces import Source, Space, Topic, in_order_of_reach
from quizzes.web.statements import AMONG, one_value

_SOURCE, _TOPIC, _SPACE, _ENTITY = range(4)
# One list of ids is sought by index; two conditions would not be.
_WITHIN_REACH: Final = (
    "space_id IN"
    " (SELECT %s UNION ALL SELECT id FROM quizzes_space WHERE owner_id IS NULL)"
)
# All at once: a preview asks for it with every few letters that a teacher types.
_ON_SHELF: Final = f"""
SELECT {_SOURCE}, id, id, space_id, key, title_kk, title_ru, title_en, paragraph_count
FROM quizzes_source WHERE {_WITHIN_REACH}
UNION ALL
SELECT {_TOPIC}, source_id, id, space_id, key, name_kk, name_ru, name_en, position
FROM quizzes_topic WHERE {_WITHIN_REACH}
UNION ALL
SELECT {_SPACE}, NULL, id, id, key, '', '', '', 0
FROM quizzes_space WHERE key = %s OR id = %s OR owner_id = %s
"""
_ENTITIES: Final = f"""
UNION ALL
SELECT {_ENTITY}, NULL, id, space_id, key, kind, category, '', 0
FROM quizzes_entity WHERE {_WITHIN_REACH} AND {{chosen}}
"""
_OF_SOURCE: Final = (
    *("id", "space_id", "key", "title_kk", "title_ru", "title_en"),
    "paragraph_count",
)
_OF_TOPIC: Final = (
    *("id", "space_id", "key", "name_kk", "name_ru", "name_en"),
    "position",
)
_OF_ENTITY: Final = ("id", "space_id", "key", "kind", "category")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """Sources and topics by key; a thing of the space hides a common one.

    So are the entities that were asked for. `scope` is what `scope_of` gives.
    """

    sources: Mapping[str, Source]
    topics: Mapping[str, Topic]
    entities: Mapping[str, Entity] = field(default_factory=dict)
    scope: Scope = field(default_factory=dict)

    @classmethod
    def of(cls, space: Space, entities: Collection[str] = ()) -> Shelf:
        """Read it in one query; takes the keys of entities that are to be on it."""
        sources: list[Source] = []
        topics: list[Topic] = []
        found: list[Entity] = []
        scope: dict[int, str] = {}
        by_id: dict[int, Source] = {}
        for what, source_id, *values in _rows(space, entities):
            if what == _SOURCE:
                source = Source.from_db(connection.alias, _OF_SOURCE, values)
                sources.append(source)
                by_id[source_id] = source
            elif what == _TOPIC:
                topics.append(Topic.from_db(connection.alias, _OF_TOPIC, values))
                topics[-1].source = by_id[source_id]
            elif what == _SPACE:
                scope[values[0]] = values[2]
            else:
                found.append(Entity.from_db(connection.alias, _OF_ENTITY, values))
        return cls(
            sources={each.key: each for each in in_order_of_reach(sources, space)},
            topics={each.key: each for each in in_order_of_reach(topics, space)},
            entities={each.key: each for each in in_order_of_reach(found, space)},
            scope=scope,
        )

    @property
    def titles(self) -> dict[str, str]:
        """The titles of the sources by their keys and by their references."""
        titles = {each.reference: each.title for each in self.sources.values()}
        return titles | {key: source.title for key, source in self.sources.items()}


def _rows(space: Space, entities: Collection[str]) -> list[tuple[Any, ...]]:
    """What there is, sources before their topics; topics in the order of the text."""
    sql = _ON_SHELF
    parameters: list[Any] = [space.pk, space.pk, COMMON, space.pk, space.owner_id]
    if entities:
        chosen = AMONG[connection.vendor].format(column="key", keys="%s", type="text")
        sql += _ENTITIES.format(chosen=chosen)
        parameters += [space.pk, one_value(entities)]
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        rows = cursor.fetchall()
    return sorted(rows, key=lambda row: (row[0], row[1] or 0, row[8], row[2]))
