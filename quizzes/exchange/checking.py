"""Whether the rows of a file can stand beside what the bank holds.

Plain Python: the bank is given as a `World`. Every function gives the faults that it
finds; a file with any fault is not stored.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from quizzes.bank.content import FactContent, PlainValue
from quizzes.exchange.faults import Fault, FaultCode, Parameter
from quizzes.exchange.rows import EntityRow, FactRow, Fixture, Place
from quizzes.exchange.world import World
from quizzes.items.calendar import DateError, DateValue, Precision
from quizzes.items.data import EntityKind
from quizzes.items.properties import PROPERTIES, Property, ValueType

_KEY: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_KEY_LENGTH: Final = 100
_NAME_LENGTH: Final = 400
_CATEGORY_LENGTH: Final = 40
_SLOT: Final = re.compile(r"\{([^{}]*)\}")
_CASES: Final = frozenset({"", "gen", "dat", "acc", "loc", "abl", "ins"})
_SLOT_FORMS: Final[Mapping[ValueType, frozenset[str]]] = {
    ValueType.DATE: frozenset({"", "until", "since"}),
    ValueType.NUMBER: frozenset({"", "ordinal"}),
    ValueType.ENTITIES: _CASES,
}
_CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "state": ("draft", "approved"),
    "weight": ("core", "detail"),
    "basis": ("text", "derived", "outside"),
    "ask_precision": ("", "day", "month", "year"),
}
_PRECISIONS: Final = {
    "day": Precision.DAY,
    "month": Precision.MONTH,
    "year": Precision.YEAR,
}
_LENGTHS: Final[Mapping[str, int]] = {
    "claim": 500,
    "unit": 200,
    "basis_note": 2000,
    "unasked": 2000,
}
_TEXT_LENGTH: Final = 2000
_LARGEST_NUMBER: Final = 2**63 - 1
# Of whom the one is true, the other is not.
_OPPOSITES: Final = (("signatories", "did_not_sign"),)


class _Faults:
    """Collects faults at a place."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.found: list[Fault] = []

    def add(self, code: FaultCode, field: str, **parameters: Parameter) -> None:
        """Note a fault of a field."""
        self.found.append(
            Fault(
                code=code,
                line=self.place.of(field),
                field=field,
                file=self.place.file,
                parameters=parameters,
            )
        )


def check_fixture(fixture: Fixture, world: World) -> list[Fault]:
    """All that is wrong with a fixture, given the bank that it will be loaded into."""
    after = world.with_fixture(fixture)
    faults = check_keys(
        [(row.key, row.place) for row in fixture.sources],
        [(row.key, row.place) for row in fixture.topics],
        [(row.key, row.place) for row in fixture.entities],
        [(row.content.key, row.place) for row in fixture.facts],
    )
    for topic in fixture.topics:
        if topic.source not in after.sources:
            noted = _Faults(topic.place)
            noted.add(FaultCode.UNKNOWN_KEY, "source", key=topic.source)
            faults += noted.found
    for entity in fixture.entities:
        faults += check_entity(entity, after)
    faults += check_facts(fixture.facts, after)
    return faults


def check_keys(*groups: Iterable[tuple[str, Place]]) -> list[Fault]:
    """Faults of keys: of their shape, and of those that stand twice in a group."""
    faults = []
    for group in groups:
        seen: dict[str, Place] = {}
        for key, place in group:
            noted = _Faults(place)
            if len(key) > _KEY_LENGTH or not _KEY.fullmatch(key):
                if key:  # a missing key has been noted by the parser
                    noted.add(FaultCode.BAD_KEY, "key", value=key[:_KEY_LENGTH])
            elif key in seen:
                line = seen[key].line
                noted.add(FaultCode.DUPLICATE_KEY, "key", key=key, line=line)
            seen.setdefault(key, place)
            faults += noted.found
    return faults


def check_entity(row: EntityRow, world: World) -> list[Fault]:
    """What is wrong with an entity."""
    noted = _Faults(row.place)
    if row.kind not in list(EntityKind):
        choices = ", ".join(EntityKind)
        noted.add(FaultCode.UNKNOWN_CHOICE, "kind", value=row.kind, choices=choices)
    if row.part_of:
        if row.part_of not in world.entities:
            noted.add(FaultCode.UNKNOWN_KEY, "part_of", key=row.part_of)
        elif _goes_in_a_circle(row, world):
            noted.add(FaultCode.CIRCLE, "part_of", key=row.part_of)
    if len(row.category) > _CATEGORY_LENGTH:
        noted.add(FaultCode.TOO_LONG, "category", limit=_CATEGORY_LENGTH)
    for name in row.names:
        also = [each.name for each in name.also]
        for text in (name.name, name.short, *name.aliases, *also):
            if ";" in text:
                noted.add(FaultCode.SEMICOLON, name.language)
            if len(text) > _NAME_LENGTH:
                noted.add(FaultCode.TOO_LONG, name.language, limit=_NAME_LENGTH)
    return noted.found


