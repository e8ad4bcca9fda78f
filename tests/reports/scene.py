"""Classes with answers to report on, stored quickly as the product would store them."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from quizzes.attempts import responses as stored_responses
from quizzes.attempts.models import Answer, Attempt, Mark, Slot
from quizzes.attempts.snapshots import freeze
from quizzes.classes.assignments import Assignment
from quizzes.classes.classrooms import Classroom, Enrolment
from quizzes.items.data import Family, Form, Item, Option
from quizzes.items.marking import Response, mark
from quizzes.memory.grading import Grade
from quizzes.memory.models import Memory
from quizzes.people.models import User
from tests.attempts.sample_items import SAMPLES
from tests.factories import make_enrolment

OPTIONS = ("1991 жылғы 21 желтоқсан", "1992 жылғы 15 мамыр", "1993 жылғы 24 қыркүйек")
RIGHT, WRONG, OTHER_WRONG = "date:1", "date:0", "date:2"


def choice(number: int, *, fact: str = "") -> Item:
    """A choice of three dates, in which `RIGHT` is right."""
    return Item(
        family=Family.DATE,
        form=Form.CHOICE,
        wording="sample",
        property="signed_on",
        facts=((fact or f"fact-{number}", 1),),
        stem=f"{number}-шартқа қай күні қол қойылды?",
        options=tuple(
            Option(value=f"date:{place}", text=text, key=place == 1)
            for place, text in enumerate(OPTIONS)
        ),
        citations=SAMPLES[Form.CHOICE].item.citations,
        feedback="Шартқа 1992 жылғы 15 мамырда қол қойылды.",
    )


def join(classroom: Classroom, count: int) -> list[Enrolment]:
    """So many more learners, with names in the order of the alphabet."""
    have = classroom.enrolments.count()
    return [
        make_enrolment(
            classroom,
            User.objects.create_user(uuid.uuid4().hex),
            name=f"Оқушы {have + number:03}",
        )
        for number in range(1, count + 1)
    ]


def hand_in(
    assignment: Assignment,
    learner: User,
    given: Sequence[Response | None],
    items: Sequence[Item],
    *,
    at: datetime,
    number: int = 1,
    is_open: bool = False,
    minutes: float = 10,
) -> Attempt:
    """An attempt with these responses to these items, None for no answer."""
    scores = [
        None if response is None else mark(item, response).score
        for item, response in zip(items, given, strict=True)
    ]
    known = [score for score in scores if score is not None]
    attempt = Attempt.objects.create(
        learner=learner,
        assignment=assignment,
        number=number,
        start_key=uuid.uuid4(),
        recipe=assignment.recipe,
        feedback_mode=assignment.feedback_mode,
        seed="a seed",
        length=len(items),
        max_score=Decimal(len(items)),
        started_at=at,
        closed_at=None if is_open else at + timedelta(minutes=minutes),
        state=Attempt.State.OPEN if is_open else Attempt.State.CLOSED,
        answered=len(known),
        score=sum(known, Decimal(0)) if known else None,
        reveals_at=assignment.closes_at,
    )
    for position, (snapshot, item, response, score) in enumerate(
        zip(freeze(items), items, given, scores, strict=True), 1
    ):
        slot = Slot.objects.create(
            attempt=attempt,
            position=position,
            snapshot=snapshot,
            option_order=[option.value for option in item.options],
            single=attempt.shows_feedback_at_once,
            mark=score,
            answer_count=0 if score is None else 1,
        )
        if response is not None and score is not None:
            answer = Answer.objects.create(
                slot=slot,
                number=1,
                idempotency_key=uuid.uuid4(),
                response=stored_responses.to_record(response),
                single=slot.single,
                received_at=at,
            )
            Mark.objects.create(answer=answer, score=score, fact_version=1, made_at=at)
    return attempt


def remember(
    learner: User,
    fact_id: int,
    *,
    at: datetime,
    grade: Grade = Grade.GOOD,
    stability: float = 20.0,
) -> Memory:
    """That a learner answered what asks a fact, and how."""
    return Memory.objects.create(
        learner=learner,
        fact_id=fact_id,
        stability=stability,
        difficulty=5,
        due_at=at + timedelta(days=1),
        reviewed_at=at,
        reviews=1,
        misses=int(grade is Grade.AGAIN),
        last_grade=grade.value,
        first_asked_at=at,
        first_right_at=at if grade is Grade.GOOD else None,
    )


def responses_by_skill(
    learners: Iterable[Enrolment], items: Sequence[Item], rng: random.Random
) -> dict[int, list[Response]]:
    """Answers to choices as strong and weak learners give them, by learner.

    The first learners are the strongest. An item called bad is turned round: there the
    strong choose what is wrong.
    """
    learners = list(learners)
    given: dict[int, list[Response]] = {}
    for place, enrolment in enumerate(learners):
        skill = 0.95 - 0.75 * place / max(1, len(learners) - 1)
        own: list[Response] = []
        for item in items:
            chance = 1 - skill if item.wording == "bad" else skill
            chance = 1.0 if item.wording == "easy" else chance
            wrong = rng.choice((WRONG, OTHER_WRONG))
            own.append(RIGHT if rng.random() < chance else wrong)
        given[enrolment.learner_id] = own
    return given


def quiz_with_two_bad_items(length: int = 8) -> list[Item]:
    """Choices, of which the second is turned round and the fourth too easy."""
    items = [choice(number) for number in range(1, length + 1)]
    items[1] = replace(items[1], wording="bad")
    items[3] = replace(items[3], wording="easy")
    return items
