"""The forms of joining a class, and of the ways back in afterwards."""

from __future__ import annotations

import uuid
from typing import Any

from allauth.account.adapter import get_adapter
from django import forms
from django.utils.translation import gettext_lazy as _

from quizzes.accounts.forms import (
    LONGEST_PASSWORD,
    PASSWORD_HINT,
    DisplayNameField,
    NewPasswordFields,
    PlainFields,
)
from quizzes.people.models import User

# Longer than a code with all the spaces and dashes that somebody may put in
LONGEST_TYPED_CODE = 40
LONGEST_USERNAME = 150


class CodeForm(forms.Form):
    """The code of a class, as it is typed."""

    code = forms.CharField(
        label=_("Class code"),
        max_length=LONGEST_TYPED_CODE,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "class": "code-entry",
            }
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)


class JoinForm(PlainFields):
    """What the newcomer is called in the class."""

    labels = {"display_name": _("Your full name")}
    hints = {"display_name": _("So that your teacher knows who you are.")}

    # Hidden fields stand first, where they leave no gap
    join_key = forms.UUIDField(widget=forms.HiddenInput)
    display_name = DisplayNameField()

    def __init__(self, *args: Any, name: str = "", **kwargs: Any) -> None:
        initial = {"join_key": uuid.uuid4(), "display_name": name}
        super().__init__(*args, initial=initial, **kwargs)


class WayInForm(PlainFields):
    """A user name and a password for a learner who came by name alone."""

    labels = {"username": _("User name"), "password1": _("Password")}
    hints = {
        "username": _("You log in with it. For example: aigerim.s"),
        "password1": PASSWORD_HINT,
    }

    username = forms.CharField(
        min_length=3,
        max_length=LONGEST_USERNAME,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "username",
                "autocapitalize": "none",
                "spellcheck": "false",
            }
        ),
    )
    password1 = forms.CharField(
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_username(self) -> str:
        """The name in its one spelling, if it can be had."""
        cleaned: str = get_adapter().clean_username(self.cleaned_data["username"])
        return cleaned

    def clean_password1(self) -> str:
        """A password as at sign-up."""
        chosen: str = get_adapter().clean_password(
            self.cleaned_data["password1"],
            user=User(
                username=self.cleaned_data.get("username", ""),
                display_name=self.user.display_name,
            ),
        )
        return chosen


class NewPasswordForm(NewPasswordFields):
    """The pupil's own password, in the place of the card's."""

    password1 = forms.CharField(
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password1(self) -> str:
        """A good password that is not the one on the card."""
        chosen: str = get_adapter().clean_password(
            self.cleaned_data["password1"], user=self.user
        )
        if self.user.check_password(chosen):
            raise forms.ValidationError(
                _("This is the password on your card. Choose another.")
            )
        return chosen
