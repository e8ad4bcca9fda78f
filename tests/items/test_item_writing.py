"""What speaks against a question, with the spot, in three languages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quizzes.items.data import Form
from quizzes.items.item_writing import WritingWarning, warnings_of
from quizzes.items.questions import QuestionData, QuestionOption
from tests.exchange.question_samples import SAMPLES

STEM = "Шартқа қай мемлекет қол қойды?"
NAMES = ("Армения", "Польша", "Финляндия")


def question(*texts: str, stem: str = STEM, **more: object) -> QuestionData:
    options = tuple(
        QuestionOption(id=str(n), text=text, key=not n) for n, text in enumerate(texts)
    )
    parts = {
        "key": "q",
        "form": Form.CHOICE,
        "stem": stem,
        "options": options,
        "explanation": "Түсінік.",
        "source": "textbook",
    }
    return QuestionData(**(parts | more))


def codes(asked: QuestionData) -> set[str]:
    return {finding.code for finding in warnings_of(asked)}


@pytest.mark.parametrize(
    "sound",
    [
        question(*NAMES),
        question("1992", "1991", "1993", stem="Қай жылы қол қойылды?"),
        question("15 мамыр 1992", "16 мамыр 1992", "17 мамыр 1992", stem="Қай күні?"),
        question(*NAMES, stem="Шартқа қай мемлекет ҚОЛ ҚОЙМАҒАН?"),
        question(*NAMES, stem="Қайсысы мүше емес?", emphasis="емес"),
        question("барлық мемлекет", "бір мемлекет", "екі мемлекет"),
    ],
)
def test_a_sound_question_has_no_warning(sound):
    assert codes(sound) == set()


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        (question("а", "бір", "Бір."), WritingWarning.EQUAL_OPTIONS),
        (
            question("Армения Республикасы және оның одақтастары", *NAMES[1:]),
            WritingWarning.LONG_KEY,
        ),
        (question(*NAMES, "Барлығы дұрыс"), WritingWarning.ALL_OF_THE_ABOVE),
        (question(*NAMES, "Аталғандардың бәрі"), WritingWarning.ALL_OF_THE_ABOVE),
        (question(*NAMES, "Все перечисленные"), WritingWarning.ALL_OF_THE_ABOVE),
        (question(*NAMES, "All of the above"), WritingWarning.ALL_OF_THE_ABOVE),
        (question(*NAMES, "Дұрыс жауап жоқ"), WritingWarning.NONE_OF_THE_ABOVE),
        (question(*NAMES, "Нет верного ответа"), WritingWarning.NONE_OF_THE_ABOVE),
        (question(*NAMES, "None of the above"), WritingWarning.NONE_OF_THE_ABOVE),
        (question(*NAMES, "А және В"), WritingWarning.POINTS_AT_LETTERS),
        (question(*NAMES, stem="Қайсысы мүше емес?"), WritingWarning.UNMARKED_NEGATIVE),
        (
            question(*NAMES, stem="Шартқа қол қоймаған мемлекет?"),
            WritingWarning.UNMARKED_NEGATIVE,
        ),
        (question(*NAMES, stem="Что не верно?"), WritingWarning.UNMARKED_NEGATIVE),
        (question(*NAMES, stem="Which is not?"), WritingWarning.UNMARKED_NEGATIVE),
        (
            question("қатыспады", "келді", "кетті", stem="Қайсысы дұрыс ЕМЕС?"),
            WritingWarning.DOUBLE_NEGATIVE,
        ),
        (
            question(
                "Ташкент шарты",
                "Алматы мәлімдемесі",
                "Минск келісімі",
                stem="Ташкентте қандай құжатқа қол қойылды?",
            ),
            WritingWarning.CLUE_WORD,
        ),
        (question("1992", "Армения", "Польша"), WritingWarning.MIXED_SHAPE),
        (question("Армения", "Польша.", "Финляндия"), WritingWarning.MIXED_SHAPE),
        (question("Армения", "польша", "Финляндия"), WritingWarning.MIXED_SHAPE),
        (question("1992", "1993 ж. мамыр", "1994"), WritingWarning.MIXED_SHAPE),
        (
            question("1992", "15 мамыр 1992", "1994"),
            WritingWarning.OVERLAPPING_DATES,
        ),
        (question("а", "ә", "б", "в", "г", "ғ"), WritingWarning.TOO_MANY_OPTIONS),
        (question("Армения", "Польша"), WritingWarning.TWO_OPTIONS),
        (
            question("ол кезде Армения", "ол кезде Польша", "ол кезде Грузия"),
            WritingWarning.REPEATED_WORDS,
        ),
        (question("Келді", "Ешқашан келді", "Кетті"), WritingWarning.ABSOLUTE_WORD),
        (question("Арм?ния", *NAMES[1:]), WritingWarning.LOST_LETTERS),
        (question("Aрмения", *NAMES[1:]), WritingWarning.MIXED_LETTERS),
        (question(*NAMES, explanation=""), WritingWarning.NO_EXPLANATION),
        (question(*NAMES, source=""), WritingWarning.NO_SOURCE),
        (
            replace(SAMPLES[Form.TRUE_FALSE].as_data(), stem="Ол қатыспады."),
            WritingWarning.NEGATIVE_CLAIM,
        ),
        (
            replace(
                SAMPLES[Form.MATCHING].as_data(),
                options=SAMPLES[Form.MATCHING].options[:2],
            ),
            WritingWarning.NO_SPARE,
        ),
        (
            replace(question(*NAMES), form=Form.MULTIPLE_CHOICE),
            WritingWarning.ONE_KEY,
        ),
    ],
)
def test_what_is_badly_written_is_named(bad, code):
    assert code in codes(bad)


def test_a_warning_points_at_the_letters():
    [found] = [
        each
        for each in warnings_of(question(*NAMES, stem="Қайсысы мүше емес?"))
        if each.code == WritingWarning.UNMARKED_NEGATIVE
    ]
    [spot] = found.spots

    assert (spot.field, "Қайсысы мүше емес?"[spot.start : spot.end]) == ("stem", "емес")
