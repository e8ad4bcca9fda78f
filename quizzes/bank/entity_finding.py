"""Finding entities by any of their names, and making one where there is none."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, prefetch_related_objects
from django.utils.translation import gettext as _

from quizzes.bank.entities import NAME_LENGTH, Entity, EntityName, EntityQuerySet
from quizzes.bank.entity_history import record_version
from quizzes.bank.names import normal, search_key
from quizzes.bank.references import new_key
from quizzes.bank.spaces import Space, in_order_of_reach
from quizzes.people.models import User
from quizzes.web.prepared import Parameter, Prepared

MOST_FOUND: Final = 8
LONGEST_SEARCH: Final = 200
_MOST_WORDS: Final = 6

_BY_KEY = Prepared(
    lambda: Entity.objects.filter(
        # By index in both, which a join with the spaces would not be
        Q(space=Parameter("space")) | Q(space__in=Space.objects.filter(owner=None)),
        key__among=Parameter("keys"),
    )
)


class UnfitName(ValueError):
    """No entity can be called so; `message` says why."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def entities_by_key(space: Space, keys: Collection[str]) -> dict[str, Entity]:
    """The entities that keys stand for in a space: its own hides a common one."""
    if not keys:
        return {}
    found = in_order_of_reach(_BY_KEY(space=space.pk, keys=keys), space)
    prefetch_related_objects(found, "names")
    return {each.key: each for each in found}


def find_entities(space: Space, kinds: Iterable[str], words: str) -> list[Entity]:
    """What has all the words in one of its names, the best matches first.

    A name that is the words comes before one that begins with them.
    """
    sought = search_key(words[:LONGEST_SEARCH])
    if not sought:
        return []
    condition = Q()
    for word in sought.split()[:_MOST_WORDS]:
        condition &= Q(search_key__contains=word)
    names = EntityName.objects.filter(condition).values("entity")
    found = _within_reach(space).filter(kind__in=list(kinds), pk__in=names)
    by_key: dict[str, Entity] = {}
    for each in sorted(found[: 20 * MOST_FOUND], key=lambda e: e.space_id == space.pk):
        by_key[each.key] = each
    return sorted(by_key.values(), key=lambda each: _rank(each, sought))[:MOST_FOUND]


def exactly(entities: Iterable[Entity], words: str) -> Entity | None:
    """The one entity that has a name of just these words, if it is one."""
    sought = search_key(words)
    called = [each for each in entities if sought and _is_called(each, sought)]
    return called[0] if len(called) == 1 else None


@transaction.atomic
def add_entity(
    *,
    space: Space,
    kind: str,
    name: str,
    possessed: bool,
    by: User | None,
    now: datetime,
) -> Entity:
    """A new entity of a space with its Kazakh name.

    One of the kind and the name that is there already is given back as it is. Raises
    UnfitName.
    """
    name = normal(name)
    # Of two presses at once the second waits here, and finds what the first has added.
    Space.objects.select_for_update().get(pk=space.pk)
    known = exactly(find_entities(space, [kind], name), name)
    if known is not None:
        return known
    row = EntityName(language="kk", name=name, possessed=possessed)
    if not search_key(name) or not any(each.isalnum() for each in name):
        raise UnfitName(_("Write the name."))
    if len(name) > NAME_LENGTH or not name.isprintable():
        raise UnfitName(
            _("Too long. Most characters: %(limit)s.") % {"limit": NAME_LENGTH}
        )
    try:
        row.clean()
    except ValidationError as error:
        raise UnfitName(error.messages[0]) from error
    taken = Entity.objects.within_reach_of(space)
    key = new_key(name, kind=kind, taken=lambda key: taken.filter(key=key).exists())
    entity = Entity.objects.create(space=space, key=key, kind=kind, hand_edited=True)
    row.entity = entity
    row.fill_keys()
    row.save()
    record_version(Entity.objects.with_names().get(pk=entity.pk), by=by, now=now)
    return entity


def _within_reach(space: Space) -> EntityQuerySet:
    return Entity.objects.within_reach_of(space).with_names()


def _names(entity: Entity) -> list[str]:
    return [
        key for name in entity.names.all() for key in name.search_key.split("\n") if key
    ]


def _is_called(entity: Entity, sought: str) -> bool:
    return sought in _names(entity)


def _rank(entity: Entity, sought: str) -> tuple[int, int, str]:
    names = _names(entity)
    if sought in names:
        place = 0
    elif any(each.startswith(sought) for each in names):
        place = 1
    else:
        place = 2
    return place, min(map(len, names), default=0), entity.key
