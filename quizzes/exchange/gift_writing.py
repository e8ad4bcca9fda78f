"""Questions as GIFT, in the subset that Moodle and other readers agree on.

GIFT knows no dates and no ordering: a date entry becomes a typed answer in several
spellings, an ordering a matching of lines with their places, under a comment that names
the form. Everything is marked as plain text, so that no reader takes it for HTML; of
pictures it is said in words what they show.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from quizzes.exchange.above_questions import in_words
from quizzes.exchange.gift import ORDERING_TAG
from quizzes.exchange.spellings import spellings
from quizzes.items.data import Form
from quizzes.items.questions import TRUE_ID, QuestionData

_SPECIAL: Final = re.compile(r"[\\~=#{}:]")
_NAME_LENGTH: Final = 80


def to_gift(questions: Iterable[QuestionData]) -> bytes:
    """The questions, one block each, as UTF-8."""
    blocks = [_block(question) for question in questions]
    return ("\n\n".join(blocks) + "\n").encode() if blocks else b""


def _block(question: QuestionData) -> str:
    tags = f" [tag:{ORDERING_TAG}]" if question.form is Form.ORDERING else ""
    comment = f"// [id:{question.key}] [tag:{question.family.value}]{tags}"
    name = escaped(" ".join(question.stem.split())[:_NAME_LENGTH])
    lines = [comment, f"::{name}:: [plain]{escaped(in_words(question).stem)} {{"]
    lines += [f"  {line}" for line in _answers(question)]
    told = "\n".join(filter(None, (question.explanation, question.note)))
    if told:
        lines.append(f"  ####[plain]{escaped(told)}")
    return "\n".join([*lines, "}"])


def _answers(question: QuestionData) -> list[str]:
    match question.form:
        case Form.TRUE_FALSE:
            return [_truth(question)]
        case Form.DATE_ENTRY:
            return _dates(question)
        case Form.MATCHING:
            texts = {option.id: option.text for option in question.options}
            pairs = [(each.text, texts[each.option]) for each in question.prompts]
            spares = [("", each.text) for each in question.options if not each.key]
            return [_pair(left, right) for left, right in [*pairs, *spares]]
        case Form.ORDERING:
            numbered = enumerate(question.options, 1)
            return [_pair(str(number), option.text) for number, option in numbered]
        case _:
            return _options(question)


def _options(question: QuestionData) -> list[str]:
    """Of several keys each is worth its share, and each wrong choice takes one."""
    keys = sum(option.key for option in question.options)
    wrongs = len(question.options) - keys
    lines = []
    for option in question.options:
        if question.form is Form.CHOICE:
            mark = "=" if option.key else "~"
        else:
            share = 100 / keys if option.key else -100 / wrongs
            mark = f"~%{share:.5g}%"
        lines.append(f"{mark}{_text(option.text)}{_told(option.feedback)}")
    return lines


def _truth(question: QuestionData) -> str:
    by_key = {option.key: option for option in question.options}
    word = "TRUE" if by_key[True].id == TRUE_ID else "FALSE"
    told = [_told(by_key[False].feedback), _told(by_key[True].feedback)]
    if told[1]:
        return f"{word}{told[0] or '#'}{told[1]}"
    return f"{word}{told[0]}"


def _dates(question: QuestionData) -> list[str]:
    lines = []
    for date in question.dates:
        mark = "=" if date.right else "=%0%"
        for spelling in spellings(date.edtf):
            lines.append(f"{mark}{escaped(spelling)}{_told(date.label)}")
    return lines


def _pair(left: str, right: str) -> str:
    return f"={_arrow(escaped(left))} -> {_arrow(escaped(right))}"


def _arrow(text: str) -> str:
    """The text without the sign that parts the two sides of a pair."""
    return text.replace("->", "→")


def _text(text: str) -> str:
    """An option; a percent sign in front would be taken for its weight."""
    bare = escaped(text)
    return f"[plain]{bare}" if bare[:1] in "%[" else bare


def _told(text: str) -> str:
    return f"#{escaped(text)}" if text else ""


def escaped(text: str) -> str:
    """The text with all that GIFT reads as signs behind a backslash."""
    signs = _SPECIAL.sub(r"\\\g<0>", text.strip().replace("\r", ""))
    return signs.replace("\n", "\\n")
