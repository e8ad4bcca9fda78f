"""What is in one list and not in another: who signed the one and did not the other.

Both lists are closed, and each option is proved by both: the key is a value of the
first and surely none of the second; a wrong one fails the first, or stands in both.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from quizzes.items import wording
from quizzes.items.data import (
    Designation,
    EntityKind,
    FactData,
    Family,
    Form,
    Item,
)
from quizzes.items.dates import MOST_KEYS, MOST_TO_MARK
from quizzes.items.distractors import FEWEST_DISTRACTORS, MOST_OPTIONS
from quizzes.items.ground import Ground, NotMade, entities_in, once_for_each_fact
from quizzes.items.kazakh import verbs
from quizzes.items.leaks import names_entity
from quizzes.items.lengths import by_drawn_length
from quizzes.items.members import (
    bare_claim,
    dated_claim,
    entity_option,
    leaves_a_clause,
)
from quizzes.items.proofs import wrong_entities
from quizzes.items.strategies import Wording, always, assemble

# The properties whose lists can be compared.
LISTS: Final = frozenset({"members", "signatories", "participants"})

# «Оған», «оның»: the second list of a subject that the first has named.
_IT: Final = wording.Noun(
    Designation(
        text="ол", forms={"gen": "оның", "dat": "оған", "acc": "оны", "abl": "одан"}
    )
)
# So many pairs of lists are looked at: each costs time, and any will do.
_COMPARED: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class _Difference:
    """The states by which of two lists they belong to; those of no list in `neither`.

    `right` are in `plus` only, `both` in both, `other` in `minus` only.
    """

    plus: FactData
    minus: FactData
    clauses: tuple[str, str]
    right: tuple[str, ...]
    both: tuple[str, ...]
    other: tuple[str, ...]
    neither: tuple[str, ...]

    @property
    def outside(self) -> tuple[str, ...]:
        """What is not in the first list: of the second, if that has any of its own."""
        return self.other or self.neither[:1]


class _Pair:
    """Two lists, compared when one of the wordings first draws them."""

    def __init__(self, plus: FactData, minus: FactData) -> None:
        self._lists = plus, minus
        self._found: tuple[_Difference | None] | None = None

    def sorted_out(self, ground: Ground) -> _Difference | None:
        if self._found is None:
            self._found = (_sorted_out(ground, *self._lists),)
        return self._found[0]


def make_one(ground: Ground, fact: FactData, rng: random.Random) -> Item:
    """One state of a list that is not in another, among those that are or neither."""
    difference, key = _draw(ground, fact, rng, fewest=1)
    wrong = _wrong(ground, difference, key, rng)
    return _item(ground, fact, difference, [key, *wrong], rng, several=False)


def make_several(ground: Ground, fact: FactData, rng: random.Random) -> Item:
    """The states of a list that are not in another: two or three of at most six."""
    difference, key = _draw(ground, fact, rng, fewest=2)
    both, outside = (
        list(_shuffled(group, rng)) for group in (difference.both, difference.outside)
    )
    others = [each for each in difference.right if each != key]
    count = min(MOST_KEYS, len(difference.right), len(both) + len(outside))
    keys = [key, *rng.sample(others, count - 1)]
    # One of either sort at least.
    wrong = [both.pop(), outside.pop()]
    rest = [*both, *outside]
    count = min(len(rest), MOST_TO_MARK - len(keys) - len(wrong))
    wrong += rng.sample(rest, count)
    return _item(ground, fact, difference, [*keys, *wrong], rng, several=True)


def _item(
    ground: Ground,
    fact: FactData,
    difference: _Difference,
    chosen: Sequence[str],
    rng: random.Random,
    *,
    several: bool,
) -> Item:
    kind = "мемлекеттерді" if several else "мемлекетті"
    told, denied = difference.clauses
    marked, emphasis = wording.marked(denied)
    stem = wording.sentence(f"{told}, бірақ {marked} {kind} көрсетіңіз")
    options = [
        entity_option(ground, key, right=True)
        if key in difference.right
        else entity_option(
            ground, key, right=False, why=_why(ground, difference, key), explains=True
        )
        for key in rng.sample(chosen, len(chosen))
    ]
    lists = (difference.plus, difference.minus)
    return assemble(
        ground=ground,
        wording="differences" if several else "difference",
        form=Form.MULTIPLE_CHOICE if several else Form.CHOICE,
        family=Family.MEMBER,
        # The asked one first, whichever of the two it is.
        facts=[fact, *(each for each in lists if each is not fact)],
        stem=f"{stem} {wording.CHOOSE_ALL}" if several else stem,
        emphasis=emphasis,
        options=options,
        feedback=" ".join(each.statement for each in lists),
    )


def _draw(
    ground: Ground, fact: FactData, rng: random.Random, *, fewest: int
) -> tuple[_Difference, str]:
    """A difference of the fact's list and another, either of them first, and a key.

    The key is drawn before the lists: many lists have China, and few of those compared
    with them do, so it would be the answer too often. Raises NotMade if no other list
    leaves something to know of both: some state must be in both, and some not in the
    first, or else knowing one list would do.
    """
    pairs = _pairs(ground, fact)
    found = [
        difference
        for pair in rng.sample(pairs, min(_COMPARED, len(pairs)))
        if (difference := pair.sorted_out(ground)) is not None
        and _is_worth_asking(difference, fewest)
    ]
    # The best have states of their own on both sides, or are lists of one thing.
    best = [
        each
        for each in found
        if each.other or _of_one_thing(ground, each.plus, each.minus)
    ]
    keys = sorted({key for each in best or found for key in each.right})
    if not keys:
        raise NotMade("салыстыруға болатын екінші толық тізім жоқ")
    key = rng.choice(keys)
    chosen = rng.choice([each for each in best or found if key in each.right])
    return replace(chosen, neither=_shuffled(chosen.neither, rng)), key


@once_for_each_fact
def _pairs(ground: Ground, fact: FactData) -> Sequence[_Pair]:
    """The fact's list with each other one, either of them first."""
    return [
        _Pair(plus, minus)
        for other in ground.facts
        if other.key != fact.key and _is_listed(ground, other)
        for plus, minus in ((fact, other), (other, fact))
        if _differ(plus, minus)
    ]


