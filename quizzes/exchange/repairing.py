"""Putting right what could not be read of a text, where it stands.

A text is repaired by blocks: all the lines of one question, or of one list of keys, are
shown together with what is wrong there. Nothing is proposed and nothing guessed. Plain
Python.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from quizzes.exchange.faults import Fault
from quizzes.exchange.old_sheets import block_starts
from quizzes.exchange.question_files import FileFormat

MOST_BLOCKS: Final = 20
MOST_LINES: Final = 40
REPAIRABLE: Final = frozenset({FileFormat.TEXT, FileFormat.GIFT, FileFormat.AIKEN})


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Lines of a text, from `first` to `last`, with what is wrong there."""

    first: int
    last: int
    text: str
    faults: tuple[Fault, ...]

    @property
    def rows(self) -> int:
        """How many lines a box needs to show it, and one to type in."""
        return self.last - self.first + 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """What is to stand in the place of the lines from `first` to `last`."""

    first: int
    last: int
    text: str


class NoSuchLines(Exception):
    """A repair names lines that the text does not have, or that another one has."""


def blocks_of(
    text: str, file_format: FileFormat, faults: Iterable[Fault]
) -> list[Block]:
    """The blocks in which something is wrong, in the order of the text."""
    lines = text.split("\n")
    begins = list(_begins(lines, text, file_format))
    found: dict[int, list[Fault]] = {}
    for fault in faults:
        if 0 < fault.line <= len(lines):
            place = bisect_right(begins, fault.line) - 1
            found.setdefault(place, []).append(fault)
    blocks = []
    for place in sorted(found)[:MOST_BLOCKS]:
        end = begins[place + 1] - 1 if place + 1 < len(begins) else len(lines)
        last = max(min(end, begins[place] + MOST_LINES - 1), begins[place])
        kept = lines[begins[place] - 1 : last]
        while len(kept) > 1 and not kept[-1].strip():
            kept.pop()
        blocks.append(
            Block(
                first=begins[place],
                last=begins[place] + len(kept) - 1,
                text="\n".join(kept),
                faults=tuple(found[place]),
            )
        )
    return blocks


def repaired(text: str, repairs: Sequence[Repair]) -> str:
    """The text with other lines in their place; raises NoSuchLines."""
    lines = text.split("\n")
    below = len(lines) + 1
    for repair in sorted(repairs, key=lambda each: each.first, reverse=True):
        if not 1 <= repair.first <= repair.last < below:
            raise NoSuchLines
        below = repair.first
        new = repair.text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")
        lines[repair.first - 1 : repair.last] = new.split("\n")
    return "\n".join(lines)


def _begins(lines: Sequence[str], text: str, file_format: FileFormat) -> Iterator[int]:
    """The lines on which blocks begin; the first line always does."""
    if file_format is FileFormat.TEXT:
        starts = block_starts(text)
        yield from sorted({1, *starts})
        return
    blank = True
    for number, line in enumerate(lines, 1):
        if number == 1 or (blank and line.strip()):
            yield number
        blank = not line.strip()
