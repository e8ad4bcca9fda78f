"""A text beside what the bank has drawn from it: what has facts, and what has none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from quizzes.bank.facts import Fact, FactQuerySet
from quizzes.bank.history import FactUsage
from quizzes.bank.showing import ShownFact, show_fact, with_names
from quizzes.items.calendar import DateValue
from quizzes.items.kazakh.found_dates import FoundDate, find_dates
from quizzes.items.properties import ValueType

# Missed by at least this share of those who were asked
_OFTEN_MISSED = 0.5


class Show(StrEnum):
    """Which paragraphs are shown."""

    ALL = "all"
    WITHOUT = "without"
    DATED = "dated"


SHOW_WORDS = {
    Show.ALL: _("All paragraphs"),
    Show.WITHOUT: _("Without facts"),
    Show.DATED: _("With a date, without facts"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of a paragraph, marked or not."""

    text: str
    is_marked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnFact:
    """A fact of a paragraph, and how often it was asked and missed."""

    fact: ShownFact
    asked: int
    missed: int

    @property
    def is_often_missed(self) -> bool:
        """Whether half of those who were asked did not know it."""
        return self.asked > 0 and self.missed / self.asked >= _OFTEN_MISSED


@dataclass(frozen=True, slots=True, kw_only=True)
class CoveredParagraph:
    """A paragraph with its facts; its dates are marked."""

    number: int
    pieces: tuple[Piece, ...]
    facts: tuple[DrawnFact, ...]
    has_date: bool

    @property
    def is_missing(self) -> bool:
        """Whether it has a date, and no fact has been drawn from it."""
        return self.has_date and not self.facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """A whole text, and how much of it has facts."""

    paragraphs: tuple[CoveredParagraph, ...]

    def shown(self, show: Show) -> tuple[CoveredParagraph, ...]:
        """The paragraphs that a filter lets through."""
        if show == Show.WITHOUT:
            return tuple(each for each in self.paragraphs if not each.facts)
        if show == Show.DATED:
            return tuple(each for each in self.paragraphs if each.is_missing)
        return self.paragraphs

    def number(self, show: Show) -> int:
        """How many these are."""
        return len(self.shown(show))

    @property
    def with_facts(self) -> int:
        """How many paragraphs have facts."""
        return sum(bool(each.facts) for each in self.paragraphs)

    @property
    def asked(self) -> int:
        """How many paragraphs have a fact that was asked."""
        return sum(any(fact.asked for fact in each.facts) for each in self.paragraphs)


def cover(paragraphs: Sequence[str], facts: FactQuerySet) -> Coverage:
    """Put a text and the facts of its source side by side, in a few queries."""
    rows = list(with_names(facts).order_by("pk"))
    usage = {
        each.fact_id: each
        for each in FactUsage.objects.filter(fact__in=[row.pk for row in rows])
    }
    drawn: Mapping[int, list[DrawnFact]] = defaultdict(list)
    for row in rows:
        used = usage.get(row.pk)
        shown = DrawnFact(
            fact=show_fact(row),
            asked=used.asked if used is not None else 0,
            missed=used.missed if used is not None else 0,
        )
        for number in row.paragraphs:
            drawn[number].append(shown)
    return Coverage(
        paragraphs=tuple(
            _covered(number, text, drawn.get(number, ()))
            for number, text in enumerate(paragraphs, start=1)
        )
    )


def _covered(number: int, text: str, facts: Iterable[DrawnFact]) -> CoveredParagraph:
    dates = find_dates(text)
    return CoveredParagraph(
        number=number,
        pieces=pieces(text, dates),
        facts=tuple(facts),
        has_date=bool(dates),
    )


def place_of(fact: Fact, text: str) -> tuple[FoundDate, ...]:
    """Where a paragraph states a fact: its dates that are the fact's own.

    Nothing, where the fact is no date or the date is not written there.
    """
    if fact.value_type != ValueType.DATE:
        return ()
    wanted = {DateValue.parse(fact.value_edtf).edtf}
    if fact.text_value:
        wanted.add(DateValue.parse(str(fact.text_value)).edtf)
    return tuple(
        each
        for each in find_dates(text)
        if each.value is not None and each.value.edtf in wanted
    )


def pieces(text: str, marks: Iterable[FoundDate]) -> tuple[Piece, ...]:
    """A text cut where marks begin and end."""
    cut, place = [], 0
    for mark in marks:
        cut.append(Piece(text=text[place : mark.start]))
        cut.append(Piece(text=text[mark.start : mark.end], is_marked=True))
        place = mark.end
    cut.append(Piece(text=text[place:]))
    return tuple(piece for piece in cut if piece.text)
