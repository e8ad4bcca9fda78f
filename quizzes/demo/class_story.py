"""Ten weeks of a class, told with the verbs that the site itself uses.

So whatever pages and reports show of it is stored as they store it: answers and marks,
memory, what was asked how often. Only the clock is another one: each verb is given the
moment at which it happens.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string

from quizzes.attempts import assigned, learning, practising, taking
from quizzes.attempts.models import Attempt, Slot
from quizzes.attempts.snapshots import item_of
from quizzes.bank import quiz_editing
from quizzes.bank.models import Fact, Quiz
from quizzes.bank.question_content import QuestionContent
from quizzes.bank.question_editing import store_question
from quizzes.bank.recipes import FeedbackMode, Recipe
from quizzes.bank.spaces import own_space
from quizzes.classes import cards, keeping
from quizzes.classes.assigning import Given
from quizzes.classes.assignments import Assignment
from quizzes.classes.classrooms import Classroom, Enrolment
from quizzes.demo import factories
from quizzes.demo.planted import BELIEFS, PLANTED, TOO_EASY
from quizzes.demo.pupils import Pupil, right_response
from quizzes.items.data import Form, Item
from quizzes.items.marking import Response
from quizzes.memory.choosing import Reason
from quizzes.memory.practice import Scope
from quizzes.people.models import User

TEACHER: Final = "demo-teacher"
FEWEST_PUPILS: Final = 5
MOST_PUPILS: Final = 200
PASSWORD_LENGTH: Final = 12
OPEN_FOR: Final = timedelta(days=5)
TEST_MINUTES: Final = 30
# The hour at which homework is given
SCHOOL_ENDS: Final = 14
QUIZ_LENGTH: Final = 10
PRACTICE_LENGTH: Final = 5
EASILY_RIGHT: Final = 0.98

_HOMEWORK_FORMS: Final = (Form.CHOICE, Form.TRUE_FALSE, Form.MULTIPLE_CHOICE)


class AlreadyThere(Exception):
    """The demonstration is in the database already."""


class NoFacts(Exception):
    """The common library lacks the facts that the quizzes are made of."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """What is given in a week: the topics of its quiz, and whether it is a test.

    It was given `ago` days before the end of the story. `planted` says that the bad
    questions are in it.
    """

    title: str
    topics: tuple[str, ...]
    ago: int
    is_test: bool = False
    planted: bool = False


_SHANGHAI: Final = "shanghai-five"

LESSONS: Final = (
    Lesson("ТМД", ("cis",), ago=72),
    Lesson("ТМД, бақылау", ("cis",), ago=65, is_test=True),
    Lesson("Экономикалық одақ", ("economic-union",), ago=58),
    Lesson("Ұжымдық қауіпсіздік", ("collective-security",), ago=51),
    Lesson("Орталық Азия", ("central-asia",), ago=44),
    Lesson("Шанхай бестігі", (_SHANGHAI,), ago=37),
    Lesson("Шанхай бестігі, бақылау", (_SHANGHAI,), ago=30, is_test=True),
    Lesson("Бірлескен бақылау тобы", ("joint-control-group",), ago=23),
    Lesson("Бішкек тобы", ("bishkek-group",), ago=16),
    Lesson("Қорытынды бақылау", ("cis", _SHANGHAI), ago=9, is_test=True, planted=True),
    Lesson("Қайталау", ("central-asia", "economic-union"), ago=1),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The class that was made, with what its people log in by.

    `cards` are in the order of `pupils`: strong ones first, the absent one last.
    """

    teacher: User
    password: str
    classroom: Classroom
    cards: Sequence[cards.PrintedCard]
    pupils: Sequence[Pupil]
    final_test: Assignment


def tell(
    *,
    learners: int,
    seed: int,
    now: datetime,
    lessons: Sequence[Lesson] = LESSONS,
    progress: Callable[[str], None] = lambda line: None,
) -> Told:
    """Make the demonstration, all of it or nothing.

    The same seed makes the same class, whose past ends at `now`; passwords are new ones
    each time. `progress` is told each lesson's title; one of the lessons has the bad
    questions in it. Raises AlreadyThere and NoFacts.
    """
    if User.objects.filter(username=TEACHER).exists():
        raise AlreadyThere
    with transaction.atomic():
        return _Story(learners, seed, now, progress).tell(lessons)


