"""From what is typed of a text to what can be saved, with all that is said of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from quizzes.bank.finding_words import words
from quizzes.bank.question_content import QuestionContent, StimulusContent
from quizzes.bank.question_drafts import QuestionDraft
from quizzes.bank.question_notes import (
    Kind,
    Note,
    Notes,
    misplaced,
    notes_on,
    with_source_of_topic,
)
from quizzes.bank.question_reading import read_draft, read_paragraphs
from quizzes.bank.shelves import Shelf
from quizzes.bank.spaces import Space
from quizzes.bank.stimulus_drafts import NEW, StimulusDraft
from quizzes.bank.stimulus_items import NOT_THERE, PartThing, things_of
from quizzes.items.data import Item
from quizzes.items.question_faults import Spot
from quizzes.items.questions import make_item
from quizzes.items.stimuli import (
    PartKind,
    StimulusFault,
    StimulusPart,
    faults_of,
    warnings_of,
)

_SEED = "preview"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPart:
    """One part as it is read: a thing that is stored, or the content of a new one."""

    part: StimulusPart
    thing: PartThing | None = None
    new: QuestionContent | None = None
    notes: Notes = field(default_factory=Notes)
    item: Item | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadStimulus:
    """What a draft says, its parts, and what is said of it.

    `notes` are those of the text itself; `faults` are all, with their fields.
    """

    content: StimulusContent
    parts: tuple[ReadPart, ...]
    notes: Notes
    faults: tuple[tuple[str, str], ...]

    @property
    def items(self) -> Mapping[StimulusPart, Item]:
        """The items that can be made, by their parts."""
        return {each.part: each.item for each in self.parts if each.item is not None}

    @property
    def warnings(self) -> int:
        """How many things speak against the text or a new question."""
        return self.notes.warnings + sum(each.notes.warnings for each in self.parts)


def read_stimulus(
    draft: StimulusDraft,
    *,
    space: Space,
    shelf: Shelf,
    key: str,
    state: str,
    saving: bool,
) -> ReadStimulus:
    """Read a draft of a text with all its questions."""
    stored = [
        StimulusPart(kind=PartKind(line.kind), key=line.key)
        for line in draft.parts
        if line.kind != NEW
    ]
    things = things_of(space, stored)
    parts = tuple(
        _read_new(draft, line.question, number, shelf, saving=saving)
        if line.question is not None
        else _read_stored(StimulusPart(kind=PartKind(line.kind), key=line.key), things)
        for number, line in enumerate(draft.parts)
    )
    paragraphs, bad_paragraph = read_paragraphs(draft.paragraphs)
    content = StimulusContent(
        key=key,
        title=draft.title.strip(),
        text=draft.text.strip(),
        attribution=draft.attribution.strip(),
        source=draft.source,
        topic=draft.topic,
        paragraphs=paragraphs,
        picture=draft.picture,
        picture_text=draft.picture_text.strip() if draft.picture else "",
        parts=tuple(each.part for each in parts),
        state=state,
    )
    faults = [
        (_name(spot), words(finding), finding.code in _TOLD_AT_ONCE)
        for finding in faults_of(content.as_data())
        for spot in finding.spots
    ]
    faults += misplaced(content, shelf)
    if bad_paragraph is not None:
        faults.append(("paragraphs", words(bad_paragraph), True))
    faults += [
        (f"part-{number}", str(NOT_THERE), True)
        for number, each in enumerate(parts)
        if each.new is None and each.thing is None
    ]
    notes = _notes(faults, content, parts, saving=saving)
    inner = [
        (f"part-{number}-{name}", text)
        for number, each in enumerate(parts)
        for name, text in each.notes.faults
    ]
    own = dict.fromkeys((name, text) for name, text, _at_once in faults)
    return ReadStimulus(
        content=content, parts=parts, notes=notes, faults=(*own, *inner)
    )


_TOLD_AT_ONCE = frozenset({StimulusFault.TOO_LONG, StimulusFault.PART_TWICE})


def _name(spot: Spot) -> str:
    return spot.field if spot.index is None else f"part-{spot.index}"


def _notes(
    faults: list[tuple[str, str, bool]],
    content: StimulusContent,
    parts: tuple[ReadPart, ...],
    *,
    saving: bool,
) -> Notes:
    found = [
        (name, Note(kind=Kind.FAULT, text=text))
        for name, text, at_once in faults
        if saving or at_once
    ]
    warnings = []
    if content.text:
        # Findings count items; the parts that make none stand between them.
        made = [(n, each.item) for n, each in enumerate(parts) if each.item is not None]
        places = [number for number, _item in made]
        warnings = warnings_of(content.as_data(), [item for _number, item in made])
        found += [
            (
                spot.field if spot.index is None else f"part-{places[spot.index]}",
                Note(kind=Kind.WARNING, text=words(finding)),
            )
            for finding in warnings
            for spot in finding.spots
        ]
    by_field: dict[str, tuple[Note, ...]] = {}
    for name, note in dict.fromkeys(found):
        by_field[name] = (*by_field.get(name, ()), note)
    return Notes(by_field=by_field, warnings=len(warnings))


def _read_stored(
    part: StimulusPart, things: Mapping[StimulusPart, PartThing]
) -> ReadPart:
    thing = things.get(part)
    return ReadPart(part=part, thing=thing, item=thing.item if thing else None)


def _read_new(
    draft: StimulusDraft,
    question: QuestionDraft,
    number: int,
    shelf: Shelf,
    *,
    saving: bool,
) -> ReadPart:
    """A question that is written with its text rests on the same source."""
    question = replace(
        question, source=draft.source, topic=draft.topic, paragraphs=draft.paragraphs
    )
    read = read_draft(
        with_source_of_topic(question, shelf), key=f"new-{number}", state="draft"
    )
    notes = notes_on(question, read, shelf, saving=saving)
    # What is said of the common place is said once, at the text.
    notes = replace(
        notes,
        faults=tuple(each for each in notes.faults if each[0] not in _COMMON_FIELDS),
    )
    item = None if notes.faults else make_item(read.content.as_data(), _SEED)
    return ReadPart(
        part=StimulusPart(kind=PartKind.QUESTION, key=read.content.key),
        new=read.content,
        notes=notes,
        item=item,
    )


_COMMON_FIELDS = ("source", "topic", "paragraphs")
