"""What differs between two contents of a question, to be read by people.

A text is told word by word; lines are told apart by their ids, so that a line that was
moved or put in other words is still the same line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.bank.question_content import QuestionContent, StimulusContent
from quizzes.bank.questions import QuestionFamily, QuestionForm, State
from quizzes.bank.showing import ranges, show_date
from quizzes.items.calendar import DateError

_WORDS: Final = re.compile(r"\s+|\w+|[^\w\s]")

_LABELS: Final[Mapping[str, Promise]] = {
    "form": gettext_lazy("Form of question"),
    "family": gettext_lazy("What about"),
    "stem": gettext_lazy("Question"),
    "title": gettext_lazy("Title"),
    "text": gettext_lazy("Text"),
    "attribution": gettext_lazy("Where it is from"),
    "emphasis": gettext_lazy("Word in bold"),
    "explanation": gettext_lazy("Explanation"),
    "note": gettext_lazy("Note"),
    "source": gettext_lazy("Source"),
    "topic": gettext_lazy("Topic"),
    "paragraphs": gettext_lazy("Paragraphs"),
    "state": gettext_lazy("Whether approved"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of words that both have, or only the `old`, or only the `new`."""

    text: str
    side: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One part of a content that differs, with its runs of words."""

    label: str
    pieces: tuple[Piece, ...]


def differences(
    old: QuestionContent | StimulusContent, new: QuestionContent | StimulusContent
) -> list[Difference]:
    """All that differs, in the order of the form."""
    found = [
        Difference(label=str(label), pieces=pieces(_said(old, name), _said(new, name)))
        for name, label in _LABELS.items()
        if getattr(old, name, None) != getattr(new, name, None)
    ]
    for label, lines_of in ((_("Lines"), _lines), (_("Questions"), _parts)):
        one, other = lines_of(old), lines_of(new)
        if one != other:
            found += _line_differences(label, one, other)
    return found


def pieces(old: str, new: str) -> tuple[Piece, ...]:
    """Two texts as runs of words, those of the old one before those of the new."""
    one, other = _WORDS.findall(old), _WORDS.findall(new)
    runs: list[Piece] = []
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    for tag, start, end, other_start, other_end in matcher.get_opcodes():
        if tag == "equal":
            runs.append(Piece(text="".join(one[start:end])))
            continue
        if start < end:
            runs.append(Piece(text="".join(one[start:end]), side="old"))
        if other_start < other_end:
            runs.append(Piece(text="".join(other[other_start:other_end]), side="new"))
    return tuple(runs)


def _line_differences(
    label: str, old: Mapping[str, str], new: Mapping[str, str]
) -> Iterator[Difference]:
    places = {key: place for place, key in enumerate(new, 1)}
    for key, place in places.items():
        if old.get(key) != new[key]:
            yield Difference(
                label=f"{label}: {place}", pieces=pieces(old.get(key, ""), new[key])
            )
    for place, key in enumerate(old, 1):
        if key not in new:
            yield Difference(label=f"{label}: {place}", pieces=pieces(old[key], ""))
    kept = [key for key in old if key in new]
    if kept != [key for key in new if key in old]:
        yield Difference(
            label=_("Order"),
            pieces=pieces(_joined(old[key] for key in kept), _joined(new.values())),
        )


def _joined(texts: Iterable[str]) -> str:
    return " · ".join(texts)


def _said(content: QuestionContent | StimulusContent, name: str) -> str:
    value: Any = getattr(content, name, "")
    match name:
        case "form":
            return str(QuestionForm(value).label) if value else ""
        case "family":
            return str(QuestionFamily(value).label) if value else ""
        case "state":
            return str(State(value).label)
        case "paragraphs":
            return ranges(value)
    return str(value)


def _lines(content: QuestionContent | StimulusContent) -> dict[str, str]:
    """Options, prompts and dates as one text each, by what they are known by."""
    if isinstance(content, StimulusContent):
        return {}
    words = {option.id: option.text for option in content.options}
    lines = {}
    for option in content.options:
        named = {"true": _("True"), "false": _("False")}
        text = option.text or named.get(option.id, "")
        lines[f"option {option.id}"] = _line(
            text, _("right") if option.key else "", option.feedback
        )
    for prompt in content.prompts:
        answer = words.get(prompt.option, "")
        lines[f"prompt {prompt.id}"] = _line(f"{prompt.text} → {answer}")
    for date in content.dates:
        lines[f"date {date.edtf}"] = _line(
            _date(date.edtf), _("right") if date.right else "", date.label
        )
    return lines


def _parts(content: QuestionContent | StimulusContent) -> dict[str, str]:
    if isinstance(content, QuestionContent):
        return {}
    return {f"{part.kind} {part.key}": part.key for part in content.parts}


def _line(text: str, mark: str = "", told: str = "") -> str:
    marked = f"{text} ({mark})" if mark else text
    return f"{marked} – {told}" if told else marked


def _date(edtf: str) -> str:
    try:
        return show_date(edtf).text
    except DateError:
        return edtf


def line_texts(content: QuestionContent) -> Sequence[str]:
    """The lines of a content as they are told in a difference."""
    return tuple(_lines(content).values())
