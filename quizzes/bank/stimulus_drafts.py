"""A text with its questions as it stands in its form, the new questions within it.

Like `question_drafts`: whatever is typed goes back into its field unchanged.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from django.http import QueryDict

from quizzes.bank.question_content import StimulusContent
from quizzes.bank.question_drafts import QuestionDraft, after_button, typed
from quizzes.items.stimuli import MOST_PARTS, PartKind

# A question that is written together with the text
NEW: Final = "new"
_KINDS: Final = frozenset({NEW, *(kind.value for kind in PartKind)})
_TEXTS: Final = (
    "title",
    "text",
    "attribution",
    "source",
    "topic",
    "paragraphs",
    "picture",
    "picture_text",
    "wanted",
)
# More than may be saved, so that one can be taken out for another
_MOST_LINES: Final = 2 * MOST_PARTS
_PART: Final = re.compile(r"part-(\d{1,2})-kind")
_ACT: Final = re.compile(r"(remove|up|down)-part-(\d{1,2})")
_INSIDE: Final = re.compile(r"(part-(\d{1,2})-)(.+)")
_TAKE: Final = re.compile(r"take-(question|fact)-([-a-z0-9]{1,100})")


@dataclass(frozen=True, slots=True, kw_only=True)
class PartLine:
    """A question or a fact by its key, or a new question as it is being written."""

    kind: str
    key: str = ""
    question: QuestionDraft | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StimulusDraft:
    """All fields of the form; `wanted` is what is searched for to be asked."""

    title: str = ""
    text: str = ""
    attribution: str = ""
    source: str = ""
    topic: str = ""
    paragraphs: str = ""
    picture: str = ""
    picture_text: str = ""
    wanted: str = ""
    parts: tuple[PartLine, ...] = ()

    @classmethod
    def blank(cls) -> StimulusDraft:
        """An empty text with two empty questions."""
        new = PartLine(kind=NEW, question=QuestionDraft.blank())
        return cls(parts=(new, new))

    @classmethod
    def of(cls, content: StimulusContent) -> StimulusDraft:
        """The form of a text that is stored."""
        return cls(
            title=content.title,
            text=content.text,
            attribution=content.attribution,
            source=content.source,
            topic=content.topic,
            paragraphs=", ".join(map(str, content.paragraphs)),
            picture=content.picture,
            picture_text=content.picture_text,
            parts=tuple(
                PartLine(kind=part.kind.value, key=part.key) for part in content.parts
            ),
        )

    @classmethod
    def sent(cls, data: QueryDict) -> StimulusDraft:
        """The form as a browser sent it."""
        numbers = sorted(
            (int(match[1]), match[1])
            for match in map(_PART.fullmatch, data)
            if match is not None
        )
        texts = {name: typed(data, name) for name in _TEXTS}
        parts = [_sent_part(data, number) for _place, number in numbers[:_MOST_LINES]]
        return cls(parts=tuple(part for part in parts if part is not None), **texts)


def _sent_part(data: QueryDict, number: str) -> PartLine | None:
    prefix = f"part-{number}-"
    kind = data.get(f"{prefix}kind", "")
    if kind not in _KINDS:
        return None
    if kind != NEW:
        return PartLine(kind=kind, key=data.get(f"{prefix}item", "")[:100])
    inside = QueryDict(mutable=True)
    for name, values in data.lists():
        if name.startswith(prefix):
            inside.setlist(name.removeprefix(prefix), values)
    return PartLine(kind=NEW, question=QuestionDraft.sent(inside))


def after_stimulus_button(
    draft: StimulusDraft, button: str
) -> tuple[StimulusDraft, str]:
    """What a button makes of the parts, and the field or button to go on from."""
    parts = list(draft.parts)
    if button == "write-part" and len(parts) < _MOST_LINES:
        parts.append(PartLine(kind=NEW, question=QuestionDraft.blank()))
        return replace(draft, parts=tuple(parts)), f"part-{len(parts) - 1}-stem"
    if taken := _TAKE.fullmatch(button):
        return _with_taken(draft, PartLine(kind=taken[1], key=taken[2]))
    if act := _ACT.fullmatch(button):
        return _with_act(draft, act[1], int(act[2]))
    inside = _INSIDE.fullmatch(button)
    if inside is None or int(inside[2]) >= len(parts):
        return draft, "wanted" if button == "search" else ""
    prefix, number = inside[1], int(inside[2])
    question = parts[number].question
    if question is None:
        return draft, ""
    changed, focus = after_button(question, inside[3])
    parts[number] = replace(parts[number], question=changed)
    return replace(draft, parts=tuple(parts)), f"{prefix}{focus}" if focus else ""


def _with_taken(draft: StimulusDraft, part: PartLine) -> tuple[StimulusDraft, str]:
    """The draft with a question or fact, in the place of one that is still empty."""
    if part in draft.parts or len(draft.parts) >= _MOST_LINES:
        return draft, "wanted"
    parts = list(draft.parts)
    empty = next((n for n, each in enumerate(parts) if _is_empty(each)), None)
    if empty is None:
        parts.append(part)
    else:
        parts[empty] = part
    return replace(draft, parts=tuple(parts)), "wanted"


def _is_empty(part: PartLine) -> bool:
    question = part.question
    if question is None:
        return False
    blank = [
        *(line.is_blank for line in question.options),
        *(line.is_blank for line in question.pairs),
        *(line.is_blank for line in question.spares),
        *(line.is_blank for line in question.dates),
    ]
    return not question.stem.strip() and all(blank)


def _with_act(draft: StimulusDraft, act: str, number: int) -> tuple[StimulusDraft, str]:
    parts = list(draft.parts)
    if number >= len(parts):
        return draft, ""
    if act == "remove":
        del parts[number]
        return replace(draft, parts=tuple(parts)), f"remove-part-{max(number - 1, 0)}"
    other = number + (-1 if act == "up" else 1)
    if not 0 <= other < len(parts):
        return draft, ""
    parts[number], parts[other] = parts[other], parts[number]
    button = {"up": "down", "down": "up"}[act] if other in (0, len(parts) - 1) else act
    return replace(draft, parts=tuple(parts)), f"{button}-part-{other}"
