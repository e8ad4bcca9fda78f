"""The lines of a test sheet as teachers type them: numbers, lettered options, keys.

Letters come in three alphabets that look alike: А В С D Е in Latin, in Cyrillic or both
within one question; А Б В Г Д; and the Kazakh А Ә Б В Г. «В» is the second letter of
the first and the third of the second, so the alphabet is settled for a whole question.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
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
_ANSWER: Final = re.compile(
    r"(?:(?:дұрыс|правильный|верный|correct)\s+)?"
    r"(?:жауабы?|жауап|кілті?|ответ|ключ|answer|key)\s*[:\-–.]+\s*(?P<letters>.{1,40})",
    re.IGNORECASE,
)
_KEYS_HEADER: Final = re.compile(
    r"(?:тест\w*\s+|дұрыс\s+|правильные\s+)?"
    r"(?:жауаптары?|кілттері?|кілт|ответы|ключи?|answers|answer\s+key|keys)"
    r"(?:\s+(?:кілті|кодтары|к\s+тесту))?\s*[:.\-–]?\s*(?P<rest>.*)",
    re.IGNORECASE,
)
_KEY: Final = re.compile(
    rf"(?P<number>\d{{1,4}})\s*[-–—.):=]?\s*"
    rf"(?P<letters>[{LETTERS}](?:\s?[,;/]?\s?[{LETTERS}])*)(?!\w)"
)
_FILLING: Final = re.compile(r"[\s,;.|]*")


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
    for mark in MARKS:
        if bare.startswith(mark):
            return bare[1:].strip(), True
        if bare.endswith(mark):
            return bare[:-1].strip(), True
    return text.strip(), False


def answer_in(text: str) -> str | None:
    """What a line like «Жауабы: В» names, or None."""
    match = _ANSWER.fullmatch(text)
    return match["letters"] if match else None


def keys_header(text: str) -> str | None:
    """What stands behind a heading like «Жауаптары», or None for any other line."""
    match = _KEYS_HEADER.fullmatch(text)
    if match is None or (match["rest"] and not keys_in(match["rest"])):
        return None
    return match["rest"]


def keys_in(text: str) -> list[tuple[int, str]]:
    """The pairs of a line of keys, «1-А, 2-В»; none if there is anything else in it."""
    pairs, end = [], 0
    for match in _KEY.finditer(text):
        if not _FILLING.fullmatch(text, end, match.start()):
            return []
        pairs.append((int(match["number"]), match["letters"]))
        end = match.end()
    return pairs if pairs and _FILLING.fullmatch(text, end) else []


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


def letters_in(text: str) -> list[str] | None:
    """The letters of a key like «А, С»; None if there is anything else in it."""
    bare = re.sub(r"[\s,;/.)]|және|и\b|and", " ", text).split()
    joined = "".join(bare)
    if not joined or len(joined) > len(ALPHABETS[0]):
        return None
    return list(joined) if re.fullmatch(rf"[{LETTERS}]+", joined) else None


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
