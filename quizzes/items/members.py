"""The member family: who belonged to what, who signed, who proposed, how many.

Lists are asked only as far as they are closed: see `proofs`.
"""

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
from quizzes.items.dates import MOST_KEYS, MOST_TO_MARK
from quizzes.items.distractors import (
    FEWEST_DISTRACTORS,
    MOST_OPTIONS,
    EntityDistractor,
    choose_entities,
    entity_distractors,
)
from quizzes.items.ground import (
    Ground,
    NotMade,
    entities_in,
    pattern_of,
    property_of,
)
from quizzes.items.leaks import (
    names_a_year,
    names_entity,
    names_number,
    singled_out,
)
from quizzes.items.properties import ValueType
from quizzes.items.scales import choose_numbers
from quizzes.items.strategies import (
    Wording,
    assemble,
    entity_value,
    of_subject,
    text_value,
)

# How to ask for the one that is not in the list: negation is one word, marked.
_ODD_PATTERNS: Final = {
    "members": ("{subject.gen} құрамында {negation} {kind} көрсетіңіз", "БОЛМАҒАН"),
    "signatories": ("{subject.dat} {negation} {kind} көрсетіңіз", "ҚОЛ ҚОЙМАҒАН"),
    "participants": ("{subject.dat} {negation} {kind} көрсетіңіз", "ҚАТЫСПАҒАН"),
    "parts": ("{subject.gen} құрамына {negation} {kind} көрсетіңіз", "КІРМЕЙТІН"),
    "bodies": (
        "{subject.gen} органдарының қатарына {negation} {kind} көрсетіңіз",
        "КІРМЕЙТІН",
    ),
}
_FEWEST_FOR_ODD: Final = 3

# These lists change in time: the stem says of when it speaks.
_TIMED: Final = frozenset({"members", "signatories", "participants", "interested"})

# Of everyone else it is not known who was there or who was not: never asked as lists.
_SETS: Final = frozenset(
    {
        "members",
        "signatories",
        "did_not_sign",
        "participants",
        "guests",
        "interested",
        "bound",
        "parts",
        "bodies",
        "tasks",
        "outcomes",
    }
)


def dated_claim(
    ground: Ground,
    fact: FactData,
    value: wording.Filler,
    *,
    subject: wording.Filler | None = None,
) -> str:
    """The claim, with the time for which its list holds, where that matters.

    The subject goes by a name that tells none of the values, if it has one; `subject`
    is said in its place.
    """

    def tells_nothing(text: str) -> bool:
        return not any(
            names_entity(text, ground.entities[key]) for key in entities_in(fact)
        )

    try:
        text = ground.filled(fact, value, subject=subject, fits=tells_nothing)
    except NotMade:
        text = ground.filled(fact, value, subject=subject)
    needs_time = (
        fact.property in _TIMED
        and not fact.claim
        and fact.as_of is not None
        and not fact.as_of.is_open
        and not names_a_year(text)
    )
    if needs_time and fact.as_of is not None:
        return f"{wording.Date(fact.as_of).form('')} {text}"
    return text


def _asks_set(ground: Ground, fact: FactData) -> bool:
    return isinstance(fact.value, tuple) and fact.property in _SETS


def _asks_several(ground: Ground, fact: FactData) -> bool:
    return _asks_set(ground, fact) and len(entities_in(fact)) > 1


def _asks_odd(ground: Ground, fact: FactData) -> bool:
    return (
        fact.property in _ODD_PATTERNS
        and not fact.claim
        and len(entities_in(fact)) >= _FEWEST_FOR_ODD
    )


def entity_option(
    ground: Ground, key: str, *, right: bool, why: str = "", explains: bool = False
) -> Option:
    """An option that names an entity."""
    text = ground.short(key)
    if ground.kind(key) not in (EntityKind.STATE, EntityKind.PLACE, EntityKind.PERSON):
        text = wording.capitalised(text)
    return Option(
        value=entity_value(key), text=text, key=right, why=why, explains=explains
    )


