"""Item statistics: what the marks of many learners say of items and of a quiz.

Definitions after Moodle's quiz report, on one attempt of each learner (the first unless
the page says otherwise). x is a learner's mark on the item, T the total over the items,
and R = T - x the rest; variances and covariances are divided by S - 1.

* facility: mean(x) / highest mark;
* discrimination: the correlation of x and R. Not of x and T: that is inflated, and the
  more so the shorter the quiz;
* discriminative efficiency: cov(x, R) / the largest covariance that the same marks
  allow, which is that of both sorted;
* Cronbach's alpha of p items: p / (p - 1) * (1 - sum of var(x) / var(T)), and the
  standard error of a total: sd(T) * sqrt(1 - alpha);
* a distractor functions if at least 5 % chose it and those who did have lower rest
  scores than those who did not.

Below a least number of answers no figure is given, since chance would be the most of
it; None also stands where nothing can be reckoned, as with marks that are all the same.
Where learners had different items, R is over the items that each of them had, as the
mean mark, so that longer attempts do not count for better ones.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import atanh, fsum, sqrt, tanh
from typing import Final, Generic, NamedTuple, Protocol, TypeVar

# Below these no figure: one in ten answers moves facility by 0.1, and a correlation of
# ten pairs has an interval of half of all there is.
LEAST_FOR_FACILITY: Final = 10
LEAST_FOR_CORRELATION: Final = 20
LEAST_FOR_ALPHA: Final = 20
LEAST_FOR_DISTRACTORS: Final = 20

FUNCTIONING_SHARE: Final = 0.05
# The strong and the weak third of the learners, by their rest scores
_THIRD: Final = 3
# 95 % of a normal distribution
_Z: Final = 1.959964
# Sums of marks in floating point differ by less
_NOTHING: Final = 1e-12

Item = TypeVar("Item", bound=Hashable)
ItemOf = TypeVar("ItemOf", bound=Hashable, covariant=True)


class Scored(Protocol[ItemOf]):
    """The mark of one learner on one item, from 0 to 1, and the options chosen.

    An item that was shown and left unanswered has the mark 0 and no options.
    """

    @property
    def learner(self) -> int: ...
    @property
    def item(self) -> ItemOf: ...
    @property
    def mark(self) -> float: ...
    @property
    def chosen(self) -> frozenset[str]: ...


class ScoredAnswer(NamedTuple, Generic[Item]):
    """An answer of which no more is known than statistics take."""

    learner: int
    item: Item
    mark: float
    chosen: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """Where a figure lies with 95 % certainty."""

    low: float
    high: float


class Functioning(StrEnum):
    """Whether a distractor does its work."""

    YES = "yes"
    SELDOM_CHOSEN = "seldom_chosen"
    CHOSEN_BY_THE_STRONG = "chosen_by_the_strong"


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionStatistics:
    """How an option fared; `functioning` is None for the key and where n is too small.

    `strong` and `weak` count those who chose it among the best and the worst third.
    `rest_of_choosers` and `rest_of_others` are mean rest scores, from 0 to 1.
    """

    value: str
    key: bool
    chosen: int
    share: float | None
    strong: int
    weak: int
    rest_of_choosers: float | None
    rest_of_others: float | None
    functioning: Functioning | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemStatistics:
    """The figures of one item; None where there are too few answers for them."""

    n: int
    facility: float | None
    facility_interval: Interval | None
    discrimination: float | None
    discrimination_interval: Interval | None
    efficiency: float | None
    options: tuple[OptionStatistics, ...] = ()

    @property
    def has_too_few(self) -> bool:
        """Whether there are too few answers to say anything."""
        return self.n < LEAST_FOR_FACILITY


@dataclass(frozen=True, slots=True, kw_only=True)
class QuizStatistics:
    """The figures of a whole quiz; totals are mean marks, from 0 to 1.

    `alpha` is over the `n_alpha` learners who had all of the items, and only if these
    are at least two. `standard_error` is that of one learner's total.
    """

    n: int
    items: int
    mean: float | None
    deviation: float | None
    n_alpha: int
    alpha: float | None
    standard_error: float | None


def item_statistics(
    answers: Iterable[Scored[Item]],
    options: Mapping[Item, Mapping[str, bool]] | None = None,
) -> dict[Item, ItemStatistics]:
    """The figures of each item.

    Takes one answer of each learner to each item, and for items with options their
    values, true for keys. Raises ValueError if a learner answered an item twice.
    """
    return _of_items(_Table(answers), options or {})


def quiz_statistics(answers: Iterable[Scored[Item]]) -> QuizStatistics:
    """The figures of a quiz; takes and raises as `item_statistics`."""
    return _of_quiz(_Table(answers))


def whole_statistics(
    answers: Iterable[Scored[Item]], options: Mapping[Item, Mapping[str, bool]]
) -> tuple[dict[Item, ItemStatistics], QuizStatistics]:
    """The figures of the items and of the quiz; takes and raises as the two."""
    table = _Table(answers)
    return _of_items(table, options), _of_quiz(table)


def statistics_together(
    answers: Iterable[Scored[Item]], together: Mapping[Item, Item]
) -> dict[Item, ItemStatistics]:
    """The figures of items that stand together, each group as if it were one item.

    Takes for each grouped item what its group is called. A learner's mark for a group
    is the mean of theirs in it; its rest score leaves the whole group out, or what the
    items have in common by their text would count as what they tell of the learner
    (a testlet: Wainer and Kiely, 1987). Raises as `item_statistics`.
    """
    if not together:
        return {}
    alone: list[Scored[Item]] = []
    grouped: dict[tuple[int, Item], list[float]] = {}
    for each in answers:
        if each.item in together:
            group = (each.learner, together[each.item])
            grouped.setdefault(group, []).append(each.mark)
        else:
            alone.append(each)
    groups = [
        ScoredAnswer(learner=learner, item=name, mark=mean(marks))
        for (learner, name), marks in grouped.items()
    ]
    found = item_statistics([*alone, *groups])
    return {name: found[name] for name in dict.fromkeys(together.values())}


# --- Formulas -------------------------------------------------------------------------


def mean(values: Sequence[float]) -> float:
    """The arithmetic mean; raises ZeroDivisionError for no values."""
    return fsum(values) / len(values)


def variance(values: Sequence[float]) -> float:
    """The variance of a sample: divided by one less than its size."""
    middle = mean(values)
    return fsum([(x - middle) ** 2 for x in values]) / (len(values) - 1)


def covariance(one: Sequence[float], other: Sequence[float]) -> float:
    """The covariance of a sample of pairs; two pairs or more."""
    mean_one, mean_other = mean(one), mean(other)
    pairs = zip(one, other, strict=True)
    products = [(x - mean_one) * (y - mean_other) for x, y in pairs]
    return fsum(products) / (len(one) - 1)


def correlation(one: Sequence[float], other: Sequence[float]) -> float | None:
    """Pearson's correlation, or None where one of both does not vary."""
    variances = variance(one) * variance(other)
    if variances <= _NOTHING:
        return None
    return _within(covariance(one, other) / sqrt(variances))


