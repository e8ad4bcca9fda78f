"""The forms that a learner starts an attempt with."""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import urlencode

from django import forms as django_forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from quizzes.bank.recipe_forms import FORMS, RecipeForm
from quizzes.bank.recipes import LENGTHS, FeedbackMode, Recipe
from quizzes.items.data import Form
from quizzes.memory.choosing import Reason

# Without a teacher's assignment nothing closes but the attempt itself.
MODES = [
    (mode.value, mode.label) for mode in (FeedbackMode.AT_ONCE, FeedbackMode.AT_END)
]
# What the set-up page is asked for to look like the national test.
NATIONAL_TEST = urlencode(
    {
        "form": [Form.CHOICE, Form.MULTIPLE_CHOICE, Form.MATCHING],
        "length": LENGTHS[-1],
        "mode": FeedbackMode.AT_END,
    },
    doseq=True,
)


class StartForm(RecipeForm):
    """A recipe as a learner sets it up."""

    feedback_mode = django_forms.ChoiceField(
        label=_("Answers"),
        choices=MODES,
        initial=FeedbackMode.AT_ONCE,
        required=False,
        widget=django_forms.RadioSelect,
    )
    start_key = django_forms.UUIDField(widget=django_forms.HiddenInput)

    def __init__(self, data: Any = None, *, preset: QueryDict | None = None) -> None:
        initial = {"start_key": uuid.uuid4(), **_known(preset or QueryDict())}
        super().__init__(data, initial=initial)

    def asked(self) -> Recipe:
        """The recipe that a valid form asks for."""
        mode = self.cleaned_data["feedback_mode"] or FeedbackMode.AT_ONCE
        return self.recipe(FeedbackMode(mode))


class StartAssignedForm(django_forms.Form):
    """All is said by the assignment; the key tells one start from another."""

    start_key = django_forms.UUIDField(widget=django_forms.HiddenInput)


class PractiseForm(django_forms.Form):
    """Practising one's mistakes needs a start key and nothing else."""

    start_key = django_forms.UUIDField(widget=django_forms.HiddenInput)


class MemoryForm(django_forms.Form):
    """Which part of what memory holds is to be practised; all of it by default."""

    start_key = django_forms.UUIDField(widget=django_forms.HiddenInput)
    reason = django_forms.TypedChoiceField(
        choices=[(Reason.DUE.value, ""), (Reason.MISSED.value, "")],
        coerce=Reason,
        required=False,
        empty_value=None,
    )


def _known(preset: QueryDict) -> dict[str, Any]:
    """What a link chooses beforehand; what the form does not offer is left out."""
    chosen: dict[str, Any] = {
        "topics": preset.getlist("topic"),
        "families": preset.getlist("family"),
        "forms": [each for each in preset.getlist("form") if each in dict(FORMS)],
    }
    if preset.get("length") in [str(length) for length in LENGTHS]:
        chosen["length"] = preset["length"]
    if preset.get("mode") in dict(MODES):
        chosen["feedback_mode"] = preset["mode"]
    return chosen
