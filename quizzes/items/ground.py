"""What the facts around an asked fact say: the ground on which options are proved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, wraps
from typing import Any, TypeAlias, TypeVar

from quizzes.items import wording
from quizzes.items.calendar import DateValue
from quizzes.items.data import (
    Citation,
    Designation,
    EntityData,
    EntityKind,
    FactData,
    Neighbourhood,
)
from quizzes.items.properties import PROPERTIES, Property, ValueType
from quizzes.items.wording import Filler

Found = TypeVar("Found")
OfFact: TypeAlias = "Callable[[Ground, FactData], Found]"


class NotMade(Exception):
    """No item can be made here; the message says why, in Kazakh, for the teacher."""


def _anything(text: str) -> bool:
    """A text that nothing is asked of fits."""
    return True


class Ground:
    """A neighbourhood, indexed, with the words for what stands in it."""

    def __init__(self, neighbourhood: Neighbourhood) -> None:
        self.entities = neighbourhood.entities
        self.facts = tuple(sorted(neighbourhood.facts, key=lambda fact: fact.key))
        self._about: dict[str, list[FactData]] = defaultdict(list)
        for fact in self.facts:
            self._about[fact.subject].append(fact)
        self._claims: dict[str, str] = {}
        self._happenings: dict[tuple[str, Callable[[str], bool]], str] = {}
        self._worked_out: dict[OfFact[Any], dict[str, tuple[FactData, Any]]] = (
            defaultdict(dict)
        )

    def once(self, work: OfFact[Found], fact: FactData) -> Found:
        """What comes of a fact, worked out when it is first asked for.

        The ways of asking a fact ask the same of it again and again, and a ground never
        changes. Nobody may change what is given here.
        """
        known = self._worked_out[work]
        found = known.get(fact.key)
        # The fact that is to replace a stored one bears its key.
        if found is None or found[0] is not fact:
            found = known[fact.key] = fact, work(self, fact)
        return found[1]

    # What is known

    def about(self, subject: str, *properties: str) -> Iterator[FactData]:
        """The facts of a subject, drafts too; of the given properties if any."""
        for fact in self._about[subject]:
            if not properties or fact.property in properties:
                yield fact

    def speaking_of(self, entity: str) -> Sequence[FactData]:
        """The approved facts with an entity for their subject or in their value."""
        return self._speaking.get(entity, ())

    def planning(self, entity: str) -> Sequence[FactData]:
        """The approved facts that speak of an entity in a plan or a proposal."""
        return self._planning.get(entity, ())

    @cached_property
    def _speaking(self) -> dict[str, list[FactData]]:
        return self._by_entity(planned=False)

    @cached_property
    def _planning(self) -> dict[str, list[FactData]]:
        return self._by_entity(planned=True)

    def _by_entity(self, *, planned: bool) -> dict[str, list[FactData]]:
        speaking: dict[str, list[FactData]] = defaultdict(list)
        for fact in self.facts:
            if fact.approved and fact.planned is planned:
                values = fact.value if isinstance(fact.value, tuple) else ()
                for key in dict.fromkeys((fact.subject, *values)):
                    speaking[key].append(fact)
        return speaking

    def alike(self, fact: FactData) -> Iterator[FactData]:
        """The facts that answer the same question: same subject, property, object."""
        for other in self.about(fact.subject, fact.property):
            if other.object == fact.object:
                yield other

    @cached_property
    def dated(self) -> tuple[FactData, ...]:
        """The approved facts with a date that is sure, in the order of time.

        A disputed fact is left out: neither of its dates may be a distractor.
        """
        facts = [
            fact
            for fact in self.facts
            if isinstance(fact.value, DateValue)
            and fact.approved
            and not fact.disputed
            and not fact.planned
        ]

        def place(fact: FactData) -> tuple[Any, ...]:
            # As dates sort, which takes long for so many.
            value = date_of(fact)
            return value.first, value.last, value.edtf, fact.key

        return tuple(sorted(facts, key=place))

    @cached_property
    def disputed_dates(self) -> frozenset[str]:
        """Both dates of every disputed fact, as EDTF: barred as distractors."""
        return frozenset(
            date.edtf for fact in self.facts if fact.disputed for date in fact.dates
        )

    def of_kind(self, kind: EntityKind) -> Sequence[EntityData]:
        """The entities of a kind, in a fixed order."""
        return self._kinds.get(kind, ())

    @cached_property
    def _kinds(self) -> dict[EntityKind, list[EntityData]]:
        kinds: dict[EntityKind, list[EntityData]] = defaultdict(list)
        for _, entity in sorted(self.entities.items()):
            kinds[entity.kind].append(entity)
        return kinds

    def kind(self, key: str) -> EntityKind:
        """The kind of an entity."""
        return self.entities[key].kind

    def related(self, one: str, other: str) -> bool:
        """Whether one entity is the other, a part of it, or part of the same whole."""
        mine, theirs = self.entities[one], self.entities[other]
        return one == other or one == theirs.part_of or other == mine.part_of

    # Words

    def designation(
        self, key: str, fits: Callable[[str], bool] = _anything
    ) -> Designation:
        """How to name an entity: the first designation whose text fits.

        Raises NotMade if each of them would give something away.
        """
        entity = self.entities[key]
        for designation in (entity.short, *entity.also, entity.name):
            if fits(designation.text):
                return designation
        raise NotMade("атауы жауапты көрсетіп тұрады")

    def short(self, key: str) -> str:
        """The text by which an option names an entity."""
        return self.entities[key].short.text

    def filled(
        self,
        fact: FactData,
        value: Filler,
        *,
        subject: Filler | None = None,
        fits: Callable[[str], bool] = _anything,
    ) -> str:
        """The claim of a fact with other words in the place of its value."""
        fillers: dict[str, Filler] = {
            "value": value,
            "subject": subject or wording.Noun(self.designation(fact.subject, fits)),
        }
        if fact.object is not None:
            fillers["object"] = wording.Noun(self.designation(fact.object, fits))
        pattern = pattern_of(fact)
        text = wording.fill(pattern, **fillers)
        # A claim of the fact's own may hold in its words what the names do not; the
        # pattern of a property never does.
        if fact.claim and fits is not _anything:
            bare = {**fillers, "value": wording.Nothing()}
            if not fits(wording.fill(pattern, **bare)):
                raise NotMade("тұжырымы жауапты көрсетіп тұрады")
        return text

    def claim(self, fact: FactData) -> str:
        """What a fact says, as a sentence with its full stop."""
        if fact.key not in self._claims:
            text = self.filled(fact, self.value_words(fact))
            self._claims[fact.key] = wording.sentence(text)
        return self._claims[fact.key]

    def happening(self, fact: FactData, fits: Callable[[str], bool] = _anything) -> str:
        """What a fact says, without saying when: «… келісімге қол қойылды»."""
        if (fact.key, fits) not in self._happenings:
            text = self.filled(fact, wording.Nothing(), fits=fits)
            self._happenings[fact.key, fits] = text
        return self._happenings[fact.key, fits]

    def value_words(self, fact: FactData) -> Filler:
        """A fact's value, as a claim says it."""
        if isinstance(fact.value, DateValue):
            return wording.Date(fact.asked_date)
        if isinstance(fact.value, int):
            return wording.Number(fact.value)
        return self.entity_words(fact.value)

    def entity_words(self, keys: Sequence[str]) -> Filler:
        """Entities, as a claim names them."""
        return wording.NounList([self.entities[key].short for key in keys])


