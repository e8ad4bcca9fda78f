"""Finding questions and texts by words, topic, form, family, state and whose."""

from __future__ import annotations

from typing import Any, Final, TypeVar

from django import forms
from django.utils.translation import gettext_lazy as _

from quizzes.bank.names import search_key
from quizzes.bank.questions import (
    QuestionFamily,
    QuestionForm,
    QuestionQuerySet,
    State,
    StimulusQuerySet,
)
from quizzes.bank.references import named
from quizzes.bank.search import LONGEST_SEARCH, MOST_WORDS
from quizzes.bank.spaces import InSpaceQuerySet, Topic

OWN: Final = "own"
COMMON: Final = "common"
_EVERY: Final = ("", _("All"))

Found = TypeVar("Found", QuestionQuerySet, StimulusQuerySet)


class StimulusSearchForm(forms.Form):
    """What is looked for; what is left empty does not limit."""

    q = forms.CharField(
        label=_("Words"),
        max_length=LONGEST_SEARCH,
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    state = forms.ChoiceField(
        label=_("Whether approved"), choices=[_EVERY, *State.choices], required=False
    )
    space = forms.ChoiceField(
        label=_("Whose"),
        choices=[_EVERY, (OWN, _("My own")), (COMMON, _("Common library"))],
        required=False,
    )

    def __init__(self, data: Any, *, topics: InSpaceQuerySet[Topic]) -> None:
        super().__init__(data, label_suffix="")
        field = self.fields["topic"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [_EVERY, *((each.reference, each.name) for each in topics)]

    def found_in(self, things: Found) -> Found:
        """Those of the things that are looked for; none if the form is not valid."""
        if not self.is_valid():
            return things.none()
        wanted = self.cleaned_data
        for name in set(wanted) - {"q", "topic", "space"}:
            if wanted[name]:
                things = things.filter(**{name: wanted[name]})
        if wanted["topic"]:
            topic = Topic.objects.filter(named([wanted["topic"]]))
            things = things.filter(topic__in=topic)
        if wanted["space"]:
            things = things.filter(space__owner__isnull=wanted["space"] == COMMON)
        for word in search_key(wanted["q"]).split()[:MOST_WORDS]:
            things = things.filter(search_key__contains=word)
        return things


class QuestionSearchForm(StimulusSearchForm):
    """The same for questions, by their form and family too."""

    form = forms.ChoiceField(
        label=_("Form of question"),
        choices=[_EVERY, *QuestionForm.choices],
        required=False,
    )
    family = forms.ChoiceField(
        label=_("What about"), choices=[_EVERY, *QuestionFamily.choices], required=False
    )

    field_order = ("q", "topic", "form", "family", "state", "space")
