"""What people are called."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from quizzes.people.models import User
from quizzes.people.names import LONGEST_NAME, clean_display_name


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  Айгерім   Сейітова ", "Айгерім Сейітова"),
        ("Дана\tӘлі", "Дана Әлі"),
        ("О’Нил-Жұмабай", "О’Нил-Жұмабай"),
        ("И\u0306ван", "Йван"),
        ("李雷", "李雷"),
        ("Ә" * LONGEST_NAME, "Ә" * LONGEST_NAME),
    ],
)
def test_a_name_is_stored_with_single_spaces(typed: str, stored: str) -> None:
    assert clean_display_name(typed) == stored


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "12",
        "!!!",
        "Ә" * (LONGEST_NAME + 1),
        "Да\u200bна",
        "\u202eана",
        "а\x00",
        "\ud800а",
    ],
)
def test_what_is_no_name_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        clean_display_name(typed)


@given(st.text(max_size=200))
def test_a_stored_name_is_stored_as_it_is(typed: str) -> None:
    try:
        name = clean_display_name(typed)
    except ValidationError:
        return

    assert clean_display_name(name) == name
    assert 0 < len(name) <= LONGEST_NAME


@given(st.text(max_size=100))
def test_a_user_name_has_one_spelling(typed: str) -> None:
    once = User.normalize_username(typed)

    assert User.normalize_username(once) == once
