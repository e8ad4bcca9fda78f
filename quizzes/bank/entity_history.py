"""What an entity is, in one plain shape, and the versions that keep what it was."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max

from quizzes.bank.entities import Entity, EntityName
from quizzes.bank.entity_content import (
    AlsoContent,
    EntityContent,
    NameContent,
    to_plain,
)
from quizzes.bank.history import EntityVersion
from quizzes.people.models import User


def entity_content(entity: Entity) -> EntityContent:
    """The whole content of an entity whose names have been fetched."""
    rows = sorted(entity.names.all(), key=lambda name: name.language)
    return EntityContent(
        key=entity.key,
        kind=entity.kind,
        names=tuple(_name_content(row) for row in rows),
        part_of=entity.part_of.key if entity.part_of is not None else "",
        category=entity.category,
    )


def record_beginning(entity: Entity) -> None:
    """Keep how an entity stands before the first change by a person."""
    if not EntityVersion.objects.filter(entity=entity).exists():
        content = to_plain(entity_content(entity))
        EntityVersion.objects.create(entity=entity, number=1, content=content)


def record_version(entity: Entity, *, by: User | None, now: datetime) -> None:
    """Keep how an entity stands now, and who has made it so."""
    versions = EntityVersion.objects.filter(entity=entity)
    last = versions.aggregate(number=Max("number"))["number"] or 0
    EntityVersion.objects.create(
        entity=entity,
        number=last + 1,
        content=to_plain(entity_content(entity)),
        made_at=now,
        made_by=by,
    )


def _name_content(row: EntityName) -> NameContent:
    return NameContent(
        language=row.language,
        name=row.name,
        possessed=row.possessed,
        short=row.short_name,
        short_possessed=row.short_possessed,
        aliases=tuple(row.aliases),
        also=tuple(
            AlsoContent(name=each["name"], possessed=each.get("possessed", False))
            for each in row.also
        ),
        reading=row.reading,
        forms=dict(row.forms),
        full_forms=dict(row.full_forms),
    )
