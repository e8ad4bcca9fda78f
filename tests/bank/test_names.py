from __future__ import annotations

import pytest

from quizzes.bank.names import ALPHABET, key_from, search_key, search_keys, sort_key


def test_kazakh_letters_sort_in_the_order_of_the_alphabet():
    shuffled = sorted(set(ALPHABET), key=sort_key)

    assert "".join(shuffled) == ALPHABET


def test_names_sort_as_in_a_kazakh_dictionary():
    names = ["Ясин", "Ұзын", "Қазақстан", "Әзербайжан", "Кавказ", "Ауғанстан"]

    assert sorted(names, key=sort_key) == [
        "Ауғанстан",
        "Әзербайжан",
        "Кавказ",
        "Қазақстан",
        "Ұзын",
        "Ясин",
    ]


def test_quotation_marks_do_not_count_when_sorting():
    assert sort_key("«Шанхай бестігі»") == sort_key("Шанхай бестігі")


def test_search_does_not_mind_case_composition_or_blanks():
    assert search_key("  ҚАЗАҚСТАН\u00a0 Республикасы") == "қазақстан республикасы"
    assert search_key("и\u0306") == search_key("й")


def test_one_key_holds_all_names_on_lines_of_their_own():
    keys = search_keys(["Қазақстан", "ҚР", "", "қазақстан"])

    assert keys == "\nқазақстан\nқр\n"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Қырғыз Республикасы", "qyrgyz-respublikasy"),
        ("«Шанхай бестігі» (1996)", "shankhai-bestigi-1996"),
        ("— …", ""),
    ],
)
def test_a_key_is_made_of_a_name(name: str, key: str):
    assert key_from(name) == key
