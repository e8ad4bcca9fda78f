"""What becomes of whole questions: added, copied, approved together, deleted, put back.

Each verb is atomic and goes through `store_question`, so that everything is a version.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Final

from django.db import transaction

from quizzes.bank.question_content import QuestionContent, question_from_plain
from quizzes.bank.question_conversion import question_content
from quizzes.bank.question_editing import (
    StoredQuestion,
    set_question_state,
    store_question,
)
from quizzes.bank.questions import Question, QuestionVersion, State, Version
from quizzes.bank.references import new_key
from quizzes.bank.spaces import Space
from quizzes.people.models import User

# Parts of addresses, which no key may be
RESERVED_KEYS: Final = frozenset({"approve", "new", "preview", "question"})
_WORDS_OF_A_KEY: Final = 8


class NotDeletable(Exception):
    """The question may have been asked, or stands under a text."""


@transaction.atomic
def add_question(
    *,
    space: Space,
    content: QuestionContent,
    now: datetime,
    by: User | None,
    free_only: bool = False,
) -> StoredQuestion:
    """Write a new question under a key of its own.

    A question that is there already, word for word, is given back as it is: whoever
    presses twice adds one; with `free_only` it counts only if it stands under no text.
    Raises what `store_question` raises.
    """
    name = " ".join(content.stem.split()[:_WORDS_OF_A_KEY])
    content = _under_a_free_key(space, content, name, free_only=free_only)
    return store_question(space=space, content=content, now=now, by=by)


@transaction.atomic
def copy_question(
    *,
    question: Question,
    space: Space,
    now: datetime,
    by: User,
    free_only: bool = False,
) -> StoredQuestion:
    """Write a copy of a question into a space, as a draft to be changed there.

    In another space it keeps its key, if that is free. `free_only` makes a copy that
    stands under no text, even if there is the same question already. Raises UnknownKey
    where the question names a source or a topic that the space does not reach.
    """
    content = replace(question_content(question), state=State.DRAFT.value)
    original = {question.key} if question.space_id == space.pk else set()
    content = _under_a_free_key(
        space, content, question.key, besides=original, free_only=free_only
    )
    return store_question(space=space, content=content, now=now, by=by)


def _under_a_free_key(
    space: Space,
    content: QuestionContent,
    name: str,
    *,
    besides: Collection[str] = (),
    free_only: bool = False,
) -> QuestionContent:
    """The content with a key that nothing else in the space has.

    The same content under its key counts as free: it is the same question.
    """
    # Of two presses at once the second waits here, and finds what the first has added.
    Space.objects.select_for_update().get(pk=space.pk)

    def taken(key: str) -> bool:
        if key in RESERVED_KEYS or key in besides:
            return True
        stored = Question.objects.in_space(space).filter(key=key).with_content().first()
        if stored is None:
            return False
        if free_only and stored.stimulus_parts.exists():
            return True
        return question_content(stored) != replace(content, key=key)

    return replace(content, key=new_key(name, kind="question", taken=taken))


def approve_questions(
    *, questions: Iterable[Question], now: datetime, by: User
) -> list[Question]:
    """Approve the drafts among some questions; gives those that were drafts."""
    drafts = [question for question in questions if not question.is_approved()]
    with transaction.atomic():
        for draft in drafts:
            set_question_state(
                question=draft, state=State.APPROVED.value, now=now, by=by
            )
    return drafts


@transaction.atomic
def restore_question(
    *, question: Question, number: int, now: datetime, by: User
) -> StoredQuestion:
    """Write the content of an old version as a new one; the state stays as it is.

    Raises QuestionVersion.DoesNotExist, and what `store_question` raises.
    """
    version = question.versions.get(number=number)
    content = question_from_plain(version.content)
    return store_question(
        space=question.space,
        content=replace(content, state=question.state),
        now=now,
        by=by,
        reason=Version.Reason.EDITED,
        seen_version=question.version,
    )


@transaction.atomic
def delete_question(*, question: Question) -> None:
    """Delete a draft that was never asked; raises NotDeletable.

    Only what was approved at some time can have been asked.
    """
    stored = Question.objects.select_for_update(of=("self",)).get(pk=question.pk)
    if not is_deletable(stored):
        raise NotDeletable
    stored.delete()


def is_deletable(question: Question) -> bool:
    """Whether nobody can have been asked it, and no text stands above it."""
    if question.is_approved() or question.stimulus_parts.exists():
        return False
    versions = QuestionVersion.objects.filter(question=question).only("content")
    return all(each.content["state"] != State.APPROVED for each in versions)
