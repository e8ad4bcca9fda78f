"""allauth's forms with our fields, words and limits.

Placeholders go: a label says the same and stays while one types.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import Any

from allauth.account import forms as account_forms
from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.socialaccount import forms as school_forms
from django import forms
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.validators import MaxLengthValidator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from quizzes.accounts.signing_up import NameTaken
from quizzes.people.guests import NotAGuest
from quizzes.people.models import User
from quizzes.people.names import LONGEST_NAME, clean_display_name

LONGEST_EMAIL = 254
LONGEST_PASSWORD = 256
PASSWORD_HINT = _("At least 8 characters.")
A_MOMENT = timedelta(minutes=1)


class PlainFields(forms.Form):
    """Fields without placeholders, and none that takes a novel."""

    labels: dict[str, Any] = {}
    hints: dict[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name in self.labels:
                field.label = self.labels[name]
            field.help_text = self.hints.get(name, "")
            if isinstance(field.widget, forms.PasswordInput):
                _shorten(field, LONGEST_PASSWORD)
            elif isinstance(field, forms.EmailField):
                _shorten(field, LONGEST_EMAIL)


def _shorten(field: forms.Field, longest: int) -> None:
    """Let a field take at most so many characters, and the browser know."""
    assert isinstance(field, forms.CharField)
    field.max_length = longest
    field.validators.append(MaxLengthValidator(longest))
    field.widget.attrs["maxlength"] = str(longest)


class DisplayNameField(forms.CharField):
    """A name as it may be shown to others."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Your name"))
        kwargs.setdefault("max_length", LONGEST_NAME)
        widget = forms.TextInput(attrs={"autocomplete": "name"})
        super().__init__(widget=widget, **kwargs)

    def clean(self, value: Any) -> str:
        """The name as it is stored."""
        return clean_display_name(super().clean(value))