def once_for_each_fact(work: OfFact[Found]) -> OfFact[Found]:
    """Let a function of a ground and a fact be worked out once for both."""

    @wraps(work)
    def remembered(ground: Ground, fact: FactData) -> Found:
        return ground.once(work, fact)

    return remembered


def property_of(fact: FactData) -> Property:
    """The vocabulary's entry for a fact's property."""
    return PROPERTIES[fact.property]


def pattern_of(fact: FactData) -> str:
    """The fact's own claim pattern, or that of its property."""
    return fact.claim or property_of(fact).pattern


def is_date(fact: FactData) -> bool:
    """Whether the fact's value is a date."""
    return property_of(fact).value_type is ValueType.DATE


def date_of(fact: FactData) -> DateValue:
    """The value of a date fact; raises TypeError for another."""
    if not isinstance(fact.value, DateValue):
        raise TypeError(f"{fact.key} has no date")
    return fact.value


def entities_in(fact: FactData) -> tuple[str, ...]:
    """The keys of a fact's entities; raises TypeError for a date or a number."""
    if not isinstance(fact.value, tuple):
        raise TypeError(f"{fact.key} has no entities")
    return fact.value


def citation_of(*facts: FactData) -> tuple[Citation, ...]:
    """Where the facts stand, one citation a source, paragraphs in order."""
    paragraphs: dict[str, set[int]] = {}
    for fact in facts:
        paragraphs.setdefault(fact.source, set()).update(fact.paragraphs)
    return tuple(
        Citation(source=source, paragraphs=tuple(sorted(numbers)))
        for source, numbers in paragraphs.items()
    )
