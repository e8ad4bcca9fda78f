"""The forms of a class's pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quizzes.classes.classrooms import NAME_LENGTH, Classroom, ClassroomQuerySet
from quizzes.classes.names import clean_class_name, names_of_lines
from quizzes.people.names import LONGEST_NAME, clean_display_name

LONGEST_USERNAME = 150
LONGEST_LIST = 20_000
LONGEST_SEARCH = 100


class PlainForm(forms.Form):
    """A form whose labels end as they are written."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)


class ClassForm(PlainForm):
    """What a class is called, and how newcomers come in."""

    name = forms.CharField(
        label=_("Name of the class"),
        help_text=_("For example: 9 «Ә», history"),
        max_length=NAME_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    confirms_newcomers = forms.BooleanField(
        label=_("I confirm each newcomer myself"),
        help_text=_("Otherwise whoever has the code is in the class at once."),
        required=False,
    )

    @classmethod
    def of(cls, classroom: Classroom) -> ClassForm:
        """The form as the class stands."""
        return cls(
            initial={
                "name": classroom.name,
                "confirms_newcomers": classroom.confirms_newcomers,
            }
        )

    def clean_name(self) -> str:
        """The name as it is stored."""
        return clean_class_name(self.cleaned_data["name"])


class CoTeacherForm(PlainForm):
    """Who is to teach the class too."""

    username = forms.CharField(
        label=_("User name of the teacher"),
        help_text=_("It stands on your colleague's account page."),
        max_length=LONGEST_USERNAME,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "none",
                "spellcheck": "false",
            }
        ),
    )


class LearnerNameForm(PlainForm):
    """What a learner is called in the class."""

    name = forms.CharField(
        label=_("Full name"),
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_name(self) -> str:
        """The name as it is stored."""
        return clean_display_name(self.cleaned_data["name"])


class ClassChoice(forms.ModelChoiceField):
    """One of the teacher's classes by its public id."""

    def label_from_instance(self, classroom: Any) -> str:
        """The name alone."""
        return str(classroom.name)


class MoveForm(PlainForm):
    """Where a learner is moved to: another current class of the same teacher."""

    classroom = ClassChoice(
        label=_("Move to the class"),
        queryset=Classroom.objects.none(),
        to_field_name="public_id",
        empty_label=None,
        error_messages={"invalid_choice": _("This is not one of your classes.")},
    )

    def __init__(self, *args: Any, classes: ClassroomQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["classroom"]
        assert isinstance(field, ClassChoice)
        field.queryset = classes


class CardsForm(PlainForm):
    """The names that cards are made for."""

    names = forms.CharField(
        label=_("Names of the pupils, one a line"),
        help_text=_("At most 60. You can paste a column of a table."),
        max_length=LONGEST_LIST,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
    )

    def clean_names(self) -> list[str]:
        """The names as they are stored, each of them once."""
        return list(names_of_lines(self.cleaned_data["names"]))


class ChosenForm(PlainForm):
    """Some of the learners of a class, by the public ids of their enrolments."""

    enrolment = forms.MultipleChoiceField(required=False)

    def __init__(self, data: Any, *, public_ids: Any) -> None:
        super().__init__(data)
        field = self.fields["enrolment"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(each, each) for each in public_ids]