def discriminative_efficiency(
    marks: Sequence[float], rests: Sequence[float]
) -> float | None:
    """The covariance as a share of the largest that the same values allow."""
    largest = covariance(sorted(marks), sorted(rests))
    if largest <= _NOTHING:
        return None
    return _within(covariance(marks, rests) / largest)


def cronbach_alpha(rows: Sequence[Sequence[float]]) -> float | None:
    """Cronbach's alpha of marks, a row for each learner, a column for each item.

    None for fewer than two items or learners, or totals that are all the same.
    """
    if len(rows) < 2 or len(rows[0]) < 2:
        return None
    items = len(rows[0])
    of_totals = variance([fsum(row) for row in rows])
    if of_totals <= _NOTHING:
        return None
    of_items = fsum(variance(column) for column in zip(*rows, strict=True))
    return items / (items - 1) * (1 - of_items / of_totals)


def standard_error(totals: Sequence[float], alpha: float) -> float:
    """The standard error of one total, in the unit of the totals.

    A negative alpha says no more than an alpha of nothing: all of it is error.
    """
    return sqrt(variance(totals) * (1 - max(0.0, alpha)))


def correlation_interval(value: float, n: int) -> Interval | None:
    """The interval of a correlation of n pairs, by Fisher's transformation."""
    if n < 4 or abs(value) >= 1:
        return None
    middle, half = atanh(value), _Z / sqrt(n - 3)
    return Interval(low=tanh(middle - half), high=tanh(middle + half))


