"""Drawing items by chance seeks: a large bank costs what a small one does.

What is met at random places (`random_places`) is tried in turn until enough of it has
made items that do not give one another away.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Final

from django.db.models import Q

from quizzes.bank.copies import copies_of
from quizzes.bank.facts import Fact
from quizzes.bank.neighbourhood import neighbourhood
from quizzes.bank.questions import Question, State, Stimulus
from quizzes.bank.random_places import Kind, Met, Seek, at_random_places
from quizzes.bank.references import COMMON, named, reference, split
from quizzes.bank.scopes import Scope, scope_of
from quizzes.bank.spaces import Topic
from quizzes.bank.written_items import Written, items_of_stimulus
from quizzes.items.compatibility import fits_with
from quizzes.items.data import (
    EntityKind,
    FactData,
    Family,
    Form,
    Item,
    Neighbourhood,
)
from quizzes.items.ground import Ground
from quizzes.items.making import FormOrder, make_any
from quizzes.items.properties import PROPERTIES, Property, ValueType

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
    by_hand: Sequence[str] = (),
    texts: Sequence[str] = (),
    core_only: bool = True,
    space: str = "",
    questions: bool = False,
    form_orders: Mapping[str, FormOrder] | None = None,
) -> list[Item]:
    """Draw items from the common library and, if one is named, from an own space.

    Takes how many, a seed, and what they are limited to: families, forms and topics;
    empty means any. Where texts, questions by hand or facts are named, nothing else is
    asked, and their spaces belong to the scope of truth. A fact of the common library
    that has an approved copy in an own space is not drawn at random. `questions` draws
    questions by hand too; what stands under one text comes together, in its order.
    `form_orders` says of facts that are named in which forms to try them.

    Gives at most `count` items, fewer where the bank allows no more, that do not give
    one another away. The same seed gives the same items as long as the bank is the
    same.
    """
    rng = random.Random(seed)
    by_name = (*facts, *by_hand, *texts)
    named_spaces = {split(each)[0] for each in by_name} | {space}
    scope = scope_of(*sorted(named_spaces - {"", COMMON}))
    drawn_from = sorted(pk for pk, key in scope.items() if key in {COMMON, space})
    topic_ids = list(
        Topic.objects.filter(named(topics), space__in=drawn_from)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    if not scope or (topics and not topic_ids and not by_name):
        return []
    seek = Seek(
        spaces=drawn_from,
        scope=scope,
        topics=topic_ids,
        properties=_properties_of(families),
        families=families,
        forms=forms,
        core_only=core_only,
        questions=questions,
    )
    quiz = _Quiz(
        count=count,
        seed=seed,
        families=families,
        forms=forms,
        named=frozenset(facts),
        form_orders=form_orders or {},
    )
    tried: set[Met] = set()
    places = max(_PLACES_FOR_AN_ITEM * count, _FEWEST_PLACES)
    for number in range(_ROUNDS):
        if by_name:
            met = [*_written_named(by_hand, texts), *_facts_named(facts)]
        else:
            # Details fill up what a small topic lacks, in the last round only.
            core = core_only and number < _ROUNDS - 1
            met = at_random_places(replace(seek, core_only=core), places, rng)
        candidates = [each for each in met if each not in tried]
        tried.update(candidates)
        for batch in _batches(candidates, quiz):
            _extend(quiz, batch, scope)
        if not quiz.missing or by_name:
            break
    rng.shuffle(quiz.groups)
    return list(chain.from_iterable(quiz.groups))


@dataclass(slots=True, kw_only=True)
class _Quiz:
    """What is wanted, and what has been chosen: items, or groups under one text.

    `named` are the facts that are asked for by name.
    """

    count: int
    seed: str
    families: Sequence[Family]
    forms: Sequence[Form]
    named: frozenset[str] = frozenset()
    form_orders: Mapping[str, FormOrder] = field(default_factory=dict)
    groups: list[tuple[Item, ...]] = field(default_factory=list)
    used: Counter[Form] = field(default_factory=Counter)

    @property
    def missing(self) -> int:
        """How many more items are wanted."""
        return self.count - sum(map(len, self.groups))

    def take(self, group: tuple[Item, ...]) -> None:
        """Take a group if there is room for it, it is asked for and it fits."""
        chosen = list(chain.from_iterable(self.groups))
        if (
            0 < len(group) <= self.missing
            and all(self._is_wanted(item) for item in group)
            and all(fits_with(chosen, item) for item in group)
        ):
            self.groups.append(group)
            self.used.update(item.form for item in group)

    def _is_wanted(self, item: Item) -> bool:
        return (not self.families or item.family in self.families) and (
            not self.forms or item.form in self.forms
        )


def _batches(candidates: list[Met], quiz: _Quiz) -> Iterator[list[Met]]:
    """The candidates in up to three parts, for as long as the quiz lacks items.

    Mostly the first few are enough. To read what surrounds a fact costs more than to
    ask once again, so the second part is small as well; the third is all the rest.
    """
    rest = candidates
    for times in (1, 2, len(candidates)):
        if not rest or not quiz.missing:
            return
        size = times * quiz.missing + _SPARE
        yield rest[:size]
        rest = rest[size:]


def _extend(quiz: _Quiz, batch: Sequence[Met], scope: Scope) -> None:
    """Make items of what was met, in turn, and keep those that fit."""
    written = Written.read(
        [each.pk for each in batch if each.kind is Kind.QUESTION],
        [each.pk for each in batch if each.kind is Kind.TEXT],
    )
    under_texts = written.fact_ids()
    copies = copies_of(under_texts, scope)
    fact_ids = {each.pk for each in batch if each.kind is Kind.FACT}
    fact_ids |= under_texts | {copy.pk for copy in copies.values()}
    near = neighbourhood(sorted(fact_ids), scope)
    if quiz.named:
        near = _with_named(near, quiz.named)
    ground = Ground(near)
    references = {
        pk: reference(scope[space], key)
        for pk, space, key in Fact.objects.filter(pk__in=fact_ids).values_list(
            "pk", "space_id", "key"
        )
    }
    known: dict[str, FactData] = {fact.key: fact for fact in near.facts}

    def make_fact(fact: str) -> Item | None:
        return make_any(
            ground,
            known[fact],
            quiz.seed,
            families=quiz.families,
            forms=quiz.forms,
            used=quiz.used,
            order=quiz.form_orders.get(fact),
        )

    def make_part(fact: str) -> Item | None:
        """The item of a fact under a text, or of the copy that stands for it."""
        return make_fact(copies[fact].reference if fact in copies else fact)

    for each in batch:
        if not quiz.missing:
            return
        if each.kind is Kind.QUESTION:
            quiz.take(written.items(each.pk, seed=quiz.seed, make_fact=make_part))
        elif each.kind is Kind.TEXT:
            text = written.texts[each.pk]
            quiz.take(items_of_stimulus(text, seed=quiz.seed, make_fact=make_part))
        elif (item := make_fact(references[each.pk])) is not None:
            quiz.take((item,))


def _with_named(near: Neighbourhood, named: frozenset[str]) -> Neighbourhood:
    """With the named facts to be asked even where an own copy hides them.

    Who practises a fact of the common library need not know of a teacher's copy.
    """
    facts = (
        replace(fact, approved=True) if fact.key in named else fact
        for fact in near.facts
    )
    return replace(near, facts=tuple(facts))


def _facts_named(facts: Sequence[str]) -> list[Met]:
    """The facts in the order in which they are named."""
    found = Fact.objects.approved().filter(named(facts))
    ids = {
        reference(space, key): pk
        for pk, space, key in found.values_list("pk", "space__key", "key")
    }
    return [Met(Kind.FACT, ids[each]) for each in facts if each in ids]


def _written_named(questions: Sequence[str], texts: Sequence[str]) -> list[Met]:
    """The texts that are named, then the questions, as far as they may be asked.

    A question makes no sense without its text, so it waits until that is approved.
    """
    met = []
    if texts:
        stimuli = Stimulus.objects.approved().filter(named(texts)).order_by("pk")
        met += [Met(Kind.TEXT, pk) for pk in stimuli.values_list("pk", flat=True)]
    if questions:
        waiting = Q(stimulus_parts__stimulus__state=State.DRAFT)
        rows = Question.objects.approved().filter(named(questions)).exclude(waiting)
        met += [
            Met(Kind.QUESTION, pk)
            for pk in rows.order_by("pk").values_list("pk", flat=True)
        ]
    return met


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
