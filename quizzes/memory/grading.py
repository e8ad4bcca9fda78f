"""From marks to grades: what an answer shows of a fact.

The model of memory is told whether a fact was recalled. Nobody is asked how hard that
was; the mark says it:

* below half of the mark: not recalled, "again";
* half of it or more, but not the whole (the month and year of a day): "hard";
* the whole mark: "good".

A miss is always "again" ("hard" for misses is known to spoil the model), and "easy" is
never given: a grade also changes how difficult the fact is taken to be, and that must
not hang on the form in which chance has asked it.

What can be guessed counts for less. Of those who are right among k options some have
recalled and some have guessed: where recall was likely with R and a blind guess is
right with g, the answer is recall with the certainty R / (R + (1 - R) g). Where half
know a fact that is 2 in 3 for two options, 4 in 5 for four, and 1 for a typed date. The
fact's new state lies between those of "recalled" and "not recalled" by that certainty
(`forgetting.after`), so that what was perhaps a guess is asked again sooner.

An answer teaches what was asked and nothing else. Where the options of an item are the
facts themselves (pairs to match, events to order, all events of a day) each fact has a
mark of its own; in every other item it is the fact asked first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum
from itertools import combinations
from typing import Final

from quizzes.items.data import Form, Item
from quizzes.items.marking import Response

RECALLED: Final = 0.5

_FACT_VALUE: Final = "fact:"


class Grade(IntEnum):
    """Whether a fact was recalled, in the numbers of the model of memory."""

    AGAIN = 1
    HARD = 2
    GOOD = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What one answer says of one fact.

    `mark` is from 0 to 1; `chance` how often a blind guess earns the whole of it.
    """

    fact: str
    mark: float
    chance: float

    @property
    def grade(self) -> Grade:
        """The grade that the model of memory is given."""
        return grade_of(self.mark)


def grade_of(mark: float) -> Grade:
    """Turn a mark from 0 to 1 into a grade."""
    if mark < RECALLED:
        return Grade.AGAIN
    return Grade.HARD if mark < 1 else Grade.GOOD


def certainty(recall: float, chance: float) -> float:
    """How surely a right answer was recalled, not guessed.

    Takes how likely recall was before the answer, and the chance of a blind guess.
    """
    right = recall + (1 - recall) * chance
    return recall / right if right else 0.0


def asked_facts(item: Item) -> tuple[str, ...]:
    """The keys of the facts that an answer to the item teaches."""
    keys = tuple(dict.fromkeys(key for key, _version in item.facts))
    own = _facts_with_values(item)
    if len(own) < 2:
        return keys[:1]
    return tuple(key for key in keys if key in own)


def chance_of(item: Item) -> float:
    """How often a blind guess earns the whole mark of an item asked as a whole."""
    return chance(item.form, options=len(item.options))


def chance(form: Form, *, options: int = 0) -> float:
    """How often a blind guess is wholly right, by form and number of options.

    A date is typed out of thousands: 0. Of several options any set may be ticked but
    the empty one. For matching and ordering it is the chance of one fact: its option
    among the options, its place among the places.
    """
    if form is Form.DATE_ENTRY:
        return 0.0
    if form is Form.MULTIPLE_CHOICE:
        return 1 / max(1, (1 << options) - 1)
    if form is Form.TRUE_FALSE:
        return 1 / 2
    return 1 / max(1, options)


def evidence_of(
    item: Item, response: Response, *, mark: Decimal, judged_anew: bool = False
) -> tuple[Evidence, ...]:
    """What an answer says of each fact that it teaches, in the order of `asked_facts`.

    Takes the mark of the whole answer. `judged_anew` says that somebody has overruled
    the rules of marking: then that mark stands for each fact.
    """
    facts = asked_facts(item)
    if len(facts) < 2:
        whole = chance_of(item)
        return tuple(
            Evidence(fact=key, mark=float(mark), chance=whole) for key in facts
        )
    mark_of = _MARKS[item.form](item, response)
    each = _chance_of_each(item)
    return tuple(
        Evidence(
            fact=key,
            mark=float(mark) if judged_anew else mark_of(_FACT_VALUE + key),
            chance=each,
        )
        for key in facts
    )


def _facts_with_values(item: Item) -> set[str]:
    """The facts that are themselves matched, ordered or ticked."""
    if item.form is Form.MATCHING:
        values = [prompt.value for prompt in item.prompts]
    elif item.form is Form.ORDERING:
        values = list(item.order)
    elif item.form is Form.MULTIPLE_CHOICE:
        values = [option.value for option in item.options if option.key]
    else:
        return set()
    asked = {key for key, _version in item.facts}
    named = {value.removeprefix(_FACT_VALUE) for value in values}
    return asked & named


def _chance_of_each(item: Item) -> float:
    if item.form is Form.MULTIPLE_CHOICE:
        return sum(option.key for option in item.options) / len(item.options)
    return chance(item.form, options=len(item.options))


MarkOf = Callable[[str], float]


def _matched(item: Item, response: Response) -> MarkOf:
    given = response if isinstance(response, Mapping) else {}
    keys = {prompt.value: prompt.key for prompt in item.prompts}
    return lambda value: float(given.get(value) == keys[value])


def _ordered(item: Item, response: Response) -> MarkOf:
    """As the whole is marked: by the pairs that a fact is one of."""
    given: Sequence[str] = response if isinstance(response, tuple) else ()
    place = {value: index for index, value in enumerate(given)}

    def mark_of(value: str) -> float:
        pairs = [pair for pair in combinations(item.order, 2) if value in pair]
        right = sum(place.get(one, 0) < place.get(other, 0) for one, other in pairs)
        return max(0.0, 2 * right / len(pairs) - 1)

    return mark_of


def _ticked(item: Item, response: Response) -> MarkOf:
    """Ticked or not, less what was ticked wrongly: ticking all shows nothing."""
    given = response if isinstance(response, frozenset) else frozenset()
    wrong = {option.value for option in item.options if not option.key}
    lost = len(given & wrong) / (len(wrong) or 1)
    return lambda value: max(0.0, (value in given) - lost)


_MARKS: Final[Mapping[Form, Callable[[Item, Response], MarkOf]]] = {
    Form.MATCHING: _matched,
    Form.ORDERING: _ordered,
    Form.MULTIPLE_CHOICE: _ticked,
}
