"""The register of personal data: which field holds what of a person, why, how long.

The page about personal data is made from it, and the export of a person's data takes
from it what there is to give. Each field of each model stands either here or in
`impersonal.py`; a test sees to that.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# --- Why ------------------------------------------------------------------------------

TO_LOG_IN: Final = _("To log in")
TO_BE_KNOWN: Final = _("So that you and your teacher see whose work it is")
TO_PROTECT: Final = _("To protect the account")
TO_WRITE_TO: Final = _("To send a link when the password is forgotten")
TO_SHOW: Final = _("To show the pages the way you need them")
TO_TEACH: Final = _("To give and to count the work of the class")
TO_MARK: Final = _("To mark answers and to explain the mark")
TO_PRACTISE: Final = _("To choose what to practise next")
TO_SWEEP: Final = _("To erase accounts that nobody uses")
TO_CITE: Final = _("To show you where a fact stands in the text")
TO_SHOW_FIRST: Final = _("So that you see what a file would do before it does it")
TO_ANSWER_FOR: Final = _("So that it is known who has written or decided it")

# --- How long -------------------------------------------------------------------------

UNTIL_ERASED: Final = _("Until the account is erased")
WITHOUT_NAME: Final = _(
    "Until the account is erased; after that without a name, for the statistics"
)
SESSION_LONG: Final = _("Until the log-out, 60 days at most")
TWO_DAYS: Final = _("Until it is stored or thrown away, two days at most")
AS_LONG_AS_THE_WORK: Final = _("As long as the work itself; without a name once erased")

# --- Who sees it ----------------------------------------------------------------------

YOU: Final = _("You and the staff of the site")
YOU_AND_TEACHERS: Final = _("You, the teachers of your class and the staff")
ONLY_YOU: Final = _("Nobody but you")
ALL_WHO_READ: Final = _("Whoever works on the same thing, and the staff")
NOBODY: Final = _("Nobody: it is used by the program only")

Words = str | Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Fields of one model that hold one thing about a person.

    What is `secret` stands in the register but not in the export: with it somebody
    else could log in.
    """

    fields: tuple[str, ...]
    what: Words
    why: Words
    kept: Words
    seen_by: Words
    secret: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """The entries of one model, named as Django names it."""

    model: str
    title: Words
    entries: tuple[Entry, ...]


def _entry(
    fields: str,
    what: Words,
    why: Words,
    kept: Words = UNTIL_ERASED,
    seen_by: Words = YOU,
    *,
    secret: bool = False,
) -> Entry:
    return Entry(
        fields=tuple(fields.split()),
        what=what,
        why=why,
        kept=kept,
        seen_by=seen_by,
        secret=secret,
    )


def registered() -> Iterator[tuple[str, str, Entry]]:
    """Each field in the register, with its model and its entry."""
    for section in REGISTER:
        for entry in section.entries:
            for field in entry.fields:
                yield section.model, field, entry


def exported_fields(model: str) -> tuple[str, ...]:
    """The fields of a model that a person's export holds."""
    return tuple(
        field
        for label, field, entry in registered()
        if label == model and not entry.secret
    )


_ACCOUNT: Final = Section(
    model="quizzes.User",
    title=_("Account"),
    entries=(
        _entry("id", _("Number of the account"), TO_PROTECT),
        _entry("username", _("User name"), TO_LOG_IN, seen_by=YOU_AND_TEACHERS),
        _entry(
            "password",
            _("Password, as a check sum that it cannot be read from"),
            TO_LOG_IN,
            seen_by=NOBODY,
            secret=True,
        ),
        _entry(
            "display_name first_name last_name",
            _("Name"),
            TO_BE_KNOWN,
            seen_by=YOU_AND_TEACHERS,
        ),
        _entry("email", _("E-mail address, if you give one"), TO_WRITE_TO),
        _entry("language", _("Language of the pages"), TO_SHOW),
        _entry(
            "role is_guest is_staff is_superuser groups user_permissions",
            _("Role and rights"),
            TO_SHOW,
        ),
        _entry(
            "is_active must_replace_password",
            _("Whether the account is open, and whether the card is used"),
            TO_PROTECT,
            seen_by=YOU_AND_TEACHERS,
        ),
        _entry(
            "date_joined last_login",
            _("When you came and when you last came"),
            TO_SWEEP,
        ),
    ),
)

