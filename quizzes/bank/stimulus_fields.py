"""The fields of a text's form as the page shows them, with what is said at each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from quizzes.bank.question_fields import ShownDraft, ShownField, show_draft
from quizzes.bank.question_notes import Kind, Note, Notes
from quizzes.bank.stimulus_drafts import StimulusDraft
from quizzes.bank.stimulus_items import PartThing
from quizzes.bank.stimulus_reading import ReadStimulus

_TEXTS = (
    "title",
    "text",
    "attribution",
    "source",
    "topic",
    "paragraphs",
    "picture",
    "picture_text",
    "wanted",
)
# What the questions of a text have from it
_OF_THE_TEXT = ("source", "topic", "paragraphs", "note", "picture", "picture_text")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPart:
    """A part of the form: something stored, or a question that is being written."""

    number: int
    kind: str
    key: str
    note: ShownField
    thing: PartThing | None = None
    question: ShownDraft | None = None
    is_first: bool = False
    is_last: bool = False
    focused: str = ""

    @property
    def place(self) -> int:
        """Its place, counted from 1."""
        return self.number + 1

    @property
    def name(self) -> str:
        """What its fields begin with, without the hyphen."""
        return f"part-{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownStimulus:
    """A draft of a text as its form shows it."""

    fields: Mapping[str, ShownField]
    parts: tuple[ShownPart, ...]

    @property
    def every_field(self) -> Iterator[ShownField]:
        """All fields on the page at which something may be said."""
        for name, each in self.fields.items():
            if name not in ("wanted", "picture"):
                yield each
        for part in self.parts:
            yield part.note
            if part.question is not None:
                silent = {f"{part.name}-{name}" for name in _OF_THE_TEXT}
                for each in part.question.every_field:
                    if each.name not in silent:
                        yield each


def show_stimulus(
    draft: StimulusDraft,
    read: ReadStimulus,
    *,
    focus: str = "",
    refused: tuple[str, str] | None = None,
) -> ShownStimulus:
    """Lay out the fields of a draft with what was found of it."""
    notes = read.notes
    if refused is not None:
        name, text = refused
        told = (*notes.at(name), Note(kind=Kind.FAULT, text=text))
        notes = Notes(by_field={**notes.by_field, name: told})

    def shown(name: str, value: str = "") -> ShownField:
        return ShownField(
            name=name, value=value, notes=notes.at(name), focused=name == focus
        )

    fields = {name: shown(name, getattr(draft, name)) for name in _TEXTS}
    fields["parts"] = shown("parts")
    last = len(draft.parts) - 1
    return ShownStimulus(
        fields=fields,
        parts=tuple(
            ShownPart(
                number=number,
                kind=line.kind,
                key=line.key,
                note=shown(f"part-{number}"),
                thing=part.thing,
                question=None
                if line.question is None
                else show_draft(
                    line.question,
                    part.notes,
                    prefix=f"part-{number}-",
                    focus=focus.removeprefix(f"part-{number}-")
                    if focus.startswith(f"part-{number}-")
                    else "",
                ),
                is_first=number == 0,
                is_last=number == last,
                focused=focus.removesuffix(f"-part-{number}")
                if focus.endswith(f"-part-{number}")
                else "",
            )
            for number, (line, part) in enumerate(
                zip(draft.parts, read.parts, strict=True)
            )
        ),
    )
