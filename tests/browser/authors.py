"""A teacher who writes facts and a pupil who is asked them, in the site's database.

While Playwright runs, Django's database cannot be used in the process of the tests: so
processes of their own run this file.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorScene:
    """The sessions of a teacher and of a pupil in the teacher's class."""

    teacher: str
    pupil: str
    classroom: str


def author_of(database: Path) -> AuthorScene:
    """Make a teacher with a class of one pupil."""
    return AuthorScene(**_run(database, "make"))


def give(database: Path, classroom: str, fact: str, form: str = "") -> str:
    """Give the class an assignment on one fact, in one form or any; its public id."""
    assignment: str = _run(database, "give", classroom, fact, form)["assignment"]
    return assignment


def _run(database: Path, *arguments: str) -> dict[str, str]:
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.browser.site_settings",
        "SECRET_KEY": "for tests only: nothing signed with it leaves this machine",
        "DATABASE_URL": f"sqlite:///{database}",
        "TEST_STATIC_ROOT": str(database.parent / "static"),
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.browser.authors", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told: dict[str, str] = json.loads(done.stdout)
    return told


def _make() -> dict[str, str]:
    import uuid

    from quizzes.bank.spaces import own_space
    from quizzes.people.models import User
    from tests.browser.classroom import session_of
    from tests.factories import make_classroom, make_enrolment

    teacher, pupil = (
        User.objects.create_user(uuid.uuid4().hex, display_name=name)
        for name in ("Айгерім Сейітова", "Болат Ахметов")
    )
    classroom = make_classroom(teacher)
    make_enrolment(classroom, pupil)
    own_space(owner=teacher, name=teacher.display_name)
    return {
        "teacher": session_of(teacher),
        "pupil": session_of(pupil),
        "classroom": classroom.public_id,
    }


def _give(classroom: str, fact: str, form: str) -> dict[str, str]:
    from quizzes.bank.recipes import FeedbackMode, Recipe
    from quizzes.bank.references import split
    from quizzes.classes.classrooms import Classroom
    from quizzes.items.data import Form
    from tests.factories import make_assignment

    recipe = Recipe(
        feedback_mode=FeedbackMode.AT_ONCE,
        facts=(fact,),
        space=split(fact)[0],
        families=(),
        forms=(Form(form),) if form else (),
        length=1,
    )
    given = make_assignment(
        Classroom.objects.get(public_id=classroom),
        title="Жаңа дерек",
        feedback_mode=FeedbackMode.AT_ONCE,
        recipe=recipe,
    )
    return {"assignment": given.public_id}


if __name__ == "__main__":
    import django

    django.setup()
    what, *rest = sys.argv[1:]
    print(json.dumps(_make() if what == "make" else _give(*rest)))
