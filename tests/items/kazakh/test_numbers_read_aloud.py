"""Digits and Roman numerals are heard as the words they stand for."""

from __future__ import annotations

import pytest

from quizzes.items.kazakh.numerals import last_word, ordinal_word, roman_value


@pytest.mark.parametrize(
    ("digits", "word"),
    [
        ("0", "нөл"),
        ("9", "тоғыз"),
        ("20", "жиырма"),
        ("57", "жеті"),
        ("100", "жүз"),
        ("1999", "тоғыз"),
        ("2000", "мың"),
        ("007", "жеті"),
        ("000", "мың"),
        ("9" * 500, "тоғыз"),
        ("1" + "0" * 500, "миллион"),
    ],
)
def test_the_last_word_of_a_number_is_what_is_heard(digits: str, word: str) -> None:
    assert last_word(digits) == word


def test_ordinals_are_spelt_with_their_irregular_stems() -> None:
    assert ordinal_word(5) == "бесінші"
    assert ordinal_word(20) == "жиырмасыншы"
    assert ordinal_word(40) == "қырқыншы"


@pytest.mark.parametrize(
    ("numeral", "value"),
    [("I", 1), ("IV", 4), ("XIV", 14), ("ХХ", 20), ("ІІ", 2), ("LXXXIX", 89)],
)
def test_roman_numerals_are_read_in_latin_and_kazakh_letters(
    numeral: str, value: int
) -> None:
    assert roman_value(numeral) == value


@pytest.mark.parametrize("word", ["", "IIII", "VX", "CD", "DC", "ТМД", "xiv"])
def test_other_capitals_are_no_roman_numerals(word: str) -> None:
    assert roman_value(word) is None
