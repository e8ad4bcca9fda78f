"""Files into the bank: all of a file, or nothing.

A dry run goes the whole way, constraints of the database included, and takes it back at
the end. What a person has edited is never overwritten by loading fixtures.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.db.models import ProtectedError

from quizzes.bank import editing
from quizzes.bank.directory import Directory
from quizzes.bank.editing import Change
from quizzes.bank.entities import Entity, EntityName
from quizzes.bank.facts import Fact
from quizzes.bank.history import FactVersion
from quizzes.bank.spaces import Source, Space, Topic
from quizzes.exchange.bank_rows import entity_row, world_of
from quizzes.exchange.checking import (
    check_entity,
    check_facts,
    check_fixture,
    check_keys,
)
from quizzes.exchange.faults import Fault, FaultCode
from quizzes.exchange.fixtures import read_fixtures
from quizzes.exchange.rows import (
    EntityRow,
    FactRow,
    Fixture,
    NameRow,
    Place,
    SourceRow,
    TopicRow,
)
from quizzes.exchange.sheet_facts import facts_of
from quizzes.exchange.sheets import read_sheet
from quizzes.exchange.world import World
from quizzes.people.models import User

# Facts in one statement: SQLite takes 250,000 values in it, and a fact has about forty
_AT_ONCE: Final = 200


@dataclass(slots=True, kw_only=True)
class ImportResult:
    """What a file did, or would do, to the bank: keys of facts, and entities apart.

    `kept` were edited by a person and left as they are; `gone` were loaded once and
    stand in no fixture any more. With any fault nothing is stored.
    """

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    entities_added: list[str] = field(default_factory=list)
    entities_changed: list[str] = field(default_factory=list)
    entities_kept: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    dry_run: bool = False

    @property
    def is_stored(self) -> bool:
        """Whether the bank is now as the file has it."""
        return not self.faults and not self.dry_run

    def note(self, change: Change, key: str) -> None:
        """Put a fact where it belongs."""
        {
            Change.ADDED: self.added,
            Change.CHANGED: self.changed,
            Change.UNCHANGED: self.unchanged,
        }[change].append(key)


def load_fixtures(
    files: Iterable[tuple[str, bytes]],
    *,
    space: Space | None = None,
    now: datetime,
    dry_run: bool = False,
    prune: bool = False,
) -> ImportResult:
    """Load fixture files, given as (name, content), into the common library.

    New keys are added, new versions are written, what a person has edited is kept.
    `prune` removes facts and entities that no fixture has any more and nobody edited.
    """
    fixture, faults = read_fixtures(files)
    result = ImportResult(faults=faults, dry_run=dry_run)
    if faults:
        return result
    with transaction.atomic():
        space = space or editing.make_common_space()
        world = world_of(space)
        result.faults = check_fixture(fixture, world)
        if not result.faults:
            _store_sources(fixture.sources, space)
            _store_topics(fixture.topics, space)
            store_entity_rows(fixture.entities, space, result, by_hand=False)
            wanted = []
            for row in fixture.facts:
                key = row.content.key
                differs = world.facts.get(key) != row.content
                if key in world.kept_facts and differs:
                    result.kept.append(key)
                else:
                    wanted.append(row)
            store_rows(
                wanted,
                space,
                result,
                now=now,
                reason=FactVersion.Reason.LOADED,
                by=None,
            )
            _find_gone(fixture, space, result, prune=prune)
        if not result.is_stored:
            transaction.set_rollback(True)
    return result


def import_sheet(
    content: bytes,
    *,
    file: str,
    space: Space,
    now: datetime,
    by: User | None = None,
    dry_run: bool = False,
    create_entities: bool = False,
) -> ImportResult:
    """Import a sheet of facts; the end of the file's name says its format.

    Takes who imports it, None for the command line; either way the facts that it
    changes count as edited by hand.
    """
    rows, faults = read_sheet(content, file)
    result = ImportResult(faults=faults, dry_run=dry_run)
    if faults:
        return result
    with transaction.atomic():
        world = world_of(space)
        found = facts_of(rows, world, create_entities=create_entities)
        result.faults = [fault.in_file(file) for fault in found.faults]
        result.faults += check_keys(
            [(row.content.key, row.place) for row in found.facts]
        )
        if not result.faults:
            after = world.with_fixture(Fixture(entities=found.entities))
            for entity in found.entities:
                result.faults += check_entity(entity, after)
            result.faults += check_facts(found.facts, after)
        if not result.faults:
            store_entity_rows(found.entities, space, result, by_hand=True)
            # What the sheet names by no key is known by what it says: edits stay
            there = [row for row in found.facts if _is_there(row, world)]
            result.unchanged += [row.content.key for row in there]
            store_rows(
                [row for row in found.facts if not _is_there(row, world)],
                space,
                result,
                now=now,
                reason=FactVersion.Reason.IMPORTED,
                by=by,
            )
        result.faults = [fault.in_file(file) for fault in result.faults]
        if not result.is_stored:
            transaction.set_rollback(True)
    return result


def _store_sources(rows: Sequence[SourceRow], space: Space) -> None:
    """Write the sources, but for those that a person has edited."""
    edited = set(
        Source.objects.in_space(space)
        .filter(hand_edited=True)
        .values_list("key", flat=True)
    )
    for row in rows:
        if row.key in edited:
            continue
        Source.objects.update_or_create(
            space=space,
            key=row.key,
            defaults={
                "title_kk": row.titles.get("kk", ""),
                "title_ru": row.titles.get("ru", ""),
                "title_en": row.titles.get("en", ""),
                "paragraph_count": row.paragraphs,
            },
        )


def _store_topics(rows: Sequence[TopicRow], space: Space) -> None:
    """Write the topics; those of a source that a person has edited are only added."""
    sources = Directory.of(space).sources
    kept = set(
        Topic.objects.in_space(space)
        .filter(source__hand_edited=True)
        .values_list("key", flat=True)
    )
    for row in rows:
        if row.key in kept:
            continue
        Topic.objects.update_or_create(
            space=space,
            key=row.key,
            defaults={
                "source": sources[row.source],
                "name_kk": row.names.get("kk", ""),
                "name_ru": row.names.get("ru", ""),
                "name_en": row.names.get("en", ""),
                "position": row.position,
            },
        )


def store_entity_rows(
    rows: Sequence[EntityRow], space: Space, result: ImportResult, *, by_hand: bool
) -> None:
    """Write new and changed entities; parts are joined when all of them are there."""
    stored = {
        entity.key: entity for entity in Entity.objects.filter(space=space).with_names()
    }
    written = []
    for row in rows:
        entity = stored.get(row.key)
        if entity is None:
            entity = Entity(space=space, key=row.key, hand_edited=by_hand)
            result.entities_added.append(row.key)
        elif entity_row(entity) == row:
            continue
        elif entity.hand_edited:
            result.entities_kept.append(row.key)
            continue
        else:
            result.entities_changed.append(row.key)
        entity.kind = row.kind
        entity.category = row.category
        entity.part_of = None
        entity.save()
        _write_names(entity, row.names)
        written.append((entity, row))
    entities = Directory.of(space).entities
    for entity, row in written:
        if row.part_of:
            entity.part_of = entities[row.part_of]
            entity.save()


def _write_names(entity: Entity, rows: Sequence[NameRow]) -> None:
    names = [
        EntityName(
            entity=entity,
            language=row.language,
            name=row.name,
            possessed=row.possessed,
            short_name=row.short,
            short_possessed=row.short_possessed,
            aliases=list(row.aliases),
            also=[
                {"name": each.name, "possessed": each.possessed} for each in row.also
            ],
            reading=row.reading,
            forms=dict(row.forms),
            full_forms=dict(row.full_forms),
        )
        for row in rows
    ]
    for name in names:
        name.fill_keys()
        name.clean_fields(exclude={"entity"})
        name.clean()
    EntityName.objects.filter(entity=entity).delete()
    EntityName.objects.bulk_create(names)


def store_rows(
    rows: Sequence[FactRow],
    space: Space,
    result: ImportResult,
    *,
    now: datetime,
    reason: str,
    by: User | None,
    seen_versions: Mapping[str, int] | None = None,
) -> None:
    """Write facts; what the bank or its database refuses is a fault at its line."""
    named = {key for row in rows for key in row.content.named_keys()}
    is_part = len(rows) <= _AT_ONCE
    directory = Directory.naming(space, named) if is_part else Directory.of(space)

    def store(part: Sequence[FactRow]) -> None:
        try:
            stored = editing.store_facts(
                space=space,
                contents=[row.content for row in part],
                now=now,
                reason=reason,
                by=by,
                directory=directory,
                seen_versions=seen_versions,
            )
        except DatabaseError as error:
            if len(part) == 1:
                result.faults.append(_refused(part[0].place, str(error)))
                return
            # One by one, to find the one that is refused
            for row in part:
                store([row])
            return
        for row in part:
            key = row.content.key
            if key in stored.refused:
                result.faults.append(_fault_of(row.place, stored.refused[key]))
            else:
                result.note(stored.changes[key], key)

    for start in range(0, len(rows), _AT_ONCE):
        store(rows[start : start + _AT_ONCE])


def _is_there(row: FactRow, world: World) -> bool:
    return not row.named and row.content.key in world.facts


def _fault_of(place: Place, error: Exception) -> Fault:
    if isinstance(error, editing.StaleVersion):
        return Fault(code=FaultCode.CHANGED_MEANWHILE, line=place.line, file=place.file)
    if isinstance(error, ValidationError):
        return _refused(place, "; ".join(error.messages))
    return _refused(place, str(error))


def _refused(place: Place, why: str) -> Fault:
    return Fault(
        code=FaultCode.REFUSED,
        line=place.line,
        file=place.file,
        parameters={"why": why},
    )


def _find_gone(
    fixture: Fixture, space: Space, result: ImportResult, *, prune: bool
) -> None:
    """Name what no fixture has any more; remove it if asked to."""
    keys = [row.content.key for row in fixture.facts]
    facts = Fact.objects.in_space(space).filter(hand_edited=False).exclude(key__in=keys)
    result.gone = sorted(facts.values_list("key", flat=True))
    if not prune:
        return
    facts.delete()
    entity_keys = [row.key for row in fixture.entities]
    entities = Entity.objects.in_space(space).filter(hand_edited=False)
    left = list(entities.exclude(key__in=entity_keys))
    # Parts hold on to their whole, so go round until nothing more comes loose.
    while left:
        still = []
        for entity in left:
            try:
                with transaction.atomic():
                    entity.delete()
            except ProtectedError:
                still.append(entity)
        if len(still) == len(left):
            return
        left = still
