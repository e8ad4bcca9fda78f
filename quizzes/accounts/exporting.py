"""All that is stored of one person, as one file that people and programs can read.

Sections and fields are those of the register (`holdings`). What may not be known yet is
held back: the marks of a test whose answers are not shown so far. The questions of an
attempt come as the page shows them, without what gives the key away.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model

from quizzes.accounts.browser_sessions import sessions_of
from quizzes.accounts.holdings import REGISTER
from quizzes.accounts.register import Holding
from quizzes.attempts.models import Attempt, Snapshot
from quizzes.attempts.snapshots import item_of
from quizzes.people.models import User

Record = dict[str, Any]
Sections = dict[str, list[Record]]

# A section, the one that it stands inside of, and the field that names its place there.
NESTED: Final = (
    ("marks", "answers", "answer"),
    ("answers", "questions", "slot"),
    ("questions", "attempts", "attempt"),
)
# What tells how something was marked, by section
HELD_BACK: Final[Mapping[str, tuple[str, ...]]] = {
    "attempts": ("score",),
    "questions": ("mark",),
    "marks": ("score",),
}
_ID: Final = "id"


def export(*, user: User, now: datetime) -> str:
    """The file of a person: JSON in UTF-8, with one section for each holding."""
    return json.dumps(
        {
            "site": settings.SITE_URL,
            "made_at": now,
            **everything_of(user, now=now),
        },
        cls=DjangoJSONEncoder,
        ensure_ascii=False,
        indent=2,
    )


def everything_of(user: User, *, now: datetime) -> Record:
    """The sections of the file; as many queries for many attempts as for one."""
    sections: Sections = {}
    for holding in REGISTER:
        if holding.person:
            sections[holding.section] = _rows(holding, user)
    sections["sessions"] = [
        {"expire_date": each.expire_date} for each in sessions_of(user.pk, now=now)
    ]
    _show_questions(sections["questions"])
    for inner, outer, place in NESTED:
        _nest(sections, inner, outer, place)
    _hold_back(sections["attempts"], user, now)
    _drop_ids(sections)
    account = sections.pop("account")[0]
    account["groups"] = [str(group) for group in user.groups.order_by("pk")]
    account["user_permissions"] = [
        str(permission) for permission in user.user_permissions.order_by("pk")
    ]
    return {"account": account, **sections}


def _rows(holding: Holding, user: User) -> list[Record]:
    model: type[Model] = holding.model
    many = {field.name for field in model._meta.many_to_many}
    names = [name for name in holding.exported if name not in many]
    names += [name for name in holding.shown if name not in names]
    paths = [holding.shown.get(name, name) for name in names]
    rows = model._default_manager.filter(**{holding.person: user.pk}).order_by("pk")
    return [
        {_ID: row[0], **dict(zip(names, row[1:], strict=True))}
        for row in rows.values_list("pk", *paths)
    ]


def _show_questions(questions: Iterable[Record]) -> None:
    """Put what the page shows in the place of the number of a snapshot."""
    questions = list(questions)
    ids = {question["snapshot"] for question in questions}
    items = {each.pk: item_of(each) for each in Snapshot.objects.filter(pk__in=ids)}
    for question in questions:
        item = items[question["snapshot"]]
        question["snapshot"] = {
            "form": item.form.value,
            "stem": item.stem,
            "prompts": {prompt.value: prompt.text for prompt in item.prompts},
            # In their own order they could tell the key
            "options": {
                option.value: option.text
                for option in sorted(item.options, key=lambda option: option.value)
            },
        }


def _nest(sections: Sections, inner: str, outer: str, place: str) -> None:
    inside: dict[int, list[Record]] = defaultdict(list)
    for record in sections.pop(inner):
        inside[record.pop(place)].append(record)
    for record in sections[outer]:
        record[inner] = inside[record[_ID]]


def _hold_back(attempts: Sequence[Record], user: User, now: datetime) -> None:
    stored = Attempt.objects.of_learner(user.pk).in_bulk()
    for record in attempts:
        attempt = stored.get(record[_ID])
        if attempt is not None and (
            attempt.shows_feedback_at_once or attempt.may_be_revealed_at(now)
        ):
            continue
        record["marks_are_not_shown_yet"] = True
        _blank(record, "attempts")
        for question in record["questions"]:
            _blank(question, "questions")
            for answer in question["answers"]:
                for mark in answer["marks"]:
                    _blank(mark, "marks")


def _blank(record: Record, section: str) -> None:
    for name in HELD_BACK[section]:
        record[name] = None


def _drop_ids(value: Any) -> None:
    """Take the numbers of rows out, but for that of the account."""
    for section, records in value.items():
        if section == "account" or not isinstance(records, list):
            continue
        for record in records:
            record.pop(_ID, None)
            _drop_ids(
                {name: inner for name, inner in record.items() if _is_section(inner)}
            )


def _is_section(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, dict) for each in value)
