"""A teacher's pages about a class: who knows what, and what became of assignments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from quizzes.bank.access import readable_fact_keys
from quizzes.classes.access import class_for_teacher
from quizzes.classes.assignments import Assignment
from quizzes.classes.classrooms import Classroom
from quizzes.people.roles import teacher_required
from quizzes.reports.class_tables import (
    behind_table,
    learners_base,
    not_started_table,
    scores_table,
    topics_table,
)
from quizzes.reports.class_work import ClassWork, Pupil, learners_of, roster_of
from quizzes.reports.missed_facts import facts_table, unknown_facts
from quizzes.reports.table_files import file_response
from quizzes.reports.table_showing import Order, show, text_of
from quizzes.reports.tables import Table
from quizzes.web.prepared import Parameter, Prepared
from quizzes.web.request import AuthenticatedHttpRequest, wants_fragment

WHOLE_REPORT = "report"
YES = "yes"

# The recipes are long, and are not asked for
_GIVEN = Prepared(
    lambda: (
        Assignment.objects.filter(
            recipients__classroom=Parameter("classroom"), cancelled_at=None
        )
        .distinct()
        .newest_first()
        .defer("recipe")
    )
)


@teacher_required
@require_safe
def classroom(request: AuthenticatedHttpRequest, public_id: str) -> HttpResponse:
    """What to teach tomorrow: who knows what, who is behind, what nobody knows.

    The wrong answers take longer than all else, so the page asks for them afterwards.
    """
    classroom = class_for_teacher(request, public_id)
    roster = roster_of(classroom)
    shows_answers = request.GET.get("answers") == YES
    context: dict[str, Any] = {"classroom": classroom, "shows_answers": shows_answers}
    part = wants_fragment(request)
    if not part or shows_answers:
        context["facts"] = unknown_facts(
            learners_of(roster),
            among=readable_fact_keys(request),
            now=request.received_at,
            with_answers=shows_answers,
        )
    if part and shows_answers:
        return TemplateResponse(request, "reports/class.html#missed", context)
    topics = topics_table(
        classroom, roster, teacher_id=request.user.pk, now=request.received_at
    )
    order = Order.from_query(request.GET.get("sort", "name"))
    context["topics"] = show(topics, order, swaps="heat-map", tall=True)
    context["weakest"] = _weakest(topics)
    if part:
        return TemplateResponse(request, "reports/class.html#heat_map", context)
    work = ClassWork.read(classroom, roster, request.received_at)
    context |= {
        "learners": len(roster),
        "pupil_base": learners_base(classroom),
        "live_base": reverse("reports:live", args=["-"]).removesuffix("-/"),
        "not_started": work.not_started(),
        "behind": work.fallen_behind(),
    }
    return TemplateResponse(request, "reports/class.html", context)


@teacher_required
@require_safe
def scores(request: AuthenticatedHttpRequest, public_id: str) -> HttpResponse:
    """The scores of the class in all its assignments."""
    classroom = class_for_teacher(request, public_id)
    table = _scores(classroom, roster_of(classroom))
    order = Order.from_query(request.GET.get("sort", "name"))
    context = {
        "classroom": classroom,
        "scores": show(table, order, swaps="scores-part", tall=True),
    }
    part = "#scores" if wants_fragment(request) else ""
    return TemplateResponse(request, f"reports/scores.html{part}", context)


@teacher_required
@require_safe
def class_file(
    request: AuthenticatedHttpRequest, public_id: str, name: str, kind: str
) -> HttpResponse:
    """One table of the class, or all of them, as a file."""
    classroom = class_for_teacher(request, public_id)
    tables = _tables(request, classroom, name)
    title = f"{slugify(classroom.name, allow_unicode=True)}-{name}"
    return file_response(tables, title=title, kind=kind)


def _tables(
    request: AuthenticatedHttpRequest, classroom: Classroom, name: str
) -> Sequence[Table]:
    """The tables that a name stands for; 404 for an unknown one."""
    now = request.received_at
    roster = roster_of(classroom)
    work = ClassWork.read(classroom, roster, now)
    learners = learners_of(roster)
    makers = {
        "topics": lambda: topics_table(
            classroom, roster, teacher_id=request.user.pk, now=now
        ),
        "scores": lambda: _scores(classroom, roster),
        "not-started": lambda: not_started_table(classroom, work.not_started()),
        "fallen-behind": lambda: behind_table(classroom, work.fallen_behind()),
        "facts": lambda: facts_table(
            unknown_facts(learners, among=readable_fact_keys(request), now=now)
        ),
    }
    if name == WHOLE_REPORT:
        return [make() for make in makers.values()]
    if name not in makers:
        raise Http404
    return [makers[name]()]


def _scores(classroom: Classroom, roster: Sequence[Pupil]) -> Table:
    return scores_table(classroom, roster, _GIVEN(classroom=classroom.pk))


def _weakest(topics: Table) -> tuple[str, str] | None:
    """The topic that the class knows least, with how much of it."""
    if topics.foot is None:
        return None
    means = [
        (value, column)
        for column, value in zip(
            topics.columns[2:], topics.foot.values[2:], strict=True
        )
        if isinstance(value, float | int)
    ]
    if not any(value for value, _column in means):
        return None
    value, column = min(means, key=lambda each: each[0])
    return column.title, text_of(column, value)
