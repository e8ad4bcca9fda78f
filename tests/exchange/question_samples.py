"""A question of each form, with everything in it that formats stumble over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from quizzes.bank.question_content import QuestionContent
from quizzes.items.data import Family, Form, Item, Picture, Stimulus
from quizzes.items.questions import (
    FALSE_ID,
    TRUE_ID,
    QuestionDate,
    QuestionOption,
    QuestionPrompt,
)

# Signs of GIFT, of XML, of HTML, of spreadsheets and of Anki
SIGNS: Final = r"a~b = {c}: #d \n %50% <b>&amp; [sound:x.mp3] {{c1::e}} -> f"

CHOICE: Final = QuestionContent(
    key="treaty-year",
    form=Form.CHOICE,
    stem="Ұжымдық қауіпсіздік туралы шартқа қай жылы қол қойылды?\nБір жауап.",
    options=(
        QuestionOption(id="1", text="1991", feedback="Бұл жылы ТМД құрылды."),
        QuestionOption(id="2", text="1992", key=True),
        QuestionOption(id="3", text="1993"),
    ),
    explanation="Шартқа 1992 жылғы 15 мамырда қол қойылды.",
)
SEVERAL: Final = QuestionContent(
    key="members",
    form=Form.MULTIPLE_CHOICE,
    family=Family.MEMBER,
    stem=f"Қандай мемлекеттер? {SIGNS}",
    options=(
        QuestionOption(id="1", text="Ресей", key=True),
        QuestionOption(id="2", text="=1+1", key=True),
        QuestionOption(id="3", text="%50% Украина", feedback=SIGNS),
        QuestionOption(id="4", text=SIGNS),
        QuestionOption(id="5", text="[html]<script>alert(1)</script>"),
    ),
)
TRUTH: Final = QuestionContent(
    key="claim",
    form=Form.TRUE_FALSE,
    stem="ТМД 1991 жылы құрылды.",
    options=(
        QuestionOption(id=TRUE_ID, text="", key=True, feedback="Дұрыс."),
        QuestionOption(id=FALSE_ID, text="", feedback="1991 жылы құрылды."),
    ),
)
DATE: Final = QuestionContent(
    key="treaty-day",
    form=Form.DATE_ENTRY,
    family=Family.DATE,
    stem="Шартқа қашан қол қойылды?",
    dates=(
        QuestionDate(edtf="1992-05-15"),
        QuestionDate(edtf="1994-04-20", right=False, label="Күшіне енген күні."),
    ),
)
MATCHING: Final = QuestionContent(
    key="capitals",
    form=Form.MATCHING,
    stem="Сәйкестендіріңіз: мемлекет және астана.",
    options=(
        QuestionOption(id="1", text="Мәскеу", key=True),
        QuestionOption(id="2", text="Минск #1", key=True),
        QuestionOption(id="3", text="Киев"),
    ),
    prompts=(
        QuestionPrompt(id="p1", text="Ресей = РФ", option="1"),
        QuestionPrompt(id="p2", text="Беларусь", option="2"),
    ),
)
ORDERING: Final = QuestionContent(
    key="order",
    form=Form.ORDERING,
    family=Family.DATE,
    stem="Оқиғаларды ретімен қойыңыз.",
    options=(
        QuestionOption(id="1", text="ТМД құрылды", key=True),
        QuestionOption(id="2", text="Шартқа қол қойылды", key=True),
        QuestionOption(id="3", text="Ұйым құрылды", key=True),
    ),
)
SAMPLES: Final[Mapping[Form, QuestionContent]] = {
    each.form: each for each in (CHOICE, SEVERAL, TRUTH, DATE, MATCHING, ORDERING)
}

PICTURE: Final = Picture(
    address="/bank/pictures/map-digest/", text="Карта & <сызба>", width=40, height=30
)
PICTURE_FILE: Final = "map-digest.webp"


def under_a_text(item: Item) -> Item:
    """The item under a text with a title, an author, and a picture."""
    return replace(
        item,
        stimulus=Stimulus(
            key="a-text",
            version=1,
            title="Алматы декларациясы",
            text=f"Бірінші жол.\nЕкінші жол: {SIGNS}",
            attribution="Газеттен",
            picture=PICTURE,
        ),
    )
