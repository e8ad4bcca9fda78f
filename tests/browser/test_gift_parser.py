"""What goes out as GIFT, read by a parser that is not ours.

`gift_pegjs` is the npm package gift-pegjs 1.0.2 (MIT) as it comes, the file that is
made for browsers; a browser is what the tests have anyway.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from quizzes.exchange.gift_writing import to_gift
from quizzes.exchange.question_exports import OutFormat, export_items
from quizzes.exchange.spellings import spellings
from quizzes.items.data import Form, Item
from quizzes.items.making import make_every
from quizzes.items.questions import TRUE_ID, QuestionData, as_question
from tests.exchange.question_samples import SAMPLES
from tests.factories import NOW
from tests.items.small_bank import small_bank

PARSER = Path(__file__).parent / "gift_pegjs" / "gift-parser-globals.js"
# It leaves what stood behind a backslash on the right of a pair as a number
LEFT_OVER = re.compile(r"&&(\d{3});")
TYPES = {
    Form.CHOICE: "MC",
    Form.MULTIPLE_CHOICE: "MC",
    Form.TRUE_FALSE: "TF",
    Form.DATE_ENTRY: "Short",
    Form.MATCHING: "Matching",
    Form.ORDERING: "Matching",
}
Parse = Callable[[bytes], list[dict[str, Any]]]


@pytest.fixture
def parse(chromium: Browser) -> Iterator[Parse]:
    """The parser, in an empty page."""
    context = chromium.new_context()
    page = context.new_page()
    page.add_script_tag(path=PARSER)

    def give(content: bytes) -> list[dict[str, Any]]:
        found = page.evaluate("text => giftParser.parse(text)", content.decode())
        assert isinstance(found, list)
        return found

    yield give
    context.close()


def assert_says(question: QuestionData, found: dict[str, Any]) -> None:
    """Check that the parser understands a question as it is meant."""
    assert found["type"] == TYPES[question.form]
    assert found["id"] == question.key
    assert found["stem"]["text"] == question.stem.strip()
    match question.form:
        case Form.CHOICE | Form.MULTIPLE_CHOICE:
            assert_options(question, found["choices"])
        case Form.TRUE_FALSE:
            key = next(option for option in question.options if option.key)
            assert found["isTrue"] == (key.id == TRUE_ID)
        case Form.DATE_ENTRY:
            right = [
                each["text"]["text"]
                for each in found["choices"]
                if each["weight"] is None
            ]
            wanted = [
                text
                for date in question.dates
                if date.right
                for text in spellings(date.edtf)
            ]
            assert right == wanted
        case _:
            assert_pairs(question, found["matchPairs"])


def assert_options(question: QuestionData, choices: list[dict[str, Any]]) -> None:
    """Check texts, keys and what is told of each option."""
    right = [each["isCorrect"] or (each["weight"] or 0) > 0 for each in choices]
    assert [option.key for option in question.options] == right
    for option, choice in zip(question.options, choices, strict=True):
        assert choice["text"]["text"] == option.text.strip()
        told = choice["feedback"]["text"] if choice["feedback"] else ""
        assert told == option.feedback.strip()


def assert_pairs(question: QuestionData, found: list[dict[str, Any]]) -> None:
    """Check which line belongs to which."""
    pairs = [(each["subquestion"]["text"], plain(each["subanswer"])) for each in found]
    texts = {option.id: option.text for option in question.options}
    if question.form is Form.ORDERING:
        lines = enumerate(question.options, 1)
        assert pairs == [(str(number), option.text) for number, option in lines]
        return
    wanted = [(each.text, texts[each.option]) for each in question.prompts]
    assert pairs[: len(wanted)] == wanted
    spare = [option.text for option in question.options if not option.key]
    assert [right for left, right in pairs[len(wanted) :] if not left] == spare


def plain(text: str) -> str:
    """A text of the parser's without its left-overs."""
    return LEFT_OVER.sub(lambda match: chr(int(match[1])), text).strip()


def test_another_parser_reads_every_question_as_it_is_meant(parse: Parse) -> None:
    questions = [content.as_data() for content in SAMPLES.values()]

    found = parse(to_gift(questions))

    assert len(found) == len(questions)
    for question, each in zip(questions, found, strict=True):
        assert_says(question, each)


def test_another_parser_reads_every_item_of_a_bank_as_it_is_meant(
    parse: Parse,
) -> None:
    items = [each for each in make_every(small_bank(), "s") if isinstance(each, Item)]
    content = export_items(items, OutFormat.GIFT, title="Т", titles={}, now=NOW)

    found = parse(content)

    assert len(found) == len(items)
    for item, each in zip(items, found, strict=True):
        assert_says(as_question(item, each["id"]), each)
