"""What becomes of whole entities: put back as they were, deleted if unused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from quizzes.bank.entities import Entity
from quizzes.bank.entity_content import from_plain
from quizzes.bank.entity_editing import store_entity
from quizzes.bank.facts import Fact, FactEntity, FactQuerySet
from quizzes.bank.history import EntityVersion
from quizzes.people.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class Uses:
    """What an entity cannot be missed for: facts, by primary keys, and its parts."""

    facts: Sequence[int]
    parts: Sequence[Entity]

    def __bool__(self) -> bool:
        return bool(self.facts or self.parts)


class EntityInUse(Exception):
    """The entity cannot be deleted; `uses` says what speaks of it."""

    def __init__(self, uses: Uses) -> None:
        super().__init__(f"{len(uses.facts)} facts, {len(uses.parts)} parts")
        self.uses = uses


def uses_of(entity: Entity) -> Uses:
    """What uses an entity, in whatever space; three queries."""
    speaking = speaking_of(Fact.objects.all(), entity)
    facts = set(speaking.values_list("pk", flat=True))
    # What the text has where history differs is kept as keys.
    in_text = Fact.objects.filter(
        value_type=Fact.ValueType.ENTITIES, text_value__isnull=False
    )
    if entity.space.owner_id is not None:
        in_text = in_text.filter(space=entity.space_id)
    for pk, value in in_text.values_list("pk", "text_value"):
        if entity.key in (value if isinstance(value, list) else [value]):
            facts.add(pk)
    parts = Entity.objects.filter(part_of=entity).with_names().order_by("pk")
    return Uses(facts=sorted(facts), parts=list(parts))


def speaking_of(facts: FactQuerySet, entity: Entity) -> FactQuerySet:
    """The facts that have an entity for subject or object, or in their value."""
    in_value = FactEntity.objects.filter(entity=entity).values("fact")
    return facts.filter(Q(subject=entity) | Q(object=entity) | Q(pk__in=in_value))


@transaction.atomic
def delete_entity(*, entity: Entity) -> None:
    """Delete an entity with its names and versions; raises EntityInUse."""
    stored = Entity.objects.select_for_update(of=("self",)).select_related("space")
    entity = stored.get(pk=entity.pk)
    if uses := uses_of(entity):
        raise EntityInUse(uses)
    entity.delete()


def restore_entity(
    *, entity: Entity, number: int, seen: str, by: User, now: datetime
) -> Entity:
    """Write the content of an old version as a new one.

    Raises EntityVersion.DoesNotExist, and what `store_entity` raises.
    """
    version = EntityVersion.objects.get(entity=entity, number=number)
    content = replace(from_plain(version.content), key=entity.key)
    return store_entity(entity=entity, content=content, seen=seen, by=by, now=now)
