"""The keys of a test sheet where they stand apart from the options.

One is named below its question, «Жауабы: В», or all are listed at the end: in pairs,
«1-А, 2-В»; in a table, the numbers in one row or column and the letters in the next; or
the letters alone, in the order of the questions.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from quizzes.exchange.option_lines import ALPHABETS, LETTERS

_ANSWER: Final = re.compile(
    r"(?:(?:дұрыс|правильный|верный|correct)\s+)?"
    r"(?:жауабы?|жауап|кілті?|ответ|ключ|answer|key)\s*[:\-–.]+\s*(?P<letters>.{1,40})",
    re.IGNORECASE,
)
_KEYS_HEADER: Final = re.compile(
    r"(?:тест\w*\s+|дұрыс\s+|правильные\s+)?"
    r"(?:жауаптары?|кілттері?|кілті?|ответы|ключи?|answers|answer\s+key|keys"
    r"|(?P<one>жауабы|жауап|ответ|answer))"
    r"(?P<of>\s+(?:кілті|кестесі|кодтары|үлгісі|к\s+тесту))?"
    r"\s*[:.\-–]?\s*(?P<rest>.*)",
    re.IGNORECASE,
)
_KEY: Final = re.compile(
    rf"(?P<number>\d{{1,4}})\s*[-–—.):=]?\s*"
    rf"(?P<letters>[{LETTERS}](?:\s?[,;/]?\s?[{LETTERS}])*)(?!\w)"
)
_FILLING: Final = re.compile(r"[\s,;.|]*")
_NUMBER: Final = re.compile(r"\d{1,4}")
_GROUP: Final = re.compile(rf"[{LETTERS}]{{1,{len(ALPHABETS[0])}}}")
# «II нұсқа», with the Kazakh І as well as the Latin I; «Нұсқа 2», «2-вариант»
_VARIANT: Final = re.compile(
    r"(?:(?:[IVXІХ]+|\d{1,2})\s*[-–.)]?\s*(?:нұсқа|вариант|variant)(?!\w)"
    r"|(?:нұсқа|вариант|variant)\s*(?:№\s*)?(?:\d{1,2}|[IVXІХ]+)(?!\w))"
    r"\s*[:.\-–]?\s*",
    re.IGNORECASE,
)
# What stands before a row of a table of keys
_LABEL: Final = re.compile(
    r"(?:(?:сұрақ|жауап|жауаб|кілт|нөмір|вопрос|ответ|ключ|номер|question|answer)[\w-]*"
    r"\s*|№\s*)+[:.]?\s*",
    re.IGNORECASE,
)


class ListedKey(NamedTuple):
    """The key of a question in a list: its number, and the letters as they stand."""

    number: int
    letters: str
    line: int


class Uneven(NamedTuple):
    """Numbers and letters of a table that are not as many: nothing is taken of them."""

    numbers: int
    letters: int
    line: int


class KeyList:
    """A list of keys as its lines come."""

    def __init__(self) -> None:
        self.keys: list[ListedKey] = []
        self.uneven: list[Uneven] = []
        self._numbers: list[int] = []
        self._letters: list[str] = []
        self._line = 0

    def take(self, line: int, text: str) -> bool:
        """Take a line if it is one of keys; gives whether it was."""
        bare = _without(_LABEL, without_variant(text))
        pairs, numbers, groups = keys_in(bare), _numbers_in(bare), _groups_in(bare)
        if pairs:
            self.end()
            self.keys += [ListedKey(number, letters, line) for number, letters in pairs]
        elif numbers:
            if self._letters:
                self.end()
            self._numbers += numbers
        elif groups:
            self._letters += groups
        self._line = line
        return bool(pairs or numbers or groups or not bare)

    def end(self, questions: list[int] | None = None) -> None:
        """Bring the numbers and letters of a table together.

        Takes the numbers of the questions that letters without numbers may belong to.
        """
        numbers = self._numbers or (questions or [] if self._letters else [])
        if len(numbers) != len(self._letters):
            self.uneven.append(Uneven(len(numbers), len(self._letters), self._line))
        else:
            self.keys += [
                ListedKey(number, letters, self._line)
                for number, letters in zip(numbers, self._letters, strict=True)
            ]
        self._numbers, self._letters = [], []


def without_variant(text: str) -> str:
    """A line without the name of a variant that it may begin with, «II нұсқа»."""
    return _without(_VARIANT, text)


def _without(beginning: re.Pattern[str], text: str) -> str:
    match = beginning.match(text)
    return text[match.end() :] if match else text


def answer_in(text: str) -> str | None:
    """What a line like «Жауабы: В» names, or None."""
    match = _ANSWER.fullmatch(text)
    return match["letters"] if match else None


def keys_header(text: str) -> str | None:
    """What stands behind a heading like «Жауаптары», or None for any other line.

    «Жауабы» alone is none: it is that of one question.
    """
    match = _KEYS_HEADER.fullmatch(without_variant(text))
    if match is None or (match["rest"] and not keys_in(match["rest"])):
        return None
    if match["one"] and not match["of"] and not match["rest"]:
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


def letters_in(text: str) -> list[str] | None:
    """The letters of a key like «А, С»; None if there is anything else in it."""
    bare = re.sub(r"[\s,;/.)]|және|и\b|and", " ", text).split()
    joined = "".join(bare)
    if not joined or len(joined) > len(ALPHABETS[0]):
        return None
    return list(joined) if re.fullmatch(rf"[{LETTERS}]+", joined) else None


def _numbers_in(text: str) -> list[int]:
    """The numbers of a row; none if there is anything else in it."""
    return [int(each) for each in _row(_NUMBER, text)]


def _groups_in(text: str) -> list[str]:
    """The letters of a row, those of one question together; none with anything else."""
    return _row(_GROUP, text)


def _row(pattern: re.Pattern[str], text: str) -> list[str]:
    cells = re.split(r"[\s,;.|]+", text.strip(" ,;.|"))
    return cells if all(pattern.fullmatch(cell) for cell in cells) else []
