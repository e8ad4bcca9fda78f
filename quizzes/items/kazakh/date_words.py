"""The words of typed dates, in every form in which a learner may spell them.

Words are compared folded: in small letters, without the letters that a Russian keyboard
lacks (сауир, кыркуйек), and with Latin look-alikes replaced. Kazakh month names are
known with every ending that some month takes, so that a slip of harmony is forgiven.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

from quizzes.items.kazakh import dates, foreign_dates
from quizzes.items.kazakh.names import inflect, relative
from quizzes.items.kazakh.suffixes import OBLIQUE


class Kind(StrEnum):
    """What a word of a typed date is."""

    MONTH = "month"
    SEASON = "season"
    YEAR_WORD = "year word"
    AND = "and"
    SINCE = "since"
    UNTIL = "until"
    FILLER = "filler"


_FOLDED: Final = str.maketrans("әғқңөұүіһё", "агкноууихе")
_TO_CYRILLIC: Final = str.maketrans("aceikmnoptuxyh", "асеикмпортихун")
_TO_LATIN: Final = str.maketrans("асеокмртхунві", "aceokmptxyhbi")
_LATIN_LETTER: Final = re.compile(r"[a-z]")


def _fold(word: str) -> str:
    return word.lower().translate(_FOLDED)


def _endings() -> frozenset[str]:
    """Every ending of a month or season name, folded, plain and possessed."""
    found = {""}
    for name in (*dates.MONTHS, *dates.SEASONS):
        linked = "с" if name[-1] in "еа" else ""
        for vowel in "ыі":
            possessed = name + linked + vowel
            found.add(_fold(possessed.removeprefix(name)))
            for case in OBLIQUE:
                form = inflect(possessed, case, possessed=True)
                found.add(_fold(form.removeprefix(name)))
            form = relative(possessed, possessed=True)
            found.add(_fold(form.removeprefix(name)))
        for case in OBLIQUE:
            found.add(_fold(inflect(name, case).removeprefix(name)))
        found.add(_fold(relative(name).removeprefix(name)))
    return frozenset(found | {"гы", "ги", "кы", "ки"})


_ENDINGS: Final = _endings()
_YEAR: Final = re.compile(r"жыл(?:дар)?(?P<ending>[а-я]*)")

# қыркүйек softens its к before a possessive: қыркүйегінде.
_KAZAKH_STEMS: Final = [
    *((_fold(name), number) for number, name in enumerate(dates.MONTHS, 1)),
    ("кыркуйег", 9),
]
_ABBREVIATIONS: Final = (
    "қаң қан янв jan",
    "ақп фев feb",
    "нау мар mar",
    "сәу апр apr",
    "мам",
    "мау июн jun",
    "шіл июл jul",
    "там авг aug",
    "қыр сен сент sep sept",
    "қаз окт oct",
    "қар ноя нояб nov",
    "жел желт дек dec",
)
_RUSSIAN_OBLIQUE: Final = (
    ("январе", 1),
    ("феврале", 2),
    ("марте", 3),
    ("апреле", 4),
    ("мае", 5),
    ("июне", 6),
    ("июле", 7),
    ("августе", 8),
    ("сентябре", 9),
    ("октябре", 10),
    ("ноябре", 11),
    ("декабре", 12),
)
_SEASONS: Final = (
    ("весной", 1),
    ("весне", 1),
    ("летом", 2),
    ("лете", 2),
    ("осенью", 3),
    ("осени", 3),
    ("зимой", 4),
    ("зиме", 4),
    ("fall", 3),
)


def _months() -> dict[str, int]:
    known = {stem + end: number for stem, number in _KAZAKH_STEMS for end in _ENDINGS}
    for names in (
        foreign_dates.RUSSIAN_MONTHS,
        foreign_dates.RUSSIAN_MONTHS_GENITIVE,
        foreign_dates.ENGLISH_MONTHS,
    ):
        known |= {_fold(name): number for number, name in enumerate(names, 1)}
    known |= dict(_RUSSIAN_OBLIQUE)
    for number, short in enumerate(_ABBREVIATIONS, 1):
        known |= {_fold(name): number for name in short.split()}
    return known


def _seasons() -> dict[str, int]:
    known: dict[str, int] = {}
    for number, name in enumerate(dates.SEASONS, 1):
        known |= {_fold(name) + end: number for end in _ENDINGS}
    for names in (
        foreign_dates.RUSSIAN_SEASONS,
        foreign_dates.RUSSIAN_SEASONS_GENITIVE,
        foreign_dates.ENGLISH_SEASONS,
    ):
        known |= {_fold(name): number for number, name in enumerate(names, 1)}
    return known | dict(_SEASONS)


_MONTHS: Final = _months()
_SEASON_NUMBERS: Final = _seasons()

_OTHER: Final = {
    Kind.YEAR_WORD: "ж жж г гг год года году годом годы годов годах year years",
    Kind.AND: "мен бен пен және и по to and through",
    Kind.SINCE: "бері бастап с со c since from",
    Kind.UNTIL: "дейін шейін до until till",
    Kind.FILLER: (
        "күн күні күндері ай айы айында айының айдың айлары "
        "аралығы аралығында арасы арасында between "
        "число числа в во of the in on th st nd rd "
        "шы ші ыншы інші ншы нші сыншы сінші го е ое й ого "
        "ға ге қа ке да де та те дан ден тан тен нан нен"
    ),
}
# An ending may also stand after digits, «сәуірдің 2-сінде».
_OTHER_WORDS: Final = dict.fromkeys(_ENDINGS - {""}, Kind.FILLER) | {
    _fold(word): kind for kind, words in _OTHER.items() for word in words.split()
}


def look_up(word: str) -> tuple[Kind, int, bool] | None:
    """What a word of a typed date is.

    Takes the word as it was typed; gives its kind, the number of the month or season
    (1 for spring; 0 for others), and whether it stands in the Kazakh ablative, which
    opens an interval («мамырдан ... дейін»). None for a word that no date has.
    """
    folded = _fold(word)
    found = _known(folded)
    if found is None and _LATIN_LETTER.search(folded):
        found = _known(_fold(folded.translate(_TO_CYRILLIC)))
    if found is None:
        found = _known(word.lower().translate(_TO_LATIN))
    return found


def _known(folded: str) -> tuple[Kind, int, bool] | None:
    from_there = folded.endswith(("нан", "нен", "дан", "ден", "тан", "тен"))
    if folded in _MONTHS:
        return Kind.MONTH, _MONTHS[folded], from_there
    if folded in _SEASON_NUMBERS:
        return Kind.SEASON, _SEASON_NUMBERS[folded], from_there
    if folded in _OTHER_WORDS:
        return _OTHER_WORDS[folded], 0, False
    year = _YEAR.fullmatch(folded)
    if year and year["ending"] in _ENDINGS:
        return Kind.YEAR_WORD, 0, from_there
    return None
