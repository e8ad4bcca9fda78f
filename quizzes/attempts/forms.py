"""The form that a learner starts an attempt with."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from quizzes.attempts.models import Attempt
from quizzes.attempts.recipes import LONGEST, SHORTEST, USUAL_LENGTH, Recipe
from quizzes.bank.spaces import COMMON, Topic
from quizzes.items.data import Family, Form

FAMILIES = [
    (Family.DATE.value, _("Dates")),
    (Family.MEMBER.value, _("Members")),
    (Family.TREATY.value, _("Treaties")),
]
FORMS = [
    (Form.CHOICE.value, _("Choice")),
    (Form.MULTIPLE_CHOICE.value, _("Multiple choice")),
    (Form.TRUE_FALSE.value, _("True or false")),
    (Form.DATE_ENTRY.value, _("Date entry")),
    (Form.MATCHING.value, _("Matching")),
    (Form.ORDERING.value, _("Ordering")),
]


class StartForm(django_forms.Form):
    """A recipe as a learner sets it up; what is left empty means everything."""

    families = django_forms.MultipleChoiceField(
        label=_("What about"),
        choices=FAMILIES,
        required=False,
        widget=django_forms.CheckboxSelectMultiple,
    )
    topics = django_forms.MultipleChoiceField(
        label=_("Topics"), required=False, widget=django_forms.CheckboxSelectMultiple
    )
    forms = django_forms.MultipleChoiceField(
        label=_("Forms of question"),
        choices=FORMS,
        required=False,
        widget=django_forms.CheckboxSelectMultiple,
    )
    length = django_forms.IntegerField(
        label=_("Number of questions"),
        min_value=SHORTEST,
        max_value=LONGEST,
        initial=USUAL_LENGTH,
        required=False,
    )
    feedback_mode = django_forms.ChoiceField(
        label=_("Answers"),
        choices=Attempt.FeedbackMode.choices,
        initial=Attempt.FeedbackMode.AT_ONCE,
        required=False,
        widget=django_forms.RadioSelect,
    )
    details = django_forms.BooleanField(
        label=_("Ask about details too"), required=False
    )
    start_key = django_forms.UUIDField(widget=django_forms.HiddenInput)

    def __init__(self, data: Any = None, *, topics: Sequence[str] = ()) -> None:
        initial = {"start_key": uuid.uuid4(), "topics": list(topics)}
        super().__init__(data, initial=initial, label_suffix="")
        every = Topic.objects.filter(space__key=COMMON).order_by("position", "key")
        field = self.fields["topics"]
        assert isinstance(field, django_forms.MultipleChoiceField)
        field.choices = [(topic.key, topic.name) for topic in every]

    def recipe(self) -> Recipe:
        """The recipe that a valid form asks for."""
        given = self.cleaned_data
        mode = given["feedback_mode"] or Attempt.FeedbackMode.AT_ONCE
        return Recipe(
            families=tuple(Family(family) for family in given["families"]),
            forms=tuple(Form(form) for form in given["forms"]),
            topics=tuple(given["topics"]),
            length=given["length"] or USUAL_LENGTH,
            feedback_mode=Attempt.FeedbackMode(mode),
            core_only=not given["details"],
        )


class PractiseForm(django_forms.Form):
    """Practising one's mistakes needs a start key and nothing else."""

    start_key = django_forms.UUIDField(widget=django_forms.HiddenInput)
