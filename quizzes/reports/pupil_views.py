"""A teacher's page about one learner of a class, made to be printed for parents."""

from __future__ import annotations

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from quizzes.classes.access import enrolment_for_teacher
from quizzes.people.roles import teacher_required
from quizzes.web.request import AuthenticatedHttpRequest


@teacher_required
@require_safe
def pupil(
    request: AuthenticatedHttpRequest, public_id: str, enrolment_id: str
) -> HttpResponse:
    """What one learner knows, and what became of the assignments."""
    enrolment = enrolment_for_teacher(request, public_id, enrolment_id)
    return TemplateResponse(
        request,
        "reports/pupil.html",
        {"enrolment": enrolment, "classroom": enrolment.classroom},
    )
