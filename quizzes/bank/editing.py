"""The one way into the bank: whole contents, written with a version.

Every verb is atomic and checks in full before it writes. A fact is given as its whole
`FactContent`; what stands in the tables afterwards is that content and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import transaction

from quizzes.bank.content import FactContent, PlainValue, to_plain
from quizzes.bank.conversion import fact_content
from quizzes.bank.directory import Directory, Thing
from quizzes.bank.facts import Fact, FactEntity, FactText
from quizzes.bank.history import FactVersion
from quizzes.bank.names import search_key
from quizzes.bank.references import COMMON
from quizzes.bank.spaces import Space
from quizzes.items.calendar import DateValue
from quizzes.items.properties import PROPERTIES, ValueType
from quizzes.people.models import User


class UnknownKey(LookupError):
    """A content names something that the space does not reach."""

    def __init__(self, *, field: str, key: str) -> None:
        super().__init__(f"{field}: {key}")
        self.field = field
        self.key = key


class StaleVersion(Exception):
    """Somebody else changed the fact since it was read."""


class Change(StrEnum):
    """What storing did."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFact:
    """A fact as it now stands, and whether that is new."""

    fact: Fact
    change: Change


def make_common_space() -> Space:
    """The common library, made if it is not there yet."""
    space, _made = Space.objects.get_or_create(
        key=COMMON, defaults={"name": "Ортақ кітапхана", "owner": None}
    )
    return space


@transaction.atomic
def store_fact(
    *,
    space: Space,
    content: FactContent,
    now: datetime,
    reason: str = FactVersion.Reason.EDITED,
    by: User | None = None,
    directory: Directory | None = None,
    seen_version: int | None = None,
) -> StoredFact:
    """Write a fact's whole content, with a version if anything changed.

    Takes a `directory` where many facts are stored in a row, and `seen_version` where a
    person edits what they saw before. A fact stored for any reason but loading counts
    as edited by hand. Raises UnknownKey, StaleVersion, DateError for a date that cannot
    be read, and ValidationError.
    """
    directory = directory or Directory.naming(space, content)
    content = with_canonical_dates(content)
    facts = Fact.objects.select_for_update(of=("self",)).filter(space=space)
    stored = facts.filter(key=content.key).with_content().first()
    if stored is None:
        if seen_version:
            raise StaleVersion(content.key)
        fact = Fact(space=space, key=content.key, version=1, created=now)
        change = Change.ADDED
    else:
        if seen_version is not None and seen_version != stored.version:
            raise StaleVersion(content.key)
        if fact_content(stored) == content:
            return StoredFact(fact=stored, change=Change.UNCHANGED)
        # A row of its own: what was prefetched for the comparison is out of date soon.
        fact = Fact.objects.get(pk=stored.pk)
        fact.version += 1
        change = Change.CHANGED
    _fill(fact, content, directory)
    _fill_state(fact, content.state, now=now, by=by)
    if reason != FactVersion.Reason.LOADED:
        fact.hand_edited = True
        fact.edited_by = by
    fact.updated = now
    _check(fact)
    fact.save()
    _write_entities(fact, content, directory)
    _write_texts(fact, content)
    FactVersion.objects.create(
        fact=fact,
        number=fact.version,
        content=to_plain(content),
        made_at=now,
        made_by=by,
        reason=reason,
    )
    return StoredFact(fact=fact, change=change)


def set_state(*, fact: Fact, state: str, now: datetime, by: User | None) -> StoredFact:
    """Approve a fact, or withdraw it; a version records it."""
    stored = Fact.objects.with_content().get(pk=fact.pk)
    return store_fact(
        space=stored.space,
        content=replace(fact_content(stored), state=state),
        now=now,
        by=by,
        reason=FactVersion.Reason.APPROVED,
    )


