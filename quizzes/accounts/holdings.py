"""What the register of personal data holds, table by table, and what it leaves out.

A field of a model that stands neither in `REGISTER` nor in `IMPERSONAL` fails a test.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from quizzes.accounts.register import Holding, Kept, Seen, entry

_TO_LOG_IN: Final = _("To log in")
_WHO_WROTE: Final = _("To know who answers for a fact or a question")
_ONCE: Final = _("So that what is sent twice is stored once")

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
            entry("join_key", _("Number of the form"), _ONCE),
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

WORK = (
    Holding(
        model_label="quizzes.Attempt",
        person="learner",
        section="attempts",
        title=_("Attempts"),
        entries=(
            entry(
                "public_id recipe source_titles feedback_mode seed length assignment"
                " number",
                _("Which quiz, drawn how"),
                _("So that you can go on, and look at it again"),
                Kept.NAMELESS,
                Seen.TEACHERS,
            ),
            entry(
                "state started_at closed_at deadline_at reveals_at remembered_at"
                " revision",
                _("When it was started and handed in, and until when there was time"),
                _("To keep the deadline"),
                Kept.NAMELESS,
                Seen.TEACHERS,
            ),
            entry(
                "score max_score answered",
                _("Score"),
                _("So that you and your teacher see how it went"),
                Kept.NAMELESS,
                Seen.TEACHERS,
            ),
            entry("start_key", _("Number of the form"), _ONCE),
        ),
        shown={"assignment": "assignment__title"},
    ),
    Holding(
        model_label="quizzes.Slot",
        person="attempt__learner",
        section="questions",
        title=_("Attempts"),
        entries=(
            entry(
                "attempt position snapshot option_order tokens single",
                _("Which questions, in which order"),
                _("So that you can go on, and look at it again"),
                Kept.NAMELESS,
                Seen.TEACHERS,
            ),
            entry(
                "mark answer_count",
                _("Mark of each question"),
                _("So that you and your teacher see how it went"),
                Kept.NAMELESS,
                Seen.TEACHERS,
            ),
        ),
    ),
    Holding(
        model_label="quizzes.Answer",
        person="slot__attempt__learner",
        section="answers",
        title=_("Attempts"),
        entries=(
            entry(
                "slot number response single received_at",
                _("Your answers, and when they came"),
                _("To mark them, and to find bad questions"),
                Kept.NAMELESS,
                Seen.TEACHERS,
            ),
            entry("idempotency_key", _("Number of the form"), _ONCE, Kept.NAMELESS),
        ),
    ),
    Holding(
        model_label="quizzes.Mark",
        person="answer__slot__attempt__learner",
        section="marks",
        title=_("Attempts"),
        entries=(
            entry(
                "answer score fact_version reason made_at",
                _("How your answers were marked"),
                _("So that each mark can be explained"),
                Kept.NAMELESS,
                Seen.TEACHERS,
            ),
        ),
    ),
    Holding(
        model_label="quizzes.Memory",
        person="learner",
        section="memory",
        title=_("What you know"),
        entries=(
            entry(
                "fact stability difficulty due_at reviewed_at reviews misses"
                " last_grade",
                _("How well you know each fact, and when to ask it again"),
                _("To practise what you are about to forget"),
            ),
        ),
        shown={"fact": "fact__key"},
    ),
)


def _written(model: str, section: str, fields: str, **shown: str) -> Holding:
    """What somebody has done to a row of the bank; the first field says who."""
    person, *rest = fields.split()
    return Holding(
        model_label=f"quizzes.{model}",
        person=person,
        section=section,
        title=_("Facts and questions"),
        entries=(
            entry(
                " ".join(rest),
                _("What you have written or checked, and when"),
                _WHO_WROTE,
                Kept.SPACE,
                Seen.STAFF,
            ),
        ),
        shown=shown,
    )


BANK = (
    Holding(
        model_label="quizzes.Space",
        person="owner",
        section="spaces",
        title=_("Facts and questions"),
        entries=(
            entry(
                "key name",
                _("Your own space"),
                _("So that your questions are yours alone"),
                seen=Seen.STAFF,
            ),
        ),
    ),
    _written("Fact", "facts_approved", "approved_by approved_at", key="key"),
    _written("Fact", "facts_edited", "edited_by updated", key="key"),
    _written(
        "FactVersion", "fact_versions", "made_by made_at number", fact="fact__key"
    ),
    _written("Question", "questions_approved", "approved_by approved_at", key="key"),
    _written("Question", "questions_edited", "edited_by updated", key="key"),
    _written(
        "QuestionVersion",
        "question_versions",
        "made_by made_at number",
        question="question__key",
    ),
    _written("Stimulus", "stimuli_approved", "approved_by approved_at", key="key"),
    _written("Stimulus", "stimuli_edited", "edited_by updated", key="key"),
    _written(
        "StimulusVersion",
        "stimulus_versions",
        "made_by made_at number",
        stimulus="stimulus__key",
    ),
    Holding(
        model_label="quizzes.Mark",
        person="made_by",
        section="marks_changed",
        title=_("Facts and questions"),
        entries=(
            entry(
                "made_at reason",
                _("Which answers you have marked anew, and when"),
                _("So that each mark can be explained"),
                Kept.SPACE,
                Seen.TEACHERS,
            ),
        ),
    ),
)

REGISTER: Final = (*ACCOUNT, *CLASSES, *WORK, *BANK)

# The fields that hold nothing of a person: a new field stands here or in the register.
# A class, a task or a source may be called after somebody, but they are not about them.
IMPERSONAL: Final[Mapping[str, str]] = {
    "quizzes.Space": "id",
    "quizzes.Source": "id space key title_kk title_ru title_en paragraph_count",
    "quizzes.Topic": "id space source key name_kk name_ru name_en position",
    "quizzes.Entity": "id space key kind part_of category hand_edited",
    "quizzes.EntityName": "id entity language name possessed short_name"
    " short_possessed aliases also reading forms search_key sort_key",
    "quizzes.Fact": "id space key source topic paragraphs subject property value_type"
    " value_edtf first_day last_day precision value_number object claim unit text_value"
    " ask_precision planned weight complete as_of basis basis_note unasked state"
    " hand_edited version draw_key created entities",
    "quizzes.FactEntity": "id fact entity position",
    "quizzes.FactText": "id fact language statement note search_key",
    "quizzes.FactVersion": "id fact content reason",
    "quizzes.FactUsage": "id fact asked missed",
    "quizzes.Question": "id space key source topic paragraphs state version search_key"
    " created form family stem emphasis parts explanation note draw_key",
    "quizzes.Stimulus": "id space key source topic paragraphs state version search_key"
    " created title text attribution",
    "quizzes.StimulusPart": "id stimulus position question fact",
    "quizzes.QuestionVersion": "id content reason question",
    "quizzes.StimulusVersion": "id content reason stimulus",
    "quizzes.Classroom": "id public_id name sort_key join_code join_code_expires_at"
    " confirms_newcomers created_at archived_at",
    "quizzes.ClassTeacher": "id",
    "quizzes.Enrolment": "id",
    "quizzes.Card": "id",
    "quizzes.Assignment": "id public_id recipe feedback_mode seed same_items opens_at"
    " closes_at minutes attempts_allowed counts cancelled_at",
    "quizzes.Recipient": "id",
    "quizzes.Allowance": "id",
    "quizzes.Memory": "id",
    "quizzes.Attempt": "id",
    "quizzes.Snapshot": "id content_hash content",
    "quizzes.AskedFact": "id snapshot position fact",
    "quizzes.AssignedItem": "id assignment position snapshot",
    "quizzes.Slot": "id",
    "quizzes.Answer": "id",
    "quizzes.Mark": "id",
    "admin.LogEntry": "id",
    "auth.Permission": "id name content_type codename",
    "auth.Group": "id name permissions",
    "contenttypes.ContentType": "id app_label model",
    "account.EmailAddress": "id",
    "account.EmailConfirmation": "id",
    "mfa.Authenticator": "id",
    "socialaccount.SocialApp": "id provider provider_id name client_id secret key"
    " settings",
    "socialaccount.SocialAccount": "id",
    "socialaccount.SocialToken": "id",
}
