"""The items of a text: of its questions, and of its facts, with what hinders them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.bank.facts import Fact, FactQuerySet
from quizzes.bank.names import search_key
from quizzes.bank.neighbourhood import neighbourhood
from quizzes.bank.question_conversion import question_data
from quizzes.bank.questions import Question, QuestionQuerySet, State, Stimulus
from quizzes.bank.scopes import scope_of
from quizzes.bank.search import MOST_WORDS, with_words
from quizzes.bank.showing import show_fact, with_names
from quizzes.bank.spaces import Space
from quizzes.items.data import Item
from quizzes.items.ground import Ground
from quizzes.items.making import make_any
from quizzes.items.questions import make_item
from quizzes.items.stimuli import PartKind, StimulusPart

FOUND_AT_MOST = 8
NOT_THERE = gettext_lazy("It is not there any more, or not approved.")
_SEED = "preview"

Row = TypeVar("Row", Question, Fact)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartThing:
    """A question or a fact that is asked under a text, or could be.

    `item` is missing where none can be made of it, `hindrance` says why it may not be
    asked; a draft of the same space is approved with the text.
    """

    part: StimulusPart
    reference: str
    title: str
    is_approved: bool
    is_own: bool
    item: Item | None
    hindrance: str = ""

    @property
    def is_fact(self) -> bool:
        """Whether it is a fact."""
        return self.part.kind is PartKind.FACT


def things_of(
    space: Space, parts: Sequence[StimulusPart]
) -> dict[StimulusPart, PartThing]:
    """What the parts of a text are, as a space reaches them; what is gone is not there.

    Costs a fixed number of queries.
    """
    keys = {kind: [p.key for p in parts if p.kind is kind] for kind in PartKind}
    questions = _questions_within(space).filter(key__in=keys[PartKind.QUESTION])
    found = _own_first(questions, space)
    things = {
        _part(PartKind.QUESTION, key): question_thing(question, space)
        for key, question in found.items()
    }
    facts = _facts_within(space).filter(key__in=keys[PartKind.FACT])
    rows = _own_first(facts, space)
    items = fact_items(list(rows.values()), space)
    things |= {
        _part(PartKind.FACT, key): _fact_thing(fact, space, items.get(fact.pk))
        for key, fact in rows.items()
    }
    return things


def question_thing(question: Question, space: Space) -> PartThing:
    """A question as a part of a text."""
    return PartThing(
        part=_part(PartKind.QUESTION, question.key),
        reference=question.reference,
        title=question.stem,
        is_approved=question.is_approved(),
        is_own=question.space_id == space.pk,
        item=make_item(question_data(question), _SEED),
    )


def fact_items(facts: Iterable[Fact], space: Space) -> dict[int, Item]:
    """An item of each fact that makes one, by the number of its row."""
    references = {fact.pk: fact.reference for fact in facts}
    if not references:
        return {}
    near = neighbourhood(list(references), scope_of(space.key))
    ground = Ground(near)
    by_reference = {fact.key: fact for fact in near.facts}
    items = {}
    for pk, reference in references.items():
        data = by_reference.get(reference)
        item = make_any(ground, data, _SEED) if data is not None else None
        if item is not None:
            items[pk] = item
    return items


def found_things(
    space: Space, words: str, taken: Iterable[StimulusPart]
) -> list[PartThing]:
    """Questions that stand under no text yet, and facts, that have all the words."""
    wanted = search_key(words).split()[:MOST_WORDS]
    if not wanted:
        return []
    left = set(taken)
    questions = _questions_within(space).filter(stimulus_parts__isnull=True)
    for word in wanted:
        questions = questions.filter(search_key__contains=word)
    found = [
        question_thing(each, space)
        for each in questions.order_by("-updated", "-pk")[:FOUND_AT_MOST]
    ]
    facts = with_words(_facts_within(space).approved().filter(unasked=""), words)
    found += [
        _fact_thing(each, space, None, is_tried=False)
        for each in facts.order_by("pk")[:FOUND_AT_MOST]
    ]
    return [thing for thing in found if thing.part not in left]


def hindrances_of(stimulus: Stimulus) -> list[str]:
    """Why the parts of a text may not be asked, each with the part it is about."""
    parts = parts_of(stimulus)
    things = things_of(stimulus.space, parts)
    told = []
    for number, part in enumerate(parts, 1):
        thing = things.get(part)
        hindrance = NOT_THERE if thing is None else thing.hindrance
        if hindrance:
            title = part.key if thing is None else thing.title
            told.append(f"{number}. {title} – {hindrance}")
    return told


def parts_of(stimulus: Stimulus) -> list[StimulusPart]:
    """The parts of a stored text in their order; it comes with its content."""
    rows = sorted(stimulus.parts.all(), key=lambda row: row.position)
    return [
        _part(PartKind.QUESTION, row.question.key)
        if row.question is not None
        else _part(PartKind.FACT, row.fact.key)  # type: ignore[union-attr]
        for row in rows
    ]


def _part(kind: PartKind, key: str) -> StimulusPart:
    return StimulusPart(kind=kind, key=key)


def _questions_within(space: Space) -> QuestionQuerySet:
    """The space's own, and the approved ones of the common library."""
    reached = Q(space=space) | Q(space__owner=None, state=State.APPROVED)
    return Question.objects.filter(reached).with_content()


def _facts_within(space: Space) -> FactQuerySet:
    """The space's own, and the approved ones of the common library."""
    reached = Q(space=space) | Q(space__owner=None, state=Fact.State.APPROVED)
    return with_names(Fact.objects.filter(reached))


def _fact_thing(
    fact: Fact, space: Space, item: Item | None, *, is_tried: bool = True
) -> PartThing:
    hindrance = ""
    if not fact.is_approved():
        hindrance = _("This fact is not approved.")
    elif fact.unasked or (is_tried and item is None):
        hindrance = _("No question can be made of this fact.")
    return PartThing(
        part=_part(PartKind.FACT, fact.key),
        reference=fact.reference,
        title=show_fact(fact).statement.text,
        is_approved=fact.is_approved(),
        is_own=fact.space_id == space.pk,
        item=item,
        hindrance=hindrance,
    )


def _own_first(rows: Iterable[Row], space: Space) -> Mapping[str, Row]:
    """The rows by key; a row of the space hides a common one."""
    ordered = sorted(rows, key=lambda row: row.space_id == space.pk)
    return {row.key: row for row in ordered}
