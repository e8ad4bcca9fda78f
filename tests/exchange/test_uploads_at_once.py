"""However often a file is taken over at the same time, it goes in once.

SQLite hides races that PostgreSQL shows, so these run on both.
"""

from __future__ import annotations

import pytest

from quizzes.bank.models import Question, QuestionVersion
from quizzes.exchange import uploads
from quizzes.exchange.models import Upload
from tests.attempts.test_parallel import at_once
from tests.classes.test_parallel import outcome
from tests.exchange.uploading import GIFT, receive, teacher_space
from tests.factories import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def test_of_many_starts_one_begins(aigerim) -> None:
    upload = receive(aigerim, GIFT)

    outcomes = at_once(
        outcome(lambda: uploads.begin(upload=upload, takes_part=False, now=NOW))
        for _ in range(6)
    )

    assert sorted(outcomes) == ["NotInReview"] * 5 + ["done"]


def test_parts_that_are_stored_at_once_are_stored_once(aigerim, monkeypatch) -> None:
    monkeypatch.setattr(uploads, "ITEMS_IN_A_PART", 5)
    text = "\n\n".join(f"Сұрақ {n}? {{=а{n} ~б ~в}}" for n in range(30))
    upload = receive(aigerim, text)
    uploads.begin(upload=upload, takes_part=False, now=NOW)

    outcomes = at_once(
        outcome(lambda: uploads.store_next(upload=upload, now=NOW)) for _ in range(4)
    )

    upload.refresh_from_db()
    assert outcomes == ["done"] * 4
    assert (upload.state, upload.done) == ("stored", 30)
    assert Question.objects.count() == QuestionVersion.objects.count() == 30


def test_files_that_come_at_once_leave_a_few(aigerim) -> None:
    space = teacher_space(aigerim)

    at_once(
        outcome(lambda n=n: receive(aigerim, GIFT, f"{n}.gift", space=space))
        for n in range(6)
    )

    assert Upload.objects.count() == uploads.MOST_UPLOADS
