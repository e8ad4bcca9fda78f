"""The rows of facts that items are made of, each read once a version.

The neighbours of an asked fact are the neighbours of many, and seldom change. So what
was read of a fact is kept, and of a fact that is kept only its version is asked for,
which every change of it raises.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from threading import Lock
from typing import Any, Final, NamedTuple, TypeVar

from django.db import connection

from quizzes.bank.scopes import Scope, copied_in, own_spaces
from quizzes.web.statements import among

Row = TypeVar("Row")

# Some two kilobytes each
_MOST_KEPT: Final = 4096


class FactRow(NamedTuple):
    """What is read of a fact; the order is that of the columns of `_ROWS`.

    `updated` is as the database gives it, and `entities` are the ids of the entities of
    the fact's value.
    """

    id: int
    space: int
    key: str
    version: int
    updated: Any
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
    subject: int
    object: int | None
    source_key: str
    source_space: int
    topic_key: str
    topic_space: int
    statement: str | None
    note: str | None
    entities: tuple[int, ...]


_ROWS: Final = """
SELECT quizzes_fact.id, quizzes_fact.space_id, quizzes_fact.key, quizzes_fact.version,
    quizzes_fact.updated, quizzes_fact.property, quizzes_fact.claim,
    quizzes_fact.ask_precision, quizzes_fact.planned, quizzes_fact.complete,
    quizzes_fact.unit, quizzes_fact.unasked, quizzes_fact.paragraphs,
    quizzes_fact.value_type, quizzes_fact.value_edtf, quizzes_fact.value_number,
    quizzes_fact.text_value, quizzes_fact.weight, quizzes_fact.as_of,
    quizzes_fact.state, quizzes_fact.subject_id, quizzes_fact.object_id, source.key,
    source.space_id, topic.key, topic.space_id, kk.statement, kk.note, {entities}
FROM quizzes_fact
JOIN quizzes_source AS source ON source.id = quizzes_fact.source_id
JOIN quizzes_topic AS topic ON topic.id = quizzes_fact.topic_id
LEFT JOIN quizzes_facttext AS kk
    ON kk.fact_id = quizzes_fact.id AND kk.language = 'kk'
WHERE {chosen}
"""

# By database: the ids of the entities of a fact's value in their order, with commas
_VALUE: Final = {
    "postgresql": """(
    SELECT STRING_AGG(value.entity_id::text, ',' ORDER BY value.position)
    FROM quizzes_factentity AS value WHERE value.fact_id = quizzes_fact.id)""",
    "sqlite": """(
    SELECT GROUP_CONCAT(entity_id) FROM (
        SELECT entity_id FROM quizzes_factentity
        WHERE fact_id = quizzes_fact.id ORDER BY position))""",
}


class _Stamp(NamedTuple):
    """Which version of a fact is stored, and whether an own space has a copy of it.

    The time tells apart what bore one number twice: a change that was taken back with
    its transaction, and the next one.
    """

    id: int
    version: int
    updated: Any
    is_copied: bool


_STAMPS: Final = """
SELECT quizzes_fact.id, quizzes_fact.version, quizzes_fact.updated, {copied}
FROM quizzes_fact
WHERE quizzes_fact.space_id IN ({spaces}) AND {about}
"""

_kept: dict[int, FactRow] = {}
_keeping = Lock()


def read_rows(
    subjects: Collection[int] | None, scope: Scope
) -> list[tuple[FactRow, bool]]:
    """The facts of a scope about some entities, and of which an own space has a copy.

    Takes the ids of the entities, or None for every fact. Costs one query, and a second
    one where some are not kept.
    """
    stamps = _stamps(subjects, scope)
    rows = {
        stamp.id: row
        for stamp in stamps
        if (row := _kept.get(stamp.id)) is not None
        and (row.version, row.updated) == (stamp.version, stamp.updated)
    }
    unknown = [stamp.id for stamp in stamps if stamp.id not in rows]
    if unknown:
        read = _read(unknown)
        rows |= read
        _keep(read)
    # Who deletes a fact may do so between the queries.
    return [
        (rows[stamp.id], bool(stamp.is_copied)) for stamp in stamps if stamp.id in rows
    ]


def forget_rows() -> None:
    """Forget what was read, where a database is put in the place of another."""
    with _keeping:
        _kept.clear()


def _stamps(subjects: Collection[int] | None, scope: Scope) -> list[_Stamp]:
    copied, copies = copied_in(own_spaces(scope))
    about, chosen = (
        ("TRUE", []) if subjects is None else among("quizzes_fact.subject_id", subjects)
    )
    spaces = ", ".join(["%s"] * len(scope))
    sql = _STAMPS.format(copied=copied, spaces=spaces, about=about)
    return _fetched(_Stamp._make, sql, [*copies, *scope, *chosen])


def _read(ids: Collection[int]) -> dict[int, FactRow]:
    chosen, parameters = among("quizzes_fact.id", ids)
    sql = _ROWS.format(entities=_VALUE[connection.vendor], chosen=chosen)
    rows = _fetched(_row, sql, parameters)
    return {row.id: row for row in rows}


def _row(columns: Iterable[Any]) -> FactRow:
    *before, value = columns
    entities = tuple(map(int, value.split(","))) if value else ()
    return FactRow._make([*before, entities])


def _fetched(
    made: Callable[[Iterable[Any]], Row], sql: str, parameters: Sequence[Any]
) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [made(row) for row in cursor.fetchall()]


def _keep(rows: dict[int, FactRow]) -> None:
    with _keeping:
        _kept.update(rows)
        while len(_kept) > _MOST_KEPT:
            del _kept[next(iter(_kept))]
