"""The verb at the end of a claim, turned into what stands before a noun or denies it.

A claim ends in a verb of the past: «… қол қойды». The same words tell which state is
meant («… қол қойған мемлекет»), deny it («… қол қойған жоқ») and give a moment to count
from («… қол қойғаннан кейін»). All of these are the participle in -ған of one stem.
"""

from __future__ import annotations

import re
from typing import Final

from quizzes.items.kazakh.names import inflect
from quizzes.items.kazakh.sounds import VOWELS
from quizzes.items.kazakh.suffixes import Case

_PAST: Final = re.compile(r"(.+)([дт])([ыі])")
_VOICELESS: Final = frozenset("пфкқтсшщчцхһ")
_NASAL: Final = frozenset("мнңзж")

# «Жатады», «кіреді» are of the present, and «жасады», «бастады» of the past: the
# spelling does not tell them apart, nor «қарайды» from «қойды». These are the past.
_PAST_OF_VOWEL_STEMS: Final = frozenset({"бастады", "жасады", "сайлады", "қолдады"})
_PAST_OF_SHORT_I: Final = frozenset({"қойды", "жойды"})

# Two words that are one verb: both are marked where a stem marks its negation.
_PHRASAL: Final = frozenset({"қол"})


class NotPast(ValueError):
    """The sentence does not end in a verb that is surely of the past."""


def relative_clause(claim: str, *, negative: bool = False) -> str:
    """«… қол қойды» as it stands before a noun: «… қол қойған», «… қол қоймаған».

    Raises NotPast if the last word is not surely a verb of the past, third person.
    """
    before, space, verb = claim.rstrip(".").rpartition(" ")
    return f"{before}{space}{_participle(verb, negative=negative)}"


def denied(claim: str) -> str:
    """«… қол қойды» denied: «… қол қойған жоқ». Raises NotPast."""
    return f"{relative_clause(claim)} жоқ"


def after(claim: str) -> str:
    """«… өтті» as a moment to count from: «… өткеннен кейін». Raises NotPast."""
    return f"{inflect(relative_clause(claim), Case.ABL)} кейін"


def until(claim: str) -> str:
    """«… өтті» as a moment to count to: «… өткенге дейін». Raises NotPast."""
    return f"{inflect(relative_clause(claim), Case.DAT)} дейін"


def verb_of(clause: str) -> str:
    """The verb at the end of a clause; both words of «қол қоймаған»."""
    *_, before, verb = ("", *clause.split())
    return f"{before} {verb}" if before in _PHRASAL else verb


def _participle(verb: str, *, negative: bool) -> str:
    match = _PAST.fullmatch(verb)
    if match is None or not _is_past(verb):
        raise NotPast(verb)
    stem, consonant, vowel = match.groups()
    back = vowel == "ы"
    if negative:
        stem += _negation(stem[-1]) + ("а" if back else "е")
        consonant = "д"
    if consonant == "т":
        return stem + ("қан" if back else "кен")
    return stem + ("ған" if back else "ген")


def _is_past(verb: str) -> bool:
    sound = verb[-3:-2]
    if sound in VOWELS:
        return verb in _PAST_OF_VOWEL_STEMS
    return sound != "й" or verb in _PAST_OF_SHORT_I


def _negation(sound: str) -> str:
    if sound in _VOICELESS:
        return "п"
    return "б" if sound in _NASAL else "м"
