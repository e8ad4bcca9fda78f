"""A question as it stands in its form: half written, wrong in places, never lost.

What is typed comes as flat fields and goes back into them unchanged. `read` makes the
content of it that can be saved, and says in which field of the page each part stands.
The lines of forms that are not shown come along, so that trying another form of
question costs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any, Final, TypeVar

from django.http import QueryDict

from quizzes.bank.question_content import QuestionContent
from quizzes.items.data import Family, Form
from quizzes.items.question_faults import (
    MOST_OPTIONS,
    Finding,
    QuestionFault,
    Spot,
    folded,
)
from quizzes.items.questions import (
    FALSE_ID,
    TRUE_ID,
    QuestionDate,
    QuestionOption,
    QuestionPrompt,
    read_date,
)

USUAL_OPTIONS: Final = 4
USUAL_PAIRS: Final = 3
# A field that is longer than any text may be was not typed by a person.
LONGEST_FIELD: Final = 20_000
_MOST_LINES: Final = 2 * MOST_OPTIONS
_HIGHEST_PARAGRAPH: Final = 100_000

Member = TypeVar("Member", Form, Family)

_ID: Final = re.compile(r"[a-z0-9]{1,16}")
_NUMBERS: Final = re.compile(r"(\d{1,6})(?:\s*[-–—]\s*(\d{1,6}))?")
_LINE: Final = re.compile(r"(option|pair|spare|date)-(\d{1,2})-")


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionLine:
    """An option, a step, or a spare answer of a matching."""

    id: str = ""
    text: str = ""
    feedback: str = ""
    key: bool = False

    @property
    def is_blank(self) -> bool:
        """Whether nobody has said anything here."""
        return not (self.text.strip() or self.feedback.strip() or self.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class PairLine:
    """A prompt with its answer; `option` is the id of the answer."""

    id: str = ""
    prompt: str = ""
    option: str = ""
    answer: str = ""
    feedback: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether nobody has said anything here."""
        return not (self.prompt.strip() or self.answer.strip())


