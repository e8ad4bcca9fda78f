"""From a fact to its items: one of a form, or every one that can be made."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from quizzes.items import (
    dates,
    descriptions,
    differences,
    members,
    numbers,
    orders,
    statements,
    treaties,
)
from quizzes.items.data import FactData, Family, Form, Item, Neighbourhood
from quizzes.items.ground import Ground, NotMade
from quizzes.items.strategies import Wording

WORDINGS: Final[tuple[Wording, ...]] = (
    *dates.WORDINGS,
    *orders.WORDINGS,
    *members.WORDINGS,
    *numbers.WORDINGS,
    *differences.WORDINGS,
    *treaties.WORDINGS,
    *descriptions.WORDINGS,
    *statements.WORDINGS,
)

FEWEST_FORMS: Final = 2

# Forms in the order in which to try them, given how often each has been asked before
FormOrder: TypeAlias = Callable[[Sequence[Form], Mapping[Form, int]], Sequence[Form]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why a fact is not asked in one way."""

    fact: str
    wording: str
    form: Form
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unasked:
    """An approved fact asked in fewer than two forms, with the reason."""

    fact: str
    forms: tuple[Form, ...]
    reason: str


def can_be_asked(fact: FactData) -> bool:
    """Whether a fact may be asked: approved, and no reason given why it never is.

    Other facts' distractors are proved by it all the same.
    """
    return fact.approved and not fact.unasked


def wordings_for(
    ground: Ground,
    fact: FactData,
    *,
    families: Sequence[Family] = (),
    forms: Sequence[Form] = (),
) -> Iterator[Wording]:
    """The ways of asking that suit a fact; empty families or forms mean any."""
    if not can_be_asked(fact):
        return
    for each in WORDINGS:
        if (
            (not forms or each.form in forms)
            and each.asks(ground, fact)
            and (not families or each.family(ground, fact) in families)
        ):
            yield each


def make(ground: Ground, fact: FactData, wording: Wording, seed: str) -> Item:
    """Make the item of a fact in one wording; the same seed makes the same item.

    Raises NotMade with the reason where the bank does not allow it.
    """
    # A string seeds alike on every machine: its hash is SHA-512, not Python's own.
    rng = random.Random(f"{seed}:{fact.key}:{wording.name}:{wording.form}")
    return wording.make(ground, fact, rng)


def make_any(
    ground: Ground,
    fact: FactData,
    seed: str,
    *,
    families: Sequence[Family] = (),
    forms: Sequence[Form] = (),
    used: Mapping[Form, int] | None = None,
    order: FormOrder | None = None,
) -> Item | None:
    """Make one item of a fact, or None if none can be made.

    Of the forms that suit the fact the one that `order` puts first is tried first, by
    default the one asked `least_used`; chance decides between equals, and among the
    wordings of a form.
    """
    rng = random.Random(f"{seed}:{fact.key}")
    by_form: dict[Form, list[Wording]] = {}
    for each in wordings_for(ground, fact, families=families, forms=forms):
        by_form.setdefault(each.form, []).append(each)
    shuffled = rng.sample(sorted(by_form), len(by_form))
    for form in (order or least_used)(shuffled, used or {}):
        for each in rng.sample(by_form[form], len(by_form[form])):
            try:
                return make(ground, fact, each, seed)
            except NotMade:
                continue
    return None


def least_used(forms: Sequence[Form], used: Mapping[Form, int]) -> Sequence[Form]:
    """The forms that `used` counts least first, so that an attempt has many forms.

    True or false suits nearly every fact, so it counts double.
    """

    def weight(form: Form) -> int:
        return used.get(form, 0) * (2 if form is Form.TRUE_FALSE else 1)

    return sorted(forms, key=weight)


def make_every(
    neighbourhood: Neighbourhood, seed: str, facts: Iterable[FactData] | None = None
) -> Iterator[Item | Refusal]:
    """Every item of every fact and wording once, or why it is not made.

    `facts` limits whose items are made; all facts still prove distractors.
    """
    ground = Ground(neighbourhood)
    asked = ground.facts if facts is None else sorted(facts, key=lambda f: f.key)
    for fact in asked:
        for each in wordings_for(ground, fact):
            try:
                yield make(ground, fact, each, seed)
            except NotMade as refusal:
                yield Refusal(
                    fact=fact.key,
                    wording=each.name,
                    form=each.form,
                    reason=str(refusal),
                )


def seldom_asked(
    neighbourhood: Neighbourhood, made: Iterable[Item | Refusal]
) -> list[Unasked]:
    """The approved facts that stand first in items of fewer than two forms.

    The reason is the fact's own, or what refused its other forms.
    """
    forms: dict[str, set[Form]] = {}
    reasons: dict[str, list[str]] = {}
    for each in made:
        if isinstance(each, Refusal):
            reasons.setdefault(each.fact, []).append(each.reason)
        else:
            forms.setdefault(each.facts[0][0], set()).add(each.form)
    listed = []
    for fact in sorted(neighbourhood.facts, key=lambda each: each.key):
        asked = forms.get(fact.key, set())
        if not fact.approved or len(asked) >= FEWEST_FORMS:
            continue
        refused = "; ".join(dict.fromkeys(reasons.get(fact.key, ())))
        reason = fact.unasked or refused
        listed.append(Unasked(fact=fact.key, forms=tuple(sorted(asked)), reason=reason))
    return listed
