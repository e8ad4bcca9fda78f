"""An item analysis as its pages show it: figures, sentences, and tables.

A page has some eighty figures. Like the rows of its tables they are put together here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from django.utils.safestring import SafeString

from quizzes.reports.advice_words import Said, said_of_item, said_of_quiz
from quizzes.reports.item_report import ItemReport, text_name
from quizzes.reports.item_tables import items_table, options_tables, texts_table
from quizzes.reports.table_showing import Cells, ShownTable, show


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownItem:
    """An item for the page."""

    id: str
    position: int | None
    stem: str
    text: str
    is_bad: bool
    answers: int
    figures: SafeString
    what_to_do: str
    options: ShownTable


def shown_items(report: ItemReport, names: Mapping[int, str] | None) -> dict[str, Any]:
    """What the template of an item analysis takes; names say who chose what."""
    overview = items_table(report)
    options = options_tables(report.items, names)
    cells = Cells()
    return {
        "report": report,
        "figures": _figures(said_of_quiz(report.quiz)),
        "overview": show(overview),
        "texts": show(texts_table(report)),
        "items": [
            ShownItem(
                id=each.item.id,
                position=each.item.position,
                stem=each.item.stem,
                is_bad=each.is_bad,
                answers=each.statistics.n,
                text="" if each.item.text is None else text_name(each.item.text),
                figures=_figures(said_of_item(each.statistics, each.item.record)),
                # Its last column
                what_to_do=str(row.values[-1]),
                options=show(table, cells=cells),
            )
            for each, row, table in zip(
                report.items, overview.rows, options, strict=True
            )
        ],
        "shows_names": names is not None,
    }


def _figures(figures: Sequence[Said]) -> SafeString:
    """Figures with what they mean, as parts of a list of definitions."""
    return SafeString("".join([_figure(said) for said in figures]))


def _figure(said: Said) -> str:
    between = ""
    if said.between:
        between = f' <span class="small muted numeral">{escape(said.between)}</span>'
    return (
        f'<div class="figure"><dt>{escape(said.name)}</dt><dd>'
        f'<strong class="figure__value numeral">{escape(said.figure)}</strong>{between}'
        f' <span class="figure__meaning">{escape(said.meaning)}</span></dd></div>'
    )
