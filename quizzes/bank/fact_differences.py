"""What differs between contents of a fact, field by field and in words."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.bank.content import FactContent, PlainValue, TextContent
from quizzes.bank.entity_finding import entities_by_key
from quizzes.bank.fact_drafts import GAP, LANGUAGES
from quizzes.bank.facts import Fact
from quizzes.bank.shelves import Shelf
from quizzes.bank.showing import property_label, ranges, show_date, show_entity
from quizzes.bank.spaces import Language, Space
from quizzes.items.calendar import DateError
from quizzes.items.properties import PROPERTIES, ValueType

_LABELS: Final[Mapping[str, Promise]] = {
    "property": gettext_lazy("What it says"),
    "subject": gettext_lazy("Subject"),
    "object": gettext_lazy("In relation to"),
    "value": gettext_lazy("Value"),
    "text_value": gettext_lazy("In the text"),
    "ask_precision": gettext_lazy("finest precision to ask"),
    "claim": gettext_lazy("Sentence with a gap"),
    "unit": gettext_lazy("what is counted"),
    "complete": gettext_lazy("nothing is missing"),
    "as_of": gettext_lazy("as of"),
    "source": gettext_lazy("Source"),
    "topic": gettext_lazy("Topic"),
    "paragraphs": gettext_lazy("Paragraphs"),
    "planned": gettext_lazy("a plan or a proposal"),
    "weight": gettext_lazy("Weight"),
    "basis": gettext_lazy("Basis"),
    "basis_note": gettext_lazy("what it rests on"),
    "unasked": gettext_lazy("why it is not asked"),
    "state": gettext_lazy("Whether approved"),
}
_CHOICES: Final = {
    "ask_precision": Fact.AskPrecision,
    "weight": Fact.Weight,
    "basis": Fact.Basis,
    "state": Fact.State,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The words for what contents name by key."""

    entities: Mapping[str, str]
    sources: Mapping[str, str]
    topics: Mapping[str, str]

    @classmethod
    def of(cls, space: Space, contents: Collection[FactContent]) -> Names:
        """Read them for some contents of a space."""
        keys = {key for content in contents for key in content.named_keys()}
        shelf = Shelf.of(space)
        return cls(
            entities={
                key: show_entity(entity).name.text
                for key, entity in entities_by_key(space, keys).items()
            },
            sources=shelf.titles,
            topics={key: topic.name for key, topic in shelf.topics.items()},
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A part of the content that differs, in words."""

    label: str
    old: str
    new: str
    language: str = ""


def differences(old: FactContent, new: FactContent, names: Names) -> list[Difference]:
    """All that differs, in the order of the form, statements first."""
    return [
        Difference(label=label, old=said(old), new=said(new), language=language)
        for label, said, language in _parts(names)
        if said(old) != said(new)
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A part of a fact that somebody else changed meanwhile, beside one's own."""

    label: str
    was: str
    theirs: str
    mine: str
    both: bool
    language: str = ""


def meetings(
    base: FactContent, theirs: FactContent, mine: FactContent, names: Names
) -> list[Meeting]:
    """What somebody else has changed since `base`, beside what stands in the form."""
    found = []
    for label, said, language in _parts(names):
        was, their, my = said(base), said(theirs), said(mine)
        if their != was:
            found.append(
                Meeting(
                    label=label,
                    was=was,
                    theirs=their,
                    mine=my,
                    both=my not in (was, their),
                    language=language,
                )
            )
    return found


def merged(base: FactContent, theirs: FactContent, mine: FactContent) -> FactContent:
    """One's own changes on top of somebody else's; where both changed, one's own."""
    changes: dict[str, Any] = {
        name: getattr(theirs, name)
        for name in (*_LABELS, "key")
        if getattr(mine, name) == getattr(base, name)
    }
    texts = []
    for language in LANGUAGES:
        was, their, my = (each.text(language) for each in (base, theirs, mine))
        statement = my.statement if my.statement != was.statement else their.statement
        note = my.note if my.note != was.note else their.note
        if statement or note:
            texts.append(TextContent(language=language, statement=statement, note=note))
    return replace(mine, **changes, texts=tuple(texts))


def _parts(names: Names) -> Iterator[tuple[str, Any, str]]:
    """The parts of a content: its label, how it is said, and in which language."""
    for language in LANGUAGES:
        spoken = Language(language).label
        yield f"{_('Statement')}, {spoken}", _statement(language), language
        yield f"{_('Note')}, {spoken}", _note(language), language
    for name, label in _LABELS.items():
        yield _capital(str(label)), _said(name, names), ""


def _statement(language: str) -> Any:
    return lambda content: content.text(language).statement


def _note(language: str) -> Any:
    return lambda content: content.text(language).note


def _said(name: str, names: Names) -> Any:
    return lambda content: _words(content, name, names)


def _words(content: FactContent, name: str, names: Names) -> str:
    value: Any = getattr(content, name)
    match name:
        case "property":
            return property_label(value) if value in PROPERTIES else value
        case "subject" | "object":
            return names.entities.get(value, value)
        case "value" | "text_value":
            return value_words(content, value, names)
        case "source":
            return names.sources.get(value, value)
        case "topic":
            return names.topics.get(value, value)
        case "paragraphs":
            return ranges(value)
        case "as_of":
            return _date(value) if value else ""
        case "claim":
            return str(value).replace("{value}", GAP)
        case "complete" | "planned":
            return _("yes") if value else _("no")
    if name in _CHOICES and value in _CHOICES[name].values:
        return str(_CHOICES[name](value).label)
    return str(value)


def value_words(content: FactContent, value: PlainValue | None, names: Names) -> str:
    """A value of a content in words; empty if there is none."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return ", ".join(names.entities.get(key, key) for key in value)
    known = PROPERTIES.get(content.property)
    if known is not None and known.value_type is ValueType.DATE:
        return _date(str(value))
    return str(value)


def _date(edtf: str) -> str:
    try:
        return show_date(edtf).text
    except DateError:
        return edtf


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
