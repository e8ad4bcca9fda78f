"""What becomes of an item that was asked, when a fact that it asks is corrected.

The options stay as they were shown; which of them is right is told anew. Where none of
them is, or where it cannot be told from what is stored, nobody could have answered
rightly, and whoever marks may give the mark to all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Final, TypeAlias

from quizzes.items.calendar import DateValue
from quizzes.items.data import AcceptedDate, FactData, Form, Item, Option
from quizzes.items.ground import entities_in, is_date
from quizzes.items.kazakh import dates as date_phrases

# The facts of an item as they now stand, by their keys
Facts: TypeAlias = Mapping[str, FactData]

_DATE: Final = "date:"
_ENTITY: Final = "entity:"
_FACT: Final = "fact:"


class NoKey(Exception):
    """No option is right any more, or it cannot be told which."""


def rekeyed(item: Item, facts: Facts) -> Item:
    """The item as it is to be judged by its facts as they now stand.

    Takes every fact that the item names. Gives the item itself where nothing of its key
    has changed; what is told after the answer follows the fact asked first.

    Raises NoKey.
    """
    judged = _REKEYED[item.form](item, facts)
    if judges_alike(judged, item):
        return item
    asked = facts[item.facts[0][0]]
    versions = tuple((key, facts[key].version) for key, _version in item.facts)
    return replace(judged, facts=versions, feedback=asked.statement, note=asked.note)


def judges_alike(one: Item, other: Item) -> bool:
    """Whether every answer to the one has the same mark as to the other."""
    return (one.options, one.prompts, one.order, one.dates) == (
        other.options,
        other.prompts,
        other.order,
        other.dates,
    )


def _choice(item: Item, facts: Facts) -> Item:
    options = _options(item, facts)
    if sum(option.key for option in options) != 1:
        raise NoKey
    return replace(item, options=options)


def _multiple_choice(item: Item, facts: Facts) -> Item:
    options = _options(item, facts)
    if not any(option.key for option in options):
        raise NoKey
    return replace(item, options=options)


def _options(item: Item, facts: Facts) -> tuple[Option, ...]:
    """The options with their keys told by the fact asked first."""
    asked = facts[item.facts[0][0]]
    if len(item.facts) > 1:
        # Two lists compared, or which of several things it was: the item does not say
        # what each fact stands for in it.
        raise NoKey
    denied = item.wording in _DENYING
    return tuple(
        replace(option, key=_is_true(option.value, asked) is not denied)
        for option in item.options
    )


# Who is NOT on the list is asked: there the key is what does not belong.
_DENYING: Final = frozenset({"odd"})


def _is_true(value: str, asked: FactData) -> bool:
    if value.startswith(_DATE) and is_date(asked):
        return DateValue.parse(value.removeprefix(_DATE)).overlaps(asked.asked_date)
    if value.startswith(_ENTITY) and not is_date(asked):
        return value.removeprefix(_ENTITY) in entities_in(asked)
    raise NoKey


def _true_false(item: Item, facts: Facts) -> Item:
    """The value that was claimed is not stored, only its words."""
    raise NoKey


def _date_entry(item: Item, facts: Facts) -> Item:
    asked = facts[item.facts[0][0]]
    if not is_date(asked):
        raise NoKey
    # What the text has where history differs is right as well.
    wanted = tuple(dict.fromkeys((asked.asked_date, *asked.dates)))
    if {date.edtf for date in wanted} == {
        date.edtf for date in item.dates if date.right
    }:
        return item
    right = tuple(
        AcceptedDate(edtf=date.edtf, text=date_phrases.phrase(date), right=True)
        for date in wanted
    )
    known = {date.edtf for date in right}
    other = tuple(
        each for each in item.dates if not each.right and each.edtf not in known
    )
    return replace(item, dates=right + other, dated=tuple(sorted(known)))


def _matching(item: Item, facts: Facts) -> Item:
    prompts = []
    for prompt in item.prompts:
        fact = facts.get(prompt.value.removeprefix(_FACT))
        if fact is None:
            raise NoKey
        right = [
            option.value for option in item.options if _is_true(option.value, fact)
        ]
        if len(right) != 1:
            raise NoKey
        prompts.append(replace(prompt, key=right[0]))
    keys = {prompt.key for prompt in prompts}
    options = tuple(
        replace(option, key=option.value in keys) for option in item.options
    )
    return replace(item, prompts=tuple(prompts), options=options)


def _ordering(item: Item, facts: Facts) -> Item:
    dates = {}
    for value in item.order:
        fact = facts.get(value.removeprefix(_FACT))
        if fact is None or not is_date(fact):
            raise NoKey
        dates[value] = fact.asked_date
    order = tuple(sorted(item.order, key=lambda value: dates[value]))
    for earlier, later in pairwise(order):
        if dates[earlier].overlaps(dates[later]):
            raise NoKey
    return replace(item, order=order)


_REKEYED: Final[Mapping[Form, Callable[[Item, Facts], Item]]] = {
    Form.CHOICE: _choice,
    Form.MULTIPLE_CHOICE: _multiple_choice,
    Form.TRUE_FALSE: _true_false,
    Form.DATE_ENTRY: _date_entry,
    Form.MATCHING: _matching,
    Form.ORDERING: _ordering,
}
