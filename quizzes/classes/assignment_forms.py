"""The forms by which a teacher gives a quiz, and changes its rules afterwards."""

from __future__ import annotations

import unicodedata
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any, Final

from django import forms as django_forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quizzes.bank.recipe_forms import RecipeForm
from quizzes.bank.recipes import FeedbackMode, Recipe
from quizzes.classes.assigning import FURTHEST, Given
from quizzes.classes.assignments import (
    LONGEST_MINUTES,
    MOST_ATTEMPTS,
    TITLE_LENGTH,
    Assignment,
)
from quizzes.classes.classrooms import Classroom, Enrolment
from quizzes.people.names import REFUSED_CATEGORIES

DAYS_OPEN: Final = 7
END_OF_DAY: Final = time(23, 59)
MODES: Final = [
    (FeedbackMode.AT_END.value, _("After the end of the attempt")),
    (
        FeedbackMode.AT_CLOSE.value,
        _("After the assignment closes: nobody can pass the answers on"),
    ),
    (FeedbackMode.AT_ONCE.value, _("At once, after each question: for practice")),
]


class MomentField(django_forms.DateTimeField):
    """A day and a time, as browsers pick them."""

    widget = django_forms.DateTimeInput(
        attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"
    )
    default_error_messages = {
        "invalid": _("Choose a day and a time, for example 30.11.2026 18:00."),
    }


