"""Somebody with something in every place where a person can leave something."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Final
from unittest import mock

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.admin.models import CHANGE, LogEntry
from django.db import connection
from django.utils import timezone

from quizzes.attempts import taking
from quizzes.attempts.drawing import Drawn
from quizzes.attempts.models import Attempt, Slot
from quizzes.bank.models import Fact
from quizzes.bank.recipes import FeedbackMode, Recipe
from quizzes.classes.models import (
    Allowance,
    Assignment,
    Card,
    Classroom,
    Enrolment,
    Recipient,
)
from quizzes.items.data import Form
from quizzes.memory.models import Memory
from quizzes.people.models import User
from quizzes.reports.statistics import (
    ItemStatistics,
    ScoredAnswer,
    item_statistics,
)
from tests.attempts.sample_items import SAMPLES
from tests.factories import make_fact

CANARY: Final = "qanaryqus"
NAME: Final = f"{CANARY.title()} Ахметова"
EMAIL: Final = f"{CANARY}@example.kz"


def answer_one(learner: User, *, right: bool = True, close: bool = True) -> Attempt:
    """An attempt of one question, answered."""
    sample = SAMPLES[Form.CHOICE]
    drawn = Drawn(items=(sample.item,), source_titles={})
    now = timezone.now()
    with mock.patch.object(taking, "draw_items", return_value=drawn):
        attempt = taking.start(
            learner=learner,
            recipe=Recipe(feedback_mode=FeedbackMode.AT_ONCE),
            start_key=uuid.uuid4(),
            seed="a seed",
            now=now,
        )
    taking.submit(
        slot=attempt.slots.get(),
        response=sample.right if right else sample.wrong,
        number=1,
        idempotency_key=uuid.uuid4(),
        now=now,
    )
    if close:
        taking.close(attempt=attempt, now=now)
    return Attempt.objects.get(pk=attempt.pk)


def leave_traces(learner: User, classroom: Classroom, teacher: User) -> Attempt:
    """Leave something of the learner, with the canary, in every table that can hold it.

    Gives an attempt that has been answered and handed in.
    """
    now = timezone.now()
    User.objects.filter(pk=learner.pk).update(
        display_name=NAME,
        first_name=CANARY,
        last_name=CANARY,
        email=EMAIL,
        username=CANARY,
    )
    learner.refresh_from_db()
    _leave_log_in(learner, teacher)
    _leave_class(learner, classroom, teacher, now)
    fact: Fact = make_fact()
    Memory.objects.filter(learner=learner).delete()
    attempt = answer_one(learner)
    Memory.objects.get_or_create(
        learner=learner,
        fact=fact,
        defaults={
            "stability": 1.0,
            "difficulty": 5.0,
            "due_at": now + timedelta(days=1),
            "reviewed_at": now,
            "reviews": 1,
            "misses": 0,
            "last_grade": 3,
        },
    )
    return attempt


def _leave_log_in(learner: User, teacher: User) -> None:
    EmailAddress.objects.create(user=learner, email=EMAIL, primary=True)
    Authenticator.objects.create(
        user=learner, type="totp", data={"secret": f"secret-{CANARY}"}
    )
    SocialAccount.objects.create(
        user=learner, provider="school", uid=CANARY, extra_data={"name": NAME}
    )
    LogEntry.objects.log_actions(teacher.pk, [learner], CHANGE, change_message=NAME)


def _leave_class(
    learner: User, classroom: Classroom, teacher: User, now: datetime
) -> None:
    enrolment = Enrolment.objects.filter(learner=learner).first() or Enrolment(
        classroom=classroom, learner=learner, way=Enrolment.Way.CARD, joined_at=now
    )
    enrolment.call(NAME)
    enrolment.join_key = uuid.uuid4()
    enrolment.save()
    Card.objects.get_or_create(
        learner=learner, defaults={"classroom": classroom, "issued_at": now}
    )
    assignment = Assignment.objects.create(
        title="Апталық тест",
        given_by=teacher,
        given_at=now,
        recipe=Recipe().to_record(),
        feedback_mode=FeedbackMode.AT_END,
        seed="seed",
        given_key=uuid.uuid4(),
        opens_at=now,
    )
    Recipient.objects.create(
        assignment=assignment, classroom=classroom, learner=learner
    )
    Allowance.objects.create(
        assignment=assignment,
        learner=learner,
        extra_minutes=10,
        given_by=teacher,
        given_at=now,
    )


def tables_with(word: str) -> list[str]:
    """The tables of the database that hold this word anywhere, whatever its case."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            if any(word in str(row).casefold() for row in cursor.fetchall()):
                found.append(table)
    return sorted(found)


def statistics_of_items() -> dict[str, ItemStatistics]:
    """The statistics of all items, from what is stored."""
    slots = Slot.objects.filter(attempt__state="closed").select_related("attempt")
    return item_statistics(
        ScoredAnswer(
            learner=slot.attempt.learner_id,
            item=str(slot.snapshot_id),
            mark=float(slot.mark or 0),
        )
        for slot in slots.order_by("pk")
    )
