"""Moodle XML, read: https://docs.moodle.org/en/Moodle_XML_format.

HTML becomes plain text and pictures are left behind. Typed answers that are dates
become date entry; other types cannot be marked here and are faults with their lines.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from quizzes.exchange.faults import Fault, FaultCode, UnreadableFile
from quizzes.exchange.limits import MAX_QUESTIONS
from quizzes.exchange.markup import plain_from
from quizzes.exchange.question_rows import (
    QuestionRow,
    ReadOption,
    ReadQuestion,
    dates_of,
    true_or_false,
)
from quizzes.exchange.xml_tree import Element, read_elements
from quizzes.items.data import Family, Form

FAMILY_TAG: Final = "family:"


class _Unknown(Exception):
    """The question is of a type that cannot be marked here."""


def read_moodle_xml(content: bytes, faults: list[Fault]) -> list[QuestionRow]:
    """Read a Moodle XML file; raises UnreadableFile."""
    rows: list[QuestionRow] = []

    def take(element: Element) -> None:
        kind = element.attributes.get("type", "")
        if element.name != "question" or kind == "category":
            return
        if len(rows) >= MAX_QUESTIONS:
            raise UnreadableFile(
                FaultCode.TOO_MANY_ROWS, element.line, limit=MAX_QUESTIONS
            )
        try:
            rows.append(_question(element, kind).row())
        except _Unknown as unknown:
            faults.append(
                Fault(
                    code=FaultCode.UNKNOWN_TYPE,
                    line=element.line,
                    parameters={"type": str(unknown)[:40]},
                )
            )

    root = read_elements(content, take)
    if root != "quiz":
        raise UnreadableFile(FaultCode.UNREADABLE, 1, why="<quiz>")
    return rows


def _question(element: Element, kind: str) -> ReadQuestion:
    reader = _READERS.get(kind)
    if reader is None:
        raise _Unknown(kind or "?")
    stem, emphasis = _words(element.first("questiontext"))
    read = reader(element)
    read.stem, read.emphasis, read.line = stem, emphasis, element.line
    read.explanation = _words(element.first("generalfeedback"))[0]
    identifier = element.first("idnumber")
    read.key = identifier.text.strip() if identifier else ""
    tags = element.first("tags")
    for tag in tags.all("tag") if tags else ():
        name = _words(tag, "plain")[0]
        if name.removeprefix(FAMILY_TAG) in set(Family):
            read.family = Family(name.removeprefix(FAMILY_TAG))
    return read


def _words(element: Element | None, kind: str = "html") -> tuple[str, str]:
    """The text of an element in the format that it gives, and what is bold in it."""
    if element is None:
        return "", ""
    inner = element.first("text")
    text = element.text if inner is None else inner.text
    return plain_from(text, element.attributes.get("format", kind))


def _blank(form: Form) -> ReadQuestion:
    return ReadQuestion(form=form, stem="", line=0)


def _fraction(element: Element) -> float:
    try:
        return float(element.attributes.get("fraction", "0")[:20])
    except ValueError:
        return 0.0


def _feedback(element: Element) -> str:
    return _words(element.first("feedback"))[0]


def _choice(element: Element) -> ReadQuestion:
    single = element.first("single")
    is_single = single is None or single.text.strip().lower() in ("true", "1", "")
    answers = list(element.all("answer"))
    # Of a partly right option Moodle gives a part; only the best one is the key.
    best = max((_fraction(each) for each in answers), default=0.0)
    read = _blank(Form.CHOICE if is_single else Form.MULTIPLE_CHOICE)
    read.options = [
        ReadOption(
            text=_words(each)[0],
            key=_fraction(each) > 0 and (not is_single or _fraction(each) == best),
            feedback=_feedback(each),
        )
        for each in answers
    ]
    return read


def _true_false(element: Element) -> ReadQuestion:
    told, keys = {}, {}
    for answer in element.all("answer"):
        word = _words(answer, "plain")[0].lower()
        told[word], keys[word] = _feedback(answer), _fraction(answer) > 0
    if set(keys) != {"true", "false"} or keys["true"] == keys["false"]:
        raise _Unknown("truefalse")
    read = _blank(Form.TRUE_FALSE)
    read.options = true_or_false(
        is_true=keys["true"], if_true=told["true"], if_false=told["false"]
    )
    return read


def _matching(element: Element) -> ReadQuestion:
    read = _blank(Form.MATCHING)
    pairs, spares = [], []
    for pair in element.all("subquestion"):
        left, right = _words(pair)[0], _words(pair.first("answer"), "plain")[0]
        if left:
            pairs.append((left, right))
        else:
            spares.append(right)
    read.pairs, read.spares = pairs, spares
    return read


def _typed(element: Element) -> ReadQuestion:
    dates = dates_of(
        (_words(each, "plain")[0], _fraction(each) == 100, _feedback(each))
        for each in element.all("answer")
    )
    if dates is None:
        raise _Unknown("shortanswer")
    read = _blank(Form.DATE_ENTRY)
    read.dates = dates
    return read


def _ordering(element: Element) -> ReadQuestion:
    read = _blank(Form.ORDERING)
    read.options = [
        ReadOption(text=_words(each)[0], key=True) for each in element.all("answer")
    ]
    return read


_READERS: Final[Mapping[str, Callable[[Element], ReadQuestion]]] = {
    "multichoice": _choice,
    "truefalse": _true_false,
    "matching": _matching,
    "shortanswer": _typed,
    "ordering": _ordering,
}
