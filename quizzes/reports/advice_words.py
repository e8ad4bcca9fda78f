"""Figures of items in plain sentences: what each means, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from quizzes.items.data import Family, Form
from quizzes.items.records import Record
from quizzes.reports.advice import (
    GOOD_ALPHA,
    POOR_ALPHA,
    TOO_EASY,
    TOO_HARD,
    WEAK_DISCRIMINATION,
    WEAK_EFFICIENCY,
    Advice,
    Counsel,
)
from quizzes.reports.statistics import (
    LEAST_FOR_ALPHA,
    LEAST_FOR_CORRELATION,
    LEAST_FOR_DISTRACTORS,
    LEAST_FOR_FACILITY,
    Functioning,
    Interval,
    ItemStatistics,
    QuizStatistics,
)
from quizzes.reports.tables import SHARE_DIGITS

# From here on an item tells learners apart well
_GOOD_DISCRIMINATION: Final = 0.3
_NOTHING: Final = "–"

Show = Callable[[float], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A figure: its name, the number, where it surely lies, and what that means."""

    name: str
    figure: str
    between: str
    meaning: str


def percent(value: float) -> str:
    """A share as it is shown."""
    return f"{round(100 * round(value, SHARE_DIGITS))}\N{NO-BREAK SPACE}%".replace(
        "-", "\N{MINUS SIGN}"
    )


def decimal(value: float) -> str:
    """A coefficient as it is shown."""
    return number_format(round(value, 2), 2).replace("-", "\N{MINUS SIGN}")


def said_of_item(statistics: ItemStatistics, record: Record) -> list[Said]:
    """The three figures of an item, each with a sentence."""
    return [
        Said(
            name=_("Facility"),
            figure=_shown(statistics.facility, percent),
            between=_between(statistics.facility_interval, percent),
            meaning=_of_facility(statistics, record),
        ),
        Said(
            name=_("Discrimination"),
            figure=_shown(statistics.discrimination, decimal),
            between=_between(statistics.discrimination_interval, decimal),
            meaning=discrimination_words(statistics),
        ),
        Said(
            name=_("Discriminative efficiency"),
            figure=_shown(statistics.efficiency, percent),
            between="",
            meaning=_of_efficiency(statistics),
        ),
    ]


def said_of_quiz(statistics: QuizStatistics) -> list[Said]:
    """The figures of a whole quiz, each with a sentence."""
    mean, deviation = statistics.mean, statistics.deviation
    alpha, error = statistics.alpha, statistics.standard_error
    few = too_few(statistics.n, LEAST_FOR_FACILITY)
    return [
        Said(
            name=_("Mean score"),
            figure=_shown(mean, percent),
            between="",
            meaning=few if mean is None else _of_mean(mean),
        ),
        Said(
            name=_("Spread (standard deviation)"),
            figure=_shown(deviation, percent),
            between="",
            meaning=few
            if deviation is None
            else _("Two pupils in three lie within this of the mean."),
        ),
        Said(
            name=_("Reliability (Cronbach's alpha)"),
            figure=_shown(alpha, decimal),
            between="",
            meaning=_of_alpha(statistics),
        ),
        Said(
            name=_("Standard error of a score"),
            figure=_shown(error, percent),
            between="",
            meaning=_of_alpha(statistics)
            if error is None
            else _(
                "A pupil's score would lie within this of itself two times in three,"
                " were a like quiz taken again. Smaller differences mean nothing."
            ),
        ),
    ]


def headline(counsel: Counsel, record: Record) -> str:
    """A piece of advice in a sentence or two: what is wrong, and what to do."""
    figure = counsel.figure or 0.0
    match counsel.advice:
        case Advice.TOO_EASY:
            said = _("Too easy: %(share)s right.") % {"share": percent(figure)}
            return f"{said} {_harder(record)}"
        case Advice.TOO_HARD:
            said = _("Too hard: %(share)s right.") % {"share": percent(figure)}
            return " ".join(
                [said, _("Check the right answer first; then teach it once more.")]
            )
        case Advice.NEGATIVE_DISCRIMINATION:
            return _(
                "The stronger pupils get it wrong more often than the weaker. Is the"
                " right answer right, and the only one? Drop it until that is clear."
            )
        case Advice.WEAK_DISCRIMINATION:
            return _(
                "It hardly tells strong pupils from weak ones. Read the wording anew,"
                " or ask for something else."
            )
        case Advice.UNCERTAIN_DISCRIMINATION:
            return _(
                "It does not seem to tell strong pupils from weak ones, but with so few"
                " answers that may be chance. Ask it once more before you change it."
            )
        case Advice.DISTRACTOR_FOR_THE_STRONG:
            return _(
                "A wrong answer draws the stronger pupils. See whether it is not right"
                " as well, and change it."
            )
        case Advice.DEAD_DISTRACTOR:
            return _(
                "A wrong answer that hardly anybody chooses. Put a likelier one in its"
                " place, or leave it out."
            )
    return too_few(round(figure), LEAST_FOR_FACILITY)


