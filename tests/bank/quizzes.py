"""Quizzes that tests are about: built of sample items, without a bank."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from quizzes.bank.models import Quiz, QuizItem
from quizzes.bank.recipes import FeedbackMode, Recipe
from quizzes.bank.spaces import own_space
from quizzes.items.data import Form, Item
from quizzes.people.models import User
from tests.attempts.sample_items import SAMPLES
from tests.factories import NOW


def make_quiz(
    teacher: User,
    items: Iterable[Item] | None = None,
    *,
    pinned: Iterable[int] = (),
    **more: Any,
) -> Quiz:
    """A quiz of a teacher with these items, or one of each form."""
    values: dict[str, Any] = {
        "title": "Тоқсандық бақылау",
        "recipe": Recipe(feedback_mode=FeedbackMode.AT_END).to_record(),
        "seed": "a seed",
        "made_at": NOW,
        "made_by": teacher,
        "updated_at": NOW,
    }
    quiz = Quiz.objects.create(
        space=own_space(owner=teacher, name=str(teacher)), **(values | more)
    )
    if items is None:
        items = [SAMPLES[form].item for form in Form]
    QuizItem.objects.bulk_create(
        QuizItem(quiz=quiz, position=position, pinned=position in set(pinned)).hold(
            item
        )
        for position, item in enumerate(items, start=1)
    )
    return quiz


def stems(quiz: Quiz) -> list[str]:
    """The stems of a quiz in its order."""
    return [row.item().stem for row in quiz.items.order_by("position")]


def ids(quiz: Quiz) -> list[str]:
    """The public ids of the items of a quiz in its order."""
    rows = quiz.items.order_by("position")
    return list(rows.values_list("public_id", flat=True))
