"""The columns of a sheet of facts, and how their cells are written.

The first thirteen are what others build on, in this order; the rest make sure that
nothing is lost on the way out and back.
"""

from __future__ import annotations

import re
from typing import Final

FIRST_COLUMNS: Final = (
    "key",
    "source",
    "topic",
    "paragraphs",
    "subject",
    "subject_kind",
    "property",
    "value_type",
    "value",
    "value_kind",
    "statement",
    "note",
    "state",
)
FURTHER_COLUMNS: Final = (
    "object",
    "claim",
    "unit",
    "text_value",
    "ask_precision",
    "planned",
    "weight",
    "complete",
    "as_of",
    "basis",
    "basis_note",
    "unasked",
    "statement_ru",
    "note_ru",
    "statement_en",
    "note_en",
)
COLUMNS: Final = FIRST_COLUMNS + FURTHER_COLUMNS

SEPARATOR: Final = "; "

# What a spreadsheet may take for a formula, also behind blanks; fullwidth signs too.
_RISKY: Final = re.compile(r"'*[\s\x00]*[=+\-@|%＝＋－＠]|'*[\t\r\n\x00]")


def is_risky(text: str) -> bool:
    """Whether a spreadsheet might run a cell instead of showing it."""
    return _RISKY.match(text) is not None


def escaped(text: str) -> str:
    """The cell as CSV holds it: a risky one behind an apostrophe."""
    return f"'{text}" if is_risky(text) else text


def unescaped(text: str) -> str:
    """The cell that `escaped` was given."""
    return text[1:] if text.startswith("'") and is_risky(text[1:]) else text


def parts(text: str) -> tuple[str, ...]:
    """What stands in a cell joined by semicolons."""
    return tuple(part.strip() for part in text.split(";") if part.strip())
