"""Rows of the bank as the plain shapes of `items` and `content`.

The rows come prefetched (`facts.with_content()`, `entities.with_names()`), so nothing
here asks the database for more.
"""

from __future__ import annotations

from typing import Any

from quizzes.bank.content import FactContent, PlainValue, TextContent
from quizzes.bank.entities import Entity, EntityName
from quizzes.bank.facts import Fact
from quizzes.items.calendar import DateValue
from quizzes.items.data import Designation, EntityData, EntityKind, FactData, Value
from quizzes.items.properties import ValueType

_LANGUAGE = "kk"


def fact_data(fact: Fact) -> FactData:
    """A fact as items need it, with its Kazakh statement and note."""
    statement, note = "", ""
    for text in fact.texts.all():
        if text.language == _LANGUAGE:
            statement, note = text.statement, text.note
    return FactData(
        key=fact.key,
        version=fact.version,
        source=fact.source.key,
        topic=fact.topic.key,
        paragraphs=tuple(fact.paragraphs),
        subject=fact.subject.key,
        property=fact.property,
        value=_value(plain_value(fact), fact.value_type),
        statement=statement,
        object=fact.object.key if fact.object is not None else None,
        claim=fact.claim,
        note=note,
        approved=fact.is_approved(),
        text_value=_optional_value(fact.text_value, fact.value_type),
        ask_precision=fact.ask_precision,
        planned=fact.planned,
        core=fact.weight == Fact.Weight.CORE,
        complete=fact.complete,
        as_of=DateValue.parse(fact.as_of) if fact.as_of else None,
        unit=fact.unit,
        unasked=fact.unasked,
    )


def entity_data(entity: Entity) -> EntityData:
    """An entity with its Kazakh designations.

    An acronym's reading and the overridden forms belong to the printed name.
    """
    name = kazakh_name(entity)
    printed = Designation(
        text=name.printed,
        possessed=name.short_possessed if name.short_name else name.possessed,
        reading=name.reading or None,
        forms=name.forms,
    )
    full = printed
    if name.short_name and name.short_name != name.name:
        full = Designation(text=name.name, possessed=name.possessed)
    return EntityData(
        key=entity.key,
        kind=EntityKind(entity.kind),
        name=full,
        short=printed,
        also=tuple(
            Designation(text=each["name"], possessed=each.get("possessed", False))
            for each in name.also
        ),
        aliases=tuple(name.aliases),
        part_of=entity.part_of.key if entity.part_of is not None else None,
        category=entity.category,
    )


def kazakh_name(entity: Entity) -> EntityName:
    """The Kazakh name row of an entity; raises LookupError if it has none."""
    for name in entity.names.all():
        if name.language == _LANGUAGE:
            return name
    raise LookupError(f"{entity.key} has no Kazakh name")


def fact_content(fact: Fact) -> FactContent:
    """The whole content of a fact, as versions and fixtures hold it."""
    texts = sorted(fact.texts.all(), key=lambda text: text.language)
    return FactContent(
        key=fact.key,
        source=fact.source.key,
        topic=fact.topic.key,
        paragraphs=tuple(fact.paragraphs),
        subject=fact.subject.key,
        property=fact.property,
        value=plain_value(fact),
        texts=tuple(
            TextContent(
                language=text.language, statement=text.statement, note=text.note
            )
            for text in texts
        ),
        object=fact.object.key if fact.object is not None else "",
        claim=fact.claim,
        unit=fact.unit,
        text_value=_plain(fact.text_value),
        ask_precision=fact.ask_precision,
        planned=fact.planned,
        weight=fact.weight,
        complete=fact.complete,
        as_of=fact.as_of,
        basis=fact.basis,
        basis_note=fact.basis_note,
        unasked=fact.unasked,
        state=fact.state,
    )


def plain_value(fact: Fact) -> PlainValue:
    """A fact's value: EDTF, a number, or the keys of its entities in their order."""
    if fact.value_type == Fact.ValueType.DATE:
        return fact.value_edtf
    if fact.value_type == Fact.ValueType.NUMBER:
        assert fact.value_number is not None  # a constraint of the table
        return fact.value_number
    members = sorted(fact.fact_entities.all(), key=lambda member: member.position)
    return tuple(member.entity.key for member in members)


def _plain(stored: Any) -> PlainValue | None:
    return tuple(stored) if isinstance(stored, list) else stored


def _value(plain: PlainValue, value_type: str) -> Value:
    if value_type == ValueType.DATE:
        return DateValue.parse(str(plain))
    return plain if isinstance(plain, (int, tuple)) else (plain,)


def _optional_value(stored: Any, value_type: str) -> Value | None:
    plain = _plain(stored)
    return None if plain is None else _value(plain, value_type)
