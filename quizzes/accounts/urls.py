"""Addresses of accounts: allauth's pages one by one, each with its door, and ours.

allauth finds its pages by their names, so these are its own.
"""

from __future__ import annotations

from importlib import import_module

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.socialaccount import providers
from allauth.socialaccount import views as school
from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path, re_path

from quizzes.accounts import views
from quizzes.accounts.doors import (
    clears_the_browser,
    for_accounts,
    for_newcomers,
    open_to_all,
    to_the_school,
    unchanged_by_a_look,
    while_logging_in,
)

Patterns = list[URLPattern | URLResolver]

ours: Patterns = [
    path("", views.account, name="account"),
    path("attempts/", views.attempts, name="attempts"),
]

entrance: Patterns = [
    path("signup/", for_newcomers(account.signup), name="account_signup"),
    path("login/", for_newcomers(account.login), name="account_login"),
    path(
        "logout/",
        clears_the_browser(open_to_all(account.logout)),
        name="account_logout",
    ),
    path("inactive/", open_to_all(account.account_inactive), name="account_inactive"),
    # /account/password/reset/
    path(
        "password/reset/",
        open_to_all(account.password_reset),
        name="account_reset_password",
    ),
    path(
        "password/reset/done/",
        open_to_all(account.password_reset_done),
        name="account_reset_password_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        open_to_all(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        open_to_all(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    # The link of a message may be opened where nobody is logged in
    path(
        "email/confirm/<str:key>/",
        open_to_all(account.confirm_email),
        name="account_confirm_email",
    ),
    path(
        "email/confirm/",
        open_to_all(account.email_verification_sent),
        name="account_email_verification_sent",
    ),
    path("2fa/log-in/", while_logging_in(mfa.authenticate), name="mfa_authenticate"),
]

own_account: Patterns = [
    path(
        "email/",
        for_accounts(unchanged_by_a_look(account.email)),
        name="account_email",
    ),
    path(
        "password/change/",
        for_accounts(account.password_change),
        name="account_change_password",
    ),
    path(
        "password/set/", for_accounts(account.password_set), name="account_set_password"
    ),
    path(
        "confirm/", for_accounts(account.reauthenticate), name="account_reauthenticate"
    ),
    # /account/2fa/
    path("2fa/", for_accounts(mfa.index), name="mfa_index"),
    path("2fa/confirm/", for_accounts(mfa.reauthenticate), name="mfa_reauthenticate"),
    path(
        "2fa/app/activate/", for_accounts(totp.activate_totp), name="mfa_activate_totp"
    ),
    path(
        "2fa/app/deactivate/",
        for_accounts(totp.deactivate_totp),
        name="mfa_deactivate_totp",
    ),
    path(
        "2fa/codes/",
        for_accounts(codes.view_recovery_codes),
        name="mfa_view_recovery_codes",
    ),
    path(
        "2fa/codes/generate/",
        for_accounts(codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "2fa/codes/download/",
        for_accounts(codes.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
]


def school_patterns() -> Patterns:
    """The pages of single sign-on, where a school has it."""
    found: Patterns = [
        path(
            "school/",
            for_accounts(school.connections),
            name="socialaccount_connections",
        ),
        path(
            "school/signup/", for_newcomers(school.signup), name="socialaccount_signup"
        ),
        path(
            "school/cancelled/",
            open_to_all(school.login_cancelled),
            name="socialaccount_login_cancelled",
        ),
        path(
            "school/error/",
            open_to_all(school.login_error),
            name="socialaccount_login_error",
        ),
    ]
    for provider in providers.registry.get_class_list():
        module = import_module(f"{provider.get_package()}.views")
        if provider.id == "openid_connect":
            prefix, login, callback = (
                "school/<slug:provider_id>/",
                module.login,
                module.callback,
            )
        else:
            prefix, login, callback = (
                f"school/{provider.id}/",
                module.oauth2_login,
                module.oauth2_callback,
            )
        found += [
            path(f"{prefix}login/", to_the_school(login), name=f"{provider.id}_login"),
            path(
                f"{prefix}callback/",
                open_to_all(callback),
                name=f"{provider.id}_callback",
            ),
        ]
    return found


urlpatterns: Patterns = [
    path("account/", include((ours, "accounts"))),
    path("account/", include(entrance)),
    path("account/", include(own_account)),
]
if settings.SOCIALACCOUNT_PROVIDERS:
    urlpatterns.append(path("account/", include(school_patterns())))
