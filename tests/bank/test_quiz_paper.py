"""A quiz on paper: each variant can be marked by the one table of keys."""

from __future__ import annotations

from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from quizzes.bank.quiz_paper import LETTERS, PaperItem, print_out
from quizzes.items.data import Form, Item
from quizzes.items.marking import Response, mark
from quizzes.people.models import User
from tests.attempts.sample_items import SAMPLES
from tests.bank.quizzes import make_quiz

pytestmark = pytest.mark.django_db

ITEMS = [SAMPLES[form].item for form in Form]


def as_response(item: Item, printed: PaperItem, key: str) -> Response:
    """What a pupil answers who writes down what stands in the table of keys."""
    value_of = {
        option.letter: next(o.value for o in item.options if o.text == option.text)
        for option in printed.options
    }
    if item.form is Form.DATE_ENTRY:
        return next(date.edtf for date in item.dates if date.right)
    if item.form is Form.MATCHING:
        prompts = {prompt.text: prompt.value for prompt in item.prompts}
        pairs = dict(pair.split("–") for pair in key.split(", "))
        return {
            prompts[text]: value_of[pairs[str(number)]]
            for number, text in enumerate(printed.prompts, start=1)
        }
    if item.form is Form.ORDERING:
        return tuple(value_of[letter] for letter in key.split(" → "))
    if item.form is Form.MULTIPLE_CHOICE:
        return frozenset(value_of[letter] for letter in key.split(", "))
    return value_of[key]


@pytest.mark.parametrize("seed", ["1", "2", "3"])
def test_who_writes_what_the_key_says_is_right_in_every_variant(seed: str) -> None:
    paper = print_out(ITEMS, seed=seed, variants=4)

    by_stem = {item.stem: item for item in ITEMS}
    for column, sheet in enumerate(paper.sheets):
        assert [item.number for item in sheet.items] == list(range(1, len(ITEMS) + 1))
        for printed, row in zip(sheet.items, paper.keys, strict=True):
            item = by_stem["".join(printed.stem)]
            assert row.number == printed.number
            response = as_response(item, printed, row.keys[column])
            assert mark(item, response).score == 1


def test_the_table_of_sources_finds_each_question_in_each_variant() -> None:
    paper = print_out(ITEMS, seed="1", variants=4)

    for item, row in zip(ITEMS, paper.sources, strict=True):
        for number, sheet in zip(row.numbers, paper.sheets, strict=True):
            assert "".join(sheet.items[number - 1].stem) == item.stem
        assert row.card.cited


def test_the_same_quiz_is_printed_in_the_same_way_each_time() -> None:
    assert print_out(ITEMS, seed="1", variants=4) == print_out(
        ITEMS, seed="1", variants=4
    )
    fewer = print_out(ITEMS, seed="1", variants=2)
    assert fewer.sheets == print_out(ITEMS, seed="1", variants=4).sheets[:2]
    assert print_out(ITEMS, seed="2", variants=4) != print_out(
        ITEMS, seed="1", variants=4
    )


def test_options_have_letters_as_in_the_national_test() -> None:
    [sheet] = print_out(ITEMS, seed="1", variants=1).sheets

    for item in sheet.items:
        letters = "".join(option.letter for option in item.options)
        assert letters == LETTERS[: len(item.options)]


@pytest.fixture
def aigerims(aigerim: User, client: Client) -> Client:
    client.force_login(aigerim)
    return client


def test_pupils_pages_hold_no_key_and_the_teachers_do(
    aigerim: User, aigerims: Client
) -> None:
    quiz = make_quiz(aigerim)
    url = reverse("quizzes:paper", args=[quiz.public_id])

    sheets = unescape(aigerims.get(url, {"part": "sheets"}).content.decode())
    keys = unescape(aigerims.get(url, {"part": "keys"}).content.decode())

    dated = SAMPLES[Form.DATE_ENTRY].item
    right = next(date.text for date in dated.dates if date.right)
    assert right not in sheets
    assert right in keys
    assert 'class="keys' not in sheets
    assert dated.stem in sheets


@pytest.mark.parametrize(
    "asked", [{"variants": "9"}, {"variants": "x"}, {"part": "nothing"}, {}]
)
def test_an_odd_address_prints_the_usual(
    aigerim: User, aigerims: Client, asked: dict[str, str]
) -> None:
    quiz = make_quiz(aigerim)

    page = aigerims.get(reverse("quizzes:paper", args=[quiz.public_id]), asked)

    assert page.status_code == 200
    assert len(page.context["paper"].sheets) == 2


def test_an_empty_quiz_prints_nothing(aigerim: User, aigerims: Client) -> None:
    quiz = make_quiz(aigerim, [])

    page = aigerims.get(reverse("quizzes:paper", args=[quiz.public_id]))

    assert page.status_code == 200
    assert page.context["paper"].keys == ()
