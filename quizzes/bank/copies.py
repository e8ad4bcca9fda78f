"""Copies of common facts in a teacher's own space, which stand for their originals.

Who copies a fact of the common library and changes it wants it asked so, and not
otherwise (`scopes.not_replaced`). Where a text names the original, the copy is asked.
"""

from __future__ import annotations

from collections.abc import Collection

from quizzes.bank.facts import Fact
from quizzes.bank.references import COMMON
from quizzes.bank.scopes import Scope, own_spaces


def copies_of(fact_ids: Collection[int], scope: Scope) -> dict[str, Fact]:
    """The approved copies that stand for facts in a scope, by the originals' names.

    Takes primary keys; facts that have no copy are not there. At most two queries.
    """
    own = own_spaces(scope)
    if not own or not fact_ids:
        return {}
    originals = Fact.objects.filter(pk__in=fact_ids, space__key=COMMON)
    keys = list(originals.values_list("key", flat=True))
    copies = (
        Fact.objects.approved()
        .filter(space__in=own, key__in=keys)
        .select_related("space")
        # Of several own spaces the first one counts
        .order_by("-space_id")
    )
    return {copy.key: copy for copy in copies}