def functioning_words(
    functioning: Functioning | None, n: int, *, key: bool, known: bool
) -> str:
    """Whether an option does its work.

    Takes the number of answers to its item, whether it is right, and whether it is
    known who chose it.
    """
    if key:
        return _("Right answer")
    if functioning is None:
        return _NOTHING if known else too_few(n, LEAST_FOR_DISTRACTORS)
    match functioning:
        case Functioning.YES:
            return _("Functions")
        case Functioning.SELDOM_CHOSEN:
            return _("Does not function: hardly anybody chose it")
    return _("Does not function: the stronger chose it")


def too_few(n: int, least: int) -> str:
    """That there are too few answers for a figure, and how many it takes."""
    return _("Too few answers (%(n)s); at least %(least)s are needed.") % {
        "n": n,
        "least": least,
    }


def _harder(record: Record) -> str:
    """What to ask instead of what nearly everybody knows."""
    is_choice = record["form"] in (Form.CHOICE, Form.TRUE_FALSE)
    if record["family"] == Family.DATE and is_choice:
        return _("Drop it, or have the date written instead of chosen.")
    if record["form"] == Form.TRUE_FALSE:
        return _("Drop it, or offer more answers than two.")
    if is_choice:
        return _("Drop it, or put likelier wrong answers beside the right one.")
    return _("Drop it, or ask for more: the date instead of the year.")


def _of_facility(statistics: ItemStatistics, record: Record) -> str:
    facility = statistics.facility
    if facility is None:
        return too_few(statistics.n, LEAST_FOR_FACILITY)
    if facility > TOO_EASY:
        said = _("Nearly everybody knows it, so it tells nothing.")
        return f"{said} {_harder(record)}"
    if facility < TOO_HARD:
        return _("Fewer than would guess it among four. Is the right answer right?")
    return _("The share of the mark that was earned: neither too easy nor too hard.")


def discrimination_words(statistics: ItemStatistics) -> str:
    """What a discrimination means."""
    value = statistics.discrimination
    if value is None:
        return _no_correlation(statistics)
    if value < 0:
        return _("Who knows the rest fails here more often. Look at the answers below.")
    if value < WEAK_DISCRIMINATION:
        return _("It hardly goes with the rest of the score.")
    if value < _GOOD_DISCRIMINATION:
        return _("It goes with the rest of the score, though not closely.")
    return _("Strong pupils are right here and weak ones wrong: a good question.")


def _of_efficiency(statistics: ItemStatistics) -> str:
    value = statistics.efficiency
    if value is None:
        return _no_correlation(statistics)
    if value < WEAK_EFFICIENCY:
        return _("Of what these marks could tell it tells next to nothing.")
    return _("How much it tells of what these marks could tell at best.")


def _no_correlation(statistics: ItemStatistics) -> str:
    if statistics.n < LEAST_FOR_CORRELATION:
        return too_few(statistics.n, LEAST_FOR_CORRELATION)
    return _("There is none: all marks are the same, or there is no other question.")


def _of_mean(mean: float) -> str:
    low, high = 0.5, 0.75
    if mean < low:
        return _("A hard quiz: from a half to three quarters is usual.")
    if mean > high:
        return _("An easy quiz: from a half to three quarters is usual.")
    return _("As it should be: from a half to three quarters is usual.")


def _of_alpha(statistics: QuizStatistics) -> str:
    alpha = statistics.alpha
    if alpha is None:
        if statistics.n_alpha < LEAST_FOR_ALPHA:
            if statistics.n >= LEAST_FOR_ALPHA:
                return _("There is none: the pupils had different questions.")
            return too_few(statistics.n_alpha, LEAST_FOR_ALPHA)
        return _("There is none: all scores are the same, or there is one question.")
    if alpha < POOR_ALPHA:
        return _(
            "Not to be relied on: compare no pupils by it. More questions help, and"
            " better ones in place of the worst."
        )
    if alpha <= GOOD_ALPHA:
        return _("Fair: good enough to see who needs help.")
    return _("Good: the order of the scores can be relied on.")


def _shown(value: float | None, show: Show) -> str:
    return _NOTHING if value is None else show(value)


def _between(interval: Interval | None, show: Show) -> str:
    if interval is None:
        return ""
    return _("surely between %(low)s and %(high)s") % {
        "low": show(interval.low),
        "high": show(interval.high),
    }
