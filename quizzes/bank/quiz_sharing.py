"""Copies of quizzes, one's own and those that a link leads to.

Items are copied as they stand, so that whoever takes a copy has the questions that were
shared, with what they rest on. The recipe is cut down to what the taker can draw from.
"""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from quizzes.bank.quiz_access import rows_of
from quizzes.bank.quiz_making import made_once
from quizzes.bank.quizzes import TITLE_LENGTH, Quiz, QuizItem
from quizzes.bank.recipes import Recipe
from quizzes.bank.references import COMMON, split
from quizzes.bank.spaces import Space
from quizzes.people.models import User
from quizzes.people.public_ids import new_public_id


def copy(
    *,
    quiz: Quiz,
    space: Space,
    title: str,
    seed: str,
    made_key: uuid.UUID,
    by: User,
    now: datetime,
) -> Quiz:
    """Copy a quiz into a space, which may be its own; the key makes one copy.

    Items that rest on what the space does not reach are pinned: they could not be drawn
    again.
    """
    reach = {COMMON, space.key}

    def make() -> Quiz:
        made = Quiz.objects.create(
            space=space,
            title=title[:TITLE_LENGTH],
            recipe=replace(within(quiz.asked(), reach), space=space.key).to_record(),
            seed=seed,
            made_key=made_key,
            copied_from=quiz,
            made_at=now,
            made_by=by,
            updated_at=now,
            updated_by=by,
        )
        QuizItem.objects.bulk_create(
            QuizItem(
                quiz=made,
                position=row.position,
                content=row.content,
                pinned=row.pinned or not _rests_within(row, reach),
            )
            for row in rows_of(quiz)
        )
        return made

    return made_once(space=space, made_key=made_key, make=make)


def within(recipe: Recipe, reach: set[str]) -> Recipe:
    """The recipe without the topics and facts of spaces that are out of reach."""
    topics = tuple(each for each in recipe.topics if split(each)[0] in reach)
    facts = tuple(each for each in recipe.facts if split(each)[0] in reach)
    return replace(recipe, topics=topics, facts=facts)


def share(*, quiz: Quiz) -> str:
    """Let whoever has the link take a copy; gives what the link ends with."""
    with transaction.atomic():
        locked = Quiz.objects.select_for_update().get(pk=quiz.pk)
        if locked.share_token is None:
            locked.share_token = new_public_id()
            locked.save(update_fields=["share_token"])
    return locked.share_token


def unshare(*, quiz: Quiz) -> None:
    """Let the link lead nowhere; copies that were taken stay."""
    Quiz.objects.filter(pk=quiz.pk).update(share_token=None)


def _rests_within(row: QuizItem, reach: set[str]) -> bool:
    item = row.item()
    named_by = [key for key, _version in item.facts]
    if item.question is not None:
        named_by.append(item.question[0])
    return all(split(key)[0] in reach for key in named_by)
