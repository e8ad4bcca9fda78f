"""The page that a quiz is printed from."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from quizzes.bank.quiz_access import quiz_for_teacher, rows_of
from quizzes.bank.quiz_checking import concerns_of
from quizzes.bank.quiz_paper import print_out
from quizzes.items.arrangement import VARIANTS
from quizzes.people.roles import teacher_required
from quizzes.web.request import AuthenticatedHttpRequest

USUAL_VARIANTS: Final = 2
EVERYTHING: Final = "all"
PARTS: Final = [
    (EVERYTHING, _("Everything")),
    ("sheets", _("For the pupils: questions and answer sheets")),
    ("keys", _("For the teacher: keys and sources")),
]


class PaperForm(forms.Form):
    """How many variants, and what of them."""

    variants = forms.TypedChoiceField(
        label=_("Number of variants (A to D)"),
        coerce=int,
        choices=[(n, n) for n in range(1, len(VARIANTS) + 1)],
        widget=forms.RadioSelect,
    )
    part = forms.ChoiceField(
        label=_("What is printed"), choices=PARTS, widget=forms.RadioSelect
    )


@teacher_required
@require_safe
def paper(request: AuthenticatedHttpRequest, public_id: str) -> HttpResponse:
    """Variants, answer sheets, keys and sources, each on pages of its own."""
    quiz = quiz_for_teacher(request, public_id)
    usual = {"variants": USUAL_VARIANTS, "part": EVERYTHING}
    form = PaperForm({**usual, **request.GET.dict()}, label_suffix="")
    chosen: dict[str, Any] = form.cleaned_data if form.is_valid() else usual
    items = [row.item() for row in rows_of(quiz)]
    return TemplateResponse(
        request,
        "bank/quiz_paper.html",
        {
            "quiz": quiz,
            "form": form,
            "concerns": [each for each in concerns_of(quiz, items) if each.texts],
            "paper": print_out(items, seed=quiz.seed, variants=chosen["variants"]),
            "shows_sheets": chosen["part"] in (EVERYTHING, "sheets"),
            "shows_keys": chosen["part"] in (EVERYTHING, "keys"),
        },
    )
