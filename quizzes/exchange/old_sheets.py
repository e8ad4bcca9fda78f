"""Test sheets as found: numbered questions, lettered options, keys marked or listed.

The key of a question is marked at its option (*, +, a tick, or bold in a document),
named below it («Жауабы: В»), or stands in a list or a table at the end («1-А, 2-В»).
Nothing is guessed: a line in which letters were lost, that belongs to no question, or a
question without a key is a fault that shows the line, so that somebody can mend it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

from quizzes.exchange.faults import Fault, FaultCode, Parameter, UnreadableFile
from quizzes.exchange.key_lines import (
    KeyList,
    answer_in,
    keys_header,
    keys_in,
    letters_in,
    without_variant,
)
from quizzes.exchange.limits import MAX_LINE, MAX_QUESTIONS, MAX_ROWS
from quizzes.exchange.option_lines import (
    ALPHABETS,
    OptionLine,
    SheetLine,
    alphabet_of,
    marked_line,
    numbered,
    options_in,
    place_in,
    sheet_line,
    untagged,
)
from quizzes.exchange.plain_text import decode
from quizzes.exchange.question_rows import QuestionRow, ReadOption, ReadQuestion
from quizzes.items.data import Form
from quizzes.items.writing_words import lost_letters

# A question has at most a dozen lines, so a sheet has no more than this.
_MOST_LINES: Final = MAX_ROWS * 12
_SHOWN: Final = 300
_LONGEST_HEADING: Final = 160
# «Мәтінді оқып, 1–3-сұрақтарға жауап беріңіз»
_OF_TEXT: Final = re.compile(
    r"(?:мән)?мәтін(?:ді)?\b|контекст\b|текст\b"
    r"|\d{1,3}\s*[-–]\s*\d{1,3}\s*[-–]?\s*(?:сұрақ|вопрос)",
    re.IGNORECASE,
)


@dataclass(slots=True, kw_only=True)
class _Question:
    """A question as its lines are gathered."""

    number: int
    line: int
    stem: list[str] = field(default_factory=list)
    options: list[OptionLine] = field(default_factory=list)
    option_lines: list[int] = field(default_factory=list)
    bold: list[bool] = field(default_factory=list)
    named: str = ""
    listed: str = ""
    lost: bool = False

    @property
    def bold_places(self) -> set[int]:
        """The options set in bold, where others of them are not."""
        bold = {place for place, is_bold in enumerate(self.bold) if is_bold}
        return bold if len(bold) < len(self.options) else set()

    @property
    def is_told(self) -> bool:
        """Whether anything says which option is right."""
        marked = any(option.marked for option in self.options)
        return bool(marked or self.bold_places or self.named or self.listed)


def read_test_text(content: bytes, faults: list[Fault]) -> list[QuestionRow]:
    """Read a sheet that was pasted or saved as plain text; raises UnreadableFile."""
    lines = enumerate(decode(content).split("\n"), 1)
    return read_test_lines((sheet_line(number, text) for number, text in lines), faults)


def with_first_marked(text: str) -> str:
    """A sheet with the first option marked as right where nothing tells which it is."""
    lines = text.split("\n")
    for line in _read(lines).first_options():
        lines[line - 1] = marked_line(lines[line - 1])
    return "\n".join(lines)


def block_starts(text: str) -> list[int]:
    """Where the questions and the lists of keys of a sheet begin, as far as it is read.

    Gives the numbers of the lines.
    """
    return _read(text.split("\n")).starts()


def _read(lines: Sequence[str]) -> _Reader:
    reader = _Reader([])
    with suppress(UnreadableFile):
        for number, line in enumerate(lines[:_MOST_LINES], 1):
            reader.take(sheet_line(number, line[:MAX_LINE]))
    return reader


def read_test_lines(
    lines: Iterable[SheetLine], faults: list[Fault]
) -> list[QuestionRow]:
    """Read the lines of a sheet; raises UnreadableFile for one without end."""
    reader = _Reader(faults)
    for count, line in enumerate(lines):
        if count >= _MOST_LINES:
            raise UnreadableFile(
                FaultCode.TOO_MANY_ROWS, line.number, limit=_MOST_LINES
            )
        if len(line.text) > MAX_LINE:
            raise UnreadableFile(FaultCode.TOO_LONG, line.number, limit=MAX_LINE)
        reader.take(line)
    return reader.close()


class _Reader:
    """Sorts lines into questions, and keys to their questions."""

    def __init__(self, faults: list[Fault]) -> None:
        self._faults = faults
        self._questions: list[_Question] = []
        self._in_keys = self._blank = False
        self._keys = KeyList()
        self._lists: list[int] = []
        self._keyed = 0  # so many questions stood before the last list of keys

    def take(self, line: SheetLine) -> None:
        """Take the next line, blank ones too."""
        options = self._questions[-1].options if self._questions else []
        text = untagged(
            " ".join(line.text.split()),
            number=len(self._questions) + 1,
            options=len(options),
        )
        if not text:
            self._blank = True
            return
        lost = lost_letters(text)
        if lost is not None:
            words = lost.group()[:100]
            self._fault(FaultCode.LOST_LETTERS, line.number, text=text, words=words)
        if not self._takes_keys(line.number, text):
            self._take_words(line, text)
            if lost is not None and self._questions:
                self._questions[-1].lost = True
        self._blank = False

    def starts(self) -> list[int]:
        """The lines on which the questions and lists begin that were found so far."""
        return sorted([each.line for each in self._questions] + self._lists)

    def first_options(self) -> list[int]:
        """The lines with the first options of questions whose key nothing tells."""
        self._end_keys()
        self._give_keys()
        return [
            question.option_lines[0]
            for question in self._questions
            if question.options and not question.is_told
        ]

    def close(self) -> list[QuestionRow]:
        """The questions with their keys; what is wrong is among the faults."""
        self._end_keys()
        self._give_keys()
        rows = []
        for question in self._questions:
            row = _Finished(question, self._faults).row()
            if row is not None and not question.lost:
                rows.append(row)
        return rows

    # Lines

    def _takes_keys(self, number: int, text: str) -> bool:
        """Whether the line is one of keys, or their heading."""
        if not self._questions:
            return False
        current = self._questions[-1]
        answer = answer_in(text)
        can_be_named = bool(current.options) and not self._in_keys
        if answer is not None and can_be_named and letters_in(answer) is not None:
            current.named = answer
            return True
        header = keys_header(text)
        if header is not None and current.options:
            self._begin_keys(number)
            self._keys.take(number, header)
            return True
        if self._in_keys and self._keys.take(number, text):
            return True
        self._end_keys()
        if self._blank and current.options and len(keys_in(text)) > 1:
            self._begin_keys(number)
            return self._keys.take(number, text)
        return False

    def _begin_keys(self, line: int) -> None:
        self._end_keys()
        self._in_keys = True
        self._lists.append(line)

    def _end_keys(self) -> None:
        if self._in_keys:
            asked = [question.number for question in self._questions[self._keyed :]]
            self._keys.end(asked)
            self._keyed = len(self._questions)
        self._in_keys = False

    def _take_words(self, line: SheetLine, text: str) -> None:
        before, options = options_in(text)
        begins = numbered(before if options else text) if not _leads(text) else None
        if begins is not None:
            self._begin(line, *begins)
        elif not self._questions or not without_variant(text):
            # A heading, a name, a date; but a text to be asked about is not left out
            if len(text) > _LONGEST_HEADING or _OF_TEXT.match(text):
                self._fault(FaultCode.STRAY_LINE, line.number, text=text)
            return
        elif before and options:
            self._questions[-1].stem.append(before)
        elif not options:
            self._continue(line, text)
            return
        current = self._questions[-1]
        for option in options:
            current.options.append(option)
            current.option_lines.append(line.number)
            current.bold.append(line.bold and len(options) == 1)

    def _begin(self, line: SheetLine, number: int, words: str) -> None:
        if len(self._questions) >= MAX_QUESTIONS:
            raise UnreadableFile(
                FaultCode.TOO_MANY_ROWS, line.number, limit=MAX_QUESTIONS
            )
        stem = [words] if words else []
        self._questions.append(_Question(number=number, line=line.number, stem=stem))

    def _continue(self, line: SheetLine, text: str) -> None:
        """A line that goes on with the question, or with its last option."""
        current = self._questions[-1]
        if not current.options:
            current.stem.append(text)
        elif self._blank or current.named or _OF_TEXT.match(text):
            self._fault(FaultCode.STRAY_LINE, line.number, text=text)
        else:
            last = current.options[-1]
            current.options[-1] = OptionLine(
                letter=last.letter, text=f"{last.text} {text}", marked=last.marked
            )
            current.bold[-1] = current.bold[-1] and line.bold

    # Keys

    def _give_keys(self) -> None:
        """Give each listed key to its question; a sheet may number its parts anew."""
        by_number: dict[int, list[_Question]] = {}
        for question in self._questions:
            by_number.setdefault(question.number, []).append(question)
        for uneven in self._keys.uneven:
            self._fault(
                FaultCode.KEYS_UNEVEN,
                uneven.line,
                numbers=uneven.numbers,
                letters=uneven.letters,
            )
        for number, letters, line in self._keys.keys:
            waiting = [each for each in by_number.get(number, []) if not each.listed]
            if not waiting:
                self._fault(FaultCode.KEY_OF_NOTHING, line, number=number)
            else:
                waiting[0].listed = letters

    def _fault(self, code: FaultCode, line: int, **parameters: Parameter) -> None:
        shown = {
            name: value[:_SHOWN] if isinstance(value, str) else value
            for name, value in parameters.items()
        }
        self._faults.append(Fault(code=code, line=line, parameters=shown))


def _leads(text: str) -> bool:
    """Whether a line begins with an option, as «А) 1. …» does."""
    before, options = options_in(text)
    return bool(options) and not before


class _Finished:
    """A gathered question with its key settled."""

    def __init__(self, question: _Question, faults: list[Fault]) -> None:
        self._question = question
        self._faults = faults
        self._broken = False

    def row(self) -> QuestionRow | None:
        """The question as a row, or None where it has a fault of its own."""
        question = self._question
        letters = [option.letter for option in question.options]
        alphabet = alphabet_of(letters) or ALPHABETS[0]
        if alphabet_of(letters) is None:
            self._point_at_order(letters)
        keys = self._keys(alphabet)
        if not keys and not self._broken:
            self._fault(FaultCode.QUESTION, question.line, finding="no_key")
        if self._broken:
            return None
        read = ReadQuestion(
            form=Form.CHOICE if len(keys) == 1 else Form.MULTIPLE_CHOICE,
            stem=" ".join(question.stem),
            line=question.line,
            options=[
                ReadOption(text=option.text, key=place in keys)
                for place, option in enumerate(question.options)
            ],
        )
        return read.row()

    def _point_at_order(self, letters: Sequence[str]) -> None:
        """Fault the first option that does not follow the one before it."""
        for count in range(1, len(letters) + 1):
            if alphabet_of(letters[:count]) is None:
                line = self._question.option_lines[count - 1]
                letter = letters[count - 1]
                self._fault(FaultCode.OUT_OF_ORDER, line, letter=letter)
                return

    def _keys(self, alphabet: str) -> set[int]:
        """The places of the right options: marked, named and listed must agree."""
        question = self._question
        said = []
        marked = {n for n, option in enumerate(question.options) if option.marked}
        if marked or question.bold_places:
            said.append(marked or question.bold_places)
        for text in filter(None, (question.named, question.listed)):
            places = self._places(text, alphabet)
            if places:
                said.append(places)
        if any(each != said[0] for each in said):
            self._fault(FaultCode.KEYS_DISAGREE, question.line)
        return said[0] if said else set()

    def _places(self, text: str, alphabet: str) -> set[int]:
        """The places that letters name; a letter without an option is a fault."""
        places = {place_in(alphabet, letter) for letter in letters_in(text) or []}
        known = {place for place in places if place is not None}
        if not known or known != places or max(known) >= len(self._question.options):
            self._fault(FaultCode.BAD_ANSWER, self._question.line, value=text[:40])
            return set()
        return known

    def _fault(self, code: FaultCode, line: int, **parameters: Parameter) -> None:
        self._broken = True
        self._faults.append(Fault(code=code, line=line, parameters=parameters))