_LOG_IN: Final = (
    Section(
        model="account.EmailAddress",
        title=_("E-mail addresses"),
        entries=(
            _entry(
                "user email verified primary",
                _("Address, and whether it is confirmed"),
                TO_WRITE_TO,
            ),
        ),
    ),
    Section(
        model="account.EmailConfirmation",
        title=_("Confirmations of e-mail addresses"),
        entries=(
            _entry("email_address created sent", _("When it was sent"), TO_WRITE_TO),
            _entry(
                "key", _("Secret of the link"), TO_WRITE_TO, seen_by=NOBODY, secret=True
            ),
        ),
    ),
    Section(
        model="mfa.Authenticator",
        title=_("Second step at the log-in"),
        entries=(
            _entry(
                "user type created_at last_used_at",
                _("Kind of the second step, and when it was used"),
                TO_PROTECT,
            ),
            _entry(
                "data",
                _("Secret of the second step"),
                TO_PROTECT,
                seen_by=NOBODY,
                secret=True,
            ),
        ),
    ),
    Section(
        model="socialaccount.SocialAccount",
        title=_("Log-in by the school"),
        entries=(
            _entry(
                "user provider uid extra_data last_login date_joined",
                _("What the school's server says of you"),
                TO_LOG_IN,
            ),
        ),
    ),
    Section(
        model="socialaccount.SocialToken",
        title=_("Keys of the log-in by the school"),
        entries=(
            _entry(
                "account app expires_at", _("Of which server, until when"), TO_LOG_IN
            ),
            _entry(
                "token token_secret",
                _("Secret of the school's server; none is stored"),
                TO_LOG_IN,
                seen_by=NOBODY,
                secret=True,
            ),
        ),
    ),
    Section(
        model="sessions.Session",
        title=_("Sessions"),
        entries=(
            _entry(
                "expire_date",
                _("Until when this browser is logged in"),
                TO_LOG_IN,
                SESSION_LONG,
            ),
            _entry(
                "session_key session_data",
                _("Secret of the cookie, and who it stands for"),
                TO_LOG_IN,
                SESSION_LONG,
                NOBODY,
                secret=True,
            ),
        ),
    ),
    Section(
        model="admin.LogEntry",
        title=_("Changes made on the staff's pages"),
        entries=(
            _entry(
                "user action_time content_type object_id object_repr action_flag"
                " change_message",
                _("What a member of the staff has changed, and when"),
                TO_ANSWER_FOR,
            ),
        ),
    ),
)

_CLASSES: Final = (
    Section(
        model="quizzes.Enrolment",
        title=_("Classes"),
        entries=(
            _entry(
                "name search_key sort_key",
                _("Name in the class, and how it is found and sorted"),
                TO_BE_KNOWN,
                seen_by=YOU_AND_TEACHERS,
            ),
            _entry(
                "learner classroom state way joined_at ended_at",
                _("When and how you joined and left a class"),
                TO_TEACH,
                WITHOUT_NAME,
                YOU_AND_TEACHERS,
            ),
            _entry(
                "public_id join_key",
                _("Random numbers that keep a form from being counted twice"),
                TO_PROTECT,
                seen_by=YOU_AND_TEACHERS,
            ),
        ),
    ),
    Section(
        model="quizzes.Card",
        title=_("Cards"),
        entries=(
            _entry(
                "learner classroom issued_at",
                _("Which class made your card, and when"),
                TO_LOG_IN,
                seen_by=YOU_AND_TEACHERS,
            ),
        ),
    ),
    Section(
        model="quizzes.ClassTeacher",
        title=_("Teaching"),
        entries=(
            _entry(
                "classroom teacher is_owner added_at",
                _("Which classes you teach"),
                TO_TEACH,
                seen_by=YOU_AND_TEACHERS,
            ),
        ),
    ),
    Section(
        model="quizzes.Assignment",
        title=_("Assignments that you gave"),
        entries=(
            _entry(
                "given_by given_at title",
                _("Who gave it, and when"),
                TO_ANSWER_FOR,
                AS_LONG_AS_THE_WORK,
                YOU_AND_TEACHERS,
            ),
        ),
    ),
    Section(
        model="quizzes.Recipient",
        title=_("Assignments given to you by name"),
        entries=(
            _entry(
                "assignment classroom learner",
                _("Which assignment is for you alone"),
                TO_TEACH,
                seen_by=YOU_AND_TEACHERS,
            ),
        ),
    ),
    Section(
        model="quizzes.Allowance",
        title=_("More time and further attempts"),
        entries=(
            _entry(
                "assignment learner extra_minutes extra_attempts closes_at given_by"
                " given_at",
                _("What you are allowed beyond the rules, and by whom"),
                TO_TEACH,
                seen_by=YOU_AND_TEACHERS,
            ),
        ),
    ),
)

