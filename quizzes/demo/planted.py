"""Two bad questions, which a report on the items must find.

The key of the first is wrong: pupils who know the answer choose what is right, and lose
the mark, while a mistake that is common among the others earns it. The second is so
easy that everybody knows it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from quizzes.bank.question_content import QuestionContent
from quizzes.demo.pupils import Belief
from quizzes.items.data import Family, Form
from quizzes.items.questions import QuestionOption

_TRUE_YEAR: Final = "1992 жыл"
_COMMON_MISTAKE: Final = "1994 жыл"

WRONG_KEY: Final = QuestionContent(
    key="demo-wrong-key",
    form=Form.CHOICE,
    family=Family.DATE,
    stem="Ұжымдық қауіпсіздік туралы шартқа қай жылы қол қойылды?",
    options=(
        QuestionOption(id="1", text="1991 жыл"),
        QuestionOption(id="2", text=_TRUE_YEAR),
        QuestionOption(id="3", text=_COMMON_MISTAKE, key=True),
        QuestionOption(id="4", text="1996 жыл"),
    ),
    explanation="Бұл сұрақтың кілті әдейі қате қойылған: шартқа 1992 жылы қол қойылды.",
    state="approved",
)
TOO_EASY: Final = QuestionContent(
    key="demo-too-easy",
    form=Form.CHOICE,
    family=Family.TREATY,
    stem="Қазақстан Республикасының елордасы қай қала?",
    options=(
        QuestionOption(id="1", text="Астана", key=True),
        QuestionOption(id="2", text="Мәскеу"),
        QuestionOption(id="3", text="Бішкек"),
        QuestionOption(id="4", text="Ташкент"),
    ),
    explanation="Қазақстанның елордасы – Астана.",
    state="approved",
)
PLANTED: Final[Sequence[QuestionContent]] = (WRONG_KEY, TOO_EASY)

# What is believed where the key says otherwise, by the stem
BELIEFS: Final[Mapping[str, Belief]] = {
    WRONG_KEY.stem: Belief(known=_TRUE_YEAR, mistaken=_COMMON_MISTAKE)
}
