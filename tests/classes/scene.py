"""People and classes that tests are about.

Aigerim has opened 9 «Ә»; Serik is her co-teacher. Gulnar teaches another class.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from quizzes.classes import cards, enrolling, keeping
from quizzes.classes.classrooms import Classroom, Enrolment
from quizzes.people.models import User


def make_teacher(username: str) -> User:
    """A teacher without a password: tests log in by force."""
    return User.objects.create_user(
        username, display_name=username.title(), role=User.Role.TEACHER
    )


def make_class(
    teacher: User, name: str = "9 «Ә»", *, confirms_newcomers: bool = False
) -> Classroom:
    """A class with a code that is good for two weeks from now."""
    return keeping.open_class(
        teacher=teacher,
        name=name,
        confirms_newcomers=confirms_newcomers,
        now=timezone.now(),
    )


def make_passwordless(username: str) -> User:
    """A learner who came by name alone."""
    return User.objects.create_user(f"pupil-{username}", display_name=username.title())


def enrol(
    classroom: Classroom, learner: User | str, name: str | None = None
) -> Enrolment:
    """Let somebody in by the code of the class."""
    if isinstance(learner, str):
        learner = make_passwordless(learner)
    return enrolling.join_by_code(
        classroom=Classroom.objects.get(pk=classroom.pk),
        learner=learner,
        name=name or str(learner),
        now=timezone.now(),
    )


def give_card(
    classroom: Classroom, name: str = "Сәуле Ахметова"
) -> tuple[User, cards.PrintedCard]:
    """A pupil with a card, and what stands on it."""
    [card] = cards.make_cards(
        classroom=classroom, names=[name], language="kk", now=timezone.now()
    )
    return User.objects.get(username=card.username), card


def fill(classroom: Classroom, count: int) -> None:
    """So many more learners, made quickly: no password is hashed."""
    have = classroom.enrolments.count()
    numbers = range(have, have + count)
    learners = User.objects.bulk_create(
        User(username=f"pupil-{classroom.pk}-{number}", password="!")
        for number in numbers
    )
    enrolments = []
    for number, learner in zip(numbers, learners, strict=True):
        enrolment = Enrolment(
            classroom=classroom,
            learner=learner,
            state=Enrolment.State.JOINED,
            way=Enrolment.Way.CODE,
            joined_at=timezone.now(),
        )
        enrolment.call(f"Оқушы {'абвгд'[number % 5]}{number}")
        enrolments.append(enrolment)
    Enrolment.objects.bulk_create(enrolments)


def let_code_expire(classroom: Classroom) -> None:
    """Turn the clock past the code's last moment."""
    Classroom.objects.filter(pk=classroom.pk).update(
        join_code_expires_at=timezone.now() - timedelta(seconds=1)
    )


@dataclass(frozen=True, slots=True)
class School:
    """Two teachers' classes, and everybody who could want to look into the first."""

    classroom: Classroom
    other_class: Classroom
    owner: User
    co_teacher: User
    other_teacher: User
    pupil: User
    other_pupil: User
    removed: User
    enrolment: Enrolment
    other_enrolment: Enrolment


def make_school() -> School:
    """The school, with one pupil in each class and one who was taken out."""
    owner, co_teacher = make_teacher("aigerim"), make_teacher("serik")
    other_teacher = make_teacher("gulnar")
    classroom = make_class(owner)
    other_class = make_class(other_teacher, "7 «Б»")
    keeping.add_teacher(classroom=classroom, username="serik", now=timezone.now())
    enrolment = enrol(classroom, "bolat")
    other_enrolment = enrol(other_class, "dana")
    gone = enrol(classroom, "erlan")
    enrolling.remove(enrolment=gone, now=timezone.now())
    return School(
        classroom=classroom,
        other_class=other_class,
        owner=owner,
        co_teacher=co_teacher,
        other_teacher=other_teacher,
        pupil=enrolment.learner,
        other_pupil=other_enrolment.learner,
        removed=gone.learner,
        enrolment=enrolment,
        other_enrolment=other_enrolment,
    )
