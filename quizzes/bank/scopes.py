"""The scope of truth: the spaces in which a wrong option must be proved wrong.

It is the common library and every space of the quiz's owner, drafts included: what one
of them says may spoil a distractor in another.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypeAlias

from django.db import connection

from quizzes.bank.references import COMMON

_SPACES: Final = """
SELECT id, key FROM quizzes_space
WHERE key = %s OR key IN ({keys})
    OR owner_id IN (SELECT owner_id FROM quizzes_space WHERE key IN ({keys}))
"""

# The keys of spaces by their ids
Scope: TypeAlias = Mapping[int, str]


def scope_of(*space_keys: str) -> Scope:
    """The common library, these spaces and the others of their owners; one query."""
    keys = space_keys or (COMMON,)
    holes = ", ".join(["%s"] * len(keys))
    with connection.cursor() as cursor:
        cursor.execute(_SPACES.format(keys=holes), [COMMON, *keys, *keys])
        return dict(cursor.fetchall())


def own_spaces(scope: Scope) -> list[int]:
    """The ids of the spaces of the scope that are not the common library."""
    return sorted(pk for pk, key in scope.items() if key != COMMON)


def copied_in(own: list[int]) -> tuple[str, tuple[int, ...]]:
    """SQL, with its parameters, that a fact of the library has an approved copy.

    Takes the ids of the own spaces. The copy bears the same key.
    """
    if not own:
        return "FALSE", ()
    holes = ", ".join(["%s"] * len(own))
    return (
        f"(quizzes_fact.space_id NOT IN ({holes}) AND EXISTS (SELECT 1"
        f" FROM quizzes_fact AS copy WHERE copy.space_id IN ({holes})"
        " AND copy.key = quizzes_fact.key AND copy.state = 'approved'))",
        (*own, *own),
    )


def not_replaced(scope: Scope) -> tuple[str, tuple[int, ...]]:
    """SQL, with its parameters, that a fact has no approved copy in an own space.

    A teacher who copies a fact of the common library and changes it there wants it
    asked so, and not otherwise.
    """
    copied, parameters = copied_in(own_spaces(scope))
    return f"NOT {copied}", parameters
