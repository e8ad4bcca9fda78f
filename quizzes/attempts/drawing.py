"""Where an attempt gets its items: the bank draws them by the recipe."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from quizzes.bank import drawing
from quizzes.bank.recipes import Recipe
from quizzes.bank.references import named
from quizzes.bank.spaces import Source
from quizzes.items.data import Item

_SEED_BYTES: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """Items in the order in which they are asked, with the titles of their sources."""

    items: tuple[Item, ...]
    source_titles: Mapping[str, str]


def new_seed() -> str:
    """A seed that nobody can foresee."""
    return secrets.token_hex(_SEED_BYTES)


def draw_items(recipe: Recipe, *, seed: str) -> Drawn:
    """Draw the items of a recipe; fewer than its length where the bank has no more."""
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
    )
    return Drawn(items=tuple(items), source_titles=titles_of(items))


def titles_of(items: Sequence[Item]) -> dict[str, str]:
    """The titles of the sources that items cite, by their references."""
    cited = {citation.source for item in items for citation in item.citations}
    sources = Source.objects.filter(named(cited)).select_related("space")
    return {source.reference: source.title_kk for source in sources}
