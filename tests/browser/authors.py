"""A teacher who writes facts and a pupil who is asked them, in the site's database."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.browser.making import make


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorScene:
    """The sessions of a teacher and of a pupil in the teacher's class."""

    teacher: str
    pupil: str
    classroom: str


def author_of(database: Path) -> AuthorScene:
    """Make a teacher with a class of one pupil."""
    return AuthorScene(**make(database, make_author))


def give(database: Path, classroom: str, fact: str, form: str = "") -> str:
    """Give the class an assignment on one fact, in one form or any; its public id."""
    assignment: str = make(database, make_gift, classroom, fact, form)
    return assignment


def give_question(database: Path, classroom: str) -> str:
    """Give the class an assignment on a question by hand; the question's reference."""
    question: str = make(database, make_given_question, classroom)
    return question


def make_author() -> dict[str, str]:
    """What `author_of` gives; for the process with the database."""
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


def make_gift(classroom: str, fact: str, form: str) -> str:
    """What `give` gives; for the process with the database."""
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
    return given.public_id


def make_given_question(classroom: str) -> str:
    """What `give_question` gives; for the process with the database."""
    from dataclasses import replace

    from django.utils import timezone

    from quizzes.bank.question_editing import store_question
    from quizzes.bank.recipes import FeedbackMode, Recipe
    from quizzes.bank.spaces import Space
    from quizzes.classes.classrooms import Classroom
    from tests.exchange.question_samples import CHOICE
    from tests.factories import make_assignment

    room = Classroom.objects.get(public_id=classroom)
    owner = room.teachers.get(is_owner=True).teacher
    space = Space.objects.get(owner=owner)
    question = store_question(
        space=space, content=replace(CHOICE, state="approved"), now=timezone.now()
    ).question
    mode = FeedbackMode.AT_ONCE
    recipe = Recipe(
        space=space.key, by_hand=(question.reference,), length=1, feedback_mode=mode
    )
    make_assignment(room, title="Өз сұрағым", feedback_mode=mode, recipe=recipe)
    return question.reference
