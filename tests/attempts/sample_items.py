"""One item of each form, and ways of answering it.

A form without a sample here fails the tests of leaks: nothing that a learner can be
asked escapes them. The canaries are strings that must not leave the server before the
answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from quizzes.items.data import (
    AcceptedDate,
    Citation,
    Family,
    Form,
    Item,
    Option,
    Prompt,
)
from quizzes.items.marking import Response

WHY: Final = "canary-why"
FEEDBACK: Final = "canary-feedback"
NOTE: Final = "canary-note"
LABEL: Final = "canary-label"
DATE: Final = "canary-date"
CANARIES: Final = (WHY, FEEDBACK, NOTE, LABEL, DATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """An item with a right and a wrong response, and one with another key.

    `other` differs from the item in nothing but what is right.
    """

    item: Item
    other: Item
    right: Response
    wrong: Response


def _item(form: Form, **parts: object) -> Item:
    values: dict[str, object] = {
        "family": Family.DATE,
        "form": form,
        "wording": "sample",
        "property": "signed_on",
        "facts": ((f"fact-{form.value.replace('_', '-')}", 3),),
        "stem": "Ұжымдық қауіпсіздік туралы шартқа қай күні қол қойылды?",
        "citations": (Citation(source="a-text", paragraphs=(8, 25)),),
        "feedback": f"{FEEDBACK} Шартқа 1992 жылғы 15 мамырда қол қойылды.",
        "note": f"{NOTE} Мәтінде басқаша жазылған.",
    }
    return Item(**(values | parts))


def _options(*rows: tuple[str, str, bool]) -> tuple[Option, ...]:
    return tuple(
        Option(value=value, text=text, key=key, why=WHY) for value, text, key in rows
    )


_DATES = (
    ("date:1991-12-21", "1991 жылғы 21 желтоқсан"),
    ("date:1992-05-15", "1992 жылғы 15 мамыр"),
    ("date:1993-09-24", "1993 жылғы 24 қыркүйек"),
    ("date:1994-04-30", "1994 жылғы 30 сәуір"),
)


def _choice(key: str) -> Item:
    return _item(
        Form.CHOICE,
        options=_options(*((value, text, value == key) for value, text in _DATES)),
    )


def _true_false(key: str) -> Item:
    return _item(
        Form.TRUE_FALSE,
        stem="Дұрыс па, бұрыс па? Шартқа Ташкентте қол қойылды.",
        options=_options(
            ("text:true", "Дұрыс", key == "text:true"),
            ("text:false", "Бұрыс", key == "text:false"),
        ),
    )


_STATES = (
    ("entity:kazakhstan", "Қазақстан"),
    ("entity:china", "Қытай"),
    ("entity:russia", "Ресей"),
    ("entity:georgia", "Грузия"),
)


def _multiple_choice(*keys: str) -> Item:
    return _item(
        Form.MULTIPLE_CHOICE,
        family=Family.MEMBER,
        stem="Шартқа қай мемлекеттер қол қойды? Барлық дұрыс жауапты белгілеңіз.",
        options=_options(*((value, text, value in keys) for value, text in _STATES)),
    )


def _date_entry(right: str) -> Item:
    return _item(
        Form.DATE_ENTRY,
        stem="Шартқа қай күні қол қойылды? Күнін, айын және жылын жазыңыз.",
        dates=(
            AcceptedDate(edtf=right, text=f"{DATE} {right}", right=True),
            AcceptedDate(edtf="1994-04-20", text=DATE, right=False, label=LABEL),
        ),
    )


def _matching(*keys: str) -> Item:
    prompts = (
        ("entity:first-treaty", "Ұжымдық қауіпсіздік туралы шарт"),
        ("entity:second-treaty", "Қарулы күштерді қысқарту туралы келісім"),
    )
    return _item(
        Form.MATCHING,
        family=Family.TREATY,
        stem="Құжатты қол қойылған жерімен сәйкестендіріңіз. Бір қала артық.",
        prompts=tuple(
            Prompt(value=value, text=text, key=key)
            for (value, text), key in zip(prompts, keys, strict=True)
        ),
        options=_options(
            ("entity:moscow", "Мәскеу", "entity:moscow" in keys),
            ("entity:beijing", "Пекин", "entity:beijing" in keys),
            ("entity:tashkent", "Ташкент", "entity:tashkent" in keys),
        ),
    )


def _ordering(*order: str) -> Item:
    return _item(
        Form.ORDERING,
        stem="Оқиғаларды ең ертесінен бастап ретімен орналастырыңыз.",
        options=_options(
            ("fact:b", "Екінші сессия өтті", True),
            ("fact:c", "Душанбе саммиті өтті", True),
            ("fact:a", "Алматы декларациясы қабылданды", True),
        ),
        order=order,
    )


SAMPLES: Final[Mapping[Form, Sample]] = {
    Form.CHOICE: Sample(
        item=replace(_choice("date:1992-05-15"), emphasis="қай күні"),
        other=replace(_choice("date:1994-04-30"), emphasis="қай күні"),
        right="date:1992-05-15",
        wrong="date:1994-04-30",
    ),
    Form.TRUE_FALSE: Sample(
        item=_true_false("text:true"),
        other=_true_false("text:false"),
        right="text:true",
        wrong="text:false",
    ),
    Form.MULTIPLE_CHOICE: Sample(
        item=_multiple_choice("entity:kazakhstan", "entity:russia"),
        other=_multiple_choice("entity:china", "entity:georgia"),
        right=frozenset({"entity:kazakhstan", "entity:russia"}),
        wrong=frozenset({"entity:china", "entity:georgia"}),
    ),
    Form.DATE_ENTRY: Sample(
        item=_date_entry("1992-05-15"),
        other=_date_entry("1993-06-16"),
        right="15.05.1992",
        wrong="16.06.1993",
    ),
    Form.MATCHING: Sample(
        item=_matching("entity:tashkent", "entity:moscow"),
        other=_matching("entity:moscow", "entity:beijing"),
        right={
            "entity:first-treaty": "entity:tashkent",
            "entity:second-treaty": "entity:moscow",
        },
        wrong={
            "entity:first-treaty": "entity:moscow",
            "entity:second-treaty": "entity:beijing",
        },
    ),
    Form.ORDERING: Sample(
        item=_ordering("fact:a", "fact:b", "fact:c"),
        other=_ordering("fact:c", "fact:b", "fact:a"),
        right=("fact:a", "fact:b", "fact:c"),
        wrong=("fact:c", "fact:b", "fact:a"),
    ),
}
