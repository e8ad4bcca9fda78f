"""How long an item takes a learner, before anybody has been timed on it.

Measured on four-option choice items: 54 seconds on average (standard deviation 14), and
less than 15 more for looking over them, whatever the ability (Measurement Research
Associates, Test Insights, October 2009). So choice is reckoned at a minute. The other
forms follow from it by what has to be decided: a claim is one decision of half a
minute, as test-writing guides have it; each further option, pair or place is another
fraction of a minute.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from quizzes.items.data import Form, Item

SECONDS: Final[Mapping[Form, int]] = {
    Form.TRUE_FALSE: 30,
    Form.DATE_ENTRY: 45,
    Form.CHOICE: 60,
    Form.MULTIPLE_CHOICE: 90,
    Form.MATCHING: 90,
    Form.ORDERING: 90,
}
# Reading a text with attention: Kazakh words are long, so few go into a minute.
_WORDS_A_MINUTE: Final = 110


def seconds_for(items: Iterable[Item]) -> int:
    """How long items take one after another; a text above several is read once."""
    total, read = 0, ""
    for item in items:
        total += SECONDS[item.form]
        if item.stimulus is not None and item.stimulus.key != read:
            read = item.stimulus.key
            total += len(item.stimulus.text.split()) * 60 // _WORDS_A_MINUTE
    return total


def minutes_for(items: Iterable[Item]) -> int:
    """The same in whole minutes, rounded up."""
    return -(-seconds_for(items) // 60)
