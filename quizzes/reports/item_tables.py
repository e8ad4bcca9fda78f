"""The tables of an item analysis."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from quizzes.reports.advice_words import (
    discrimination_words,
    functioning_words,
    headline,
    said_of_quiz,
)
from quizzes.reports.item_report import AnalysedItem, AnalysedText, ItemReport
from quizzes.reports.statistics import OptionStatistics
from quizzes.reports.tables import Column, Kind, Row, Table

WHOLE_REPORT: Final = "report"
ITEM_TABLES: Final = frozenset({"quiz", "items", "texts", "options", WHOLE_REPORT})
_UNNAMED = ""


def item_tables(
    name: str, report: ItemReport, names: Mapping[int, str]
) -> Sequence[Table]:
    """The table that a name of `ITEM_TABLES` stands for, or all of them.

    Who chose what stands in the whole report alone.
    """
    if name == WHOLE_REPORT:
        options = options_table(report.items, names)
        texts = [texts_table(report)] if report.texts else []
        return [quiz_table(report), items_table(report), *texts, options]
    if name == "options":
        return [options_table(report.items)]
    return [_MAKERS[name](report)]


def quiz_table(report: ItemReport) -> Table:
    """The figures of the quiz as a whole."""
    quiz = report.quiz
    values = (quiz.mean, quiz.deviation, quiz.alpha, quiz.standard_error)
    return Table(
        name="quiz",
        title=_("The quiz as a whole"),
        columns=(
            Column(key="figure", title=_("Figure")),
            Column(key="value", title=_("Value"), kind=Kind.NUMBER, digits=2),
            Column(key="n", title=_("Pupils"), kind=Kind.NUMBER),
            Column(key="meaning", title=_("What it means")),
        ),
        rows=tuple(
            Row(values=(said.name, value, n, said.meaning))
            for said, value, n in zip(
                said_of_quiz(quiz),
                values,
                (quiz.n, quiz.n, quiz.n_alpha, quiz.n_alpha),
                strict=True,
            )
        ),
    )


def items_table(report: ItemReport) -> Table:
    """The items with their figures and what to do, the worst first."""
    return Table(
        name="items",
        title=_("Questions"),
        columns=(
            Column(key="stem", title=_("Question")),
            Column(key="place", title=_("Place"), kind=Kind.NUMBER),
            Column(key="n", title=_("Answers"), kind=Kind.NUMBER),
            Column(key="facility", title=_("Facility"), kind=Kind.SHARE),
            Column(
                key="discrimination",
                title=_("Discrimination"),
                kind=Kind.NUMBER,
                digits=2,
            ),
            Column(
                key="efficiency",
                title=_("Discriminative efficiency"),
                kind=Kind.SHARE,
            ),
            Column(key="advice", title=_("What to do")),
        ),
        rows=tuple(
            Row(
                values=(
                    each.item.stem,
                    each.item.position,
                    each.statistics.n,
                    each.statistics.facility,
                    each.statistics.discrimination,
                    each.statistics.efficiency,
                    what_to_do(each),
                ),
                url=f"#item-{each.item.id}",
            )
            for each in report.items
        ),
        empty=_("Nobody has handed in an answer yet."),
    )


def texts_table(report: ItemReport) -> Table:
    """The texts, each with the figures of its questions taken together."""
    return Table(
        name="texts",
        title=_("Texts"),
        columns=(
            Column(key="text", title=_("Text")),
            Column(key="questions", title=_("Questions")),
            Column(key="n", title=_("Answers"), kind=Kind.NUMBER),
            Column(key="facility", title=_("Facility"), kind=Kind.SHARE),
            Column(
                key="discrimination",
                title=_("Discrimination"),
                kind=Kind.NUMBER,
                digits=2,
            ),
            Column(key="meaning", title=_("What it means")),
        ),
        rows=tuple(
            Row(
                values=(
                    each.name,
                    _places(each),
                    each.statistics.n,
                    each.statistics.facility,
                    each.statistics.discrimination,
                    discrimination_words(each.statistics),
                )
            )
            for each in report.texts
        ),
    )


_MAKERS: Final[Mapping[str, Callable[[ItemReport], Table]]] = {
    "quiz": quiz_table,
    "items": items_table,
    "texts": texts_table,
}


def _places(text: AnalysedText) -> str:
    """Which questions stand under a text: by their places, or how many."""
    places = [each.position for each in text.items if each.position is not None]
    if len(places) < len(text.items):
        return str(len(text.items))
    return ", ".join(map(str, places))


def options_table(
    items: Sequence[AnalysedItem], names: Mapping[int, str] | None = None
) -> Table:
    """The options of these items: how many chose each, who, and whether it functions.

    With names there is a column of those who chose it.
    """
    stem, words = Column(key="stem", title=_("Question")), _OptionWords()
    rows = [
        Row(values=(each.item.stem, *row.values))
        for each in items
        for row in _option_rows(each, names, words)
    ]
    return Table(
        name="options",
        title=_("Answers"),
        columns=(stem, *_option_columns(names)),
        rows=tuple(rows),
    )


def options_tables(
    items: Sequence[AnalysedItem], names: Mapping[int, str] | None = None
) -> list[Table]:
    """The same, a table for each item."""
    title, columns, words = _("Answers"), _option_columns(names), _OptionWords()
    return [
        Table(
            name=f"options-{each.item.id}",
            title=title,
            columns=columns,
            rows=tuple(_option_rows(each, names, words)),
        )
        for each in items
    ]


class _OptionWords:
    """What is said of options, each once: a page says it of a hundred."""

    def __init__(self) -> None:
        self.right, self.wrong = _("Right"), _("Not right")
        self.functioning = cache(functioning_words)

    def of(self, option: OptionStatistics, n: int) -> str:
        """Whether an option does its work."""
        known = option.share is not None
        return self.functioning(option.functioning, n, key=option.key, known=known)


def _option_columns(names: Mapping[int, str] | None) -> tuple[Column, ...]:
    return (
        Column(key="option", title=pgettext("what was answered", "Answer")),
        Column(key="key", title=_("Right or wrong")),
        Column(key="chosen", title=_("Chosen by"), kind=Kind.NUMBER),
        Column(key="share", title=_("Share"), kind=Kind.SHARE),
        Column(key="strong", title=_("Strong third"), kind=Kind.NUMBER),
        Column(key="weak", title=_("Weak third"), kind=Kind.NUMBER),
        Column(key="functioning", title=_("Does it function?")),
        *([Column(key="names", title=_("Names"))] if names is not None else []),
    )


def what_to_do(each: AnalysedItem) -> str:
    """All advice about an item; each sentence once."""
    # Of four wrong answers that nobody chooses it is said once.
    counsels = {counsel.advice: counsel for counsel in each.counsels}.values()
    said = [headline(counsel, each.item.record) for counsel in counsels]
    return " ".join(dict.fromkeys(said)) or _("A sound question.")


def named(learners: Sequence[int], names: Mapping[int, str]) -> str:
    """The names of learners; who is nobody any more has none."""
    known = [names.get(pk, _UNNAMED) or _("no name") for pk in learners]
    return ", ".join(known)


def _option_rows(
    each: AnalysedItem, names: Mapping[int, str] | None, words: _OptionWords
) -> Sequence[Row]:
    n = each.statistics.n
    rows: list[Row] = []

    def add(*values: str | int | float | None, learners: Sequence[int]) -> None:
        by_name = [] if names is None else [named(learners, names)]
        rows.append(Row(values=(*values, *by_name)))

    for option in each.options:
        text, _key = each.item.options[option.value]
        add(
            text,
            words.right if option.key else words.wrong,
            option.chosen,
            option.share,
            option.strong,
            option.weak,
            words.of(option, n),
            learners=each.chosen_by.get(option.value, ()),
        )
    for given in each.given:
        add(
            given.text,
            words.right if given.right else words.wrong,
            given.times,
            given.times / n,
            None,
            None,
            None,
            learners=given.learners,
        )
    if each.unanswered:
        times = len(each.unanswered)
        add(
            _("No answer"),
            None,
            times,
            times / n,
            None,
            None,
            None,
            learners=each.unanswered,
        )
    return rows
