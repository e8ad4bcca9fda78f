"""From marks to grades: how strong an answer is as evidence that a fact is known.

The model of memory knows four grades: the fact was not recalled (again), or it was,
with much effort (hard), with some (good) or with none (easy). Nobody is asked how hard
it was; the grade says instead how surely the answer shows recall:

* below half of the mark: not recalled, again;
* half of it or more, but not the whole (the month and year of a day): hard;
* the whole mark, where one blind guess in twenty or fewer earns it (a typed date, a
  set ticked exactly): easy;
* where one in three or fewer does (a choice of three options or more): good;
* where guessing earns it more often still (true or false): hard.

The reason: of those who are right among k options, one share knew and another guessed.
Where half know a fact, right means known for 2 in 3 with two options, for 4 in 5 with
four, for all who type a date. What is surer may wait longer before it is asked again.
A miss is always "again": the grade "hard" for misses is known to spoil the model.

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
SURE_CHANCE: Final = 1 / 20
FAIR_CHANCE: Final = 1 / 3

_FACT_VALUE: Final = "fact:"


class Grade(IntEnum):
    """How well a fact was recalled, in the numbers of the model of memory."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


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
        return grade_of(self.mark, self.chance)


def grade_of(mark: float, chance: float) -> Grade:
    """Turn a mark from 0 to 1, and the chance to guess it, into a grade."""
    if mark < RECALLED:
        return Grade.AGAIN
    if mark < 1 or chance > FAIR_CHANCE:
        return Grade.HARD
    return Grade.EASY if chance <= SURE_CHANCE else Grade.GOOD


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
