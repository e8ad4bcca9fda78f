"""What is known of topics and kinds of question, as a learner's page shows it.

Each has a share, a bar, and the numbers of the bar in words. Like tables they are put
together here: a template would take a third of the time of the page for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Final

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from quizzes.memory.mastery import Level
from quizzes.reports.known_groups import KnownGroup
from quizzes.reports.pictures import Part, bar
from quizzes.reports.table_showing import text_of
from quizzes.reports.tables import Column, Kind

_SHARE: Final = Column(key="share", title="", kind=Kind.SHARE)


def show_known(groups: Iterable[KnownGroup], labels: Mapping[Level, str]) -> SafeString:
    """A list of groups; topics lead to practising them. Labels are those of levels."""
    practice, mastery = reverse("attempts:setup"), escape(_("Mastery"))
    rows = [_row(group, labels, practice, mastery) for group in groups]
    return SafeString(f'<ul class="known">{"".join(rows)}</ul>')


def _row(
    group: KnownGroup, labels: Mapping[Level, str], practice: str, mastery: str
) -> str:
    known = group.mastery
    name = escape(group.name)
    if group.reference:
        name = f'<a href="{practice}?topic={escape(group.reference)}">{name}</a>'
    share = text_of(_SHARE, round(known.share, 2) if known.asked else None)
    parts = [
        Part(style=f"level--{level.value}", number=known.levels[level])
        for level in labels
    ]
    words = "".join(
        f'<span class="{part.style}">{escape(label)}: {part.number}</span>'
        for part, label in zip(parts, labels.values(), strict=True)
        if part.number
    )
    return (
        f'<li class="known__row"><p class="known__head"><strong>{name}</strong> '
        f'<span class="numeral"><span class="visually-hidden">{mastery}:</span> '
        f"{share}</span></p>{bar(parts)}"
        f'<p class="meta small numeral">{words}</p></li>'
    )