def check_facts(rows: Sequence[FactRow], world: World) -> list[Fault]:
    """What is wrong with facts, each by itself and against the others."""
    faults = []
    for row in rows:
        faults += check_fact(row, world)
    if not faults:
        faults = contradictions(rows, world)
    return faults


def check_fact(row: FactRow, world: World) -> list[Fault]:
    """What is wrong with a fact by itself."""
    content, noted = row.content, _Faults(row.place)
    for field, choices in _CHOICES.items():
        value = getattr(content, field)
        if value not in choices:
            listed = ", ".join(each for each in choices if each)
            noted.add(FaultCode.UNKNOWN_CHOICE, field, value=value, choices=listed)
    for field, limit in _LENGTHS.items():
        if len(getattr(content, field)) > limit:
            noted.add(FaultCode.TOO_LONG, field, limit=limit)
    for text in content.texts:
        for field in ("statement", "note"):
            if len(getattr(text, field)) > _TEXT_LENGTH:
                noted.add(FaultCode.TOO_LONG, field, limit=_TEXT_LENGTH)
    if content.basis != "text" and not content.basis_note:
        noted.add(FaultCode.MISSING, "basis_note")
    if content.as_of:
        _read_date(content.as_of, "as_of", noted)
    _check_place_in_text(content, world, noted)
    known = PROPERTIES.get(content.property)
    if known is None:
        if content.property:
            noted.add(
                FaultCode.UNKNOWN_CHOICE,
                "property",
                value=content.property,
                choices=", ".join(PROPERTIES),
            )
        return noted.found
    _check_subject(content, known, world, noted)
    _check_value(content.value, "value", known, world, noted)
    if content.text_value is not None:
        _check_value(content.text_value, "text_value", known, world, noted)
    if not noted.found:
        _check_precision(content, known, noted)
    if known.value_type is ValueType.NUMBER and known.name == "number_of":
        for field in ("claim", "unit"):
            if not getattr(content, field):
                noted.add(FaultCode.MISSING, field)
    if content.claim:
        _check_claim(content, known, noted)
    return noted.found


def _check_place_in_text(content: FactContent, world: World, noted: _Faults) -> None:
    """Source, topic and paragraphs."""
    source = world.sources.get(content.source)
    topic = world.topics.get(content.topic)
    if source is None:
        noted.add(FaultCode.UNKNOWN_KEY, "source", key=content.source)
    if topic is None:
        noted.add(FaultCode.UNKNOWN_KEY, "topic", key=content.topic)
    elif source is not None and topic.source != source.key:
        noted.add(FaultCode.OTHER_SOURCE, "topic", topic=topic.key)
    if not content.paragraphs and content.basis != "outside":
        noted.add(FaultCode.MISSING, "paragraphs")
    for number in content.paragraphs:
        if source is not None and not 1 <= number <= source.paragraphs:
            noted.add(
                FaultCode.NO_SUCH_PARAGRAPH,
                "paragraphs",
                number=number,
                limit=source.paragraphs,
            )


def _check_subject(
    content: FactContent, known: Property, world: World, noted: _Faults
) -> None:
    """Subject and object: there, and of a kind that the property joins."""
    if content.subject:
        _check_kind(content.subject, "subject", known.subject_kinds, world, noted)
    if not content.object:
        if known.object_kinds:
            noted.add(FaultCode.NEEDS_OBJECT, "object")
    elif known.object_kinds:
        _check_kind(content.object, "object", known.object_kinds, world, noted)
    elif "{object" in content.claim:
        _check_kind(content.object, "object", frozenset(EntityKind), world, noted)
    else:
        noted.add(FaultCode.NO_OBJECT, "object")


def _check_kind(
    key: str,
    field: str,
    kinds: frozenset[EntityKind],
    world: World,
    noted: _Faults,
) -> None:
    entity = world.entities.get(key)
    if entity is None:
        noted.add(FaultCode.UNKNOWN_KEY, field, key=key)
    elif entity.kind not in kinds:
        listed = ", ".join(sorted(kinds))
        noted.add(FaultCode.WRONG_KIND, field, key=key, kind=entity.kind, kinds=listed)