class RulesForm(django_forms.Form):
    """What can be changed after an assignment was given.

    `now` is the moment that the dates are judged by.
    """

    title = django_forms.CharField(
        label=_("Title"),
        max_length=TITLE_LENGTH,
        widget=django_forms.TextInput(attrs={"autocomplete": "off"}),
    )
    opens_at = MomentField(label=_("Opens"))
    closes_at = MomentField(
        label=_("Deadline"),
        required=False,
        help_text=_("If it is empty, the assignment never closes."),
    )
    minutes = django_forms.IntegerField(
        label=_("Time limit, minutes"),
        min_value=1,
        max_value=LONGEST_MINUTES,
        required=False,
        help_text=_("For one attempt. If it is empty, there is no limit."),
        widget=django_forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    attempts_allowed = django_forms.IntegerField(
        label=_("Number of attempts"),
        min_value=1,
        max_value=MOST_ATTEMPTS,
        widget=django_forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    counts = django_forms.ChoiceField(
        label=_("Which attempt counts"),
        choices=Assignment.Counts.choices,
        widget=django_forms.RadioSelect,
    )

    def __init__(
        self, data: Any = None, *, now: datetime, initial: Any = None, **more: Any
    ) -> None:
        self.now = now
        super().__init__(data, initial=initial, **more)
        self.label_suffix = ""

    @classmethod
    def of(
        cls, assignment: Assignment, *, now: datetime, data: Any = None
    ) -> RulesForm:
        """The form as the assignment stands."""
        form = cls(
            data,
            now=now,
            initial={name: getattr(assignment, name) for name in cls.base_fields},
        )
        form.closes_with_feedback = (
            assignment.feedback_mode == FeedbackMode.AT_CLOSE.value
        )
        return form

    # Whether there has to be a deadline, for the answers to be shown after it
    closes_with_feedback = False

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

    def clean_opens_at(self) -> datetime:
        """The opening, in the coming year or any time before."""
        opens_at: datetime = self.cleaned_data["opens_at"]
        self._require_near(opens_at)
        return opens_at

    def clean_closes_at(self) -> datetime | None:
        """The deadline, which is not past."""
        closes_at: datetime | None = self.cleaned_data["closes_at"]
        if closes_at is None:
            return None
        self._require_near(closes_at)
        if closes_at <= self.now and "closes_at" in self.changed_data:
            raise django_forms.ValidationError(
                _("This time is past. Choose a later one.")
            )
        return closes_at

    def clean(self) -> dict[str, Any]:
        """Hold the dates against each other."""
        given = super().clean() or self.cleaned_data
        opens_at, closes_at = given.get("opens_at"), given.get("closes_at")
        if opens_at and closes_at and closes_at <= opens_at:
            self.add_error(
                "closes_at",
                _("The deadline is before the opening. Change one of them."),
            )
        needs_end = self._shows_after_closing(given) and closes_at is None
        if needs_end and "closes_at" not in self.errors:
            self.add_error(
                "closes_at", _("The answers are shown after the deadline, so set one.")
            )
        return given

    def rules(self, *, same_items: bool, shuffles_options: bool = False) -> Given:
        """The rules that a valid form sets."""
        given = self.cleaned_data
        return Given(
            title=given["title"],
            opens_at=given["opens_at"],
            closes_at=given["closes_at"],
            minutes=given["minutes"],
            attempts_allowed=given["attempts_allowed"],
            counts=given["counts"],
            same_items=same_items,
            shuffles_options=shuffles_options,
        )

    def _shows_after_closing(self, given: Mapping[str, Any]) -> bool:
        return self.closes_with_feedback

    def _require_near(self, moment: datetime) -> None:
        if abs(moment - self.now) > FURTHEST:
            raise django_forms.ValidationError(
                _("This is more than a year away. Look at the date again.")
            )


class GiveForm(RulesForm):
    """The rules of an assignment and whom it is for; what is prefilled will do.

    `learners` are the enrolments in the teacher's classes, in the order of the page.
    """

    classes = django_forms.MultipleChoiceField(
        label=_("Class"),
        widget=django_forms.CheckboxSelectMultiple,
        required=False,
    )
    learners = django_forms.MultipleChoiceField(required=False)
    feedback_mode = django_forms.ChoiceField(
        label=_("When the answers are shown"),
        choices=MODES,
        widget=django_forms.RadioSelect,
    )
    given_key = django_forms.UUIDField(widget=django_forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        now: datetime,
        classes: Sequence[Classroom],
        learners: Sequence[Enrolment],
        chosen: str = "",
        initial: Mapping[str, object] | None = None,
    ) -> None:
        self.own_classes = classes
        self.own_learners = learners
        usual = _usual(now, classes, chosen) | dict(initial or {})
        super().__init__(data, now=now, initial=usual)
        self._choices("classes").choices = [
            (each.public_id, each.name) for each in classes
        ]
        self._choices("learners").choices = [
            (each.public_id, each.name) for each in learners
        ]

    def clean_classes(self) -> list[str]:
        """The classes, as public ids."""
        chosen: list[str] = self.cleaned_data["classes"]
        return chosen

    def clean(self) -> dict[str, Any]:
        """Somebody must be chosen."""
        given = super().clean()
        nobody = not given.get("classes") and not given.get("learners")
        if nobody and not {"classes", "learners"} & set(self.errors):
            self.add_error("classes", _("Choose a class, or pupils of a class."))
        return given

    def chosen_learners(self) -> dict[int, list[Enrolment]]:
        """The chosen learners by the primary keys of their classes."""
        chosen = set(self.cleaned_data["learners"])
        found: dict[int, list[Enrolment]] = {}
        for each in self.own_learners:
            if each.public_id in chosen:
                found.setdefault(each.classroom_id, []).append(each)
        return found

    def chosen_classes(self) -> list[Classroom]:
        """The chosen classes, and those of the chosen learners."""
        chosen = set(self.cleaned_data["classes"])
        with_learners = self.chosen_learners()
        return [
            each
            for each in self.own_classes
            if each.public_id in chosen or each.pk in with_learners
        ]

    def rosters(self) -> list[dict[str, Any]]:
        """Each class with its learners and which of them are ticked, for the page."""
        ticked = set(self["learners"].value() or [])
        return [
            {
                "classroom": room,
                "learners": [
                    {"enrolment": each, "is_chosen": each.public_id in ticked}
                    for each in self.own_learners
                    if each.classroom_id == room.pk
                ],
                "is_open": any(
                    each.public_id in ticked
                    for each in self.own_learners
                    if each.classroom_id == room.pk
                ),
            }
            for room in self.own_classes
        ]

    def _choices(self, name: str) -> django_forms.MultipleChoiceField:
        field = self.fields[name]
        assert isinstance(field, django_forms.MultipleChoiceField)
        return field

    def _shows_after_closing(self, given: Mapping[str, Any]) -> bool:
        return given.get("feedback_mode") == FeedbackMode.AT_CLOSE


class AssignForm(GiveForm, RecipeForm):
    """What is drawn for an assignment, besides its rules and whom it is for."""

    same_items = django_forms.BooleanField(
        label=_("The same questions in the same order for all"),
        required=False,
        help_text=_("Otherwise each attempt has questions of its own."),
    )

    def asked(self) -> Recipe:
        """The recipe that a valid form asks for."""
        return self.recipe(FeedbackMode(self.cleaned_data["feedback_mode"]))


class GiveQuizForm(GiveForm):
    """A quiz that is built already: its questions are the same for all."""

    shuffles_options = django_forms.BooleanField(
        label=_("The options in another order for each pupil"),
        required=False,
        help_text=_(
            "The questions come in the order of the quiz for all. Dates and numbers"
            " keep their own order."
        ),
    )


def _usual(
    now: datetime, classes: Sequence[Classroom], chosen: str
) -> dict[str, object]:
    """What stands in a new form: a test of a week, one attempt, the same for all."""
    local = timezone.localtime(now)
    last_day = (local + timedelta(days=DAYS_OPEN)).date()
    known = [each.public_id for each in classes if each.public_id == chosen]
    if len(classes) == 1:
        known = [classes[0].public_id]
    return {
        "title": gettext("Test, %(date)s")
        % {"date": date_format(local, "SHORT_DATE_FORMAT")},
        "opens_at": local.replace(second=0, microsecond=0),
        "closes_at": timezone.make_aware(datetime.combine(last_day, END_OF_DAY)),
        "attempts_allowed": 1,
        "counts": Assignment.Counts.BEST,
        "feedback_mode": FeedbackMode.AT_END,
        "same_items": True,
        "classes": known,
        "given_key": uuid.uuid4(),
    }
