"""The bank as a fixture file: what is loaded from it again is the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import yaml

from quizzes.bank.content import FactContent, PlainValue
from quizzes.exchange.rows import EntityRow, Fixture, NameRow, SourceRow, TopicRow
from quizzes.exchange.world import World
from quizzes.items.properties import PROPERTIES

_WIDE: Final = 100_000
_INDENT: Final = "  "


class _Quoted(str):
    """A text that stands in quotation marks, since it looks like a number or a date."""

    __slots__ = ()


class _Inline(dict[str, Any]):
    """A mapping on one line."""


class _Row(list[Any]):
    """A list on one line."""


class _Dumper(yaml.SafeDumper):
    """Writes the three kinds above, and never an alias."""

    def ignore_aliases(self, data: Any) -> bool:
        """Write every part out."""
        return True


_Dumper.add_representer(
    _Quoted,
    lambda dumper, text: dumper.represent_scalar(
        "tag:yaml.org,2002:str", str(text), style='"'
    ),
)
_Dumper.add_representer(
    _Inline,
    lambda dumper, data: dumper.represent_mapping(
        "tag:yaml.org,2002:map", data.items(), flow_style=True
    ),
)
_Dumper.add_representer(
    _Row,
    lambda dumper, data: dumper.represent_sequence(
        "tag:yaml.org,2002:seq", data, flow_style=True
    ),
)


def chosen(world: World, facts: Iterable[FactContent]) -> Fixture:
    """The part of the bank that some facts need, as a fixture without fact rows."""
    contents = list(facts)
    sources = {fact.source for fact in contents}
    wanted = {
        key
        for fact in contents
        for key in (
            fact.subject,
            *([fact.object] if fact.object else []),
            *fact.entity_keys(),
            *(fact.text_value if isinstance(fact.text_value, tuple) else ()),
        )
    }
    waiting = list(wanted)
    while waiting:
        whole = world.entities[waiting.pop()].part_of
        if whole and whole not in wanted:
            wanted.add(whole)
            waiting.append(whole)
    return Fixture(
        sources=tuple(world.sources[key] for key in sorted(sources)),
        topics=_in_order(row for row in world.topics.values() if row.source in sources),
        entities=tuple(world.entities[key] for key in sorted(wanted)),
    )


def whole(world: World) -> Fixture:
    """All of the bank but its facts."""
    return Fixture(
        sources=tuple(row for _, row in sorted(world.sources.items())),
        topics=_in_order(world.topics.values()),
        entities=tuple(row for _, row in sorted(world.entities.items())),
    )


def to_yaml(things: Fixture, facts: Sequence[FactContent]) -> bytes:
    """A fixture file of sources, topics, entities and facts."""
    sections = {
        "sources": [_source(row) for row in things.sources],
        "topics": [_topic(row) for row in things.topics],
        "entities": [_entity(row) for row in things.entities],
        "facts": [_fact(content) for content in facts],
    }
    written = [
        f"{name}:\n" + "\n".join(_block(row) for row in rows)
        for name, rows in sections.items()
        if rows
    ]
    return "\n".join(written).encode()


def _in_order(topics: Iterable[TopicRow]) -> tuple[TopicRow, ...]:
    return tuple(sorted(topics, key=lambda row: (row.source, row.position, row.key)))


def _block(row: Mapping[str, Any]) -> str:
    """One row of a list, indented."""
    text: str = yaml.dump(
        [row],
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        default_flow_style=False,
        width=_WIDE,
    )
    return "".join(f"{_INDENT}{line}\n" for line in text.splitlines())


def _source(row: SourceRow) -> dict[str, Any]:
    return {
        "key": row.key,
        "title": dict(row.titles),
        "paragraphs": row.paragraphs,
    }


def _topic(row: TopicRow) -> dict[str, Any]:
    return {"key": row.key, "source": row.source, "name": dict(row.names)}


def _entity(row: EntityRow) -> dict[str, Any]:
    names = {
        name.language: _name(name) if name.language == "kk" else _Inline(_name(name))
        for name in row.names
    }
    return _filled(
        {
            "key": row.key,
            "kind": row.kind,
            "category": row.category,
            "part_of": row.part_of,
            **names,
        }
    )


def _name(row: NameRow) -> dict[str, Any]:
    also = [
        _Inline(_filled({"name": each.name, "possessed": each.possessed}))
        for each in row.also
    ]
    return _filled(
        {
            "name": row.name,
            "possessed": row.possessed,
            "short": row.short,
            "short_possessed": row.short_possessed,
            "aliases": _Row(row.aliases),
            "also": also,
            "reading": row.reading,
            "forms": _Inline(row.forms),
            "full_forms": _Inline(row.full_forms),
        }
    )


def _fact(content: FactContent) -> dict[str, Any]:
    kazakh = content.text("kk")
    others = {
        text.language: _filled({"statement": text.statement, "note": text.note})
        for text in content.texts
        if text.language != "kk"
    }
    row = _filled(
        {
            "key": content.key,
            "source": content.source,
            "topic": content.topic,
            "paragraphs": _Row(content.paragraphs),
            "subject": content.subject,
            "property": content.property,
        }
    )
    row["value"] = _value(content.value, content)
    row |= _filled({"object": content.object, "claim": content.claim})
    row["statement"] = kazakh.statement
    row |= _filled({"note": kazakh.note, **others})
    if content.text_value is not None:
        row["text_value"] = _value(content.text_value, content)
    row |= _filled(
        {
            "ask_precision": content.ask_precision,
            "planned": content.planned,
            "weight": "" if content.weight == "core" else content.weight,
            "complete": content.complete,
            "as_of": _Quoted(content.as_of),
            "unit": content.unit,
            "basis": "" if content.basis == "text" else content.basis,
            "basis_note": content.basis_note,
            "unasked": content.unasked,
            "state": "" if content.state == "approved" else content.state,
        }
    )
    return row


def _value(value: PlainValue, content: FactContent) -> Any:
    if isinstance(value, int):
        return value
    if isinstance(value, str):
        return _Quoted(value)
    return value[0] if PROPERTIES[content.property].one_value else list(value)


def _filled(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row without what is empty or no."""
    return {name: value for name, value in row.items() if value}
