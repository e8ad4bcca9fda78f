"""Finding facts among those that one writes: by source, state, space and use."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from quizzes.bank.facts import Fact, FactQuerySet
from quizzes.bank.references import named
from quizzes.bank.search import SearchForm
from quizzes.bank.spaces import InSpaceQuerySet, Source, Space, Topic

# Missed by half of those who were asked, once some were
_OFTEN: Final = 2
_ENOUGH: Final = 5


class AuthorSearchForm(SearchForm):
    """What an author looks for; what is left empty does not limit."""

    source = forms.ChoiceField(label=_("Source"), required=False)
    state = forms.ChoiceField(
        label=_("Whether approved"),
        choices=[("", _("All")), *Fact.State.choices],
        required=False,
    )
    usage = forms.ChoiceField(
        label=_("With learners"),
        choices=[
            ("", _("All")),
            ("never", _("Never asked")),
            ("missed", _("Often missed")),
        ],
        required=False,
    )
    space = forms.ChoiceField(label=_("Whose"), required=False)

    field_order = ("q", "source", "topic", "property", "state", "usage", "space")

    def __init__(
        self,
        data: Any,
        *,
        topics: InSpaceQuerySet[Topic],
        sources: Iterable[Source],
        spaces: Iterable[Space],
    ) -> None:
        super().__init__(data, topics=topics)
        every = [("", _("All"))]
        titles = [(each.reference, each.title) for each in sources]
        self._choose_from("source", every + titles)
        owned = [
            (each.key, _("My own") if each.owner_id else _("Common library"))
            for each in spaces
        ]
        self._choose_from("space", every + owned)

    def found_in(self, facts: FactQuerySet) -> FactQuerySet:
        """Those of the facts that are looked for; none if the form is not valid."""
        facts = super().found_in(facts)
        if not self.is_valid():
            return facts
        wanted = self.cleaned_data
        if wanted["source"]:
            facts = facts.filter(
                source__in=Source.objects.filter(named([wanted["source"]]))
            )
        if wanted["state"]:
            facts = facts.filter(state=wanted["state"])
        if wanted["space"]:
            facts = facts.filter(space__key=wanted["space"])
        match wanted["usage"]:
            case "never":
                facts = facts.never_asked()
            case "missed":
                facts = facts.filter(
                    usage__asked__gte=_ENOUGH,
                    usage__asked__lte=F("usage__missed") * _OFTEN,
                )
        return facts
