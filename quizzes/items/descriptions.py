"""Which document is described: told by what the bank says of it, without its name."""

from __future__ import annotations

import random
from typing import Final

from quizzes.items import wording
from quizzes.items.data import (
    Designation,
    EntityKind,
    FactData,
    Family,
    Form,
    Item,
    Option,
)
from quizzes.items.distractors import FEWEST_DISTRACTORS, MOST_OPTIONS
from quizzes.items.ground import (
    Ground,
    NotMade,
)
from quizzes.items.leaks import names_entity, singled_out
from quizzes.items.proofs import is_wrong_claim
from quizzes.items.strategies import Wording, always, assemble, entity_value

# What can tell a document without its name, and prove that another one is not meant.
_TELLING: Final = frozenset(
    {
        "signed_on",
        "adopted_on",
        "entered_into_force_on",
        "valid_until",
        "signed_in",
    }
)
_THIS: Final = wording.Noun(Designation(text="бұл құжат"))


def _asks_description(ground: Ground, fact: FactData) -> bool:
    return (
        fact.property in _TELLING
        and not fact.disputed
        and not fact.planned
        and ground.kind(fact.subject) is EntityKind.TREATY
    )


def make_described(ground: Ground, fact: FactData, rng: random.Random) -> Item:
    """The document of which two things are told."""
    clues = [fact, _second_clue(ground, fact, rng)]
    told = [
        wording.sentence(ground.filled(clue, ground.value_words(clue), subject=_THIS))
        for clue in clues
    ]
    stem = f"{' '.join(told)} Бұл қай құжат?"
    if names_entity(stem, ground.entities[fact.subject]):
        raise NotMade("сипаттамасы құжатты атап тұрады")
    pool = [
        entity.key
        for entity in ground.of_kind(EntityKind.TREATY)
        if entity.category == ground.entities[fact.subject].category
        and any(is_wrong_claim(ground, clue, entity.key) for clue in clues)
        and not ground.related(entity.key, fact.subject)
    ]
    wrong = rng.sample(pool, min(MOST_OPTIONS - 1, len(pool)))
    if len(wrong) < FEWEST_DISTRACTORS:
        raise NotMade("дәлелденген қате құжат жетіспейді")
    options = [
        Option(
            value=entity_value(key),
            text=wording.capitalised(ground.short(key)),
            key=key == fact.subject,
            why="" if key == fact.subject else _what_is_known(ground, clues, key),
            explains=key != fact.subject,
        )
        for key in (fact.subject, *wrong)
    ]
    others = [option.text for option in options if not option.key]
    if singled_out(stem, ground.short(fact.subject), others):
        raise NotMade("сипаттамасы жауапты көрсетіп тұрады")
    rng.shuffle(options)
    return assemble(
        ground=ground,
        wording="described",
        form=Form.CHOICE,
        family=Family.TREATY,
        facts=clues,
        stem=stem,
        options=options,
    )


def _second_clue(ground: Ground, fact: FactData, rng: random.Random) -> FactData:
    others = [
        other
        for other in ground.about(fact.subject, *_TELLING)
        if other.property != fact.property
        and other.approved
        and not other.disputed
        and not other.planned
        and not other.unasked
    ]
    if not others:
        raise NotMade("сипаттайтын екінші дерек жоқ")
    return rng.choice(others)


def _what_is_known(ground: Ground, clues: list[FactData], key: str) -> str:
    """The claim about another document that shows that it is not the one described."""
    for clue in clues:
        if is_wrong_claim(ground, clue, key):
            for known in ground.about(key, clue.property):
                if known.approved:
                    return ground.claim(known)
    raise NotMade("қате нұсқаны түсіндіретін дерек жоқ")


WORDINGS: Final = (
    Wording(
        name="described",
        form=Form.CHOICE,
        family=always(Family.TREATY),
        asks=_asks_description,
        make=make_described,
    ),
)
