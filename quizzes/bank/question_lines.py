"""The lines of a question's form: options, pairs, dates, and ids that outlive edits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Final

from quizzes.items.question_faults import folded

_ID: Final = re.compile(r"[a-z0-9]{1,16}")


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionLine:
    """An option, a step, or a spare answer of a matching."""

    id: str = ""
    text: str = ""
    feedback: str = ""
    key: bool = False

    @property
    def is_blank(self) -> bool:
        """Whether nobody has said anything here."""
        return not (self.text.strip() or self.feedback.strip() or self.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class PairLine:
    """A prompt with its answer; `option` is the id of the answer."""

    id: str = ""
    prompt: str = ""
    option: str = ""
    answer: str = ""
    feedback: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether nobody has said anything here."""
        return not (self.prompt.strip() or self.answer.strip())


@dataclass(frozen=True, slots=True, kw_only=True)
class DateLine:
    """A date as a person typed it; `label` says of a wrong one what it is."""

    typed: str = ""
    right: bool = True
    label: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether nobody has said anything here."""
        return not (self.typed.strip() or self.label.strip())


def shares_answer(pairs: Sequence[PairLine], place: int) -> bool:
    """Whether a pair has its answer in common with one before it."""
    line = pairs[place]
    return any(
        each.option == line.option
        and _ID.fullmatch(line.option) is not None
        and folded(each.answer) == folded(line.answer) != ""
        for each in pairs[:place]
    )


def distinct_ids(ids: Sequence[str], letter: str = "") -> list[str]:
    """Each id the first time it stands there; for any other a new one."""
    kept: list[str] = []
    for each in ids:
        if _ID.fullmatch(each) and each not in kept:
            kept.append(each)
            continue
        numbers = (f"{letter}{number}" for number in count(1))
        kept.append(next(new for new in numbers if new not in (*ids, *kept)))
    return kept


def with_each_id(
    lines: Sequence[OptionLine], ids: Sequence[str]
) -> tuple[OptionLine, ...]:
    """Lines with the ids that were found for them."""
    pairs = zip(lines, ids, strict=True)
    return tuple(replace(line, id=identifier) for line, identifier in pairs)
