"""Rows of a sheet as whole facts.

A column that the sheet does not have keeps what the bank holds, or the default for a
new fact. Entities stand in sheets by their Kazakh names, and are found by name and
kind.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from quizzes.bank.content import FactContent, TextContent
from quizzes.bank.names import key_from, normal, search_key
from quizzes.exchange.columns import parts
from quizzes.exchange.faults import Fault, FaultCode, Parameter
from quizzes.exchange.rows import (
    Cell,
    EntityRow,
    FactRow,
    NameRow,
    Place,
    SheetRow,
)
from quizzes.exchange.vocabulary import shaped
from quizzes.exchange.world import World
from quizzes.items.data import EntityKind
from quizzes.items.properties import PROPERTIES, Property, ValueType

_NEEDED: Final = ("source", "topic", "subject", "property", "value", "statement")
_AS_THEY_STAND: Final = (
    "source",
    "topic",
    "property",
    "claim",
    "unit",
    "ask_precision",
    "weight",
    "as_of",
    "basis",
    "basis_note",
    "unasked",
    "state",
)
# An empty cell of these means the default.
_DEFAULTS: Final[Mapping[str, str]] = {
    "weight": "core",
    "basis": "text",
    "state": "draft",
}
_YES: Final = frozenset({"true", "1", "yes", "иә", "да"})
_NO: Final = frozenset({"", "false", "0", "no", "жоқ", "нет"})
_DIGEST_LENGTH: Final = 8
_MOST_GUESSES: Final = 50
_LONGEST_GUESSED: Final = 200
_ANY_KIND: Final = frozenset(EntityKind)


# A property may be given by its label as well
_LABELLED: Final[Mapping[str, str]] = {
    search_key(label): name
    for name, known in PROPERTIES.items()
    for label in known.labels.values()
}


def _property_called(text: str) -> str:
    return text if text in PROPERTIES else _LABELLED.get(search_key(text), text)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetFacts:
    """What a sheet says: facts, and entities that it makes."""

    facts: tuple[FactRow, ...]
    entities: tuple[EntityRow, ...]
    faults: tuple[Fault, ...]


def facts_of(
    rows: Iterable[SheetRow], world: World, *, create_entities: bool = False
) -> SheetFacts:
    """Find what a sheet's rows say.

    An unknown name is a fault, unless entities may be created; then it becomes an
    entity with that name and the kind that the row gives.
    """
    reader = _Reader(world, create_entities=create_entities)
    facts = [reader.fact(row) for row in rows]
    return SheetFacts(
        facts=tuple(facts),
        entities=tuple(reader.created.values()),
        faults=tuple(reader.faults),
    )


@dataclass(slots=True)
class _Reader:
    """Turns rows into facts, one after the other."""

    world: World
    create_entities: bool = field(kw_only=True)
    faults: list[Fault] = field(default_factory=list)
    created: dict[tuple[str, str], EntityRow] = field(default_factory=dict)
    guesses: dict[str, str] = field(default_factory=dict)
    _place: Place = field(default_factory=Place)

    def fact(self, row: SheetRow) -> FactRow:
        """The whole fact of one row."""
        self._place = row.place
        cells = row.cells
        key = _text(cells.get("key", ""))
        stored = self.world.facts.get(key)
        if stored is None:
            for name in _NEEDED:
                if cells.get(name, "") in ("", ()):
                    self._fault(FaultCode.MISSING, name)
        content = stored or _empty(key)
        changes: dict[str, Any] = {}
        for name in _AS_THEY_STAND:
            if name in cells:
                changes[name] = _text(cells[name]) or _DEFAULTS.get(name, "")
        if "property" in changes:
            changes["property"] = _property_called(changes["property"])
        for name in ("planned", "complete"):
            if name in cells:
                changes[name] = self._yes_no(cells[name], name)
        if "paragraphs" in cells:
            changes["paragraphs"] = self._paragraphs(cells["paragraphs"])
        changes["texts"] = self._texts(cells, content)
        known = PROPERTIES.get(changes.get("property", content.property))
        if known is not None:
            changes |= self._things(cells, content, known)
        found = shaped(replace(content, **changes))
        if not key:
            found = replace(found, key=_made_key(found))
        return FactRow(content=found, named=bool(key), place=row.place)

    def _things(
        self, cells: Mapping[str, Cell], content: FactContent, known: Property
    ) -> dict[str, Any]:
        """Subject, object and values: found by what the property joins."""
        changes: dict[str, Any] = {}
        given = _text(cells.get("value_type", ""))
        if given and given != known.value_type:
            self._fault(
                FaultCode.WRONG_VALUE_TYPE, "value_type", expected=known.value_type
            )
        if _text(cells.get("subject", "")):
            kinds = self._kinds(cells, "subject_kind") or known.subject_kinds
            name = _text(cells["subject"])
            changes["subject"] = self._entity(name, "subject", kinds, content.subject)
        if "object" in cells:
            name = _text(cells["object"])
            kinds = known.object_kinds or _ANY_KIND
            changes["object"] = (
                self._entity(name, "object", kinds, content.object) if name else ""
            )
        kinds = known.value_kinds
        if known.value_type is ValueType.ENTITIES:
            kinds = self._kinds(cells, "value_kind") or kinds
        if cells.get("value", "") not in ("", ()):
            known_keys = content.entity_keys()
            changes["value"] = self._value(
                cells["value"], "value", known, kinds, known_keys
            )
        if "text_value" in cells:
            cell = cells["text_value"]
            stored = content.text_value
            known_keys = stored if isinstance(stored, tuple) else ()
            changes["text_value"] = (
                None
                if cell in ("", ())
                else self._value(
                    cell, "text_value", known, known.value_kinds, known_keys
                )
            )
        return changes

    def _value(
        self,
        cell: Cell,
        name: str,
        known: Property,
        kinds: frozenset[EntityKind],
        stored: Sequence[str],
    ) -> str | int | tuple[str, ...]:
        """A value as written; entities by their keys."""
        if known.value_type is not ValueType.ENTITIES:
            if isinstance(cell, tuple):
                self._fault(FaultCode.WRONG_VALUE_TYPE, name, expected=known.value_type)
                return ""
            is_number = isinstance(cell, int) and not isinstance(cell, bool)
            if is_number and known.value_type is ValueType.NUMBER:
                return int(cell)
            return str(cell)
        texts = (
            [str(each) for each in cell]
            if isinstance(cell, tuple)
            else parts(_text(cell))
        )
        return tuple(self._entity(text, name, kinds, *stored) for text in texts)

    def _entity(
        self, name: str, column: str, kinds: Iterable[EntityKind], *stored: str
    ) -> str:
        """The key of the entity with a name; empty, with a fault, if it is not found.

        Where a name stands for several, the one that the fact has already is meant.
        """
        wanted = frozenset(kinds)
        found = self.world.names.called(name, wanted)
        if len(found) > 1:
            found = [key for key in found if key in stored] or found
        if len(found) == 1:
            return found[0]
        if len(found) > 1:
            listed = ", ".join(found)
            self._fault(FaultCode.AMBIGUOUS_NAME, column, name=name, keys=listed)
            return ""
        if self.create_entities and len(wanted) == 1:
            return self._create(name, *wanted)
        near = self._near(name)
        self._fault(FaultCode.UNKNOWN_NAME, column, name=name[:100], near=near)
        return ""

    def _near(self, name: str) -> str:
        """What may be meant by a name that nobody has; a long search, so few times."""
        if name in self.guesses:
            return self.guesses[name]
        if len(self.guesses) >= _MOST_GUESSES or len(name) > _LONGEST_GUESSED:
            return ""
        key = self.world.names.near(name)
        self.guesses[name] = self.world.entities[key].printed if key else ""
        return self.guesses[name]

    def _create(self, name: str, kind: EntityKind) -> str:
        """Make an entity once, however often the sheet names it."""
        place = (kind, search_key(name))
        if place not in self.created:
            taken = {*self.world.entities, *(row.key for row in self.created.values())}
            base = key = key_from(name) or kind
            number = 1
            while key in taken:
                number += 1
                key = f"{base}-{number}"
            self.created[place] = EntityRow(
                key=key,
                kind=kind,
                names=(NameRow(language="kk", name=normal(name)),),
                place=self._place,
            )
        return self.created[place].key

    def _kinds(self, cells: Mapping[str, Cell], column: str) -> frozenset[EntityKind]:
        """The kinds that a column names; none where it is empty."""
        found = set()
        for text in parts(_text(cells.get(column, ""))):
            try:
                found.add(EntityKind(text))
            except ValueError:
                choices = ", ".join(EntityKind)
                self._fault(
                    FaultCode.UNKNOWN_CHOICE, column, value=text, choices=choices
                )
        return frozenset(found)

    def _paragraphs(self, cell: Cell) -> tuple[int, ...]:
        texts = cell if isinstance(cell, tuple) else parts(_text(cell))
        numbers = []
        for text in texts:
            digits = str(text)
            if digits.isascii() and digits.isdigit() and len(digits) < 10:
                numbers.append(int(digits))
            else:
                self._fault(FaultCode.NOT_NUMBER, "paragraphs")
        return tuple(numbers)

    def _yes_no(self, cell: Cell, column: str) -> bool:
        text = str(cell).strip().casefold()
        if text not in _YES | _NO:
            self._fault(FaultCode.NOT_YES_NO, column)
        return text in _YES

    def _texts(
        self, cells: Mapping[str, Cell], content: FactContent
    ) -> tuple[TextContent, ...]:
        texts = []
        for language, suffix in (("en", "_en"), ("kk", ""), ("ru", "_ru")):
            stored = content.text(language)
            text = TextContent(
                language=language,
                statement=_text(cells.get(f"statement{suffix}", stored.statement)),
                note=_text(cells.get(f"note{suffix}", stored.note)),
            )
            if text.statement:
                texts.append(text)
            elif text.note or (language == "kk" and stored.statement):
                self._fault(FaultCode.MISSING, f"statement{suffix}")
        return tuple(texts)

    def _fault(self, code: FaultCode, column: str, **parameters: Parameter) -> None:
        self.faults.append(
            Fault(
                code=code,
                line=self._place.line,
                field=column,
                file=self._place.file,
                parameters=parameters,
            )
        )


def _text(cell: Cell) -> str:
    """A cell as text; a list as a cell of CSV has it."""
    if isinstance(cell, tuple):
        return "; ".join(str(each) for each in cell)
    return str(cell).strip()


def _made_key(content: FactContent) -> str:
    """A key for a fact that a sheet names by none: of its subject and what it says."""
    said = (content.subject, content.property, content.object, content.planned)
    text = repr((*said, content.value)).encode("utf-8", "surrogatepass")
    name = f"{content.subject} {content.property}".replace("_", "-")
    digest = hashlib.sha256(text).hexdigest()[:_DIGEST_LENGTH]
    return f"{key_from(name) or 'fact'}-{digest}"


def _empty(key: str) -> FactContent:
    """A new fact before its row is read: a draft, until the row says otherwise."""
    return FactContent(
        key=key,
        source="",
        topic="",
        paragraphs=(),
        subject="",
        property="",
        value="",
        texts=(),
        state="draft",
    )
