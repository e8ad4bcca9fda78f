"""How a word sounds where a suffix meets it: back or front, and its last sound.

Kazakh suffixes agree with the last syllable (vowel harmony) and with the last sound.
Both are heard, not seen: и, у and ю belong to either row, loan words have final
clusters that are spoken front whatever their vowels, and б в г д end up voiceless.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final


class Harmony(StrEnum):
    """The row of the last syllable: жуан (back) or жіңішке (front)."""

    BACK = "back"
    FRONT = "front"


class Ending(StrEnum):
    """What a word ends in, as far as suffixes care."""

    VOWEL = "vowel"
    NASAL = "nasal"
    SONORANT = "sonorant"
    VOICED = "voiced"
    VOICELESS = "voiceless"


BACK_VOWELS: Final = frozenset("аоұыя")
# ё and э are spoken front: §35, note (актёрге, дуэттер).
FRONT_VOWELS: Final = frozenset("әөүіеэё")
VOWELS: Final = BACK_VOWELS | FRONT_VOWELS | frozenset("иую")

_ENDINGS: Final = {
    **dict.fromkeys("аәеоөұүыіэяё", Ending.VOWEL),
    **dict.fromkeys("мнң", Ending.NASAL),
    **dict.fromkeys("лрйиую", Ending.SONORANT),
    **dict.fromkeys("жз", Ending.VOICED),
}

# These letters stand in native words of one row only, and so tell it for an и or у.
_NATIVE_BACK: Final = frozenset("қғұы")
_NATIVE_FRONT: Final = frozenset("әөүі")

# §35: these final clusters take front suffixes whatever the vowel (паркке, банкке,
# Нью-Йоркте, Петербургте, фактіге). A final soft sign does the same.
_FRONT_CLUSTER: Final = re.compile(r"(?:р[кг]|н[кг]|лк|ск|кс|кт|ь)$")

# Men's surnames agree with what stands before -ов and -ев (Назарбаевқа, Әуезовке);
# -ев only after a back vowel, elsewhere its own е is heard (Медведевке, Киевке).
_SURNAME: Final = re.compile(r"(.*[аәеиоөуұүыіэюяё].*)ов|(.*[аоуыя])ев")

# Arabic words spelt with an и that is spoken ы, one old monosyllable, the verbal
# nouns of жый-, сый-, and Баку, which is spoken soft (Бакуде is the attested form).
_EXCEPTIONS: Final = {
    "ми": Harmony.BACK,
    "тарих": Harmony.BACK,
    "жию": Harmony.BACK,
    "сию": Harmony.BACK,
    "баку": Harmony.FRONT,
}

# Latin letters that learners and old files mix into Kazakh words.
_LOOK_ALIKES: Final = str.maketrans("aceiopxyhë", "асеіорхуһё")
# A word wholly in Latin letters is read roughly as it is spelt.
_LATIN: Final = str.maketrans(
    "abcdefghijklmnopqrstuvwxyz", "абкдефгхижклмнопкрстуввкиз"
)
_CYRILLIC: Final = re.compile(r"[а-яёәғқңөұүһі]")


def spoken(word: str) -> str:
    """The letters of a word in lower-case Cyrillic, whatever script it is in.

    Takes any string; gives only the Cyrillic letters, look-alike Latin letters among
    Cyrillic ones replaced, a wholly Latin word transliterated by sound.
    """
    lower = word.lower()
    table = _LOOK_ALIKES if _CYRILLIC.search(lower) else _LATIN
    return "".join(_CYRILLIC.findall(lower.translate(table)))


def harmony(word: str) -> Harmony:
    """The row that suffixes of this word take; back if nothing can be heard.

    Sources: spelling rules §35 and its note for clusters, soft sign, ё and э; the
    measured faults of qazaq-inflector for и, у, ю.
    """
    letters = spoken(word)
    if letters in _EXCEPTIONS:
        return _EXCEPTIONS[letters]
    if _FRONT_CLUSTER.search(letters):
        return Harmony.FRONT
    surname = _SURNAME.fullmatch(letters)
    if surname:
        # A surname's и is a Turkic name's and tells nothing: Каримовты.
        stem = surname.group(1) or surname.group(2)
        return _last_row(stem, loan=False) or Harmony.BACK
    return _last_row(letters, loan=True) or _row_of_glides(letters)


def ending(word: str) -> Ending:
    """What the word ends in: и, у, ю count as sonorants, б в г д as voiceless.

    Source: spelling rules §36 and its note (клубқа, парадқа, активке). The signs ь
    and ъ are silent, the letter before them counts (Беларуське, Израильге).
    """
    last = spoken(word).rstrip("ьъ")[-1:]
    return _ENDINGS.get(last, Ending.VOICELESS)


def _last_row(letters: str, *, loan: bool) -> Harmony | None:
    """The row of the last telling vowel, or None if only и, у, ю are there."""
    last = len(letters) - 1
    for place in range(last, -1, -1):
        letter = letters[place]
        if letter in BACK_VOWELS:
            return Harmony.BACK
        if letter in FRONT_VOWELS:
            return Harmony.FRONT
        if not loan:
            continue
        # An и of a loan word is a front vowel (терроризмге, Парижде, Сомалиде);
        # beside қ ғ ұ ы it is native and takes the row of the rest (мұхитқа).
        if letter == "и" and not _NATIVE_BACK & set(letters):
            return Harmony.FRONT
        # A final у is a native ending and tells nothing (келуге, баруға), after a
        # vowel it is a glide (Сеулде). Closed in a loan word у is back (форумға) and
        # ю is front (парашютке, костюмге).
        if (
            letter in "ую"
            and 0 < place < last
            and letters[place - 1] not in VOWELS
            and letters[place + 1] not in VOWELS
            and not _NATIVE_FRONT & set(letters)
        ):
            return Harmony.BACK if letter == "у" else Harmony.FRONT
    return None


def _row_of_glides(letters: str) -> Harmony:
    """The row of a word whose only vowels are и, у, ю (итке, суға, қиюға)."""
    if "и" in letters and not _NATIVE_BACK & set(letters):
        return Harmony.FRONT
    return Harmony.BACK
