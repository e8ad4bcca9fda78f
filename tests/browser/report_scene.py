"""A class with a past in the site's database, made by a process of its own.

As `classroom` does: while Playwright runs, Django's database cannot be used in the
process of the tests.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LEARNERS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportScene:
    """The session of a teacher, and the addresses of a class and what it has done."""

    teacher: str
    classroom: str
    assignment: str
    enrolment: str
    strongest: str
    absent: str
    bad_question: str


@cache
def class_with_a_past(database: Path) -> ReportScene:
    """Make a class of thirty, one of them absent, with two bad questions in a test."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.browser.site_settings",
        "SECRET_KEY": "for tests only: nothing signed with it leaves this machine",
        "DATABASE_URL": f"sqlite:///{database}",
        "TEST_STATIC_ROOT": str(database.parent / "static"),
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.browser.report_scene"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return ReportScene(**json.loads(done.stdout))


def _make() -> dict[str, str]:
    """What `class_with_a_past` gives, made in this process."""
    import random
    import uuid
    from datetime import timedelta

    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.utils import timezone

    from quizzes.bank.models import Fact
    from quizzes.classes.classrooms import Enrolment
    from quizzes.memory.grading import Grade
    from quizzes.people.guests import BACKEND
    from quizzes.people.models import User
    from tests.factories import make_assignment, make_classroom
    from tests.reports.scene import (
        hand_in,
        join,
        quiz_with_two_bad_items,
        remember,
        responses_by_skill,
    )

    rng, now = random.Random(11), timezone.now()
    teacher = User.objects.create_user(
        uuid.uuid4().hex, display_name="Айгерім Сейітова"
    )
    room = make_classroom(teacher, name="9 «Ә»")
    enrolments = join(room, LEARNERS)
    Enrolment.objects.filter(classroom=room).update(joined_at=now - timedelta(days=90))
    *present, absent = enrolments
    items = quiz_with_two_bad_items()
    closed = make_assignment(
        room,
        title="Қорытынды бақылау",
        opens_at=now - timedelta(days=9),
        closes_at=now - timedelta(days=2),
    )
    given = responses_by_skill(present, items, random.Random(7))
    for each in present:
        at = now - timedelta(days=3)
        hand_in(closed, each.learner, given[each.learner_id], items, at=at)
    make_assignment(room, title="Үй тапсырмасы", opens_at=now - timedelta(days=1))
    facts = list(Fact.objects.approved().core().values_list("pk", flat=True))
    for place, each in enumerate(present):
        for fact in facts[::2]:
            grade = Grade.AGAIN if rng.random() < place / LEARNERS else Grade.GOOD
            remember(each.learner, fact, at=now - timedelta(days=4), grade=grade)
    session = SessionStore()
    session[SESSION_KEY] = str(teacher.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = teacher.get_session_auth_hash()
    session.create()
    return {
        "teacher": str(session.session_key),
        "classroom": room.public_id,
        "assignment": closed.public_id,
        "enrolment": enrolments[5].public_id,
        "strongest": enrolments[0].name,
        "absent": absent.name,
        "bad_question": items[1].stem,
    }


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(_make()))
