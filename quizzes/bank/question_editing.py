"""The one way in for questions and stimuli: whole contents, written with a version.

Like `editing` for facts: every verb is atomic and checks in full before it writes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from quizzes.bank.editing import Change, StaleVersion, UnknownKey
from quizzes.bank.facts import Fact
from quizzes.bank.names import search_key
from quizzes.bank.pictures import Picture
from quizzes.bank.question_content import (
    QuestionContent,
    StimulusContent,
    question_to_plain,
    stimulus_to_plain,
    with_canonical_dates,
)
from quizzes.bank.question_conversion import (
    parts_record,
    question_content,
    stimulus_content,
)
from quizzes.bank.questions import (
    Question,
    QuestionVersion,
    State,
    Stimulus,
    StimulusPart,
    StimulusVersion,
    Version,
)
from quizzes.bank.spaces import InSpaceQuerySet, Source, Space, Topic
from quizzes.items import question_faults, stimuli
from quizzes.items.question_faults import Finding
from quizzes.items.stimuli import PartKind
from quizzes.people.models import User

Row = TypeVar("Row", Question, Stimulus)
Shelved = TypeVar("Shelved", Source, Topic, Fact, Question)


class CannotBeSaved(Exception):
    """The content has faults; `faults` names them with their spots."""

    def __init__(self, faults: Sequence[Finding]) -> None:
        super().__init__(", ".join(fault.code for fault in faults))
        self.faults = tuple(faults)


class AlreadyUnderAText(Exception):
    """A question stands under another stimulus already; `key` is the question's."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredQuestion:
    """A question as it now stands, and whether that is new."""

    question: Question
    change: Change


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredStimulus:
    """A stimulus as it now stands, and whether that is new."""

    stimulus: Stimulus
    change: Change


@transaction.atomic
def store_question(
    *,
    space: Space,
    content: QuestionContent,
    now: datetime,
    reason: str = Version.Reason.EDITED,
    by: User | None = None,
    seen_version: int | None = None,
) -> StoredQuestion:
    """Write a question's whole content, with a version if anything changed.

    Takes `seen_version` where a person edits what they saw before: 0 for a new one.
    Raises CannotBeSaved, UnknownKey, StaleVersion, and ValidationError.
    """
    content = with_canonical_dates(content)
    faults = question_faults.faults_of(content.as_data())
    if faults:
        raise CannotBeSaved(faults)
    rows = Question.objects.select_for_update(of=("self",)).in_space(space)
    stored = rows.filter(key=content.key).with_content().first()
    _check_seen(stored, content.key, seen_version)
    if stored is not None and question_content(stored) == content:
        return StoredQuestion(question=stored, change=Change.UNCHANGED)
    question, change = _row(Question, stored, space, content.key, now)
    question.form, question.family = content.form, content.family
    question.stem, question.emphasis = content.stem, content.emphasis
    question.explanation, question.note = content.explanation, content.note
    question.parts = parts_record(content)
    question.search_key = search_key(" ".join(_question_texts(content)))
    _fill(question, content, now=now, by=by)
    question.save()
    QuestionVersion.objects.create(
        question=question,
        number=question.version,
        content=question_to_plain(content),
        made_at=now,
        made_by=by,
        reason=reason,
    )
    return StoredQuestion(question=question, change=change)


def set_question_state(
    *, question: Question, state: str, now: datetime, by: User | None
) -> StoredQuestion:
    """Approve a question, or withdraw it; a version records it."""
    stored = Question.objects.with_content().get(pk=question.pk)
    return store_question(
        space=stored.space,
        content=replace(question_content(stored), state=state),
        now=now,
        by=by,
        reason=Version.Reason.APPROVED,
        seen_version=stored.version,
    )