def _check_value(
    value: PlainValue, field: str, known: Property, world: World, noted: _Faults
) -> None:
    """A value: of the type of the property, and readable."""
    match known.value_type:
        case ValueType.DATE:
            if isinstance(value, tuple):
                noted.add(FaultCode.WRONG_VALUE_TYPE, field, expected="date")
            elif value != "":
                _read_date(str(value), field, noted)
        case ValueType.NUMBER:
            if not isinstance(value, int):
                noted.add(FaultCode.WRONG_VALUE_TYPE, field, expected="number")
            elif abs(value) > _LARGEST_NUMBER:
                noted.add(FaultCode.NOT_NUMBER, field)
        case ValueType.ENTITIES:
            if not isinstance(value, tuple):
                noted.add(FaultCode.WRONG_VALUE_TYPE, field, expected="entities")
                return
            if not value:
                noted.add(FaultCode.MISSING, field)
            if known.one_value and len(value) > 1:
                noted.add(FaultCode.ONE_VALUE, field)
            for place, key in enumerate(value):
                _check_kind(key, field, known.value_kinds, world, noted)
                if key in value[:place]:
                    noted.add(FaultCode.REPEATED_VALUE, field, key=key)


def _read_date(text: str, field: str, noted: _Faults) -> DateValue | None:
    try:
        return DateValue.parse(text)
    except DateError as error:
        noted.add(FaultCode.BAD_DATE, field, value=text[:60], why=str(error))
        return None


def _check_precision(content: FactContent, known: Property, noted: _Faults) -> None:
    """What is asked must be what text and history agree on."""
    if not content.ask_precision:
        return
    if known.value_type is not ValueType.DATE:
        noted.add(FaultCode.WRONG_VALUE_TYPE, "ask_precision", expected="date")
        return
    given = [content.value]
    if content.text_value is not None:
        given.append(content.text_value)
    try:
        asked = {
            DateValue.parse(str(value)).coarsened(_PRECISIONS[content.ask_precision])
            for value in given
        }
    except DateError:
        noted.add(FaultCode.FINER_THAN_AGREED, "ask_precision")
        return
    if len(asked) > 1:
        noted.add(FaultCode.FINER_THAN_AGREED, "ask_precision")


def _check_claim(content: FactContent, known: Property, noted: _Faults) -> None:
    """The slots of a claim: only those that will be filled, the value among them."""
    claim = content.claim
    if claim.endswith("."):
        noted.add(FaultCode.BAD_CLAIM, "claim", why=".")
    forms = {
        "subject": _CASES,
        "object": _CASES if content.object else frozenset(),
        "value": _SLOT_FORMS[known.value_type],
    }
    slots = _SLOT.findall(claim)
    for slot in slots:
        name, _, form = slot.partition(".")
        if form not in forms.get(name, ()):
            noted.add(FaultCode.BAD_CLAIM, "claim", why=f"{{{slot}}}")
    if not any(slot.partition(".")[0] == "value" for slot in slots):
        noted.add(FaultCode.BAD_CLAIM, "claim", why="{value}")
    if _SLOT.sub("", claim).count("{") or _SLOT.sub("", claim).count("}"):
        noted.add(FaultCode.BAD_CLAIM, "claim", why="{ }")


def contradictions(rows: Sequence[FactRow], world: World) -> list[Fault]:
    """Facts of the file that cannot be true beside another approved one.

    Of a property that is `single` there is one value; whoever signed a treaty is not
    among those who did not sign it.
    """
    after = world.with_facts(row.content for row in rows).facts
    groups: defaultdict[tuple[str, str, str, bool], list[FactContent]]
    groups = defaultdict(list)
    for fact in after.values():
        if fact.state == "approved":
            groups[_question(fact, fact.property)].append(fact)
    faults = []
    for row in rows:
        content = row.content
        if content.state != "approved":
            continue
        rivals = groups[_question(content, content.property)]
        others = [each for each in rivals if each.key != content.key]
        against = [each for each in others if _excludes(content, each)]
        for opposite in _opposites_of(content.property):
            against += [
                each
                for each in groups[_question(content, opposite)]
                if set(each.entity_keys()) & set(content.entity_keys())
            ]
        for other in against:
            noted = _Faults(row.place)
            noted.add(FaultCode.CONTRADICTION, "value", key=other.key)
            faults += noted.found
    return faults


def _question(fact: FactContent, name: str) -> tuple[str, str, str, bool]:
    return fact.subject, name, fact.object, fact.planned


def _opposites_of(name: str) -> list[str]:
    pairs = [pair for pair in _OPPOSITES if name in pair]
    return [other for pair in pairs for other in pair if other != name]


def _excludes(one: FactContent, other: FactContent) -> bool:
    """Whether two values of one single property cannot both be true."""
    if not PROPERTIES[one.property].single:
        return False
    if PROPERTIES[one.property].value_type is not ValueType.DATE:
        return one.value != other.value
    mine, theirs = DateValue.parse(str(one.value)), DateValue.parse(str(other.value))
    return not mine.overlaps(theirs)


def _goes_in_a_circle(row: EntityRow, world: World) -> bool:
    seen = {row.key}
    above: EntityRow | None = row
    while above is not None and above.part_of:
        if above.part_of in seen:
            return True
        seen.add(above.part_of)
        above = world.entities.get(above.part_of)
    return False
