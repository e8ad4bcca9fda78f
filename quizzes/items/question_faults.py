"""What keeps a question from being saved: it could not be asked, or not be marked."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from quizzes.items.calendar import DateError, DateValue
from quizzes.items.characters import FORBIDDEN
from quizzes.items.data import Form
from quizzes.items.questions import FALSE_ID, TRUE_ID, QuestionData, QuestionOption

LONGEST_STEM: Final = 2000
LONGEST_OPTION: Final = 500
LONGEST_TEXT: Final = 2000
MOST_OPTIONS: Final = 12
FEWEST_OPTIONS: Final = 2

_ID: Final = re.compile(r"[a-z0-9]{1,16}")
_SPACES: Final = re.compile(r"\s+")


class QuestionFault(StrEnum):
    """The reasons; the comment names the parameters."""

    EMPTY = "empty"
    TOO_LONG = "too_long"  # limit
    CONTROL_CHARACTER = "control_character"
    NO_KEY = "no_key"
    SEVERAL_KEYS = "several_keys"
    KEY_IS_DISTRACTOR = "key_is_distractor"
    NO_DISTRACTOR = "no_distractor"
    TOO_FEW_OPTIONS = "too_few_options"  # limit
    TOO_MANY_OPTIONS = "too_many_options"  # limit
    EQUAL_LINES = "equal_lines"
    REPEATED_ID = "repeated_id"
    NOT_TRUE_OR_FALSE = "not_true_or_false"
    BAD_DATE = "bad_date"
    DATE_TWICE = "date_twice"
    UNKNOWN_PAIR = "unknown_pair"
    EMPHASIS_NOT_IN_STEM = "emphasis_not_in_stem"
    BAD_PARAGRAPH = "bad_paragraph"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where something stands: a field, for lists its index, and if known the letters.

    `start` and `end` count the characters of the field's text; both 0 mean all of it.
    """

    field: str
    index: int | None = None
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing noticed of a question, and all the spots that it concerns."""

    code: StrEnum
    spots: tuple[Spot, ...]
    parameters: Mapping[str, str | int] = field(default_factory=dict)


def faults_of(question: QuestionData) -> list[Finding]:
    """All that keeps a question from being saved; none means that it can be asked."""
    found = list(_text_faults(question))
    found += _FORM_FAULTS[question.form](question)
    if question.emphasis and question.emphasis not in question.stem:
        found.append(_finding(QuestionFault.EMPHASIS_NOT_IN_STEM, Spot(field="stem")))
    if any(number < 1 for number in question.paragraphs):
        found.append(_finding(QuestionFault.BAD_PARAGRAPH, Spot(field="paragraphs")))
    return found


def folded(text: str) -> str:
    """A text as learners tell it from another: without case, blanks and end marks."""
    normal = unicodedata.normalize("NFKC", text).casefold()
    return _SPACES.sub(" ", normal).strip(" .,;:!?\"'«»“”„")


def _finding(code: StrEnum, *spots: Spot, **parameters: str | int) -> Finding:
    return Finding(code=code, spots=spots, parameters=parameters)


# Texts


def _text_faults(question: QuestionData) -> Iterator[Finding]:
    for spot, text, limit, needed in _texts(question):
        if needed and not text.strip():
            yield _finding(QuestionFault.EMPTY, spot)
        if len(text) > limit:
            yield _finding(QuestionFault.TOO_LONG, spot, limit=limit)
        match = FORBIDDEN.search(text)
        if match is not None:
            start, end = match.span()
            marked = Spot(field=spot.field, index=spot.index, start=start, end=end)
            yield _finding(QuestionFault.CONTROL_CHARACTER, marked)


def _texts(question: QuestionData) -> Iterator[tuple[Spot, str, int, bool]]:
    """Every text with its spot, its greatest length, and whether it must be there."""
    yield Spot(field="stem"), question.stem, LONGEST_STEM, True
    yield Spot(field="explanation"), question.explanation, LONGEST_TEXT, False
    yield Spot(field="note"), question.note, LONGEST_TEXT, False
    shows_options = question.form is not Form.TRUE_FALSE
    for index, option in enumerate(question.options):
        spot = Spot(field="options", index=index)
        yield spot, option.text, LONGEST_OPTION, shows_options
        told = Spot(field="feedback", index=index)
        yield told, option.feedback, LONGEST_TEXT, False
    for index, prompt in enumerate(question.prompts):
        yield Spot(field="prompts", index=index), prompt.text, LONGEST_OPTION, True
    for index, date in enumerate(question.dates):
        yield Spot(field="labels", index=index), date.label, LONGEST_TEXT, False


# Forms


def _option_faults(
    question: QuestionData, fewest: int = FEWEST_OPTIONS
) -> Iterator[Finding]:
    options = Spot(field="options")
    if len(question.options) < fewest:
        yield _finding(QuestionFault.TOO_FEW_OPTIONS, options, limit=fewest)
    if len(question.options) > MOST_OPTIONS:
        yield _finding(QuestionFault.TOO_MANY_OPTIONS, options, limit=MOST_OPTIONS)
    yield from _id_faults("options", [option.id for option in question.options])


def _id_faults(field_name: str, ids: Sequence[str]) -> Iterator[Finding]:
    counts = Counter(ids)
    for index, identifier in enumerate(ids):
        if counts[identifier] > 1 or not _ID.fullmatch(identifier):
            yield _finding(
                QuestionFault.REPEATED_ID, Spot(field=field_name, index=index)
            )


def _choice_faults(question: QuestionData) -> Iterator[Finding]:
    yield from _option_faults(question)
    keys = [n for n, option in enumerate(question.options) if option.key]
    if not keys:
        yield _finding(QuestionFault.NO_KEY, Spot(field="options"))
    elif len(keys) > 1:
        spots = (Spot(field="options", index=index) for index in keys)
        yield _finding(QuestionFault.SEVERAL_KEYS, *spots)
    yield from _key_among_distractors(question.options)


def _multiple_choice_faults(question: QuestionData) -> Iterator[Finding]:
    yield from _option_faults(question)
    keys = sum(option.key for option in question.options)
    if not keys:
        yield _finding(QuestionFault.NO_KEY, Spot(field="options"))
    elif keys == len(question.options):
        yield _finding(QuestionFault.NO_DISTRACTOR, Spot(field="options"))
    yield from _key_among_distractors(question.options)


def _key_among_distractors(options: Sequence[QuestionOption]) -> Iterator[Finding]:
    for index, option in enumerate(options):
        same = [
            Spot(field="options", index=other)
            for other, each in enumerate(options)
            if not each.key and folded(each.text) == folded(option.text)
        ]
        if option.key and same and option.text.strip():
            key = Spot(field="options", index=index)
            yield _finding(QuestionFault.KEY_IS_DISTRACTOR, key, *same)


def _true_false_faults(question: QuestionData) -> Iterator[Finding]:
    if sorted(option.id for option in question.options) != [FALSE_ID, TRUE_ID]:
        yield _finding(QuestionFault.NOT_TRUE_OR_FALSE, Spot(field="options"))
    keys = sum(option.key for option in question.options)
    if keys != 1:
        code = QuestionFault.SEVERAL_KEYS if keys else QuestionFault.NO_KEY
        yield _finding(code, Spot(field="options"))


def _date_entry_faults(question: QuestionData) -> Iterator[Finding]:
    if not any(date.right for date in question.dates):
        yield _finding(QuestionFault.NO_KEY, Spot(field="dates"))
    if len(question.dates) > MOST_OPTIONS:
        dates = Spot(field="dates")
        yield _finding(QuestionFault.TOO_MANY_OPTIONS, dates, limit=MOST_OPTIONS)
    seen: dict[str, int] = {}
    for index, date in enumerate(question.dates):
        spot = Spot(field="dates", index=index)
        try:
            edtf = DateValue.parse(date.edtf).edtf
        except DateError:
            yield _finding(QuestionFault.BAD_DATE, spot)
            continue
        if edtf in seen:
            first = Spot(field="dates", index=seen[edtf])
            yield _finding(QuestionFault.DATE_TWICE, first, spot)
        seen.setdefault(edtf, index)


def _matching_faults(question: QuestionData) -> Iterator[Finding]:
    yield from _option_faults(question)
    if len(question.prompts) < FEWEST_OPTIONS:
        prompts = Spot(field="prompts")
        yield _finding(QuestionFault.TOO_FEW_OPTIONS, prompts, limit=FEWEST_OPTIONS)
    if len(question.prompts) > MOST_OPTIONS:
        prompts = Spot(field="prompts")
        yield _finding(QuestionFault.TOO_MANY_OPTIONS, prompts, limit=MOST_OPTIONS)
    yield from _id_faults("prompts", [prompt.id for prompt in question.prompts])
    ids = {option.id for option in question.options}
    used = {prompt.option for prompt in question.prompts}
    for index, prompt in enumerate(question.prompts):
        if prompt.option not in ids:
            yield _finding(
                QuestionFault.UNKNOWN_PAIR, Spot(field="prompts", index=index)
            )
    for index, option in enumerate(question.options):
        if option.key != (option.id in used):
            yield _finding(
                QuestionFault.UNKNOWN_PAIR, Spot(field="options", index=index)
            )
    yield from _equal_lines("prompts", [prompt.text for prompt in question.prompts])
    # Of two right sides that read alike only one would be marked right.
    yield from _equal_lines("options", [option.text for option in question.options])


def _ordering_faults(question: QuestionData) -> Iterator[Finding]:
    yield from _option_faults(question, fewest=FEWEST_OPTIONS)
    if not all(option.key for option in question.options):
        yield _finding(QuestionFault.NO_KEY, Spot(field="options"))
    yield from _equal_lines("options", [option.text for option in question.options])


def _equal_lines(field_name: str, texts: Sequence[str]) -> Iterator[Finding]:
    for group in equal_texts(texts):
        spots = (Spot(field=field_name, index=index) for index in group)
        yield _finding(QuestionFault.EQUAL_LINES, *spots)


def equal_texts(texts: Sequence[str]) -> list[list[int]]:
    """The indexes of texts that a learner cannot tell apart, group by group."""
    groups: dict[str, list[int]] = {}
    for index, text in enumerate(texts):
        if text.strip():
            groups.setdefault(folded(text) or text, []).append(index)
    return [group for group in groups.values() if len(group) > 1]


_FORM_FAULTS: Final[Mapping[Form, Callable[[QuestionData], Iterator[Finding]]]] = {
    Form.CHOICE: _choice_faults,
    Form.MULTIPLE_CHOICE: _multiple_choice_faults,
    Form.TRUE_FALSE: _true_false_faults,
    Form.DATE_ENTRY: _date_entry_faults,
    Form.MATCHING: _matching_faults,
    Form.ORDERING: _ordering_faults,
}
