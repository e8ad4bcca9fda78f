"""What a way of asking is: a named strategy that makes one form of item of a fact."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from quizzes.items.data import (
    Citation,
    EntityKind,
    FactData,
    Family,
    Form,
    Item,
    Option,
)
from quizzes.items.ground import (
    Ground,
    citation_of,
    is_date,
    property_of,
)


class Make(Protocol):
    """Makes one item of a fact; raises NotMade with the reason where it cannot."""

    def __call__(self, ground: Ground, fact: FactData, rng: random.Random) -> Item: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """One way of asking. `name` is part of an item's identity in statistics."""

    name: str
    form: Form
    family: Callable[[Ground, FactData], Family]
    asks: Callable[[Ground, FactData], bool]
    make: Make


def always(family: Family) -> Callable[[Ground, FactData], Family]:
    """A wording whose items are all of one family."""
    return lambda ground, fact: family


def of_subject(ground: Ground, fact: FactData) -> Family:
    """The family of a fact by what it speaks of: documents, or those who act."""
    if property_of(fact).name in ("joined_on", "in_office"):
        return Family.MEMBER
    if ground.kind(fact.subject) is EntityKind.TREATY:
        return Family.TREATY
    if ground.kind(fact.subject) is EntityKind.EVENT:
        return Family.DATE
    return Family.MEMBER


def assemble(
    *,
    ground: Ground,
    wording: str,
    form: Form,
    family: Family,
    facts: Sequence[FactData],
    stem: str,
    options: Sequence[Option] = (),
    emphasis: str = "",
    feedback: str = "",
    **more: object,
) -> Item:
    """Put an item together; source and feedback come from its facts.

    The note is that of the fact asked: those of its company would only distract.
    """
    citations: tuple[Citation, ...] = citation_of(*facts)
    statements = dict.fromkeys(fact.statement for fact in facts)
    return Item(
        family=family,
        form=form,
        wording=wording,
        property=facts[0].property,
        facts=tuple((fact.key, fact.version) for fact in facts),
        stem=stem,
        emphasis=emphasis,
        options=tuple(options),
        citations=citations,
        feedback=feedback or " ".join(statements),
        note=facts[0].note,
        about=tuple(dict.fromkeys(ground.short(fact.subject) for fact in facts)),
        dated=tuple(
            dict.fromkeys(fact.asked_date.edtf for fact in facts if is_date(fact))
        ),
        **more,  # type: ignore[arg-type]
    )


def entity_value(key: str) -> str:
    """The stable value of an option that is an entity."""
    return f"entity:{key}"


def date_option_value(edtf: str) -> str:
    """The stable value of an option that is a date."""
    return f"date:{edtf}"


def fact_value(key: str) -> str:
    """The stable value of an option that tells what a fact tells."""
    return f"fact:{key}"


def text_value(identifier: str) -> str:
    """The stable value of an option of words of our own."""
    return f"text:{identifier}"
