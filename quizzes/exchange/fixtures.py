"""Fixture files, as a person writes them, read into rows.

A file may hold `sources`, `topics`, `entities` and `facts`; `source` and `topic` at its
top are what its facts belong to unless they say otherwise. Nothing is looked up here:
whether a key exists is for `checking`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from quizzes.bank.content import FactContent, TextContent
from quizzes.exchange.faults import Fault, FaultCode, UnreadableFile
from quizzes.exchange.rows import (
    AlsoRow,
    EntityRow,
    FactRow,
    Fixture,
    NameRow,
    Place,
    SourceRow,
    TopicRow,
    joined,
)
from quizzes.exchange.vocabulary import shaped
from quizzes.exchange.yaml_fields import Fields
from quizzes.exchange.yaml_nodes import Node, read

LANGUAGES: Final = ("kk", "ru", "en")


def read_fixture(content: bytes, file: str = "") -> tuple[Fixture, list[Fault]]:
    """Read one fixture file: what it says, and all that is wrong with its shape."""
    faults: list[Fault] = []
    try:
        node = read(content)
    except UnreadableFile as error:
        return Fixture(), [error.fault.in_file(file)]
    fixture = Fixture() if node is None else _fixture(node, faults, file)
    return fixture, [fault.in_file(file) for fault in faults]


def read_fixtures(
    files: Iterable[tuple[str, bytes]],
) -> tuple[Fixture, list[Fault]]:
    """Read several files, given as (name, content), as one."""
    fixtures, faults = [], []
    for name, content in files:
        fixture, found = read_fixture(content, name)
        fixtures.append(fixture)
        faults += found
    return joined(fixtures), faults


def _fixture(node: Node, faults: list[Fault], file: str) -> Fixture:
    top = Fields(node, faults)
    source, topic = top.text("source"), top.text("topic")
    fixture = Fixture(
        sources=tuple(
            _source(Fields(each, faults), file) for each in top.items("sources")
        ),
        topics=tuple(
            _topic(Fields(each, faults), position, file)
            for position, each in enumerate(top.items("topics"), 1)
        ),
        entities=tuple(
            _entity(Fields(each, faults), faults, file)
            for each in top.items("entities")
        ),
        facts=tuple(
            _fact(Fields(each, faults), source, topic, file)
            for each in top.items("facts")
        ),
    )
    top.left()
    return fixture


def _place(fields: Fields, file: str) -> Place:
    fields.left()
    return Place(line=fields.line, fields=fields.lines, file=file)


def _source(fields: Fields, file: str) -> SourceRow:
    return SourceRow(
        key=fields.text("key", required=True),
        titles=fields.by_language("title", required=True),
        paragraphs=fields.number("paragraphs", required=True),
        place=_place(fields, file),
    )


def _topic(fields: Fields, position: int, file: str) -> TopicRow:
    return TopicRow(
        key=fields.text("key", required=True),
        source=fields.text("source", required=True),
        names=fields.by_language("name", required=True),
        position=position,
        place=_place(fields, file),
    )


def _entity(fields: Fields, faults: list[Fault], file: str) -> EntityRow:
    names = []
    for language in LANGUAGES:
        inner = fields.mapping(language, required=language == "kk")
        if inner is not None:
            names.append(_name(inner, language, faults))
    return EntityRow(
        key=fields.text("key", required=True),
        kind=fields.text("kind", required=True),
        names=tuple(names),
        part_of=fields.text("part_of"),
        category=fields.text("category"),
        place=_place(fields, file),
    )


def _name(fields: Fields, language: str, faults: list[Fault]) -> NameRow:
    forms, full_forms = fields.mapping("forms"), fields.mapping("full_forms")
    row = NameRow(
        language=language,
        name=fields.text("name", required=True),
        possessed=fields.yes_no("possessed"),
        short=fields.text("short"),
        short_possessed=fields.yes_no("short_possessed"),
        aliases=fields.texts("aliases"),
        also=tuple(_also(Fields(node, faults)) for node in fields.items("also")),
        reading=fields.text("reading"),
        forms={} if forms is None else _forms(forms),
        full_forms={} if full_forms is None else _forms(full_forms),
    )
    fields.left()
    return row


def _also(fields: Fields) -> AlsoRow:
    row = AlsoRow(
        name=fields.text("name", required=True), possessed=fields.yes_no("possessed")
    )
    fields.left()
    return row


def _forms(fields: Fields) -> dict[str, str]:
    cases = ("gen", "dat", "acc", "loc", "abl", "ins")
    found = {case: fields.text(case) for case in cases if fields.has(case)}
    fields.left()
    return found


def _fact(fields: Fields, source: str, topic: str, file: str) -> FactRow:
    value = fields.value("value")
    if value is None:
        fields.fault(FaultCode.MISSING, "value")
    content = FactContent(
        key=fields.text("key", required=True),
        source=fields.text("source", required=not source, default=source),
        topic=fields.text("topic", required=not topic, default=topic),
        paragraphs=fields.numbers("paragraphs"),
        subject=fields.text("subject", required=True),
        property=fields.text("property", required=True),
        value="" if value is None else value,
        texts=_texts(fields),
        object=fields.text("object"),
        claim=fields.text("claim"),
        unit=fields.text("unit"),
        text_value=fields.value("text_value"),
        ask_precision=fields.text("ask_precision"),
        planned=fields.yes_no("planned"),
        weight=fields.text("weight", default="core"),
        complete=fields.yes_no("complete"),
        as_of=fields.text("as_of"),
        basis=fields.text("basis", default="text"),
        basis_note=fields.text("basis_note"),
        unasked=fields.text("unasked"),
        state=fields.text("state", default="approved"),
    )
    return FactRow(content=shaped(content), place=_place(fields, file))


def _texts(fields: Fields) -> tuple[TextContent, ...]:
    """The Kazakh text stands in the fact itself, others under their language."""
    texts = [
        TextContent(
            language="kk",
            statement=fields.text("statement", required=True),
            note=fields.text("note"),
        )
    ]
    for language in ("ru", "en"):
        inner = fields.mapping(language)
        if inner is not None:
            statement = inner.text("statement", required=True)
            note = inner.text("note")
            texts.append(TextContent(language=language, statement=statement, note=note))
            inner.left()
    return tuple(sorted(texts, key=lambda text: text.language))
