"""Acronyms: what is one, and how its end is read aloud.

Spelling rules §73: a suffix follows after a hyphen and agrees with the reading
(ТМД-ға, ЕҚЫҰ-ға, АҚ-ның, ЖШС-ның, МКК-ге, but АҚШ-қа); §74: international ones that
are read as a word agree with the word (ЮСАИД-ке, ЮНИСЕФ-ке). Most consonants are named
with -ы, so that an acronym read by letters nearly always ends in a back vowel.
"""

from __future__ import annotations

import re
from typing import Final

from quizzes.items.kazakh.sounds import VOWELS, spoken

_LETTERS: Final = {
    "к": "ке",
    "м": "ім",
    "й": "ай",
    "л": "эль",
    "ь": "ы",
    "ъ": "ы",
}

# АҚШ is the exception that §73 names; the others are read as words by everyone, though
# their shape does not tell.
_READ_AS_WORDS: Final = {"ақш": "аш", "гэс": "эс", "аэс": "эс", "жэс": "эс"}

# Read as words, and too long to be taken for acronyms by their length.
_LONG: Final = frozenset(
    {
        "АЙСЕСКО",
        "ЕВРОПОЛ",
        "ЕУРОПОЛ",
        "ИНТЕРПОЛ",
        "ИСЕСКО",
        "МАГАТЭ",
        "ТРАСЕКА",
        "ТҮРКСОЙ",
        "ТЮРКСОЙ",
        "ЭКОСОС",
        "ЮНЕСКО",
        "ЮНИСЕФ",
        "ЮНКТАД",
        "ЮНЭЙДС",
    }
)
_LONGEST_UNKNOWN: Final = 5

# Short names in capitals that are no acronyms: states, cities and heads of names.
_SHORT_NAMES: Final = frozenset(
    word
    for line in (
        "АЗИЯ АҚТАУ БАКУ ВЕНА ГАНА ДЕЛИ ДУБАЙ ИНДИЯ ИРАК ИРАН КАБУЛ КАИР КАТАР ҚАТАР",
        "КЕНИЯ КИЕВ КИПР КОРЕЯ КУБА ҚЫТАЙ ЛАОС ЛИВАН ЛИВИЯ МАЛИ МИНСК НЕПАЛ ОМАН ОМСК",
        "ОРАЛ ОСЛО ПАРИЖ ПЕКИН ПЕРУ ПРАГА РЕСЕЙ РИГА РИМ СЕМЕЙ СЕУЛ СИРИЯ СУДАН ТАРАЗ",
        "ТОГО ТОКИО ТУНИС ЧАД ЧИЛИ ӘЛЕМ ЖЫЛ КЕҢЕС ҚАЛА ОДАҚ ТОП ҰЙЫМ ШАРТ",
    )
    for word in line.split()
)


def is_acronym(word: str, *, in_capitals: bool = False) -> bool:
    """Whether a word of letters is an acronym, by its capitals.

    Takes the word, and whether the whole of a longer name stands in capitals. Capitals
    at both ends (ЕурАзЭҚ, ТМД) tell; a word all in capitals may also be a shout or a
    heading, so it counts as an acronym only if it is short, cannot be pronounced, or
    is one of the known long ones.
    """
    if len(word) < 2 or not word.isalpha():
        return False
    if not word.isupper():
        return word[-2:].isupper()
    if word in _LONG:
        return True
    if word in _SHORT_NAMES:
        return False
    if not _pronounceable(spoken(word)):
        return True
    return not in_capitals and len(word) <= _LONGEST_UNKNOWN


def reading(word: str) -> str:
    """What the end of an acronym sounds like, as a word that suffixes can agree with.

    «ТМД» → «ды», «МКК» → «ке», «ЮНИСЕФ» → «юнисеф», «АҚШ» → «аш».
    """
    tail = word
    if not word.isupper():
        # ЕурАзЭҚ: only the capitals at the end are read by letters.
        tail = word[len(word.rstrip("ӘАБВГҒДЕЁЖЗИЙКҚЛМНҢОӨПРСТУҰҮФХҺЦЧШЩЫІЭЮЯ")) :]
    letters = spoken(tail) or spoken(word)
    if letters in _READ_AS_WORDS:
        return _READ_AS_WORDS[letters]
    if not letters or letters[-1] in VOWELS or _read_as_word(letters):
        return letters
    return _LETTERS.get(letters[-1], letters[-1] + "ы")


_V: Final = "[аәеёиоөуұүыіэюя]"
_C: Final = "[бвгғджзйкқлмнңпрстфхһцчшщ]"
# Two vowels may meet only as they do in words (АСЕАН, ГУАМ, ЮСАИД), not as in ОАЭҚ;
# a syllable ends in at most two consonants.
_WORD: Final = re.compile(
    f"{_C}{{0,2}}(?:{_V}|еа|уа|аи|иа|ио)"
    f"(?:{_C}{{1,3}}(?:{_V}|еа|уа|аи|иа|ио))*{_C}{{0,2}}"
)
_SYLLABLE: Final = re.compile(f"{_C}{_V}{_C}|{_C}{{1,2}}{_V}{_C}{{1,2}}|{_C}.?эс")


def _pronounceable(letters: str) -> bool:
    return _WORD.fullmatch(letters) is not None


def _read_as_word(letters: str) -> bool:
    """Whether letters ending in a consonant are read as a word and not by letters.

    Words have two vowels (ОПЕК, АСЕАН) or one between consonants (БАҚ, БРИКС); ҰБТ,
    АҚ and ОАҚ are read by letters.
    """
    if not _pronounceable(letters):
        return False
    if len(letters) >= 4 and sum(letter in VOWELS for letter in letters) >= 2:
        return True
    return _SYLLABLE.fullmatch(letters) is not None
