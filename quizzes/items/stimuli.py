"""Context items: one text with two to five questions or facts that stay together.

Such a text (мәнмәтін) is shown above each of its items; in a quiz, on paper and in
statistics they are never torn apart or put in another order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from quizzes.items.compatibility import key_texts
from quizzes.items.data import Item, Picture, Stimulus
from quizzes.items.leaks import mentions
from quizzes.items.question_faults import Finding, Spot

FEWEST_PARTS: Final = 2
MOST_PARTS: Final = 5
LONGEST_TEXT: Final = 5000
LONGEST_TITLE: Final = 200


class PartKind(StrEnum):
    """What is asked of a stimulus."""

    QUESTION = "question"
    FACT = "fact"


class StimulusFault(StrEnum):
    """What keeps a stimulus from being saved; the comment names the parameters."""

    NO_TEXT = "no_text"
    TOO_LONG = "too_long"  # limit
    TOO_FEW_PARTS = "too_few_parts"  # limit
    TOO_MANY_PARTS = "too_many_parts"  # limit
    PART_TWICE = "part_twice"
    BAD_PARAGRAPH = "bad_paragraph"


class StimulusWarning(StrEnum):
    """What speaks against a stimulus as it is."""

    GIVES_AWAY = "gives_away"
    KEY_AT_SIGHT = "key_at_sight"
    NO_SOURCE = "no_source"


@dataclass(frozen=True, slots=True, kw_only=True)
class StimulusPart:
    """A question or a fact, by its key."""

    kind: PartKind
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StimulusData:
    """A text to be read, and what is asked of it, in this order.

    `attribution` is what stands below the text: its author, its year, where it is from.
    """

    key: str
    text: str
    parts: tuple[StimulusPart, ...]
    version: int = 1
    title: str = ""
    attribution: str = ""
    source: str = ""
    paragraphs: tuple[int, ...] = ()
    topic: str = ""
    picture: Picture | None = None
    approved: bool = True


def faults_of(stimulus: StimulusData) -> list[Finding]:
    """All that keeps a stimulus from being saved."""
    found = []
    parts = Spot(field="parts")
    if not stimulus.text.strip():
        found.append(_finding(StimulusFault.NO_TEXT, Spot(field="text")))
    limits = (("text", LONGEST_TEXT), ("title", LONGEST_TITLE))
    for name, limit in (*limits, ("attribution", LONGEST_TITLE)):
        if len(getattr(stimulus, name)) > limit:
            spot = Spot(field=name)
            found.append(_finding(StimulusFault.TOO_LONG, spot, limit=limit))
    if len(stimulus.parts) < FEWEST_PARTS:
        found.append(_finding(StimulusFault.TOO_FEW_PARTS, parts, limit=FEWEST_PARTS))
    if len(stimulus.parts) > MOST_PARTS:
        found.append(_finding(StimulusFault.TOO_MANY_PARTS, parts, limit=MOST_PARTS))
    for index, part in enumerate(stimulus.parts):
        if part in stimulus.parts[:index]:
            spot = Spot(field="parts", index=index)
            found.append(_finding(StimulusFault.PART_TWICE, spot))
    if any(number < 1 for number in stimulus.paragraphs):
        found.append(_finding(StimulusFault.BAD_PARAGRAPH, Spot(field="paragraphs")))
    return found


def warnings_of(stimulus: StimulusData, items: Sequence[Item]) -> list[Finding]:
    """What speaks against a stimulus with the items of its parts.

    A stem or an option that names the key of another part gives it away; a key that
    stands word for word in the text asks for reading only.
    """
    found = []
    for index, item in enumerate(items):
        spot = Spot(field="parts", index=index)
        for key in key_texts(item):
            for other, each in enumerate(items):
                if other != index and mentions(each.stem, key):
                    there = Spot(field="parts", index=other)
                    found.append(_finding(StimulusWarning.GIVES_AWAY, spot, there))
            if mentions(stimulus.text, key):
                found.append(_finding(StimulusWarning.KEY_AT_SIGHT, spot))
    if not stimulus.source and not stimulus.attribution.strip():
        found.append(_finding(StimulusWarning.NO_SOURCE, Spot(field="attribution")))
    return found


def together(
    stimulus: StimulusData, items: Mapping[StimulusPart, Item]
) -> tuple[Item, ...]:
    """The items of a stimulus in their order, each with the text to stand above it.

    Parts that make no item are left out; with fewer than two left there is nothing to
    keep together, and nothing is given.
    """
    made = [items[part] for part in stimulus.parts if part in items]
    if len(made) < FEWEST_PARTS:
        return ()
    shown = Stimulus(
        key=stimulus.key,
        version=stimulus.version,
        text=stimulus.text,
        title=stimulus.title,
        attribution=stimulus.attribution,
        parts=len(made),
        picture=stimulus.picture,
    )
    return tuple(
        replace(item, stimulus=replace(shown, part=number))
        for number, item in enumerate(made, 1)
    )


def _finding(code: StrEnum, *spots: Spot, **more: str | int) -> Finding:
    return Finding(code=code, spots=spots, parameters=more)
