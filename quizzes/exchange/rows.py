"""The plain rows that files are read into and written from.

Two rows are equal if they say the same, wherever they stand: lines do not count.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from quizzes.bank.content import FactContent

# What one cell of a sheet can hold.
Cell: TypeAlias = str | int | bool | tuple[str, ...] | tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a row stands: its file, its line, and the lines of its fields."""

    line: int = 0
    fields: Mapping[str, int] = field(default_factory=dict)
    file: str = ""

    def of(self, name: str) -> int:
        """The line of a field, or of the row where the field is missing."""
        return self.fields.get(name, self.line)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """A source: its titles by language and the number of its paragraphs."""

    key: str
    titles: Mapping[str, str]
    paragraphs: int
    place: Place = field(default_factory=Place, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicRow:
    """A topic: its source, its names by language and its place among the topics."""

    key: str
    source: str
    names: Mapping[str, str]
    position: int
    place: Place = field(default_factory=Place, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class AlsoRow:
    """A further designation of an entity."""

    name: str
    possessed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NameRow:
    """How an entity is called in one language."""

    language: str
    name: str
    possessed: bool = False
    short: str = ""
    short_possessed: bool = False
    aliases: tuple[str, ...] = ()
    also: tuple[AlsoRow, ...] = ()
    reading: str = ""
    forms: Mapping[str, str] = field(default_factory=dict)
    full_forms: Mapping[str, str] = field(default_factory=dict)

    @property
    def printed(self) -> str:
        """The name that items print."""
        return self.short or self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityRow:
    """An entity with its names, in the order of their languages."""

    key: str
    kind: str
    names: tuple[NameRow, ...]
    part_of: str = ""
    category: str = ""
    place: Place = field(default_factory=Place, compare=False)

    def name_in(self, language: str) -> NameRow | None:
        """Its name row in a language."""
        return next((row for row in self.names if row.language == language), None)

    @property
    def printed(self) -> str:
        """The Kazakh name that items print; the key where there is none."""
        row = self.name_in("kk")
        return row.printed if row is not None else self.key


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRow:
    """A fact as a file gives it.

    `named` says that the file gave its key; else the key is made from what the fact
    says, so that the same fact has the same key in every file.
    """

    content: FactContent
    named: bool = True
    place: Place = field(default_factory=Place, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixture:
    """All that one or several fixture files say."""

    sources: tuple[SourceRow, ...] = ()
    topics: tuple[TopicRow, ...] = ()
    entities: tuple[EntityRow, ...] = ()
    facts: tuple[FactRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRow:
    """A row of a sheet: only the columns that the sheet has."""

    cells: Mapping[str, Cell]
    place: Place = field(default_factory=Place, compare=False)


def joined(fixtures: Iterable[Fixture]) -> Fixture:
    """Several files as one; topics are numbered through."""
    files = list(fixtures)
    topics = [topic for each in files for topic in each.topics]
    return Fixture(
        sources=tuple(row for each in files for row in each.sources),
        topics=tuple(
            replace(topic, position=number) for number, topic in enumerate(topics, 1)
        ),
        entities=tuple(row for each in files for row in each.entities),
        facts=tuple(row for each in files for row in each.facts),
    )
