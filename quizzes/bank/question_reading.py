"""From what is typed of a question to the content that can be saved.

Each part of the content remembers the field of the page that it was typed into, so that
whatever is found of it can be told there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias

from quizzes.bank.question_content import QuestionContent
from quizzes.bank.question_drafts import QuestionDraft
from quizzes.items.data import Form
from quizzes.items.question_faults import Finding, QuestionFault, Spot, folded
from quizzes.items.questions import (
    FALSE_ID,
    TRUE_ID,
    QuestionDate,
    QuestionOption,
    QuestionPrompt,
    read_date,
)

Names: TypeAlias = dict[tuple[str, int | None], str]

_HIGHEST_PARAGRAPH: Final = 100_000
_NUMBERS: Final = re.compile(r"(\d{1,6})(?:\s*[-–—]\s*(\d{1,6}))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDraft:
    """What a draft says, what of it cannot be read, and where its parts stand.

    `names` gives for the field and index of a spot the field of the page.
    """

    content: QuestionContent
    faults: tuple[Finding, ...] = ()
    names: Mapping[tuple[str, int | None], str] = field(default_factory=dict)

    def name_of(self, spot: Spot) -> str:
        """The field of the page where a spot is; for a whole list its first word."""
        known = self.names.get((spot.field, spot.index))
        if known is not None:
            return known
        return "lines" if spot.field in _LISTS else spot.field


_LISTS: Final = ("options", "prompts", "dates", "feedback", "labels")


def read_draft(draft: QuestionDraft, *, key: str, state: str) -> ReadDraft:
    """Make the content of it, under a key and in a state."""
    paragraphs, fault = read_paragraphs(draft.paragraphs)
    content = QuestionContent(
        key=key,
        form=draft.form,
        family=draft.family,
        stem=_plain(draft.stem),
        emphasis=_plain(draft.emphasis),
        explanation=_plain(draft.explanation),
        note=_plain(draft.note),
        source=draft.source,
        topic=draft.topic,
        paragraphs=paragraphs,
        picture=draft.picture,
        picture_text=draft.picture_text.strip() if draft.picture else "",
        state=state,
    )
    read = ReadDraft(content=content, faults=(fault,) if fault else ())
    return _READERS[draft.form](draft, read)


# --- Lines, form by form --------------------------------------------------------------


def _read_options(draft: QuestionDraft, read: ReadDraft) -> ReadDraft:
    options: list[QuestionOption] = []
    names: Names = {}
    ordering = draft.form is Form.ORDERING
    for number, line in enumerate(draft.options):
        if line.is_blank or (ordering and not line.text.strip()):
            continue
        place = len(options)
        names[("options", place)] = f"option-{number}-text"
        names[("feedback", place)] = f"option-{number}-feedback"
        options.append(
            QuestionOption(
                id=line.id,
                text=_plain(line.text),
                key=ordering or line.key,
                feedback=_plain(line.feedback),
            )
        )
    content = replace(read.content, options=tuple(options))
    return replace(read, content=content, names=names)


def _read_truth(draft: QuestionDraft, read: ReadDraft) -> ReadDraft:
    told = {TRUE_ID: draft.true_feedback, FALSE_ID: draft.false_feedback}
    options = tuple(
        QuestionOption(
            id=each, text="", key=draft.truth == each, feedback=_plain(told[each])
        )
        for each in (TRUE_ID, FALSE_ID)
    )
    names: Names = {
        ("feedback", 0): "true_feedback",
        ("feedback", 1): "false_feedback",
    }
    return replace(read, content=replace(read.content, options=options), names=names)


def _read_pairs(draft: QuestionDraft, read: ReadDraft) -> ReadDraft:
    """Prompts with one answer in common have one option for it."""
    options: list[QuestionOption] = []
    prompts: list[QuestionPrompt] = []
    names: Names = {}
    by_text: dict[str, str] = {}
    for number, line in enumerate(draft.pairs):
        if line.is_blank:
            continue
        same = folded(line.answer)
        if not same or same not in by_text:
            names[("options", len(options))] = f"pair-{number}-answer"
            options.append(
                QuestionOption(
                    id=line.option,
                    text=_plain(line.answer),
                    key=True,
                    feedback=_plain(line.feedback),
                )
            )
            by_text[same] = line.option
        names[("prompts", len(prompts))] = f"pair-{number}-prompt"
        prompts.append(
            QuestionPrompt(id=line.id, text=_plain(line.prompt), option=by_text[same])
        )
    for number, spare in enumerate(draft.spares):
        if spare.is_blank:
            continue
        names[("options", len(options))] = f"spare-{number}-text"
        names[("feedback", len(options))] = f"spare-{number}-feedback"
        options.append(
            QuestionOption(
                id=spare.id,
                text=_plain(spare.text),
                feedback=_plain(spare.feedback),
            )
        )
    content = replace(read.content, options=tuple(options), prompts=tuple(prompts))
    return replace(read, content=content, names=names)


def _read_dates(draft: QuestionDraft, read: ReadDraft) -> ReadDraft:
    dates: list[QuestionDate] = []
    names: Names = {}
    for number, line in enumerate(draft.dates):
        if line.is_blank:
            continue
        names[("dates", len(dates))] = f"date-{number}-typed"
        names[("labels", len(dates))] = f"date-{number}-label"
        value = read_date(line.typed.strip())
        dates.append(
            QuestionDate(
                edtf=value.edtf if value is not None else line.typed.strip(),
                right=line.right,
                label=_plain(line.label),
            )
        )
    content = replace(read.content, dates=tuple(dates))
    return replace(read, content=content, names=names)


_READERS: Final[Mapping[Form, Callable[[QuestionDraft, ReadDraft], ReadDraft]]] = {
    Form.CHOICE: _read_options,
    Form.MULTIPLE_CHOICE: _read_options,
    Form.ORDERING: _read_options,
    Form.TRUE_FALSE: _read_truth,
    Form.MATCHING: _read_pairs,
    Form.DATE_ENTRY: _read_dates,
}


# --- Texts ----------------------------------------------------------------------------


def _plain(text: str) -> str:
    return text.strip()


def read_paragraphs(typed: str) -> tuple[tuple[int, ...], Finding | None]:
    """Numbers with commas and ranges between them; what is none is a fault."""
    numbers: set[int] = set()
    for part in re.split(r"[,;]|\s+(?![-–—])(?<![-–—]\s)", typed):
        if not part.strip():
            continue
        match = _NUMBERS.fullmatch(part.strip())
        if match is None:
            return (), _bad_paragraph()
        first, last = int(match[1]), int(match[2] or match[1])
        if not 1 <= first <= last <= min(first + 1000, _HIGHEST_PARAGRAPH):
            return (), _bad_paragraph()
        numbers.update(range(first, last + 1))
    return tuple(sorted(numbers)), None


def _bad_paragraph() -> Finding:
    return Finding(code=QuestionFault.BAD_PARAGRAPH, spots=(Spot(field="paragraphs"),))
