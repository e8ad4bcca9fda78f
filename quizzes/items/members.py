"""The member family: who belonged to what, who signed, who proposed.

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
    why_wrong,
)
from quizzes.items.ground import (
    Ground,
    NotMade,
    entities_in,
    once_for_each_fact,
    pattern_of,
    property_of,
)
from quizzes.items.kazakh import verbs
from quizzes.items.leaks import (
    clues,
    names_a_year,
    names_entity,
    singled_out,
)
from quizzes.items.leaks import words as words_of
from quizzes.items.strategies import (
    Wording,
    assemble,
    entity_value,
    of_subject,
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
_ODD_CLAIMS: Final = frozenset({*_ODD_PATTERNS, "tasks", "interested"})
_FEWEST_FOR_ODD: Final = 3
_NEARLY_THE_SAME: Final = 2

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


@once_for_each_fact
def bare_claim(ground: Ground, fact: FactData) -> str:
    """The dated claim with nothing in the place of its value."""
    return dated_claim(ground, fact, wording.Nothing())


def _asks_set(ground: Ground, fact: FactData) -> bool:
    return isinstance(fact.value, tuple) and fact.property in _SETS


def _asks_several(ground: Ground, fact: FactData) -> bool:
    return _asks_set(ground, fact) and len(entities_in(fact)) > 1


def _asks_odd(ground: Ground, fact: FactData) -> bool:
    if not isinstance(fact.value, tuple) or len(fact.value) < _FEWEST_FOR_ODD:
        return False
    if fact.claim:
        return (
            fact.property in _ODD_CLAIMS and not fact.planned and leaves_a_clause(fact)
        )
    return fact.property in _ODD_PATTERNS


def leaves_a_clause(fact: FactData) -> bool:
    """Whether words are left that can stand before a noun when the value is out.

    «… {value} қол қойды» and «… {value.gen} өкілдері қатысты» leave such words; where
    the value is in another case, something would be missing.
    """
    return all(
        form in ("", "gen")
        for name, form in wording.slots(pattern_of(fact))
        if name == "value"
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
    return entity_option(
        ground, distractor.key, right=False, why=why_wrong(ground, distractor)
    )


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
    stem, negation = _odd_stem(ground, fact)
    wrong = [
        each
        for each in entity_distractors(ground, fact)
        if not names_entity(stem, ground.entities[each.key])
    ]
    inside = unnamed(ground, stem, entities_in(fact))
    if not wrong or len(inside) < FEWEST_DISTRACTORS:
        raise NotMade("тізімге кірмейтіні дәлелденген нұсқа жоқ")
    others = rng.sample(sorted(inside), min(MOST_OPTIONS - 1, len(inside)))
    alike = _shared_words([ground.short(each) for each in others])
    wrong = [
        each
        for each in wrong
        if alike <= _shared_words([ground.short(each.key)])
        and not _is_half_true(ground, each.key, inside)
    ]
    if not wrong:
        raise NotMade("тізімге кірмейтін нұсқа сөзінен білініп тұрады")
    key = rng.choice(wrong[:4])
    options = [
        entity_option(ground, key.key, right=True),
        *(
            entity_option(
                ground,
                each,
                right=False,
                why=wording.sentence(
                    dated_claim(ground, fact, ground.entity_words([each]))
                ),
                explains=True,
            )
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
        feedback=f"{fact.statement} {why_wrong(ground, key)}",
    )


def _shared_words(texts: list[str]) -> frozenset[str]:
    """The beginnings of the words that all texts have: what lacks them stands out."""
    return frozenset.intersection(
        *(frozenset(word[:5] for word in words_of(text)) for text in texts)
    )


def _is_half_true(ground: Ground, key: str, inside: list[str]) -> bool:
    """Whether a theme says nearly the same as one that is in the list."""
    told = clues(ground.short(key))
    return ground.kind(key) is EntityKind.THEME and any(
        len(told & clues(ground.short(each))) >= _NEARLY_THE_SAME for each in inside
    )


def _odd_stem(ground: Ground, fact: FactData) -> tuple[str, str]:
    """The stem that asks for the one outside, and the word in it that says so.

    A claim of the fact's own is denied in its own words.
    """
    kind = wording.KIND_ACCUSATIVE[ground.kind(entities_in(fact)[0])]
    if fact.claim:
        claim = bare_claim(ground, fact)
        try:
            denied = verbs.relative_clause(claim, negative=True)
        except verbs.NotPast as error:
            raise NotMade("тұжырымының етістігі бұл сұраққа келмейді") from error
        text, negation = wording.marked(denied)
        return wording.sentence(f"{text} {kind} көрсетіңіз"), negation
    pattern, negation = _ODD_PATTERNS[fact.property]
    text = wording.fill(
        pattern,
        subject=wording.Noun(ground.designation(fact.subject)),
        negation=wording.Noun(_plain(negation)),
        kind=wording.Noun(_plain(kind)),
    )
    if fact.property in _TIMED and fact.as_of is not None and not fact.as_of.is_open:
        text = f"{wording.Date(fact.as_of).form('')} {text}"
    return wording.sentence(text), negation


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
)
