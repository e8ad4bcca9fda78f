"""What came before what: things to be put in order, and what was before or after."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Final

from quizzes.items import wording
from quizzes.items.data import FactData, Family, Form, Item, Option
from quizzes.items.dates import HAPPENINGS, asks_happening, family_of_date, undated
from quizzes.items.distractors import (
    FEWEST_DISTRACTORS,
    MOST_OPTIONS,
    happening_distractors,
)
from quizzes.items.ground import Ground, NotMade
from quizzes.items.kazakh import dates as date_phrases
from quizzes.items.kazakh import verbs
from quizzes.items.leaks import clues
from quizzes.items.leaks import words as words_of
from quizzes.items.lengths import by_drawn_length
from quizzes.items.proofs import is_before, is_wrong_happening, known_dates
from quizzes.items.strategies import (
    Wording,
    always,
    assemble,
    fact_value,
    text_value,
)

_ORDERED: Final = 4
_ORDINALS: Final = frozenset(
    ("бірінші", "екінші", "үшінші", "төртінші", "бесінші", "алтыншы", "алғашқы")
)

# What is nearest in time is least easily told apart, so options are taken from it.
_NEAREST: Final = 5
_LOOKED_AT: Final = 32

# A stage is no event: it would be asked whether something was before the first one.
_EVENTS: Final = HAPPENINGS - {"began_on"}


def make_order(ground: Ground, fact: FactData, rng: random.Random) -> Item:
    """Happenings to be put in order, whose dates do not overlap."""
    return ordering(
        ground,
        fact,
        rng,
        properties=HAPPENINGS,
        family=Family.DATE,
        name="order",
        stem="Оқиғаларды ең ертесінен бастап ретімен орналастырыңыз.",
    )


def ordering(
    ground: Ground,
    fact: FactData,
    rng: random.Random,
    *,
    properties: frozenset[str],
    family: Family,
    name: str,
    stem: str,
) -> Item:
    """An ordering item of a fact and others of the given properties.

    No two share a subject or an ordinal word, and no name bears a year.
    Raises NotMade if fewer than four can be put in a sure order.
    """
    chosen = [fact]
    texts = {fact.key: ground.happening(fact, undated)}
    pool = happening_distractors(ground, fact, properties)[:12]
    for other in rng.sample(pool, len(pool)):
        if len(chosen) == _ORDERED:
            break
        if not _in_sure_order(ground, other, chosen):
            continue
        try:
            text = ground.happening(other, undated)
        except NotMade:
            continue
        if _has_ordinal(text) and any(map(_has_ordinal, texts.values())):
            continue
        texts[other.key] = text
        chosen.append(other)
    if len(chosen) < _ORDERED:
        raise NotMade("реті анық оқиғалар жетіспейді")
    ordered = sorted(chosen, key=lambda each: each.asked_date)
    options = [
        Option(
            value=fact_value(each.key),
            text=wording.capitalised(texts[each.key]),
            key=True,
            why=date_phrases.phrase(each.asked_date),
        )
        for each in ordered
    ]
    order = tuple(option.value for option in options)
    dates = " → ".join(option.why for option in options)
    _shuffle_away(options, rng)
    return assemble(
        ground=ground,
        wording=name,
        form=Form.ORDERING,
        family=family,
        facts=[fact, *(each for each in ordered if each is not fact)],
        stem=stem,
        options=options,
        order=order,
        feedback=f"{dates}.",
    )


def _in_sure_order(ground: Ground, other: FactData, chosen: Sequence[FactData]) -> bool:
    return all(
        other.subject != each.subject
        and is_wrong_happening(ground, other, each.asked_date)
        and is_wrong_happening(ground, each, other.asked_date)
        and _are_apart(ground, other, each)
        for each in chosen
    )


def _are_apart(ground: Ground, one: FactData, other: FactData) -> bool:
    """Whether no date stored of one lies among those stored of the other."""
    first, second = known_dates(ground, one), known_dates(ground, other)
    return max(date.last for date in first) < min(date.first for date in second) or max(
        date.last for date in second
    ) < min(date.first for date in first)


def _has_ordinal(text: str) -> bool:
    return not _ORDINALS.isdisjoint(words_of(text))


def _shuffle_away(options: list[Option], rng: random.Random) -> None:
    """Shuffle until the options do not stand in the right order already."""
    right = list(options)
    while options == right:
        rng.shuffle(options)


# Before and after


def make_neighbour(
    ground: Ground, fact: FactData, rng: random.Random, *, later: bool
) -> Item:
    """The one thing that was after another, where all else was before it; or before.

    Takes the fact to count from; what it tells stands in the stem, without its date.
    """
    near = list(_told_beside(ground, fact))
    right = [each for each in near if _is_on_side(ground, fact, each, later=later)]
    wrong = [each for each in near if _is_on_side(ground, fact, each, later=not later)]
    if not right or len(wrong) < FEWEST_DISTRACTORS:
        raise NotMade("реті анық оқиғалар жетіспейді")
    key = rng.choice(right[:_NEAREST])
    chosen = [key]
    pool = by_drawn_length(
        [each for each in wrong if not _share_words(ground, key, each)][: 2 * _NEAREST],
        key=ground.happening(key, undated),
        count=MOST_OPTIONS - 1,
        text_of=lambda each: ground.happening(each, undated),
        rng=rng,
    )
    for other in pool:
        if len(chosen) < MOST_OPTIONS and _joins(ground, other, [fact, *chosen]):
            chosen.append(other)
    if len(chosen) <= FEWEST_DISTRACTORS:
        raise NotMade("реті анық оқиғалар жетіспейді")
    options = [
        Option(
            value=fact_value(each.key),
            text=wording.capitalised(ground.happening(each, undated)),
            key=each is key,
            why="" if each is key else ground.claim(each),
            explains=each is not key,
        )
        for each in chosen
    ]
    rng.shuffle(options)
    return assemble(
        ground=ground,
        wording="after" if later else "before",
        form=Form.CHOICE,
        family=Family.DATE,
        facts=[fact, key],
        stem=wording.question(f"{_moment(ground, fact, later=later)} {_WHICH} болды"),
        options=options,
    )


def make_order_claim(ground: Ground, fact: FactData, rng: random.Random) -> Item:
    """Whether one thing was before another; the false claim turns them round."""
    near = [
        other
        for other in _told_beside(ground, fact)
        if _is_on_side(ground, fact, other, later=True)
        or _is_on_side(ground, fact, other, later=False)
    ]
    if not near:
        raise NotMade("реті анық оқиға жоқ")
    other = rng.choice(near[: 2 * _NEAREST])
    later = _is_on_side(ground, other, fact, later=True)
    is_true = rng.random() < 0.5
    moment = _moment(ground, other, later=later is is_true)
    shown = wording.sentence(f"{moment} {ground.happening(fact, undated)}")
    return assemble(
        ground=ground,
        wording="order_claim",
        form=Form.TRUE_FALSE,
        family=family_of_date(ground, fact),
        facts=[fact, other],
        stem=f"{wording.TRUE_OR_FALSE} {shown}",
        options=[
            Option(value=text_value("true"), text=wording.TRUE, key=is_true),
            Option(value=text_value("false"), text=wording.FALSE, key=not is_true),
        ],
    )


_WHICH: Final = "төмендегі оқиғалардың қайсысы"


def _moment(ground: Ground, fact: FactData, *, later: bool) -> str:
    """What a fact tells, as the moment after or until which something was."""
    happening = ground.happening(fact, undated)
    try:
        return verbs.after(happening) if later else verbs.until(happening)
    except verbs.NotPast as error:
        raise NotMade("тұжырымының етістігі бұл сұраққа келмейді") from error


def _told_beside(ground: Ground, fact: FactData) -> Iterator[FactData]:
    """What can be told beside a fact, the nearest in time first.

    Nothing that shares a telling word with it, or an ordinal: that an agreement was
    prolonged after it was signed, and that a second meeting came after the first, is
    read from the words.
    """
    mine = ground.happening(fact, undated)
    pool = happening_distractors(ground, fact, _EVENTS)
    pool.sort(key=lambda each: each.asked_date.days_from(fact.asked_date))
    for other in pool[:_LOOKED_AT]:
        try:
            text = ground.happening(other, undated)
        except NotMade:
            continue
        if (
            _ordinals_in([mine, text]) <= 1
            and not _share_words(ground, fact, other)
            and not ground.related(fact.subject, other.subject)
        ):
            yield other


def _share_words(ground: Ground, one: FactData, other: FactData) -> bool:
    texts = [ground.happening(each, undated) for each in (one, other)]
    return bool(clues(texts[0]) & clues(texts[1]))


def _is_on_side(
    ground: Ground, fact: FactData, other: FactData, *, later: bool
) -> bool:
    """Whether another fact surely comes after a fact, or surely before it."""
    return is_before(ground, fact, other) if later else is_before(ground, other, fact)


def _joins(ground: Ground, other: FactData, chosen: Sequence[FactData]) -> bool:
    """Whether a further fact keeps all apart in time, with one ordinal at most."""
    texts = [ground.happening(each, undated) for each in (other, *chosen)]
    return _ordinals_in(texts) <= 1 and _in_sure_order(ground, other, chosen)


def _ordinals_in(texts: Iterable[str]) -> int:
    return sum(map(_has_ordinal, texts))


def _asks_neighbour(ground: Ground, fact: FactData) -> bool:
    return fact.property in _EVENTS and asks_happening(ground, fact)


WORDINGS: Final = (
    Wording(
        name="order",
        form=Form.ORDERING,
        family=always(Family.DATE),
        asks=asks_happening,
        make=make_order,
    ),
    Wording(
        name="before",
        form=Form.CHOICE,
        family=always(Family.DATE),
        asks=_asks_neighbour,
        make=partial(make_neighbour, later=False),
    ),
    Wording(
        name="after",
        form=Form.CHOICE,
        family=always(Family.DATE),
        asks=_asks_neighbour,
        make=partial(make_neighbour, later=True),
    ),
    Wording(
        name="order_claim",
        form=Form.TRUE_FALSE,
        family=family_of_date,
        asks=_asks_neighbour,
        make=make_order_claim,
    ),
)
