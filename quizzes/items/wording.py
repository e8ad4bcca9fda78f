"""Sentences from patterns: one pattern a property gives claim, stem and happening.

A pattern is a Kazakh sentence with slots, `{subject.dat} {value} қол қойылды`. With the
true value in the slot it is the claim, with a question word the stem, with a distractor
the false claim, and with nothing in it the bare happening. Kazakh asks in place, so the
order of words never has to change.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Protocol

from quizzes.items.calendar import DateValue, Precision
from quizzes.items.data import Designation, EntityKind
from quizzes.items.kazakh import dates as date_phrases
from quizzes.items.kazakh import verbs
from quizzes.items.kazakh.names import inflect
from quizzes.items.kazakh.numerals import ordinal_word
from quizzes.items.kazakh.suffixes import Case

CHOOSE_ALL: Final = "Барлық дұрыс жауапты белгілеңіз."
TRUE_OR_FALSE: Final = "Дұрыс па, бұрыс па?"
TRUE: Final = "Дұрыс"
FALSE: Final = "Бұрыс"

_SLOT: Final = re.compile(r"\{(\w+)(?:\.(\w+))?\}")
_NUMERAL: Final = re.compile(r"\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionWords:
    """What stands in a stem in the place of a value that is asked for.

    `one` asks for the only one, `several` for all, `of_these` for one of many: where
    several are right but one is offered, it would be wrong to ask for «the» one.
    """

    one: str
    several: str
    of_these: str


QUESTION_WORDS: Final[Mapping[EntityKind, QuestionWords]] = {
    EntityKind.STATE: QuestionWords(
        one="қай мемлекет",
        several="қай мемлекеттер",
        of_these="төмендегі мемлекеттердің қайсысы",
    ),
    EntityKind.PLACE: QuestionWords(
        one="қай қала", several="қай қалалар", of_these="төмендегі қалалардың қайсысы"
    ),
    EntityKind.PERSON: QuestionWords(
        one="кім", several="кімдер", of_these="төмендегі тұлғалардың қайсысы"
    ),
    EntityKind.TREATY: QuestionWords(
        one="қандай құжат",
        several="қандай құжаттар",
        of_these="төмендегі құжаттардың қайсысы",
    ),
    EntityKind.BODY: QuestionWords(
        one="қандай орган",
        several="қандай органдар",
        of_these="төмендегі органдардың қайсысы",
    ),
    EntityKind.ORGANISATION: QuestionWords(
        one="қандай ұйым",
        several="қандай ұйымдар",
        of_these="төмендегі ұйымдардың қайсысы",
    ),
    EntityKind.EVENT: QuestionWords(
        one="қандай оқиға",
        several="қандай оқиғалар",
        of_these="төмендегі оқиғалардың қайсысы",
    ),
    EntityKind.THEME: QuestionWords(
        one="не", several="не", of_these="төмендегілердің қайсысы"
    ),
}

# «… көрсетіңіз»: the noun for one thing of the kind, in the accusative.
KIND_ACCUSATIVE: Final[Mapping[EntityKind, str]] = {
    EntityKind.STATE: "мемлекетті",
    EntityKind.PLACE: "қаланы",
    EntityKind.PERSON: "тұлғаны",
    EntityKind.TREATY: "құжатты",
    EntityKind.BODY: "органды",
    EntityKind.ORGANISATION: "ұйымды",
    EntityKind.EVENT: "оқиғаны",
    EntityKind.THEME: "нұсқаны",
}

DATE_ENTRY_INSTRUCTIONS: Final[Mapping[Precision, str]] = {
    Precision.DAY: "Күнін, айын және жылын жазыңыз.",
    Precision.MONTH: "Айы мен жылын жазыңыз.",
    Precision.YEAR: "Жылын жазыңыз.",
    Precision.SEASON: "Жыл мезгілі мен жылын жазыңыз.",
    Precision.DAYS: "Басталған және аяқталған күнін, айын және жылын жазыңыз.",
    Precision.MONTHS: "Басталған және аяқталған айын, жылын жазыңыз.",
    Precision.YEARS: "Басталған және аяқталған жылын жазыңыз.",
    Precision.SINCE: "Басталған мерзімін жазыңыз.",
    Precision.UNTIL: "Аяқталған мерзімін жазыңыз.",
}


class Filler(Protocol):
    """What can stand in a slot."""

    def form(self, name: str) -> str:
        """The words in the form that the slot names; "" is the plain form."""


@dataclass(frozen=True, slots=True)
class Noun:
    """One designation, inflected for case."""

    designation: Designation

    def form(self, name: str) -> str:
        return inflected(self.designation, name)


@dataclass(frozen=True, slots=True)
class NounList:
    """Several designations joined as in a sentence; the last one bears the case."""

    designations: Sequence[Designation]

    def form(self, name: str) -> str:
        *before, last = self.designations
        texts = [designation.text for designation in before]
        tail = inflected(last, name)
        return f"{', '.join(texts)} және {tail}" if texts else tail


@dataclass(frozen=True, slots=True)
class Date:
    """A date in a sentence: on it, until it or since it."""

    value: DateValue

    def form(self, name: str) -> str:
        match name:
            case "until":
                return date_phrases.until(self.value)
            case "since":
                return date_phrases.since(self.value)
            case _:
                return date_phrases.at(self.value)


@dataclass(frozen=True, slots=True)
class AskedDate:
    """The question word in the place of a date, in that date's precision."""

    value: DateValue

    def form(self, name: str) -> str:
        asked = self.value.unit if self.value.is_open else self.value.precision
        return date_phrases.question(asked, date_phrases.Use(name or "at"))