def with_canonical_dates(content: FactContent) -> FactContent:
    """The content with every EDTF string as the bank writes it; raises DateError."""
    changes: dict[str, Any] = {}
    known = PROPERTIES.get(content.property)
    if known is not None and known.value_type is ValueType.DATE:
        changes["value"] = DateValue.parse(str(content.value)).edtf
        if content.text_value is not None:
            changes["text_value"] = DateValue.parse(str(content.text_value)).edtf
    if content.as_of:
        changes["as_of"] = DateValue.parse(content.as_of).edtf
    texts = tuple(sorted(content.texts, key=lambda text: text.language))
    return replace(content, **changes, texts=texts)


def _fill(fact: Fact, content: FactContent, directory: Directory) -> None:
    """Set every column that the content decides, but the state."""
    fact.source = _find(directory.sources, "source", content.source)
    fact.topic = _find(directory.topics, "topic", content.topic)
    fact.subject = _find(directory.entities, "subject", content.subject)
    fact.object = (
        _find(directory.entities, "object", content.object) if content.object else None
    )
    fact.paragraphs = list(content.paragraphs)
    fact.property = content.property
    _fill_value(fact, content.value)
    stored_text_value: Any = content.text_value
    if isinstance(stored_text_value, tuple):
        for key in stored_text_value:
            _find(directory.entities, "text_value", key)
        stored_text_value = list(stored_text_value)
    fact.text_value = stored_text_value
    fact.claim = content.claim
    fact.unit = content.unit
    fact.ask_precision = content.ask_precision
    fact.planned = content.planned
    fact.weight = content.weight
    fact.complete = content.complete
    fact.as_of = content.as_of
    fact.basis = content.basis
    fact.basis_note = content.basis_note
    fact.unasked = content.unasked


def _fill_value(fact: Fact, value: PlainValue) -> None:
    """Set the columns of the value, and empty those of the other types."""
    fact.value_edtf, fact.precision = "", ""
    fact.first_day = fact.last_day = fact.value_number = None
    if isinstance(value, tuple):
        fact.value_type = Fact.ValueType.ENTITIES
    elif isinstance(value, int):
        fact.value_type = Fact.ValueType.NUMBER
        fact.value_number = value
    else:
        date = DateValue.parse(value)
        fact.value_type = Fact.ValueType.DATE
        fact.value_edtf = date.edtf
        fact.first_day, fact.last_day = date.first, date.last
        fact.precision = date.precision


def _fill_state(fact: Fact, state: str, *, now: datetime, by: User | None) -> None:
    """Set the state; an approval that stands already keeps its date and name."""
    if state == Fact.State.DRAFT:
        fact.approved_at = fact.approved_by = None
    elif not fact.is_approved() or fact.approved_at is None:
        fact.approved_at, fact.approved_by = now, by
    fact.state = state


def _check(fact: Fact) -> None:
    """Raise ValidationError for anything that a form would refuse.

    SQLite enforces no lengths, so this is the only place that does. What the directory
    found exists, and the constraints are checked by the database itself.
    """
    found = {"space", "source", "topic", "subject", "object"}
    people = {"approved_by", "edited_by"}
    fact.clean_fields(exclude=found | people)
    fact.clean()


def _write_entities(fact: Fact, content: FactContent, directory: Directory) -> None:
    keys = dict.fromkeys(content.entity_keys())
    entities = [_find(directory.entities, "value", key) for key in keys]
    FactEntity.objects.filter(fact=fact).delete()
    FactEntity.objects.bulk_create(
        [
            FactEntity(fact=fact, entity=entity, position=position)
            for position, entity in enumerate(entities)
        ]
    )


def _write_texts(fact: Fact, content: FactContent) -> None:
    rows = [
        FactText(
            fact=fact,
            language=text.language,
            statement=text.statement,
            note=text.note,
            search_key=search_key(f"{text.statement} {text.note}"),
        )
        for text in content.texts
    ]
    for row in rows:
        row.clean_fields(exclude={"fact"})
    FactText.objects.filter(fact=fact).delete()
    FactText.objects.bulk_create(rows)


def _find(things: Mapping[str, Thing], field: str, key: str) -> Thing:
    """The thing with a key; raises UnknownKey."""
    try:
        return things[key]
    except KeyError:
        raise UnknownKey(field=field, key=key) from None
