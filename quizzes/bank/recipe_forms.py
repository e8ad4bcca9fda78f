"""The form of a recipe: what a learner and a teacher choose alike."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms
from django.db.models import Count, Q, QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from quizzes.bank.facts import Fact
from quizzes.bank.recipes import (
    LENGTHS,
    LONGEST,
    SHORTEST,
    USUAL_LENGTH,
    FeedbackMode,
    Recipe,
)
from quizzes.bank.references import COMMON
from quizzes.bank.spaces import Topic
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


class RecipeForm(django_forms.Form):
    """What a quiz asks about; what is left empty means everything."""

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
        widget=django_forms.RadioSelect(choices=[(n, n) for n in LENGTHS]),
    )
    details = django_forms.BooleanField(
        label=_("Ask about details too"), required=False
    )

    def __init__(self, data: Any = None, *, initial: Any = None) -> None:
        super().__init__(data, initial=initial, label_suffix="")
        # Asked for when it is needed: to start at once it is not.
        self._topics.choices = lambda: [(each.key, each.name) for each in _topics()]

    @property
    def _topics(self) -> django_forms.MultipleChoiceField:
        field = self.fields["topics"]
        assert isinstance(field, django_forms.MultipleChoiceField)
        return field

    def count_facts(self) -> None:
        """Write behind each topic how many facts it has to ask; one query."""
        askable = Q(facts__state=Fact.State.APPROVED, facts__unasked="")
        counted = _topics().annotate(askable=Count("facts", filter=askable))
        self._topics.choices = [
            (each.key, _counted(each.name, each.askable)) for each in counted
        ]

    def recipe(self, feedback_mode: FeedbackMode) -> Recipe:
        """The recipe that a valid form asks for."""
        given = self.cleaned_data
        return Recipe(
            families=tuple(Family(family) for family in given["families"]),
            forms=tuple(Form(form) for form in given["forms"]),
            topics=tuple(given["topics"]),
            length=given["length"] or USUAL_LENGTH,
            feedback_mode=feedback_mode,
            core_only=not given["details"],
        )


def _topics() -> QuerySet[Topic]:
    return Topic.objects.filter(space__key=COMMON).order_by("position", "key")


def _counted(name: str, count: int) -> SafeString:
    words = ngettext("%(n)s fact", "%(n)s facts", count) % {"n": count}
    return format_html('{} <span class="choice__count numeral">{}</span>', name, words)