def mean_interval(values: Sequence[float]) -> Interval:
    """The interval of a mean mark, after Wilson: it holds for few and extreme ones.

    Marks between 0 and 1 vary less than right and wrong do, so it is wide enough.
    """
    n, share = len(values), mean(values)
    middle = (share + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
    half = sqrt(share * (1 - share) / n + _Z**2 / (4 * n**2)) * _Z / (1 + _Z**2 / n)
    return Interval(low=max(0.0, middle - half), high=min(1.0, middle + half))


# --- One item -------------------------------------------------------------------------


class _Table(Generic[Item]):
    """The marks by item and by learner."""

    def __init__(self, answers: Iterable[Scored[Item]]) -> None:
        self.by_item: dict[Item, list[Scored[Item]]] = {}
        self.by_learner: dict[int, dict[Item, float]] = {}
        for answer in answers:
            marks = self.by_learner.setdefault(answer.learner, {})
            if answer.item in marks:
                raise ValueError(f"learner {answer.learner} answered an item twice")
            marks[answer.item] = answer.mark
            self.by_item.setdefault(answer.item, []).append(answer)
        self._totals = {
            learner: fsum(marks.values()) for learner, marks in self.by_learner.items()
        }

    def rest(self, answer: Scored[Item]) -> float | None:
        """The mean mark on the learner's other items, None if there are none."""
        others = len(self.by_learner[answer.learner]) - 1
        if not others:
            return None
        return (self._totals[answer.learner] - answer.mark) / others


class _Placed(NamedTuple):
    """An answer with the rest score of its learner."""

    mark: float
    chosen: frozenset[str]
    rest: float


def _of_quiz(table: _Table[Item]) -> QuizStatistics:
    totals = [mean(list(marks.values())) for marks in table.by_learner.values()]
    enough = len(totals) >= LEAST_FOR_FACILITY
    whole = [
        [marks[item] for item in table.by_item]
        for marks in table.by_learner.values()
        if len(marks) == len(table.by_item)
    ]
    alpha = cronbach_alpha(whole) if len(whole) >= LEAST_FOR_ALPHA else None
    error = None
    if alpha is not None:
        error = standard_error([mean(row) for row in whole], alpha)
    return QuizStatistics(
        n=len(totals),
        items=len(table.by_item),
        mean=mean(totals) if enough else None,
        deviation=sqrt(variance(totals)) if enough else None,
        n_alpha=len(whole),
        alpha=alpha,
        standard_error=error,
    )


def _of_items(
    table: _Table[Item], options: Mapping[Item, Mapping[str, bool]]
) -> dict[Item, ItemStatistics]:
    return {
        item: _of_item(table, item, options.get(item, {})) for item in table.by_item
    }


def _of_item(
    table: _Table[Item], item: Item, options: Mapping[str, bool]
) -> ItemStatistics:
    answers = table.by_item[item]
    marks = [answer.mark for answer in answers]
    placed = [
        _Placed(answer.mark, answer.chosen, rest)
        for answer in answers
        if (rest := table.rest(answer)) is not None
    ]
    enough = len(marks) >= LEAST_FOR_FACILITY
    discrimination = efficiency = interval = None
    if len(placed) >= LEAST_FOR_CORRELATION:
        paired = [each.mark for each in placed]
        rests = [each.rest for each in placed]
        discrimination = correlation(paired, rests)
        efficiency = discriminative_efficiency(paired, rests)
    if discrimination is not None:
        interval = correlation_interval(discrimination, len(placed))
    return ItemStatistics(
        n=len(marks),
        facility=mean(marks) if enough else None,
        facility_interval=mean_interval(marks) if enough else None,
        discrimination=discrimination,
        discrimination_interval=interval,
        efficiency=efficiency,
        options=_of_options(options, answers, placed) if options else (),
    )


def _of_options(
    options: Mapping[str, bool],
    answers: Sequence[Scored[Item]],
    placed: Sequence[_Placed],
) -> tuple[OptionStatistics, ...]:
    chosen = _times(answers)
    strong, weak = map(_times, _thirds(placed))
    enough = len(answers) >= LEAST_FOR_DISTRACTORS
    found = []
    for value, key in options.items():
        share = chosen[value] / len(answers) if enough else None
        choosers = [each.rest for each in placed if value in each.chosen]
        others = [each.rest for each in placed if value not in each.chosen]
        of_choosers = mean(choosers) if choosers and enough else None
        of_others = mean(others) if others and enough else None
        functioning = None if key else _functioning(share, of_choosers, of_others)
        found.append(
            OptionStatistics(
                value=value,
                key=key,
                chosen=chosen[value],
                share=share,
                strong=strong[value],
                weak=weak[value],
                rest_of_choosers=of_choosers,
                rest_of_others=of_others,
                functioning=functioning,
            )
        )
    return tuple(found)


def _times(answers: Iterable[Scored[Item] | _Placed]) -> Counter[str]:
    """How often each option was chosen."""
    return Counter(value for each in answers for value in each.chosen)


def _functioning(
    share: float | None, choosers: float | None, others: float | None
) -> Functioning | None:
    if share is None:
        return None
    if share < FUNCTIONING_SHARE:
        return Functioning.SELDOM_CHOSEN
    if choosers is None or others is None:
        return None
    return Functioning.YES if choosers < others else Functioning.CHOSEN_BY_THE_STRONG


def _thirds(placed: Sequence[_Placed]) -> tuple[list[_Placed], list[_Placed]]:
    """The best and the worst third; whoever stands at the border is in neither."""
    size = len(placed) // _THIRD
    if not size:
        return [], []
    rests = sorted(each.rest for each in placed)
    low, high = rests[size - 1], rests[-size]
    below = [each for each in placed if each.rest <= low and each.rest < high]
    above = [each for each in placed if each.rest >= high and each.rest > low]
    return above, below


def _within(value: float) -> float:
    """A ratio that rounding may have carried over its bounds."""
    return max(-1.0, min(1.0, value))
