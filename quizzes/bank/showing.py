"""Facts as pages show them: in words, in the language of the page.

Statements and notes are shown in Kazakh where there is no other. The rows come with
their names (`with_names`), so that nothing here asks the database for more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from quizzes.bank.entities import Entity
from quizzes.bank.facts import Fact, FactQuerySet
from quizzes.bank.references import COMMON
from quizzes.items.calendar import DateValue, Precision
from quizzes.items.kazakh.foreign_dates import phrase_in
from quizzes.items.properties import PROPERTIES

FIRST_LANGUAGE = "kk"
NAMES = ("subject__names", "object__names", "fact_entities__entity__names")
_SHORTEST_RANGE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownText:
    """A text and the language that it is in."""

    text: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownEntity:
    """What links to an entity: its reference, and its name in the page's language."""

    reference: str
    name: ShownText


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFact:
    """A fact in words. A value is one text, or entities, never both."""

    reference: str
    statement: ShownText
    note: ShownText | None
    subject: ShownEntity
    object: ShownEntity | None
    property: str
    value: ShownText | None
    entities: tuple[ShownEntity, ...]
    source: str
    topic: str
    topic_reference: str
    paragraphs: str
    planned: bool
    draft: bool
    disputed: bool
    detail: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownMoment:
    """A dated fact on the timeline; `shape` is "day", "span" or "about"."""

    fact: ShownFact
    shape: str
    known: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownYear:
    """The dated facts that begin in one year."""

    year: int
    moments: tuple[ShownMoment, ...]


def with_names(facts: FactQuerySet) -> FactQuerySet:
    """The facts with all that is shown of them, in a fixed number of queries."""
    return facts.with_content().prefetch_related(*NAMES)


def add_names(fact: Fact) -> None:
    """The same for one fact that has been fetched already."""
    prefetch_related_objects([fact], *NAMES)


def page_language() -> str:
    """The language of the page, as names and texts are kept in it."""
    return (get_language() or FIRST_LANGUAGE).partition("-")[0]


def show_fact(fact: Fact) -> ShownFact:
    """Put a fact in words."""
    texts = {text.language: text for text in fact.texts.all()}
    language = page_language()
    text = texts.get(language) or texts[FIRST_LANGUAGE]
    note = ShownText(text=text.note, language=text.language) if text.note else None
    members = sorted(fact.fact_entities.all(), key=lambda member: member.position)
    return ShownFact(
        reference=fact.reference,
        statement=ShownText(text=text.statement, language=text.language),
        note=note,
        subject=show_entity(fact.subject),
        object=show_entity(fact.object) if fact.object is not None else None,
        property=property_label(fact.property),
        value=_value(fact),
        entities=tuple(show_entity(member.entity) for member in members),
        source=fact.source.title,
        topic=fact.topic.name,
        topic_reference=fact.topic.reference,
        paragraphs=ranges(fact.paragraphs),
        planned=fact.planned,
        draft=not fact.is_approved(),
        disputed=fact.is_disputed(),
        detail=fact.weight == Fact.Weight.DETAIL,
    )


def show_facts(facts: Iterable[Fact]) -> list[ShownFact]:
    """Put facts in words."""
    return [show_fact(fact) for fact in facts]


def show_entity(entity: Entity) -> ShownEntity:
    """Name an entity in the language of the page, in Kazakh where it has no other."""
    names = {name.language: name for name in entity.names.all()}
    name = names.get(page_language()) or names[FIRST_LANGUAGE]
    shown = ShownText(text=name.printed, language=name.language)
    return ShownEntity(reference=entity.reference, name=shown)


def show_text_value(
    fact: Fact, entities: Mapping[str, Entity]
) -> tuple[ShownText | ShownEntity, ...]:
    """What the text has where history differs; empty if they agree.

    Takes the entities that `fact.text_value` names, by key.
    """
    stored = fact.text_value
    if stored is None:
        return ()
    if fact.value_type == Fact.ValueType.DATE:
        return (show_date(stored),)
    if fact.value_type == Fact.ValueType.NUMBER:
        return (ShownText(text=str(stored), language=page_language()),)
    keys = stored if isinstance(stored, list) else [stored]
    return tuple(show_entity(entities[key]) for key in keys if key in entities)


def show_date(edtf: str) -> ShownText:
    """A date in words."""
    language = page_language()
    return ShownText(text=phrase_in(DateValue.parse(edtf), language), language=language)


def show_timeline(facts: Iterable[Fact]) -> list[ShownYear]:
    """Group dated facts by the year in which they begin; they come in order of date."""
    years: dict[int, list[ShownMoment]] = {}
    for fact in facts:
        date = DateValue.parse(fact.value_edtf)
        start = date.start or date.end
        assert start is not None  # no date is open at both ends
        years.setdefault(start.first.year, []).append(
            ShownMoment(fact=show_fact(fact), shape=_shape(date), known=_how_well(date))
        )
    return [
        ShownYear(year=year, moments=tuple(moments))
        for year, moments in sorted(years.items())
    ]


def property_label(name: str) -> str:
    """A property in the language of the page, with a capital letter."""
    labels = PROPERTIES[name].labels
    label = labels.get(page_language(), labels[FIRST_LANGUAGE])
    return label[:1].upper() + label[1:]


def ranges(numbers: Sequence[int]) -> str:
    """Numbers with their runs drawn together: «4, 7–9»."""
    ordered = sorted(set(numbers))
    breaks = [
        place
        for place, (one, other) in enumerate(pairwise(ordered), start=1)
        if other != one + 1
    ]
    runs = [
        ordered[start:end]
        for start, end in pairwise([0, *breaks, len(ordered)])
        if start < end
    ]
    return ", ".join(
        f"{run[0]}–{run[-1]}"
        if len(run) >= _SHORTEST_RANGE
        else ", ".join(map(str, run))
        for run in runs
    )


def _value(fact: Fact) -> ShownText | None:
    if fact.value_type == Fact.ValueType.DATE:
        return show_date(fact.value_edtf)
    if fact.value_type == Fact.ValueType.NUMBER:
        return ShownText(text=str(fact.value_number), language=page_language())
    return None


def _shape(date: DateValue) -> str:
    if date.is_interval or date.is_open:
        return "span"
    return "day" if date.precision == Precision.DAY else "about"


def _how_well(date: DateValue) -> str:
    """How exactly the date is known; a day and an open end speak for themselves."""
    match date.precision:
        case Precision.MONTH | Precision.MONTHS:
            return _("known to the month")
        case Precision.YEAR | Precision.YEARS:
            return _("known to the year")
        case Precision.SEASON:
            return _("known to the season")
        case Precision.DAYS:
            return _("over several days")
        case _:
            return ""


def address_of_fact(reference: str) -> str:
    """Where a fact's page is; for lists of facts, where `reverse` would take long."""
    return f"{_before_facts()}{reference}/"


@cache
def _before_facts() -> str:
    return reverse("bank:fact", args=[COMMON]).removesuffix(f"{COMMON}/")
