"""The demonstration class in the site's database, with its last lessons."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.browser.making import make

LEARNERS = 30
ON_THE_LIST = LEARNERS + 2  # one is absent, one has fallen behind


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportScene:
    """The sessions of a teacher and a pupil, the addresses of a class and its work."""

    teacher: str
    pupil: str
    classroom: str
    assignment: str
    quiz: str
    enrolment: str
    strongest: str
    absent: str
    bad_question: str


@cache
def class_with_a_past(database: Path) -> ReportScene:
    """Make the demonstration: thirty pupils and two more who do not come."""
    return ReportScene(**make(database, make_past))


def make_past() -> dict[str, str]:
    """What `class_with_a_past` gives; for the process with the database."""
    from django.utils import timezone

    from quizzes.classes.classrooms import Enrolment
    from quizzes.demo import class_story
    from quizzes.demo.planted import WRONG_KEY
    from tests.browser.classroom import session_of

    told = class_story.tell(
        learners=LEARNERS, seed=1, now=timezone.now(), lessons=class_story.LESSONS[-4:]
    )
    strongest, *_, absent = told.pupils
    enrolment = Enrolment.objects.get(classroom=told.classroom, name=strongest.name)
    return {
        "teacher": session_of(told.teacher),
        "pupil": session_of(enrolment.learner),
        "classroom": told.classroom.public_id,
        "assignment": told.final_test.public_id,
        "quiz": told.final_test.quiz.public_id,
        "enrolment": enrolment.public_id,
        "strongest": strongest.name,
        "absent": absent.name,
        "bad_question": WRONG_KEY.stem,
    }
