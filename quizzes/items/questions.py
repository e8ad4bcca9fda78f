"""Questions that a teacher writes by hand, and the items they become.

A question has the same six forms as an item made from facts, and what is put before a
learner has the same shape, so nothing behind this file asks where an item came from.
`item_writing` says what keeps a question from being saved and what only speaks against
it; `stimuli` keeps several questions on one text together.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from quizzes.items.calendar import DateError, DateValue
from quizzes.items.data import (
    AcceptedDate,
    Citation,
    Family,
    Form,
    Item,
    Option,
    Picture,
    Prompt,
    Stimulus,
)
from quizzes.items.kazakh import dates as date_phrases
from quizzes.items.kazakh.typed_dates import UnreadableDate, read_typed_date
from quizzes.items.wording import FALSE, TRUE, TRUE_OR_FALSE

# What stands as wording and as property in an item that no fact made.
QUESTION: Final = "question"

TRUE_ID: Final = "true"
FALSE_ID: Final = "false"

_WHOLE_NUMBER: Final = re.compile(r"[+-]?\d{1,9}")
# What may stand behind the title of an option without making it another one.
_END: Final = " .;,"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionOption:
    """An option with an id that outlives edits; `feedback` is told to its choosers.

    In matching `key` says that some prompt belongs to it (else it is spare); in
    ordering every line has it.
    """

    id: str
    text: str
    key: bool = False
    feedback: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionPrompt:
    """The left side of a pair; `option` is the id of its right option."""

    id: str
    text: str
    option: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionDate:
    """A date that a typed answer may give; of a wrong one `label` says what it is."""

    edtf: str
    right: bool = True
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionData:
    """A question as it is written.

    Choice, multiple choice and true or false use `options`; matching uses `prompts`
    with `options`; ordering uses `options`, written from first to last; date entry uses
    `dates`. The stem of true or false is the claim alone. `emphasis` is a word of the
    stem that is set in bold. `note` warns the reader of something in the source.
    `stimulus` is the text it stands under where it goes out with that.
    """

    key: str
    form: Form
    stem: str
    version: int = 1
    family: Family = Family.TREATY
    emphasis: str = ""
    options: tuple[QuestionOption, ...] = ()
    prompts: tuple[QuestionPrompt, ...] = ()
    dates: tuple[QuestionDate, ...] = ()
    explanation: str = ""
    note: str = ""
    source: str = ""
    paragraphs: tuple[int, ...] = ()
    topic: str = ""
    picture: Picture | None = None
    stimulus: Stimulus | None = None
    approved: bool = True


# --- To an item -----------------------------------------------------------------------


def make_item(question: QuestionData, seed: str) -> Item:
    """Make the item of a question; the same seed makes the same item.

    Dates and numbers stand in their order, other options in random order. The question
    must be without faults: `item_writing.faults_of` knows them.
    """
    rng = random.Random(f"{seed}:{question.key}:{QUESTION}:{question.form}")
    stem = question.stem
    if question.form is Form.TRUE_FALSE:
        stem = f"{TRUE_OR_FALSE} {stem}"
    item = Item(
        family=question.family,
        form=question.form,
        wording=QUESTION,
        property=QUESTION,
        facts=(),
        question=(question.key, question.version),
        stem=stem,
        emphasis=question.emphasis,
        citations=_citations(question),
        feedback=question.explanation,
        note=question.note,
        picture=question.picture,
        dated=tuple(date.edtf for date in question.dates if date.right),
    )
    return _FILLERS[question.form](item, question, rng)


def _citations(question: QuestionData) -> tuple[Citation, ...]:
    if not question.source:
        return ()
    return (Citation(source=question.source, paragraphs=question.paragraphs),)


def _choosing(item: Item, question: QuestionData, rng: random.Random) -> Item:
    return _with(item, options=_arranged(question.options, rng))


def _true_or_false(item: Item, question: QuestionData, rng: random.Random) -> Item:
    by_id = {option.id: option for option in question.options}
    options = (
        _option(by_id[TRUE_ID], text=TRUE),
        _option(by_id[FALSE_ID], text=FALSE),
    )
    return _with(item, options=options)


def _date_entry(item: Item, question: QuestionData, rng: random.Random) -> Item:
    dates = [
        AcceptedDate(
            edtf=date.edtf,
            text=date_phrases.phrase(DateValue.parse(date.edtf)),
            right=date.right,
            label=date.label,
        )
        for date in question.dates
    ]
    return _with(item, dates=dates)


def _matching(item: Item, question: QuestionData, rng: random.Random) -> Item:
    prompts = [
        Prompt(
            value=_value(prompt.id), text=prompt.text.strip(), key=_value(prompt.option)
        )
        for prompt in question.prompts
    ]
    options = _arranged(question.options, rng)
    return _with(item, prompts=prompts, options=options)


def _ordering(item: Item, question: QuestionData, rng: random.Random) -> Item:
    options = [_option(option) for option in question.options]
    order = [option.value for option in options]
    # Whoever changes nothing should not be right by it.
    while len(order) > 1 and [option.value for option in options] == order:
        rng.shuffle(options)
    return _with(item, options=options, order=order)


_FILLERS: Final[Mapping[Form, Callable[[Item, QuestionData, random.Random], Item]]] = {
    Form.CHOICE: _choosing,
    Form.MULTIPLE_CHOICE: _choosing,
    Form.TRUE_FALSE: _true_or_false,
    Form.DATE_ENTRY: _date_entry,
    Form.MATCHING: _matching,
    Form.ORDERING: _ordering,
}


def _with(
    item: Item,
    *,
    options: Sequence[Option] = (),
    prompts: Sequence[Prompt] = (),
    order: Sequence[str] = (),
    dates: Sequence[AcceptedDate] = (),
) -> Item:
    return replace(
        item,
        options=tuple(options),
        prompts=tuple(prompts),
        order=tuple(order),
        dates=tuple(dates),
    )


def _option(option: QuestionOption, text: str = "") -> Option:
    return Option(
        value=_value(option.id),
        text=text or option.text.strip(),
        key=option.key,
        why=option.feedback,
        # A teacher gives a reason, not what the option belongs to.
        explains=bool(option.feedback),
    )


def _value(identifier: str) -> str:
    return f"text:{identifier}"


def _arranged(options: Sequence[QuestionOption], rng: random.Random) -> list[Option]:
    """Dates and whole numbers in their order, anything else in random order."""
    places = [scale_place(option.text) for option in options]
    arranged = [_option(option) for option in options]
    known = [place for place in places if place is not None]
    if len(known) == len(places) and len({kind for kind, _ in known}) == 1:
        pairs = sorted(zip(known, range(len(arranged)), strict=True))
        return [arranged[index] for _, index in pairs]
    rng.shuffle(arranged)
    return arranged


def scale_place(text: str) -> tuple[str, int] | None:
    """Where a text stands on a scale of its own: that of dates or that of numbers.

    None for all that is neither. A number of four digits is a year.
    """
    plain = text.strip().strip(_END)
    value = read_date(plain)
    if value is not None:
        return "date", value.first.toordinal()
    if _WHOLE_NUMBER.fullmatch(plain):
        return "number", int(plain)
    return None


def read_date(text: str) -> DateValue | None:
    """The date that a text is, in words, in numbers or in EDTF; None if it is none."""
    try:
        return DateValue.parse(text)
    except DateError:
        pass
    try:
        return read_typed_date(text).bounded
    except (UnreadableDate, DateError):
        return None


# --- From an item ---------------------------------------------------------------------


def as_question(item: Item, key: str) -> QuestionData:
    """An item as a question with this key: to be exported, or changed by hand.

    Its answers come along, with what is told of each; which facts made it does not.
    """
    prefix = f"{TRUE_OR_FALSE} "
    stem = item.stem
    if item.form is Form.TRUE_FALSE:
        stem = stem.removeprefix(prefix)
    options = list(item.options)
    if item.form is Form.ORDERING:
        by_value = {option.value: option for option in options}
        options = [by_value[value] for value in item.order]
    ids = {option.value: _id(option.value, n) for n, option in enumerate(options, 1)}
    citation = item.citations[0] if item.citations else None
    return QuestionData(
        key=key,
        form=item.form,
        stem=stem,
        family=item.family,
        emphasis=item.emphasis if item.emphasis in stem else "",
        options=tuple(
            QuestionOption(
                id=ids[option.value],
                text=option.text,
                key=option.key or item.form is Form.ORDERING,
                feedback=option.why,
            )
            for option in options
        ),
        prompts=tuple(
            QuestionPrompt(id=f"p{n}", text=prompt.text, option=ids[prompt.key])
            for n, prompt in enumerate(item.prompts, 1)
        ),
        dates=tuple(
            QuestionDate(edtf=date.edtf, right=date.right, label=date.label)
            for date in item.dates
        ),
        explanation=item.feedback,
        note=item.note,
        source=citation.source if citation else "",
        paragraphs=citation.paragraphs if citation else (),
        picture=item.picture,
        stimulus=item.stimulus,
    )


def _id(value: str, number: int) -> str:
    """The id of an option: its own in a question, else its number."""
    return value.removeprefix("text:") if value.startswith("text:") else str(number)
