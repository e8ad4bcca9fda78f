"""What the register of personal data holds, table by table."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from quizzes.accounts.holdings_of_work import BANK, WORK
from quizzes.accounts.register import ONCE, Holding, Kept, Seen, entry

_TO_LOG_IN: Final = _("To log in")
ACCOUNT = (
    Holding(
        model_label="quizzes.User",
        person="pk",
        section="account",
        title=_("Account"),
        entries=(
            entry("id", _("Number of the account"), _("By it the site knows you")),
            entry("username", _("User name"), _TO_LOG_IN, seen=Seen.ALL),
            entry(
                "display_name first_name last_name",
                _("Your name"),
                _("So that you see whose account it is"),
                seen=Seen.STAFF,
            ),
            entry(
                "email",
                _("E-mail address, if you gave one"),
                _("For a new password, should you forget yours"),
                seen=Seen.STAFF,
            ),
            entry(
                "password",
                _("Fingerprint of the password"),
                _("To check the password; it cannot be read from it"),
                seen=Seen.NOBODY,
                secret=True,
            ),
            entry(
                "language",
                _("Language"),
                _("For pages in your language"),
                seen=Seen.STAFF,
            ),
            entry(
                "role is_guest is_staff is_superuser is_active must_replace_password"
                " groups user_permissions",
                _("Role and rights"),
                _("To open the right pages to you"),
                seen=Seen.STAFF,
            ),
            entry(
                "date_joined last_login",
                _("First and last log-in"),
                _("To erase accounts that nobody uses"),
                seen=Seen.STAFF,
            ),
        ),
    ),
    Holding(
        model_label="account.EmailAddress",
        person="user",
        section="email_addresses",
        title=_("E-mail addresses"),
        entries=(
            entry(
                "email verified primary",
                _("Address, and whether you have confirmed it"),
                _("For a new password, should you forget yours"),
                seen=Seen.STAFF,
            ),
        ),
    ),
    Holding(
        model_label="account.EmailConfirmation",
        person="email_address__user",
        section="email_confirmations",
        title=_("E-mail addresses"),
        entries=(
            entry(
                "email_address created sent",
                _("When a link to confirm it was sent"),
                _("To end the link in time"),
            ),
            entry(
                "key",
                _("The link itself"),
                _("To know it when it is opened"),
                seen=Seen.NOBODY,
                secret=True,
            ),
        ),
        shown={"email_address": "email_address__email"},
    ),
    Holding(
        model_label="socialaccount.SocialAccount",
        person="user",
        section="school_logins",
        title=_("Log-in by the school"),
        entries=(
            entry(
                "provider uid extra_data last_login date_joined",
                _("What the school's server says of you"),
                _TO_LOG_IN,
            ),
        ),
    ),
    Holding(
        model_label="socialaccount.SocialToken",
        person="account__user",
        section="school_tokens",
        title=_("Log-in by the school"),
        entries=(
            entry(
                "account app token token_secret expires_at",
                _("Keys to the school's server; none is stored"),
                _TO_LOG_IN,
                seen=Seen.NOBODY,
                secret=True,
            ),
        ),
    ),
    Holding(
        model_label="mfa.Authenticator",
        person="user",
        section="second_steps",
        title=_("Second step"),
        entries=(
            entry(
                "type created_at last_used_at",
                _("Which, since when, last used"),
                _TO_LOG_IN,
            ),
            entry(
                "data",
                _("The key of the app, the recovery codes"),
                _("To check the codes"),
                seen=Seen.NOBODY,
                secret=True,
            ),
        ),
    ),
    Holding(
        model_label="sessions.Session",
        person="",
        section="sessions",
        title=_("Browsers"),
        entries=(
            entry(
                "expire_date",
                _("Until when a browser is logged in"),
                _("So that you need not log in with every page"),
                Kept.SESSION,
            ),
            entry(
                "session_key session_data",
                _("The number in the cookie, and whose it is"),
                _("So that you need not log in with every page"),
                Kept.SESSION,
                Seen.NOBODY,
                secret=True,
            ),
        ),
    ),
    Holding(
        model_label="admin.LogEntry",
        person="user",
        section="staff_changes",
        title=_("Changes made as staff"),
        entries=(
            entry(
                "action_time content_type object_id object_repr action_flag"
                " change_message",
                _("What was changed, and when"),
                _("To know who has changed what"),
                seen=Seen.STAFF,
            ),
        ),
        shown={"content_type": "content_type__model"},
    ),
)

CLASSES = (
    Holding(
        model_label="quizzes.Enrolment",
        person="learner",
        section="classes",
        title=_("Classes you learn in"),
        entries=(
            entry(
                "classroom state way joined_at ended_at public_id",
                _("Which class, since when and until when"),
                _("So that the class gets its tasks"),
                Kept.NAMELESS,
                Seen.TEACHERS,
            ),
            entry(
                "name search_key sort_key",
                _("What you are called in the class"),
                _("So that the teacher knows you and finds you in the list"),
                seen=Seen.TEACHERS,
            ),
            entry("join_key", _("Number of the form"), ONCE),
        ),
        shown={"classroom": "classroom__name"},
    ),
    Holding(
        model_label="quizzes.Card",
        person="learner",
        section="card",
        title=_("Card"),
        entries=(
            entry(
                "classroom issued_at",
                _("Which class has made it, and when"),
                _("So that your teacher can make a new one"),
                seen=Seen.TEACHERS,
            ),
        ),
        shown={"classroom": "classroom__name"},
    ),
    Holding(
        model_label="quizzes.Recipient",
        person="learner",
        section="tasks_by_name",
        title=_("Tasks"),
        entries=(
            entry(
                "assignment classroom",
                _("What was given to you by name"),
                _("So that you see what is to be done"),
                Kept.NAMELESS,
                Seen.TEACHERS,
            ),
        ),
        shown={"assignment": "assignment__title", "classroom": "classroom__name"},
    ),
    Holding(
        model_label="quizzes.Allowance",
        person="learner",
        section="allowances",
        title=_("Tasks"),
        entries=(
            entry(
                "assignment extra_minutes extra_attempts closes_at given_at",
                _("More time, or another attempt"),
                _("To keep what your teacher has allowed"),
                seen=Seen.TEACHERS,
            ),
        ),
        shown={"assignment": "assignment__title"},
    ),
    Holding(
        model_label="quizzes.ClassTeacher",
        person="teacher",
        section="classes_taught",
        title=_("Classes you teach"),
        entries=(
            entry(
                "classroom is_owner added_at",
                _("Which class, since when"),
                _("So that the class is open to you"),
                seen=Seen.CLASS,
            ),
        ),
        shown={"classroom": "classroom__name"},
    ),
    Holding(
        model_label="quizzes.Assignment",
        person="given_by",
        section="tasks_given",
        title=_("Classes you teach"),
        entries=(
            entry(
                "title given_at given_key",
                _("Which tasks you have given, and when"),
                _("To know who has given a task"),
                Kept.SPACE,
                Seen.CLASS,
            ),
        ),
    ),
    Holding(
        model_label="quizzes.Allowance",
        person="given_by",
        section="allowances_given",
        title=_("Classes you teach"),
        entries=(
            entry(
                "assignment given_at",
                _("To whom you have allowed more, and when"),
                _("To know who has allowed it"),
                Kept.SPACE,
                Seen.CLASS,
            ),
        ),
        shown={"assignment": "assignment__title"},
    ),
)

REGISTER: Final = (*ACCOUNT, *CLASSES, *WORK, *BANK)
