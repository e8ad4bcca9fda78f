"""How many, and which in order: a choice among numbers."""

from __future__ import annotations

import random
from typing import Final

from quizzes.items import wording
from quizzes.items.data import FactData, Form, Item, Option
from quizzes.items.distractors import FEWEST_DISTRACTORS
from quizzes.items.ground import Ground, NotMade, pattern_of, property_of
from quizzes.items.leaks import names_number
from quizzes.items.properties import ValueType
from quizzes.items.scales import choose_numbers
from quizzes.items.strategies import Wording, assemble, of_subject, text_value


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


def _asks_number(ground: Ground, fact: FactData) -> bool:
    return property_of(fact).value_type is ValueType.NUMBER


WORDINGS: Final = (
    Wording(
        name="number",
        form=Form.CHOICE,
        family=of_subject,
        asks=_asks_number,
        make=make_number,
    ),
)
