"""Facts and entities read as the plain shapes of `items`, in three queries.

A start reads some hundreds of facts to prove its distractors. As model objects, with
all that hangs on them, they would cost more than everything else that a start does; so
the columns that items need are read and nothing else, by statements written out: to
build them anew for each start takes Django longer than the database takes to run them.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import replace
from functools import lru_cache
from typing import Any, Final, NamedTuple

from django.db import connection

from quizzes.bank.entities import Entity
from quizzes.bank.kept_facts import KeptFact, facts_about
from quizzes.bank.references import reference
from quizzes.bank.scopes import Scope, own_spaces
from quizzes.items.data import (
    Designation,
    EntityData,
    EntityKind,
    FactData,
    Neighbourhood,
)
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
    found = facts_about(subjects, scope)
    entities = _entities(found.entity_ids, scope)
    kept = found.named({pk: each.key for pk, each in entities.items()})
    listed = _lists_in_texts((fact for fact, _ in kept), scope)
    return Neighbourhood(
        facts=tuple(
            [
                _fact(fact, is_copied=is_copied, listed=listed.get(fact.id))
                for fact, is_copied in kept
            ]
        ),
        entities={each.key: each for each in entities.values()},
    )


def _fact(
    kept: KeptFact, *, is_copied: bool, listed: tuple[str, ...] | None
) -> FactData:
    """A fact as this scope has it; takes what its text lists, if that was sought."""
    fact = kept.data
    if is_copied:
        fact = replace(fact, approved=False)
    return fact if listed is None else replace(fact, text_value=listed)


def read_entities(ids: Collection[int], scope: Scope) -> dict[str, EntityData]:
    """Entities of a scope by reference; raises LookupError if one has no name."""
    return {each.key: each for each in _entities(ids, scope).values()}


def _entities(ids: Collection[int], scope: Scope) -> dict[int, EntityData]:
    chosen, parameters = among("entity.id", ids)
    with connection.cursor() as cursor:
        cursor.execute(_ENTITIES.format(chosen=chosen), parameters)
        rows = [_EntityRow._make(row) for row in cursor.fetchall()]
    spaces: dict[int | None, str] = dict(scope.items())
    return {
        row.id: _entity(row, spaces[row.space], spaces.get(row.whole_space))
        for row in rows
    }


def _lists_in_texts(
    facts: Iterable[KeptFact], scope: Scope
) -> dict[int, tuple[str, ...]]:
    """The entities that the text has where history differs, by the ids of own facts.

    They are stored by their keys in the reach of the fact's space, an own thing before
    a common one, so whose each is has to be looked up.
    """
    own = own_spaces(scope)
    differing = [
        fact
        for fact in facts
        if fact.space in own and isinstance(fact.data.text_value, tuple)
    ]
    if not differing:
        return {}
    keys = {key for fact in differing for key in _listed(fact)}
    known = set(
        Entity.objects.filter(space__in=own, key__in=keys).values_list(
            "space_id", "key"
        )
    )
    return {
        fact.id: tuple(
            reference(scope[fact.space], key) if (fact.space, key) in known else key
            for key in _listed(fact)
        )
        for fact in differing
    }


def _listed(fact: KeptFact) -> tuple[str, ...]:
    assert isinstance(fact.data.text_value, tuple)
    return fact.data.text_value


# What comes of a row depends on the row alone, so it is kept for the next who reads it.
@lru_cache(maxsize=4096)
def _entity(row: _EntityRow, space: str, whole_space: str | None) -> EntityData:
    """An entity with its Kazakh designations; raises LookupError if it has none.

    Takes the keys of its space and of that of its whole. An acronym's reading belongs
    to the printed name.
    """
    part_of = None
    if row.whole is not None and whole_space is not None:
        part_of = reference(whole_space, row.whole)
    if row.full is None:
        raise LookupError(f"{row.key} has no Kazakh name")
    printed = Designation(
        text=row.short or row.full,
        possessed=bool(row.short_possessed if row.short else row.possessed),
        reading=row.reading or None,
        forms=_from_json(row.forms),
    )
    full = printed
    if row.short and row.short != row.full:
        full = Designation(
            text=row.full,
            possessed=bool(row.possessed),
            forms=_from_json(row.full_forms),
        )
    return EntityData(
        key=reference(space, row.key),
        kind=EntityKind(row.kind),
        name=full,
        short=printed,
        also=tuple(
            Designation(text=each["name"], possessed=each.get("possessed", False))
            for each in _from_json(row.also)
        ),
        aliases=tuple(_from_json(row.aliases)),
        part_of=part_of,
        category=row.category,
    )


@lru_cache(maxsize=1024)
def _from_json(stored: str) -> Any:
    """What a column holds, most often nothing. Nobody may change what is given here."""
    return json.loads(stored)
