"""Who may open what of quizzes: one row for each URL name, as in `class_matrix`.

The quiz is Aigerim's, who owns the class: to her co-teacher, and to any other, it is as
absent as what does not exist. The shared one is reached by its link.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.utils import timezone

from quizzes.bank import quiz_editing, quiz_sharing
from quizzes.bank.models import Quiz
from quizzes.bank.recipes import Recipe
from quizzes.bank.spaces import own_space
from tests.classes.scene import School
from tests.web.class_matrix import Arguments, ClassRow, for_teachers


def quiz_of(school: School) -> Quiz:
    """The owner's quiz, shared by a link; without items, as the bank is empty."""
    known = Quiz.objects.filter(space__owner=school.owner).first()
    if known is not None:
        return known
    quiz = quiz_editing.make_quiz(
        space=own_space(owner=school.owner, name="Айгерім"),
        title="Бақылау",
        recipe=Recipe(),
        seed="a seed",
        made_key=uuid.uuid4(),
        by=school.owner,
        now=timezone.now(),
    )
    quiz_sharing.share(quiz=quiz)
    quiz.refresh_from_db()
    return quiz


def _nothing(school: School) -> Arguments:
    return {}


def _quiz(school: School) -> Arguments:
    return {"public_id": quiz_of(school).public_id}


def _quiz_file(school: School) -> Arguments:
    return {**_quiz(school), "name": "report", "kind": "xlsx"}


def _item(school: School) -> Arguments:
    return {**_quiz(school), "item_id": "no-such-item"}


def _link(school: School) -> Arguments:
    return {"token": quiz_of(school).share_token}


def for_the_owner(
    name: str, statuses: str, others: str, arguments: Callable[[School], Arguments]
) -> ClassRow:
    """The row of a page for the teacher who has built the quiz."""
    return for_teachers(name, statuses, others, arguments, co_teacher=others)


QUIZ_ROWS = [
    for_teachers("quizzes:quizzes", "200 405", "200 405", _nothing),
    for_teachers("quizzes:new", "200 422", "200 422", _nothing),
    for_teachers("quizzes:shared", "200 302", "200 302", _link),
    for_the_owner("quizzes:quiz", "200 405", "404 405", _quiz),
    for_the_owner("quizzes:set_up", "200 422", "404 404", _quiz),
    for_the_owner("quizzes:add", "200 422", "404 404", _quiz),
    for_the_owner("quizzes:paper", "200 405", "404 405", _quiz),
    for_the_owner("exchange:export_quiz", "200 405", "404 405", _quiz),
    for_the_owner("quizzes:draw", "405 422", "405 404", _quiz),
    for_the_owner("quizzes:change_item", "405 422", "405 404", _item),
    *(
        for_the_owner(f"quizzes:{name}", "405 302", "405 404", _quiz)
        for name in ("archive", "restore", "copy", "share", "unshare")
    ),
    for_the_owner("attempts:give_quiz", "200 422", "404 404", _quiz),
    for_the_owner("attempts:try_quiz", "405 302", "405 404", _quiz),
    for_the_owner("reports:quiz", "200 405", "404 405", _quiz),
    for_the_owner("reports:quiz_file", "200 405", "404 405", _quiz_file),
]
