"""The columns of a sheet of questions, and what an answer looks like in a cell.

`answer` is, by form: the number or the letter of the right option, or several joined by
semicolons; `true` or `false`; the dates that are right, as EDTF or as people write
them; for matching the option of each prompt in their order. Ordering needs none: its
options stand from first to last. In date entry the options are other true dates of the
subject, and the feedback says what they are.
"""

from __future__ import annotations

from typing import Final

from quizzes.exchange.faults import FaultCode
from quizzes.exchange.sheets import Header

MOST_LINES: Final = 12
OPTION_COLUMNS: Final = tuple(f"option_{n}" for n in range(1, MOST_LINES + 1))
FEEDBACK_COLUMNS: Final = tuple(f"feedback_{n}" for n in range(1, MOST_LINES + 1))
PROMPT_COLUMNS: Final = tuple(f"prompt_{n}" for n in range(1, MOST_LINES + 1))
QUESTION_COLUMNS: Final = (
    "key",
    "form",
    "stem",
    "answer",
    *OPTION_COLUMNS,
    "explanation",
    "source",
    "topic",
    "paragraphs",
    "family",
    "emphasis",
    "note",
    "state",
    *PROMPT_COLUMNS,
    *FEEDBACK_COLUMNS,
)
HEADER: Final = Header(
    columns=QUESTION_COLUMNS, needed=("stem",), missing=FaultCode.NO_STEM_COLUMN
)
