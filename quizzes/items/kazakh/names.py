"""Whole names in their cases.

Only the last word of a name is inflected («Ресей Федерациясына»), and whether it is
possessed already is known from the record, never from the spelling: Алматыға, but
Достастығына. Digits and acronyms take the suffix after a hyphen, by how they are read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import Final

from quizzes.items.kazakh import acronyms, numerals
from quizzes.items.kazakh.sounds import Ending, Harmony, ending, harmony
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


class Rule(StrEnum):
    """By what a name got its case."""

    OVERRIDE = "override"
    UNCHANGED = "unchanged"
    POSSESSED = "possessed"
    SOUND = "sound"
    LINKING_VOWEL = "linking vowel"
    READING = "reading"
    NUMBER = "number"
    ROMAN_NUMBER = "roman number"
    READ_APART = "read apart"


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """A form of a name, and how it came about.

    `added` is what stands behind the word, with its hyphen if it has one. `heard` is
    what it agrees with: the word itself, or how it is read aloud. A possessed word
    tells its row only, and a form that no rule made tells neither.
    """

    form: str
    rule: Rule
    added: str = ""
    heard: str = ""
    harmony: Harmony | None = None
    ending: Ending | None = None


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

    Source: spelling rules §35, §36, §73-§75.
    """
    return explained(
        name, case, possessed=possessed, reading=reading, overrides=overrides
    ).form


def explained(
    name: str,
    case: Case,
    *,
    possessed: bool = False,
    reading: str | None = None,
    overrides: Mapping[str, str] | None = None,
) -> Explained:
    """Put a name into a case and say by which rule; takes and raises as `inflect`."""
    if overrides and overrides.get(case) and name.strip():
        form = unicodedata.normalize("NFC", overrides[case])
        return Explained(form=form, rule=Rule.OVERRIDE)
    return _by_rule(name, case, possessed, reading)


@lru_cache(maxsize=16384)
def _by_rule(name: str, case: Case, possessed: bool, reading: str | None) -> Explained:
    text = unicodedata.normalize("NFC", name).strip()
    if not text:
        raise ValueError("an empty name has no cases")
    body, tail = _split_tail(text)
    if case == Case.NOM or not body:
        return Explained(form=text, rule=Rule.UNCHANGED)
    place = max((match.end() for match in _JOINTS.finditer(body)), default=0)
    before, word = body[:place], body[place:]
    in_capitals = body.isupper() and " " in body
    made = _word_form(word, case, possessed, reading, in_capitals)
    return replace(made, form=before + made.form + tail)


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


def _word_form(
    word: str, case: Case, possessed: bool, reading: str | None, in_capitals: bool
) -> Explained:
    if reading:
        return _hyphenated(word, case, Rule.READING, reading)
    if word[-1].isdecimal():
        digits = re.findall(r"[0-9]+$", word)
        heard = numerals.last_word(digits[0]) if digits else word
        return _hyphenated(word, case, Rule.NUMBER, heard)
    value = numerals.roman_value(word)
    if value is not None:
        # A Roman numeral is read as an ordinal: XIV - он төртінші.
        heard = numerals.ordinal_word(value)
        return _hyphenated(word, case, Rule.ROMAN_NUMBER, heard)
    bears_possessive = word[-1] in "ыіЫІ" and (
        possessed or _PATRONYMIC.fullmatch(word) is not None
    )
    if not bears_possessive and _is_read_apart(word, in_capitals):
        return _hyphenated(word, case, Rule.READ_APART, acronyms.reading(word))
    if bears_possessive:
        row = harmony(word)
        made = Explained(form="", rule=Rule.POSSESSED, harmony=row)
        return _joined(word, made, possessed_suffix(case, row))
    if _WITH_LINKING_VOWEL.fullmatch(word):
        made = _by_sound("скі", case, Rule.LINKING_VOWEL)
        return _joined(word, replace(made, heard=word), "і" + made.added)
    if word.islower() and _DOUBLED.fullmatch(word):
        word = word[:-1]
    made = _by_sound(word, case, Rule.SOUND)
    return _joined(word, made, made.added)


def _joined(word: str, made: Explained, added: str) -> Explained:
    """The suffix right behind the word; in capitals behind a shouted one."""
    if len(word) > 1 and word.isupper():
        added = added.upper()
    return replace(made, form=word + added, added=added, heard=made.heard or word)


def _hyphenated(word: str, case: Case, rule: Rule, heard: str) -> Explained:
    """The suffix behind a hyphen, by how the word is read aloud."""
    made = _by_sound(heard, case, rule)
    added = f"-{made.added}"
    return replace(made, form=word + added, added=added)


def _by_sound(heard: str, case: Case, rule: Rule) -> Explained:
    """A suffix by the last sound and the last syllable of what is heard."""
    last, row = ending(heard), harmony(heard)
    return Explained(
        form="",
        rule=rule,
        added=suffix(case, last, row),
        heard=heard,
        harmony=row,
        ending=last,
    )


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
