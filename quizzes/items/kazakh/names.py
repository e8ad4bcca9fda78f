"""Whole names in their cases.

Only the last word of a name is inflected («Ресей Федерациясына»), and whether it is
possessed already is known from the record, never from the spelling: Алматыға, but
Достастығына. Digits and acronyms take the suffix after a hyphen, by how they are read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from quizzes.items.kazakh import acronyms, numerals
from quizzes.items.kazakh.sounds import ending, harmony
from quizzes.items.kazakh.suffixes import OBLIQUE, Case, possessed_suffix, suffix

_BRACKETS: Final = {")": "(", "]": "[", "}": "{"}
# A dash without blanks joins too: «1998–1999», «Алматы–Астана».
_JOINTS: Final = re.compile(r"[\s\-‐‑–—/+.,:;№#*«»“”„\"'’(\[]")
_INITIALS: Final = re.compile(r"(?:[^\W\d_]{1,2}\.)+")
_ABBREVIATIONS: Final = {"ж": "жыл", "жж": "жылдар"}
_PATRONYMIC: Final = re.compile(r".+(?:ұлы|қызы)", re.IGNORECASE)
# §35 by example: Минскіде, Омскіге; the vowel stands before every suffix.
_WITH_LINKING_VOWEL: Final = re.compile(r".*[^қ]ск", re.IGNORECASE)
# A common noun of a loan word loses one of its final double letters: класқа.
_DOUBLED: Final = re.compile(r"[^\W\d_]+(сс|лл|мм|тт)")


def inflect(
    name: str,
    case: Case,
    *,
    possessed: bool = False,
    reading: str | None = None,
    overrides: Mapping[str, str] | None = None,
) -> str:
    """Put a name into a case.

    Takes the name in the nominative; `possessed` says that its last word bears the
    third person possessive (Қауымдастығы, Штаттары; it is ignored where the word
    cannot bear one, as in ТМД); `reading` is how the last word is
    read aloud where the letters mislead; `overrides` maps cases ("dat") to whole forms
    that are right though no rule gives them. Gives the form in NFC, with a suffix that
    goes inside a closing quotation mark and before a bracket at the end; a name without
    letters and digits comes back unchanged. Raises ValueError for an empty name.

    Source: spelling rules §35, §36, §73-§75; shared/reference/kazakh.md, section 3.
    """
    text = unicodedata.normalize("NFC", name).strip()
    if not text:
        raise ValueError("an empty name has no cases")
    if overrides and overrides.get(case):
        return unicodedata.normalize("NFC", overrides[case])
    if case == Case.NOM:
        return text
    body, tail = _split_tail(text)
    if not body:
        return text
    place = max((match.end() for match in _JOINTS.finditer(body)), default=0)
    before, word = body[:place], body[place:]
    in_capitals = body.isupper() and " " in body
    return before + _word_form(word, case, possessed, reading, in_capitals) + tail


def case_table(
    name: str,
    *,
    possessed: bool = False,
    reading: str | None = None,
    overrides: Mapping[str, str] | None = None,
) -> dict[Case, str]:
    """The six oblique forms of a name, in the order gen, dat, acc, loc, abl, ins.

    Takes and raises what `inflect` does.
    """
    return {
        case: inflect(
            name, case, possessed=possessed, reading=reading, overrides=overrides
        )
        for case in OBLIQUE
    }


def relative(name: str, *, possessed: bool = False, reading: str | None = None) -> str:
    """The adjective "that is in": Минскідегі, саммиттегі, Достастығындағы, ТМД-дағы.

    Takes and raises what `inflect` does.
    """
    located = inflect(name, Case.LOC, possessed=possessed, reading=reading)
    body, tail = _split_tail(located)
    if not body:
        return located
    ghy = "ғы" if body[-1] in "аА" else "гі"
    return body + (ghy.upper() if body[-1].isupper() else ghy) + tail


@lru_cache(maxsize=8192)
def _word_form(
    word: str, case: Case, possessed: bool, reading: str | None, in_capitals: bool
) -> str:
    if reading:
        return f"{word}-{_plain_suffix(reading, case)}"
    if word[-1].isdecimal():
        digits = re.findall(r"[0-9]+$", word)
        heard = numerals.last_word(digits[0]) if digits else word
        return f"{word}-{_plain_suffix(heard, case)}"
    value = numerals.roman_value(word)
    if value is not None:
        # A Roman numeral is read as an ordinal: XIV - он төртінші.
        return f"{word}-{_plain_suffix(numerals.ordinal_word(value), case)}"
    bears_possessive = word[-1] in "ыіЫІ" and (
        possessed or _PATRONYMIC.fullmatch(word) is not None
    )
    if not bears_possessive and _is_read_apart(word, in_capitals):
        return f"{word}-{_plain_suffix(acronyms.reading(word), case)}"
    if bears_possessive:
        added = possessed_suffix(case, harmony(word))
    elif _WITH_LINKING_VOWEL.fullmatch(word):
        added = "і" + _plain_suffix("скі", case)
    else:
        if word.islower() and _DOUBLED.fullmatch(word):
            word = word[:-1]
        added = _plain_suffix(word, case)
    shouted = len(word) > 1 and word.isupper()
    return word + (added.upper() if shouted else added)


def _plain_suffix(heard: str, case: Case) -> str:
    return suffix(case, ending(heard), harmony(heard))


def _is_read_apart(word: str, in_capitals: bool) -> bool:
    """Whether the suffix stands after a hyphen: acronyms, letters, Latin script."""
    if acronyms.is_acronym(word, in_capitals=in_capitals):
        return True
    is_latin = word.isascii()
    is_letter_of_a_code = len(word) == 1 or not word.isalpha()
    return is_latin or (is_letter_of_a_code and word[-1].isupper())


def _split_tail(text: str) -> tuple[str, str]:
    """Split off what the suffix must stand before.

    Gives the part that ends in a letter or digit, and the closing marks, bracketed
    addition («... Достастығы (ТМД)») or initials («Назарбаев Н.Ә.») after it.
    """
    body, tail = text, ""
    while body and not body[-1].isalnum():
        cut = len(body) - 1
        if body[-1] in _BRACKETS:
            opening = body.rfind(_BRACKETS[body[-1]])
            if opening > 0 and body[:opening].strip():
                cut = opening
        elif body[-1] == ".":
            last = body.split()[-1]
            short = _ABBREVIATIONS.get(last[:-1])
            if short:
                return body[: -len(last)] + short, tail
            if _INITIALS.fullmatch(last) and len(last) < len(body):
                cut = len(body) - len(last)
        body, tail = body[:cut], body[cut:] + tail
    return body, tail
