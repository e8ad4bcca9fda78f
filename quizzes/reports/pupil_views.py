"""A teacher's page about one learner of a class, made to be printed for parents."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from quizzes.bank.access import readable_facts
from quizzes.classes.access import enrolment_for_teacher
from quizzes.classes.classrooms import Enrolment
from quizzes.people.roles import teacher_required
from quizzes.reports.growth_picture import growth_picture
from quizzes.reports.missed_facts import facts_table
from quizzes.reports.pupil_report import PupilReport, pupil_report
from quizzes.reports.table_files import file_response
from quizzes.reports.table_showing import show
from quizzes.web.request import AuthenticatedHttpRequest

WHOLE_REPORT = "report"


@teacher_required
@require_safe
def pupil(
    request: AuthenticatedHttpRequest, public_id: str, enrolment_id: str
) -> HttpResponse:
    """What one learner knows, and what became of the assignments."""
    enrolment = _joined(request, public_id, enrolment_id)
    report = _report(request, enrolment)
    return TemplateResponse(
        request,
        "reports/pupil.html",
        {
            "enrolment": enrolment,
            "classroom": enrolment.classroom,
            "report": report,
            "curve": growth_picture(report.growth),
            "topics": show(report.topics),
            "families": show(report.families),
            "assignments": show(report.assignments),
            "today": request.received_at,
        },
    )


@teacher_required
@require_safe
def pupil_file(
    request: AuthenticatedHttpRequest,
    public_id: str,
    enrolment_id: str,
    name: str,
    kind: str,
) -> HttpResponse:
    """The tables of the learner's page as a file."""
    enrolment = _joined(request, public_id, enrolment_id)
    report = _report(request, enrolment)
    tables = {
        "topics": report.topics,
        "families": report.families,
        "assignments": report.assignments,
        "facts": facts_table(report.unknown),
    }
    if name != WHOLE_REPORT and name not in tables:
        raise Http404
    chosen = list(tables.values()) if name == WHOLE_REPORT else [tables[name]]
    title = f"{slugify(enrolment.name, allow_unicode=True)}-{name}"
    return file_response(chosen, title=title, kind=kind)


def _joined(
    request: AuthenticatedHttpRequest, public_id: str, enrolment_id: str
) -> Enrolment:
    """A learner of the class; 404 for who only asked to be, or has left.

    What somebody knows goes on to change: whose teacher one was sees no more of it.
    """
    enrolment = enrolment_for_teacher(request, public_id, enrolment_id)
    if enrolment.state != Enrolment.State.JOINED:
        raise Http404
    return enrolment


def _report(request: AuthenticatedHttpRequest, enrolment: Enrolment) -> PupilReport:
    return pupil_report(
        enrolment, among=readable_facts(request), now=request.received_at
    )