@dataclass(frozen=True, slots=True)
class Number:
    """A number in digits, or as an ordinal word."""

    value: int

    def form(self, name: str) -> str:
        return ordinal_word(self.value) if name == "ordinal" else str(self.value)


@dataclass(frozen=True, slots=True)
class AskedNumber:
    """The question word in the place of a number."""

    def form(self, name: str) -> str:
        return "нешінші" if name == "ordinal" else "неше"


@dataclass(frozen=True, slots=True)
class Nothing:
    """An empty slot: what is left of the claim is the happening."""

    def form(self, name: str) -> str:
        return ""


def asked_noun(text: str, *, possessed: bool = False) -> Noun:
    """A question word, to be inflected like a noun."""
    return Noun(Designation(text=text, possessed=possessed))


def inflected(designation: Designation, case: str) -> str:
    """A designation in a case (`gen`, `dat`, …); "" or `nom` leaves it as it is."""
    if case in ("", Case.NOM):
        return designation.text
    return inflect(
        designation.text,
        Case(case),
        possessed=designation.possessed,
        reading=designation.reading,
        overrides=designation.forms,
    )


def fill(pattern: str, **fillers: Filler) -> str:
    """Put words into the slots of a pattern; gives the text without a full stop.

    Raises KeyError for a slot that has no filler.
    """
    text = "".join(
        part if isinstance(part, str) else fillers[part[0]].form(part[1])
        for part in _parts(pattern)
    )
    return " ".join(text.split()).replace(" ,", ",").replace(" .", ".")


@lru_cache(maxsize=4096)
def _parts(pattern: str) -> tuple[str | tuple[str, str], ...]:
    """A pattern as its bare words and its slots, these as (name, form)."""
    parts: list[str | tuple[str, str]] = []
    end = 0
    for slot in _SLOT.finditer(pattern):
        parts += [pattern[end : slot.start()], (slot.group(1), slot.group(2) or "")]
        end = slot.end()
    return (*parts, pattern[end:])


def slots(pattern: str) -> tuple[tuple[str, str], ...]:
    """The slots of a pattern in order, each as (name, form)."""
    return tuple(part for part in _parts(pattern) if not isinstance(part, str))


def capitalised(text: str) -> str:
    """The text with its first letter upper case, also behind a quotation mark."""
    for position, character in enumerate(text):
        if character.isalpha():
            return text[:position] + character.upper() + text[position + 1 :]
        if character.isdigit():
            return text
    return text


def marked(clause: str) -> tuple[str, str]:
    """A clause with the verb at its end in capitals, and that verb.

    For the one negation of a stem: «… қол қоймаған», «… ҚОЛ ҚОЙМАҒАН».
    """
    verb = verbs.verb_of(clause)
    return clause.removesuffix(verb) + verb.upper(), verb.upper()


def sentence(text: str) -> str:
    """A claim as a sentence: a capital in front and a full stop behind."""
    return f"{capitalised(text).rstrip('.')}."


def question(text: str) -> str:
    """A filled pattern as a question."""
    return f"{capitalised(text)}?"


def numerals_in(text: str) -> frozenset[str]:
    """All numbers that stand in a text in digits."""
    return frozenset(_NUMERAL.findall(text))
