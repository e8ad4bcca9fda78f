"""What a teacher allows one learner."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from quizzes.classes.assigning import FURTHEST
from quizzes.classes.assignment_forms import MomentField

MINUTES = (5, 10, 15, 30)


class TimeForm(django_forms.Form):
    """How many more minutes."""

    minutes = django_forms.TypedChoiceField(
        label=_("More time, minutes"),
        choices=[(n, f"+{n}") for n in MINUTES],
        coerce=int,
        initial=MINUTES[1],
        widget=django_forms.RadioSelect,
    )


class ReopenForm(django_forms.Form):
    """Until when; later than the others, whose deadline is `after`."""

    closes_at = MomentField(label=_("Deadline of this pupil"))

    def __init__(
        self,
        data: Any = None,
        *,
        now: datetime,
        after: datetime | None,
        initial: Any = None,
    ) -> None:
        self.now = now
        self.after = after
        super().__init__(data, initial=initial)

    def clean_closes_at(self) -> datetime:
        """A time to come, within a year."""
        closes_at: datetime = self.cleaned_data["closes_at"]
        if closes_at <= self.now:
            raise django_forms.ValidationError(
                _("This time is past. Choose a later one.")
            )
        if self.after is not None and closes_at <= self.after:
            raise django_forms.ValidationError(
                _("The whole class has more time than that. Choose a later time.")
            )
        if closes_at - self.now > FURTHEST:
            raise django_forms.ValidationError(
                _("This is more than a year away. Look at the date again.")
            )
        return closes_at
