"""Facts as items know them, each read once a version.

The neighbours of an asked fact are the neighbours of many, and seldom change. So what
was read of a fact is kept, and of a fact that is kept only its version is asked for,
which every change of it raises. The keys by which it names other things never change.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from threading import Lock
from typing import Any, Final, NamedTuple, TypeVar

from django.db import connection

from quizzes.bank.facts import Fact
from quizzes.bank.references import reference
from quizzes.bank.scopes import Scope, copied_in, own_spaces
from quizzes.items.calendar import DateValue
from quizzes.items.data import FactData, Value
from quizzes.items.properties import ValueType
from quizzes.web.statements import among

Made = TypeVar("Made")

# Some two kilobytes each
_MOST_KEPT: Final = 4096


class KeptFact(NamedTuple):
    """A fact with what is not of the items' concern.

    `updated` is a text, as it is only compared. `entities` are the ids of all that the
    fact names: its subject, its object, and the entities of its value.
    """

    id: int
    space: int
    version: int
    updated: str
    entities: frozenset[int]
    data: FactData


class _Stamp(NamedTuple):
    """Which version of a fact is stored, and whether an own space has a copy of it.

    The time tells apart what bore one number twice: a change that was taken back with
    its transaction, and the next one.
    """

    id: int
    version: int
    updated: str
    is_copied: bool


_STAMPS: Final = """
SELECT quizzes_fact.id, quizzes_fact.version, CAST(quizzes_fact.updated AS TEXT),
    {copied}
FROM quizzes_fact
WHERE quizzes_fact.space_id IN ({spaces}) AND {about}
"""


class _Row(NamedTuple):
    """What is read of a fact; the order is that of the columns of `_ROWS`."""

    id: int
    space: int
    key: str
    version: int
    updated: str
    property: str
    claim: str
    ask_precision: str
    planned: bool
    complete: bool
    unit: str
    unasked: str
    paragraphs: str
    value_type: str
    value_edtf: str
    value_number: int | None
    text_value: str | None
    weight: str
    as_of: str
    state: str
    source_space: int
    source_key: str
    topic_space: int
    topic_key: str
    subject: int
    object: int | None
    statement: str | None
    note: str | None
    values: str | None


_ROWS: Final = """
SELECT quizzes_fact.id, quizzes_fact.space_id, quizzes_fact.key, quizzes_fact.version,
    CAST(quizzes_fact.updated AS TEXT), quizzes_fact.property, quizzes_fact.claim,
    quizzes_fact.ask_precision, quizzes_fact.planned, quizzes_fact.complete,
    quizzes_fact.unit, quizzes_fact.unasked, quizzes_fact.paragraphs,
    quizzes_fact.value_type, quizzes_fact.value_edtf, quizzes_fact.value_number,
    quizzes_fact.text_value, quizzes_fact.weight, quizzes_fact.as_of,
    quizzes_fact.state, source.space_id, source.key, topic.space_id, topic.key,
    quizzes_fact.subject_id, quizzes_fact.object_id, kk.statement, kk.note, {values}
FROM quizzes_fact
JOIN quizzes_source AS source ON source.id = quizzes_fact.source_id
JOIN quizzes_topic AS topic ON topic.id = quizzes_fact.topic_id
LEFT JOIN quizzes_facttext AS kk
    ON kk.fact_id = quizzes_fact.id AND kk.language = 'kk'
