"""The pages about the learners of a class: newcomers, single learners, cards."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from quizzes.classes import cards, enrolling
from quizzes.classes.access import (
    class_for_teacher,
    classes_of_teacher,
    enrolment_for_teacher,
)
from quizzes.classes.classrooms import Classroom, Enrolment
from quizzes.classes.forms import CardsForm, ChosenForm, LearnerNameForm, MoveForm
from quizzes.classes.qr import qr_svg
from quizzes.people.guests import page_language
from quizzes.people.roles import teacher_required
from quizzes.web.network import address_for_others
from quizzes.web.request import AuthenticatedHttpRequest

FORM_METHODS = ["GET", "HEAD", "POST"]


# --- Newcomers ---


@teacher_required
@require_POST
def newcomers(request: AuthenticatedHttpRequest, public_id: str) -> HttpResponse:
    """Let the chosen newcomers in, or send them away."""
    classroom = class_for_teacher(request, public_id)
    chosen = request.POST.getlist("enrolment")
    if not chosen:
        messages.error(request, _("Choose who is meant first."))
        return redirect(classroom)
    known = set(classroom.enrolments.values_list("public_id", flat=True))
    form = ChosenForm(request.POST, public_ids=known)
    if not form.is_valid():
        messages.error(request, _("This has changed in the meantime. Look once more."))
        return redirect(classroom)
    ids = form.cleaned_data["enrolment"]
    now = timezone.now()
    if request.POST.get("answer") == "refuse":
        count = enrolling.refuse(classroom=classroom, public_ids=ids, now=now)
        said = ngettext(
            "%(n)s newcomer was not let in.", "%(n)s newcomers were not let in.", count
        )
    else:
        count = enrolling.confirm(classroom=classroom, public_ids=ids, now=now)
        said = ngettext(
            "%(n)s newcomer is in the class.",
            "%(n)s newcomers are in the class.",
            count,
        )
    messages.success(request, said % {"n": count})
    return redirect(classroom)


# --- One learner ---


@teacher_required
@require_safe
def learner(
    request: AuthenticatedHttpRequest, public_id: str, enrolment_id: str
) -> HttpResponse:
    """One learner of the class: name, history, card."""
    enrolment = enrolment_for_teacher(request, public_id, enrolment_id)
    return _learner_page(request, enrolment)


@teacher_required
@require_POST
def rename(
    request: AuthenticatedHttpRequest, public_id: str, enrolment_id: str
) -> HttpResponse:
    """Call the learner otherwise in this class."""
    enrolment = enrolment_for_teacher(request, public_id, enrolment_id)
    form = LearnerNameForm(request.POST)
    if not form.is_valid():
        return _learner_page(request, enrolment, name_form=form, status=422)
    try:
        enrolling.rename(enrolment=enrolment, name=form.cleaned_data["name"])
    except enrolling.NameTaken:
        form.add_error("name", _name_taken())
        return _learner_page(request, enrolment, name_form=form, status=422)
    except enrolling.NotInClass:
        return _not_in_class(request, enrolment)
    messages.success(request, _("Saved"))
    return redirect("classes:learner", public_id, enrolment_id)


@teacher_required
@require_POST
def move(
    request: AuthenticatedHttpRequest, public_id: str, enrolment_id: str
) -> HttpResponse:
    """Take the learner to another class of the same teacher."""
    enrolment = enrolment_for_teacher(request, public_id, enrolment_id)
    form = _move_form(request, enrolment, data=request.POST)
    if not form.is_valid():
        return _learner_page(request, enrolment, move_form=form, status=422)
    target = form.cleaned_data["classroom"]
    try:
        moved = enrolling.move(enrolment=enrolment, to=target, now=timezone.now())
    except enrolling.NotInClass:
        return _not_in_class(request, enrolment)
    except enrolling.AlreadyIn:
        form.add_error("classroom", _("The pupil is in that class already."))
    except enrolling.NameTaken:
        form.add_error("classroom", _name_taken())
    except enrolling.ClassFull:
        form.add_error("classroom", _("That class is full."))
    except enrolling.TeachesHere:
        form.add_error("classroom", _("This user is a teacher of the class."))
    except enrolling.TakesNobody:
        form.add_error("classroom", _("That class is archived."))
    else:
        messages.success(request, _("The pupil is in the other class now."))
        return redirect("classes:learner", target.public_id, moved.public_id)
    return _learner_page(request, enrolment, move_form=form, status=422)


@teacher_required
@require_POST
def remove(
    request: AuthenticatedHttpRequest, public_id: str, enrolment_id: str
) -> HttpResponse:
    """Take the learner out of the class."""
    enrolment = enrolment_for_teacher(request, public_id, enrolment_id)
    try:
        enrolling.remove(enrolment=enrolment, now=timezone.now())
    except enrolling.NotInClass:
        return _not_in_class(request, enrolment)
    messages.success(request, _("The pupil is not in the class any more."))
    return redirect("classes:learner", public_id, enrolment_id)


@teacher_required
@require_POST
def take_back(
    request: AuthenticatedHttpRequest, public_id: str, enrolment_id: str
) -> HttpResponse:
    """Let a former learner in again."""
    enrolment = enrolment_for_teacher(request, public_id, enrolment_id)
    try:
        again = enrolling.take_back(enrolment=enrolment, now=timezone.now())
    except enrolling.AlreadyIn as already:
        again = already.enrolment
    except enrolling.NameTaken:
        messages.error(request, _name_taken())
        again = enrolment
    except (enrolling.TakesNobody, enrolling.ClassFull, enrolling.TeachesHere):
        messages.error(request, _("The class takes nobody in just now."))
        again = enrolment
    else:
        messages.success(request, _("The pupil is in the class again."))
    return redirect("classes:learner", public_id, again.public_id)


# --- Cards ---


@teacher_required
@require_http_methods(FORM_METHODS)
def make_cards(request: AuthenticatedHttpRequest, public_id: str) -> HttpResponse:
    """Make accounts for a list of names, and show their cards this once."""
    classroom = class_for_teacher(request, public_id)
    if request.method != "POST":
        return _cards_form(request, classroom, CardsForm())
    form = CardsForm(request.POST)
    if not form.is_valid():
        return _cards_form(request, classroom, form, status=422)
    try:
        made = cards.make_cards(
            classroom=classroom,
            names=form.cleaned_data["names"],
            language=page_language(),
            now=timezone.now(),
        )
    except cards.NamesInClass as known:
        said = _("These names are in the class already: %(names)s")
        form.add_error("names", said % {"names": ", ".join(known.names)})
    except enrolling.ClassFull:
        form.add_error("names", _("That is more than a class can hold."))
    except enrolling.TakesNobody:
        form.add_error("names", _("The class is archived. Restore it first."))
    else:
        return _print_page(request, classroom, made)
    return _cards_form(request, classroom, form, status=422)


@teacher_required
@require_POST
def renew_cards(request: AuthenticatedHttpRequest, public_id: str) -> HttpResponse:
    """New passwords for chosen learners; the old ones and all sessions end."""
    classroom = class_for_teacher(request, public_id)
    allowed = set(cards.may_have_card(classroom).values_list("public_id", flat=True))
    form = ChosenForm(request.POST, public_ids=allowed)
    if not form.is_valid() or not form.cleaned_data["enrolment"]:
        messages.error(
            request, _("No card can be made: the pupil has a password of their own.")
        )
        return redirect(classroom)
    try:
        made = cards.renew_cards(
            classroom=classroom,
            public_ids=form.cleaned_data["enrolment"],
            now=timezone.now(),
        )
    except cards.NotOurs:
        messages.error(request, _("This has changed in the meantime. Look once more."))
        return redirect(classroom)
    return _print_page(request, classroom, made)


def _learner_page(
    request: AuthenticatedHttpRequest,
    enrolment: Enrolment,
    *,
    name_form: LearnerNameForm | None = None,
    move_form: MoveForm | None = None,
    status: int = 200,
) -> HttpResponse:
    classroom = enrolment.classroom
    move_form = move_form or _move_form(request, enrolment)
    # A form that is refused shows what was typed; the heading stays as it was
    history = classroom.enrolments.filter(learner=enrolment.learner)
    return TemplateResponse(
        request,
        "classes/learner.html",
        {
            "classroom": classroom,
            "enrolment": enrolment,
            "history": history.order_by("-joined_at", "-pk"),
            "name_form": name_form or LearnerNameForm(initial={"name": enrolment.name}),
            "move_form": move_form,
            "may_have_card": cards.may_have_card(classroom)
            .filter(pk=enrolment.pk)
            .exists(),
            "answers_for": cards.answers_for(enrolment),
        },
        status=status,
    )


def _move_form(
    request: AuthenticatedHttpRequest, enrolment: Enrolment, *, data: Any = None
) -> MoveForm:
    others = classes_of_teacher(request).current().exclude(pk=enrolment.classroom_id)
    return MoveForm(data, classes=others.order_by("sort_key", "pk"))


def _not_in_class(
    request: AuthenticatedHttpRequest, enrolment: Enrolment
) -> HttpResponse:
    messages.error(request, _("The pupil is not in the class any more."))
    return redirect(
        "classes:learner", enrolment.classroom.public_id, enrolment.public_id
    )


def _cards_form(
    request: AuthenticatedHttpRequest,
    classroom: Classroom,
    form: CardsForm,
    *,
    status: int = 200,
) -> HttpResponse:
    return TemplateResponse(
        request,
        "classes/make_cards.html",
        {
            "classroom": classroom,
            "form": form,
            "unused": cards.may_have_card(classroom)
            .filter(learner__must_replace_password=True)
            .by_name(),
        },
        status=status,
    )


def _print_page(
    request: AuthenticatedHttpRequest,
    classroom: Classroom,
    made: list[cards.PrintedCard],
) -> HttpResponse:
    site = address_for_others(request)
    return TemplateResponse(
        request,
        "classes/cards.html",
        {
            "classroom": classroom,
            "cards": made,
            "address": site.partition("://")[2],
            "qr": qr_svg(f"{site}{reverse('account_login')}"),
        },
    )


def _name_taken() -> str:
    return _(
        "Somebody in the class is called the same. Add a father's name or a letter."
    )