@transaction.atomic
def store_stimulus(
    *,
    space: Space,
    content: StimulusContent,
    now: datetime,
    reason: str = Version.Reason.EDITED,
    by: User | None = None,
    seen_version: int | None = None,
) -> StoredStimulus:
    """Write a stimulus with its parts, with a version if anything changed.

    Raises CannotBeSaved, UnknownKey for a question or a fact that the space does not
    reach, AlreadyUnderAText, StaleVersion, and ValidationError.
    """
    faults = stimuli.faults_of(content.as_data())
    if faults:
        raise CannotBeSaved(faults)
    rows = Stimulus.objects.select_for_update(of=("self",)).in_space(space)
    stored = rows.filter(key=content.key).with_content().first()
    _check_seen(stored, content.key, seen_version)
    if stored is not None and stimulus_content(stored) == content:
        return StoredStimulus(stimulus=stored, change=Change.UNCHANGED)
    stimulus, change = _row(Stimulus, stored, space, content.key, now)
    stimulus.title, stimulus.text = content.title, content.text
    stimulus.attribution = content.attribution
    texts = (content.title, content.text, content.attribution)
    stimulus.search_key = search_key(" ".join(texts))
    _fill(stimulus, content, now=now, by=by)
    stimulus.save()
    _write_parts(stimulus, content, space)
    StimulusVersion.objects.create(
        stimulus=stimulus,
        number=stimulus.version,
        content=stimulus_to_plain(content),
        made_at=now,
        made_by=by,
        reason=reason,
    )
    return StoredStimulus(stimulus=stimulus, change=change)


def _check_seen(
    stored: Question | Stimulus | None, key: str, seen_version: int | None
) -> None:
    """Raise StaleVersion if the row is not the one that was seen."""
    if seen_version is not None and seen_version != (stored.version if stored else 0):
        raise StaleVersion(key)


def _row(
    model: type[Row], stored: Row | None, space: Space, key: str, now: datetime
) -> tuple[Row, Change]:
    if stored is None:
        return model(space=space, key=key, version=1, created=now), Change.ADDED
    stored.version += 1
    return stored, Change.CHANGED


def _fill(
    row: Question | Stimulus,
    content: QuestionContent | StimulusContent,
    *,
    now: datetime,
    by: User | None,
) -> None:
    """Set what both kinds share, and check the row in full."""
    sources, topics = Source.objects.all(), Topic.objects.all()
    row.source = (
        _find(sources, row.space, "source", content.source) if content.source else None
    )
    row.topic = (
        _find(topics, row.space, "topic", content.topic) if content.topic else None
    )
    row.paragraphs = list(content.paragraphs)
    row.picture = _find_picture(content.picture)
    row.picture_text = content.picture_text if content.picture else ""
    if row.picture is not None and not row.picture_text:
        raise ValidationError({"picture_text": _("Say what is to be seen in it.")})
    if content.state == State.DRAFT:
        row.approved_at = row.approved_by = None
    elif row.approved_at is None:
        row.approved_at, row.approved_by = now, by
    row.state = content.state
    row.edited_by, row.updated = by, now
    # SQLite enforces no lengths, so this is the only place that does.
    found = {"space", "source", "topic", "picture"}
    row.clean_fields(exclude=found | {"approved_by", "edited_by"})


def _find_picture(digest: str) -> Picture | None:
    """The picture with a digest, without its content; or UnknownKey."""
    if not digest:
        return None
    picture = Picture.objects.filter(digest=digest).defer("content").first()
    if picture is None:
        raise UnknownKey(field="picture", key=digest)
    return picture


def _find(
    shelf: InSpaceQuerySet[Shelved], space: Space, field: str, key: str
) -> Shelved:
    """The thing with a key, the space's own before a common one; or UnknownKey."""
    reached = shelf.within_reach_of(space).filter(key=key)
    things = sorted(reached, key=lambda thing: thing.space_id != space.pk)
    if not things:
        raise UnknownKey(field=field, key=key)
    return things[0]


def _write_parts(stimulus: Stimulus, content: StimulusContent, space: Space) -> None:
    parts = []
    for position, part in enumerate(content.parts, 1):
        row = StimulusPart(stimulus=stimulus, position=position)
        if part.kind is PartKind.QUESTION:
            row.question = _find(Question.objects.all(), space, "parts", part.key)
            homes = StimulusPart.objects.filter(question=row.question)
            if homes.exclude(stimulus=stimulus).exists():
                raise AlreadyUnderAText(part.key)
        else:
            row.fact = _find(Fact.objects.all(), space, "parts", part.key)
        parts.append(row)
    StimulusPart.objects.filter(stimulus=stimulus).delete()
    StimulusPart.objects.bulk_create(parts)


def _question_texts(content: QuestionContent) -> Iterable[str]:
    yield content.stem
    yield content.explanation
    for option in content.options:
        yield option.text
    for prompt in content.prompts:
        yield prompt.text
