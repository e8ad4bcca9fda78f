"""What becomes of a fact before it is stored: its items, and what it does to others.

Nothing is written. The fact joins its neighbourhood in memory, as if it were approved;
the stored fact in whose place it would stand is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

from quizzes.bank.content import FactContent, PlainValue
from quizzes.bank.entities import Entity
from quizzes.bank.neighbourhood import neighbourhood_of_new
from quizzes.bank.reading import read_entities
from quizzes.bank.scopes import Scope
from quizzes.items.calendar import DateValue
from quizzes.items.clashes import Clash, Clashing, clashes
from quizzes.items.data import EntityKind, FactData, Item, Neighbourhood, Value
from quizzes.items.effects import Effect, effects
from quizzes.items.ground import Ground, NotMade
from quizzes.items.making import Refusal, make, wordings_for
from quizzes.items.properties import PROPERTIES, ValueType

_SEED: Final = "preview"


@dataclass(frozen=True, kw_only=True)
class Study:
    """A fact among its neighbours. The words of it are made when they are asked for."""

    fact: FactData
    before: Ground
    after: Ground
    copied: str = ""

    @cached_property
    def clashes(self) -> tuple[Clashing, ...]:
        """The stored facts that say the same or the contrary."""
        others = self.before.about(self.fact.subject)
        found = clashes(
            self.fact, (each for each in others if each.key != self.fact.key)
        )
        # That a copy says what its original says needs no word.
        return tuple(
            each
            for each in found
            if each.kind is not Clash.SAME or each.other.key != self.copied
        )

    @cached_property
    def made(self) -> tuple[Item | Refusal, ...]:
        """Every item of the fact, or why it is not made."""
        if self.fact.unasked:
            return ()
        found: list[Item | Refusal] = []
        for wording in wordings_for(self.after, self.fact):
            try:
                found.append(make(self.after, self.fact, wording, _SEED))
            except NotMade as refusal:
                found.append(
                    Refusal(
                        fact=self.fact.key,
                        wording=wording.name,
                        form=wording.form,
                        reason=str(refusal),
                    )
                )
        return tuple(found)

    @cached_property
    def effects(self) -> tuple[Effect, ...]:
        """What changes in the items of others."""
        return effects(self.before, self.after, self.fact)

    @cached_property
    def suggestion(self) -> str:
        """The statement that the fields make by themselves."""
        return self.after.claim(self.fact)


def study(
    content: FactContent,
    *,
    entities: Mapping[str, Entity],
    topic: int | None,
    scope: Scope,
    replaces: str = "",
    version: int = 1,
) -> Study:
    """Join a fact that is not stored to what is.

    Takes the entities that it names by their keys, the id of its topic if it has one,
    the spaces in which truth is sought, and the reference of the stored fact that it
    replaces. Costs at most five queries, whatever the size of the bank.
    """
    near = neighbourhood_of_new(_columns(content, entities, topic), scope)
    unread = [e.pk for e in entities.values() if e.reference not in near.entities]
    if unread:
        more = read_entities(unread, scope)
        near = Neighbourhood(facts=near.facts, entities={**near.entities, **more})
    fact = as_data(content, entities, version=version)
    if replaces:
        fact = replace(fact, key=replaces)
    others = tuple(each for each in near.facts if each.key != fact.key)
    after = Neighbourhood(facts=(*others, fact), entities=near.entities)
    copied = content.key if fact.key != content.key else ""
    return Study(fact=fact, before=Ground(near), after=Ground(after), copied=copied)


def as_data(
    content: FactContent, entities: Mapping[str, Entity], *, version: int
) -> FactData:
    """A content as items know facts, approved; takes the entities that it names."""

    def name(key: str) -> str:
        return entities[key].reference

    def value(plain: PlainValue) -> Value:
        if isinstance(plain, tuple):
            return tuple(name(key) for key in plain if key in entities)
        return DateValue.parse(plain) if isinstance(plain, str) else plain

    kazakh = content.text()
    in_text = content.text_value
    return FactData(
        # No stored fact is called so: keys hold no blank.
        key=f"new {content.key}",
        version=version,
        source=content.source,
        topic=content.topic,
        paragraphs=content.paragraphs,
        subject=name(content.subject),
        property=content.property,
        value=value(content.value),
        statement=kazakh.statement,
        object=name(content.object) if content.object else None,
        claim=content.claim,
        note=kazakh.note,
        text_value=None if in_text is None else value(in_text),
        ask_precision=content.ask_precision,
        planned=content.planned,
        core=content.weight == "core",
        complete=content.complete,
        as_of=DateValue.parse(content.as_of) if content.as_of else None,
        unit=content.unit,
        unasked=content.unasked,
    )


def kinds_of(property_name: str, field: str) -> frozenset[EntityKind]:
    """The kinds of entities that a field of a property takes."""
    known = PROPERTIES[property_name]
    if field == "subject":
        return known.subject_kinds
    return known.object_kinds if field == "object" else known.value_kinds


def _columns(
    content: FactContent, entities: Mapping[str, Entity], topic: int | None
) -> dict[str, Any]:
    """The columns by which its surroundings are sought, as they would be stored."""
    columns: dict[str, Any] = {
        "subject_id": entities[content.subject].pk,
        "object_id": entities[content.object].pk if content.object else None,
        "topic_id": topic,
        "property": content.property,
        "value_type": PROPERTIES[content.property].value_type.value,
        "first_day": None,
        "last_day": None,
        "precision": "",
        "ask_precision": content.ask_precision,
    }
    if columns["value_type"] == ValueType.DATE:
        date = DateValue.parse(str(content.value))
        columns["first_day"], columns["last_day"] = date.first, date.last
        columns["precision"] = date.precision.value
    return columns
