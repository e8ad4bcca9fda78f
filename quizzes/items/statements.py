"""Claims to be judged: true or false, and the right statement among wrong ones."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import suppress
from typing import Final

from quizzes.items import wording
from quizzes.items.calendar import DateValue
from quizzes.items.data import (
    EntityKind,
    FactData,
    Family,
    Form,
    Item,
    Option,
    Value,
)
from quizzes.items.dates import family_of_date, undated
from quizzes.items.distractors import (
    FEWEST_DISTRACTORS,
    MOST_OPTIONS,
    entity_distractors,
    why_wrong,
)
from quizzes.items.ground import (
    Ground,
    NotMade,
    entities_in,
    is_date,
)
from quizzes.items.leaks import mentions, names_number
from quizzes.items.members import bare_claim, dated_claim, of_subject_and_list, unnamed
from quizzes.items.proofs import speaking_facts
from quizzes.items.scales import (
    choose_dates,
    choose_numbers,
    in_shape,
    why_not_then,
)
from quizzes.items.strategies import (
    Wording,
    assemble,
    of_subject,
    text_value,
)

_STATEMENTS: Final = 4


def family_of_claim(ground: Ground, fact: FactData) -> Family:
    """The family of a claim is that of the question for its value."""
    if is_date(fact):
        return family_of_date(ground, fact)
    if isinstance(fact.value, tuple):
        return of_subject_and_list(ground, fact)
    return of_subject(ground, fact)


def true_claim(ground: Ground, fact: FactData, rng: random.Random) -> str:
    """A claim that the fact makes true; of a list, one value of it."""
    if isinstance(fact.value, int):
        return _number_claim(ground, fact, fact.value)
    if is_date(fact):
        return ground.filled(fact, wording.Date(fact.asked_date), fits=undated)
    stem = bare_claim(ground, fact)
    keys = unnamed(ground, stem, entities_in(fact))
    if not keys:
        raise NotMade("тұжырым жауапты атап тұрады")
    return dated_claim(ground, fact, ground.entity_words([rng.choice(sorted(keys))]))


def false_claim(ground: Ground, fact: FactData, rng: random.Random) -> tuple[str, str]:
    """The claim with one value swapped for a neighbour's, and what is told of that.

    Raises NotMade where no value is proved wrong.
    """
    if isinstance(fact.value, int):
        number, why = rng.choice(choose_numbers(ground, fact, rng))
        return _number_claim(ground, fact, number), why
    if is_date(fact):
        wrong = rng.choice(choose_dates(ground, fact, rng))
        text = ground.filled(fact, wording.Date(wrong.value), fits=undated)
        return text, why_not_then(ground, wrong)
    stem = bare_claim(ground, fact)
    pool = [
        each
        for each in entity_distractors(ground, fact)
        if not mentions(stem, ground.short(each.key))
    ]
    if not pool:
        raise NotMade("дәлелденген қате мән жоқ")
    chosen = rng.choice(pool[:MOST_OPTIONS])
    text = dated_claim(ground, fact, ground.entity_words([chosen.key]))
    return text, why_wrong(ground, chosen)


def perhaps_true_claims(
    ground: Ground, fact: FactData
) -> Iterator[tuple[str, FactData]]:
    """Every claim in the words of a fact that some stored fact may make true.

    Each with that fact, draft or approved. A date is said as exactly as the fact is
    asked; one that is known less exactly makes no claim.
    """
    for other in speaking_facts(ground, fact):
        if other.unit != fact.unit:
            continue  # of four protocols it does not follow that there are four years
        for value in (other.value, other.text_value):
            # What cannot be said without giving itself away was not said either.
            with suppress(NotMade):
                for text in _claims_with(ground, fact, value):
                    yield wording.sentence(text), other


def _claims_with(ground: Ground, fact: FactData, value: Value | None) -> Iterator[str]:
    """The claims of a fact with another value of its kind in it."""
    if isinstance(fact.value, int) and isinstance(value, int):
        yield _number_claim(ground, fact, value)
    elif isinstance(fact.value, DateValue) and isinstance(value, DateValue):
        shaped = in_shape(value.bound, fact.asked_date)
        if shaped is not None:
            yield ground.filled(fact, wording.Date(shaped), fits=undated)
    elif isinstance(fact.value, tuple) and isinstance(value, tuple):
        for key in value:
            yield dated_claim(ground, fact, ground.entity_words([key]))


def _number_claim(ground: Ground, fact: FactData, number: int) -> str:
    def fits(text: str) -> bool:
        return not names_number(text, number)

    return ground.filled(fact, wording.Number(number), fits=fits)


def make_true_false(ground: Ground, fact: FactData, rng: random.Random) -> Item:
    """One claim; half of them are true, the others false in one place only."""
    # Both are made before the coin is thrown: a fact of which no false claim can be
    # made would else be asked only when it is true.
    claim = true_claim(ground, fact, rng)
    swapped, why = false_claim(ground, fact, rng)
    is_true = rng.random() < 0.5
    shown = wording.sentence(claim if is_true else swapped)
    options = [
        Option(value=text_value("true"), text=wording.TRUE, key=is_true),
        Option(value=text_value("false"), text=wording.FALSE, key=not is_true),
    ]
    return assemble(
        ground=ground,
        wording="claim",
        form=Form.TRUE_FALSE,
        family=family_of_claim(ground, fact),
        facts=[fact],
        stem=f"{wording.TRUE_OR_FALSE} {shown}",
        options=options,
        feedback=fact.statement if is_true else f"{fact.statement} {why}",
    )


def make_right_statement(ground: Ground, fact: FactData, rng: random.Random) -> Item:
    """The right one among statements of one subject, each of another of its facts."""
    subject = ground.designation(fact.subject)
    options = [
        Option(
            value=f"fact:{fact.key}",
            text=wording.sentence(true_claim(ground, fact, rng)),
            key=True,
        )
    ]
    others = [
        other
        for other in ground.about(fact.subject)
        if other.approved
        and not other.disputed
        and not other.planned
        and not other.unasked
        and other.key != fact.key
        and other.property != fact.property
    ]
    used = [fact]
    for other in rng.sample(others, len(others)):
        if len(options) == _STATEMENTS or other.property in {
            each.property for each in used
        }:
            continue
        try:
            text, _ = false_claim(ground, other, rng)
        except NotMade:
            continue
        options.append(
            Option(
                value=f"fact:{other.key}",
                text=wording.sentence(text),
                key=False,
                why=other.statement,
                explains=True,
            )
        )
        used.append(other)
    if len(options) <= FEWEST_DISTRACTORS:
        raise NotMade("бұл туралы дерек аз")
    rng.shuffle(options)
    return assemble(
        ground=ground,
        wording="right_statement",
        form=Form.CHOICE,
        family=of_subject(ground, fact),
        facts=[fact, *(each for each in used if each is not fact)],
        stem=f"{wording.capitalised(subject.text)} туралы дұрыс тұжырымды көрсетіңіз.",
        options=options,
        feedback=fact.statement,
    )


def _asks_claim(ground: Ground, fact: FactData) -> bool:
    return fact.property != "in_office"


def _asks_statement(ground: Ground, fact: FactData) -> bool:
    return (
        fact.property != "in_office"
        and not fact.disputed
        and not fact.planned
        and ground.kind(fact.subject)
        in (
            EntityKind.TREATY,
            EntityKind.EVENT,
            EntityKind.BODY,
            EntityKind.ORGANISATION,
        )
    )


WORDINGS: Final[tuple[Wording, ...]] = (
    Wording(
        name="claim",
        form=Form.TRUE_FALSE,
        family=family_of_claim,
        asks=_asks_claim,
        make=make_true_false,
    ),
    Wording(
        name="right_statement",
        form=Form.CHOICE,
        family=of_subject,
        asks=_asks_statement,
        make=make_right_statement,
    ),
)
