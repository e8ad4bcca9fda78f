"""The spellings of a date that other platforms shall take for the same answer."""

from __future__ import annotations

from quizzes.items.calendar import DateValue, Precision
from quizzes.items.kazakh import dates as date_phrases
from quizzes.items.questions import read_date


def spellings(edtf: str) -> list[str]:
    """EDTF first, then what is read back as the same date: numbers, and words."""
    value = DateValue.parse(edtf)
    found = [value.edtf]
    if value.precision is Precision.DAY:
        day = value.first
        found += [f"{day:%d.%m.}{day.year:04}", f"{day.day}.{day.month}.{day.year:04}"]
    found.append(date_phrases.phrase(value))
    return [
        text
        for text in dict.fromkeys(found)
        if text == value.edtf or read_date(text) == value
    ]
