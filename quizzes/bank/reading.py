"""Facts and entities read as the plain shapes of `items`, in three queries.

A start reads some hundreds of facts to prove its distractors. As model objects, with
all that hangs on them, they would cost more than everything else that a start does; so
the columns that items need are read and nothing else, by statements written out: to
build them anew for each start takes Django longer than the database takes to run them.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, Final, NamedTuple

from django.db import connection

from quizzes.bank.entities import Entity
from quizzes.bank.fact_rows import FactRow, read_rows
from quizzes.bank.facts import Fact
from quizzes.bank.references import reference
from quizzes.bank.scopes import Scope, own_spaces
from quizzes.items.calendar import DateValue
from quizzes.items.data import (
    Designation,
    EntityData,
    EntityKind,
    FactData,
    Neighbourhood,
    Value,
)
from quizzes.items.properties import ValueType
from quizzes.web.statements import among


class _EntityRow(NamedTuple):
    """What is read of an entity, with its Kazakh designations."""

    id: int
    space: int
    key: str
    kind: str
    category: str
    whole: str | None
    whole_space: int | None
    full: str | None
    possessed: bool
    short: str
    short_possessed: bool
    aliases: str
    also: str
    reading: str
    forms: str
    full_forms: str


_ENTITIES: Final = """
SELECT entity.id, entity.space_id, entity.key, entity.kind, entity.category, whole.key,
    whole.space_id, kk.name, kk.possessed, kk.short_name, kk.short_possessed,
    kk.aliases, kk.also, kk.reading, kk.forms, kk.full_forms
FROM quizzes_entity AS entity
LEFT JOIN quizzes_entity AS whole ON whole.id = entity.part_of_id
LEFT JOIN quizzes_entityname AS kk ON kk.entity_id = entity.id AND kk.language = 'kk'
WHERE {chosen}
"""


def read(subjects: Collection[int] | None, scope: Scope) -> Neighbourhood:
    """The facts of a scope about some entities, with every entity they speak of.

    Takes the ids of the entities, or None for every fact. All is named by reference. A
    fact of the common library that has an approved copy in an own space comes as a
    draft does: it is not asked, and what it says is still true.
    """
    named = _Named.of(scope)
    facts = read_rows(subjects, scope)
    ids = {row.subject for row, _ in facts}.union(*(row.entities for row, _ in facts))
    ids |= {row.object for row, _ in facts if row.object is not None}
    entities = _entities(ids, named)
    names: dict[int | None, str] = {pk: each.key for pk, each in entities.items()}
    listed = _lists_in_texts((row for row, _ in facts), own_spaces(scope), named)
    return Neighbourhood(
        facts=tuple(
            _fact(
                row,
                is_copied,
                names[row.subject],
                names.get(row.object),
                tuple([names[pk] for pk in row.entities]),
                listed.get(row.id),
                named,
            )
            for row, is_copied in facts
        ),
        entities={each.key: each for each in entities.values()},
    )


def read_entities(ids: Collection[int], scope: Scope) -> dict[str, EntityData]:
    """Entities of a scope by reference; raises LookupError if one has no name."""
    found = _entities(ids, _Named.of(scope))
    return {each.key: each for each in found.values()}


# --- Shapes ---
# What comes of a row depends on the row alone, so it is kept for the next who reads it.


@dataclass(frozen=True)
class _Named:
    """Gives the references of things by the ids of their spaces."""

    spaces: tuple[tuple[int, str], ...]

    @classmethod
    def of(cls, scope: Scope) -> _Named:
        """The names of a scope."""
        return cls(tuple(sorted(scope.items())))

    @cached_property
    def _before(self) -> dict[int, str]:
        return {pk: reference(key, "") for pk, key in self.spaces}

    def __call__(self, space: int, key: str) -> str:
        return self._before[space] + key

    def if_any(self, space: int | None, key: str | None) -> str | None:
        """The reference of what may not be there."""
        return None if space is None or key is None else self(space, key)


def _lists_in_texts(
    facts: Iterable[FactRow], own: list[int], named: _Named
) -> dict[int, tuple[str, ...]]:
    """The entities that the text has where history differs, by the ids of own facts.

    They are stored by their keys in the reach of the fact's space, an own thing before
    a common one, so whose each is has to be looked up.
    """
    stored = {
        row.id: _listed(json.loads(row.text_value))
        for row in facts
        if row.space in own
        and row.value_type == ValueType.ENTITIES
        and row.text_value is not None
    }
    if not stored:
        return {}
    keys = {key for listed in stored.values() for key in listed}
    known = set(
        Entity.objects.filter(space__in=own, key__in=keys).values_list(
            "space_id", "key"
        )
    )
    return {
        row.id: tuple(
            named(row.space, key) if (row.space, key) in known else key
            for key in stored[row.id]
        )
        for row in facts
        if row.id in stored
    }


def _listed(stored: Any) -> tuple[str, ...]:
    return tuple(stored) if isinstance(stored, list) else (stored,)


@lru_cache(maxsize=4096)
def _fact(
    row: FactRow,
    is_copied: bool,
    subject: str,
    object_: str | None,
    entities: tuple[str, ...],
    listed: tuple[str, ...] | None,
    named: _Named,
) -> FactData:
    """A fact with its entities by reference, and the text's if these were sought."""
    value: Value = entities
    if row.value_type == ValueType.DATE:
        value = DateValue.parse(row.value_edtf)
    elif row.value_type == ValueType.NUMBER:
        assert row.value_number is not None
        value = row.value_number
    return FactData(
        key=named(row.space, row.key),
        version=row.version,
        source=named(row.source_space, row.source_key),
        topic=named(row.topic_space, row.topic_key),
        paragraphs=tuple(json.loads(row.paragraphs)),
        subject=subject,
        property=row.property,
        object=object_,
        value=value,
        claim=row.claim,
        statement=row.statement or "",
        note=row.note or "",
        approved=row.state == Fact.State.APPROVED and not is_copied,
        text_value=_text_value(row) if listed is None else listed,
        ask_precision=row.ask_precision,
        # SQLite has numbers for these.
        planned=bool(row.planned),
        complete=bool(row.complete),
        core=row.weight == Fact.Weight.CORE,
        as_of=DateValue.parse(row.as_of) if row.as_of else None,
        unit=row.unit,
        unasked=row.unasked,
    )


