"""Stems that give the key away are seen in every case form, alias and digit."""

from __future__ import annotations

import pytest

from quizzes.items.leaks import mentions, names_a_year, names_number, singled_out


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Душанбе декларациясына қай қалада қол қойылды?", "Душанбе"),
        ("ташкенттік шарт", "Ташкент"),
        ("«Бішкек тобының» екінші кездесуі", "Бішкек"),
        ("Қазақстан Республикасының Президенті", "Қазақстан"),
        ("Орталық Азия экономикалық қауымдастығының атауы", "қауымдастық"),
        ("МӘСКЕУ келісімі", "Мәскеу"),
    ],
)
def test_a_name_is_found_in_any_form(text, name):
    assert mentions(text, name)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ұжымдық қауіпсіздік туралы шартқа қай қалада қол қойылды?", "Ташкент"),
        ("Еркін сауда аймағын құру туралы келісім", "Еркін экономикалық аймақ"),
        ("", "Минск"),
    ],
)
def test_what_is_not_named_is_not_found(text, name):
    assert not mentions(text, name)


def test_a_number_is_found_as_digits_and_as_a_word():
    assert names_number("үш мемлекет шекараларының түйісу нүктесі", 3)
    assert names_number("100 километр", 100)
    assert not names_number("1999 жыл", 9)


def test_years_are_seen_but_not_other_numbers():
    assert names_a_year("1999 жылғы Вена құжаты")
    assert not names_a_year("100 километр, 57 кеңес")


def test_a_key_that_alone_shares_words_with_the_stem_is_singled_out():
    stem = "Ұжымдық қауіпсіздік туралы шартты қандай құжат ұзартты?"
    key = "Ұжымдық қауіпсіздік туралы шартты ұзарту туралы хаттама"

    assert singled_out(stem, key, ["Экономикалық одақ құру туралы келісім"])
    assert not singled_out(stem, key, [key, "Экономикалық одақ құру туралы келісім"])
