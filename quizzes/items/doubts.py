"""What the bank says now against an item that was made before.

A fact that is entered later can make a wrong option of a kept item a right one, or its
key a wrong one. The options are held against the same proofs that they were made by,
and claims against all that would be true ones now.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Final, TypeAlias

from quizzes.items.calendar import DateValue
from quizzes.items.data import FactData, Form, Item
from quizzes.items.ground import (
    Ground,
    entities_in,
    is_date,
)
from quizzes.items.kazakh import dates as date_phrases
from quizzes.items.proofs import (
    is_before,
    is_wrong_claim,
    speaking_facts,
)
from quizzes.items.statements import perhaps_true_claims
from quizzes.items.strategies import text_value
from quizzes.items.wording import TRUE_OR_FALSE

_DATE: Final = "date:"
_ENTITY: Final = "entity:"
_FACT: Final = "fact:"
_TEXT: Final = "text:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Words of an item that may not be as right or as wrong as they are taken to be.

    `was_right` says that they are the key; `because` is the fact that speaks against
    it, where it is a single one.
    """

    text: str
    was_right: bool
    because: FactData | None = None


# The facts that an item names, and those of its options, by their references
Facts: TypeAlias = Mapping[str, FactData]


def doubts(item: Item, ground: Ground) -> tuple[Doubt, ...]:
    """What in an item the bank speaks against now.

    Takes a ground with every fact about the subjects of the facts that the item names
    and about the entities in its options. What is gone from the bank raises no doubt:
    that is told by itself.
    """
    known = {fact.key: fact for fact in ground.facts}
    if item.question is not None or any(key not in known for key, _ in item.facts):
        return ()
    if item.form is Form.MATCHING:
        return tuple(_of_pairs(item, ground, known))
    if item.form is Form.ORDERING:
        return tuple(_of_order(item, ground, known))
    if item.form is Form.DATE_ENTRY:
        return tuple(_of_typed_dates(item, ground, known))
    if item.form is Form.TRUE_FALSE:
        return tuple(_of_claim(item, ground, known))
    if item.wording not in _JUDGES:
        return ()
    return tuple(_of_options(item, ground, known))


def references_in(item: Item) -> frozenset[str]:
    """The facts that an item speaks of: those it asks, and those in its options."""
    values = [option.value for option in item.options]
    values += [prompt.value for prompt in item.prompts] + list(item.order)
    told = {each.removeprefix(_FACT) for each in values if each.startswith(_FACT)}
    return frozenset(told | {key for key, _version in item.facts})


def entities_of(item: Item) -> frozenset[str]:
    """The entities among the options of an item."""
    return frozenset(
        option.value.removeprefix(_ENTITY)
        for option in item.options
        if option.value.startswith(_ENTITY)
    )


# --- By the form of the item ----------------------------------------------------------


def _of_options(item: Item, ground: Ground, known: Facts) -> Iterator[Doubt]:
    judge = _JUDGES[item.wording]
    for option in item.options:
        try:
            right, because = judge(item, ground, known, option.value)
        except KeyError:
            continue  # of what is gone nothing can be said
        if right is not None and right is not option.key:
            yield Doubt(text=option.text, was_right=option.key, because=because)


def _of_pairs(item: Item, ground: Ground, known: Facts) -> Iterator[Doubt]:
    for prompt in item.prompts:
        fact = known.get(prompt.value.removeprefix(_FACT))
        if fact is None:
            continue
        for option in item.options:
            because = _making_true(ground, fact, option.value)
            if because is not None and option.value != prompt.key:
                text = f"{prompt.text} – {option.text}"
                yield Doubt(text=text, was_right=False, because=because)


def _of_order(item: Item, ground: Ground, known: Facts) -> Iterator[Doubt]:
    texts = {option.value: option.text for option in item.options}
    for earlier, later in combinations(item.order, 2):
        one = known.get(earlier.removeprefix(_FACT))
        other = known.get(later.removeprefix(_FACT))
        if one is not None and other is not None and not is_before(ground, one, other):
            text = f"{texts[earlier]} – {texts[later]}"
            yield Doubt(text=text, was_right=True)


def _of_typed_dates(item: Item, ground: Ground, known: Facts) -> Iterator[Doubt]:
    """Dates that are right now, and would be marked wrong."""
    asked = known[item.facts[0][0]]
    accepted = [DateValue.parse(each.edtf) for each in item.dates if each.right]
    for other in ground.alike(asked):
        for date in (each.bound for each in other.dates):
            if not any(date.overlaps(each) for each in accepted):
                text = date_phrases.phrase(date)
                yield Doubt(text=text, was_right=False, because=other)


def _of_claim(item: Item, ground: Ground, known: Facts) -> Iterator[Doubt]:
    """The claim of a true or false: it may be true by now, or an order not sure."""
    claim = item.stem.removeprefix(f"{TRUE_OR_FALSE} ")
    is_right = any(
        each.key and each.value == text_value("true") for each in item.options
    )
    asked = known[item.facts[0][0]]
    if item.wording == "order_claim":
        other = known[item.facts[1][0]]
        if not (is_before(ground, asked, other) or is_before(ground, other, asked)):
            yield Doubt(text=claim, was_right=is_right)
    elif not is_right:
        because = _perhaps_true(ground, asked, claim)
        if because is not None:
            yield Doubt(text=claim, was_right=False, because=because)


