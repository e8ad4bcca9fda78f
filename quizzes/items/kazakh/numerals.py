"""Numbers as they are read aloud, which decides the suffix after the digits."""

from __future__ import annotations

import re
from typing import Final

import qazaqify

# Beyond this many digits nobody reads a number aloud; its last ones decide.
_READ_DIGITS: Final = 15
_ROMAN: Final = re.compile(r"(?=[IVXL])(?:XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_ROMAN_VALUES: Final = {"I": 1, "V": 5, "X": 10, "L": 50}
# Kazakh keyboards have І and Х, which look like the Roman numerals and serve as them.
_ROMAN_LOOK_ALIKES: Final = str.maketrans("ІХ", "IX")


def last_word(digits: str) -> str:
    """The last spoken word of a number written in ASCII digits: «1999» → «тоғыз»."""
    number = int(digits[-_READ_DIGITS:])
    if number == 0 and len(digits) >= 3:
        # The end of a number grouped by blanks (1 000), or too long to be read.
        return "мың" if len(digits) == 3 else "миллион"
    return qazaqify.words(number).split()[-1]


def ordinal_word(number: int) -> str:
    """The ordinal in words: 5 → «бесінші», 20 → «жиырмасыншы»."""
    return qazaqify.ordinal_word(number)


def roman_value(text: str) -> int | None:
    """The value of a Roman numeral up to LXXXIX, or None if it is none.

    Larger letters (C, D, M) are left out: they are acronyms far more often.
    """
    letters = text.translate(_ROMAN_LOOK_ALIKES)
    if not letters or not _ROMAN.fullmatch(letters):
        return None
    values = [_ROMAN_VALUES[letter] for letter in letters]
    following = [*values[1:], 0]
    return sum(
        -value if value < after else value
        for value, after in zip(values, following, strict=True)
    )
