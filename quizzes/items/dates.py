"""The date family: when it was, and what was on that date."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Final

from quizzes.items import wording
from quizzes.items.calendar import Precision
from quizzes.items.data import (
    AcceptedDate,
    EntityKind,
    FactData,
    Family,
    Form,
    Item,
    Option,
)
from quizzes.items.distractors import (
    FEWEST_DISTRACTORS,
    MOST_OPTIONS,
    happening_distractors,
)
from quizzes.items.ground import (
    Ground,
    NotMade,
    is_date,
    property_of,
)
from quizzes.items.kazakh import dates as date_phrases
from quizzes.items.leaks import names_a_year, singled_out
from quizzes.items.proofs import within
from quizzes.items.scales import choose_dates, why_not_then
from quizzes.items.strategies import (
    Wording,
    always,
    assemble,
    date_option_value,
    fact_value,
)

# What can be told of a day as «… болды»: it happened, and then it was over.
HAPPENINGS: Final = frozenset(
    {
        "signed_on",
        "adopted_on",
        "entered_into_force_on",
        "held_on",
        "founded_on",
        "named_on",
        "began_on",
        "joined_on",
    }
)
MOST_KEYS: Final = 3
MOST_TO_MARK: Final = 6


def undated(text: str) -> bool:
    """Whether a text holds no year, so that it helps with no date."""
    return not names_a_year(text)


def family_of_date(ground: Ground, fact: FactData) -> Family:
    """Dates are dates; when a state joined is asked among the members."""
    return Family.MEMBER if fact.property == "joined_on" else Family.DATE


def asked_stem(ground: Ground, fact: FactData) -> str:
    """«… қай күні …?» in the fact's precision, with a name that bears no year."""
    asked = wording.AskedDate(fact.asked_date)
    return wording.question(ground.filled(fact, asked, fits=undated))


def _asks_date(ground: Ground, fact: FactData) -> bool:
    return is_date(fact) and fact.property != "in_office"


def asks_happening(ground: Ground, fact: FactData) -> bool:
    return fact.property in HAPPENINGS and not fact.planned and not fact.disputed


def make_when(ground: Ground, fact: FactData, rng: random.Random) -> Item:
    """A choice among dates, in their order."""
    stem = asked_stem(ground, fact)
    key = fact.asked_date
    wrong = {each.value: each for each in choose_dates(ground, fact, rng)}
    options = [
        Option(
            value=date_option_value(value.edtf),
            text=date_phrases.phrase(value),
            key=value is key,
            why="" if value is key else why_not_then(ground, wrong[value]),
            explains=value is not key and wrong[value].told is None,
        )
        for value in sorted([key, *wrong])
    ]
    return assemble(
        ground=ground,
        wording="when",
        form=Form.CHOICE,
        family=family_of_date(ground, fact),
        facts=[fact],
        stem=stem,
        options=options,
    )


def make_entry(ground: Ground, fact: FactData, rng: random.Random) -> Item:
    """A date to be typed; the subject's other dates are told apart when typed."""
    asked = fact.asked_date
    accepted = [
        AcceptedDate(edtf=value.edtf, text=date_phrases.phrase(value), right=True)
        for value in dict.fromkeys((asked, *fact.dates))
    ]
    right = {each.edtf for each in accepted}
    for other in ground.about(fact.subject):
        if not is_date(other) or other.property == fact.property:
            continue
        value = other.asked_date
        if other.approved and not other.planned and value.edtf not in right:
            accepted.append(
                AcceptedDate(
                    edtf=value.edtf,
                    text=date_phrases.phrase(value),
                    right=False,
                    label=property_of(other).labels["kk"],
                )
            )
    instruction = wording.DATE_ENTRY_INSTRUCTIONS[asked.precision]
    return assemble(
        ground=ground,
        wording="entry",
        form=Form.DATE_ENTRY,
        family=family_of_date(ground, fact),
        facts=[fact],
        stem=f"{asked_stem(ground, fact)} {instruction}",
        dates=tuple(accepted),
    )


