"""Item analysis of an assignment: figures, advice, and who chose what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from textwrap import shorten
from typing import Final

from django.utils import timezone

from quizzes.classes.assignments import Assignment
from quizzes.items.data import Form
from quizzes.items.records import Record
from quizzes.reports.advice import Advice, Counsel, advice_on_item, advice_on_quiz
from quizzes.reports.given_answers import answer_text
from quizzes.reports.item_answers import (
    AskedItem,
    GivenAnswer,
    ItemAnswers,
    item_answers,
)
from quizzes.reports.statistics import (
    ItemStatistics,
    OptionStatistics,
    QuizStatistics,
    statistics_together,
    whole_statistics,
)

# Of answers in free shape the most frequent are shown
MOST_ANSWERS: Final = 8
# So much of a text without a title stands for it
_BEGINNING: Final = 60
# What makes an item a bad one; a single distractor does not.
BAD: Final = (
    Advice.NEGATIVE_DISCRIMINATION,
    Advice.TOO_EASY,
    Advice.TOO_HARD,
    Advice.WEAK_DISCRIMINATION,
)
_WITH_OPTIONS: Final = (Form.CHOICE, Form.MULTIPLE_CHOICE, Form.TRUE_FALSE)


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenText:
    """An answer in words, how often it was given, whether it is right, and by whom."""

    text: str
    times: int
    right: bool
    learners: Sequence[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalysedItem:
    """An item with its figures and what to do about it.

    `options` are in the order of the item; `chosen_by` says who chose each of them.
    Items without options to choose have `given` instead, and none for no answer.
    """

    item: AskedItem
    statistics: ItemStatistics
    counsels: Sequence[Counsel]
    options: Sequence[OptionStatistics]
    chosen_by: Mapping[str, Sequence[int]]
    given: Sequence[GivenText]
    unanswered: Sequence[int]

    @property
    def is_bad(self) -> bool:
        """Whether it should not be asked again as it is."""
        return any(each.advice in BAD for each in self.counsels)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalysedText:
    """A text with the items under it, and their figures as those of one item."""

    name: str
    items: Sequence[AskedItem]
    statistics: ItemStatistics


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemReport:
    """The items of assignments, the worst first, their texts, and the whole quiz."""

    items: Sequence[AnalysedItem]
    texts: Sequence[AnalysedText]
    quiz: QuizStatistics
    counsel: Counsel


def item_report(
    *assignments: Assignment,
    now: datetime,
    learner_ids: Collection[int] | None = None,
) -> ItemReport:
    """Analyse the items of assignments by the first answers of these learners, or all.

    Several assignments are those of one quiz: what each learner did first counts.
    """
    found = item_answers(assignments, now=now, learner_ids=learner_ids)
    figures, quiz = whole_statistics(
        found.answers,
        {
            each.id: {value: key for value, (_text, key) in each.options.items()}
            for each in found.items.values()
            if each.record["form"] in _WITH_OPTIONS
        },
    )
    answers = _by_item(found)
    items = [
        _analysed(item, figures[item.id], answers[item.id])
        for item in found.items.values()
    ]
    return ItemReport(
        items=sorted(items, key=_badness),
        texts=_texts(found),
        quiz=quiz,
        counsel=advice_on_quiz(quiz),
    )


def bad_items(assignment: Assignment) -> Sequence[AnalysedItem]:
    """The items of an assignment that should not be asked again, the worst first."""
    report = item_report(assignment, now=timezone.now())
    return [each for each in report.items if each.is_bad]


def text_name(text: Record) -> str:
    """What a text is called: its title, or how it begins."""
    title = str(text.get("title") or "")
    return title or shorten(str(text["text"]), _BEGINNING, placeholder="…")


def _texts(found: ItemAnswers) -> list[AnalysedText]:
    """The texts that some of the items stand under, in the order of the quiz."""
    under: dict[str, list[AskedItem]] = {}
    for item in found.items.values():
        if item.text is not None:
            # No item is called so: ids are hexadecimal.
            under.setdefault(f"text {item.text['key']}", []).append(item)
    together = {item.id: text for text, items in under.items() for item in items}
    figures = statistics_together(found.answers, together)
    return [
        AnalysedText(
            name=text_name(items[0].text or {}),
            items=sorted(items, key=lambda each: each.position or 0),
            statistics=figures[text],
        )
        for text, items in under.items()
    ]


def _by_item(found: ItemAnswers) -> dict[str, list[GivenAnswer]]:
    answers: dict[str, list[GivenAnswer]] = {}
    for each in found.answers:
        answers.setdefault(each.item, []).append(each)
    return answers


def _analysed(
    item: AskedItem, statistics: ItemStatistics, answers: Sequence[GivenAnswer]
) -> AnalysedItem:
    chosen_by: dict[str, list[int]] = {}
    given: list[GivenText] = []
    if item.record["form"] in _WITH_OPTIONS:
        for each in answers:
            for value in _values(each):
                chosen_by.setdefault(value, []).append(each.learner)
    else:
        given = _given(answers)
    return AnalysedItem(
        item=item,
        statistics=statistics,
        counsels=advice_on_item(statistics),
        options=statistics.options,
        chosen_by=chosen_by,
        given=given,
        unanswered=[each.learner for each in answers if each.response is None],
    )


def _values(answer: GivenAnswer) -> Sequence[str]:
    response = answer.response
    if response is None:
        return []
    return [response] if isinstance(response, str) else list(response)


def _given(answers: Sequence[GivenAnswer]) -> list[GivenText]:
    """The answers in words, right ones first, then the most frequent."""
    by_text: dict[str, list[GivenAnswer]] = {}
    for each in answers:
        if each.response is not None:
            text = answer_text(each.record, each.response)
            by_text.setdefault(text, []).append(each)
    counted = Counter({text: len(given) for text, given in by_text.items()})
    found = [
        GivenText(
            text=text,
            times=times,
            right=by_text[text][0].mark >= 1,
            learners=[each.learner for each in by_text[text]],
        )
        for text, times in counted.most_common()
    ]
    found.sort(key=lambda each: not each.right)
    return found[:MOST_ANSWERS]


def _badness(each: AnalysedItem) -> tuple[int, float, int]:
    """What sorts the worst before the others; what is not known comes last."""
    order = list(Advice)
    first = next(iter(each.counsels), None)
    if first is None:
        rank, by = len(order), 0.0
    elif first.advice is Advice.TOO_FEW_ANSWERS:
        rank, by = len(order) + 1, 0.0
    else:
        rank = order.index(first.advice)
        figure = first.figure or 0.0
        by = -figure if first.advice is Advice.TOO_EASY else figure
    return rank, by, each.item.position or 0