def _shuffled(keys: Sequence[str], rng: random.Random) -> tuple[str, ...]:
    return tuple(rng.sample(keys, len(keys)))


def _differ(plus: FactData, minus: FactData) -> bool:
    """Whether it may take both lists to answer.

    Where the second has but few of the first, nearly any state of the first would do.
    """
    mine, theirs = set(entities_in(plus)), set(entities_in(minus))
    return bool(mine & theirs) and 0 < len(mine - theirs) <= len(theirs)


def _is_worth_asking(difference: _Difference, fewest: int) -> bool:
    wrong = len(difference.both) + len(difference.outside)
    return (
        len(difference.right) >= fewest
        and bool(difference.both and difference.outside)
        and wrong >= max(FEWEST_DISTRACTORS, fewest)
    )


def _of_one_thing(ground: Ground, one: FactData, other: FactData) -> bool:
    """Whether two lists are of one subject, or of a document and its change."""
    return one.subject == other.subject or any(
        theirs.subject in entities_in(each)
        for mine, theirs in ((one, other), (other, one))
        for each in ground.about(mine.subject, "prolongs", "amends", "replaces")
    )


def _sorted_out(ground: Ground, plus: FactData, minus: FactData) -> _Difference | None:
    """The states that the stem does not name, by which list they surely belong to.

    None if they cannot be said in one sentence.
    """
    mine, theirs = set(entities_in(plus)), set(entities_in(minus))
    try:
        clauses = _clauses(ground, plus, minus)
    except verbs.NotPast:
        return None
    stem = " ".join(clauses)
    settled = _settled(ground, plus) & _settled(ground, minus)
    groups: dict[tuple[bool, bool], list[str]] = {}
    for entity in ground.of_kind(EntityKind.STATE):
        key = entity.key
        if key in settled and not names_entity(stem, entity):
            groups.setdefault((key in mine, key in theirs), []).append(key)
    return _Difference(
        plus=plus,
        minus=minus,
        clauses=clauses,
        right=tuple(groups.get((True, False), ())),
        both=tuple(groups.get((True, True), ())),
        other=tuple(groups.get((False, True), ())),
        neither=tuple(groups.get((False, False), ())),
    )


