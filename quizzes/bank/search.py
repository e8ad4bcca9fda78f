"""Finding facts by words, by topic and by property."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from quizzes.bank.entities import EntityName
from quizzes.bank.facts import FactEntity, FactQuerySet, FactText
from quizzes.bank.names import search_key
from quizzes.bank.references import named
from quizzes.bank.showing import property_label
from quizzes.bank.spaces import InSpaceQuerySet, Topic
from quizzes.items.properties import PROPERTIES

LONGEST_SEARCH = 100
# Each word is a condition of its own; more of them find nothing more
MOST_WORDS = 6


class SearchForm(forms.Form):
    """What is looked for; what is left empty does not limit."""

    q = forms.CharField(
        label=_("Words"),
        max_length=LONGEST_SEARCH,
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    property = forms.ChoiceField(label=_("What it says"), required=False)

    def __init__(self, data: Any, *, topics: InSpaceQuerySet[Topic]) -> None:
        super().__init__(data, label_suffix="")
        every = [("", _("All"))]
        self._choose_from(
            "topic", every + [(each.reference, each.name) for each in topics]
        )
        labels = [(name, property_label(name)) for name in PROPERTIES]
        self._choose_from("property", every + labels)

    def _choose_from(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def found_in(self, facts: FactQuerySet) -> FactQuerySet:
        """Those of the facts that are looked for; none if the form is not valid."""
        if not self.is_valid():
            return facts.none()
        wanted = self.cleaned_data
        if wanted["topic"]:
            topics = Topic.objects.filter(named([wanted["topic"]]))
            facts = facts.filter(topic__in=topics)
        if wanted["property"]:
            facts = facts.filter(property=wanted["property"])
        return with_words(facts, wanted["q"])


def with_words(facts: FactQuerySet, text: str) -> FactQuerySet:
    """Those that have every word, in a statement, a note or a name that they use."""
    for word in search_key(text).split()[:MOST_WORDS]:
        names = EntityName.objects.filter(search_key__contains=word).values("entity")
        facts = facts.filter(
            Q(pk__in=FactText.objects.filter(search_key__contains=word).values("fact"))
            | Q(subject__in=names)
            | Q(object__in=names)
            | Q(pk__in=FactEntity.objects.filter(entity__in=names).values("fact"))
        )
    return facts