WHERE {chosen}
"""

# By database: the ids of the entities of a fact's value in their order, with commas
_VALUES: Final = {
    "postgresql": """(
    SELECT STRING_AGG(entity_id::text, ',' ORDER BY position)
    FROM quizzes_factentity WHERE fact_id = quizzes_fact.id)""",
    "sqlite": """(
    SELECT GROUP_CONCAT(entity_id) FROM (
        SELECT entity_id FROM quizzes_factentity
        WHERE fact_id = quizzes_fact.id ORDER BY position))""",
}

_kept: dict[int, KeptFact] = {}
_keeping = Lock()


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFacts:
    """Facts that were sought: those that are kept, and the rows of the others."""

    scope: Scope
    stamps: list[_Stamp]
    kept: dict[int, KeptFact]
    rows: dict[int, _Row]

    @property
    def entity_ids(self) -> set[int]:
        """The ids of all that the facts name."""
        return set[int]().union(
            *[fact.entities for fact in self.kept.values()],
            *[_entity_ids(row) for row in self.rows.values()],
        )

    def named(self, names: Mapping[int, str]) -> list[tuple[KeptFact, bool]]:
        """The facts, and of which an own space has a copy; they are kept from now on.

        Takes the references of the entities by their ids.
        """
        facts = self.kept
        if self.rows:
            before = {pk: reference(key, "") for pk, key in self.scope.items()}
            read = {pk: _fact(row, names, before) for pk, row in self.rows.items()}
            _keep(read)
            facts = {**facts, **read}
        # Who deletes a fact may do so between the queries.
        return [
            (facts[stamp.id], bool(stamp.is_copied))
            for stamp in self.stamps
            if stamp.id in facts
        ]


def facts_about(subjects: Collection[int] | None, scope: Scope) -> FoundFacts:
    """The facts of a scope about some entities.

    Takes the ids of the entities, or None for every fact. Costs one query, and a second
    one where some are not kept.
    """
    stamps = _stamps(subjects, scope)
    kept = {
        stamp.id: fact
        for stamp in stamps
        if (fact := _kept.get(stamp.id)) is not None
        and fact.version == stamp.version
        and fact.updated == stamp.updated
    }
    unknown = [stamp.id for stamp in stamps if stamp.id not in kept]
    rows = _rows(unknown) if unknown else {}
    return FoundFacts(scope=scope, stamps=stamps, kept=kept, rows=rows)


def forget_facts() -> None:
    """Forget what was read, where a database is put in the place of another."""
    with _keeping:
        _kept.clear()


def _keep(facts: dict[int, KeptFact]) -> None:
    with _keeping:
        _kept.update(facts)
        for pk in list(islice(_kept, max(0, len(_kept) - _MOST_KEPT))):
            del _kept[pk]


# --- Reading ---


def _stamps(subjects: Collection[int] | None, scope: Scope) -> list[_Stamp]:
    copied, copies = copied_in(own_spaces(scope))
    about, chosen = (
        ("TRUE", []) if subjects is None else among("quizzes_fact.subject_id", subjects)
    )
    spaces = ", ".join(["%s"] * len(scope))
    sql = _STAMPS.format(copied=copied, spaces=spaces, about=about)
    return _fetched(_Stamp._make, sql, [*copies, *scope, *chosen])


def _rows(ids: Collection[int]) -> dict[int, _Row]:
    chosen, parameters = among("quizzes_fact.id", ids)
    sql = _ROWS.format(values=_VALUES[connection.vendor], chosen=chosen)
    return {row.id: row for row in _fetched(_Row._make, sql, parameters)}


def _fetched(
    made: Callable[[Iterable[Any]], Made], sql: str, parameters: Sequence[Any]
) -> list[Made]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [made(row) for row in cursor.fetchall()]


# --- Shapes ---


def _fact(row: _Row, names: Mapping[int, str], before: Mapping[int, str]) -> KeptFact:
    """A fact of a row.

    Takes the references of entities by their ids, and what stands before a key in a
    reference by the id of the space.
    """
    value: Value
    if row.value_type == ValueType.DATE:
        value = DateValue.parse(row.value_edtf)
    elif row.value_type == ValueType.NUMBER:
        assert row.value_number is not None
        value = row.value_number
    else:
        value = tuple([names[pk] for pk in _value_ids(row)])
    data = FactData(
        key=before[row.space] + row.key,
        version=row.version,
        source=before[row.source_space] + row.source_key,
        topic=before[row.topic_space] + row.topic_key,
        paragraphs=_paragraphs(row.paragraphs),
        subject=names[row.subject],
        property=row.property,
        object=None if row.object is None else names[row.object],
        value=value,
        claim=row.claim,
        statement=row.statement or "",
        note=row.note or "",
        approved=row.state == Fact.State.APPROVED,
        text_value=_text_value(row),
        ask_precision=row.ask_precision,
        # SQLite has numbers for these.
        planned=bool(row.planned),
        complete=bool(row.complete),
        core=row.weight == Fact.Weight.CORE,
        as_of=DateValue.parse(row.as_of) if row.as_of else None,
        unit=row.unit,
        unasked=row.unasked,
    )
    return KeptFact(
        id=row.id,
        space=row.space,
        version=row.version,
        updated=row.updated,
        entities=_entity_ids(row),
        data=data,
    )


def _value_ids(row: _Row) -> list[int]:
    return [int(pk) for pk in row.values.split(",")] if row.values else []


def _entity_ids(row: _Row) -> frozenset[int]:
    """The ids of all that the fact of a row names."""
    others = () if row.object is None else (row.object,)
    return frozenset((row.subject, *others, *_value_ids(row)))


@lru_cache(maxsize=4096)
def _paragraphs(stored: str) -> tuple[int, ...]:
    return tuple(json.loads(stored))


def _text_value(row: _Row) -> Value | None:
    """What the text has where history differs; entities by their keys."""
    if row.text_value is None:
        return None
    stored = json.loads(row.text_value)
    if isinstance(stored, int):
        return stored
    if row.value_type == ValueType.DATE:
        return DateValue.parse(str(stored))
    return tuple(stored) if isinstance(stored, list) else (stored,)
