"""Aiken: a stem, lettered options, and «ANSWER: B». https://docs.moodle.org/en/Aiken_format"""

from __future__ import annotations

import re
from typing import Final

from quizzes.exchange.faults import Fault, FaultCode, UnreadableFile
from quizzes.exchange.limits import MAX_LINE, MAX_QUESTIONS
from quizzes.exchange.plain_text import decode
from quizzes.exchange.question_rows import QuestionRow, ReadOption, ReadQuestion
from quizzes.items.data import Form

ANSWER: Final = re.compile(r"ANSWER:\s*([A-Z])\s*", re.IGNORECASE)
_OPTION: Final = re.compile(r"([A-Z])[.)]\s+(.*)")


def read_aiken(content: bytes, faults: list[Fault]) -> list[QuestionRow]:
    """Read an Aiken file; raises UnreadableFile."""
    reader = _Reader(faults)
    for number, line in enumerate(decode(content).split("\n"), 1):
        if len(line) > MAX_LINE:
            raise UnreadableFile(FaultCode.TOO_LONG, number, limit=MAX_LINE)
        if line.strip():
            reader.take(number, line.strip())
    reader.close()
    return reader.rows


class _Reader:
    """Gathers a question until its answer comes."""

    def __init__(self, faults: list[Fault]) -> None:
        self.rows: list[QuestionRow] = []
        self._faults = faults
        self._begin()

    def _begin(self) -> None:
        self._line = 0
        self._stem: list[str] = []
        self._options: dict[str, str] = {}

    def take(self, number: int, line: str) -> None:
        """Take the next line that is not blank."""
        answer, option = ANSWER.fullmatch(line), _OPTION.fullmatch(line)
        self._line = self._line or number
        if answer is not None:
            self._finish(number, answer.group(1).upper())
        elif option is not None and self._stem:
            letter, text = option.groups()
            if letter in self._options:
                self._fault(FaultCode.OUT_OF_ORDER, number, letter=letter)
            self._options.setdefault(letter, text)
        elif self._options:
            # An option of several lines is not Aiken: more likely its answer is gone.
            self._fault(FaultCode.STRAY_LINE, number, text=line[:200])
        else:
            self._stem.append(line)

    def close(self) -> None:
        """A question whose answer never came is a fault."""
        if self._line:
            self._fault(FaultCode.QUESTION, self._line, finding="no_key")

    def _finish(self, number: int, key: str) -> None:
        if key not in self._options:
            self._fault(FaultCode.BAD_ANSWER, number, value=key)
        elif len(self.rows) >= MAX_QUESTIONS:
            raise UnreadableFile(FaultCode.TOO_MANY_ROWS, number, limit=MAX_QUESTIONS)
        else:
            read = ReadQuestion(
                form=Form.CHOICE,
                stem=" ".join(self._stem),
                line=self._line,
                options=[
                    ReadOption(text=text, key=letter == key)
                    for letter, text in self._options.items()
                ],
            )
            self.rows.append(read.row())
        self._begin()

    def _fault(self, code: FaultCode, line: int, **parameters: str) -> None:
        self._faults.append(Fault(code=code, line=line, parameters=parameters))
