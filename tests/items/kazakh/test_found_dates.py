"""Dates in running text: found where they stand, and read where that is plain."""

from __future__ import annotations

import pytest

from quizzes.items.kazakh.found_dates import find_dates


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("1992ж. 15 мамырда қол қойылды", "1992ж. 15 мамырда", "1992-05-15"),
        ("1992 жылғы 15 мамырда", "1992 жылғы 15 мамырда", "1992-05-15"),
        ("1998ж. жылғы 28 сәуірдегі", "1998ж. жылғы 28 сәуірдегі", "1998-04-28"),
        ("1994 ж. сәуірде", "1994 ж. сәуірде", "1994-04"),
        ("1997ж. бірінші кезең", "1997ж.", "1997"),
        ("1993 жылдың басында", "1993 жылдың", "1993"),
        ("2000ж. 22-наурыздан бастап", "2000ж. 22-наурыздан", "2000-03-22"),
        ("1998ж. 17—18 шілде", "1998ж. 17—18 шілде", "1998-07-17/1998-07-18"),
        (
            "2000 жылы 23 мамыр мен 6 маусым аралығында",
            "2000 жылы 23 мамыр мен 6 маусым",
            "2000-05-23/2000-06-06",
        ),
        ("Шанхай (26.04.1996ж.) мен", "26.04.1996ж.", "1996-04-26"),
        ("одақ (1979) құрылды", "1979", "1979"),
        ("2 сәуірде өтті", "2 сәуірде", None),
    ],
)
def test_a_date_is_found(text: str, words: str, value: str | None) -> None:
    (found,) = find_dates(text)

    assert text[found.start : found.end] == words
    assert (found.value.edtf if found.value is not None else None) == value


@pytest.mark.parametrize(
    "text",
    [
        "2000 жыл бұрын",
        "2000 жылдық мереке",
        "жыл сайын 15 желтоқсанға дейін",
        "жылына 2 рет 1 шілдеге және",
        "бірінші маусым аяқталды",
        "57 салалық кеңестер, 100 км, 9 мемлекет",
        "«2030 стратегиясы»",
        "телефон 1406",
        "қазан мен ошақ",
    ],
)
def test_what_is_no_date_is_passed_over(text: str) -> None:
    assert find_dates(text) == ()