class NewAccountFields(PlainFields):
    """What is asked besides of everybody who signs up, by whatever way."""

    field_order = ["role", "display_name", "username", "password1", "email"]
    labels = {
        "username": _("User name"),
        "password1": _("Password"),
        "email": _("E-mail address (if you have one)"),
    }
    hints = {
        "username": _("You log in with it. For example: aigerim.s"),
        "password1": PASSWORD_HINT,
        "email": _("For a new password, should you forget yours. Nothing else."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"] = forms.ChoiceField(
            label=_("Who are you?"),
            choices=User.Role.choices,
            initial=User.Role.LEARNER,
            widget=forms.RadioSelect,
        )
        self.fields["display_name"] = DisplayNameField()
        self.order_fields(self.field_order)


class SignupForm(NewAccountFields, account_forms.SignupForm):
    """Signing up by a user name and a password.

    A button that is pressed twice sends the same form twice. The second finds the name
    taken by the account that the first has just made; whoever knows its password, by
    the same count of tries as at the log-in, is logged in to it.
    """

    made_already: AbstractBaseUser | None = None

    def clean(self) -> dict[str, Any]:
        """Look whether this very form has made an account a moment ago."""
        given = super().clean() or {}
        # Where the first is stored between the two looks, only the address is taken.
        if self.has_error("username", "username_taken") or self.has_error(
            "email", "email_taken"
        ):
            self.made_already = self._made(within=A_MOMENT)
            if self.made_already is not None:
                self._errors.pop("username", None)
                self._errors.pop("email", None)
        return given

    def save(self, request: HttpRequest) -> AbstractBaseUser:
        """Make the account and all that belongs to it, or nothing."""
        with transaction.atomic():
            return super().save(request)

    def try_save(
        self, request: HttpRequest
    ) -> tuple[AbstractBaseUser | None, HttpResponse | None]:
        """Give the account that was made, now or a moment ago."""
        if self.made_already is not None:
            return self.made_already, None
        try:
            return super().try_save(request)
        except (NotAGuest, NameTaken):
            user = self._made(within=None)
        if user is not None:
            return user, None
        adapter = get_adapter()
        adapter.add_message(
            request, messages.ERROR, message=adapter.error_messages["username_taken"]
        )
        return None, redirect("account_signup")

    def _made(self, *, within: timedelta | None) -> AbstractBaseUser | None:
        """The account of this name, if this password opens it and it is so new."""
        name = User.normalize_username(self.data.get("username", ""))
        made = User.objects.filter(username=name, is_guest=False)
        if within is not None:
            made = made.filter(date_joined__gte=timezone.now() - within)
        if not made.exists():
            return None
        with suppress(forms.ValidationError):  # too many tries
            user: AbstractBaseUser | None = get_adapter().authenticate(
                context.request,
                username=name,
                password=self.data.get("password1", ""),
            )
            return user
        return None


class SchoolSignupForm(NewAccountFields, school_forms.SignupForm):
    """Signing up by the school's single sign-on: no password of ours."""

    def try_save(
        self, request: HttpRequest
    ) -> tuple[AbstractBaseUser | None, HttpResponse | None]:
        """Make the account; where it was made a moment ago, lead to the log-in."""
        try:
            with transaction.atomic():
                return super().try_save(request)
        except (NotAGuest, NameTaken):
            return None, redirect("account_login")


class LoginForm(PlainFields, account_forms.LoginForm):
    """Logging in."""

    labels = {
        "login": _("User name or e-mail address"),
        "password": _("Password"),
        "remember": _("Remember me on this device"),
    }
    hints = {"remember": _("Not on a computer that others use.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _shorten(self.fields["login"], LONGEST_EMAIL)
        self.fields["login"].widget.attrs |= {
            "autocomplete": "username",
            "autocapitalize": "none",
            "spellcheck": "false",
        }

    def clean_login(self) -> str:
        """The name in the one spelling that names are stored in."""
        return User.normalize_username(super().clean_login())


class AddEmailForm(PlainFields, account_forms.AddEmailForm):
    """Giving an e-mail address, or another one."""

    labels = {"email": _("E-mail address")}


class ResetPasswordForm(PlainFields, account_forms.ResetPasswordForm):
    """Asking for a new password by e-mail."""

    labels = {"email": _("E-mail address")}


class NewPasswordFields(PlainFields):
    """A new password, typed twice."""

    labels = {
        "oldpassword": _("Present password"),
        "password1": _("New password"),
        "password2": _("New password once more"),
    }
    hints = {"password1": PASSWORD_HINT}

    def clean(self) -> dict[str, Any]:
        """Say in our words that the two differ."""
        given = forms.Form.clean(self) or {}
        first, second = given.get("password1"), given.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("The two passwords are not the same."))
        return given


class ResetPasswordKeyForm(NewPasswordFields, account_forms.ResetPasswordKeyForm):
    """A new password by the link of a message."""


class SetPasswordForm(NewPasswordFields, account_forms.SetPasswordForm):
    """A first password, for an account that was made without."""


class ChangePasswordForm(NewPasswordFields, account_forms.ChangePasswordForm):
    """Another password, by the present one."""

    def clean_oldpassword(self) -> str:
        """Ask as the log-in asks, so that guesses count there as well."""
        password: str = self.cleaned_data["oldpassword"]
        if not get_adapter().reauthenticate(self.user, password):
            raise get_adapter().validation_error("enter_current_password")
        return password


class ReauthenticateForm(PlainFields, account_forms.ReauthenticateForm):
    """The password once more."""

    labels = {"password": _("Password")}


class ErasingForm(ReauthenticateForm):
    """The word of whoever erases: the own password, or a tick where there is none."""

    sure = forms.BooleanField(
        label=_("Yes, erase everything. I know that it cannot be undone."),
        error_messages={"required": _("Tick this if you are sure.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.user.has_usable_password():
            del self.fields["password"]


class AccountForm(forms.ModelForm):
    """What an account says of its owner."""

    display_name = DisplayNameField()

    class Meta:
        model = User
        fields = ["display_name", "language"]
        widgets = {"language": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        language = self.fields["language"]
        assert isinstance(language, forms.ChoiceField)
        # Each in its own tongue, whatever the page's
        language.choices = [("kk", "Қазақша"), ("ru", "Русский"), ("en", "English")]
