"""The fields of a question's form as the page shows them, with what is said at each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from quizzes.bank.question_drafts import LISTS, QuestionDraft
from quizzes.bank.question_notes import Kind, Note, Notes
from quizzes.items.data import Form
from quizzes.items.question_faults import MOST_OPTIONS

# The lists that each form of question shows
_SHOWN_LISTS: Mapping[Form, tuple[str, ...]] = {
    Form.CHOICE: ("option",),
    Form.MULTIPLE_CHOICE: ("option",),
    Form.ORDERING: ("option",),
    Form.TRUE_FALSE: (),
    Form.MATCHING: ("pair", "spare"),
    Form.DATE_ENTRY: ("date",),
}
_TYPED: Mapping[str, tuple[str, ...]] = {
    "option": ("text", "feedback"),
    "pair": ("prompt", "answer"),
    "spare": ("text", "feedback"),
    "date": ("typed", "label"),
}
_KEPT: Mapping[str, tuple[str, ...]] = {
    "option": ("id",),
    "pair": ("id", "option", "feedback"),
    "spare": ("id",),
    "date": (),
}
_SINGLE = (
    "form",
    "family",
    "stem",
    "emphasis",
    "truth",
    "true_feedback",
    "false_feedback",
    "explanation",
    "note",
    "source",
    "topic",
    "paragraphs",
    "picture",
    "picture_text",
)
_SILENT = ("form", "family", "truth", "picture")
_OF_A_CLAIM = ("true_feedback", "false_feedback")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownField:
    """One field: its name, what stands in it, and what is said at it."""

    name: str
    value: str = ""
    notes: tuple[Note, ...] = ()
    focused: bool = False

    @property
    def id(self) -> str:
        """Its id in the page."""
        return f"id_{self.name}"

    @property
    def notes_id(self) -> str:
        """The id of what is said at it."""
        return f"notes-{self.name}"

    @property
    def is_wrong(self) -> bool:
        """Whether something here keeps the question from being saved."""
        return any(note.kind is Kind.FAULT for note in self.notes)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownLine:
    """One line of a list; `kept` are its fields that nobody sees."""

    prefix: str
    kind: str
    number: int
    fields: Mapping[str, ShownField]
    kept: tuple[tuple[str, str], ...]
    is_key: bool = False
    is_first: bool = False
    is_last: bool = False
    focused: str = ""

    @property
    def place(self) -> int:
        """Its place, counted from 1."""
        return self.number + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownDraft:
    """A draft as its form shows it; `prefix` stands before the names of its fields."""

    prefix: str
    form: Form
    fields: Mapping[str, ShownField]
    options: tuple[ShownLine, ...] = ()
    pairs: tuple[ShownLine, ...] = ()
    spares: tuple[ShownLine, ...] = ()
    dates: tuple[ShownLine, ...] = ()
    kept: tuple[tuple[str, str], ...] = ()
    can_add: Mapping[str, bool] = field(default_factory=dict)

    @property
    def every_field(self) -> Iterator[ShownField]:
        """All fields on the page at which something may be said."""
        passed = _SILENT if self.form is Form.TRUE_FALSE else (*_SILENT, *_OF_A_CLAIM)
        for name, each in self.fields.items():
            if name not in passed:
                yield each
        for line in (*self.options, *self.pairs, *self.spares, *self.dates):
            yield from line.fields.values()


def show_draft(
    draft: QuestionDraft, notes: Notes, *, focus: str = "", prefix: str = ""
) -> ShownDraft:
    """Lay out the fields of a draft; `focus` is where the reader goes on typing."""
    layout = _Layout(draft, notes, focus, prefix)
    shown = _SHOWN_LISTS[draft.form]
    lists = {LISTS[kind]: layout.lines(kind) for kind in LISTS if kind in shown}
    hidden = [kind for kind in LISTS if kind not in shown]
    return ShownDraft(
        prefix=prefix,
        form=draft.form,
        fields={
            name: layout.field(name, str(getattr(draft, name, "")))
            for name in (*_SINGLE, "lines")
        },
        kept=tuple(
            (f"{prefix}{name}", value) for name, value in _hidden(draft, hidden)
        ),
        can_add={
            kind: len(getattr(draft, LISTS[kind])) < MOST_OPTIONS for kind in shown
        },
        **lists,
    )


class _Layout:
    """Puts the parts of one draft into fields of the page."""

    def __init__(
        self, draft: QuestionDraft, notes: Notes, focus: str, prefix: str
    ) -> None:
        self.draft, self.notes = draft, notes
        self.focus, self.prefix = focus, prefix

    def field(self, name: str, value: str) -> ShownField:
        """One field with what is said at it."""
        return ShownField(
            name=f"{self.prefix}{name}",
            value=value,
            notes=self.notes.at(name),
            focused=name == self.focus,
        )

    def lines(self, kind: str) -> tuple[ShownLine, ...]:
        """The lines of one list."""
        lines = getattr(self.draft, LISTS[kind])
        return tuple(
            self._line(kind, number, line, is_last=number == len(lines) - 1)
            for number, line in enumerate(lines)
        )

    def _line(self, kind: str, number: int, line: Any, *, is_last: bool) -> ShownLine:
        name = f"{kind}-{number}"
        typed, kept = _TYPED[kind], _KEPT[kind]
        if self.draft.form is Form.ORDERING:
            # A step is neither right nor wrong: there is nothing to say of it.
            typed, kept = ("text",), (*kept, "feedback")
        return ShownLine(
            prefix=self.prefix,
            kind=kind,
            number=number,
            fields={
                each: self.field(f"{name}-{each}", getattr(line, each))
                for each in typed
            },
            kept=tuple(
                (f"{self.prefix}{name}-{each}", getattr(line, each)) for each in kept
            ),
            is_key=getattr(line, "right" if kind == "date" else "key", False),
            is_first=number == 0,
            is_last=is_last,
            focused=self.focus.removesuffix(f"-{name}")
            if self.focus.endswith(f"-{name}")
            else "",
        )


def _hidden(draft: QuestionDraft, kinds: Sequence[str]) -> Iterator[tuple[str, str]]:
    """What belongs to other forms of question, to be sent along unseen."""
    for kind in kinds:
        for number, line in enumerate(getattr(draft, LISTS[kind])):
            for each in (*_TYPED[kind], *_KEPT[kind]):
                yield f"{kind}-{number}-{each}", getattr(line, each)
            if kind == "option" and line.key:
                yield "key", str(number)
            if kind == "date" and line.right:
                yield "right", str(number)
    if draft.form is not Form.TRUE_FALSE:
        for name in ("truth", "true_feedback", "false_feedback"):
            yield name, getattr(draft, name)
