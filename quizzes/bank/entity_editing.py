"""The one way for a person to write an entity: whole, and over nobody else's work.

What was read is told by its check sum: whoever saves second is refused and shown what
stands there now. Each change by a person is a version.
"""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from quizzes.bank.entities import Entity, EntityName
from quizzes.bank.entity_content import EntityContent, NameContent
from quizzes.bank.entity_finding import entities_by_key
from quizzes.bank.entity_history import (
    entity_content,
    record_beginning,
    record_version,
)
from quizzes.bank.names import normal
from quizzes.bank.references import new_key
from quizzes.bank.spaces import Space
from quizzes.people.models import User

# Parts of addresses, which no key may be
RESERVED_KEYS = frozenset({"new", "forms", "wholes"})
_MOST_PARTS = 30


class ChangedMeanwhile(Exception):
    """Somebody else has changed it since it was read."""


class UnfitEntity(ValueError):
    """The entity cannot be stored so; `faults` says why, by the names of fields."""

    def __init__(self, faults: dict[str, str]) -> None:
        super().__init__("; ".join(faults.values()))
        self.faults = faults


@transaction.atomic
def add_entity_whole(
    *, space: Space, content: EntityContent, by: User | None, now: datetime
) -> Entity:
    """Write a new entity under a key made from its name.

    One that stands there already word for word is given back: whoever presses twice
    adds one. Raises UnfitEntity.
    """
    Space.objects.select_for_update().get(pk=space.pk)
    faults = faults_of(content)
    if faults:
        raise UnfitEntity(faults)
    stored = Entity.objects.in_space(space).of_kind(content.kind).with_names()
    name = content.name_in("kk").name
    for same in stored.filter(names__language="kk", names__name=name):
        known = entity_content(same)
        if known == _under(content, same.key):
            return same
    taken = Entity.objects.within_reach_of(space)
    key = new_key(
        name,
        kind=content.kind,
        taken=lambda key: key in RESERVED_KEYS or taken.filter(key=key).exists(),
    )
    added = _write(Entity(space=space, key=key), _under(content, key))
    record_version(added, by=by, now=now)
    return added


@transaction.atomic
def store_entity(
    *,
    entity: Entity,
    content: EntityContent,
    seen: str,
    by: User | None,
    now: datetime,
) -> Entity:
    """Write the whole content of an entity that stands.

    Takes the check sum of the content that was read. From now on it counts as edited
    by hand, and reloading leaves it as it is. Raises ChangedMeanwhile, UnfitEntity.
    """
    Entity.objects.select_for_update().get(pk=entity.pk)
    stored = Entity.objects.with_names().get(pk=entity.pk)
    known = entity_content(stored)
    if known == content:
        return stored
    if known.check_sum != seen:
        raise ChangedMeanwhile(content.key)
    faults = faults_of(content)
    if content.part_of and "part_of" not in faults:
        whole = entities_by_key(stored.space, [content.part_of]).get(content.part_of)
        if whole is not None and _is_within(whole, stored):
            faults["part_of"] = _("It would be a part of itself.")
    if faults:
        raise UnfitEntity(faults)
    record_beginning(stored)
    written = _write(stored, content)
    record_version(written, by=by, now=now)
    return written


def faults_of(content: EntityContent) -> dict[str, str]:
    """What is wrong with a content by itself, by the names of fields."""
    faults: dict[str, str] = {}
    if content.kind not in Entity.Kind.values:
        faults["kind"] = _("Choose what it is.")
    category = Entity._meta.get_field("category")
    if len(content.category) > (category.max_length or 0):
        faults["category"] = _too_long(category.max_length)
    if not any(each.isalnum() for each in content.name_in("kk").name):
        faults["name_kk"] = _("Write the name.")
    for name in content.names:
        faults |= _faults_of_name(name)
    return faults


def _faults_of_name(name: NameContent) -> dict[str, str]:
    limit = EntityName._meta.get_field("name").max_length or 0
    language = name.language
    fields = {
        f"name_{language}": [name.name],
        f"short_{language}": [name.short],
        f"aliases_{language}": list(name.aliases),
        f"also_{language}": [each.name for each in name.also],
        **{f"form_{case}": [form] for case, form in name.forms.items()},
        **{f"full_{case}": [form] for case, form in name.full_forms.items()},
    }
    faults = {}
    for field, texts in fields.items():
        if any(";" in text for text in texts):
            faults[field] = _("A name holds no semicolon.")
        elif any(len(text) > limit for text in texts):
            faults[field] = _too_long(limit)
        elif not all(text.isprintable() for text in texts):
            faults[field] = _("There is a character here that cannot be shown.")
    if not name.name and any(name.texts()):
        faults[f"name_{language}"] = _("Write the name.")
    reading = EntityName._meta.get_field("reading").max_length or 0
    if len(name.reading) > reading:
        faults["reading"] = _too_long(reading)
    elif name.reading and not name.reading.isalpha():
        faults["reading"] = _("Write how it is read with letters only.")
    return faults


def _too_long(limit: int | None) -> str:
    return _("Too long. Most characters: %(limit)s.") % {"limit": limit}


def _under(content: EntityContent, key: str) -> EntityContent:
    return EntityContent(
        key=key,
        kind=content.kind,
        names=content.names,
        part_of=content.part_of,
        category=content.category,
    )


def _write(entity: Entity, content: EntityContent) -> Entity:
    entity.kind = content.kind
    entity.category = content.category
    entity.part_of = None
    if content.part_of:
        found = entities_by_key(entity.space, [content.part_of])
        whole = found.get(content.part_of)
        if whole is None:
            raise UnfitEntity({"part_of": _("There is no such thing.")})
        entity.part_of = whole
    entity.hand_edited = True
    entity.save()
    rows = [_name_row(entity, name) for name in content.names]
    for row in rows:
        try:
            row.fill_keys()
            row.clean_fields(exclude={"entity"})
            row.clean()
        except ValidationError as error:
            at = f"name_{row.language}"
            raise UnfitEntity({at: error.messages[0]}) from error
    EntityName.objects.filter(entity=entity).delete()
    EntityName.objects.bulk_create(rows)
    return Entity.objects.with_names().get(pk=entity.pk)


def _name_row(entity: Entity, name: NameContent) -> EntityName:
    return EntityName(
        entity=entity,
        language=name.language,
        name=normal(name.name),
        possessed=name.possessed,
        short_name=normal(name.short),
        short_possessed=name.short_possessed,
        aliases=list(name.aliases),
        also=[{"name": each.name, "possessed": each.possessed} for each in name.also],
        reading=name.reading,
        forms=dict(name.forms),
        full_forms=dict(name.full_forms),
    )


def _is_within(whole: Entity, part: Entity) -> bool:
    """Whether a whole is the part itself, or a part of it by some steps."""
    each: Entity | None = whole
    for _step in range(_MOST_PARTS):
        if each is None:
            return False
        if each.pk == part.pk:
            return True
        each = each.part_of
    return True