def together(
    ground: Ground, fact: FactData, properties: frozenset[str]
) -> list[FactData]:
    """The facts that are right answers together with one, itself first.

    What surely lies within the fact's date is a key like it. What only may lie in it
    (a draft, a doubtful or a wider date) can be neither key nor distractor and stays
    away. Raises NotMade where there are more keys than an item can show.
    """
    asked = fact.asked_date
    keys: dict[str, FactData] = {fact.subject: fact}
    for other in within(ground, asked, properties):
        sure = other.approved and not other.disputed
        if sure and all(asked.contains(value) for value in other.dates):
            keys.setdefault(other.subject, other)
    if len(keys) > MOST_KEYS:
        raise NotMade("сол мерзімде тым көп оқиға болған")
    return list(keys.values())


def make_on_date(ground: Ground, fact: FactData, rng: random.Random) -> Item:
    """What happened on a date on which the bank knows of one thing."""
    return _on_date(ground, fact, rng, several=False)


def make_all_on_date(ground: Ground, fact: FactData, rng: random.Random) -> Item:
    """What happened on a date, all that the bank knows of it as keys."""
    return _on_date(ground, fact, rng, several=True)


def _on_date(
    ground: Ground, fact: FactData, rng: random.Random, *, several: bool
) -> Item:
    asked = fact.asked_date
    keys = together(ground, fact, HAPPENINGS)
    if several != (len(keys) > 1):
        raise NotMade("сол мерзімдегі оқиға саны бұл түрге сай емес")
    day = wording.Date(asked).form("")
    words = wording.QUESTION_WORDS[EntityKind.EVENT]
    noun = words.several if several else words.one
    stem = wording.question(f"{day} {noun} болды")
    if several:
        stem = f"{stem} {wording.CHOOSE_ALL}"
    texts = {each.key: ground.happening(each, undated) for each in keys}
    wrong = _other_happenings(ground, fact, keys, rng)
    texts |= {each.key: ground.happening(each, undated) for each in wrong}
    if singled_out(stem, texts[fact.key], [texts[each.key] for each in wrong]):
        raise NotMade("сұрақ жауапты көрсетіп тұрады")
    options = [
        Option(
            value=fact_value(each.key),
            text=wording.capitalised(texts[each.key]),
            key=each in keys,
            why="" if each in keys else ground.claim(each),
            explains=each not in keys,
        )
        for each in [*keys, *wrong]
    ]
    rng.shuffle(options)
    return assemble(
        ground=ground,
        wording="all_on_date" if several else "on_date",
        form=Form.MULTIPLE_CHOICE if several else Form.CHOICE,
        family=Family.DATE,
        facts=keys,
        stem=stem,
        options=options,
    )


def _other_happenings(
    ground: Ground, fact: FactData, keys: Sequence[FactData], rng: random.Random
) -> list[FactData]:
    subjects = {each.subject for each in keys}
    pool = []
    for other in happening_distractors(ground, fact, HAPPENINGS):
        if other.subject in subjects:
            continue
        try:
            ground.happening(other, undated)
        except NotMade:
            continue
        pool.append(other)
    count = MOST_OPTIONS - 1 if len(keys) == 1 else MOST_TO_MARK - len(keys)
    chosen = rng.sample(pool[: count + 3], min(count, len(pool)))
    if len(chosen) < max(FEWEST_DISTRACTORS, len(keys)):
        raise NotMade("дәлелденген қате нұсқа жетіспейді")
    return chosen


def _has_typed_shape(ground: Ground, fact: FactData) -> bool:
    return _asks_date(ground, fact) and fact.asked_date.precision not in (
        Precision.SINCE,
        Precision.UNTIL,
    )


WORDINGS: Final = (
    Wording(
        name="when",
        form=Form.CHOICE,
        family=family_of_date,
        asks=_asks_date,
        make=make_when,
    ),
    Wording(
        name="entry",
        form=Form.DATE_ENTRY,
        family=family_of_date,
        asks=_has_typed_shape,
        make=make_entry,
    ),
    Wording(
        name="on_date",
        form=Form.CHOICE,
        family=always(Family.DATE),
        asks=asks_happening,
        make=make_on_date,
    ),
    Wording(
        name="all_on_date",
        form=Form.MULTIPLE_CHOICE,
        family=always(Family.DATE),
        asks=asks_happening,
        make=make_all_on_date,
    ),
)