def wrong_option(ground: Ground, distractor: EntityDistractor) -> Option:
    """A distractor as an option, with what it really belongs to."""
    return entity_option(ground, distractor.key, right=False, why=distractor.why)


def unnamed(ground: Ground, stem: str, keys: tuple[str, ...]) -> list[str]:
    """Those of the entities that the stem does not name."""
    return [key for key in keys if not names_entity(stem, ground.entities[key])]


def stem_for_all(ground: Ground, fact: FactData) -> str:
    """The question for all of a fact's entities."""
    words = wording.QUESTION_WORDS[ground.kind(entities_in(fact)[0])]
    asked = wording.asked_noun(words.several)
    return wording.question(dated_claim(ground, fact, asked))


def stem_for_one(ground: Ground, fact: FactData) -> str:
    """The question for a fact's entity, or for one of its many."""
    words = wording.QUESTION_WORDS[ground.kind(entities_in(fact)[0])]
    if len(entities_in(fact)) > 1:
        asked = wording.asked_noun(words.of_these, possessed=True)
    else:
        asked = wording.asked_noun(words.one)
    return wording.question(dated_claim(ground, fact, asked))


def make_who(ground: Ground, fact: FactData, rng: random.Random) -> Item:
    """Several right answers among at most six options, at most half of them right."""
    stem = stem_for_all(ground, fact)
    keys = unnamed(ground, stem, entities_in(fact))
    wrong = [
        each
        for each in entity_distractors(ground, fact)
        if not names_entity(stem, ground.entities[each.key])
    ]
    count = min(MOST_KEYS, len(keys), len(wrong))
    if count < FEWEST_DISTRACTORS:
        raise NotMade("тізімге кірмейтіні дәлелденген нұсқа жетіспейді")
    shown = rng.sample(sorted(keys), count)
    pool = wrong[: MOST_TO_MARK - count + 2]
    chosen = rng.sample(pool, min(len(pool), MOST_TO_MARK - count))
    options = [
        *(entity_option(ground, key, right=True) for key in shown),
        *(wrong_option(ground, each) for each in chosen),
    ]
    if _stem_singles_out(stem, options):
        raise NotMade("сұрақ жауапты көрсетіп тұрады")
    rng.shuffle(options)
    return assemble(
        ground=ground,
        wording="who",
        form=Form.MULTIPLE_CHOICE,
        family=of_subject_and_list(ground, fact),
        facts=[fact],
        stem=f"{stem} {wording.CHOOSE_ALL}",
        options=options,
    )


def make_odd(ground: Ground, fact: FactData, rng: random.Random) -> Item:
    """The one of four that is not in the list."""
    pattern, negation = _ODD_PATTERNS[fact.property]
    kind = wording.KIND_ACCUSATIVE[ground.kind(entities_in(fact)[0])]
    text = wording.fill(
        pattern,
        subject=wording.Noun(ground.designation(fact.subject)),
        negation=wording.Noun(_plain(negation)),
        kind=wording.Noun(_plain(kind)),
    )
    if fact.property in _TIMED and fact.as_of is not None and not fact.as_of.is_open:
        text = f"{wording.Date(fact.as_of).form('')} {text}"
    stem = wording.sentence(text)
    wrong = [
        each
        for each in entity_distractors(ground, fact)
        if not names_entity(stem, ground.entities[each.key])
    ]
    inside = unnamed(ground, stem, entities_in(fact))
    if not wrong or len(inside) < FEWEST_DISTRACTORS:
        raise NotMade("тізімге кірмейтіні дәлелденген нұсқа жоқ")
    key = rng.choice(wrong[:4])
    others = rng.sample(sorted(inside), min(MOST_OPTIONS - 1, len(inside)))
    told = ground.claim(fact)
    options = [
        entity_option(ground, key.key, right=True),
        *(
            entity_option(ground, each, right=False, why=told, explains=True)
            for each in others
        ),
    ]
    if _stem_singles_out(stem, options):
        raise NotMade("сұрақ жауапты көрсетіп тұрады")
    rng.shuffle(options)
    return assemble(
        ground=ground,
        wording="odd",
        form=Form.CHOICE,
        family=of_subject_and_list(ground, fact),
        facts=[fact],
        stem=stem,
        emphasis=negation,
        options=options,
        feedback=f"{fact.statement} {key.why}",
    )


