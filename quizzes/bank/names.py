"""Keys by which names are found and sorted, since databases know no Kazakh.

SQLite folds only ASCII and sorts ә, ғ, қ behind я; PostgreSQL depends on the locale it
was made with. So both keys are made here and stored beside the name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

ALPHABET: Final = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
SORT_KEY_LENGTH: Final = 400

_LATIN_LETTERS: Final = (
    "a a b v g g d e yo zh z i i k q l m n ng o o p r s t u u u f kh h ts ch sh shch"
    " - y i - e yu ya"
)
_LATIN: Final = dict(zip(ALPHABET, _LATIN_LETTERS.split(), strict=True)) | {
    "ъ": "",
    "ь": "",
}
# Two characters a letter, of digits and small letters only: any collation keeps them
# in this order.
_DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"
_CODES: Final = {
    " ": "00",
    **{digit: f"1{digit}" for digit in "0123456789"},
    **{
        letter: f"{2 + place // 36}{_DIGITS[place % 36]}"
        for place, letter in enumerate(ALPHABET)
    },
    **{letter: f"5{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"},
}
_SEPARATOR: Final = "\n"
_GAPS: Final = re.compile(r"\s+")
_NO_KEY: Final = re.compile(r"[^a-z0-9]+")


def normal(text: str) -> str:
    """The text in NFC with single blanks."""
    return _GAPS.sub(" ", unicodedata.normalize("NFC", text)).strip()


def search_key(text: str) -> str:
    """The text as it is compared: NFC, case folded, single blanks."""
    return unicodedata.normalize("NFC", normal(text).casefold())


def search_keys(texts: Iterable[str]) -> str:
    """One key for several names: each on its own line, with a line break around it.

    A part of any name is found with `contains`, a whole name with its line breaks.
    """
    keys = dict.fromkeys(search_key(text) for text in texts if text.strip())
    return _SEPARATOR.join(["", *keys, ""]) if keys else ""


def sort_key(text: str) -> str:
    """A key that sorts by the Kazakh alphabet; quotation marks and the like are passed.

    Blanks come before digits, digits before Kazakh letters, these before Latin ones.
    """
    codes = [_CODES[letter] for letter in search_key(text) if letter in _CODES]
    return "".join(codes)[:SORT_KEY_LENGTH]


def key_from(name: str) -> str:
    """A lower-case Latin key for a name; empty if no letter or digit is known."""
    latin = "".join(_LATIN.get(letter, letter) for letter in search_key(name))
    return _NO_KEY.sub("-", latin).strip("-")[:80].strip("-")
