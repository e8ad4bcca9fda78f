"""The case suffixes, by the sounds they meet.

The table itself is qazaq-inflector's: it is asked once for a model word of each kind,
whose sounds it is known to hear rightly, and what it adds to the model is the suffix.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from qazaq_inflector import QazaqNameInflector

from quizzes.items.kazakh.sounds import Ending, Harmony


class Case(StrEnum):
    """The seven cases of Kazakh: atau, ilik, barys, tabys, jatys, shyghys, komektes."""

    NOM = "nom"
    GEN = "gen"
    DAT = "dat"
    ACC = "acc"
    LOC = "loc"
    ABL = "abl"
    INS = "ins"


OBLIQUE: Final = (Case.GEN, Case.DAT, Case.ACC, Case.LOC, Case.ABL, Case.INS)

_ENGINE: Final = QazaqNameInflector(strict=True)
_ENGINE_NAMES: Final = {
    Case.GEN: "genitive",
    Case.DAT: "dative",
    Case.ACC: "accusative",
    Case.LOC: "locative",
    Case.ABL: "ablative",
    Case.INS: "instrumental",
}
_MODELS: Final = {
    (Ending.VOWEL, Harmony.BACK): "қала",
    (Ending.VOWEL, Harmony.FRONT): "шілде",
    (Ending.NASAL, Harmony.BACK): "адам",
    (Ending.NASAL, Harmony.FRONT): "келісім",
    (Ending.SONORANT, Harmony.BACK): "жыл",
    (Ending.SONORANT, Harmony.FRONT): "сәуір",
    (Ending.VOICED, Harmony.BACK): "наурыз",
    (Ending.VOICED, Harmony.FRONT): "теңіз",
    (Ending.VOICELESS, Harmony.BACK): "шарт",
    (Ending.VOICELESS, Harmony.FRONT): "кеңес",
}


def _plain() -> dict[tuple[Ending, Harmony, Case], str]:
    table = {}
    for (ending, harmony), model in _MODELS.items():
        for case, name in _ENGINE_NAMES.items():
            form = str(_ENGINE.inflect(model, name))
            table[ending, harmony, case] = form.removeprefix(model)
    return table


def _possessed() -> dict[tuple[Harmony, Case], str]:
    table = {}
    for harmony, model in ((Harmony.BACK, "қала"), (Harmony.FRONT, "шілде")):
        head = _ENGINE.possessive(model, "3")
        for case, name in _ENGINE_NAMES.items():
            form = _ENGINE.possessive(model, "3", name)
            table[harmony, case] = form.removeprefix(head)
    return table


_PLAIN: Final = _plain()
_POSSESSED: Final = _possessed()


def suffix(case: Case, ending: Ending, harmony: Harmony) -> str:
    """The suffix of a plain word that ends so; empty for the nominative."""
    return "" if case == Case.NOM else _PLAIN[ending, harmony, case]


def possessed_suffix(case: Case, harmony: Harmony) -> str:
    """The suffix after a third person possessive: -ның, -на, -н, -нда, -нан, -мен."""
    return "" if case == Case.NOM else _POSSESSED[harmony, case]
