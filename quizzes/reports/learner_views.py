"""A learner's own page: what they know, what is due, what they miss, how it grew."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from quizzes.attempts.due import Task
from quizzes.attempts.listing import ResultAddress, listed
from quizzes.reports.growth import growth_table
from quizzes.reports.growth_picture import growth_picture
from quizzes.reports.known_groups import KnownGroup
from quizzes.reports.known_showing import show_known
from quizzes.reports.learner_report import (
    families_table,
    learner_report,
    level_labels,
    topics_table,
)
from quizzes.reports.table_files import file_response
from quizzes.reports.table_showing import Cells, show
from quizzes.web.request import AuthenticatedHttpRequest

WHOLE_REPORT = "report"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownTask:
    """An assignment of one's own; `url` is where its result is, if there is one."""

    task: Task
    url: str


@require_safe
def progress(request: AuthenticatedHttpRequest) -> HttpResponse:
    """All that is known of whoever asks, and of nobody else."""
    report = learner_report(request.user.pk, now=request.received_at)
    whole = KnownGroup(name=_("All topics"), mastery=report.whole)
    labels = level_labels()
    cells = Cells()
    result_of = ResultAddress()
    return TemplateResponse(
        request,
        "reports/progress.html",
        {
            "report": report,
            "tables": {
                "topics": show(topics_table(report), cells=cells),
                "families": show(families_table(report), cells=cells),
                "growth": show(growth_table(report.growth), cells=cells),
            },
            "whole_and_families": show_known([whole, *report.families], labels),
            "topics": show_known(report.topics, labels),
            "curve": growth_picture(report.growth),
            "tasks": [
                ShownTask(task=each, url=result_of(attempt) if attempt else "")
                for each in report.tasks
                for attempt in [each.counting or each.last]
            ],
            "attempts": listed(report.attempts, request.received_at),
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
