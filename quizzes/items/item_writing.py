"""What speaks against a question, after the rules of item writing.

The rules are those of Haladyna, Downing and Rodriguez (2002) that a machine can check.
A warning names its spots and forbids nothing: the teacher decides. What forbids saving
stands in `question_faults`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from itertools import combinations
from typing import Final

from quizzes.items import writing_words
from quizzes.items.data import Form
from quizzes.items.leaks import clues
from quizzes.items.question_faults import Finding, Spot, equal_texts
from quizzes.items.questions import (
    QuestionData,
    QuestionOption,
    read_date,
    scale_place,
)

MOST_CHOICES: Final = 5
MOST_TO_MARK: Final = 6
MOST_LINES: Final = 8
# A key is much longer than the rest from half as much again and a few words more.
_LONGER: Final = 1.5
_MORE_CHARACTERS: Final = 15
_COMMON_WORDS: Final = 2


class WritingWarning(StrEnum):
    """The warnings; the comment names the parameters."""

    EQUAL_OPTIONS = "equal_options"
    LONG_KEY = "long_key"
    ALL_OF_THE_ABOVE = "all_of_the_above"  # words
    NONE_OF_THE_ABOVE = "none_of_the_above"  # words
    POINTS_AT_LETTERS = "points_at_letters"  # words
    UNMARKED_NEGATIVE = "unmarked_negative"  # words
    NEGATIVE_CLAIM = "negative_claim"  # words
    DOUBLE_NEGATIVE = "double_negative"  # words
    CLUE_WORD = "clue_word"  # words
    MIXED_SHAPE = "mixed_shape"
    OVERLAPPING_DATES = "overlapping_dates"
    TOO_MANY_OPTIONS = "too_many_options"  # limit
    TWO_OPTIONS = "two_options"
    MANY_KEYS = "many_keys"
    ONE_KEY = "one_key"
    NO_SPARE = "no_spare"
    REPEATED_WORDS = "repeated_words"  # words
    ABSOLUTE_WORD = "absolute_word"  # words
    LOST_LETTERS = "lost_letters"  # words
    MIXED_LETTERS = "mixed_letters"  # words
    NO_EXPLANATION = "no_explanation"
    NO_SOURCE = "no_source"


Check = Callable[[QuestionData], Iterator[Finding]]


def warnings_of(question: QuestionData) -> list[Finding]:
    """All that speaks against a question, the gravest first."""
    checks: list[Check] = [_letters]
    if question.form in (Form.CHOICE, Form.MULTIPLE_CHOICE):
        checks += [
            _equal_options,
            _catch_alls,
            _negatives,
            _long_key,
            _clue_words,
            _shapes,
            _overlapping_dates,
            _number_of_options,
            _repeated_words,
            _absolute_words,
        ]
    elif question.form is Form.TRUE_FALSE:
        checks.append(_negative_claim)
    elif question.form is Form.MATCHING:
        checks += [_negatives, _shapes, _number_of_lines, _spare]
    elif question.form is Form.ORDERING:
        checks += [_shapes, _number_of_lines]
    checks.append(_grounds)
    return [finding for check in checks for finding in check(question)]


def _finding(code: WritingWarning, *spots: Spot, **more: str | int) -> Finding:
    return Finding(code=code, spots=spots, parameters=more)


def _at(index: int, span: tuple[int, int] = (0, 0)) -> Spot:
    return Spot(field="options", index=index, start=span[0], end=span[1])


def _texts(options: Sequence[QuestionOption]) -> list[str]:
    return [option.text for option in options]


# The options among themselves


def _equal_options(question: QuestionData) -> Iterator[Finding]:
    for group in equal_texts(_texts(question.options)):
        yield _finding(WritingWarning.EQUAL_OPTIONS, *map(_at, group))


def _catch_alls(question: QuestionData) -> Iterator[Finding]:
    kinds = (
        (WritingWarning.ALL_OF_THE_ABOVE, writing_words.all_of_the_above),
        (WritingWarning.NONE_OF_THE_ABOVE, writing_words.none_of_the_above),
        (WritingWarning.POINTS_AT_LETTERS, writing_words.points_at_letters),
    )
    for index, option in enumerate(question.options):
        for code, find in kinds:
            match = find(option.text)
            if match is not None:
                yield _finding(code, _at(index, match.span()), words=match.group())
                break


def _long_key(question: QuestionData) -> Iterator[Finding]:
    keys = [len(each.text.strip()) for each in question.options if each.key]
    others = [len(each.text.strip()) for each in question.options if not each.key]
    if not keys or not others or min(keys) <= max(others):
        return
    usual = sum(others) / len(others)
    if min(keys) > usual * _LONGER and min(keys) - usual >= _MORE_CHARACTERS:
        spots = (_at(n) for n, option in enumerate(question.options) if option.key)
        yield _finding(WritingWarning.LONG_KEY, *spots)


def _shapes(question: QuestionData) -> Iterator[Finding]:
    """Dates beside names, sentences beside phrases, capitals beside small letters."""
    texts = [text.strip() for text in _texts(question.options)]
    if len(texts) < 2 or not all(texts):
        return
    kinds = [(scale_place(text) or ("text", 0))[0] for text in texts]
    traits: tuple[list[object], ...] = (
        list(kinds),
        [text[-1] in ".!" for text in texts],
        [text[0].isupper() for text in texts if text[0].isalpha()],
        [
            value.precision
            for value in (read_date(text.strip(" .;,")) for text in texts)
            if value is not None
        ],
    )
    for trait in traits:
        values = set(trait)
        if len(values) > 1:
            rarest = min(values, key=lambda value: (trait.count(value), str(value)))
            odd = [n for n, value in enumerate(trait) if value == rarest]
            spots = map(_at, odd) if len(trait) == len(texts) else (_all_options(),)
            yield _finding(WritingWarning.MIXED_SHAPE, *spots)
            return


def _all_options() -> Spot:
    return Spot(field="options")


def _overlapping_dates(question: QuestionData) -> Iterator[Finding]:
    """A day beside its own month or year: who knows less is right as well."""
    dates = [read_date(text.strip(" .;,")) for text in _texts(question.options)]
    known = [(n, date) for n, date in enumerate(dates) if date is not None]
    for (index, one), (further, other) in combinations(known, 2):
        if one != other and one.overlaps(other):
            spots = (_at(index), _at(further))
            yield _finding(WritingWarning.OVERLAPPING_DATES, *spots)
            return


def _number_of_options(question: QuestionData) -> Iterator[Finding]:
    several = question.form is Form.MULTIPLE_CHOICE
    limit = MOST_TO_MARK if several else MOST_CHOICES
    if len(question.options) > limit:
        yield _finding(WritingWarning.TOO_MANY_OPTIONS, _all_options(), limit=limit)
    if len(question.options) == 2:
        yield _finding(WritingWarning.TWO_OPTIONS, _all_options())
    keys = sum(option.key for option in question.options)
    if several and keys * 2 > len(question.options):
        yield _finding(WritingWarning.MANY_KEYS, _all_options())
    if several and keys == 1:
        yield _finding(WritingWarning.ONE_KEY, _all_options())


def _repeated_words(question: QuestionData) -> Iterator[Finding]:
    """Words with which every option begins belong into the stem."""
    split = [text.split() for text in _texts(question.options)]
    if len(split) < 2 or any(scale_place(text) for text in _texts(question.options)):
        return
    common: list[str] = []
    for words in zip(*split, strict=False):
        if len({word.casefold() for word in words}) > 1:
            break
        common.append(words[0])
    if len(common) >= _COMMON_WORDS and all(len(each) > len(common) for each in split):
        words_in_common = " ".join(common)
        yield _finding(
            WritingWarning.REPEATED_WORDS, _all_options(), words=words_in_common
        )


def _number_of_lines(question: QuestionData) -> Iterator[Finding]:
    if max(len(question.options), len(question.prompts)) > MOST_LINES:
        yield _finding(
            WritingWarning.TOO_MANY_OPTIONS, _all_options(), limit=MOST_LINES
        )


def _spare(question: QuestionData) -> Iterator[Finding]:
    """Without a spare option the last pair follows from the others."""
    if all(option.key for option in question.options):
        yield _finding(WritingWarning.NO_SPARE, _all_options())


# The stem and the options


def _negatives(question: QuestionData) -> Iterator[Finding]:
    match = writing_words.negation(question.stem)
    if match is None:
        return
    word, span = match.group(), match.span()
    spot = Spot(field="stem", start=span[0], end=span[1])
    marked = word.isupper() and len(word) > 1
    if not marked and word not in question.emphasis:
        yield _finding(WritingWarning.UNMARKED_NEGATIVE, spot, words=word)
    for index, option in enumerate(question.options):
        inner = writing_words.negation(option.text)
        if inner is not None:
            yield _finding(
                WritingWarning.DOUBLE_NEGATIVE,
                spot,
                _at(index, inner.span()),
                words=inner.group(),
            )
            return


def _negative_claim(question: QuestionData) -> Iterator[Finding]:
    match = writing_words.negation(question.stem)
    if match is not None:
        spot = Spot(field="stem", start=match.start(), end=match.end())
        yield _finding(WritingWarning.NEGATIVE_CLAIM, spot, words=match.group())


def _clue_words(question: QuestionData) -> Iterator[Finding]:
    """Telling words that the stem shares with a key and with no distractor."""
    in_distractors: set[str] = set()
    for option in question.options:
        if not option.key:
            in_distractors |= clues(option.text)
    for index, option in enumerate(question.options):
        shared = clues(question.stem) & clues(option.text) - in_distractors
        if option.key and shared and len(question.options) > 1:
            words = writing_words.beginning_with(option.text, shared)
            yield _finding(
                WritingWarning.CLUE_WORD,
                Spot(field="stem"),
                _at(index),
                words=", ".join(words),
            )


def _absolute_words(question: QuestionData) -> Iterator[Finding]:
    """«Always» and «never» stand in wrong options, as learners know."""
    found = [writing_words.absolute(text) for text in _texts(question.options)]
    flags = [
        (index, match, question.options[index].key)
        for index, match in enumerate(found)
        if match is not None
    ]
    if flags and not any(is_key for _, _, is_key in flags):
        spots = (_at(index, match.span()) for index, match, _ in flags)
        words = ", ".join(dict.fromkeys(match.group() for _, match, _ in flags))
        yield _finding(WritingWarning.ABSOLUTE_WORD, *spots, words=words)


# Letters, and where it is from


def _letters(question: QuestionData) -> Iterator[Finding]:
    checks = (
        (WritingWarning.LOST_LETTERS, writing_words.lost_letters),
        (WritingWarning.MIXED_LETTERS, writing_words.mixed_letters),
    )
    for field, index, text in _shown(question):
        for code, find in checks:
            match = find(text)
            if match is not None:
                start, end = match.span()
                spot = Spot(field=field, index=index, start=start, end=end)
                yield _finding(code, spot, words=match.group())


def _shown(question: QuestionData) -> Iterator[tuple[str, int | None, str]]:
    yield "stem", None, question.stem
    for index, option in enumerate(question.options):
        yield "options", index, option.text
    for index, prompt in enumerate(question.prompts):
        yield "prompts", index, prompt.text


def _grounds(question: QuestionData) -> Iterator[Finding]:
    if not question.explanation.strip():
        yield _finding(WritingWarning.NO_EXPLANATION, Spot(field="explanation"))
    if not question.source:
        yield _finding(WritingWarning.NO_SOURCE, Spot(field="source"))
