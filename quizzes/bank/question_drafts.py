"""A question as it stands in its form: half written, wrong in places, never lost.

What is typed comes as flat fields and goes back into them unchanged; `question_reading`
makes the content of it that can be saved. The lines of forms that are not shown come
along, so that trying another form of question costs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, TypeVar

from django.http import QueryDict

from quizzes.bank.question_content import QuestionContent
from quizzes.bank.question_lines import (
    DateLine,
    OptionLine,
    PairLine,
    distinct_ids,
    shares_answer,
    with_each_id,
)
from quizzes.items.characters import without_forbidden
from quizzes.items.data import Family, Form
from quizzes.items.question_faults import (
    MOST_OPTIONS,
)
from quizzes.items.questions import (
    FALSE_ID,
    TRUE_ID,
    QuestionOption,
)

USUAL_OPTIONS: Final = 4
USUAL_PAIRS: Final = 3
# A field that is longer than any text may be was not typed by a person.
LONGEST_FIELD: Final = 20_000
_MOST_LINES: Final = 2 * MOST_OPTIONS

Member = TypeVar("Member", Form, Family)

_LINE: Final = re.compile(r"(option|pair|spare|date)-(\d{1,2})-")


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
    picture: str = ""
    picture_text: str = ""

    @classmethod
    def blank(cls, form: Form = Form.CHOICE) -> QuestionDraft:
        """An empty form with as many lines as are usual."""
        timed = form in (Form.DATE_ENTRY, Form.ORDERING)
        family = Family.DATE if timed else Family.TREATY
        return with_lines(cls(form=form, family=family))

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
        texts = {name: typed(data, name) for name in (*_TEXTS, *_MORE_TEXTS)}
        draft = cls(
            form=_member(Form, data.get("form"), Form.CHOICE),
            family=_member(Family, data.get("family"), Family.TREATY),
            options=tuple(
                OptionLine(
                    id=typed(data, f"option-{n}-id"),
                    text=typed(data, f"option-{n}-text"),
                    feedback=typed(data, f"option-{n}-feedback"),
                    key=n in keys,
                )
                for n in lines["option"]
            ),
            pairs=tuple(
                PairLine(
                    **{
                        name: typed(data, f"pair-{n}-{name}")
                        for name in ("id", "prompt", "option", "answer", "feedback")
                    }
                )
                for n in lines["pair"]
            ),
            spares=tuple(
                OptionLine(
                    id=typed(data, f"spare-{n}-id"),
                    text=typed(data, f"spare-{n}-text"),
                    feedback=typed(data, f"spare-{n}-feedback"),
                )
                for n in lines["spare"]
            ),
            dates=tuple(
                DateLine(
                    typed=typed(data, f"date-{n}-typed"),
                    right=n in right,
                    label=typed(data, f"date-{n}-label"),
                )
                for n in lines["date"]
            ),
            **texts,
        )
        return with_lines(draft)


_TEXTS: Final = (
    "stem",
    "emphasis",
    "explanation",
    "note",
    "source",
    "topic",
    "picture",
    "picture_text",
)
_MORE_TEXTS: Final = ("truth", "true_feedback", "false_feedback", "paragraphs")


# --- From the fields ------------------------------------------------------------------


def typed(data: QueryDict, name: str) -> str:
    """What was typed; browsers send line breaks as two characters.

    What nobody types, and no file can hold, is left out.
    """
    text = (data.get(name) or "")[:LONGEST_FIELD]
    return without_forbidden(text).replace("\r\n", "\n")


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
    first = _FIRST_LINES[draft.form]
    if not any(getattr(draft, LISTS[kind]) for kind in first):
        for kind, number in first.items():
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
    option_ids = distinct_ids([line.id for line in draft.options])
    prompt_ids = distinct_ids([line.id for line in draft.pairs], "p")
    shared = [shares_answer(draft.pairs, place) for place in range(len(draft.pairs))]
    own = [line for line, other in zip(draft.pairs, shared, strict=True) if not other]
    ids = distinct_ids(
        [each.option for each in own] + [line.id for line in draft.spares]
    )
    answer_ids, spare_ids = iter(ids[: len(own)]), ids[len(own) :]
    pairs = tuple(
        replace(line, id=prompt_id, option=line.option if other else next(answer_ids))
        for line, prompt_id, other in zip(draft.pairs, prompt_ids, shared, strict=True)
    )
    return replace(
        draft,
        options=with_each_id(draft.options, option_ids),
        pairs=pairs,
        spares=with_each_id(draft.spares, spare_ids),
    )


# --- Buttons --------------------------------------------------------------------------

_ACT: Final = re.compile(
    r"(add|remove|up|down)-(option|pair|spare|date)(?:-(\d{1,2}))?"
)
_FIRST_FIELD: Final = {
    "option": "text",
    "pair": "prompt",
    "spare": "text",
    "date": "typed",
}


def after_button(draft: QuestionDraft, button: str) -> tuple[QuestionDraft, str]:
    """What a button makes of the lines, and the field or button to go on from.

    A button that is none leaves the draft as it is.
    """
    match = _ACT.fullmatch(button)
    if match is None:
        return draft, ""
    act, kind, number = match[1], match[2], int(match[3] or 0)
    if act == "add":
        draft = add_line(draft, kind)
        return draft, _first_field(draft, kind, len(getattr(draft, LISTS[kind])) - 1)
    if act == "remove":
        draft = remove_line(draft, kind, number)
        return draft, _first_field(draft, kind, max(number - 1, 0))
    by = -1 if act == "up" else 1
    place, last = number + by, len(getattr(draft, LISTS[kind])) - 1
    other = {"up": "down", "down": "up"}[act]
    button = other if place in (0, last) and last else act
    return move_line(draft, kind, number, by), f"{button}-{kind}-{place}"


def _first_field(draft: QuestionDraft, kind: str, number: int) -> str:
    if not getattr(draft, LISTS[kind]):
        return ""
    return f"{kind}-{number}-{_FIRST_FIELD[kind]}"
