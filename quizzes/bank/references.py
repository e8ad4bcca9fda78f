"""How things of the bank are named outside the database.

A key is unique in its space only. Addresses, items, recipes and forms name a thing by
its reference: the key alone for the common library, `space.key` for any other space.
No key holds a full stop, so neither can be taken for the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import reduce
from operator import or_
from typing import Any, Final

from django.db.models import Q

from quizzes.bank.names import key_from

# The key of the common library; it has no owner
COMMON: Final = "common"
KEY_LENGTH: Final = 100

_BETWEEN: Final = "."


def reference(space_key: str, key: str) -> str:
    """The reference of what has a key in a space."""
    return key if space_key == COMMON else f"{space_key}{_BETWEEN}{key}"


def split(reference: str) -> tuple[str, str]:
    """The keys of the space and of the thing in it, whether or not there are such."""
    space_key, between, key = reference.rpartition(_BETWEEN)
    return (space_key, key) if between else (COMMON, key)


def named(references: Iterable[str]) -> Q:
    """The condition that sources, topics, entities, facts or questions are these."""
    keys: dict[str, list[str]] = {}
    for each in references:
        space_key, key = split(each)
        keys.setdefault(space_key, []).append(key)
    conditions = [
        Q(space__key=space_key, key__in=each) for space_key, each in keys.items()
    ]
    return reduce(or_, conditions, Q(pk__in=[]))


def new_key(name: str, *, kind: str, taken: Callable[[str], bool]) -> str:
    """A key for what is called `name`, with a number if it is taken.

    Takes the word to fall back on where no letter of the name has a Latin one.
    """
    base = key_from(name)[: KEY_LENGTH - 10].strip("-") or kind
    key, number = base, 1
    while taken(key):
        number += 1
        key = f"{base}-{number}"
    return key


class Referenced:
    """What has a key in a space; give the space along where many are shown."""

    space: Any
    key: Any

    @property
    def reference(self) -> str:
        """How it is named outside the database."""
        return reference(self.space.key, self.key)


class ReferenceConverter:
    """The part of an address that names a thing of the bank."""

    regex = r"(?:[-a-z0-9]+\.)?[-a-z0-9]+"

    def to_python(self, value: str) -> str:
        """The reference as it stands in the address."""
        return value

    def to_url(self, value: str) -> str:
        """The reference as it stands in the address."""
        return value
