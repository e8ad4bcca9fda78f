"""The forms of the quiz builder."""

from __future__ import annotations

import unicodedata
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from django import forms as django_forms
from django.db.models import Count, Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quizzes.bank.facts import Fact
from quizzes.bank.quiz_editing import Direction
from quizzes.bank.quizzes import TITLE_LENGTH, Quiz
from quizzes.bank.recipe_forms import RecipeForm
from quizzes.bank.recipes import LONGEST, SHORTEST, USUAL_LENGTH, FeedbackMode, Recipe
from quizzes.bank.spaces import InSpaceQuerySet, Topic
from quizzes.items.data import Form
from quizzes.items.shapes import FORMS_OF_SHAPE, Shape
from quizzes.people.names import REFUSED_CATEGORIES

NATIONAL_TEST: Final = "national-test"
NATIONAL_TEST_LENGTH: Final = 20
MODES: Final = [
    (FeedbackMode.AT_END.value, _("After the end of the attempt")),
    (
        FeedbackMode.AT_CLOSE.value,
        _("After the assignment closes: nobody can pass the answers on"),
    ),
    (FeedbackMode.AT_ONCE.value, _("At once, after each question: for practice")),
]


class QuizForm(RecipeForm):
    """The title of a quiz and what is drawn for it."""

    title = django_forms.CharField(
        label=_("Title"),
        max_length=TITLE_LENGTH,
        widget=django_forms.TextInput(attrs={"autocomplete": "off"}),
    )
    length = django_forms.IntegerField(
        label=_("Number of questions"),
        min_value=SHORTEST,
        max_value=LONGEST,
        initial=USUAL_LENGTH,
        widget=django_forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    questions = django_forms.BooleanField(
        label=_("Draw questions by hand too"), required=False
    )
    national_test = django_forms.BooleanField(
        label=_("As in the national test"),
        required=False,
        help_text=_(
            "One answer of four, up to three of six, and pairs with options to spare;"
            " where the bank has no such question, none is taken."
        ),
    )
    feedback_mode = django_forms.ChoiceField(
        label=_("When the answers are shown"),
        choices=MODES,
        widget=django_forms.RadioSelect,
    )

    field_order = ("title",)

    def __init__(
        self, data: Any = None, *, topics: InSpaceQuerySet[Topic], initial: Any = None
    ) -> None:
        super().__init__(data, initial=initial)
        askable = Q(facts__state=Fact.State.APPROVED, facts__unasked="")
        self.own_topics = list(
            topics.select_related("source__space").annotate(
                askable=Count("facts", filter=askable)
            )
        )
        self._topics.choices = [(each.reference, each.name) for each in self.own_topics]

    @classmethod
    def new(
        cls,
        *,
        topics: InSpaceQuerySet[Topic],
        now: datetime,
        preset: str = "",
        chosen: Sequence[str] = (),
    ) -> QuizForm:
        """The form of a new quiz; what is prefilled will do.

        Takes a preset and topics that a link has chosen beforehand.
        """
        day = date_format(timezone.localtime(now), "SHORT_DATE_FORMAT")
        initial: dict[str, Any] = {
            "title": gettext("Test, %(date)s") % {"date": day},
            "feedback_mode": FeedbackMode.AT_END,
            "topics": list(chosen),
            "questions": True,
        }
        if preset == NATIONAL_TEST:
            initial |= {
                "title": gettext("As in the national test, %(date)s") % {"date": day},
                "national_test": True,
                "length": NATIONAL_TEST_LENGTH,
            }
        return cls(topics=topics, initial=initial)

    @classmethod
    def of(
        cls, quiz: Quiz, *, topics: InSpaceQuerySet[Topic], data: Any = None
    ) -> QuizForm:
        """The form as a quiz stands."""
        recipe = quiz.asked()
        initial = {
            "title": quiz.title,
            "families": recipe.families,
            "forms": recipe.forms,
            "topics": recipe.topics,
            "length": recipe.length,
            "details": not recipe.core_only,
            "questions": recipe.questions,
            "feedback_mode": recipe.feedback_mode,
            "national_test": recipe.shape is Shape.NATIONAL_TEST,
        }
        return cls(data, topics=topics, initial=initial)

    def clean_title(self) -> str:
        """The title with single spaces and nothing that cannot be seen."""
        title = " ".join(
            unicodedata.normalize("NFC", self.cleaned_data["title"]).split()
        )
        if any(unicodedata.category(each) in REFUSED_CATEGORIES for each in title):
            raise django_forms.ValidationError(
                _("The title has characters that cannot be shown. Type it anew.")
            )
        return title

    def clean(self) -> dict[str, Any]:
        """Hold the forms against the shape."""
        given = super().clean() or self.cleaned_data
        forms = {Form(form) for form in given.get("forms", ())}
        possible = set(FORMS_OF_SHAPE[Shape.NATIONAL_TEST])
        if given.get("national_test") and forms and not forms & possible:
            self.add_error(
                "forms",
                _("The national test has choice, multiple choice and matching."),
            )
        return given

    def asked(self) -> Recipe:
        """The recipe that a valid form asks for."""
        given = self.cleaned_data
        shape = Shape.NATIONAL_TEST if given["national_test"] else Shape.USUAL
        recipe = self.recipe(FeedbackMode(given["feedback_mode"]))
        return replace(recipe, shape=shape, questions=given["questions"])

    def topics_by_source(self) -> Iterable[dict[str, Any]]:
        """The topics under their sources, with which of them are ticked."""
        ticked = set(self["topics"].value() or [])
        groups: dict[int, dict[str, Any]] = {}
        for topic in self.own_topics:
            group = groups.setdefault(
                topic.source_id, {"source": topic.source, "topics": []}
            )
            group["topics"].append(
                {
                    "reference": topic.reference,
                    "name": topic.name,
                    "count": topic.askable,
                    "is_chosen": topic.reference in ticked,
                }
            )
        return groups.values()


class ItemAction(django_forms.Form):
    """What is done to an item of the quiz, as the teacher has seen it."""

    ACTIONS: Final = (*Direction, "pin", "unpin", "swap", "remove", "refresh")

    action = django_forms.ChoiceField(choices=[(each, each) for each in ACTIONS])
    version = django_forms.IntegerField(min_value=1)


class SeenForm(django_forms.Form):
    """The version of a quiz that the teacher has seen."""

    version = django_forms.IntegerField(min_value=1)


class MadeForm(django_forms.Form):
    """The key by which a form that makes a quiz makes it once."""

    made_key = django_forms.UUIDField()

    @classmethod
    def key(cls, data: QueryDict) -> uuid.UUID:
        """The key that was sent; a new one without: what was pressed is plain still."""
        form = cls(data)
        return form.cleaned_data["made_key"] if form.is_valid() else uuid.uuid4()


class AddForm(SeenForm):
    """What is added: an item of a fact in one way of asking, a question, or a text."""

    fact = django_forms.CharField(max_length=210, required=False)
    wording = django_forms.CharField(max_length=60, required=False)
    question = django_forms.CharField(max_length=210, required=False)
    text = django_forms.CharField(max_length=210, required=False)
