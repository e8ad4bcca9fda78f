"""A learner's own page: what they know, what is due, what they miss, how it grew."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from quizzes.reports import pictures
from quizzes.reports.growth_picture import growth_picture
from quizzes.reports.known_groups import KnownGroup
from quizzes.reports.learner_report import learner_report, level_labels
from quizzes.reports.table_files import file_response
from quizzes.reports.table_showing import show, text_of
from quizzes.reports.tables import Column, Kind
from quizzes.web.request import AuthenticatedHttpRequest

WHOLE_REPORT = "report"
_SHARE = Column(key="share", title="", kind=Kind.SHARE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownLevel:
    """How many facts stand at a level; `style` is its colour."""

    label: str
    style: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownGroup:
    """A topic or a family as the page shows it: in a picture, in words, in numbers."""

    name: str
    reference: str
    share: str
    levels: Sequence[ShownLevel]
    facts: int
    bar: SafeString


@require_safe
def progress(request: AuthenticatedHttpRequest) -> HttpResponse:
    """All that is known of whoever asks, and of nobody else."""
    report = learner_report(request.user.pk, now=request.received_at)
    whole = KnownGroup(name=_("All topics"), mastery=report.whole)
    return TemplateResponse(
        request,
        "reports/progress.html",
        {
            "report": report,
            "tables": {name: show(table) for name, table in report.tables.items()},
            "whole_and_families": [_shown(whole), *map(_shown, report.families)],
            "topics": [_shown(each) for each in report.topics],
            "curve": growth_picture(report.growth),
            "attempts": [
                {
                    "attempt": each,
                    "is_open": each.is_open_at(request.received_at),
                    "shows_score": each.may_be_revealed_at(request.received_at),
                }
                for each in report.attempts
            ],
            "start_key": uuid.uuid4(),
            "today": request.received_at,
        },
    )


@require_safe
def progress_file(
    request: AuthenticatedHttpRequest, name: str, kind: str
) -> HttpResponse:
    """The tables of one's own page as a file."""
    tables = learner_report(request.user.pk, now=request.received_at).tables
    if name != WHOLE_REPORT and name not in tables:
        raise Http404
    chosen = list(tables.values()) if name == WHOLE_REPORT else [tables[name]]
    return file_response(chosen, title=f"progress-{name}", kind=kind)


def _shown(group: KnownGroup) -> ShownGroup:
    mastery = group.mastery
    levels = [
        ShownLevel(
            label=label, style=f"level--{level.value}", number=mastery.levels[level]
        )
        for level, label in level_labels().items()
    ]
    parts = [pictures.Part(style=each.style, number=each.number) for each in levels]
    return ShownGroup(
        name=group.name,
        reference=group.reference,
        share=text_of(_SHARE, round(mastery.share, 2) if mastery.asked else None),
        levels=[each for each in levels if each.number],
        facts=mastery.facts,
        bar=mark_safe(pictures.bar(parts)),
    )
