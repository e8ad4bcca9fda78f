"""Where an attempt gets its items: the bank draws them by the recipe."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from quizzes.bank import drawing
from quizzes.bank.recipes import Recipe
from quizzes.bank.references import named
from quizzes.bank.spaces import Source
from quizzes.items.data import Form, Item
from quizzes.memory.choosing import Offer, forms_towards

_SEED_BYTES: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """Items in the order in which they are asked, with the titles of their sources.

    `offers` are what memory has offered, by the references of the facts.
    """

    items: tuple[Item, ...]
    source_titles: Mapping[str, str]
    offers: Mapping[str, Offer[str]] = field(default_factory=dict)


def new_seed() -> str:
    """A seed that nobody can foresee."""
    return secrets.token_hex(_SEED_BYTES)


def draw_items(
    recipe: Recipe, *, seed: str, offers: Sequence[Offer[str]] = ()
) -> Drawn:
    """Draw the items of a recipe; fewer than its length where the bank has no more.

    What memory offers is asked in its order, in forms that lead towards the target.
    """
    items = drawing.draw(
        families=recipe.families,
        forms=recipe.forms,
        topics=recipe.topics,
        facts=recipe.facts,
        by_hand=recipe.by_hand,
        texts=recipe.texts,
        core_only=recipe.core_only,
        space=recipe.space,
        questions=recipe.questions,
        count=recipe.length,
        seed=seed,
        form_orders={offer.fact: partial(_forms_of, offer) for offer in offers},
    )
    if offers:
        places = {offer.fact: place for place, offer in enumerate(offers)}
        items.sort(key=lambda item: places[item.asked[0]])
    return Drawn(
        items=tuple(items),
        source_titles=titles_of(items),
        offers={offer.fact: offer for offer in offers},
    )


def titles_of(items: Sequence[Item]) -> dict[str, str]:
    """The titles of the sources that items cite, by their references."""
    cited = {citation.source for item in items for citation in item.citations}
    sources = Source.objects.filter(named(cited)).select_related("space")
    return {source.reference: source.title_kk for source in sources}


def _forms_of(
    offer: Offer[str], forms: Sequence[Form], used: Mapping[Form, int]
) -> Sequence[Form]:
    return forms_towards(offer, forms, used=used)