_WORK: Final = (
    Section(
        model="quizzes.Attempt",
        title=_("Attempts"),
        entries=(
            _entry(
                "learner assignment number is_try recipe feedback_mode state started_at"
                " closed_at deadline_at reveals_at remembered_at length answered score"
                " max_score",
                _("What you chose, when you began and ended, and the score"),
                TO_MARK,
                WITHOUT_NAME,
                YOU_AND_TEACHERS,
            ),
            _entry(
                "public_id start_key",
                _("Random numbers that keep a form from being counted twice"),
                TO_PROTECT,
            ),
        ),
    ),
    Section(
        model="quizzes.Slot",
        title=_("Questions asked"),
        entries=(
            _entry(
                "attempt position snapshot mark answer_count",
                _("Which question was asked, and its mark"),
                TO_MARK,
                WITHOUT_NAME,
                YOU_AND_TEACHERS,
            ),
            _entry(
                "reason recall",
                _("Why it was asked, and how well you were held to know it"),
                TO_PRACTISE,
                WITHOUT_NAME,
            ),
        ),
    ),
    Section(
        model="quizzes.Answer",
        title=_("Answers"),
        entries=(
            _entry(
                "slot number response received_at",
                _("What you answered, and when"),
                TO_MARK,
                WITHOUT_NAME,
                YOU_AND_TEACHERS,
            ),
            _entry(
                "idempotency_key",
                _("Random numbers that keep a form from being counted twice"),
                TO_PROTECT,
                WITHOUT_NAME,
            ),
        ),
    ),
    Section(
        model="quizzes.Mark",
        title=_("Marks"),
        entries=(
            _entry(
                "answer score reason made_by made_at",
                _("Mark, why it was given, and by whom if not by the program"),
                TO_MARK,
                WITHOUT_NAME,
                YOU_AND_TEACHERS,
            ),
        ),
    ),
    Section(
        model="quizzes.Memory",
        title=_("Memory"),
        entries=(
            _entry(
                "learner fact stability difficulty due_at reviewed_at reviews misses"
                " last_grade first_asked_at first_right_at",
                _("How well you know each fact, and when to ask it again"),
                TO_PRACTISE,
                seen_by=YOU_AND_TEACHERS,
            ),
        ),
    ),
)

_BANK: Final = (
    Section(
        model="quizzes.Space",
        title=_("Own bank"),
        entries=(_entry("owner key name", _("Whose it is"), TO_ANSWER_FOR),),
    ),
    Section(
        model="quizzes.SourceText",
        title=_("Texts that you keep beside sources"),
        entries=(
            _entry(
                "owner source paragraphs updated",
                _("The text, which source it belongs to, and when you stored it"),
                TO_CITE,
                seen_by=ONLY_YOU,
            ),
        ),
    ),
    Section(
        model="quizzes.Upload",
        title=_("Files that you sent and have not taken over yet"),
        entries=(
            _entry(
                "owner file content made_at",
                _("The file, its name, and when you sent it"),
                TO_SHOW_FIRST,
                TWO_DAYS,
            ),
        ),
    ),
    *(
        Section(
            model=f"quizzes.{model}",
            title=title,
            entries=(
                _entry(
                    fields,
                    _("Who has written, changed or approved it"),
                    TO_ANSWER_FOR,
                    AS_LONG_AS_THE_WORK,
                    ALL_WHO_READ,
                ),
            ),
        )
        for model, title, fields in (
            ("Fact", _("Facts"), "key approved_by edited_by"),
            ("FactVersion", _("Versions of facts"), "fact made_by made_at"),
            ("EntityVersion", _("Versions of names"), "entity made_by made_at"),
            ("Question", _("Questions by hand"), "key approved_by edited_by"),
            ("QuestionVersion", _("Versions of questions"), "question made_by made_at"),
            ("Stimulus", _("Texts of questions"), "key approved_by edited_by"),
            ("StimulusVersion", _("Versions of texts"), "stimulus made_by made_at"),
            (
                "Regrade",
                _("Answers judged anew"),
                "fact question made_by made_at undone_by",
            ),
            (
                "Quiz",
                _("Quizzes"),
                "public_id title made_by made_at updated_by updated_at",
            ),
        )
    ),
)

REGISTER: Final[tuple[Section, ...]] = (_ACCOUNT, *_LOG_IN, *_CLASSES, *_WORK, *_BANK)
