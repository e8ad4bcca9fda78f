"""What allauth asks us: whose row it is, how tries count, where links lead."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Final
from urllib.parse import quote, urlencode

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from quizzes.accounts import limits, merging, signing_up
from quizzes.people.guests import MADE_UP_PREFIXES, is_guest
from quizzes.people.models import User

# In the session: the guest whose attempts the account has not been asked about yet.
GUEST_LEFT: Final = "guest_left"
# Where Django keeps how long a session lasts; a change of users would forget it.
SESSION_EXPIRY: Final = "_session_expiry"


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up, log-in and messages."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "cannot_remove_primary_email": _("This e-mail address cannot be removed."),
        "duplicate_email": _("This is your e-mail address already."),
        "email_password_mismatch": _("The name or the password is not right."),
        "email_taken": _("Somebody has signed up with this e-mail address."),
        "enter_current_password": _("This is not your present password."),
        "incorrect_code": _("The code is not right."),
        "incorrect_password": _("The password is not right."),
        "invalid_login": _("The name or the password is not right."),
        "invalid_password_reset": _("This link has been used or is too old."),
        "rate_limited": _("Too many tries. Wait a few minutes, then try again."),
        "same_as_current": _("This is the same as before."),
        "too_many_login_attempts": _(
            "Too many failed tries. Wait five minutes, or ask your teacher to let you "
            "in."
        ),
        "username_blacklisted": _("This user name cannot be used. Choose another."),
        "username_password_mismatch": _("The name or the password is not right."),
        "username_taken": _("Somebody has this user name already. Choose another."),
    }

    # --- Whose row it is ---

    def new_user(self, request: HttpRequest) -> AbstractBaseUser:
        """The guest's own row, so that nothing of it is lost; or a new one."""
        return request.user if is_guest(request.user) else User()  # type: ignore[return-value]

    def save_user(
        self,
        request: HttpRequest,
        user: AbstractBaseUser,
        form: Any,
        commit: bool = True,
    ) -> AbstractBaseUser:
        """Make the account; the user that is given becomes what is stored.

        Raises NotAGuest and NameTaken.
        """
        given = form.cleaned_data
        stored = signing_up.sign_up(
            guest=User.objects.get(pk=user.pk) if user.pk else None,
            display_name=given["display_name"],
            username=given["username"],
            password=given.get("password1", ""),
            email=given.get("email") or "",
            role=given["role"],
        )
        user.pk = stored.pk
        user.refresh_from_db()
        user._state.adding = False
        return user

    def clean_username(self, username: str, shallow: bool = False) -> str:
        """The name in its one spelling; raises ValidationError if it cannot be had."""
        username = User.normalize_username(username)
        if username.startswith(MADE_UP_PREFIXES):
            raise self.validation_error("username_blacklisted")
        return super().clean_username(username, shallow)

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Log in, and remember the guest that this browser was until now."""
        # Not `request.user`: where a code is asked for, a guest passes for a visitor
        before = get_user(request)
        expiry = request.session.get(SESSION_EXPIRY)
        super().login(request, user)
        if expiry is not None:  # was chosen before a code was asked for
            request.session.set_expiry(expiry)
        if is_guest(before) and before.pk != user.pk:
            assert before.pk is not None
            if merging.attempts_of_guest(before.pk):
                request.session[GUEST_LEFT] = before.pk

    def post_login(
        self, request: HttpRequest, user: AbstractBaseUser, **given: Any
    ) -> HttpResponse:
        """Go on in the user's language; whoever was a guest is asked first."""
        response = super().post_login(request, user, **given)
        if not isinstance(user, User) or response.status_code != HTTPStatus.FOUND:
            return response
        if not given.get("signup"):
            set_language_cookie(response, user.language)
        if GUEST_LEFT in request.session:
            onward = urlencode({"next": response.headers["Location"]})
            response.headers["Location"] = f"{reverse('accounts:attempts')}?{onward}"
        return response

    # --- How tries count ---

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try as failed; raises ValidationError if there may be no more."""
        self._counted: list[ratelimit.RateLimitUsage] = []
        counted = limits.count_try(
            request,
            username=credentials.get("username") or "",
            email=credentials.get("email") or "",
        )
        if counted is None:
            raise self.validation_error("too_many_login_attempts")
        self._counted = counted

    def _rollback_login_failed_rl_usage(self) -> None:
        for usage in self._counted:
            usage.rollback()

    def _delete_login_attempts_cached_email(
        self, request: HttpRequest, **credentials: Any
    ) -> None:
        for user in limits.accounts_named(credentials["email"]):
            limits.let_in(user)

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address of whoever asks, as far as our own proxies vouch for it."""
        try:
            return super().get_client_ip(request)
        except ImproperlyConfigured:
            # Fewer addresses than proxies: this request has not come through them.
            return str(request.META.get("REMOTE_ADDR", ""))

    # --- Where links lead ---

    def send_mail(
        self, template_prefix: str, email: str, context: dict[str, Any]
    ) -> None:
        """Send a message; its links are made from SITE_URL, not from the request."""
        super().send_mail(
            template_prefix, email, {**context, "site_url": settings.SITE_URL}
        )

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The address in the message that resets a password."""
        path = reverse("account_reset_password_from_key", args=["UID", "KEY"])
        return settings.SITE_URL + path.replace("UID-KEY", quote(key))

    def get_email_confirmation_url(
        self, request: HttpRequest, emailconfirmation: Any
    ) -> str:
        """The address in the message that confirms an e-mail address."""
        path = reverse("account_confirm_email", args=[emailconfirmation.key])
        return settings.SITE_URL + path

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to the account page."""
        return reverse("accounts:account")

    def is_ajax(self, request: HttpRequest) -> bool:
        """Never: htmx gets pages, and there is no other client."""
        return False


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factors."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": _(
            "Staff need the second step, so it cannot be turned off."
        ),
        "cannot_generate_recovery_codes": _("Set up the app first."),
        "incorrect_code": _("The code is not right."),
    }

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        """What the app on the phone shows: the user name, no address."""
        return user.get_username()

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """Staff keep theirs."""
        return not authenticator.user.is_staff


class SchoolAdapter(DefaultSocialAccountAdapter):
    """Single sign-on by the school."""

    error_messages = DefaultSocialAccountAdapter.error_messages | {
        "email_taken": _(
            "Somebody has signed up with this e-mail address. If it was you, log in by "
            "your password and connect %s on the account page."
        ),
        "no_password": _("Set a password first, or you could not log in any more."),
        "no_verified_email": _(
            "Set a password first, or you could not log in any more."
        ),
        "disconnect_last": _("Set a password first, or you could not log in any more."),
        "connected_other": _("This is connected to another account."),
    }

    def list_apps(self, request: HttpRequest, **wanted: Any) -> list[Any]:
        """What the settings name; where they name none, the database is not asked."""
        if not settings.SOCIALACCOUNT_PROVIDERS:
            return []
        found: list[Any] = super().list_apps(request, **wanted)
        return found

    def get_signup_form_initial_data(self, sociallogin: Any) -> dict[str, Any]:
        """What the school says of the newcomer, to be looked over."""
        known = super().get_signup_form_initial_data(sociallogin)
        name = f"{known.pop('first_name', '')} {known.pop('last_name', '')}".strip()
        return {**known, "display_name": name}


def set_language_cookie(response: HttpResponse, language: str) -> None:
    """Let the browser ask for pages in this language from now on."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        path=settings.LANGUAGE_COOKIE_PATH,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,  # type: ignore[arg-type]
    )
