"""Drawing items by chance seeks: a large bank costs what a small one does.

Every approved fact has a random `draw_key`. Independent random places are sought on it,
in one statement; the facts met there are tried in turn until enough of them have made
items that do not give one another away.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, product, zip_longest
from typing import Any, Final

from django.db import connection

from quizzes.bank.facts import Fact
from quizzes.bank.neighbourhood import neighbourhood
from quizzes.bank.references import COMMON, named, reference, split
from quizzes.bank.scopes import Scope, not_replaced, scope_of
from quizzes.bank.spaces import Topic
from quizzes.items.compatibility import fits_with
from quizzes.items.data import EntityKind, FactData, Family, Form, Item
from quizzes.items.ground import Ground
from quizzes.items.making import make_any
from quizzes.items.properties import PROPERTIES, Property, ValueType

# How many facts each random place gives: more than one, as topics may be small.
_AT_A_PLACE: Final = 2
# Two for each item; but one item of a form that few facts take needs many to be met.
_PLACES_FOR_AN_ITEM: Final = 2
_FEWEST_PLACES: Final = 20
# A small bank refuses many items that give others away: it is drawn from again.
_ROUNDS: Final = 3
# Some candidates make no item, or one that gives another away.
_SPARE: Final = 3
# Where documents were signed and meetings held is asked of these, not of members.
_PLACES: Final = frozenset({"signed_in", "held_in"})


def draw(
    *,
    count: int,
    seed: str,
    families: Sequence[Family] = (),
    forms: Sequence[Form] = (),
    topics: Sequence[str] = (),
    facts: Sequence[str] = (),
    core_only: bool = True,
    space: str = "",
) -> list[Item]:
    """Draw items from the common library and, if one is named, from an own space.

    Takes how many, a seed, and what they are limited to: families, forms, topics and
    facts by their references; empty means any. Facts that are named are tried in their
    order, and their spaces belong to the scope of truth. A fact of the common library
    that has an approved copy in an own space is not drawn at random. Gives at most
    `count` items, fewer where the bank allows no more, that do not give one another
    away. The same seed gives the same items as long as the bank is the same.
    """
    rng = random.Random(seed)
    named_spaces = {split(each)[0] for each in facts} | {space} - {""}
    scope = scope_of(*sorted(named_spaces - {COMMON}))
    drawn_from = sorted(pk for pk, key in scope.items() if key in {COMMON, space})
    topic_ids = list(
        Topic.objects.filter(named(topics), space__in=drawn_from)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    if not scope or (topics and not topic_ids):
        return []
    chosen: list[Item] = []
    tried: set[int] = set()
    places = max(_PLACES_FOR_AN_ITEM * count, _FEWEST_PLACES)
    for number in range(_ROUNDS):
        if facts:
            met = _by_reference(facts)
        else:
            # Details fill up what a small topic lacks, in the last round only.
            core = core_only and number < _ROUNDS - 1
            met = _at_random_places(
                drawn_from, scope, topic_ids, families, core, places, rng
            )
        candidates = [fact_id for fact_id in met if fact_id not in tried]
        tried.update(candidates)
        for batch in _batches(candidates, chosen, count):
            _extend(chosen, batch, scope, seed, count, families, forms)
        if len(chosen) == count or facts:
            break
    rng.shuffle(chosen)
    return chosen


def _batches(
    candidates: list[int], chosen: list[Item], count: int
) -> Iterator[list[int]]:
    """The candidates in up to three parts, for as long as `chosen` lacks items.

    Mostly the first few are enough. To read what surrounds a fact costs more than to
    ask once again, so the second part is small as well; the third is all the rest.
    """
    rest = candidates
    for times in (1, 2, len(candidates)):
        missing = count - len(chosen)
        if not rest or not missing:
            return
        size = times * missing + _SPARE
        yield rest[:size]
        rest = rest[size:]


def _extend(
    chosen: list[Item],
    fact_ids: list[int],
    scope: Scope,
    seed: str,
    count: int,
    families: Sequence[Family],
    forms: Sequence[Form],
) -> None:
    """Make items of facts, in turn, and keep those that fit with the ones before."""
    near = neighbourhood(fact_ids, scope)
    ground = Ground(near)
    keys = {
        pk: reference(scope[space], key)
        for pk, space, key in Fact.objects.filter(pk__in=fact_ids).values_list(
            "pk", "space_id", "key"
        )
    }
    by_key: dict[str, FactData] = {fact.key: fact for fact in near.facts}
    used = Counter(item.form for item in chosen)
    for fact_id in fact_ids:
        if len(chosen) == count:
            return
        item = make_any(
            ground,
            by_key[keys[fact_id]],
            seed,
            families=families,
            forms=forms,
            used=used,
        )
        if item is not None and fits_with(chosen, item):
            chosen.append(item)
            used[item.form] += 1


def _by_reference(facts: Sequence[str]) -> list[int]:
    """The ids of the facts in the order in which they are named."""
    found = Fact.objects.approved().filter(named(facts))
    ids = {
        reference(space, key): pk
        for pk, space, key in found.values_list("pk", "space__key", "key")
    }
    return [ids[each] for each in facts if each in ids]


def _at_random_places(
    spaces: Sequence[int],
    scope: Scope,
    topics: Sequence[int],
    families: Sequence[Family],
    core_only: bool,
    places: int,
    rng: random.Random,
) -> list[int]:
    """The ids of the facts met at random places, the first of each place first.

    Several topics get places in turn, so that a large one does not crowd out the rest.
    Places near the end of the keys wrap to their beginning. Of several spaces the facts
    nearest to a place are met, so that each comes in proportion to what it holds.
    """
    kept, copies = not_replaced(scope)
    conditions = ["space_id = %s", "state = 'approved'", "unasked = ''", kept]
    parameters: list[Any] = [*copies]
    if core_only:
        conditions.append("weight = 'core'")
    properties = _properties_of(families)
    if properties:
        conditions.append(f"property IN ({', '.join(['%s'] * len(properties))})")
        parameters += properties
    seeks, values = [], []
    turns = rng.sample(topics, len(topics)) if topics else [None]
    starts = [rng.random() for _ in range(places)]
    # One seek from the beginning a topic: where the others come to the end, they wrap.
    starts += [0.0] * len(turns)
    for (number, start), space in product(enumerate(starts), spaces):
        topic = turns[number % len(turns)]
        where = [*conditions, "draw_key >= %s"]
        given = [space, *parameters, start]
        if topic is not None:
            where.append("topic_id = %s")
            given.append(topic)
        seeks.append(
            f"SELECT {number} AS place, id, draw_key FROM (SELECT id, draw_key"
            f" FROM quizzes_fact WHERE {' AND '.join(where)}"
            f" ORDER BY draw_key LIMIT {_AT_A_PLACE}) AS s"
        )
        values += given
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(seeks), values)
        rows = cursor.fetchall()
    met: dict[int, list[int]] = {}
    for place, fact_id, _ in sorted(rows, key=lambda row: (row[0], row[2], row[1])):
        if len(met.setdefault(place, [])) < _AT_A_PLACE:
            met[place].append(fact_id)
    in_turn = chain.from_iterable(zip_longest(*met.values()))
    return list(dict.fromkeys(each for each in in_turn if each is not None))


def _properties_of(families: Sequence[Family]) -> list[str]:
    """The properties that can make items of the families; empty means any.

    What family a fact makes also hangs on its subject; this leaves out only those that
    surely make none, or that make one of a family by the way.
    """
    if not families or set(families) == set(Family):
        return []
    return sorted(
        name
        for name, known in PROPERTIES.items()
        if any(may_make(known, family) for family in families)
    )


def may_make(known: Property, family: Family) -> bool:
    """Whether facts of a property can be asked in a family at all."""
    dated = known.value_type is ValueType.DATE
    if family is Family.DATE:
        return dated or EntityKind.EVENT in known.subject_kinds
    if family is Family.TREATY:
        return EntityKind.TREATY in known.subject_kinds | known.value_kinds
    return known.name not in _PLACES if not dated else known.name == "joined_on"
