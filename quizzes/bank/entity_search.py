"""Finding entities by name, kind and whose they are."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from quizzes.bank.entities import Entity, EntityName, EntityQuerySet
from quizzes.bank.names import search_key
from quizzes.bank.search import LONGEST_SEARCH, MOST_WORDS

OWN, COMMON = "own", "common"
_EVERY: Final = ("", _("All"))


class EntitySearchForm(forms.Form):
    """What is looked for; what is left empty does not limit."""

    q = forms.CharField(
        label=_("Words"),
        max_length=LONGEST_SEARCH,
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[_EVERY, *Entity.Kind.choices], required=False
    )
    space = forms.ChoiceField(
        label=_("Whose"),
        choices=[_EVERY, (OWN, _("My own")), (COMMON, _("Common library"))],
        required=False,
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data, label_suffix="")

    def found_in(self, entities: EntityQuerySet) -> EntityQuerySet:
        """Those of the entities that are looked for, by the Kazakh alphabet."""
        if not self.is_valid():
            return entities.none()
        wanted = self.cleaned_data
        if wanted["kind"]:
            entities = entities.of_kind(wanted["kind"])
        if wanted["space"]:
            entities = entities.filter(space__owner__isnull=wanted["space"] == COMMON)
        for word in search_key(wanted["q"]).split()[:MOST_WORDS]:
            named = EntityName.objects.filter(search_key__contains=word)
            entities = entities.filter(pk__in=named.values("entity"))
        kazakh = EntityName.objects.filter(entity=OuterRef("pk"), language="kk")
        return entities.annotate(
            place=Subquery(kazakh.values("sort_key")[:1])
        ).order_by("place", "pk")