@dataclass(frozen=True, slots=True, kw_only=True)
class DateLine:
    """A date as a person typed it; `label` says of a wrong one what it is."""

    typed: str = ""
    right: bool = True
    label: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether nobody has said anything here."""
        return not (self.typed.strip() or self.label.strip())


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


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionDraft:
    """All fields of the form. Source and topic are keys; paragraphs are as typed."""

    form: Form = Form.CHOICE
    family: Family = Family.TREATY
    stem: str = ""
    emphasis: str = ""
    options: tuple[OptionLine, ...] = ()
    truth: str = ""
    true_feedback: str = ""
    false_feedback: str = ""
    pairs: tuple[PairLine, ...] = ()
    spares: tuple[OptionLine, ...] = ()
    dates: tuple[DateLine, ...] = ()
    explanation: str = ""
    note: str = ""
    source: str = ""
    topic: str = ""
    paragraphs: str = ""

    @classmethod
    def blank(cls, form: Form = Form.CHOICE) -> QuestionDraft:
        """An empty form with as many lines as are usual."""
        return with_lines(cls(form=form))

    @classmethod
    def of(cls, content: QuestionContent) -> QuestionDraft:
        """The form of a question that is stored."""
        shared = {name: getattr(content, name) for name in _TEXTS}
        told = {option.id: option for option in content.options}
        lines = tuple(map(_option_line, content.options))
        draft = cls(
            form=content.form,
            family=content.family,
            paragraphs=", ".join(map(str, content.paragraphs)),
            dates=tuple(
                DateLine(typed=each.edtf, right=each.right, label=each.label)
                for each in content.dates
            ),
            **shared,
        )
        match content.form:
            case Form.TRUE_FALSE:
                truth = next((each.id for each in content.options if each.key), "")
                draft = replace(
                    draft,
                    truth=truth,
                    true_feedback=told[TRUE_ID].feedback,
                    false_feedback=told[FALSE_ID].feedback,
                )
            case Form.MATCHING:
                draft = replace(
                    draft,
                    pairs=tuple(
                        PairLine(
                            id=prompt.id,
                            prompt=prompt.text,
                            option=prompt.option,
                            answer=told[prompt.option].text,
                            feedback=told[prompt.option].feedback,
                        )
                        for prompt in content.prompts
                    ),
                    spares=tuple(line for line in lines if not line.key),
                )
            case _:
                draft = replace(draft, options=lines)
        return with_lines(draft)

    @classmethod
    def sent(cls, data: QueryDict) -> QuestionDraft:
        """The form as a browser sent it; a field that is missing is empty."""
        lines = _lines_of(data)
        keys, right = set(data.getlist("key")), set(data.getlist("right"))
        texts = {name: _text(data, name) for name in (*_TEXTS, *_MORE_TEXTS)}
        draft = cls(
            form=_member(Form, data.get("form"), Form.CHOICE),
            family=_member(Family, data.get("family"), Family.TREATY),
            options=tuple(
                OptionLine(
                    id=_text(data, f"option-{n}-id"),
                    text=_text(data, f"option-{n}-text"),
                    feedback=_text(data, f"option-{n}-feedback"),
                    key=n in keys,
                )
                for n in lines["option"]
            ),
            pairs=tuple(
                PairLine(
                    **{
                        name: _text(data, f"pair-{n}-{name}")
                        for name in ("id", "prompt", "option", "answer", "feedback")
                    }
                )
                for n in lines["pair"]
            ),
            spares=tuple(
                OptionLine(
                    id=_text(data, f"spare-{n}-id"),
                    text=_text(data, f"spare-{n}-text"),
                    feedback=_text(data, f"spare-{n}-feedback"),
                )
                for n in lines["spare"]
            ),
            dates=tuple(
                DateLine(
                    typed=_text(data, f"date-{n}-typed"),
                    right=n in right,
                    label=_text(data, f"date-{n}-label"),
                )
                for n in lines["date"]
            ),
            **texts,
        )
        return with_lines(draft)

    def read(self, *, key: str, state: str) -> ReadDraft:
        """Make the content of it, under a key and in a state."""
        paragraphs, fault = _paragraphs(self.paragraphs)
        content = QuestionContent(
            key=key,
            form=self.form,
            family=self.family,
            stem=_plain(self.stem),
            emphasis=_plain(self.emphasis),
            explanation=_plain(self.explanation),
            note=_plain(self.note),
            source=self.source,
            topic=self.topic,
            paragraphs=paragraphs,
            state=state,
        )
        read = ReadDraft(content=content, faults=(fault,) if fault else ())
        return _READERS[self.form](self, read)


_TEXTS: Final = ("stem", "emphasis", "explanation", "note", "source", "topic")
_MORE_TEXTS: Final = ("truth", "true_feedback", "false_feedback", "paragraphs")


# --- From the fields ------------------------------------------------------------------


def _text(data: QueryDict, name: str) -> str:
    """What was typed; browsers send line breaks as two characters."""
    return (data.get(name) or "")[:LONGEST_FIELD].replace("\r\n", "\n")


def _plain(text: str) -> str:
    return text.strip()


def _member(kind: type[Member], value: str | None, usual: Member) -> Member:
    try:
        return kind(value or "")
    except ValueError:
        return usual


def _lines_of(data: QueryDict) -> dict[str, list[str]]:
    """The numbers of the lines that were sent, list by list, in their order."""
    found: dict[str, dict[int, str]] = {each: {} for each in LISTS}
    for name in data:
        match = _LINE.match(name)
        if match is not None:
            kind, number = match.groups()
            found[kind][int(number)] = number
    return {
        kind: [numbers[n] for n in sorted(numbers)][:_MOST_LINES]
        for kind, numbers in found.items()
    }


def _option_line(option: QuestionOption) -> OptionLine:
    return OptionLine(
        id=option.id, text=option.text, feedback=option.feedback, key=option.key
    )


def _paragraphs(typed: str) -> tuple[tuple[int, ...], Finding | None]:
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


# --- To the content -------------------------------------------------------------------


def _read_options(draft: QuestionDraft, read: ReadDraft) -> ReadDraft:
    options, names = [], {}
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
    names = {("feedback", 0): "true_feedback", ("feedback", 1): "false_feedback"}
    return replace(read, content=replace(read.content, options=options), names=names)


def _read_pairs(draft: QuestionDraft, read: ReadDraft) -> ReadDraft:
    """Prompts with one answer in common have one option for it."""
    options: list[QuestionOption] = []
    prompts, names = [], {}
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
    dates, names = [], {}
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


# --- Lines ----------------------------------------------------------------------------

# The lists of lines by the first word of their fields, and where the draft has them
LISTS: Final[Mapping[str, str]] = {
    "option": "options",
    "pair": "pairs",
    "spare": "spares",
    "date": "dates",
}
_FIRST_LINES: Final[Mapping[Form, Mapping[str, int]]] = {
    Form.CHOICE: {"option": USUAL_OPTIONS},
    Form.MULTIPLE_CHOICE: {"option": USUAL_OPTIONS},
    Form.ORDERING: {"option": USUAL_OPTIONS},
    Form.TRUE_FALSE: {},
    Form.MATCHING: {"pair": USUAL_PAIRS, "spare": 1},
    Form.DATE_ENTRY: {"date": 1},
}


def with_lines(draft: QuestionDraft) -> QuestionDraft:
    """The draft with an id for every line, and with lines where its form has none."""
    for kind, number in _FIRST_LINES[draft.form].items():
        if not getattr(draft, LISTS[kind]) and not (kind == "spare" and draft.pairs):
            for _each in range(number):
                draft = _with_added(draft, kind)
    return _with_ids(draft)


def add_line(draft: QuestionDraft, kind: str) -> QuestionDraft:
    """One more empty line at the end of a list, unless it is full."""
    if len(getattr(draft, LISTS[kind])) >= MOST_OPTIONS:
        return draft
    return _with_ids(_with_added(draft, kind))


def remove_line(draft: QuestionDraft, kind: str, number: int) -> QuestionDraft:
    """The draft without a line."""
    lines = list(getattr(draft, LISTS[kind]))
    if number < len(lines):
        del lines[number]
    return _with(draft, kind, lines)


def move_line(draft: QuestionDraft, kind: str, number: int, by: int) -> QuestionDraft:
    """The draft with a line one place up (`by` is -1) or down."""
    lines = list(getattr(draft, LISTS[kind]))
    other = number + by
    if 0 <= number < len(lines) and 0 <= other < len(lines):
        lines[number], lines[other] = lines[other], lines[number]
    return _with(draft, kind, lines)


def _with(draft: QuestionDraft, kind: str, lines: Sequence[object]) -> QuestionDraft:
    changes: dict[str, Any] = {LISTS[kind]: tuple(lines)}
    return replace(draft, **changes)


def _with_added(draft: QuestionDraft, kind: str) -> QuestionDraft:
    lines = getattr(draft, LISTS[kind])
    # The first date is the answer; those that follow are mistakes to be explained.
    new = {
        "option": OptionLine(),
        "pair": PairLine(),
        "spare": OptionLine(),
        "date": DateLine(right=not lines),
    }
    return _with(draft, kind, (*lines, new[kind]))


def _with_ids(draft: QuestionDraft) -> QuestionDraft:
    """Give an id to the lines that have none, or one that is taken."""
    option_ids = _distinct([line.id for line in draft.options])
    prompt_ids = _distinct([line.id for line in draft.pairs], "p")
    shared = [_shares(draft.pairs, place) for place in range(len(draft.pairs))]
    own = [line for line, other in zip(draft.pairs, shared, strict=True) if not other]
    ids = _distinct([each.option for each in own] + [line.id for line in draft.spares])
    answer_ids, spare_ids = iter(ids[: len(own)]), ids[len(own) :]
    pairs = tuple(
        replace(line, id=prompt_id, option=line.option if other else next(answer_ids))
        for line, prompt_id, other in zip(draft.pairs, prompt_ids, shared, strict=True)
    )
    return replace(
        draft,
        options=_with_each(draft.options, option_ids),
        pairs=pairs,
        spares=_with_each(draft.spares, spare_ids),
    )


def _shares(pairs: Sequence[PairLine], place: int) -> bool:
    """Whether a pair has its answer in common with one before it."""
    line = pairs[place]
    return any(
        each.option == line.option
        and _ID.fullmatch(line.option) is not None
        and folded(each.answer) == folded(line.answer) != ""
        for each in pairs[:place]
    )


def _distinct(ids: Sequence[str], letter: str = "") -> list[str]:
    """Each id the first time it stands there; for any other a new one."""
    kept: list[str] = []
    for each in ids:
        if _ID.fullmatch(each) and each not in kept:
            kept.append(each)
            continue
        numbers = (f"{letter}{number}" for number in count(1))
        kept.append(next(new for new in numbers if new not in (*ids, *kept)))
    return kept


def _with_each(
    lines: Sequence[OptionLine], ids: Sequence[str]
) -> tuple[OptionLine, ...]:
    pairs = zip(lines, ids, strict=True)
    return tuple(replace(line, id=identifier) for line, identifier in pairs)
