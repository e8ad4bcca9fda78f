"""The fields that hold nothing about a person, model by model.

A field that is added to a model is added here or to the register; a test sees to that.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_WRITTEN: Final = (
    "id space source topic paragraphs picture picture_text state approved_at version"
    " search_key created updated"
)

_FIELDS: Final[Mapping[str, str]] = {
    # A row that somebody erased has left behind says nothing of anybody
    "quizzes.User": "is_erased",
    "quizzes.User_groups": "id user group",
    "quizzes.User_user_permissions": "id user permission",
    # The bank: what is known, not who knows it
    "quizzes.Space": "id",
    "quizzes.Source": (
        "id space key title_kk title_ru title_en paragraph_count hand_edited"
    ),
    "quizzes.SourceText": "id",
    "quizzes.Topic": "id space source key name_kk name_ru name_en position",
    "quizzes.Entity": "id space key kind part_of category hand_edited",
    "quizzes.EntityName": (
        "id entity language name possessed short_name short_possessed aliases also"
        " reading forms full_forms search_key sort_key"
    ),
    "quizzes.Fact": (
        "id space source topic paragraphs subject property value_type value_edtf"
        " first_day last_day precision value_number object claim unit text_value"
        " ask_precision planned weight complete as_of basis basis_note unasked state"
        " approved_at hand_edited version draw_key created updated entities"
    ),
    "quizzes.FactEntity": "id fact entity position",
    "quizzes.FactText": "id fact language statement note search_key",
    "quizzes.FactVersion": "id number content reason",
    "quizzes.EntityVersion": "id number content",
    # Written anew without what a camera notes down; no row says who has sent it
    "quizzes.Picture": "id digest content width height made_at",
    # Of all learners together
    "quizzes.FactUsage": "id fact asked missed",
    "quizzes.Question": (
        f"{_WRITTEN} form family stem emphasis parts explanation note draw_key"
    ),
    "quizzes.QuestionVersion": "id number content reason",
    "quizzes.Stimulus": f"{_WRITTEN} title text attribution",
    "quizzes.StimulusPart": "id stimulus position question fact",
    "quizzes.StimulusVersion": "id number content reason",
    "quizzes.Quiz": (
        "id space recipe seed version archived_at copied_from made_key share_token"
    ),
    "quizzes.QuizItem": "id quiz public_id position content pinned",
    # What has been read of a file; the file itself is in the register
    "quizzes.Upload": (
        "id public_id space kind file_format source topic makes_entities approves"
        " takes_part state started_at total done counts entities repeated faults"
        " fault_count"
    ),
    "quizzes.UploadPart": "id upload number items",
    # Classes and what is given to them
    "quizzes.Classroom": (
        "id public_id name sort_key join_code join_code_expires_at confirms_newcomers"
        " created_at archived_at"
    ),
    "quizzes.ClassTeacher": "id",
    "quizzes.Enrolment": "id",
    "quizzes.Card": "id",
    "quizzes.Assignment": (
        "id public_id given_key recipe quiz feedback_mode seed shuffles_options"
        " same_items opens_at closes_at minutes attempts_allowed counts cancelled_at"
    ),
    "quizzes.AssignedItem": "id assignment position snapshot",
    "quizzes.Recipient": "id",
    "quizzes.Allowance": "id",
    # How the program draws and shows what it asks
    "quizzes.Attempt": "id source_titles seed revision",
    "quizzes.Slot": "id option_order tokens single judged_by is_void",
    "quizzes.Answer": "id single",
    "quizzes.Mark": "id fact_version",
    "quizzes.Regrade": "id version gives_all undone_at",
    "quizzes.RegradedSlot": "id regrade slot judged_by_before was_void",
    "quizzes.Snapshot": "id content_hash content question",
    "quizzes.AskedFact": "id snapshot position fact",
    "quizzes.Memory": "id",
    # The libraries' own
    "account.EmailAddress": "id",
    "account.EmailConfirmation": "id",
    "mfa.Authenticator": "id",
    "socialaccount.SocialAccount": "id",
    "socialaccount.SocialToken": "id",
    "socialaccount.SocialApp": (
        "id provider provider_id name client_id secret key settings"
    ),
    "admin.LogEntry": "id",
    "auth.Permission": "id name content_type codename",
    "auth.Group": "id name permissions",
    "auth.Group_permissions": "id group permission",
    "contenttypes.ContentType": "id app_label model",
}

IMPERSONAL: Final[Mapping[str, frozenset[str]]] = {
    model: frozenset(fields.split()) for model, fields in _FIELDS.items()
}
