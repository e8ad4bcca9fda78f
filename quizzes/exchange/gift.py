"""GIFT, the text format of questions that Moodle made and others read.

https://docs.moodle.org/en/GIFT_format. Questions stand apart by blank lines, and the
answers of one stand in braces. What a date answers is read as date entry; other typed
answers, numbers and essays cannot be marked here and are faults with their lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from quizzes.exchange.faults import Fault, FaultCode, Parameter, UnreadableFile
from quizzes.exchange.limits import MAX_QUESTIONS
from quizzes.exchange.markup import plain_from
from quizzes.exchange.plain_text import decode
from quizzes.exchange.question_rows import (
    QuestionRow,
    ReadOption,
    ReadQuestion,
    dates_of,
    true_or_false,
)
from quizzes.items.data import Form
from quizzes.items.question_faults import MOST_OPTIONS

GAP: Final = "_____"
ORDERING_TAG: Final = "ordering"
# A date has several spellings, so there may be more than the options of a question.
_MOST_ANSWERS: Final = 100

_ESCAPED: Final = re.compile(r"\\([~=#{}:\\n])")
_MARK: Final = re.compile(r"\\[~=#{}:\\n]|[~=]")
_COLONS: Final = re.compile(r"\\.|::", re.DOTALL)
_FORMAT: Final = re.compile(r"\[(html|plain|moodle|markdown)\]")
_WEIGHT: Final = re.compile(r"%(-?\d{1,3}(?:\.\d{1,5})?)%")
_TRUTH: Final = re.compile(r"(T|TRUE|F|FALSE)", re.IGNORECASE)
_ID: Final = re.compile(r"\[id:([^\]]{1,200})\]")
_TAG: Final = re.compile(r"\[tag:([^\]]{1,200})\]")


@dataclass(slots=True, kw_only=True)
class _Block:
    """The lines of one question, with what the comments above it say."""

    line: int
    text: str
    key: str
    tags: frozenset[str]


@dataclass(slots=True, kw_only=True)
class _Answer:
    """One answer within the braces, still escaped."""

    right: bool
    text: str
    feedback: str
    weight: float | None


class _Refused(Exception):
    """The question cannot be taken in."""

    def __init__(self, code: FaultCode, **parameters: Parameter) -> None:
        super().__init__(code)
        self.code = code
        self.parameters = parameters


def read_gift(content: bytes, faults: list[Fault]) -> list[QuestionRow]:
    """Read a GIFT file; raises UnreadableFile."""
    rows: list[QuestionRow] = []
    for block in _blocks(decode(content)):
        if len(rows) >= MAX_QUESTIONS:
            raise UnreadableFile(
                FaultCode.TOO_MANY_ROWS, block.line, limit=MAX_QUESTIONS
            )
        try:
            rows.append(_question(block).row())
        except _Refused as refused:
            faults.append(
                Fault(code=refused.code, line=block.line, parameters=refused.parameters)
            )
    return rows


def _blocks(text: str) -> Iterator[_Block]:
    lines: list[str] = []
    begin, key, tags = 0, "", frozenset[str]()
    for number, line in enumerate([*text.split("\n"), ""], 1):
        bare = line.strip()
        if bare.startswith("//"):
            identifier = _ID.search(bare)
            key = identifier.group(1).strip() if identifier else key
            tags |= {tag.strip() for tag in _TAG.findall(bare)}
        elif bare.startswith("$CATEGORY:"):
            continue
        elif bare:
            begin = begin or number
            lines.append(line)
        elif lines:
            yield _Block(line=begin, text="\n".join(lines), key=key, tags=tags)
            lines, begin, key, tags = [], 0, "", frozenset()


def _question(block: _Block) -> ReadQuestion:
    """Read one block; raises _Refused."""
    text = block.text.strip()
    text, kind = _unmarked(_unnamed(text), "moodle")
    opened = _find(text, "{")
    if opened < 0:
        raise _Refused(FaultCode.UNKNOWN_TYPE, type="description")
    closed = _find(text, "}", opened)
    if closed < 0:
        raise _Refused(FaultCode.NOT_CLOSED, mark="{")
    before, inside, behind = (
        text[:opened],
        text[opened + 1 : closed],
        text[closed + 1 :],
    )
    stem, emphasis = plain_from(_plain(before), kind)
    if behind.strip():
        rest, _ = plain_from(_plain(behind), kind)
        # Dots alone close a question that ends with its answers.
        stem = f"{stem} {GAP} {rest}" if rest.strip(" .?!") else f"{stem}{rest}"
    read = _answered(inside.strip(), block.tags, kind)
    read.stem, read.emphasis = stem, emphasis
    read.line, read.key = block.line, block.key
    return read


def _answered(inside: str, tags: frozenset[str], kind: str) -> ReadQuestion:
    """What stands in the braces, as a question without a stem."""
    inside, explanation = _explained(inside, kind)
    if not inside:
        raise _Refused(FaultCode.UNKNOWN_TYPE, type="essay")
    if inside.startswith("#"):
        raise _Refused(FaultCode.UNKNOWN_TYPE, type="numerical")
    head, *told = _split_feedback(inside)
    if _TRUTH.fullmatch(head.strip()):
        read = _true_false(head.strip(), [_text(each, kind) for each in told])
    else:
        answers = list(_answers(inside))
        if not answers:
            raise _Refused(FaultCode.UNKNOWN_TYPE, type=inside[:40])
        if all(each.right and "->" in each.text for each in answers):
            read = _matching(answers, tags, kind)
        elif all(each.right for each in answers):
            read = _typed(answers, kind)
        else:
            read = _choice(answers, kind)
    read.explanation = explanation
    return read


def _blank(form: Form) -> ReadQuestion:
    return ReadQuestion(form=form, stem="", line=0)


def _true_false(word: str, told: list[str]) -> ReadQuestion:
    """The first feedback is for those who are wrong, the second for the others."""
    is_true = word.upper().startswith("T")
    wrong, right = [*told, "", ""][:2]
    read = _blank(Form.TRUE_FALSE)
    read.options = true_or_false(
        is_true=is_true,
        if_true=right if is_true else wrong,
        if_false=wrong if is_true else right,
    )
    return read


def _matching(answers: list[_Answer], tags: frozenset[str], kind: str) -> ReadQuestion:
    pairs, spares = [], []
    for answer in answers:
        left, _, right = answer.text.partition("->")
        if left.strip():
            pairs.append((_text(left, kind), _text(right, kind)))
        else:
            spares.append(_text(right, kind))
    numbers = [left for left, _ in pairs]
    if ORDERING_TAG in tags and numbers == [str(n) for n in range(1, len(pairs) + 1)]:
        read = _blank(Form.ORDERING)
        read.options = [ReadOption(text=right, key=True) for _, right in pairs]
        return read
    read = _blank(Form.MATCHING)
    read.pairs, read.spares = pairs, spares
    return read


def _typed(answers: list[_Answer], kind: str) -> ReadQuestion:
    dates = dates_of(
        (
            _text(each.text, kind),
            each.weight is None or each.weight == 100,
            _text(each.feedback, kind),
        )
        for each in answers
    )
    if dates is None:
        raise _Refused(FaultCode.UNKNOWN_TYPE, type="short answer")
    read = _blank(Form.DATE_ENTRY)
    read.dates = dates
    return read


def _choice(answers: list[_Answer], kind: str) -> ReadQuestion:
    keys = [each.right for each in answers]
    form = Form.CHOICE
    if not any(keys):
        keys = [each.weight is not None and each.weight > 0 for each in answers]
        if sum(keys) != 1 or any(each.weight for each in answers if each.weight != 100):
            form = Form.MULTIPLE_CHOICE
    read = _blank(form)
    read.options = [
        ReadOption(
            text=_text(each.text, kind), key=key, feedback=_text(each.feedback, kind)
        )
        for each, key in zip(answers, keys, strict=True)
    ]
    return read


def _answers(inside: str) -> Iterator[_Answer]:
    """The answers in the braces, each behind its `=` or `~`."""
    found = (match for match in _MARK.finditer(inside) if match.group() in "~=")
    marks = list(islice(found, _MOST_ANSWERS + 1))
    if len(marks) > _MOST_ANSWERS:
        raise _Refused(
            FaultCode.QUESTION, finding="too_many_options", limit=MOST_OPTIONS
        )
    ends = [*(match.start() for match in marks[1:]), len(inside)]
    for mark, end in zip(marks, ends, strict=False):
        text = inside[mark.end() : end].strip()
        weight = _WEIGHT.match(text)
        if weight is not None:
            text = text[weight.end() :]
        text, *told = _split_feedback(text)
        yield _Answer(
            right=mark.group() == "=",
            text=text.strip(),
            feedback=told[0] if told else "",
            weight=float(weight.group(1)) if weight else None,
        )


def _explained(inside: str, kind: str) -> tuple[str, str]:
    """The answers without the feedback on the whole, and that."""
    for match in re.finditer(r"\\.|####", inside, re.DOTALL):
        if match.group() == "####":
            told = inside[match.end() :]
            return inside[: match.start()].strip(), _text(told, kind)
    return inside, ""


def _split_feedback(text: str) -> list[str]:
    """The parts of a text between hash signs that are not escaped."""
    parts, start = [], 0
    for match in re.finditer(r"\\.|#", text, re.DOTALL):
        if match.group() == "#":
            parts.append(text[start : match.start()])
            start = match.end()
    return [*parts, text[start:]]


def _find(text: str, brace: str, start: int = 0) -> int:
    """Where a brace stands that is not escaped, or -1."""
    for match in re.finditer(r"\\.|[{}]", text[start:], re.DOTALL):
        if match.group() == brace:
            return start + match.start()
    return -1


def _unnamed(text: str) -> str:
    """The text behind a name between double colons, if it has one."""
    if text.startswith("::"):
        for match in _COLONS.finditer(text, 2):
            if match.group() == "::":
                return text[match.end() :].strip()
    return text


def _unmarked(text: str, kind: str) -> tuple[str, str]:
    """The text without its format in square brackets, and that format."""
    match = _FORMAT.match(text.lstrip())
    if match is None:
        return text, kind
    return text.lstrip()[match.end() :], match.group(1)


def _text(text: str, kind: str) -> str:
    bare, own = _unmarked(text, kind)
    return plain_from(_plain(bare), own)[0]


def _plain(text: str) -> str:
    return _ESCAPED.sub(
        lambda match: "\n" if match.group(1) == "n" else match.group(1), text
    )
