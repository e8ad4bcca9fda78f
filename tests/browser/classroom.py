"""A class with assignments in the site's database."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page

from tests.browser.making import make


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassScene:
    """The sessions of a teacher and two pupils, and the addresses of what they have."""

    teacher: str
    pupil: str
    other_pupil: str
    assignment: str
    after_closing: str
    enrolment: str
    handed_in: str


def class_of(database: Path) -> ClassScene:
    """Make a class of two pupils with two assignments; one of them is handed in."""
    return ClassScene(**make(database, make_class))


@cache
def same_class_of(database: Path) -> ClassScene:
    """The class for those who only look at pages."""
    return class_of(database)


def log_in(context: BrowserContext, session: str) -> Page:
    """A page of somebody whose session there is."""
    page = context.new_page()
    be(page, session)
    return page


def be(page: Page, session: str) -> None:
    """Come back to the first page as somebody else."""
    page.goto("/")
    page.context.add_cookies([{"name": "sid", "value": session, "url": page.url}])


def session_of(user: Any) -> str:
    """A session in which a user is logged in; for the process with the database."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from quizzes.people.guests import BACKEND

    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def make_class() -> dict[str, str]:
    """What `class_of` gives; for the process with the database."""
    import uuid

    from django.utils import timezone

    from quizzes.attempts import assigned, taking
    from quizzes.bank.recipes import FeedbackMode, Recipe
    from quizzes.people.models import User
    from tests.factories import make_assignment, make_classroom, make_enrolment

    def person(name: str) -> User:
        return User.objects.create_user(uuid.uuid4().hex, display_name=name)

    teacher, pupil, other = (
        person(name) for name in ("Айгерім Сейітова", "Болат Ахметов", "Ғалым Серіков")
    )
    classroom = make_classroom(teacher)
    enrolment = make_enrolment(classroom, pupil)
    make_enrolment(classroom, other)
    asked = {"families": (), "length": 4}
    at_end = make_assignment(
        classroom,
        title="Бақылау",
        minutes=20,
        recipe=Recipe(feedback_mode=FeedbackMode.AT_END, **asked),
    )
    after_closing = make_assignment(
        classroom,
        title="Қорытынды",
        feedback_mode=FeedbackMode.AT_CLOSE,
        recipe=Recipe(feedback_mode=FeedbackMode.AT_CLOSE, **asked),
        attempts_allowed=2,
    )
    later = timezone.now().replace(year=2099)
    make_assignment(classroom, title="Ертең", opens_at=later, closes_at=None)
    handed_in = assigned.start(
        assignment=after_closing,
        learner=pupil,
        start_key=uuid.uuid4(),
        now=timezone.now(),
    )
    taking.close(attempt=handed_in, now=timezone.now())
    return {
        "teacher": session_of(teacher),
        "pupil": session_of(pupil),
        "other_pupil": session_of(other),
        "assignment": at_end.public_id,
        "after_closing": after_closing.public_id,
        "enrolment": enrolment.public_id,
        "handed_in": handed_in.public_id,
    }
