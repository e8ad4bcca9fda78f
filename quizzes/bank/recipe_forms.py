"""The form of a recipe: what a learner and a teacher choose alike.

A learner draws from the common library; a teacher from a space of their own as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, TypeAlias

from django import forms as django_forms
from django.db.models import Count, F, Q, QuerySet
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
from quizzes.bank.references import COMMON, split
from quizzes.bank.spaces import Space, Topic
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


Choice: TypeAlias = tuple[str, Any]


class TopicBoxes(django_forms.CheckboxSelectMultiple):
    """Tick boxes of topics; the first of each source knows the source's title."""

    def options(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None
    ) -> Iterator[dict[str, Any]]:
        """The boxes one after another, as the page shows them."""
        for title, boxes, _place in self.optgroups(name, value, attrs):
            for number, box in enumerate(boxes):
                yield {**box, "heading": "" if number else title or ""}


class RecipeForm(django_forms.Form):
    """What a quiz asks about; what is left empty means everything."""

    families = django_forms.MultipleChoiceField(
        label=_("What about"),
        choices=FAMILIES,
        required=False,
        widget=django_forms.CheckboxSelectMultiple,
    )
    topics = django_forms.MultipleChoiceField(
        label=_("Topics"),
        required=False,
        widget=TopicBoxes,
        error_messages={
            "invalid_choice": _(
                "A topic that was chosen is not there for you. Choose from the list."
            )
        },
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
        self._spaces: Sequence[Space] = ()
        # Asked for when it is needed: to start at once it is not.
        self._topics.choices = lambda: _by_source(
            _topics(self._spaces), lambda topic: topic.name
        )

    def draw_from(self, spaces: Sequence[Space]) -> None:
        """Let it draw from spaces of the teacher's own as well."""
        self._spaces = spaces

    @property
    def _topics(self) -> django_forms.MultipleChoiceField:
        field = self.fields["topics"]
        assert isinstance(field, django_forms.MultipleChoiceField)
        return field

    def count_facts(self) -> None:
        """Write behind each topic how many facts it has to ask; one query."""
        drawn_from = Q(facts__space__key=COMMON) | Q(facts__space__in=self._spaces)
        askable = Q(facts__state=Fact.State.APPROVED, facts__unasked="") & drawn_from
        topics = _topics(self._spaces).annotate(askable=Count("facts", filter=askable))
        self._topics.choices = _by_source(
            topics, lambda topic: _counted(topic.name, topic.askable)
        )

    def clean_topics(self) -> list[str]:
        """The topics by reference, of one own space at most."""
        topics: list[str] = self.cleaned_data["topics"]
        if len(_own_spaces_of(topics)) > 1:
            raise django_forms.ValidationError(
                _("A quiz draws from one space of your own. Choose topics of one.")
            )
        return topics

    def recipe(self, feedback_mode: FeedbackMode) -> Recipe:
        """The recipe that a valid form asks for."""
        given = self.cleaned_data
        # Where no topic says which, it is the first: most teachers have one.
        spaces = _own_spaces_of(given["topics"]) or [each.key for each in self._spaces]
        return Recipe(
            families=tuple(Family(family) for family in given["families"]),
            forms=tuple(Form(form) for form in given["forms"]),
            topics=tuple(given["topics"]),
            length=given["length"] or USUAL_LENGTH,
            feedback_mode=feedback_mode,
            core_only=not given["details"],
            space=next(iter(spaces), ""),
            questions=True,
        )


def _topics(spaces: Sequence[Space]) -> QuerySet[Topic]:
    """The topics of the common library and of own spaces, those of a source together.

    Own ones come first: they are few, and looked for.
    """
    offered = Topic.objects.filter(Q(space__key=COMMON) | Q(space__in=spaces))
    return offered.select_related("space", "source").order_by(
        F("source__space__owner").asc(nulls_last=True), "source", "position", "key"
    )


def _by_source(
    topics: Iterable[Topic], label: Callable[[Any], Any]
) -> list[Choice | tuple[str, list[Choice]]]:
    """Choices of topics, under the titles of their sources if there are several."""
    groups = [
        (source.title, [(each.reference, label(each)) for each in together])
        for source, together in groupby(topics, key=lambda topic: topic.source)
    ]
    if len(groups) > 1:
        return list(groups)
    return [choice for _, choices in groups for choice in choices]


def _own_spaces_of(topics: Sequence[str]) -> list[str]:
    """The keys of the spaces of topics but the common library, each once."""
    keys = dict.fromkeys(split(each)[0] for each in topics)
    return [key for key in keys if key != COMMON]


def _counted(name: str, count: int) -> SafeString:
    words = ngettext("%(n)s fact", "%(n)s facts", count) % {"n": count}
    return format_html('{} <span class="choice__count numeral">{}</span>', name, words)
