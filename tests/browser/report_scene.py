"""A class with a past in the site's database."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.browser.making import make

LEARNERS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportScene:
    """The sessions of a teacher and a pupil, the addresses of a class and its work."""

    teacher: str
    pupil: str
    classroom: str
    assignment: str
    enrolment: str
    strongest: str
    absent: str
    bad_question: str


@cache
def class_with_a_past(database: Path) -> ReportScene:
    """Make a class of thirty, one of them absent, with two bad questions in a test."""
    return ReportScene(**make(database, make_past))


def make_past() -> dict[str, str]:
    """What `class_with_a_past` gives; for the process with the database."""
    import random
    import uuid
    from datetime import timedelta

    from django.utils import timezone

    from quizzes.bank.models import Fact
    from quizzes.classes.classrooms import Enrolment
    from quizzes.memory.grading import Grade
    from quizzes.people.models import User
    from tests.browser.classroom import session_of
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
    return {
        "teacher": session_of(teacher),
        "pupil": session_of(enrolments[5].learner),
        "classroom": room.public_id,
        "assignment": closed.public_id,
        "enrolment": enrolments[5].public_id,
        "strongest": enrolments[0].name,
        "absent": absent.name,
        "bad_question": items[1].stem,
    }
