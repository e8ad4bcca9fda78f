"""The fields of all models that hold nothing of a person.

A new field stands here or in the register (`holdings`); otherwise a test fails.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

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