def _text_value(row: FactRow) -> Value | None:
    """What the text has where history differs, from its JSON."""
    if row.text_value is None:
        return None
    stored = json.loads(row.text_value)
    if isinstance(stored, int):
        return stored
    if row.value_type == ValueType.DATE:
        return DateValue.parse(str(stored))
    return _listed(stored)


def _entities(ids: Collection[int], named: _Named) -> dict[int, EntityData]:
    chosen, parameters = among("entity.id", ids)
    with connection.cursor() as cursor:
        cursor.execute(_ENTITIES.format(chosen=chosen), parameters)
        rows = [_EntityRow._make(row) for row in cursor.fetchall()]
    return {row.id: _entity(row, named) for row in rows}


@lru_cache(maxsize=4096)
def _entity(row: _EntityRow, named: _Named) -> EntityData:
    """An entity with its Kazakh designations; raises LookupError if it has none.

    An acronym's reading belongs to the printed name.
    """
    if row.full is None:
        raise LookupError(f"{row.key} has no Kazakh name")
    printed = Designation(
        text=row.short or row.full,
        possessed=bool(row.short_possessed if row.short else row.possessed),
        reading=row.reading or None,
        forms=json.loads(row.forms),
    )
    full = printed
    if row.short and row.short != row.full:
        full = Designation(
            text=row.full,
            possessed=bool(row.possessed),
            forms=json.loads(row.full_forms),
        )
    return EntityData(
        key=named(row.space, row.key),
        kind=EntityKind(row.kind),
        name=full,
        short=printed,
        also=tuple(
            Designation(text=each["name"], possessed=each.get("possessed", False))
            for each in json.loads(row.also)
        ),
        aliases=tuple(json.loads(row.aliases)),
        part_of=named.if_any(row.whole_space, row.whole),
        category=row.category,
    )