def make_which(ground: Ground, fact: FactData, rng: random.Random) -> Item:
    """One right entity and those proved wrong: a guest, a proposer, a document."""
    stem = stem_for_one(ground, fact)
    keys = unnamed(ground, stem, entities_in(fact))
    if not keys:
        raise NotMade("сұрақ жауапты атап тұрады")
    key = rng.choice(sorted(keys))
    wrong = choose_entities(
        ground,
        fact,
        key,
        rng,
        fits=lambda text: text.casefold() not in stem.casefold(),
    )
    options = [
        entity_option(ground, key, right=True),
        *(wrong_option(ground, each) for each in wrong),
    ]
    if _stem_singles_out(stem, options):
        raise NotMade("сұрақ жауапты көрсетіп тұрады")
    rng.shuffle(options)
    return assemble(
        ground=ground,
        wording="which",
        form=Form.CHOICE,
        family=of_subject_and_list(ground, fact),
        facts=[fact],
        stem=stem,
        options=options,
    )


def make_number(ground: Ground, fact: FactData, rng: random.Random) -> Item:
    """A choice among numbers, in their order."""
    if not isinstance(fact.value, int):
        raise NotMade("мәні сан емес")
    stem = wording.question(
        ground.filled(
            fact,
            wording.AskedNumber(),
            fits=lambda text: not names_number(text, fact.value),  # type: ignore[arg-type]
        )
    )
    ordinal = ("value", "ordinal") in wording.slots(pattern_of(fact))
    rows = [(fact.value, True, "")]
    rows += [(number, False, why) for number, why in choose_numbers(ground, fact, rng)]
    options = [
        Option(
            value=text_value(str(number)),
            text=wording.capitalised(
                wording.Number(number).form("ordinal" if ordinal else "")
            ),
            key=right,
            why=why,
            explains=not right,
        )
        for number, right, why in sorted(rows)
    ]
    if len(options) <= FEWEST_DISTRACTORS:
        raise NotMade("дәлелденген қате сан жетіспейді")
    return assemble(
        ground=ground,
        wording="number",
        form=Form.CHOICE,
        family=of_subject(ground, fact),
        facts=[fact],
        stem=stem,
        options=options,
    )


def of_subject_and_list(ground: Ground, fact: FactData) -> Family:
    """States and persons are members; documents and their parts are treaties."""
    if ground.kind(entities_in(fact)[0]) in (EntityKind.STATE, EntityKind.PERSON):
        return Family.MEMBER
    if EntityKind.TREATY in (
        ground.kind(entities_in(fact)[0]),
        ground.kind(fact.subject),
    ):
        return Family.TREATY
    if property_of(fact).name in ("signed_in", "held_in"):
        return of_subject(ground, fact)
    return Family.MEMBER


def _stem_singles_out(stem: str, options: list[Option]) -> bool:
    wrong = [option.text for option in options if not option.key]
    return any(
        singled_out(stem, option.text, wrong) for option in options if option.key
    )


def _plain(text: str) -> Designation:
    return Designation(text=text)


def _asks_number(ground: Ground, fact: FactData) -> bool:
    return property_of(fact).value_type is ValueType.NUMBER


WORDINGS: Final = (
    Wording(
        name="who",
        form=Form.MULTIPLE_CHOICE,
        family=of_subject_and_list,
        asks=_asks_several,
        make=make_who,
    ),
    Wording(
        name="odd",
        form=Form.CHOICE,
        family=of_subject_and_list,
        asks=_asks_odd,
        make=make_odd,
    ),
    Wording(
        name="which",
        form=Form.CHOICE,
        family=of_subject_and_list,
        asks=lambda ground, fact: isinstance(fact.value, tuple),
        make=make_which,
    ),
    Wording(
        name="number",
        form=Form.CHOICE,
        family=of_subject,
        asks=_asks_number,
        make=make_number,
    ),
)
