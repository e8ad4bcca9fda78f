"""The closed vocabulary of what a fact can say of its subject.

Each property has a type of value, the kinds of entities it joins, its labels in the
three languages, and a pattern: a Kazakh sentence with slots that is the claim with the
true value, the stem with a question word and the false claim with a distractor. A slot
`{subject.dat}` is the printed name in a case; `{value}` of a date is the day on which,
`{value.until}` and `{value.since}` its open ends, `{value.ordinal}` a number in order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from quizzes.items.data import EntityKind


class ValueType(StrEnum):
    """What the value of a property is."""

    DATE = "date"
    NUMBER = "number"
    ENTITIES = "entities"


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """One thing that facts can say.

    `value_kinds` is empty unless the value is entities; `object_kinds` is empty unless
    the property takes a second entity. `single` says that of one subject (and object)
    only one value is true, so that any other value is surely false. `one_value` says
    that the value is one entity and never a set.
    """

    name: str
    value_type: ValueType
    subject_kinds: frozenset[EntityKind]
    labels: Mapping[str, str]
    pattern: str
    value_kinds: frozenset[EntityKind] = field(default_factory=frozenset)
    object_kinds: frozenset[EntityKind] = field(default_factory=frozenset)
    single: bool = False
    one_value: bool = False


def _kinds(*kinds: EntityKind) -> frozenset[EntityKind]:
    return frozenset(kinds)


def _labels(kk: str, ru: str, en: str) -> Mapping[str, str]:
    return MappingProxyType({"kk": kk, "ru": ru, "en": en})


_STATE = EntityKind.STATE
_ORGANISATION = EntityKind.ORGANISATION
_BODY = EntityKind.BODY
_TREATY = EntityKind.TREATY
_EVENT = EntityKind.EVENT
_PLACE = EntityKind.PLACE
_PERSON = EntityKind.PERSON
_ANY: Final = frozenset(EntityKind)
_GROUPS: Final = _kinds(_ORGANISATION, _BODY)
_JOINABLE: Final = _kinds(_ORGANISATION, _BODY, _TREATY)
_PARTIES: Final = _kinds(_STATE, _ORGANISATION)
_ATTENDERS: Final = _kinds(_STATE, _PERSON, _ORGANISATION, _BODY)
_INITIATORS: Final = _kinds(_STATE, _PERSON, _ORGANISATION, _BODY)


def _date(
    name: str,
    pattern: str,
    labels: Mapping[str, str],
    *subjects: EntityKind,
    objects: frozenset[EntityKind] = frozenset(),
    single: bool = True,
) -> Property:
    return Property(
        name=name,
        value_type=ValueType.DATE,
        subject_kinds=_kinds(*subjects),
        object_kinds=objects,
        labels=labels,
        pattern=pattern,
        single=single,
    )


def _entities(
    name: str,
    pattern: str,
    labels: Mapping[str, str],
    *,
    subjects: frozenset[EntityKind],
    values: frozenset[EntityKind],
    objects: frozenset[EntityKind] = frozenset(),
    single: bool = False,
) -> Property:
    return Property(
        name=name,
        value_type=ValueType.ENTITIES,
        subject_kinds=subjects,
        value_kinds=values,
        object_kinds=objects,
        labels=labels,
        pattern=pattern,
        single=single,
        one_value=single,
    )


_DATES: Final = (
    _date(
        "signed_on",
        "{subject.dat} {value} қол қойылды",
        _labels("қол қойылған күні", "дата подписания", "signed on"),
        _TREATY,
    ),
    _date(
        "adopted_on",
        "{subject} {value} қабылданды",
        _labels("қабылданған күні", "дата принятия", "adopted on"),
        _TREATY,
        _BODY,
    ),
    _date(
        "entered_into_force_on",
        "{subject} {value} күшіне енді",
        _labels("күшіне енген күні", "дата вступления в силу", "entered into force on"),
        _TREATY,
    ),
    _date(
        "valid_until",
        "{subject.gen} қолданылу мерзімі {value.until} белгіленді",
        _labels("қолданылу мерзімінің соңы", "срок действия до", "valid until"),
        _TREATY,
    ),
    _date(
        "held_on",
        "{subject} {value} өтті",
        _labels("өткен күні", "дата проведения", "held on"),
        _EVENT,
    ),
    _date(
        "founded_on",
        "{subject} {value} құрылды",
        _labels("құрылған күні", "дата создания", "founded on"),
        _ORGANISATION,
        _BODY,
    ),
    _date(
        "named_on",
        "{subject.gen} атауы {value} бекітілді",
        _labels("атауы бекітілген күні", "дата утверждения названия", "named on"),
        _ORGANISATION,
        _BODY,
    ),
    _date(
        "began_on",
        "{subject} {value} басталды",
        _labels("басталған күні", "дата начала", "began on"),
        _EVENT,
    ),
    _date(
        "working_since",
        "{subject} {value.since} жұмыс істейді",
        _labels("жұмыс істей бастаған кезі", "работает с", "working since"),
        _BODY,
        _ORGANISATION,
    ),
    _date(
        "joined_on",
        "{subject} {object.dat} {value} қосылды",
        _labels("қосылған күні", "дата присоединения", "joined on"),
        _STATE,
        objects=_JOINABLE,
    ),
    _date(
        "planned_for",
        "{subject.acc} {value} өткізу жоспарланды",
        _labels("жоспарланған уақыты", "запланировано на", "planned for"),
        _EVENT,
    ),
    _date(
        "in_office",
        "{subject} {object.gen} басшысы қызметін {value} атқарды",
        _labels("қызмет атқарған кезі", "срок полномочий", "in office"),
        _PERSON,
        objects=_kinds(_STATE, _ORGANISATION, _BODY),
        single=False,
    ),
)

_PLACES: Final = (
    _entities(
        "signed_in",
        "{subject.dat} {value.loc} қол қойылды",
        _labels("қол қойылған жері", "место подписания", "signed in"),
        subjects=_kinds(_TREATY),
        values=_kinds(_PLACE),
        single=True,
    ),
    _entities(
        "held_in",
        "{subject} {value.loc} өтті",
        _labels("өткен жері", "место проведения", "held in"),
        subjects=_kinds(_EVENT),
        values=_kinds(_PLACE),
        single=True,
    ),
    _entities(
        "seated_in",
        "{subject.gen} штаб-пәтері {value.loc} орналасты",
        _labels("штаб-пәтері орналасқан жері", "штаб-квартира", "seated in"),
        subjects=_GROUPS,
        values=_kinds(_PLACE),
        single=True,
    ),
)

_PARTICIPATION: Final = (
    _entities(
        "members",
        "{subject.gen} құрамына {value} кірді",
        _labels("мүшелері", "члены", "members"),
        subjects=_JOINABLE,
        values=_PARTIES,
    ),
    _entities(
        "signatories",
        "{subject.dat} {value} қол қойды",
        _labels("қол қойғандар", "подписавшие стороны", "signatories"),
        subjects=_kinds(_TREATY),
        values=_PARTIES,
    ),
    _entities(
        "did_not_sign",
        "{subject.dat} {value} қол қойған жоқ",
        _labels("қол қоймағандар", "не подписавшие", "did not sign"),
        subjects=_kinds(_TREATY),
        values=_PARTIES,
    ),
    _entities(
        "participants",
        "{subject.dat} {value} қатысты",
        _labels("қатысушылары", "участники", "participants"),
        subjects=_kinds(_EVENT),
        values=_ATTENDERS,
    ),
    _entities(
        "guests",
        "{subject.dat} {value} қонақ ретінде қатысты",
        _labels("қонақтары", "гости", "guests"),
        subjects=_kinds(_EVENT),
        values=_ATTENDERS,
    ),
    _entities(
        "interested",
        "{subject.gen} жұмысына {value} қызығушылық білдірді",
        _labels("қызығушылық білдіргендер", "проявившие интерес", "interested"),
        subjects=_GROUPS,
        values=_PARTIES,
    ),
    _entities(
        "bound",
        "{subject} {value} үшін күшіне енді",
        _labels("күшіне енген мемлекеттер", "для кого вступил в силу", "bound"),
        subjects=_kinds(_TREATY),
        values=_PARTIES,
    ),
    _entities(
        "proposed_by",
        "{subject.acc} {value} ұсынды",
        _labels("ұсынған тарап", "кем предложено", "proposed by"),
        subjects=_kinds(_EVENT, _TREATY, _BODY, _ORGANISATION),
        values=_INITIATORS,
        single=True,
    ),
    _entities(
        "invited_by",
        "{subject.acc} {object.dat} {value} шақырды",
        _labels("шақырған адам", "кем приглашён", "invited by"),
        subjects=_kinds(_PERSON),
        values=_kinds(_PERSON),
        objects=_kinds(_EVENT),
        single=True,
    ),
    _entities(
        "speaker",
        "{subject.dat} {value} баяндама жасады",
        _labels("баяндамашы", "докладчик", "speaker"),
        subjects=_kinds(_EVENT),
        values=_kinds(_PERSON),
        single=True,
    ),
)

_CONNECTIONS: Final = (
    _entities(
        "amends",
        "{subject} {value.acc} өзгертті",
        _labels("өзгерткен құжаты", "изменяет", "amends"),
        subjects=_kinds(_TREATY),
        values=_kinds(_TREATY),
    ),
    _entities(
        "prolongs",
        "{subject} {value.acc} ұзартты",
        _labels("ұзартқан құжаты", "продлевает", "prolongs"),
        subjects=_kinds(_TREATY),
        values=_kinds(_TREATY),
    ),
    _entities(
        "replaces",
        "{subject} {value.acc} алмастырды",
        _labels("алмастырғаны", "заменяет", "replaces"),
        subjects=_kinds(_TREATY, _BODY, _ORGANISATION),
        values=_kinds(_TREATY, _BODY, _ORGANISATION),
    ),
    _entities(
        "renamed_to",
        "{subject} {value} деп аталды",
        _labels("жаңа атауы", "переименовано в", "renamed to"),
        subjects=_GROUPS,
        values=_GROUPS,
        single=True,
    ),
    _entities(
        "established_by",
        "{subject} {value.ins} құрылды",
        _labels("құрған құжат немесе жиналыс", "чем учреждено", "established by"),
        subjects=_GROUPS,
        values=_kinds(_TREATY, _EVENT, _BODY),
        single=True,
    ),
    _entities(
        "outcomes",
        "{subject.abl} кейін {value} пайда болды",
        _labels("нәтижелері", "итоги", "outcomes"),
        subjects=_kinds(_EVENT),
        values=_kinds(_TREATY, _BODY, _ORGANISATION),
    ),
    _entities(
        "parts",
        "{subject.gen} құрамына {value} кіреді",
        _labels("құрамдас құжаттары", "составные части", "parts"),
        subjects=_kinds(_TREATY),
        values=_kinds(_TREATY),
    ),
    _entities(
        "bodies",
        "{subject.gen} органдарының қатарына {value} кіреді",
        _labels("органдары", "органы", "bodies"),
        subjects=_JOINABLE,
        values=_kinds(_BODY),
    ),
    _entities(
        "tasks",
        "{subject.gen} мақсаттарына {value} жатады",
        _labels("мақсаттары мен міндеттері", "цели и задачи", "tasks"),
        subjects=_ANY,
        values=_kinds(EntityKind.THEME),
    ),
)

_NUMBERS: Final = (
    Property(
        name="number_of",
        value_type=ValueType.NUMBER,
        subject_kinds=_ANY,
        labels=_labels("саны", "число", "number of"),
        pattern="{subject.gen} саны {value} болды",
    ),
    Property(
        name="ordinal",
        value_type=ValueType.NUMBER,
        subject_kinds=_kinds(_EVENT),
        labels=_labels("реттік нөмірі", "порядковый номер", "ordinal"),
        pattern="{subject} қатарынан {value.ordinal} болды",
        single=True,
    ),
)


def _by_name(properties: Iterable[Property]) -> Mapping[str, Property]:
    return MappingProxyType({each.name: each for each in properties})


PROPERTIES: Final[Mapping[str, Property]] = _by_name(
    (*_DATES, *_PLACES, *_PARTICIPATION, *_CONNECTIONS, *_NUMBERS)
)


def names_of(value_type: ValueType) -> tuple[str, ...]:
    """The names of the properties whose value is of the given type."""
    return tuple(
        each.name for each in PROPERTIES.values() if each.value_type is value_type
    )
