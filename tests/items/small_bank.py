"""A bank of a few facts, built by hand to hold the traps that items must avoid."""

from __future__ import annotations

from typing import Any

from quizzes.items.calendar import DateValue
from quizzes.items.data import (
    Designation,
    EntityData,
    EntityKind,
    FactData,
    Neighbourhood,
)
from quizzes.items.properties import PROPERTIES, ValueType


def entity(
    key: str,
    kind: EntityKind,
    text: str,
    *,
    possessed: bool = False,
    also: tuple[tuple[str, bool], ...] = (),
    aliases: tuple[str, ...] = (),
    part_of: str | None = None,
) -> EntityData:
    designation = Designation(text=text, possessed=possessed)
    return EntityData(
        key=key,
        kind=kind,
        name=designation,
        short=designation,
        also=tuple(Designation(text=t, possessed=p) for t, p in also),
        aliases=aliases,
        part_of=part_of,
    )


def fact(subject: str, name: str, value: Any, **more: Any) -> FactData:
    value_type = PROPERTIES[name].value_type

    def read(raw: Any) -> Any:
        if raw is None:
            return None
        if value_type is ValueType.DATE:
            return DateValue.parse(raw)
        return raw if value_type is ValueType.NUMBER else tuple(raw.split())

    return FactData(
        key=more.pop("key", f"{subject}-{name}"),
        version=1,
        source="text",
        topic="topic",
        paragraphs=more.pop("paragraphs", (1,)),
        subject=subject,
        property=name,
        value=read(value),
        text_value=read(more.pop("text_value", None)),
        statement=more.pop("statement", f"{subject} {name} {value}."),
        **more,
    )


STATES = {
    "kazakhstan": "Қазақстан",
    "kyrgyzstan": "Қырғызстан",
    "uzbekistan": "Өзбекстан",
    "tajikistan": "Тәжікстан",
    "russia": "Ресей",
    "china": "Қытай",
    "belarus": "Беларусь",
    "mongolia": "Моңғолия",
}
CITIES = {
    "tashkent": "Ташкент",
    "shanghai": "Шанхай",
    "moscow": "Мәскеу",
    "dushanbe": "Душанбе",
}

ENTITIES = (
    *(entity(key, EntityKind.STATE, text) for key, text in STATES.items()),
    *(
        entity(key, EntityKind.PLACE, text, aliases=(f"{text.casefold()}тік",))
        for key, text in CITIES.items()
    ),
    entity("security", EntityKind.TREATY, "Ұжымдық қауіпсіздік туралы шарт"),
    entity("union", EntityKind.TREATY, "Экономикалық одақ құру туралы келісім"),
    entity("trade", EntityKind.TREATY, "Еркін сауда аймағын құру туралы келісім"),
    entity("space", EntityKind.TREATY, "Ортақ экономикалық кеңістік туралы келісім"),
    entity(
        "trust", EntityKind.TREATY, "Әскери саладағы сенімді нығайту туралы келісім"
    ),
    entity("arms", EntityKind.TREATY, "Қарулы күштерді өзара қысқарту туралы келісім"),
    entity("prolonging", EntityKind.TREATY, "Шартты ұзарту туралы хаттама"),
    entity("changing", EntityKind.TREATY, "Сауда ережесін өзгерту туралы хаттама"),
    entity(
        "dushanbe-declaration",
        EntityKind.TREATY,
        "Душанбе декларациясы",
        possessed=True,
        also=(("бесінші саммиттің қорытынды декларациясы", True),),
    ),
    entity("disputed", EntityKind.TREATY, "Зымыранға қарсы қорғаныс туралы шарт"),
    entity("five", EntityKind.ORGANISATION, "«Шанхай бестігі»", possessed=True),
    entity("summit", EntityKind.EVENT, "бес елдің жазғы саммиті", possessed=True),
)

FACTS = (
    fact("security", "signed_on", "1992-05-15"),
    fact("security", "signed_in", "tashkent"),
    fact(
        "security",
        "number_of",
        9,
        unit="мүше",
        claim="{subject.gen} {value} мүшесі болды",
    ),
    fact("union", "signed_on", "1993"),
    fact("trade", "signed_on", "1994-04"),
    fact("space", "signed_on", "1994-04-30"),
    fact("space", "signatories", "kazakhstan kyrgyzstan uzbekistan", complete=True),
    fact("tajikistan", "joined_on", "1998-03-26", object="space"),
    fact("trust", "signed_on", "1996-04-26"),
    fact("trust", "signed_in", "shanghai"),
    fact("trust", "entered_into_force_on", "1998-05-07"),
    fact("arms", "signed_on", "1997-04-24"),
    fact("arms", "signed_in", "moscow"),
    fact("prolonging", "signed_on", "1999-04-02"),
    fact("prolonging", "did_not_sign", "uzbekistan"),
    fact("changing", "signed_on", "1999-04-02"),
    fact("dushanbe-declaration", "signed_on", "2000-07-05"),
    fact("dushanbe-declaration", "signed_in", "dushanbe"),
    fact(
        "disputed",
        "signed_on",
        "1972-05-26",
        text_value="1972-05-02",
        ask_precision="year",
    ),
    fact(
        "five",
        "members",
        "kazakhstan china kyrgyzstan russia tajikistan",
        complete=True,
    ),
    fact("five", "interested", "mongolia"),
    fact("summit", "guests", "uzbekistan", complete=True),
    fact("summit", "held_on", "2000-07-05"),
    fact("belarus", "joined_on", "1993-12-31", object="security"),
)


def small_bank(*extra: FactData, without: tuple[str, ...] = ()) -> Neighbourhood:
    """The bank, with further facts or without some."""
    facts = tuple(each for each in FACTS if each.key not in without)
    return Neighbourhood(
        facts=(*facts, *extra), entities={each.key: each for each in ENTITIES}
    )
