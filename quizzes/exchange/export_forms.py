"""The forms that choose what goes out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quizzes.bank.facts import FactQuerySet
from quizzes.bank.questions import QuestionQuerySet
from quizzes.bank.spaces import Source, Space, SpaceQuerySet, Topic
from quizzes.exchange.exports import FACT_FORMATS, ITEM_FORMATS, QUESTION_FORMATS
from quizzes.exchange.forms import (
    PlainForm,
    SpaceChoice,
    TopicChoice,
    topics_within_reach,
)


class ExportForm(PlainForm):
    """A space, and if wanted one source or topic of it."""

    space = SpaceChoice(
        label=_("Whose"),
        queryset=Space.objects.none(),
        to_field_name="key",
        empty_label=None,
    )
    source = forms.ModelChoiceField(
        label=_("Source"),
        queryset=Source.objects.none(),
        required=False,
        empty_label=_("all"),
    )
    topic = TopicChoice(
        label=_("Topic"),
        queryset=Topic.objects.none(),
        required=False,
        empty_label=_("all"),
    )
    file_format = forms.ChoiceField(label=_("Format"))

    def __init__(self, *args: Any, spaces: SpaceQuerySet, **kwargs: Any) -> None:
        # Two of them stand on one page
        kwargs.setdefault("auto_id", f"{type(self).__name__.lower()}_%s")
        super().__init__(*args, **kwargs)
        sources = Source.objects.filter(space__in=spaces).select_related("space")
        for name, queryset in (
            ("space", spaces),
            ("source", sources.order_by("pk")),
            ("topic", topics_within_reach(spaces)),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = queryset


class FactsForm(ExportForm):
    """Which facts, as facts or as the items that they make."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["file_format"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (_("As facts"), list(FACT_FORMATS.items())),
            (_("As questions made of them"), list(ITEM_FORMATS.items())),
        ]

    def chosen_of(self, facts: FactQuerySet) -> FactQuerySet:
        """Those of the source and of the topic."""
        return facts.filter(**_conditions(self.cleaned_data))


class QuestionsForm(ExportForm):
    """Which questions."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["file_format"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(QUESTION_FORMATS.items())

    def chosen_of(self, questions: QuestionQuerySet) -> QuestionQuerySet:
        """Those of the source and of the topic."""
        return questions.filter(**_conditions(self.cleaned_data))


class QuizForm(forms.Form):
    """In which format a quiz goes out."""

    file_format = forms.ChoiceField(
        label=_("Format"),
        choices=list(QUESTION_FORMATS.items()),
        widget=forms.RadioSelect,
    )


def _conditions(cleaned: dict[str, Any]) -> dict[str, Any]:
    return {name: cleaned[name] for name in ("source", "topic") if cleaned[name]}
