"""What becomes of whole facts: added, approved together, put back, deleted.

Each verb is atomic and goes through `store_fact`, so that everything is a version.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Final

from django.db import transaction

from quizzes.bank.content import FactContent, from_plain
from quizzes.bank.conversion import fact_content
from quizzes.bank.editing import StoredFact, store_fact
from quizzes.bank.facts import Fact
from quizzes.bank.history import FactVersion
from quizzes.bank.references import new_key
from quizzes.bank.spaces import Space
from quizzes.people.models import User

# Parts of addresses, which no key may be
RESERVED_KEYS: Final = frozenset({"new", "preview", "entities", "several"})


class NotDeletable(Exception):
    """The fact may have been asked, or stands under a text."""


class KeyTaken(Exception):
    """The space has a fact of this key already."""


@transaction.atomic
def add_fact(
    *, space: Space, content: FactContent, now: datetime, by: User | None
) -> StoredFact:
    """Write a new fact; without a key it gets one of its own.

    A fact that is there already, letter for letter, is given back as it is: whoever
    presses twice adds one. Raises KeyTaken where the content has a key that another
    fact of the space has, and what `store_fact` raises.
    """
    # Of two presses at once the second waits here, and finds what the first has added.
    Space.objects.select_for_update().get(pk=space.pk)

    def taken(key: str) -> bool:
        stored = Fact.objects.in_space(space).filter(key=key).with_content().first()
        return key in RESERVED_KEYS or (
            stored is not None and fact_content(stored) != replace(content, key=key)
        )

    if not content.key:
        name = f"{content.subject} {content.property}".replace("_", "-")
        content = replace(content, key=new_key(name, kind="fact", taken=taken))
    elif taken(content.key):
        raise KeyTaken(content.key)
    return store_fact(space=space, content=content, now=now, by=by)


@transaction.atomic
def set_states(
    *, facts: Iterable[Fact], state: str, now: datetime, by: User
) -> list[Fact]:
    """Approve facts or withdraw them; gives those that were not so already.

    They come with their contents.
    """
    changed = [fact for fact in facts if fact.state != state]
    for fact in changed:
        store_fact(
            space=fact.space,
            content=replace(fact_content(fact), state=state),
            now=now,
            by=by,
            reason=FactVersion.Reason.APPROVED,
            seen_version=fact.version,
        )
    return changed


@transaction.atomic
def restore_fact(
    *, fact: Fact, number: int, seen_version: int, now: datetime, by: User
) -> StoredFact:
    """Write the content of an old version as a new one; the state stays as it is.

    Raises FactVersion.DoesNotExist, and what `store_fact` raises.
    """
    version = FactVersion.objects.get(fact=fact, number=number)
    content = replace(from_plain(version.content), key=fact.key, state=fact.state)
    return store_fact(
        space=fact.space, content=content, now=now, by=by, seen_version=seen_version
    )


@transaction.atomic
def delete_fact(*, fact: Fact) -> None:
    """Delete a draft that was never asked; raises NotDeletable."""
    stored = Fact.objects.select_for_update(of=("self",)).get(pk=fact.pk)
    if not is_deletable(stored):
        raise NotDeletable(fact.key)
    stored.delete()


def is_deletable(fact: Fact) -> bool:
    """Whether nobody can have been asked it, and it stands under no text.

    Only what was approved at some time can have been asked.
    """
    if fact.is_approved() or fact.stimulus_parts.exists():
        return False
    versions = FactVersion.objects.filter(fact=fact).only("content")
    return all(each.content["state"] != Fact.State.APPROVED for each in versions)
