"""The lines of a test sheet as teachers type them: numbers and lettered options.

Letters come in three alphabets that look alike: А В С D Е in Latin, in Cyrillic or both
within one question; А Б В Г Д; and the Kazakh А Ә Б В Г. «В» is the second letter of
the first and the third of the second, so the alphabet is settled for a whole question.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

# Cyrillic letters that are typed for Latin ones
_LOOKALIKES: Final = str.maketrans("АВСЕД", "ABCED")
ALPHABETS: Final = ("ABCDEFGH", "АБВГДЕЖЗ", "АӘБВГҒДЕ")
LETTERS: Final = "A-HА-ЗӘҒСa-hа-зәғс"
MARKS: Final = "*+√✓✔"

_NUMBERED: Final = re.compile(
    r"(?:№\s*)?(?P<number>\d{1,4})"
    r"(?:\s*[.)](?!\d)|\s*[-–]?\s*(?:сұрақ|тапсырма|вопрос|question)\b\s*[.:)]?)"
    r"\s*(?P<text>.*)",
    re.IGNORECASE,
)
_OPTION: Final = re.compile(
    rf"(?P<mark>[{MARKS}]?)\s*(?P<letter>[{LETTERS}])\s*(?P<sign>[).:])(?!\w\.)\s*"
    rf"(?P<text>.*)"
)
# A further option on the same line: only with a bracket, since initials have dots
_FURTHER: Final = re.compile(rf"(?<=\s)[{MARKS}]?\s?(?P<letter>[{LETTERS}])\s?\)")
# How test programs of universities write their questions out
_TAGGED: Final = re.compile(
    r"<\s*(?P<tag>question|variant(?P<right>\s*right)?)\s*\d*\s*>\s*(?P<text>.*)",
    re.IGNORECASE,
)
# Said in brackets behind an option
_SAID_RIGHT: Final = re.compile(
    rf"\s*\(\s*(?:[{MARKS}]|дұрыс(?:\s+жауаб?п?ы?)?|правильн\w+(?:\s+ответ)?|верн\w+"
    r"|right|correct)\s*\)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLine:
    """A line with its number; `bold` says that all of it is set in bold."""

    number: int
    text: str
    bold: bool = False


def sheet_line(number: int, text: str) -> SheetLine:
    """A line of plain text; all of it between double asterisks is bold."""
    bare = text.strip()
    inner = bare[2:-2].strip()
    if bare.startswith("**") and bare.endswith("**") and inner and "**" not in inner:
        return SheetLine(number=number, text=inner, bold=True)
    return SheetLine(number=number, text=text)


def in_asterisks(line: SheetLine) -> str:
    """The plain text that `sheet_line` reads as this line."""
    words = " ".join(line.text.split())
    return f"**{words}**" if line.bold and words and "**" not in words else words


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionLine:
    """An option: its letter as typed, its text, and whether a mark makes it the key."""

    letter: str
    text: str
    marked: bool


def numbered(text: str) -> tuple[int, str] | None:
    """The number and the words of a line that begins a question, or None."""
    match = _NUMBERED.fullmatch(text)
    return (int(match["number"]), match["text"].strip()) if match else None


def is_tagged(text: str) -> bool:
    """Whether a line begins with a tag of a test program."""
    return _TAGGED.match(text) is not None


def untagged(text: str, *, number: int, options: int) -> str:
    """A line that begins with a tag as it would be typed: a number, a letter, a mark.

    Takes the number that a question would have, and how many options there are to the
    one before it. Any other line is given as it is.
    """
    match = _TAGGED.fullmatch(text)
    if match is None or options >= len(ALPHABETS[0]):
        return text
    if match["tag"].lower() == "question":
        return f"{number}. {match['text']}"
    mark = "*" if match["right"] else ""
    return f"{mark}{ALPHABETS[0][options]}) {match['text']}"


def marked_line(text: str) -> str:
    """A line of plain text with its first option marked as right."""
    line = sheet_line(0, text)
    words = " ".join(line.text.split())
    tag = _TAGGED.fullmatch(words)
    if tag is not None:
        return f"<variantright>{tag['text']}"
    before, _options = options_in(words)
    marked = f"{before} *{words[len(before) :].strip()}".strip()
    return in_asterisks(replace(line, text=marked))


def options_in(text: str) -> tuple[str, list[OptionLine]]:
    """What stands before the first option of a line, and its options."""
    leading = _OPTION.match(text)
    starts = [0] if leading else []
    begin = leading.start("text") if leading else 1
    starts += [match.start() for match in _FURTHER.finditer(text, begin)]
    if not starts or (starts[0] and not _follow_one_another(text, starts)):
        return text, []
    ends = [*starts[1:], len(text)]
    found = [
        _option(text[start:end].strip())
        for start, end in zip(starts, ends, strict=True)
    ]
    return text[: starts[0]].strip(), [option for option in found if option]


def _follow_one_another(text: str, starts: Sequence[int]) -> bool:
    """Whether letters behind other words are options: at least two, from the first."""
    letters = [
        match["letter"] for match in _FURTHER.finditer(text) if match.start() in starts
    ]
    return len(letters) > 1 and alphabet_of(letters) is not None


def _option(text: str) -> OptionLine | None:
    match = _OPTION.fullmatch(text)
    if match is None:
        return None
    words, marked = unmarked(match["text"])
    return OptionLine(
        letter=match["letter"], text=words, marked=marked or bool(match["mark"])
    )


def unmarked(text: str) -> tuple[str, bool]:
    """The words without a mark before or behind them, and whether there was one."""
    bare = text.strip().rstrip(";").strip()
    said = _SAID_RIGHT.search(bare)
    if said and said.end() == len(bare):
        return bare[: said.start()], True
    for mark in MARKS:
        if bare.startswith(mark):
            return bare[1:].strip(), True
        if bare.endswith(mark):
            return bare[:-1].strip(), True
    return text.strip(), False


def alphabet_of(letters: Iterable[str]) -> str | None:
    """The alphabet that some option letters begin, in order; None if none does."""
    given = [letter.upper() for letter in letters]
    for alphabet in ALPHABETS:
        if [_in(alphabet, letter) for letter in given] == list(range(len(given))):
            return alphabet
    return None


def place_in(alphabet: str, letter: str) -> int | None:
    """The place, from 0, of a letter as typed in an alphabet; None if it has none."""
    place = _in(alphabet, letter.upper())
    return place if place >= 0 else None


def letter_place(text: str) -> int | None:
    """The place that a single Latin letter names, typed in either script."""
    bare = text.strip().rstrip(".)").upper()
    return place_in(ALPHABETS[0], bare) if len(bare) == 1 else None


def _in(alphabet: str, letter: str) -> int:
    if alphabet == ALPHABETS[0]:
        letter = letter.translate(_LOOKALIKES)
    elif letter == "A":
        letter = "А"
    elif letter == "B":
        letter = "В"
    elif letter == "E":
        letter = "Е"
    return alphabet.find(letter)
