"""What becomes of whole texts: written with their questions, copied, approved, deleted.

Each verb is atomic, and a part of a text is never left half written.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from django.db import transaction

from quizzes.bank.question_content import (
    QuestionContent,
    StimulusContent,
    stimulus_from_plain,
)
from quizzes.bank.question_conversion import stimulus_content
from quizzes.bank.question_editing import (
    AlreadyUnderAText,
    StoredStimulus,
    set_question_state,
    store_stimulus,
)
from quizzes.bank.question_keeping import add_question, copy_question
from quizzes.bank.questions import State, Stimulus, StimulusVersion, Version
from quizzes.bank.references import new_key
from quizzes.bank.spaces import Space
from quizzes.bank.stimulus_items import hindrances_of
from quizzes.items.stimuli import PartKind, StimulusPart
from quizzes.people.models import User

RESERVED_KEYS: Final = frozenset({"new", "preview", "text"})
_WORDS_OF_A_KEY: Final = 6


class CannotBeAsked(Exception):
    """A part of the text may not be asked; `hindrances` say which and why."""

    def __init__(self, hindrances: Sequence[str]) -> None:
        super().__init__("; ".join(hindrances))
        self.hindrances = tuple(hindrances)


class TextNotDeletable(Exception):
    """The text may have been shown to learners."""


@transaction.atomic
def write_stimulus(
    *,
    space: Space,
    content: StimulusContent,
    new_questions: Sequence[tuple[int, QuestionContent]],
    now: datetime,
    by: User,
    seen_version: int | None = None,
    stored: Stimulus | None = None,
) -> StoredStimulus:
    """Write a text, and first the new questions among its parts, by their places.

    A new text gets a key of its own. Raises what `store_stimulus` and
    `store_question` raise.
    """
    # Of two presses at once the second waits here, and finds what the first has added.
    Space.objects.select_for_update().get(pk=space.pk)

    def write(*, free_only: bool) -> StoredStimulus:
        parts = list(content.parts)
        for place, question in new_questions:
            added = add_question(
                space=space, content=question, now=now, by=by, free_only=free_only
            ).question
            parts[place] = StimulusPart(kind=PartKind.QUESTION, key=added.key)
        whole = replace(content, parts=tuple(parts))
        return _write(space, whole, stored, seen_version, now=now, by=by)

    try:
        with transaction.atomic():
            return write(free_only=False)
    except AlreadyUnderAText:
        # The same question stands under another text: this one gets its own.
        return write(free_only=True)


def _write(
    space: Space,
    content: StimulusContent,
    stored: Stimulus | None,
    seen_version: int | None,
    *,
    now: datetime,
    by: User,
) -> StoredStimulus:
    if stored is None:
        content = replace(content, key=_free_key(space, content))
        return store_stimulus(space=space, content=content, now=now, by=by)
    return store_stimulus(
        space=space, content=content, now=now, by=by, seen_version=seen_version
    )


def _free_key(space: Space, content: StimulusContent, besides: str = "") -> str:
    """A key that no other text of the space has; the same text may have it already."""
    words = (content.title or content.text).split()[:_WORDS_OF_A_KEY]

    def taken(key: str) -> bool:
        if key in RESERVED_KEYS or key == besides:
            return True
        row = Stimulus.objects.in_space(space).filter(key=key).with_content().first()
        return row is not None and stimulus_content(row) != replace(content, key=key)

    return new_key(" ".join(words), kind="text", taken=taken)


@transaction.atomic
def approve_stimulus(*, stimulus: Stimulus, now: datetime, by: User) -> StoredStimulus:
    """Let a text be asked, and with it the drafts among its own questions.

    Raises CannotBeAsked where a part may not be.
    """
    hindrances = hindrances_of(stimulus)
    if hindrances:
        raise CannotBeAsked(hindrances)
    for row in stimulus.parts.all():
        question = row.question
        if question is not None and not question.is_approved():
            set_question_state(
                question=question, state=State.APPROVED.value, now=now, by=by
            )
    return _set_state(stimulus, State.APPROVED, now=now, by=by)


def withdraw_stimulus(*, stimulus: Stimulus, now: datetime, by: User) -> StoredStimulus:
    """Ask a text no more; its questions stay as they are."""
    return _set_state(stimulus, State.DRAFT, now=now, by=by)


def _set_state(
    stimulus: Stimulus, state: State, *, now: datetime, by: User
) -> StoredStimulus:
    return store_stimulus(
        space=stimulus.space,
        content=replace(stimulus_content(stimulus), state=state.value),
        now=now,
        by=by,
        reason=Version.Reason.APPROVED,
        seen_version=stimulus.version,
    )


@transaction.atomic
def copy_stimulus(
    *, stimulus: Stimulus, space: Space, now: datetime, by: User
) -> StoredStimulus:
    """Write a copy of a text into a space, as a draft with questions of its own."""
    Space.objects.select_for_update().get(pk=space.pk)
    content = stimulus_content(stimulus)
    rows = {row.position: row.question for row in stimulus.parts.all()}
    parts = list(content.parts)
    for place, part in enumerate(parts):
        question = rows[place + 1]
        if question is not None:
            copied = copy_question(
                question=question, space=space, now=now, by=by, free_only=True
            ).question
            parts[place] = replace(part, key=copied.key)
    content = replace(content, parts=tuple(parts), state=State.DRAFT.value)
    besides = stimulus.key if stimulus.space_id == space.pk else ""
    key = _free_key(space, content, besides)
    return store_stimulus(
        space=space, content=replace(content, key=key), now=now, by=by
    )


def restore_stimulus(
    *, stimulus: Stimulus, number: int, now: datetime, by: User
) -> StoredStimulus:
    """Write the content of an old version as a new one; the state stays as it is.

    Raises StimulusVersion.DoesNotExist, and what `store_stimulus` raises.
    """
    version = stimulus.versions.get(number=number)
    content = stimulus_from_plain(version.content)
    return store_stimulus(
        space=stimulus.space,
        content=replace(content, state=stimulus.state),
        now=now,
        by=by,
        seen_version=stimulus.version,
    )


@transaction.atomic
def delete_stimulus(*, stimulus: Stimulus) -> None:
    """Delete a text that was never approved; its questions stay.

    Raises TextNotDeletable.
    """
    stored = Stimulus.objects.select_for_update(of=("self",)).get(pk=stimulus.pk)
    if not is_deletable(stored):
        raise TextNotDeletable
    stored.delete()


def is_deletable(stimulus: Stimulus) -> bool:
    """Whether no learner can have seen it."""
    versions = StimulusVersion.objects.filter(stimulus=stimulus).only("content")
    return all(each.content["state"] != State.APPROVED for each in versions)
