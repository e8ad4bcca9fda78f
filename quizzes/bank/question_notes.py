"""What is said at the fields of a question while it is written, and when it is saved.

A fault keeps it from being saved, a warning does not. What nobody can have done yet,
such as marking the key, is not told before there is something to save.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext as _

from quizzes.bank.finding_words import words
from quizzes.bank.pictures import LONGEST_PICTURE_TEXT
from quizzes.bank.question_content import QuestionContent, StimulusContent
from quizzes.bank.question_drafts import QuestionDraft
from quizzes.bank.question_reading import ReadDraft
from quizzes.bank.shelves import Shelf
from quizzes.bank.showing import show_date
from quizzes.items.calendar import DateError
from quizzes.items.data import Form
from quizzes.items.item_writing import WritingWarning, warnings_of
from quizzes.items.question_faults import Finding, QuestionFault, faults_of
from quizzes.items.questions import QuestionData

# Faults of what is there; the others are of what is not there yet
_TOLD_AT_ONCE: Final = frozenset(
    {
        QuestionFault.TOO_LONG,
        QuestionFault.CONTROL_CHARACTER,
        QuestionFault.KEY_IS_DISTRACTOR,
        QuestionFault.EQUAL_LINES,
        QuestionFault.BAD_DATE,
        QuestionFault.DATE_TWICE,
        QuestionFault.EMPHASIS_NOT_IN_STEM,
        QuestionFault.BAD_PARAGRAPH,
    }
)
_OF_WHAT_IS_MISSING: Final = (WritingWarning.NO_EXPLANATION, WritingWarning.NO_SOURCE)


class Kind(StrEnum):
    """What a note is: it forbids, it warns, or it says how something was read."""

    FAULT = "fault"
    WARNING = "warning"
    SAID = "said"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What is said at a field."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Notes:
    """All that is said of a draft: by field, and what keeps it from being saved."""

    by_field: Mapping[str, tuple[Note, ...]] = field(default_factory=dict)
    faults: tuple[tuple[str, str], ...] = ()
    warnings: int = 0

    def at(self, name: str) -> tuple[Note, ...]:
        """What is said at a field."""
        return self.by_field.get(name, ())


def notes_on(
    draft: QuestionDraft, read: ReadDraft, shelf: Shelf, *, saving: bool
) -> Notes:
    """All that is to be said of a draft, whether or not it is being saved."""
    data = read.content.as_data()
    faults = _placed(read, [*read.faults, *faults_of(data)])
    faults += misplaced(read.content, shelf)
    found = [
        (name, Note(kind=Kind.FAULT, text=text))
        for name, text, at_once in faults
        if saving or at_once
    ]
    warnings = [
        finding
        for finding in warnings_of(data)
        if data.stem.strip() or finding.code not in _OF_WHAT_IS_MISSING
    ]
    told = {(name, text) for name, text, _at_once in faults}
    shown = [
        (name, Note(kind=Kind.WARNING, text=text))
        for name, text, _at_once in _placed(read, warnings)
        if (name, text) not in told
    ]
    found += _merged(shown)
    found += list(_dates_in_words(draft, read))
    by_field: dict[str, tuple[Note, ...]] = {}
    for name, note in found:
        by_field[name] = (*by_field.get(name, ()), note)
    return Notes(
        by_field=by_field,
        faults=tuple(dict.fromkeys((name, text) for name, text, _now in faults)),
        warnings=len(warnings),
    )


def _placed(
    read: ReadDraft, findings: Iterable[Finding]
) -> list[tuple[str, str, bool]]:
    """The field, the words, and whether they are told before saving."""
    return [
        (read.name_of(spot), words(finding), finding.code in _TOLD_AT_ONCE)
        for finding in findings
        for spot in finding.spots
    ]


def _merged(notes: Iterable[tuple[str, Note]]) -> list[tuple[str, Note]]:
    """Each once."""
    return list(dict.fromkeys(notes))


def misplaced(
    content: QuestionContent | StimulusContent, shelf: Shelf
) -> list[tuple[str, str, bool]]:
    """What is wrong about source, topic, paragraphs and picture.

    Gives the field, the words, and whether they are told before saving.
    """
    source, topic = shelf.sources.get(content.source), shelf.topics.get(content.topic)
    found = []
    if content.source and source is None:
        found.append(("source", _("This source is not there any more."), True))
    if content.topic and topic is None:
        found.append(("topic", _("This topic is not there any more."), True))
    if source is not None and topic is not None and topic.source_id != source.pk:
        found.append(("topic", _("This topic belongs to another source."), True))
    if content.paragraphs and not content.source:
        found.append(("source", _("Say which source these paragraphs are in."), True))
    if source is not None and content.paragraphs:
        last = source.paragraph_count
        if content.paragraphs[-1] > last:
            text = _("The source has fewer paragraphs. The last one: %(n)s.")
            found.append(("paragraphs", text % {"n": last}, True))
    if content.picture and not content.picture_text:
        text = _("Say what is to be seen in it, for those who cannot see it.")
        found.append(("picture_text", text, False))
    if len(content.picture_text) > LONGEST_PICTURE_TEXT:
        text = _("Too long. Most characters: %(limit)s.")
        limit = {"limit": LONGEST_PICTURE_TEXT}
        found.append(("picture_text", text % limit, True))
    return found


def _dates_in_words(
    draft: QuestionDraft, read: ReadDraft
) -> Iterable[tuple[str, Note]]:
    """How the dates that were typed are read."""
    if draft.form is not Form.DATE_ENTRY:
        return
    for place, date in enumerate(read.content.dates):
        try:
            text = show_date(date.edtf).text
        except DateError:
            continue
        yield read.names[("dates", place)], Note(kind=Kind.SAID, text=text)


def with_source_of_topic(draft: QuestionDraft, shelf: Shelf) -> QuestionDraft:
    """The draft with the source of its topic where it names none."""
    topic = shelf.topics.get(draft.topic)
    if draft.source or topic is None:
        return draft
    return replace(draft, source=topic.source.key)


def warning_texts(data: QuestionData) -> list[str]:
    """What speaks against a question that is stored, each once."""
    return list(dict.fromkeys(words(finding) for finding in warnings_of(data)))
