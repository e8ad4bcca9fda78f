"""Whether the words of a stem give the key away.

A learner who reads «Душанбе декларациясына қай қалада қол қойылды?» needs no history.
Names are compared by their roots, so that no case form, possessive or adjective in
-лық hides them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

import qazaqify

from quizzes.items.data import EntityData

_WORD: Final = re.compile(r"[\w-]+")

# A final к, қ or п turns into г, ғ or б before a suffix, so roots end before it.
_SOFTENING: Final = "кқп"

# Names that begin with the same letters are few enough to be compared in full.
_BEGINNING: Final = 3

# Words of many titles and claims: that stem and key share one of them tells nothing.
_GENERAL_ROOTS: Final = frozenset(
    root[:5]
    for root in [
        "туралы",
        "келісім",
        "келісімі",
        "шарт",
        "шарты",
        "хаттама",
        "хаттамасы",
        "декларация",
        "меморандум",
        "мемлекет",
        "мемлекеттер",
        "құжат",
        "құжаттар",
        "кездесу",
        "кездесуі",
        "отырыс",
        "отырысы",
        "саммит",
        "саммиті",
        "бірінші",
        "екінші",
        "үшінші",
        "төртінші",
        "бесінші",
        "арасында",
        "бойынша",
        "жөніндегі",
        "жылғы",
        "жылдың",
        "қандай",
        "қабылданды",
        "құрылды",
        "қойылды",
        "қосылды",
        "бекітілді",
        "күшіне",
        "кеңесі",
        "кеңес",
        "комитет",
        "комитеті",
        "басшы",
        "басшылары",
        "басшыларының",
        "мүшелері",
        "ұйымдастыру",
        "органы",
        "орган",
        "топ",
        "тобы",
    ]
)


@lru_cache(maxsize=4096)
def words(text: str) -> tuple[str, ...]:
    """The words of a text, normalised and case-folded."""
    folded = unicodedata.normalize("NFC", text).casefold()
    return tuple(_WORD.findall(folded))


def root(word: str) -> str:
    """The part of a name that no Kazakh suffix changes; short words stay whole."""
    if len(word) > 4 and word[-1] in _SOFTENING:
        return word[:-1]
    return word


@lru_cache(maxsize=65536)
def mentions(text: str, name: str) -> bool:
    """Whether a text names something, in any case form.

    All words of the name must stand in the text one after another, each as the
    beginning of a word there.
    """
    sought = _roots(name)
    if not sought:
        return False
    found = words(text)
    # A plain loop: this is asked thousands of times for each attempt.
    for start in range(len(found) - len(sought) + 1):
        if found[start].startswith(sought[0]) and all(
            found[start + index].startswith(part) for index, part in enumerate(sought)
        ):
            return True
    return False


@lru_cache(maxsize=4096)
def _roots(name: str) -> tuple[str, ...]:
    return tuple(root(word) for word in words(name))


def names_entity(text: str, entity: EntityData) -> bool:
    """Whether a text names an entity by any of its names or aliases."""
    # Nearly every text names nearly nothing, and this alone tells it.
    if _beginnings(text).isdisjoint(_first_beginnings(entity.texts)):
        return False
    return any(mentions(text, name) for name in entity.texts)


@lru_cache(maxsize=4096)
def _beginnings(text: str) -> frozenset[str]:
    """The beginnings of the words of a text, of each length up to the longest asked."""
    lengths = range(1, _BEGINNING + 1)
    return frozenset(word[:length] for word in words(text) for length in lengths)


@lru_cache(maxsize=4096)
def _first_beginnings(names: tuple[str, ...]) -> frozenset[str]:
    """With what a text must have a word begin that mentions one of the names."""
    return frozenset(roots[0][:_BEGINNING] for roots in map(_roots, names) if roots)


def names_number(text: str, number: int) -> bool:
    """Whether a text holds a number, in digits or as a word."""
    spoken = words(qazaqify.words(number))
    found = words(text)
    return str(number) in re.findall(r"\d+", text) or any(
        found[start : start + len(spoken)] == spoken for start in range(len(found))
    )


def names_a_year(text: str) -> bool:
    """Whether a text holds a year, which would help with any date."""
    return re.search(r"(?<!\d)[12]\d{3}(?!\d)", text) is not None


@lru_cache(maxsize=16384)
def clues(text: str) -> frozenset[str]:
    """The telling words of a text, by their first five letters."""
    roots = {word[:5] for word in words(text) if len(word) >= 5}
    return frozenset(roots - _GENERAL_ROOTS)


def singled_out(stem: str, key: str, distractors: Iterable[str]) -> bool:
    """Whether the key shares telling words with the stem that no distractor shares."""
    shared = clues(stem) & clues(key)
    return not shared <= frozenset().union(*(clues(text) for text in distractors))
