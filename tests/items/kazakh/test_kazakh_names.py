"""Names take the suffixes that a Kazakh reader expects.

`names.tsv` is the golden table: names, whether their last word is possessed, and the
six forms by the spelling rules. No native speaker has proof-read it yet.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.items.kazakh.names import case_table, inflect, relative
from quizzes.items.kazakh.suffixes import OBLIQUE, Case

_TABLE = Path(__file__).with_name("names.tsv").read_text(encoding="utf-8")
GOLDEN = [line.split("\t") for line in _TABLE.splitlines() if not line.startswith("#")]


@pytest.mark.parametrize("row", GOLDEN, ids=lambda row: row[0])
def test_the_golden_table_of_names_holds(row: list[str]) -> None:
    name, possession, *forms = row

    table = case_table(name, possessed=possession == "possessed")

    assert list(table) == list(OBLIQUE)
    assert list(table.values()) == forms


def test_possession_is_told_and_not_guessed_from_the_spelling() -> None:
    assert inflect("Алматы", Case.DAT) == "Алматыға"
    assert inflect("Бішкек тобы", Case.DAT, possessed=True) == "Бішкек тобына"


def test_an_override_wins_over_the_rules_for_its_case_only() -> None:
    overrides = {"gen": "Баткенның"}

    assert inflect("Баткен", Case.GEN, overrides=overrides) == "Баткенның"
    assert inflect("Баткен", Case.DAT, overrides=overrides) == "Баткенге"


def test_a_given_reading_decides_the_suffix_of_an_acronym() -> None:
    assert inflect("ҰҚК", Case.DAT) == "ҰҚК-ге"
    assert inflect("ҰҚК", Case.DAT, reading="қа") == "ҰҚК-ға"


def test_the_nominative_is_the_name_itself_in_composed_letters() -> None:
    decomposed = unicodedata.normalize("NFD", " Ресей ")

    assert inflect(decomposed, Case.NOM) == "Ресей"


def test_a_latin_look_alike_letter_does_not_spoil_the_harmony() -> None:
    assert inflect("келiсiм", Case.DAT) == "келiсiмге"


@pytest.mark.parametrize("name", ["", "  ", "\n"])
def test_an_empty_name_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="empty"):
        inflect(name, Case.GEN)


@pytest.mark.parametrize("name", ["???", "«»", "()", "—", "😀"])
def test_what_has_no_letters_comes_back_unchanged(name: str) -> None:
    assert inflect(name, Case.GEN) == name


@pytest.mark.parametrize(
    ("name", "possessed", "adjective"),
    [
        ("Минск", False, "Минскідегі"),
        ("Астана", False, "Астанадағы"),
        ("ТМД", False, "ТМД-дағы"),
        (
            "Тәуелсіз Мемлекеттер Достастығы",
            True,
            "Тәуелсіз Мемлекеттер Достастығындағы",
        ),
        ("«Шанхай бестігі»", True, "«Шанхай бестігіндегі»"),
    ],
)
def test_a_name_becomes_an_adjective_of_place(
    name: str, possessed: bool, adjective: str
) -> None:
    assert relative(name, possessed=possessed) == adjective


@given(
    name=st.text(min_size=1, max_size=60).filter(str.strip),
    case=st.sampled_from(Case),
    possessed=st.booleans(),
)
def test_no_name_however_odd_raises(name: str, case: Case, possessed: bool) -> None:
    form = inflect(name, case, possessed=possessed)

    assert form
    assert unicodedata.is_normalized("NFC", form)


@given(
    name=st.text(
        "абвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюяәАӘҚ-« »().0123456789", min_size=1
    ).filter(str.strip),
    possessed=st.booleans(),
)
def test_all_six_forms_of_a_kazakh_looking_name_exist(
    name: str, possessed: bool
) -> None:
    table = case_table(name, possessed=possessed)

    assert len(table) == 6
    assert all(table.values())
