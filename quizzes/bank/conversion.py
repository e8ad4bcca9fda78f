"""Rows of the bank as the plain shapes of `content`.

The rows come prefetched (`facts.with_content()`, `entities.with_names()`), so nothing
here asks the database for more.
"""

from __future__ import annotations

from typing import Any

from quizzes.bank.content import FactContent, PlainValue, TextContent
from quizzes.bank.entities import Entity, EntityName
from quizzes.bank.facts import Fact

_LANGUAGE = "kk"


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
