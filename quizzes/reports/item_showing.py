"""An item analysis as its pages show it: figures, sentences, and tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from quizzes.reports.advice_words import Said, said_of_item, said_of_quiz
from quizzes.reports.item_report import AnalysedItem, ItemReport
from quizzes.reports.item_tables import items_table, options_table, what_to_do
from quizzes.reports.table_showing import ShownTable, show


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownItem:
    """An item for the page."""

    analysed: AnalysedItem
    figures: Sequence[Said]
    what_to_do: str
    options: ShownTable


def shown_items(report: ItemReport, names: Mapping[int, str] | None) -> dict[str, Any]:
    """What the template of an item analysis takes; names say who chose what."""
    return {
        "report": report,
        "figures": said_of_quiz(report.quiz),
        "overview": show(items_table(report)),
        "items": [_shown(each, names) for each in report.items],
        "shows_names": names is not None,
    }


def _shown(each: AnalysedItem, names: Mapping[int, str] | None) -> ShownItem:
    options = options_table([each], names).without("stem")
    return ShownItem(
        analysed=each,
        figures=said_of_item(each.statistics, each.item.record),
        what_to_do=what_to_do(each),
        options=show(replace(options, name=f"options-{each.item.id}")),
    )
