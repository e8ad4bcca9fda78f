"""The fields of a question's form as the page shows them, with what is said at each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

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
)
_SILENT = ("form", "family", "truth")
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
    """A draft as its form shows it."""

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


def show_draft(draft: QuestionDraft, notes: Notes, *, focus: str = "") -> ShownDraft:
    """Lay out the fields of a draft; `focus` is where the reader goes on typing."""
    shown = _SHOWN_LISTS[draft.form]
    lists = {
        LISTS[kind]: _lines(draft, kind, notes, focus)
        for kind in LISTS
        if kind in shown
    }
    hidden = [kind for kind in LISTS if kind not in shown]
    single = (*_SINGLE, "lines")
    return ShownDraft(
        form=draft.form,
        fields={
            name: _field(name, str(getattr(draft, name, "")), notes, focus)
            for name in single
        },
        kept=tuple(_hidden(draft, hidden)),
        can_add={
            kind: len(getattr(draft, LISTS[kind])) < MOST_OPTIONS for kind in shown
        },
        **lists,
    )


def _field(name: str, value: str, notes: Notes, focus: str) -> ShownField:
    return ShownField(
        name=name, value=value, notes=notes.at(name), focused=name == focus
    )


def _lines(
    draft: QuestionDraft, kind: str, notes: Notes, focus: str
) -> tuple[ShownLine, ...]:
    lines = getattr(draft, LISTS[kind])
    return tuple(
        ShownLine(
            kind=kind,
            number=number,
            fields={
                each: _field(
                    f"{kind}-{number}-{each}", getattr(line, each), notes, focus
                )
                for each in _TYPED[kind]
            },
            kept=tuple(
                (f"{kind}-{number}-{each}", getattr(line, each)) for each in _KEPT[kind]
            ),
            is_key=getattr(line, "right" if kind == "date" else "key", False),
            is_first=number == 0,
            is_last=number == len(lines) - 1,
            focused=focus.removesuffix(f"-{kind}-{number}")
            if focus.endswith(f"-{kind}-{number}")
            else "",
        )
        for number, line in enumerate(lines)
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
