"""From what is typed in a fact's form to its content, with what is wrong at each field.

Reading goes as far as it can: a preview needs no source, and saving needs everything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quizzes.bank.content import FactContent, PlainValue, TextContent
from quizzes.bank.entities import Entity
from quizzes.bank.fact_drafts import LANGUAGES, FactDraft
from quizzes.bank.facts import TEXT_LENGTH, Fact
from quizzes.bank.shelves import Shelf
from quizzes.bank.showing import show_entity
from quizzes.bank.typed_values import (
    Unreadable,
    agreed_precision,
    read_claim,
    read_date,
    read_number,
    read_paragraphs,
)
from quizzes.items.calendar import DateValue, Precision
from quizzes.items.data import EntityKind
from quizzes.items.properties import Property, ValueType

_T = TypeVar("_T")

_LONGEST_UNIT: Final = 200
_LONGEST_CLAIM: Final = 500
_NEEDED: Final = _("This must be filled in.")
_LONG: Final = _("Too long. Most characters: %(limit)s.")


@dataclass(slots=True, kw_only=True)
class Reading:
    """What could be read. `content` is there once subject and value are.

    `faults` keep the fact from being saved; at the fields in `missing` nothing is wrong
    but that they are empty yet.
    """

    content: FactContent | None = None
    faults: dict[str, list[str]] = field(default_factory=dict)
    missing: set[str] = field(default_factory=set)
    dates: dict[str, DateValue] = field(default_factory=dict)

    def fault(self, name: str, message: str | Promise) -> None:
        """Note what is wrong at a field."""
        self.faults.setdefault(name, []).append(str(message))

    def lacks(self, name: str, message: str | Promise = _NEEDED) -> None:
        """Note that a field is empty that may not be."""
        self.missing.add(name)
        self.fault(name, message)


def read_draft(
    draft: FactDraft,
    *,
    key: str,
    state: str,
    entities: Mapping[str, Entity],
    shelf: Shelf,
) -> Reading:
    """Read a form; takes the entities that it names, by their keys."""
    reading = Reading()
    known = draft.known
    if known is None:
        reading.lacks("property", _("Choose what the fact says."))
        return reading
    subject = _one(reading, draft, "subject", known.subject_kinds, entities)
    object_ = None
    if known.object_kinds:
        object_ = _one(reading, draft, "object", known.object_kinds, entities)
    value = _value(reading, draft, known, entities, "")
    in_text = _value(reading, draft, known, entities, "text_")
    if in_text == value:
        in_text = None
    claim = _read(reading, "claim", draft.text("claim"), read_claim) or ""
    as_of = _date(reading, draft, "as_of")
    source, topic = _place(reading, draft, shelf)
    paragraphs = _paragraphs(reading, draft, shelf, source)
    texts = tuple(_texts(reading, draft))
    _basis(reading, draft)
    _lengths(reading, draft)
    unreadable = {"claim", "date", "number", "values"} & reading.faults.keys()
    if unreadable or subject is None or value is None:
        return reading
    if known.object_kinds and object_ is None:
        return reading
    is_set = known.value_type is ValueType.ENTITIES
    reading.content = FactContent(
        key=key,
        source=source,
        topic=topic,
        paragraphs=paragraphs,
        subject=subject,
        property=known.name,
        value=value,
        texts=texts,
        object=object_ or "",
        claim=claim,
        unit=draft.text("unit") if known.value_type is ValueType.NUMBER else "",
        text_value=in_text,
        ask_precision=_ask_precision(reading, draft, known),
        planned="planned" in draft.flags,
        weight=_chosen(draft, "weight", Fact.Weight.values),
        complete=is_set and not known.one_value and "complete" in draft.flags,
        as_of=as_of.edtf if as_of is not None and is_set else "",
        basis=_chosen(draft, "basis", Fact.Basis.values),
        basis_note=draft.text("basis_note"),
        unasked=draft.text("unasked"),
        state=state,
    )
    return reading


def _one(
    reading: Reading,
    draft: FactDraft,
    name: str,
    kinds: frozenset[EntityKind],
    entities: Mapping[str, Entity],
) -> str | None:
    keys = _picked(reading, draft, name, kinds, entities)
    if not keys and name not in reading.faults:
        reading.lacks(name)
    return keys[0] if keys else None


def _picked(
    reading: Reading,
    draft: FactDraft,
    name: str,
    kinds: frozenset[EntityKind],
    entities: Mapping[str, Entity],
) -> tuple[str, ...]:
    keys = [key for key in draft.picked(name) if key in entities]
    if draft.sought.get(name):
        reading.lacks(
            name, _("Choose one of what was found, or add it; else empty the box.")
        )
    for key in keys:
        if EntityKind(entities[key].kind) not in kinds:
            said = show_entity(entities[key]).name.text
            reading.fault(name, _("This does not fit here: %(name)s") % {"name": said})
    return tuple(keys)


def _value(
    reading: Reading,
    draft: FactDraft,
    known: Property,
    entities: Mapping[str, Entity],
    prefix: str,
) -> PlainValue | None:
    """The value, or with the prefix the one that the text has; None where it fails."""
    match known.value_type:
        case ValueType.DATE:
            date = _date(reading, draft, f"{prefix}date", needed=not prefix)
            return date.edtf if date is not None else None
        case ValueType.NUMBER:
            name = f"{prefix}number"
            typed = draft.text(name)
            if not typed:
                if not prefix:
                    reading.lacks(name)
                return None
            return _read(reading, name, typed, read_number)
    name = f"{prefix}values"
    keys = _picked(reading, draft, name, known.value_kinds, entities)
    if not keys:
        if not prefix and name not in reading.faults:
            reading.lacks(name)
        return None
    if len(keys) > 1 and known.one_value:
        reading.fault(name, _("Only one can stand here."))
    return keys


def _date(
    reading: Reading, draft: FactDraft, name: str, *, needed: bool = False
) -> DateValue | None:
    typed = draft.text(name)
    if not typed:
        if needed:
            reading.lacks(name)
        return None
    date = _read(reading, name, typed, read_date)
    if date is not None:
        reading.dates[name] = date
    return date


def _read(
    reading: Reading, name: str, typed: str, reader: Callable[[str], _T]
) -> _T | None:
    """What a reader makes of a text, or None with a fault at the field."""
    try:
        return reader(typed)
    except Unreadable as error:
        reading.fault(name, error.message)
        return None


def _place(reading: Reading, draft: FactDraft, shelf: Shelf) -> tuple[str, str]:
    """The source and the topic; a topic alone says its source."""
    source, topic = draft.text("source"), draft.text("topic")
    if topic in shelf.topics and not source:
        source = shelf.topics[topic].source.key
    if source not in shelf.sources:
        reading.lacks("source", _("Choose the source."))
    if topic not in shelf.topics:
        reading.lacks("topic", _("Choose the topic."))
    elif source in shelf.sources and (
        shelf.topics[topic].source_id != shelf.sources[source].pk
    ):
        reading.fault("topic", _("This topic is of another source."))
    return source, topic


def _paragraphs(
    reading: Reading, draft: FactDraft, shelf: Shelf, source: str
) -> tuple[int, ...]:
    typed = draft.text("paragraphs")
    if source not in shelf.sources:
        return ()
    if not typed:
        if draft.text("basis") != Fact.Basis.OUTSIDE:
            reading.lacks("paragraphs")
        return ()
    count = shelf.sources[source].paragraph_count
    found = _read(
        reading, "paragraphs", typed, lambda text: read_paragraphs(text, count)
    )
    return found or ()


def _texts(reading: Reading, draft: FactDraft) -> Iterable[TextContent]:
    for language in LANGUAGES:
        statement = draft.text(f"statement_{language}")
        note = draft.text(f"note_{language}")
        if statement or (note and language == LANGUAGES[0]):
            yield TextContent(language=language, statement=statement, note=note)
        elif note:
            reading.fault(
                f"statement_{language}",
                _("A note needs its statement in this language."),
            )


def _basis(reading: Reading, draft: FactDraft) -> None:
    if draft.text("basis") not in ("", Fact.Basis.TEXT) and not draft.text(
        "basis_note"
    ):
        reading.lacks("basis_note", _("Say what the fact rests on."))


def _lengths(reading: Reading, draft: FactDraft) -> None:
    limits = {"unit": _LONGEST_UNIT, "claim": _LONGEST_CLAIM}
    names = [f"{kind}_{each}" for kind in ("statement", "note") for each in LANGUAGES]
    limits |= dict.fromkeys([*names, "basis_note", "unasked"], TEXT_LENGTH)
    for name, limit in limits.items():
        if len(draft.text(name)) > limit:
            reading.fault(name, _LONG % {"limit": limit})


def _ask_precision(reading: Reading, draft: FactDraft, known: Property) -> str:
    """The chosen precision, or where text and history differ the one they share."""
    if known.value_type is not ValueType.DATE:
        return ""
    value, in_text = reading.dates.get("date"), reading.dates.get("text_date")
    typed = draft.text("ask_precision")
    if typed not in Fact.AskPrecision.values:
        return agreed_precision(value, in_text) if value and in_text else ""
    if value is None or value.is_open or typed == value.unit:
        return ""
    try:
        value.coarsened(Precision(typed))
    except ValueError:
        reading.fault("ask_precision", _("The date is not known so exactly."))
        return ""
    return typed


def _chosen(draft: FactDraft, name: str, values: list[str]) -> str:
    typed = draft.text(name)
    return typed if typed in values else values[0]