class _Story:
    """The class while it is made."""

    def __init__(
        self, learners: int, seed: int, now: datetime, progress: Callable[[str], None]
    ) -> None:
        self.rng = random.Random(seed)
        self.now = now
        self.progress = progress
        self.pupils = factories.pupils(learners, self.rng)
        self.password = get_random_string(PASSWORD_LENGTH)

    def tell(self, lessons: Sequence[Lesson]) -> Told:
        began = self.now - timedelta(days=lessons[0].ago + 1)
        self.teacher = User.objects.create_user(
            TEACHER,
            password=self.password,
            display_name="Сейітова Айгерім",
            role=User.Role.TEACHER,
            date_joined=began,
        )
        self.space = own_space(owner=self.teacher, name=self.teacher.display_name)
        self.classroom = keeping.open_class(
            teacher=self.teacher, name="9 «Ә»", confirms_newcomers=False, now=began
        )
        printed = cards.make_cards(
            classroom=self.classroom,
            names=[pupil.name for pupil in self.pupils],
            language=User.Language.KAZAKH,
            now=began,
        )
        enrolled = Enrolment.objects.filter(classroom=self.classroom)
        users = {each.name: each.learner for each in enrolled.select_related("learner")}
        self.users = [users[pupil.name] for pupil in self.pupils]
        # Whoever looks on wants to log in as a pupil at once
        own = User.objects.filter(pk__in=[user.pk for user in self.users])
        own.update(must_replace_password=False)
        given = [
            self._live(lesson, to_go=len(lessons) - number)
            for number, lesson in enumerate(lessons, start=1)
        ]
        [final] = [
            assignment
            for lesson, assignment in zip(lessons, given, strict=True)
            if lesson.planted
        ]
        return Told(
            teacher=self.teacher,
            password=self.password,
            classroom=self.classroom,
            cards=printed,
            pupils=self.pupils,
            final_test=final,
        )

    def _live(self, lesson: Lesson, *, to_go: int) -> Assignment:
        """A week: the lesson's quiz is given, done, and practised after it."""
        self.progress(lesson.title)
        day = timezone.localtime(self.now - timedelta(days=lesson.ago))
        given_at = day.replace(hour=SCHOOL_ENDS, minute=0, second=0, microsecond=0)
        assignment = self._give(lesson, given_at)
        is_open = given_at + OPEN_FOR > self.now
        for pupil, user in zip(self.pupils, self.users, strict=True):
            # What is open has been done by half of the class so far
            if pupil.works(to_go) and not (is_open and self.rng.random() < 0.5):
                at = given_at + timedelta(hours=self.rng.uniform(0.2, 7))
                key = self._uuid()
                attempt = assigned.start(
                    assignment=assignment, learner=user, start_key=key, now=at
                )
                self._take(pupil, attempt)
        if is_open:
            return assignment
        after = given_at + OPEN_FOR + timedelta(hours=1)
        learning.settle(now=after)
        for pupil, user in zip(self.pupils, self.users, strict=True):
            if pupil.works(to_go) and self.rng.random() < pupil.practises:
                self._practise(pupil, user, after)
        return assignment

    def _give(self, lesson: Lesson, at: datetime) -> Assignment:
        mode = FeedbackMode.AT_END if lesson.is_test else FeedbackMode.AT_ONCE
        quiz = self._quiz(lesson, mode, at)
        rules = Given(
            title=lesson.title,
            opens_at=at,
            closes_at=at + OPEN_FOR,
            minutes=TEST_MINUTES if lesson.is_test else None,
            attempts_allowed=1,
            counts="first",
            same_items=True,
            shuffles_options=False,
        )
        return assigned.give_quiz(
            quiz=quiz,
            teacher=self.teacher,
            rules=rules,
            feedback_mode=mode,
            classes=[self.classroom],
            learners={},
            given_key=self._uuid(),
            now=at,
        )

    def _quiz(self, lesson: Lesson, mode: FeedbackMode, at: datetime) -> Quiz:
        facts = self._facts(lesson.topics)
        recipe = Recipe(
            facts=tuple(self.rng.sample(facts, len(facts))),
            forms=() if lesson.is_test else _HOMEWORK_FORMS,
            length=QUIZ_LENGTH,
            feedback_mode=mode,
        )
        quiz = quiz_editing.make_quiz(
            space=self.space,
            title=lesson.title,
            recipe=recipe,
            seed=str(self.rng.random()),
            # Not by the story's own chance, which what pupils do hangs on.
            made_key=uuid.uuid4(),
            by=self.teacher,
            now=at,
        )
        if lesson.planted:
            for content in PLANTED:
                self._add(quiz, content, at)
        return quiz

    def _add(self, quiz: Quiz, content: QuestionContent, at: datetime) -> None:
        stored = store_question(
            space=self.space, content=content, now=at, by=self.teacher
        )
        quiz.refresh_from_db()
        quiz_editing.add_question(
            quiz=quiz,
            question=stored.question,
            seen_version=quiz.version,
            by=self.teacher,
            now=at,
        )

    def _facts(self, topics: Iterable[str]) -> Sequence[str]:
        """The keys of what can be asked of the topics, in an order that stays."""
        facts = (
            Fact.objects.approved()
            .core()
            .filter(topic__key__in=topics, space__key="common", unasked="")
        )
        keys = list(facts.order_by("key").values_list("key", flat=True))
        if len(keys) < 2:
            raise NoFacts
        return keys

    def _take(self, pupil: Pupil, attempt: Attempt) -> None:
        """Answer all of an attempt, one question after the other, and hand it in."""
        at = attempt.started_at
        slots = Slot.objects.filter(attempt=attempt).select_related("snapshot")
        for slot in slots.order_by("position"):
            slot.attempt = attempt
            at += timedelta(seconds=self.rng.uniform(8, 60))
            taking.submit(
                slot=slot,
                response=self._response(pupil, item_of(slot.snapshot), at),
                idempotency_key=self._uuid(),
                number=1,
                now=at,
            )
            attempt.refresh_from_db()
        if attempt.is_open:
            taking.close(attempt=attempt, now=at)

    def _response(self, pupil: Pupil, item: Item, at: datetime) -> Response:
        if item.stem == TOO_EASY.stem and self.rng.random() < EASILY_RIGHT:
            return right_response(item)
        return pupil.answer(item, at=at, rng=self.rng, beliefs=BELIEFS)

    def _practise(self, pupil: Pupil, user: User, at: datetime) -> None:
        """Practise what is due or was missed, if there is anything."""
        try:
            attempt = practising.start_practice(
                learner=user,
                count=PRACTICE_LENGTH,
                scope=Scope(),
                start_key=self._uuid(),
                seed=str(self.rng.random()),
                now=at,
                only=(Reason.DUE, Reason.MISSED),
            )
        except taking.NothingToAsk:
            return
        self._take(pupil, attempt)

    def _uuid(self) -> uuid.UUID:
        return uuid.UUID(int=self.rng.getrandbits(128), version=4)
