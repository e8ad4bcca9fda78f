"""Drawing the items of a quiz: beside those that stand, and one in another's place.

This costs more than a start of practice, which draws once and takes what it gets: here
items are refused until they have the shape that is wanted and fit with what stands.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final

from quizzes.bank import drawing
from quizzes.bank.copies import copies_of
from quizzes.bank.facts import Fact
from quizzes.bank.neighbourhood import neighbourhood
from quizzes.bank.questions import Question, Stimulus
from quizzes.bank.recipes import Recipe
from quizzes.bank.references import named
from quizzes.bank.scopes import scope_of
from quizzes.bank.spaces import Space
from quizzes.bank.written_items import item_of_question, items_of_stimulus
from quizzes.items.arrangement import blocks
from quizzes.items.compatibility import facts_of, fits_with
from quizzes.items.data import FactData, Form, Item
from quizzes.items.ground import Ground, NotMade
from quizzes.items.making import make, make_any, wordings_for
from quizzes.items.shapes import FORMS_OF_SHAPE, Shape, has_shape
from quizzes.items.strategies import Wording

# Each draws afresh. Without a shape the first mostly gives all.
_ROUNDS: Final = 4
_SPARE: Final = 4
_TRIES: Final = 5
# At least an eighth of a national test is to match, and an eighth has several answers.
_SHARE_OF_RARE: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """An item that a fact makes, with the name of the way it is asked in."""

    fact: str
    wording: str
    item: Item


def draw_beside(
    standing: Sequence[Item],
    *,
    space: Space,
    recipe: Recipe,
    count: int,
    seed: str,
    avoid: Collection[str] = (),
) -> list[Item]:
    """Draw up to `count` items by a recipe that fit with those that stand.

    `avoid` names facts that are not to be asked, as `facts_of` names them. What stands
    under one text comes as a whole or not at all.
    """
    wanted = _within_shape(recipe)
    if wanted is None:
        return []
    chosen: list[Item] = []
    for number, (forms, share) in enumerate(_shares(wanted, count)):
        chosen += _draw_some(
            [*standing, *chosen],
            space=space,
            recipe=replace(wanted, forms=forms),
            count=min(share, count - len(chosen)),
            seed=f"{seed}:{number}" if number else seed,
            avoid=avoid,
        )
    return in_order_of_shape(chosen, recipe.shape)


def in_order_of_shape(items: Sequence[Item], shape: Shape) -> list[Item]:
    """The items in the order that their shape has: in a national test, form by form."""
    order = FORMS_OF_SHAPE[shape]
    if shape is Shape.USUAL:
        return list(items)
    by_form = sorted(blocks(items), key=lambda block: order.index(items[block[0]].form))
    return [items[place] for block in by_form for place in block]


def _shares(recipe: Recipe, count: int) -> list[tuple[tuple[Form, ...], int]]:
    """Which forms are drawn first, and how many of them; then any, up to the count.

    Few facts make pairs to match, so by chance a national test might have none.
    """
    if recipe.shape is Shape.USUAL:
        return [(recipe.forms, count)]
    rare = [each for each in recipe.forms if each is not Form.CHOICE]
    shares = [((form,), count // _SHARE_OF_RARE) for form in rare]
    return [*shares, (recipe.forms, count)]


def _draw_some(
    standing: Sequence[Item],
    *,
    space: Space,
    recipe: Recipe,
    count: int,
    seed: str,
    avoid: Collection[str],
) -> list[Item]:
    """Draw in rounds, until there are enough that have the shape and fit."""
    chosen: list[Item] = []
    for number in range(_ROUNDS):
        missing = count - len(chosen)
        if missing <= 0:
            break
        more = 2 * missing + _SPARE
        drawn = draw(recipe, space=space, count=more, seed=f"{seed}:{number}")
        for block in blocks(drawn):
            items = [drawn[place] for place in block]
            if len(items) <= count - len(chosen) and all(
                has_shape(item, recipe.shape)
                and facts_of(item).isdisjoint(avoid)
                and fits_with([*standing, *chosen], item)
                for item in items
            ):
                chosen += items
    return chosen


def draw(recipe: Recipe, *, space: Space, count: int, seed: str) -> list[Item]:
    """Draw by a recipe from a space and the common library."""
    return drawing.draw(
        families=recipe.families,
        forms=recipe.forms,
        topics=recipe.topics,
        facts=recipe.facts,
        core_only=recipe.core_only,
        questions=recipe.questions,
        count=count,
        seed=seed,
        space=space.key,
    )


def another(
    item: Item, *, standing: Sequence[Item], space: Space, recipe: Recipe, seed: str
) -> Item | None:
    """An item to stand in the place of one: as near to it in kind as there is.

    First of its form and family on its topic, then of its form by the recipe, then any
    by the recipe. None if the bank has no other that fits.
    """
    topic = _topic_of(item)
    alike = replace(recipe, forms=(item.form,), facts=())
    wishes = [replace(recipe, facts=()), alike]
    if topic:
        # Wanted last, tried first
        wishes.append(replace(alike, topics=(topic,), families=(item.family,)))
    for number, wish in enumerate(reversed(wishes)):
        found = draw_beside(
            standing,
            space=space,
            recipe=wish,
            count=1,
            seed=f"{seed}:{number}",
            avoid=facts_of(item),
        )
        if found:
            return found[0]
    return None


def offers_of(
    facts: Sequence[Fact], *, space: Space, seed: str
) -> dict[str, list[Offer]]:
    """Every item that facts make, by their references; the cost is that of one fact."""
    if not facts:
        return {}
    ground, by_reference = _ground(facts, space)
    found: dict[str, list[Offer]] = {}
    for fact in facts:
        data = by_reference.get(fact.reference)
        offers = found.setdefault(fact.reference, [])
        for wording in wordings_for(ground, data) if data else ():
            try:
                item = make(ground, data, wording, seed) if data else None
            except NotMade:
                continue
            if item is not None:
                offers.append(
                    Offer(fact=fact.reference, wording=name_of(wording), item=item)
                )
    return found


def item_of_fact(fact: Fact, *, wording: str, space: Space, seed: str) -> Item:
    """The item of a fact in one way of asking, by its name.

    What one seed refuses, by a choice of options that gives something away, another may
    allow; the first is that of `offers_of`. Raises NotMade where there is none.
    """
    ground, by_reference = _ground([fact], space)
    data = by_reference.get(fact.reference)
    for each in wordings_for(ground, data) if data is not None else ():
        if data is None or name_of(each) != wording:
            continue
        for number in range(_TRIES):
            with suppress(NotMade):
                return make(ground, data, each, f"{seed}:{number}" if number else seed)
    raise NotMade(wording)


def items_of_text(stimulus: Stimulus, *, space: Space, seed: str) -> tuple[Item, ...]:
    """The items that stand under a text, in their order; none if too few are made.

    Takes a stimulus that was read `with_content`.
    """
    wanted = [part.fact_id for part in stimulus.parts.all() if part.fact_id is not None]
    facts = list(Fact.objects.approved().filter(pk__in=wanted).select_related("space"))
    copies = copies_of(wanted, scope_of(space.key))
    ground, by_reference = _ground([*facts, *copies.values()], space)

    def make_fact(reference: str) -> Item | None:
        copy = copies.get(reference)
        data = by_reference.get(copy.reference if copy is not None else reference)
        return make_any(ground, data, seed) if data is not None else None

    return items_of_stimulus(stimulus, seed=seed, make_fact=make_fact)


def text_anew(reference: str, *, space: Space, seed: str) -> tuple[Item, ...]:
    """The items of a text as it is now, by its reference; none if it is not asked."""
    texts = Stimulus.objects.approved().with_content().within_reach_of(space)
    stimulus = texts.filter(named([reference])).first()
    return items_of_text(stimulus, space=space, seed=seed) if stimulus else ()


def made_anew(item: Item, *, space: Space, seed: str) -> Item | None:
    """The item as its facts or its question make it now; None if they do not."""
    reference = item.asked[0]
    if item.question is not None:
        question = (
            Question.objects.approved()
            .with_content()
            .within_reach_of(space)
            .filter(named([reference]))
            .first()
        )
        return item_of_question(question, seed=seed) if question else None
    fact = (
        Fact.objects.approved()
        .within_reach_of(space)
        .filter(named([reference]))
        .select_related("space")
        .first()
    )
    if fact is None:
        return None
    try:
        return item_of_fact(
            fact, wording=f"{item.wording}:{item.form}", space=space, seed=seed
        )
    except NotMade:
        return None


def name_of(wording: Wording) -> str:
    """What a form names a way of asking by."""
    return f"{wording.name}:{wording.form}"


def _ground(facts: Sequence[Fact], space: Space) -> tuple[Ground, dict[str, FactData]]:
    near = neighbourhood([fact.pk for fact in facts], scope_of(space.key))
    return Ground(near), {fact.key: fact for fact in near.facts}


def _within_shape(recipe: Recipe) -> Recipe | None:
    """The recipe with the forms that its shape leaves; None if it leaves none."""
    if recipe.shape is Shape.USUAL:
        return recipe
    possible = FORMS_OF_SHAPE[recipe.shape]
    forms = tuple(form for form in possible if not recipe.forms or form in recipe.forms)
    return replace(recipe, forms=forms) if forms else None


def _topic_of(item: Item) -> str:
    """The reference of the topic that an item is about, if it has one."""
    model = Fact if item.question is None else Question
    about = model.objects.filter(named([item.asked[0]])).select_related("topic__space")
    found = about.first()
    return found.topic.reference if found is not None and found.topic else ""
