"""The page on which a teacher gives a quiz to learners."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from quizzes.bank import drawing
from quizzes.bank.access import own_spaces_in_use
from quizzes.bank.recipes import Recipe
from quizzes.classes import assigning
from quizzes.classes.assignment_forms import AssignForm
from quizzes.classes.classrooms import Classroom, Enrolment
from quizzes.people.roles import teacher_required
from quizzes.web.request import AuthenticatedHttpRequest


@teacher_required
@require_http_methods(["GET", "HEAD", "POST"])
def assign(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Give a quiz to classes or to some of their learners."""
    now = request.received_at
    classes = list(
        Classroom.objects.taught_by(request.user.pk).current().order_by("name", "pk")
    )
    learners = list(Enrolment.objects.joined().filter(classroom__in=classes).by_name())
    form = AssignForm(
        request.POST if request.method == "POST" else None,
        now=now,
        classes=classes,
        learners=learners,
        chosen=request.GET.get("class", ""),
    )
    form.draw_from(own_spaces_in_use(request))
    if request.method != "POST":
        return _assign_page(request, form)
    if not form.is_valid():
        return _assign_page(request, form, status=422)
    recipe = form.asked()
    count = _askable(recipe)
    if not count:
        form.add_error(
            "topics", _("The bank has no questions of this kind. Choose more widely.")
        )
        return _assign_page(request, form, status=422)
    assignment = assigning.give(
        teacher=request.user,
        rules=form.rules(same_items=form.cleaned_data["same_items"]),
        recipe=recipe,
        classes=form.chosen_classes(),
        learners=form.chosen_learners(),
        given_key=form.cleaned_data["given_key"],
        now=now,
    )
    messages.success(request, _("The assignment is given."))
    if count < recipe.length:
        said = ngettext(
            "The bank has only %(n)s question of this kind.",
            "The bank has only %(n)s questions of this kind.",
            count,
        )
        messages.warning(request, said % {"n": count})
    return redirect("reports:live", assignment.public_id)


def _askable(recipe: Recipe) -> int:
    """How many questions the bank makes by a recipe, up to its length."""
    drawn = drawing.draw(
        families=recipe.families,
        forms=recipe.forms,
        topics=recipe.topics,
        facts=recipe.facts,
        core_only=recipe.core_only,
        space=recipe.space,
        questions=recipe.questions,
        count=recipe.length,
        seed="",
    )
    return len(drawn)


def _assign_page(
    request: AuthenticatedHttpRequest, form: AssignForm, *, status: int = 200
) -> HttpResponse:
    form.count_facts()
    return TemplateResponse(
        request, "classes/assign.html", {"form": form}, status=status
    )
