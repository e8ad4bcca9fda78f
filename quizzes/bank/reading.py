"""Facts and entities read as the plain shapes of `items`, in three queries.

A start reads some hundreds of facts to prove its distractors. As model objects, with
all that hangs on them, they would cost more than everything else that a start does; so
the columns that items need are read and nothing else.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

from django.db.models import F, FilteredRelation, Q

from quizzes.bank.entities import Entity
from quizzes.bank.facts import Fact, FactEntity
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
    "key",
    "version",
    "property",
    "claim",
    "ask_precision",
    "planned",
    "complete",
    "unit",
    "unasked",
)


def read(condition: Q) -> Neighbourhood:
    """The facts that meet a condition, with every entity that they speak of."""
    rows = list(
        Fact.objects.filter(condition)
        .annotate(kk=FilteredRelation("texts", condition=Q(texts__language="kk")))
        .values(
            *_PLAIN,
            "pk",
            "paragraphs",
            "value_type",
            "value_edtf",
            "value_number",
            "text_value",
            "weight",
            "as_of",
            "state",
            "subject_id",
            "object_id",
            source_key=F("source__key"),
            topic_key=F("topic__key"),
            subject_key=F("subject__key"),
            object_key=F("object__key"),
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
    for fact_id, entity_id, key in (
        FactEntity.objects.filter(fact__in=with_entities)
        .order_by("fact_id", "position")
        .values_list("fact_id", "entity_id", "entity__key")
    ):
        values.setdefault(fact_id, []).append(key)
        entity_ids.add(entity_id)
    return Neighbourhood(
        facts=tuple(_fact(row, values.get(row["pk"], [])) for row in rows),
        entities=_entities(entity_ids),
    )


def read_entities(ids: Collection[int]) -> dict[str, EntityData]:
    """Entities with their Kazakh names; raises LookupError if one has none."""
    return _entities(ids)


def _fact(row: dict[str, Any], entities: list[str]) -> FactData:
    value: Value = tuple(entities)
    if row["value_type"] == ValueType.DATE:
        value = DateValue.parse(row["value_edtf"])
    elif row["value_type"] == ValueType.NUMBER:
        value = row["value_number"]
    return FactData(
        **{name: row[name] for name in _PLAIN},
        source=row["source_key"],
        topic=row["topic_key"],
        paragraphs=tuple(row["paragraphs"]),
        subject=row["subject_key"],
        object=row["object_key"],
        value=value,
        statement=row["statement"] or "",
        note=row["note"] or "",
        approved=row["state"] == Fact.State.APPROVED,
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
    return tuple(stored) if isinstance(stored, list) else (stored,)


def _entities(ids: Collection[int]) -> dict[str, EntityData]:
    rows = (
        Entity.objects.filter(pk__in=ids)
        .annotate(kk=FilteredRelation("names", condition=Q(names__language="kk")))
        .values(
            "key",
            "kind",
            "category",
            whole=F("part_of__key"),
            full=F("kk__name"),
            possessed=F("kk__possessed"),
            short=F("kk__short_name"),
            short_possessed=F("kk__short_possessed"),
            aliases=F("kk__aliases"),
            also=F("kk__also"),
            reading=F("kk__reading"),
            forms=F("kk__forms"),
        )
    )
    return {row["key"]: _entity(row) for row in rows}


def _entity(row: Mapping[str, Any]) -> EntityData:
    """An entity with its Kazakh designations; raises LookupError if it has none.

    An acronym's reading and the overridden forms belong to the printed name.
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
        full = Designation(text=row["full"], possessed=row["possessed"])
    return EntityData(
        key=row["key"],
        kind=EntityKind(row["kind"]),
        name=full,
        short=printed,
        also=tuple(
            Designation(text=each["name"], possessed=each.get("possessed", False))
            for each in row["also"]
        ),
        aliases=tuple(row["aliases"]),
        part_of=row["whole"],
        category=row["category"],
    )