@once_for_each_fact
def _settled(ground: Ground, fact: FactData) -> frozenset[str]:
    """The states of which it is known whether they are in a list, and what they are."""
    wrong = wrong_entities(ground, fact, EntityKind.STATE)
    settled = {*entities_in(fact), *(state.key for state in wrong)}
    return frozenset(key for key in settled if ground.speaking_of(key))


def _wrong(
    ground: Ground, difference: _Difference, key: str, rng: random.Random
) -> list[str]:
    """Wrong states of both sorts: in both lists, and not in the first."""
    both = difference.both
    pool = by_drawn_length(
        [*both, *difference.outside],
        key=ground.short(key),
        count=MOST_OPTIONS - 1,
        text_of=ground.short,
        rng=rng,
    )
    chosen = pool[: MOST_OPTIONS - 1]
    missing = [
        next(each for each in pool if (each in both) is is_in_both)
        for is_in_both in (True, False)
        if not any((each in both) is is_in_both for each in chosen)
    ]
    return [*chosen[: MOST_OPTIONS - 1 - len(missing)], *missing]


def _clauses(ground: Ground, plus: FactData, minus: FactData) -> tuple[str, str]:
    """«… қол қойған» and «… қол қоймаған», each with its time where that matters.

    Raises NotPast if one of them does not end in a verb of the past.
    """
    subject = _IT if plus.subject == minus.subject else None
    told = bare_claim(ground, plus)
    denied = (
        bare_claim(ground, minus)
        if subject is None
        else dated_claim(ground, minus, wording.Nothing(), subject=subject)
    )
    denied = _without_beginning_of(told, denied)
    return verbs.relative_clause(told), verbs.relative_clause(denied, negative=True)


def _without_beginning_of(first: str, second: str) -> str:
    """The second claim without «2000 жылғы жағдай бойынша» if the first has it."""
    start = "жағдай бойынша "
    time, found, rest = second.partition(start)
    return rest if found and first.startswith(time + found) else second


def _why(ground: Ground, difference: _Difference, key: str) -> str:
    """To which of the two lists a wrong state belongs, in two sentences."""
    words = ground.entity_words([key])
    told = []
    for each, is_in in (
        (difference.plus, key in difference.both),
        (difference.minus, key in (*difference.both, *difference.other)),
    ):
        claim = dated_claim(ground, each, words)
        told.append(wording.sentence(claim if is_in else verbs.denied(claim)))
    return " ".join(told)


def _is_listed(ground: Ground, fact: FactData) -> bool:
    """Whether a fact is a closed list of states that is sure and is no plan."""
    return (
        fact.property in LISTS
        and fact.complete
        and fact.approved
        and not fact.disputed
        and not fact.planned
        and not fact.unasked
        and all(ground.kind(key) is EntityKind.STATE for key in entities_in(fact))
        and leaves_a_clause(fact)
    )


WORDINGS: Final = (
    Wording(
        name="difference",
        form=Form.CHOICE,
        family=always(Family.MEMBER),
        asks=_is_listed,
        make=make_one,
    ),
    Wording(
        name="differences",
        form=Form.MULTIPLE_CHOICE,
        family=always(Family.MEMBER),
        asks=_is_listed,
        make=make_several,
    ),
)
