"""The one way in for quizzes: each verb changes a quiz as a whole, or not at all.

A verb takes the version that the teacher has seen. Where somebody has changed the quiz
since, it raises StaleQuiz and changes nothing. Items are drawn before the transaction:
that reads much, and the version says whether it was read in vain.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from django.db import transaction
from django.db.models import F

from quizzes.bank import quiz_drawing
from quizzes.bank.facts import Fact
from quizzes.bank.questions import Question, Stimulus
from quizzes.bank.quiz_access import rows_of
from quizzes.bank.quiz_making import made_once
from quizzes.bank.quizzes import Quiz, QuizItem
from quizzes.bank.recipes import LONGEST, Recipe
from quizzes.bank.spaces import Space
from quizzes.bank.written_items import item_of_question
from quizzes.items.arrangement import blocks
from quizzes.items.data import Item
from quizzes.items.records import to_text
from quizzes.people.models import User

# Beyond any place, so that items can change theirs without meeting
_ASIDE: Final = 1000
_KEPT: Final = ("position", "content", "pinned")


class QuizError(Exception):
    """What was asked cannot be done; nothing has been changed."""


class StaleQuiz(QuizError):
    """Somebody has changed the quiz since it was read."""


class NoSuchItem(QuizError):
    """The item is not in the quiz any more."""


class NoOther(QuizError):
    """The bank has nothing to put in the place of an item."""


class QuizIsFull(QuizError):
    """A quiz has no more than LONGEST items."""


class AlreadyThere(QuizError):
    """The quiz has this very item."""


class NothingUnderIt(QuizError):
    """Too few questions under a text can be asked for it to make sense."""


class Direction(StrEnum):
    """Where an item moves."""

    UP = "up"
    DOWN = "down"


def make_quiz(
    *,
    space: Space,
    title: str,
    recipe: Recipe,
    seed: str,
    made_key: uuid.UUID,
    by: User,
    now: datetime,
) -> Quiz:
    """Make a quiz with the items that its recipe gives; the key makes one quiz."""

    def make() -> Quiz:
        drawn = quiz_drawing.draw_beside(
            [], space=space, recipe=recipe, count=recipe.length, seed=seed
        )
        quiz = Quiz.objects.create(
            space=space,
            title=title,
            recipe=replace(recipe, space=space.key).to_record(),
            seed=seed,
            made_key=made_key,
            made_at=now,
            made_by=by,
            updated_at=now,
            updated_by=by,
        )
        _place(quiz, [_row(quiz, item) for item in drawn])
        return quiz

    return made_once(space=space, made_key=made_key, make=make)


def set_up(
    *,
    quiz: Quiz,
    title: str,
    recipe: Recipe,
    seen_version: int,
    by: User,
    now: datetime,
) -> None:
    """Change the title and what is drawn the next time; the items stay."""
    record = replace(recipe, space=quiz.space.key).to_record()
    _write(quiz, None, seen_version, by, now, title=title, recipe=record)


def draw_anew(
    *, quiz: Quiz, seed: str, seen_version: int, by: User, now: datetime
) -> int:
    """Draw everything anew that is not pinned, and give how many items it has now."""
    recipe = quiz.asked()
    rows = list(rows_of(quiz))
    pinned = [row.item() for row in rows if row.pinned]
    drawn = quiz_drawing.draw_beside(
        pinned,
        space=quiz.space,
        recipe=recipe,
        count=max(recipe.length - len(pinned), 0),
        seed=seed,
    )
    fresh = [[_row(quiz, drawn[n]) for n in block] for block in blocks(drawn)]
    placed: list[QuizItem] = []
    for row in rows:
        if row.pinned:
            placed.append(row)
        elif fresh:
            placed += fresh.pop(0)
    placed += [row for block in fresh for row in block]
    _write(quiz, placed, seen_version, by, now)
    return len(placed)


def swap(
    *,
    quiz: Quiz,
    item_id: str,
    seed: str,
    seen_version: int,
    by: User,
    now: datetime,
) -> None:
    """Put another item of the same kind in the place of one; raises NoOther.

    What stands under a text has no other: it goes with the text or stays with it.
    """
    rows = list(rows_of(quiz))
    block = _block_of(rows, item_id)
    old = rows[block[0]].item()
    if old.stimulus is not None:
        raise NoOther
    other = quiz_drawing.another(
        old,
        standing=[row.item() for n, row in enumerate(rows) if n not in block],
        space=quiz.space,
        recipe=quiz.asked(),
        seed=seed,
    )
    if other is None:
        raise NoOther
    row = rows[block[0]]
    row.hold(other)
    _write(
        quiz,
        [*rows[: block[0]], row, *rows[block[-1] + 1 :]],
        seen_version,
        by,
        now,
    )


def move(
    *,
    quiz: Quiz,
    item_id: str,
    direction: Direction,
    seen_version: int,
    by: User,
    now: datetime,
) -> None:
    """Move an item, with all that stands under its text, by one place."""
    rows = list(rows_of(quiz))
    together = _blocks(rows)
    block = _block_of(rows, item_id)
    place = together.index(block)
    other = place - 1 if direction is Direction.UP else place + 1
    if 0 <= other < len(together):
        together[place], together[other] = together[other], together[place]
    moved = [rows[n] for each in together for n in each]
    _write(quiz, moved, seen_version, by, now)


def pin(
    *,
    quiz: Quiz,
    item_id: str,
    pinned: bool,
    seen_version: int,
    by: User,
    now: datetime,
) -> None:
    """Keep an item when the rest is drawn anew, or let it go with the rest."""
    rows = list(rows_of(quiz))
    for place in _block_of(rows, item_id):
        rows[place].pinned = pinned
    _write(quiz, rows, seen_version, by, now)


def remove(
    *, quiz: Quiz, item_id: str, seen_version: int, by: User, now: datetime
) -> None:
    """Take an item out, with all that stands under its text."""
    rows = list(rows_of(quiz))
    block = _block_of(rows, item_id)
    left = [row for n, row in enumerate(rows) if n not in block]
    _write(quiz, left, seen_version, by, now)


def refresh(
    *, quiz: Quiz, item_id: str, seen_version: int, by: User, now: datetime
) -> None:
    """Make an item anew of what its facts or its question say now; raises NoOther.

    What stands under a text is made anew with all that stands there.
    """
    rows = list(rows_of(quiz))
    block = _block_of(rows, item_id)
    first = rows[block[0]]
    old = first.item()
    fresh: Sequence[Item | None]
    if old.stimulus is not None:
        key = old.stimulus.key
        fresh = quiz_drawing.text_anew(key, space=quiz.space, seed=quiz.seed)
    else:
        fresh = [quiz_drawing.made_anew(old, space=quiz.space, seed=quiz.seed)]
    made = [item for item in fresh if item is not None]
    if not made:
        raise NoOther
    added = [_row(quiz, item, pinned=first.pinned) for item in made[1:]]
    after = [*rows[: block[0]], first.hold(made[0]), *added, *rows[block[-1] + 1 :]]
    _write(quiz, after, seen_version, by, now)


def add_fact(
    *,
    quiz: Quiz,
    fact: Fact,
    wording: str,
    seen_version: int,
    by: User,
    now: datetime,
) -> None:
    """Add the item of a fact in one way of asking, pinned, at the end.

    Raises NotMade where the fact is not asked in this way any more, AlreadyThere and
    QuizIsFull.
    """
    item = quiz_drawing.item_of_fact(
        fact, wording=wording, space=quiz.space, seed=quiz.seed
    )
    _add(quiz, [item], seen_version, by, now)


def add_question(
    *, quiz: Quiz, question: Question, seen_version: int, by: User, now: datetime
) -> None:
    """Add a question by hand, pinned, at the end; raises AlreadyThere, QuizIsFull."""
    item = item_of_question(question, seed=quiz.seed)
    _add(quiz, [item], seen_version, by, now)


def add_text(
    *, quiz: Quiz, text: Stimulus, seen_version: int, by: User, now: datetime
) -> None:
    """Add a text with all that stands under it, pinned, at the end.

    Raises NothingUnderIt if too little of it can be asked, AlreadyThere, QuizIsFull.
    """
    items = quiz_drawing.items_of_text(text, space=quiz.space, seed=quiz.seed)
    if not items:
        raise NothingUnderIt
    _add(quiz, items, seen_version, by, now)


def archive(*, quiz: Quiz, now: datetime) -> None:
    """Put a quiz away; a link to it leads nowhere as long as it is there."""
    Quiz.objects.filter(pk=quiz.pk, archived_at=None).update(archived_at=now)


def restore(*, quiz: Quiz) -> None:
    """Take a quiz out of the archive."""
    Quiz.objects.filter(pk=quiz.pk).update(archived_at=None)


def _add(
    quiz: Quiz, items: Sequence[Item], seen_version: int, by: User, now: datetime
) -> None:
    rows = list(rows_of(quiz))
    known = {row.content for row in rows}
    if any(to_text(item) in known for item in items):
        raise AlreadyThere
    if len(rows) + len(items) > LONGEST:
        raise QuizIsFull
    rows += [_row(quiz, item, pinned=True) for item in items]
    _write(quiz, rows, seen_version, by, now)


def _row(quiz: Quiz, item: Item, *, pinned: bool = False) -> QuizItem:
    return QuizItem(quiz=quiz, pinned=pinned).hold(item)


def _blocks(rows: Sequence[QuizItem]) -> list[list[int]]:
    return blocks([row.item() for row in rows])


def _place_of(rows: Sequence[QuizItem], item_id: str) -> int:
    for place, row in enumerate(rows):
        if row.public_id == item_id:
            return place
    raise NoSuchItem(item_id)


def _block_of(rows: Sequence[QuizItem], item_id: str) -> list[int]:
    place = _place_of(rows, item_id)
    return next(block for block in _blocks(rows) if place in block)


def _write(
    quiz: Quiz,
    rows: Sequence[QuizItem] | None,
    seen_version: int,
    by: User,
    now: datetime,
    **changes: Any,
) -> None:
    """Store a quiz with what now stands in it; raises StaleQuiz."""
    with transaction.atomic():
        locked = Quiz.objects.select_for_update().get(pk=quiz.pk)
        if locked.version != seen_version:
            raise StaleQuiz
        for name, value in changes.items():
            setattr(locked, name, value)
        locked.version += 1
        locked.updated_at, locked.updated_by = now, by
        locked.save()
        if rows is not None:
            _place(locked, rows)


def _place(quiz: Quiz, rows: Sequence[QuizItem]) -> None:
    """Store these rows, in this order, and no others."""
    stored = [row for row in rows if row.pk is not None]
    items = QuizItem.objects.filter(quiz=quiz)
    items.exclude(pk__in=[row.pk for row in stored]).delete()
    items.update(position=F("position") + _ASIDE)
    for position, row in enumerate(rows, start=1):
        row.quiz, row.position = quiz, position
    QuizItem.objects.bulk_update(stored, _KEPT)
    QuizItem.objects.bulk_create([row for row in rows if row.pk is None])
