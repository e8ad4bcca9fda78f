"""What the form of a fact shows: fields, what was found for its boxes, its proof."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from django.db.models import prefetch_related_objects
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quizzes.bank.content import FactContent, TextContent
from quizzes.bank.entities import Entity
from quizzes.bank.entity_finding import exactly, find_entities
from quizzes.bank.fact_drafts import PICKS, SEVERAL_PICKS, WRITTEN, FactDraft
from quizzes.bank.fact_previews import Study, kinds_of, study
from quizzes.bank.fact_reading import Reading, read_draft
from quizzes.bank.fact_shown_previews import (
    ShownStudy,
    Told,
    place_in_source,
    show_study,
)
from quizzes.bank.facts import Fact
from quizzes.bank.references import COMMON, reference
from quizzes.bank.shelves import Shelf
from quizzes.bank.showing import (
    page_language,
    property_label,
    show_entity,
)
from quizzes.bank.spaces import Space
from quizzes.items.calendar import Precision
from quizzes.items.kazakh.foreign_dates import phrase_in
from quizzes.items.properties import PROPERTIES, ValueType

_BETWEEN_NAMES: Final = str.maketrans({",": ";", "\n": ";"})

_PRECISIONS: Final[Mapping[Precision, Promise]] = {
    Precision.DAY: _("a day"),
    Precision.MONTH: _("a month"),
    Precision.YEAR: _("a year"),
    Precision.SEASON: _("a season"),
    Precision.DAYS: _("from day to day"),
    Precision.MONTHS: _("from month to month"),
    Precision.YEARS: _("from year to year"),
    Precision.SINCE: _("its end is open"),
    Precision.UNTIL: _("its beginning is open"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field: what stands in it, and what is wrong with it."""

    name: str
    value: str
    faults: tuple[str, ...] = ()
    told: str = ""
    focused: bool = False

    @property
    def id(self) -> str:
        """Its id in the page."""
        return f"id_{self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Picked:
    """An entity, as a box names it."""

    key: str
    name: str
    language: str
    kind: str
    own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A search box for entities, with what was picked and what is found."""

    name: str
    words: str
    picked: tuple[Picked, ...]
    found: tuple[Picked, ...]
    kinds: tuple[tuple[str, str], ...]
    faults: tuple[str, ...]
    several: bool
    focused: bool

    @property
    def takes_more(self) -> bool:
        """Whether the box is open: one that takes one thing closes with it."""
        return self.several or not self.picked


@dataclass(kw_only=True)
class Workbench:
    """A draft in its space: read, with its entities at hand, and proved."""

    space: Space
    draft: FactDraft
    shelf: Shelf
    reading: Reading
    study: Study | None

    @classmethod
    def of(
        cls,
        draft: FactDraft,
        space: Space,
        *,
        fact: Fact | None = None,
        key: str = "",
        state: str = "draft",
        names: bool = True,
    ) -> Workbench:
        """Read and prove a draft; takes the stored fact that it would replace.

        Without `names` the entities come without theirs, which boxes need.
        """
        shelf = Shelf.of(space, draft.all_picked())
        if names:
            prefetch_related_objects(list(shelf.entities.values()), "names")
        reading = read_draft(
            draft, key=key, state=state, entities=shelf.entities, shelf=shelf
        )
        found = None
        if reading.content is not None:
            topic = shelf.topics.get(reading.content.topic)
            found = study(
                reading.content,
                entities=shelf.entities,
                topic=topic.pk if topic is not None else None,
                scope=shelf.scope,
                replaces=fact.reference if fact is not None else "",
                version=fact.version + 1 if fact is not None else 1,
            )
        return cls(
            space=space,
            draft=draft,
            shelf=shelf,
            reading=reading,
            study=found,
        )

    @property
    def content(self) -> FactContent:
        """What is to be stored; the statement is suggested where none was written."""
        content = self.reading.content
        assert content is not None
        assert self.study is not None
        kazakh = content.text()
        if kazakh.statement:
            return content
        others = [text for text in content.texts if text.language != "kk"]
        text = TextContent(
            language="kk", statement=self.study.suggestion, note=kazakh.note
        )
        return replace(content, texts=(text, *others))

    def shown_study(self) -> ShownStudy | None:
        """The proof in words."""
        if self.study is None:
            return None
        # Whatever is in reach is of the space itself or of the common library.
        titles = {
            reference(
                self.space.key if each.space_id == self.space.pk else COMMON, each.key
            ): each.title
            for each in self.shelf.sources.values()
        }
        return show_study(self.study, titles, space_key=self.space.key)

    def mine(self) -> list[Told]:
        """The typed fact with its place, to stand beside those that it contradicts."""
        if self.study is None:
            return []
        source = self.shelf.sources.get(self.content.source)
        return [
            Told(
                statement=self.content.text().statement,
                source=source.title if source is not None else "",
                place=place_in_source(self.content.paragraphs),
                draft=False,
            )
        ]

    def fields(
        self, *, saving: bool, focus: str = "", names: Sequence[str] = WRITTEN
    ) -> dict[str, Field]:
        """The fields with what is said at them, by name; `names` limits them."""
        faults = shown_faults(self.reading, saving=saving)
        language = page_language()
        dates = {
            name: f"{phrase_in(date, language)} ({_PRECISIONS[date.precision]})"
            for name, date in self.reading.dates.items()
        }
        return {
            name: Field(
                name=name,
                value=self.draft.text(name),
                faults=faults.get(name, ()),
                told=dates.get(name, ""),
                focused=name == focus,
            )
            for name in names
        }

    def boxes(self, *, saving: bool, focus: str = "") -> dict[str, Box]:
        """The search boxes that the property needs, by name."""
        if self.draft.known is None:
            return {}
        faults = shown_faults(self.reading, saving=saving)
        return {
            name: self._box(name, faults.get(name, ()), focus)
            for name in PICKS
            if kinds_of(self.draft.known.name, name)
        }

    def _box(self, name: str, faults: tuple[str, ...], focus: str) -> Box:
        assert self.draft.known is not None
        words = self.draft.sought.get(name, "")
        entities = self.shelf.entities
        picked = [entities[key] for key in self.draft.picked(name) if key in entities]
        kinds = sorted(kinds_of(self.draft.known.name, name))
        found = find_entities(self.space, kinds, words) if words else []
        return Box(
            name=name,
            words=words,
            picked=tuple(show_picked(each, self.space) for each in picked),
            found=tuple(show_picked(e, self.space) for e in found if e not in picked),
            kinds=kind_choices(kinds),
            faults=faults,
            several=name in SEVERAL_PICKS and not self.draft.known.one_value,
            focused=focus == name,
        )


def with_exact_names(draft: FactDraft, space: Space) -> FactDraft:
    """The draft with everything picked that was typed in full.

    In a box for several things names stand apart by commas or semicolons.
    """
    if draft.known is None:
        return draft
    for name in PICKS:
        kinds = sorted(kinds_of(draft.known.name, name))
        typed = draft.sought.get(name, "")
        if not kinds or not typed:
            continue
        left = []
        whole = exactly(find_entities(space, kinds, typed), typed)
        parts = (
            [typed] if whole is not None else typed.translate(_BETWEEN_NAMES).split(";")
        )
        for part in filter(None, map(str.strip, parts)):
            entity = exactly(find_entities(space, kinds, part), part)
            if entity is None:
                left.append(part)
            else:
                draft = draft.with_pick(name, entity.key)
        draft = draft.with_sought(name, "; ".join(left))
    return draft


def shown_faults(reading: Reading, *, saving: bool) -> dict[str, tuple[str, ...]]:
    """What is said at the fields: before saving nothing of what is only empty yet."""
    return {
        name: tuple(messages)
        for name, messages in reading.faults.items()
        if saving or name not in reading.missing
    }


def show_picked(entity: Entity, space: Space) -> Picked:
    """An entity in a box."""
    name = show_entity(entity).name
    return Picked(
        key=entity.key,
        name=name.text,
        language=name.language,
        kind=entity.get_kind_display(),
        own=entity.space_id == space.pk and space.owner_id is not None,
    )


def kind_choices(kinds: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Kinds with their words."""
    return tuple((kind, str(Entity.Kind(kind).label)) for kind in kinds)


def property_groups() -> list[tuple[str, list[tuple[str, str]]]]:
    """The vocabulary for a select box, by what has to be given."""
    groups: dict[ValueType, list[tuple[str, str]]] = {each: [] for each in ValueType}
    for name, known in PROPERTIES.items():
        groups[known.value_type].append((name, property_label(name)))
    return [
        (str(Fact.ValueType(value_type.value).label), choices)
        for value_type, choices in groups.items()
    ]


def more_is_open(fields: Mapping[str, Field], draft: FactDraft) -> bool:
    """Whether something stands in the fields that are seldom needed."""
    seldom: tuple[Any, ...] = (
        "text_date",
        "text_number",
        "ask_precision",
        "statement_ru",
        "statement_en",
        "note_ru",
        "note_en",
        "basis_note",
        "unasked",
    )
    return (
        any(fields[name].value or fields[name].faults for name in seldom)
        or bool(draft.picked("text_values") or draft.sought.get("text_values"))
        or draft.text("basis") not in ("", "text")
        or draft.text("weight") == Fact.Weight.DETAIL
        or "planned" in draft.flags
    )
