"""Facts as the cells of a sheet; entities by their printed Kazakh names."""

from __future__ import annotations

from quizzes.bank.content import FactContent, PlainValue
from quizzes.exchange.rows import Cell
from quizzes.exchange.world import World
from quizzes.items.calendar import DateValue
from quizzes.items.properties import PROPERTIES, ValueType

NUMBER_KIND = "integer"


def cells_of(content: FactContent, world: World) -> dict[str, Cell]:
    """Every column of a fact, typed: lists for sets, numbers for numbers.

    The one entity of a property that takes no set is a name, not a list of one.
    """
    russian, english = content.text("ru"), content.text("en")
    kazakh = content.text("kk")
    return {
        "key": content.key,
        "source": content.source,
        "topic": content.topic,
        "paragraphs": content.paragraphs,
        "subject": world.entities[content.subject].printed,
        "subject_kind": world.entities[content.subject].kind,
        "property": content.property,
        "value_type": PROPERTIES[content.property].value_type.value,
        "value": _value(content.value, content, world),
        "value_kind": _value_kind(content, world),
        "statement": kazakh.statement,
        "note": kazakh.note,
        "state": content.state,
        "object": world.entities[content.object].printed if content.object else "",
        "claim": content.claim,
        "unit": content.unit,
        "text_value": (
            ""
            if content.text_value is None
            else _value(content.text_value, content, world)
        ),
        "ask_precision": content.ask_precision,
        "planned": content.planned,
        "weight": content.weight,
        "complete": content.complete,
        "as_of": content.as_of,
        "basis": content.basis,
        "basis_note": content.basis_note,
        "unasked": content.unasked,
        "statement_ru": russian.statement,
        "note_ru": russian.note,
        "statement_en": english.statement,
        "note_en": english.note,
    }


def _value(value: PlainValue, content: FactContent, world: World) -> Cell:
    if not isinstance(value, tuple):
        return value
    names = tuple(world.entities[key].printed for key in value)
    return names[0] if PROPERTIES[content.property].one_value else names


def _value_kind(content: FactContent, world: World) -> str:
    """What the value is: the kinds of its entities, a date's precision, a number."""
    match PROPERTIES[content.property].value_type:
        case ValueType.DATE:
            return DateValue.parse(str(content.value)).precision.value
        case ValueType.NUMBER:
            return NUMBER_KIND
        case ValueType.ENTITIES:
            kinds = (world.entities[key].kind for key in content.entity_keys())
            return "; ".join(dict.fromkeys(kinds))
