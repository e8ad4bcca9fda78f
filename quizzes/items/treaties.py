"""The treaty family: which document it was, what belongs together, in which order."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from quizzes.items import wording
from quizzes.items.data import EntityKind, FactData, Family, Form, Item, Option, Prompt
from quizzes.items.dates import (
    HAPPENINGS,
    MOST_TO_MARK,
    together,
    undated,
)
from quizzes.items.distractors import (
    FEWEST_DISTRACTORS,
    MOST_OPTIONS,
    happening_distractors,
)
from quizzes.items.ground import Ground, NotMade, entities_in, is_date
from quizzes.items.kazakh import dates as date_phrases
from quizzes.items.leaks import names_entity, singled_out
from quizzes.items.members import of_subject_and_list
from quizzes.items.orders import ordering
from quizzes.items.proofs import is_wrong_date, is_wrong_entity
from quizzes.items.strategies import (
    Wording,
    always,
    assemble,
    date_option_value,
    entity_value,
    of_subject,
)

_SIGNING: Final = frozenset({"signed_on", "adopted_on"})
_PAIRS: Final = 3
_SPARES: Final = 2


def _asks_signing(ground: Ground, fact: FactData) -> bool:
    return (
        fact.property in _SIGNING
        and ground.kind(fact.subject) is EntityKind.TREATY
        and not fact.planned
        and not fact.disputed
    )


def make_document(ground: Ground, fact: FactData, rng: random.Random) -> Item:
    """Which document was signed on this day, in this place if that is known."""
    return _documents(ground, fact, rng, several=False)


def make_documents(ground: Ground, fact: FactData, rng: random.Random) -> Item:
    """Which documents were signed on this day: all that the bank knows of."""
    return _documents(ground, fact, rng, several=True)


def _documents(
    ground: Ground, fact: FactData, rng: random.Random, *, several: bool
) -> Item:
    properties = frozenset({fact.property})
    keys = together(ground, fact, properties)
    if several != (len(keys) > 1):
        raise NotMade("сол мерзімдегі құжат саны бұл түрге сай емес")
    day = wording.Date(fact.asked_date).form("")
    if fact.property == "signed_on":
        document = "қандай құжаттарға" if several else "қандай құжатқа"
        words = [day, _place(ground, fact, several=several), document, "қол қойылды"]
    else:
        words = [day, "қандай құжаттар" if several else "қандай құжат", "қабылданды"]
    stem = wording.question(" ".join(filter(None, words)))
    wrong = [
        other
        for other in happening_distractors(ground, fact, properties)
        if undated(ground.short(other.subject))
        and ground.kind(other.subject) is EntityKind.TREATY
        and not any(_same_whole(ground, other.subject, each.subject) for each in keys)
    ]
    count = MOST_TO_MARK - len(keys) if several else MOST_OPTIONS - 1
    wrong = rng.sample(wrong[: count + 3], min(count, len(wrong)))
    if len(wrong) < max(FEWEST_DISTRACTORS, len(keys)):
        raise NotMade("дәлелденген қате құжат жетіспейді")
    options = [
        Option(
            value=entity_value(each.subject),
            text=wording.capitalised(ground.designation(each.subject, undated).text),
            key=each in keys,
            why="" if each in keys else ground.claim(each),
            explains=each not in keys,
        )
        for each in [*keys, *wrong]
    ]
    for option in options:
        if option.key and singled_out(
            stem, option.text, [each.text for each in options if not each.key]
        ):
            raise NotMade("сұрақ жауапты көрсетіп тұрады")
    rng.shuffle(options)
    return assemble(
        ground=ground,
        wording="documents" if several else "document",
        form=Form.MULTIPLE_CHOICE if several else Form.CHOICE,
        family=Family.TREATY,
        facts=keys,
        stem=f"{stem} {wording.CHOOSE_ALL}" if several else stem,
        options=options,
    )


def _same_whole(ground: Ground, one: str, other: str) -> bool:
    """A protocol and its treaty: the date of the one is true of the other, too."""
    mine, theirs = ground.entities[one], ground.entities[other]
    return mine.part_of == other or theirs.part_of == one


def _place(ground: Ground, fact: FactData, *, several: bool) -> str:
    """«Ташкентте», if the place is known and no title among the options tells it."""
    if several:
        return ""
    for other in ground.about(fact.subject, "signed_in"):
        place = ground.entities[entities_in(other)[0]]
        title = ground.short(fact.subject)
        if other.approved and not other.disputed and not names_entity(title, place):
            return wording.inflected(place.short, "loc")
    return ""


def make_order(ground: Ground, fact: FactData, rng: random.Random) -> Item:
    """Documents to be put in the order in which they were signed."""
    return ordering(
        ground,
        fact,
        rng,
        properties=frozenset({fact.property}),
        family=Family.TREATY,
        name="order_documents",
        stem=(
            "Құжаттарды қабылданған уақыты бойынша, ең ертесінен бастап орналастырыңыз."
        ),
    )


# Matching


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pair:
    """What stands on the left, and the one right option for it."""

    fact: FactData
    left: str
    value: str
    right: str


def make_dates_match(ground: Ground, fact: FactData, rng: random.Random) -> Item:
    """Match what happened to its date."""

    def pair(each: FactData) -> _Pair:
        asked = each.asked_date
        return _Pair(
            fact=each,
            left=wording.capitalised(ground.happening(each, undated)),
            value=date_option_value(asked.edtf),
            right=date_phrases.phrase(asked),
        )

    def fits(each: FactData) -> bool:
        return (
            each.property == fact.property
            and each.asked_date.precision == fact.asked_date.precision
            and not each.asked_date.is_open
        )

    candidates = [each for each in ground.dated if fits(each)]
    candidates.sort(key=lambda each: each.asked_date.days_from(fact.asked_date))
    family = Family.TREATY if _asks_signing(ground, fact) else Family.DATE
    return _matching(
        ground,
        fact,
        rng,
        candidates=candidates[:14],
        pair=pair,
        wrong_for=lambda one, other: is_wrong_date(ground, one, other.asked_date),
        family=family,
        name="match_dates",
        stem="Оқиғаны мерзімімен сәйкестендіріңіз.",
        chronological=True,
    )


def make_values_match(ground: Ground, fact: FactData, rng: random.Random) -> Item:
    """Match things to their one place, or initiatives to who proposed them."""

    def pair(each: FactData) -> _Pair:
        (key,) = entities_in(each)
        entity = ground.entities[key]
        left = ground.designation(
            each.subject, lambda text: not names_entity(text, entity)
        )
        return _Pair(
            fact=each,
            left=wording.capitalised(left.text),
            value=entity_value(key),
            right=ground.short(key),
        )

    candidates = [
        each
        for each in ground.facts
        if each.property == fact.property
        and each.approved
        and not each.disputed
        and not each.planned
        and len(entities_in(each)) == 1
        and ground.kind(each.subject) is ground.kind(fact.subject)
        and ground.kind(entities_in(each)[0]) is ground.kind(entities_in(fact)[0])
    ]
    return _matching(
        ground,
        fact,
        rng,
        candidates=rng.sample(candidates, len(candidates)),
        pair=pair,
        wrong_for=lambda one, other: is_wrong_entity(
            ground, one, entities_in(other)[0]
        ),
        family=of_subject_and_list(ground, fact)
        if fact.property == "proposed_by"
        else of_subject(ground, fact),
        name="match_values",
        stem=_MATCH_STEMS[fact.property],
        chronological=False,
    )


_MATCH_STEMS: Final = {
    "signed_in": "Құжатты қол қойылған жерімен сәйкестендіріңіз.",
    "held_in": "Оқиғаны өткен жерімен сәйкестендіріңіз.",
    "proposed_by": "Бастаманы оны ұсынған тараппен сәйкестендіріңіз.",
}
_SPARE_WORDS: Final = {1: "Бір нұсқа артық.", 2: "Екі нұсқа артық."}


def _matching(
    ground: Ground,
    fact: FactData,
    rng: random.Random,
    *,
    candidates: Iterable[FactData],
    pair: Callable[[FactData], _Pair],
    wrong_for: Callable[[FactData, FactData], bool],
    family: Family,
    name: str,
    stem: str,
    chronological: bool,
) -> Item:
    """Three pairs and one or two spare options, each option right for one at most."""
    pairs = [pair(fact)]
    for other in candidates:
        if len(pairs) == _PAIRS + _SPARES:
            break
        known = {each.fact.subject for each in pairs}
        if other.subject in known or not all(
            wrong_for(one.fact, other) and wrong_for(other, one.fact) for one in pairs
        ):
            continue
        try:
            pairs.append(pair(other))
        except NotMade:
            continue
    pairs = pairs[: max(_PAIRS + 1, len(pairs))]
    if len(pairs) <= _PAIRS:
        raise NotMade("сәйкестендіретін жұп жетіспейді")
    shown, spare = pairs[:_PAIRS], pairs[_PAIRS:]
    if any(_gives_away(ground, each, pairs) for each in shown):
        raise NotMade("атауы жауапты көрсетіп тұрады")
    right = {each.value for each in shown}
    options = [
        Option(
            value=each.value,
            text=each.right,
            key=each.value in right,
            why=ground.claim(each.fact),
        )
        for each in pairs
    ]
    if chronological:
        dated = {each.value: each.fact.asked_date for each in pairs}
        options.sort(key=lambda option: dated[option.value])
    else:
        options.sort(key=lambda option: option.text)
    prompts = [
        Prompt(value=f"fact:{each.fact.key}", text=each.left, key=each.value)
        for each in shown
    ]
    rng.shuffle(prompts)
    return assemble(
        ground=ground,
        wording=name,
        form=Form.MATCHING,
        family=family,
        facts=[each.fact for each in shown],
        stem=f"{stem} {_SPARE_WORDS[len(spare)]}",
        options=options,
        prompts=tuple(prompts),
    )


def _gives_away(ground: Ground, pair: _Pair, pairs: list[_Pair]) -> bool:
    """Whether the left text shares telling words with its own right option only."""
    others = [each.right for each in pairs if each is not pair]
    return singled_out(pair.left, pair.right, others)


def _asks_match_dates(ground: Ground, fact: FactData) -> bool:
    return (
        is_date(fact)
        and fact.property in HAPPENINGS
        and not fact.planned
        and not fact.disputed
    )


def _asks_match_values(ground: Ground, fact: FactData) -> bool:
    return (
        fact.property in _MATCH_STEMS
        and len(entities_in(fact)) == 1
        and not fact.planned
        and not fact.disputed
    )


WORDINGS: Final = (
    Wording(
        name="document",
        form=Form.CHOICE,
        family=always(Family.TREATY),
        asks=_asks_signing,
        make=make_document,
    ),
    Wording(
        name="documents",
        form=Form.MULTIPLE_CHOICE,
        family=always(Family.TREATY),
        asks=_asks_signing,
        make=make_documents,
    ),
    Wording(
        name="order_documents",
        form=Form.ORDERING,
        family=always(Family.TREATY),
        asks=_asks_signing,
        make=make_order,
    ),
    Wording(
        name="match_dates",
        form=Form.MATCHING,
        family=lambda ground, fact: (
            Family.TREATY if _asks_signing(ground, fact) else Family.DATE
        ),
        asks=_asks_match_dates,
        make=make_dates_match,
    ),
    Wording(
        name="match_values",
        form=Form.MATCHING,
        family=lambda ground, fact: (
            of_subject_and_list(ground, fact)
            if fact.property == "proposed_by"
            else of_subject(ground, fact)
        ),
        asks=_asks_match_values,
        make=make_values_match,
    ),
)
