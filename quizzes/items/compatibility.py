"""Which items can stand in one attempt: none may give another one away.

A bank this small does it constantly: the feedback of one item states the key of the
next. What an item tells is therefore kept as facts, not guessed from words alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from quizzes.items.calendar import DateValue, Precision
from quizzes.items.data import Form, Item
from quizzes.items.leaks import mentions

_WIDE = frozenset({Precision.YEAR, Precision.YEARS, Precision.SINCE, Precision.UNTIL})


class Hint(StrEnum):
    """How one item helps with another."""

    SAME_FACT = "same_fact"
    SAME_DAY = "same_day"
    NAMES_KEY = "names_key"


def facts_of(item: Item) -> frozenset[str]:
    """The keys of the facts that an item asks, or of its question."""
    if item.question is not None:
        return frozenset({f"question:{item.question[0]}"})
    return frozenset(key for key, _ in item.facts)


def asked_texts(item: Item) -> tuple[str, ...]:
    """What a learner reads of an item before it is answered."""
    return (
        item.stem,
        *(option.text for option in item.options),
        *(prompt.text for prompt in item.prompts),
    )


def shown_texts(item: Item) -> tuple[str, ...]:
    """All that a learner reads of an item, with what is told after the answer."""
    return (
        *asked_texts(item),
        item.feedback,
        item.note,
        *(option.why for option in item.options),
    )


def key_texts(item: Item) -> tuple[str, ...]:
    """The words in which the right answer of an item is given."""
    if item.form is Form.DATE_ENTRY:
        return tuple(each.text for each in item.dates if each.right)
    if item.form in (Form.TRUE_FALSE, Form.ORDERING):
        return ()
    return tuple(option.text for option in item.options if option.key)


def gives_away(earlier: Item, later: Item) -> bool:
    """Whether one item, once shown and answered, helps with another."""
    return hint(earlier, later) is not None


def hint(giving: Item, helped: Item, *, answered: bool = True) -> Hint | None:
    """How one item, shown and maybe answered, helps with another; None if it does not.

    It does if both ask a fact, or things of one day, or if some text of the one names
    both what the other asks about and its key.
    """
    if not facts_of(giving).isdisjoint(facts_of(helped)):
        return Hint.SAME_FACT
    if _of_one_day(giving, helped):
        return Hint.SAME_DAY
    keys = key_texts(helped)
    named = any(
        any(mentions(text, name) for name in helped.about)
        and any(mentions(text, key) for key in keys)
        for text in (shown_texts if answered else asked_texts)(giving)
    )
    return Hint.NAMES_KEY if named else None


def _of_one_day(one: Item, other: Item) -> bool:
    """Whether both ask things of one date, or of a date within the other's.

    A year holds many things, so it meets only the same year.
    """
    mine, theirs = (
        [DateValue.parse(edtf) for edtf in item.dated] for item in (one, other)
    )
    return any(
        a.edtf == b.edtf or (not {a.precision, b.precision} & _WIDE and a.overlaps(b))
        for a in mine
        for b in theirs
    )


def fits_with(chosen: Iterable[Item], candidate: Item) -> bool:
    """Whether a candidate can join the items of an attempt, in either order."""
    return not any(
        gives_away(each, candidate) or gives_away(candidate, each) for each in chosen
    )
