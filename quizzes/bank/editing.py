"""The one way into the bank: whole contents, written with a version.

Every verb is atomic and checks in full before it writes. A fact is given as its whole
`FactContent`; what stands in the tables afterwards is that content and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from quizzes.bank.content import FactContent, PlainValue, to_plain
from quizzes.bank.conversion import fact_content
from quizzes.bank.directory import Directory, Thing
from quizzes.bank.facts import Fact, FactEntity, FactText
from quizzes.bank.history import FactVersion
from quizzes.bank.names import search_key
from quizzes.bank.references import COMMON
from quizzes.bank.spaces import Space
from quizzes.items.calendar import DateError, DateValue
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


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFacts:
    """What became of many facts, by their keys: changed, or refused and why."""

    changes: dict[str, Change] = field(default_factory=dict)
    refused: dict[str, Exception] = field(default_factory=dict)


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
    directory = directory or Directory.naming(space, content.named_keys())
    content = with_canonical_dates(content)
    facts = Fact.objects.select_for_update(of=("self",)).filter(space=space)
    stored = facts.filter(key=content.key).with_content().first()
    written = _Written(space, directory, now=now, reason=reason, by=by)
    fact = written.take(content, stored, seen_version)
    if fact is None:
        assert stored is not None
        return StoredFact(fact=stored, change=Change.UNCHANGED)
    written.write()
    change = Change.CHANGED if stored is not None else Change.ADDED
    return StoredFact(fact=fact, change=change)


@transaction.atomic
def store_facts(
    *,
    space: Space,
    contents: Sequence[FactContent],
    now: datetime,
    reason: str,
    by: User | None = None,
    directory: Directory | None = None,
    seen_versions: Mapping[str, int] | None = None,
) -> StoredFacts:
    """Write many facts as `store_fact` writes one, in a fixed number of statements.

    What is refused is among the result by its key, and nothing of it is written; the
    rest is. Takes the versions that were seen by key, 0 for what was not there.
    """
    directory = directory or Directory.of(space)
    keys = [content.key for content in contents]
    rows = Fact.objects.select_for_update(of=("self",)).filter(space=space)
    stored = {fact.key: fact for fact in rows.filter(key__in=keys).with_content()}
    written = _Written(space, directory, now=now, reason=reason, by=by)
    result = StoredFacts()
    for content in contents:
        known = stored.get(content.key)
        seen = None if seen_versions is None else seen_versions.get(content.key, 0)
        try:
            fact = written.take(with_canonical_dates(content), known, seen)
        except (UnknownKey, StaleVersion, DateError, ValidationError) as error:
            result.refused[content.key] = error
            continue
        if fact is None:
            result.changes[content.key] = Change.UNCHANGED
        else:
            result.changes[content.key] = Change.CHANGED if known else Change.ADDED
    written.write()
    return result


class _Written:
    """Facts that are checked in full, and then written with all that hangs on them."""

    def __init__(
        self,
        space: Space,
        directory: Directory,
        *,
        now: datetime,
        reason: str,
        by: User | None,
    ) -> None:
        self._space, self._directory = space, directory
        self._now, self._reason, self._by = now, reason, by
        self._added: list[Fact] = []
        self._changed: list[Fact] = []
        self._entities: list[FactEntity] = []
        self._texts: list[FactText] = []
        self._versions: list[FactVersion] = []

    def take(
        self, content: FactContent, stored: Fact | None, seen_version: int | None
    ) -> Fact | None:
        """The row of a fact as it will be; None if it stands so already.

        Raises what `store_fact` raises, and nothing of the fact is written then.
        """
        if seen_version is not None and seen_version != (
            stored.version if stored is not None else 0
        ):
            raise StaleVersion(content.key)
        if stored is None:
            fact = Fact(
                space=self._space, key=content.key, version=1, created=self._now
            )
        elif fact_content(stored) == content:
            return None
        else:
            # What was prefetched for the comparison is out of date soon.
            fact = copy(stored)
            fact._prefetched_objects_cache = {}  # type: ignore[attr-defined]
            fact.version += 1
        self._fill(fact, content)
        entities = _entities(fact, content, self._directory)
        texts = _texts(fact, content)
        (self._added if stored is None else self._changed).append(fact)
        self._entities += entities
        self._texts += texts
        self._versions.append(
            FactVersion(
                fact=fact,
                number=fact.version,
                content=to_plain(content),
                made_at=self._now,
                made_by=self._by,
                reason=self._reason,
            )
        )
        return fact

    def write(self) -> None:
        """Write what was taken: each table in one statement, but changed facts."""
        Fact.objects.bulk_create(self._added)
        for fact in self._changed:
            fact.save()
        if self._changed:
            FactEntity.objects.filter(fact__in=self._changed).delete()
            FactText.objects.filter(fact__in=self._changed).delete()
        # New facts have their numbers only now
        for entity in self._entities:
            entity.fact_id = entity.fact.pk
        for text in self._texts:
            text.fact_id = text.fact.pk
        for version in self._versions:
            version.fact_id = version.fact.pk
        FactEntity.objects.bulk_create(self._entities)
        FactText.objects.bulk_create(self._texts)
        FactVersion.objects.bulk_create(self._versions)

    def _fill(self, fact: Fact, content: FactContent) -> None:
        _fill(fact, content, self._directory)
        _fill_state(fact, content.state, now=self._now, by=self._by)
        if self._reason != FactVersion.Reason.LOADED:
            fact.hand_edited = True
            fact.edited_by = self._by
        fact.updated = self._now
        _check(fact)


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


def _entities(
    fact: Fact, content: FactContent, directory: Directory
) -> list[FactEntity]:
    keys = dict.fromkeys(content.entity_keys())
    return [
        FactEntity(
            fact=fact,
            entity=_find(directory.entities, "value", key),
            position=position,
        )
        for position, key in enumerate(keys)
    ]


def _texts(fact: Fact, content: FactContent) -> list[FactText]:
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
    return rows


def _find(things: Mapping[str, Thing], field: str, key: str) -> Thing:
    """The thing with a key; raises UnknownKey."""
    try:
        return things[key]
    except KeyError:
        raise UnknownKey(field=field, key=key) from None
