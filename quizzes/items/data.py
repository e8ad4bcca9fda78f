"""The plain shapes that go into and come out of the making of items."""

from __future__ import annotations

import builtins
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TypeAlias

from quizzes.items.calendar import DateValue, Precision


class Family(StrEnum):
    """What a quiz is about."""

    DATE = "date"
    MEMBER = "member"
    TREATY = "treaty"


class Form(StrEnum):
    """How an item is answered."""

    CHOICE = "choice"
    MULTIPLE_CHOICE = "multiple_choice"
    TRUE_FALSE = "true_false"
    DATE_ENTRY = "date_entry"
    MATCHING = "matching"
    ORDERING = "ordering"


class EntityKind(StrEnum):
    """What sort of thing an entity is; options of one item are of one kind."""

    STATE = "state"
    ORGANISATION = "organisation"
    BODY = "body"
    TREATY = "treaty"
    EVENT = "event"
    PLACE = "place"
    PERSON = "person"
    THEME = "theme"


@dataclass(frozen=True, slots=True, kw_only=True)
class Designation:
    """A Kazakh noun phrase that stands for an entity, and how it inflects.

    `possessed` says that its last word already bears the third person possessive
    (Қауымдастығы); it is recorded, never guessed: Алматы is not possessed.
    `reading` overrides how an acronym is read; `forms` overrides single cases.
    """

    text: str
    possessed: bool = False
    reading: str | None = None
    forms: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class EntityData:
    """An entity as items need it: its Kazakh designations and its place in the whole.

    `short` is what items print, `name` the full name, `also` further designations that
    may stand in a stem where the usual ones would give the key away. `aliases` are
    never printed: they serve the check for leaks. `category` tells sorts of things of
    one kind apart (an office, a crime, a field): options of one item share it.
    """

    key: str
    kind: EntityKind
    name: Designation
    short: Designation
    also: tuple[Designation, ...] = ()
    aliases: tuple[str, ...] = ()
    part_of: str | None = None
    category: str = ""

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """Everything that it is called, each once."""
        designations = (self.short, self.name, *self.also)
        texts = (*(designation.text for designation in designations), *self.aliases)
        return tuple(dict.fromkeys(texts))


Value: TypeAlias = DateValue | int | tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class FactData:
    """One stored fact: subject, property, value, and where the text states it.

    A value of entities is a tuple of entity keys, also where it is a single one.
    `version` is the number of the stored version, part of an item's identity.
    `approved` is False for a draft: never asked, but it may spoil a distractor.
    """

    key: str
    version: int
    source: str
    topic: str
    paragraphs: tuple[int, ...]
    subject: str
    property: str
    value: Value
    statement: str
    object: str | None = None
    claim: str = ""
    note: str = ""
    approved: bool = True
    text_value: Value | None = None
    ask_precision: str = ""
    planned: bool = False
    core: bool = True
    complete: bool = False
    as_of: DateValue | None = None
    unit: str = ""
    unasked: str = ""

    # A field of this class is called property, as the bank's column is.
    @builtins.property
    def disputed(self) -> bool:
        """Whether text and history give different values."""
        return self.text_value is not None

    @cached_property
    def asked_date(self) -> DateValue:
        """The date at the finest precision on which text and history agree.

        Raises TypeError if the value is no date.
        """
        if not isinstance(self.value, DateValue):
            raise TypeError(f"{self.key} has no date")
        bound = self.value.bound
        if not self.ask_precision:
            return bound
        return bound.coarsened(Precision(self.ask_precision))

    @cached_property
    def dates(self) -> tuple[DateValue, ...]:
        """Every date that a date fact may stand for: its value and the text's."""
        values = (self.value, self.text_value)
        return tuple(each for each in values if isinstance(each, DateValue))


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbourhood:
    """All that is needed to make items of some facts and to prove their distractors.

    `facts` holds the asked facts, every fact that shares a subject with one of them or
    with a candidate distractor, and every fact whose dates overlap an asked date.
    """

    facts: tuple[FactData, ...]
    entities: Mapping[str, EntityData]


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """What a learner can choose. `why` is told to those who chose it wrongly.

    It says what the option really belongs to («1994 жылғы 30 сәуір: …»), or, where
    `explains`, why it is wrong: a number belongs to nothing.
    """

    value: str
    text: str
    key: bool
    why: str = ""
    explains: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """The left side of a pair to match; `key` is the value of its right option."""

    value: str
    text: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptedDate:
    """A date that a typed answer may give.

    `credit` 1 for the asked date (or the text's, where text and history differ);
    `label` names what another true date of the same subject really is.
    """

    edtf: str
    text: str
    right: bool
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """Where in a source the answer stands."""

    source: str
    paragraphs: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture that is shown with an item; `text` says what is to be seen in it."""

    address: str
    text: str
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stimulus:
    """A text that stands above several items: a passage, a table in words, a letter.

    `part` of `parts` says which of its items this is, counted from 1.
    """

    key: str
    version: int
    text: str
    title: str = ""
    attribution: str = ""
    part: int = 1
    parts: int = 1
    picture: Picture | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What is put before a learner, with all that is needed to mark and to explain it.

    `facts` are (key, version) pairs, the one asked first; an item of a question has
    none, and its question's pair in `question`. `stimulus` is the text it stands under.
    Choice, multiple choice and true or false use `options`; matching uses `prompts`
    with `options` (spare ones have `key` False); ordering uses `options` with `order`,
    their values from first to last; date entry uses `dates`. `emphasis` is the word of
    the stem to be set in bold. `about` names what is asked about and `dated` the dates
    (EDTF) of the facts asked: by them the items of one attempt are kept from giving one
    another away.
    """

    family: Family
    form: Form
    wording: str
    property: str
    facts: tuple[tuple[str, int], ...]
    stem: str
    emphasis: str = ""
    options: tuple[Option, ...] = ()
    prompts: tuple[Prompt, ...] = ()
    order: tuple[str, ...] = ()
    dates: tuple[AcceptedDate, ...] = ()
    citations: tuple[Citation, ...] = ()
    feedback: str = ""
    note: str = ""
    about: tuple[str, ...] = ()
    dated: tuple[str, ...] = ()
    question: tuple[str, int] | None = None
    stimulus: Stimulus | None = None
    picture: Picture | None = None

    @builtins.property
    def asked(self) -> tuple[str, int]:
        """The key and version of what is asked: the first fact, or the question."""
        return self.facts[0] if self.question is None else self.question
