"""Facts and entities read as the plain shapes of `items`, in three queries.

A start reads some hundreds of facts to prove its distractors. As model objects, with
all that hangs on them, they would cost more than everything else that a start does; so
the columns that items need are read and nothing else.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q

from quizzes.bank.entities import Entity
from quizzes.bank.facts import Fact, FactEntity
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

# The columns of a fact that are called as items call them
_PLAIN: Final = (
    "version",
    "property",
    "claim",
    "ask_precision",
    "planned",
    "complete",
    "unit",
    "unasked",
)


def read(condition: Q, scope: Scope) -> Neighbourhood:
    """The facts of a scope that meet a condition, with every entity they speak of.

    Everything is named by its reference. A fact of the common library that has an
    approved copy in an own space comes as a draft does: it is not asked, and what it
    says is still true.
    """
    named = _Named(scope)
    facts = Fact.objects.filter(condition, space__in=list(scope))
    own = own_spaces(scope)
    if own:
        copies = Fact.objects.approved().filter(space__in=own, key=OuterRef("key"))
        facts = facts.annotate(copied=Exists(copies))
    rows = list(
        facts.annotate(
            kk=FilteredRelation("texts", condition=Q(texts__language="kk"))
        ).values(
            *_PLAIN,
            "key",
            "pk",
            "paragraphs",
            "value_type",
            "value_edtf",
            "value_number",
            "text_value",
            "weight",
            "as_of",
            "state",
            "space_id",
            "subject_id",
            "object_id",
            *(["copied"] if own else []),
            source_key=F("source__key"),
            source_space=F("source__space"),
            topic_key=F("topic__key"),
            topic_space=F("topic__space"),
            subject_key=F("subject__key"),
            subject_space=F("subject__space"),
            object_key=F("object__key"),
            object_space=F("object__space"),
            statement=F("kk__statement"),
            note=F("kk__note"),
        )
    )
    entity_ids = {row["subject_id"] for row in rows}
    entity_ids |= {row["object_id"] for row in rows if row["object_id"] is not None}
    with_entities = [
        row["pk"] for row in rows if row["value_type"] == ValueType.ENTITIES
    ]
    values: dict[int, list[str]] = {}
    for fact_id, entity_id, space, key in (
        FactEntity.objects.filter(fact__in=with_entities)
        .order_by("fact_id", "position")
        .values_list("fact_id", "entity_id", "entity__space", "entity__key")
    ):
        values.setdefault(fact_id, []).append(named(space, key))
        entity_ids.add(entity_id)
    _name_text_values(rows, own, named)
    return Neighbourhood(
        facts=tuple(
            _fact(
                row,
                values.get(row["pk"], []),
                named,
                hidden=row.get("copied", False) and row["space_id"] not in own,
            )
            for row in rows
        ),
        entities=_entities(entity_ids, named),
    )


def read_entities(ids: Collection[int], scope: Scope) -> dict[str, EntityData]:
    """Entities of a scope by reference; raises LookupError if one has no name."""
    return _entities(ids, _Named(scope))


class _Named:
    """Gives the references of things by the ids of their spaces."""

    def __init__(self, scope: Scope) -> None:
        self._before = {pk: reference(key, "") for pk, key in scope.items()}

    def __call__(self, space: int, key: str) -> str:
        return self._before[space] + key

    def if_any(self, space: int | None, key: str | None) -> str | None:
        """The reference of what may not be there."""
        return None if space is None or key is None else self(space, key)


def _name_text_values(
    rows: Iterable[dict[str, Any]], own: list[int], named: _Named
) -> None:
    """Put references for the keys of what the text has where history differs.

    They are keys in the reach of the fact's space: an own thing before a common one.
    """
    asked = [
        row
        for row in rows
        if row["space_id"] in own
        and row["value_type"] == ValueType.ENTITIES
        and row["text_value"] is not None
    ]
    if not asked:
        return
    keys = {key for row in asked for key in _listed(row["text_value"])}
    known = {
        (space, key)
        for space, key in Entity.objects.filter(
            space__in=own, key__in=keys
        ).values_list("space_id", "key")
    }
    for row in asked:
        space = row["space_id"]
        row["text_value"] = [
            named(space, key) if (space, key) in known else key
            for key in _listed(row["text_value"])
        ]


def _listed(stored: Any) -> list[str]:
    return stored if isinstance(stored, list) else [stored]


def _fact(
    row: dict[str, Any], entities: list[str], named: _Named, *, hidden: bool
) -> FactData:
    value: Value = tuple(entities)
    if row["value_type"] == ValueType.DATE:
        value = DateValue.parse(row["value_edtf"])
    elif row["value_type"] == ValueType.NUMBER:
        value = row["value_number"]
    return FactData(
        **{name: row[name] for name in _PLAIN},
        key=named(row["space_id"], row["key"]),
        source=named(row["source_space"], row["source_key"]),
        topic=named(row["topic_space"], row["topic_key"]),
        paragraphs=tuple(row["paragraphs"]),
        subject=named(row["subject_space"], row["subject_key"]),
        object=named.if_any(row["object_space"], row["object_key"]),
        value=value,
        statement=row["statement"] or "",
        note=row["note"] or "",
        approved=row["state"] == Fact.State.APPROVED and not hidden,
        text_value=_text_value(row["text_value"], row["value_type"]),
        core=row["weight"] == Fact.Weight.CORE,
        as_of=DateValue.parse(row["as_of"]) if row["as_of"] else None,
    )


def _text_value(stored: Any, value_type: str) -> Value | None:
    """What the text has where history differs, from its JSON."""
    if stored is None or isinstance(stored, int):
        return stored
    if value_type == ValueType.DATE:
        return DateValue.parse(str(stored))
    return tuple(_listed(stored))


def _entities(ids: Collection[int], named: _Named) -> dict[str, EntityData]:
    rows = (
        Entity.objects.filter(pk__in=ids)
        .annotate(kk=FilteredRelation("names", condition=Q(names__language="kk")))
        .values(
            "space_id",
            "key",
            "kind",
            "category",
            whole=F("part_of__key"),
            whole_space=F("part_of__space"),
            full=F("kk__name"),
            possessed=F("kk__possessed"),
            short=F("kk__short_name"),
            short_possessed=F("kk__short_possessed"),
            aliases=F("kk__aliases"),
            also=F("kk__also"),
            reading=F("kk__reading"),
            forms=F("kk__forms"),
            full_forms=F("kk__full_forms"),
        )
    )
    entities = [_entity(row, named) for row in rows]
    return {entity.key: entity for entity in entities}


def _entity(row: Mapping[str, Any], named: _Named) -> EntityData:
    """An entity with its Kazakh designations; raises LookupError if it has none.

    An acronym's reading belongs to the printed name.
    """
    if row["full"] is None:
        raise LookupError(f"{row['key']} has no Kazakh name")
    printed = Designation(
        text=row["short"] or row["full"],
        possessed=row["short_possessed"] if row["short"] else row["possessed"],
        reading=row["reading"] or None,
        forms=row["forms"],
    )
    full = printed
    if row["short"] and row["short"] != row["full"]:
        full = Designation(
            text=row["full"], possessed=row["possessed"], forms=row["full_forms"]
        )
    return EntityData(
        key=named(row["space_id"], row["key"]),
        kind=EntityKind(row["kind"]),
        name=full,
        short=printed,
        also=tuple(
            Designation(text=each["name"], possessed=each.get("possessed", False))
            for each in row["also"]
        ),
        aliases=tuple(row["aliases"]),
        part_of=named.if_any(row["whole_space"], row["whole"]),
        category=row["category"],
    )