def _perhaps_true(ground: Ground, fact: FactData, claim: str) -> FactData | None:
    """The stored fact by which a claim in the words of a fact may be true."""
    found = perhaps_true_claims(ground, fact)
    return next((because for text, because in found if text == claim), None)


# --- By what is asked -----------------------------------------------------------------

# Whether an option is a right answer, None if the bank cannot tell; and the fact that
# says so, if it is a single one.
_Verdict: TypeAlias = tuple[bool | None, FactData | None]
_Judge: TypeAlias = Callable[[Item, Ground, Facts, str], _Verdict]


def _value(item: Item, ground: Ground, known: Facts, value: str) -> _Verdict:
    because = _making_true(ground, known[item.facts[0][0]], value)
    return (True, because) if because is not None else (None, None)


def _odd(item: Item, ground: Ground, known: Facts, value: str) -> _Verdict:
    """Who is not on the list: a value of it is no right answer."""
    because = _making_true(ground, known[item.facts[0][0]], value)
    return (False, because) if because is not None else (None, None)


def _happening(item: Item, ground: Ground, known: Facts, value: str) -> _Verdict:
    asked = known[item.facts[0][0]].asked_date
    other = known[value.removeprefix(_FACT)]
    return _on(asked, ground.alike(other))


def _document(item: Item, ground: Ground, known: Facts, value: str) -> _Verdict:
    asked = known[item.facts[0][0]]
    own = ground.about(value.removeprefix(_ENTITY), asked.property)
    return _on(asked.asked_date, own)


def _on(asked: DateValue, facts: Iterator[FactData]) -> _Verdict:
    for fact in facts:
        if any(date.overlaps(asked) for date in fact.dates):
            return True, fact
    return None, None


def _described(item: Item, ground: Ground, known: Facts, value: str) -> _Verdict:
    clues = [known[key] for key, _version in item.facts]
    key = value.removeprefix(_ENTITY)
    if key == clues[0].subject:
        return None, None
    return (
        True if not any(is_wrong_claim(ground, c, key) for c in clues) else None
    ), None


def _before(item: Item, ground: Ground, known: Facts, value: str) -> _Verdict:
    asked = known[item.facts[0][0]]
    return _surely(
        is_before(ground, known[value.removeprefix(_FACT)], asked),
        is_before(ground, asked, known[value.removeprefix(_FACT)]),
    )


def _after(item: Item, ground: Ground, known: Facts, value: str) -> _Verdict:
    right, because = _before(item, ground, known, value)
    return (None if right is None else not right), because


def _surely(yes: bool, no: bool) -> _Verdict:
    return (True if yes else False if no else None), None


def _number(item: Item, ground: Ground, known: Facts, value: str) -> _Verdict:
    asked = known[item.facts[0][0]]
    for other in ground.alike(asked):
        if other.unit == asked.unit and str(other.value) == value.removeprefix(_TEXT):
            return True, other
    return None, None


def _statement(item: Item, ground: Ground, known: Facts, value: str) -> _Verdict:
    """A statement among statements: each is a claim of another fact."""
    text = next(option.text for option in item.options if option.value == value)
    because = _perhaps_true(ground, known[value.removeprefix(_FACT)], text)
    return (True, because) if because is not None else (None, None)


def _difference(item: Item, ground: Ground, known: Facts, value: str) -> _Verdict:
    """Who is in one list and not in the other, the right options being in the one."""
    one, other = (known[key] for key, _version in item.facts)
    keys = {option.value for option in item.options if option.key}
    # Whichever is asked first, the list itself holds the right options
    if not keys <= {f"{_ENTITY}{each}" for each in entities_in(one)}:
        one, other = other, one
    inside, outside = (_making_true(ground, each, value) for each in (one, other))
    if value in keys:
        return (False, outside) if outside is not None else (None, None)
    return (True, inside) if inside and outside is None else (None, None)


_JUDGES: Final[Mapping[str, _Judge]] = {
    "when": _value,
    "which": _value,
    "who": _value,
    "odd": _odd,
    "number": _number,
    "on_date": _happening,
    "all_on_date": _happening,
    "document": _document,
    "documents": _document,
    "described": _described,
    "before": _before,
    "after": _after,
    "right_statement": _statement,
    "difference": _difference,
    "differences": _difference,
}


def _making_true(ground: Ground, fact: FactData, value: str) -> FactData | None:
    """The stored fact, draft or approved, by which a value is a right answer.

    The same that keeps the value from being offered as wrong.
    """
    if value.startswith(_DATE) and is_date(fact):
        date = DateValue.parse(value.removeprefix(_DATE))
        for other in ground.alike(fact):
            if any(date.overlaps(each.bound) for each in other.dates):
                return other
    elif value.startswith(_ENTITY) and not is_date(fact):
        key = value.removeprefix(_ENTITY)
        for other in speaking_facts(ground, fact):
            for held in (other.value, other.text_value):
                if isinstance(held, tuple) and key in held:
                    return other
    return None
