"""The fixtures as items see them, read without a database."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from quizzes.bank.content import FactContent, PlainValue
from quizzes.exchange.fixtures import read_fixtures
from quizzes.exchange.rows import EntityRow
from quizzes.exchange.vocabulary import shaped
from quizzes.items.calendar import DateValue
from quizzes.items.data import (
    Designation,
    EntityData,
    EntityKind,
    FactData,
    Neighbourhood,
    Value,
)
from quizzes.items.properties import PROPERTIES, ValueType

FOLDER = Path(__file__).resolve().parents[2] / "fixtures"


@cache
def load_bank() -> Neighbourhood:
    """All facts of the fixtures with all their entities."""
    whole, faults = read_fixtures(
        [(path.name, path.read_bytes()) for path in sorted(FOLDER.glob("*.yaml"))]
    )
    assert faults == []
    return Neighbourhood(
        facts=tuple(_fact(shaped(row.content)) for row in whole.facts),
        entities={row.key: _entity(row) for row in whole.entities},
    )


def _fact(content: FactContent) -> FactData:
    value_type = PROPERTIES[content.property].value_type

    def read(plain: PlainValue) -> Value:
        if value_type is ValueType.DATE:
            return DateValue.parse(str(plain))
        assert not isinstance(plain, str)  # `shaped` makes a lone key a tuple
        return plain

    kazakh = content.text("kk")
    return FactData(
        key=content.key,
        version=1,
        source=content.source,
        topic=content.topic,
        paragraphs=content.paragraphs,
        subject=content.subject,
        property=content.property,
        value=read(content.value),
        statement=kazakh.statement,
        object=content.object or None,
        claim=content.claim,
        note=kazakh.note,
        approved=content.state == "approved",
        text_value=None if content.text_value is None else read(content.text_value),
        ask_precision=content.ask_precision,
        planned=content.planned,
        core=content.weight == "core",
        complete=content.complete,
        as_of=DateValue.parse(content.as_of) if content.as_of else None,
        unit=content.unit,
        unasked=content.unasked,
    )


def _entity(row: EntityRow) -> EntityData:
    (name,) = (each for each in row.names if each.language == "kk")
    short = Designation(
        text=name.printed,
        possessed=name.short_possessed if name.short else name.possessed,
        reading=name.reading or None,
        forms=name.forms,
    )
    return EntityData(
        key=row.key,
        kind=EntityKind(row.kind),
        name=Designation(text=name.name, possessed=name.possessed),
        short=short,
        also=tuple(
            Designation(text=each.name, possessed=each.possessed) for each in name.also
        ),
        aliases=name.aliases,
        part_of=row.part_of or None,
        category=row.category,
    )
