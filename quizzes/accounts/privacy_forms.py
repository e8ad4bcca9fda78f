"""The form that erases: whose data is meant, and the password where there is one."""

from __future__ import annotations

from typing import Any, Final

from allauth.account.adapter import get_adapter
from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from quizzes.accounts.forms import PlainFields
from quizzes.people.models import User

_SALT: Final = "quizzes.accounts.erase"
_SECONDS: Final = 24 * 60 * 60


class EraseForm(PlainFields):
    """Erasing oneself. Whoever has no password needs none: a guest has a cookie only.

    `person` says in a signed way whom the page was about, so that a button pressed
    twice is told from a session that has ended.
    """

    person = forms.CharField(widget=forms.HiddenInput, required=False)
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, user: User, by_password: bool) -> None:
        super().__init__(*args, initial={"person": sign(user)})
        self.user = user
        if not by_password:
            del self.fields["password"]

    def clean_password(self) -> str:
        """Ask as the log-in asks, so that guesses count there as well."""
        password: str = self.cleaned_data["password"]
        if not get_adapter().reauthenticate(self.user, password):
            raise get_adapter().validation_error("enter_current_password")
        return password

    def clean(self) -> dict[str, Any]:
        """Refuse a page that was made for somebody else, before a log-in."""
        given = super().clean() or {}
        if person_of(given.get("person", "")) != self.user.pk:
            self.data = {**self.data, "person": sign(self.user)}
            raise forms.ValidationError(
                _("This page was open for too long. Look once more what goes.")
            )
        return given


def sign(user: User) -> str:
    """Whom a page is about, as only this site can have written it."""
    return signing.dumps(user.pk, salt=_SALT)


def person_of(signed: str) -> int | None:
    """Whom a page was about; None if it says nothing, or was made long ago."""
    try:
        person = signing.loads(signed, salt=_SALT, max_age=_SECONDS)
    except signing.BadSignature:
        return None
    return person if isinstance(person, int) else None
