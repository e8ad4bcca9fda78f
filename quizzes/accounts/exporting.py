"""All that is stored of a person, as one record that a person can read.

What there is to give stands in the register. What a test has not shown yet, the marks
and the scores, is left out until the learner may see it on the pages as well.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.apps import apps
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Prefetch, Q

from quizzes.accounts.register import exported_fields
from quizzes.attempts.models import Answer, Attempt, Mark, Slot
from quizzes.attempts.snapshots import item_of
from quizzes.people.models import User

Record = dict[str, Any]

JUDGEMENTS: Final = frozenset({"score", "mark", "marks"})


@dataclass(frozen=True, slots=True)
class _Part:
    """A list of the export: the rows of a model that belong to the person."""

    key: str
    model: str
    lookups: tuple[str, ...]


_PARTS: Final = (
    _Part("email_addresses", "account.EmailAddress", ("user",)),
    _Part("email_confirmations", "account.EmailConfirmation", ("email_address__user",)),
    _Part("second_steps", "mfa.Authenticator", ("user",)),
    _Part("school_log_ins", "socialaccount.SocialAccount", ("user",)),
    _Part("school_keys", "socialaccount.SocialToken", ("account__user",)),
    _Part("staff_changes", "admin.LogEntry", ("user",)),
    _Part("enrolments", "quizzes.Enrolment", ("learner",)),
    _Part("cards", "quizzes.Card", ("learner",)),
    _Part("classes_taught", "quizzes.ClassTeacher", ("teacher",)),
    _Part("assignments_given", "quizzes.Assignment", ("given_by",)),
    _Part("assignments_by_name", "quizzes.Recipient", ("learner",)),
    _Part("allowances", "quizzes.Allowance", ("learner",)),
    _Part("memory", "quizzes.Memory", ("learner",)),
    _Part("spaces", "quizzes.Space", ("owner",)),
    _Part("source_texts", "quizzes.SourceText", ("owner",)),
    _Part("facts", "quizzes.Fact", ("approved_by", "edited_by")),
    _Part("fact_versions", "quizzes.FactVersion", ("made_by",)),
    _Part("entity_versions", "quizzes.EntityVersion", ("made_by",)),
    _Part("regrades", "quizzes.Regrade", ("made_by", "undone_by")),
    _Part("questions", "quizzes.Question", ("approved_by", "edited_by")),
    _Part("question_versions", "quizzes.QuestionVersion", ("made_by",)),
    _Part("texts", "quizzes.Stimulus", ("approved_by", "edited_by")),
    _Part("text_versions", "quizzes.StimulusVersion", ("made_by",)),
    _Part("quizzes", "quizzes.Quiz", ("made_by", "updated_by")),
    _Part("uploads", "quizzes.Upload", ("owner",)),
    _Part("marks_given", "quizzes.Mark", ("made_by",)),
)


def everything_of(user: User, *, now: datetime) -> Record:
    """All that the register names and the database holds of this person."""
    return {
        "site": settings.SITE_URL,
        "made_at": now,
        "account": _record(user),
        **{part.key: _rows(part, user) for part in _PARTS},
        "sessions": [_record(session) for session in sessions_of({user.pk})],
        "attempts": [_attempt(each, now) for each in _attempts(user)],
    }


def as_json(record: Record) -> str:
    """The record as a text that is read by people and programs alike."""
    return json.dumps(record, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)


def sessions_of(user_ids: Collection[int]) -> Iterator[Session]:
    """The stored sessions that these people are logged in by.

    Who a session is of stands inside it, so all are read.
    """
    owners = {str(user_id) for user_id in user_ids}
    for session in Session.objects.iterator():
        if session.get_decoded().get(SESSION_KEY) in owners:
            yield session


def _rows(part: _Part, user: User) -> list[Record]:
    model: Any = apps.get_model(part.model)
    whose = Q(*((lookup, user.pk) for lookup in part.lookups), _connector=Q.OR)
    related = [
        field.name
        for field in model._meta.concrete_fields
        if field.is_relation and field.name in exported_fields(part.model)
    ]
    rows: Iterable[models.Model] = (
        model._default_manager.filter(whose).select_related(*related).order_by("pk")
    )
    return [_record(row) for row in rows]


def _record(row: models.Model, *said: str) -> Record:
    """The fields of a row that the register lets out, by their names.

    Leaves out what is `said` by the place in the record already.
    """
    names = exported_fields(row._meta.label)
    return {name: _value(row, name) for name in names if name not in said}


def _value(row: models.Model, name: str) -> object:
    value = getattr(row, name)
    # Of other people the number alone: their names are their own
    if isinstance(value, User):
        return value.pk
    if isinstance(value, models.Model):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return _bytes(bytes(value))
    if isinstance(value, models.Manager):
        return [str(each) for each in value.all()]
    return value


def _bytes(value: bytes) -> str:
    """A file as text, if it is one, or in base 64."""
    try:
        return value.decode()
    except UnicodeDecodeError:
        return base64.b64encode(value).decode()


# --- Attempts -------------------------------------------------------------------------


def _attempts(user: User) -> Iterable[Attempt]:
    marks = Prefetch("marks", queryset=Mark.objects.order_by("pk"))
    answers = Answer.objects.order_by("number").prefetch_related(marks)
    slots = (
        Slot.objects.order_by("position")
        .select_related("snapshot")
        .prefetch_related(Prefetch("answers", queryset=answers))
    )
    return (
        Attempt.objects.of_learner(user.pk)
        .select_related("assignment")
        .prefetch_related(Prefetch("slots", queryset=slots))
        .order_by("started_at", "pk")
    )


def _attempt(attempt: Attempt, now: datetime) -> Record:
    record = _record(attempt, "learner")
    record["slots"] = [_slot(slot) for slot in attempt.slots.all()]
    return record if _is_judged(attempt, now) else _unjudged(record)


def _is_judged(attempt: Attempt, now: datetime) -> bool:
    """Whether the learner may know by now what was right."""
    if attempt.shows_feedback_at_once:
        return True
    return not attempt.is_open and (
        attempt.reveals_at is None or attempt.reveals_at <= now
    )


def _unjudged(record: Record) -> Record:
    return {
        key: [_unjudged(each) for each in value]
        if key in {"slots", "answers"}
        else value
        for key, value in record.items()
        if key not in JUDGEMENTS
    }


def _slot(slot: Slot) -> Record:
    item = item_of(slot.snapshot)
    shown = {option.value: option.text for option in item.options}
    record = _record(slot, "attempt", "snapshot")
    record["question"] = item.stem
    # Without the options nobody could read what was chosen
    record["options"] = {
        value: shown[value] for value in slot.option_order if value in shown
    }
    record["answers"] = [_answer(answer) for answer in slot.answers.all()]
    return record


def _answer(answer: Answer) -> Record:
    record = _record(answer, "slot")
    record["marks"] = [_record(mark, "answer") for mark in answer.marks.all()]
    return record
