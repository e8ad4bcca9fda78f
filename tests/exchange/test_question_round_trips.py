"""What is written in a format is read back as it was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.bank.question_content import QuestionContent
from quizzes.exchange.gift_writing import to_gift
from quizzes.exchange.moodle_writing import to_moodle_xml
from quizzes.exchange.question_files import read_questions
from quizzes.exchange.question_sheet_writing import to_questions_csv, to_questions_xlsx
from quizzes.items.data import Form
from quizzes.items.questions import QuestionOption, as_question, make_item
from tests.exchange.question_samples import SAMPLES

Writer = Callable[[list[QuestionContent]], bytes]

SHEETS: dict[str, Writer] = {"csv": to_questions_csv, "xlsx": to_questions_xlsx}
PLATFORMS: dict[str, Writer] = {
    "gift": lambda contents: to_gift([each.as_data() for each in contents]),
    "xml": lambda contents: to_moodle_xml([each.as_data() for each in contents]),
}


def read(content: bytes, ending: str) -> list[QuestionContent]:
    rows, faults = read_questions(content, f"questions.{ending}")
    assert faults == []
    return [row.content for row in rows]


def platform_view(content: QuestionContent) -> QuestionContent:
    """What GIFT and Moodle have room for: they tell learners nothing in a pair.

    GIFT has no arrow within a pair and no feedback in an ordering.
    """
    return replace(content, emphasis="", note="", state="draft")


@pytest.mark.parametrize("form", Form)
@pytest.mark.parametrize("ending", SHEETS)
def test_a_sheet_keeps_every_word(form, ending):
    content = replace(
        SAMPLES[form],
        emphasis=SAMPLES[form].stem.split()[0],
        note="Ескерту",
        source="textbook",
        topic="security",
        paragraphs=(8, 25),
        state="approved",
    )

    assert read(SHEETS[ending]([content]), ending) == [content]


@pytest.mark.parametrize("form", Form)
@pytest.mark.parametrize("ending", PLATFORMS)
def test_a_platform_s_format_keeps_question_answers_and_feedback(form, ending):
    content = SAMPLES[form]

    [found] = read(PLATFORMS[ending]([content]), ending)

    if ending == "gift":
        # GIFT has no place for the family but a tag that other readers pass over.
        found = replace(found, family=content.family)
    assert found == platform_view(content)


TEXT = st.text(
    st.characters(
        codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn"), max_codepoint=0xFFFF
    )
    | st.sampled_from(r"~=#{}:\%->[]<&;'+\"n"),
    min_size=1,
    max_size=40,
).map(lambda text: " ".join(text.split()) or "x")


@pytest.mark.parametrize("ending", [*SHEETS, *PLATFORMS])
@given(stem=TEXT, key=TEXT, wrong=TEXT, told=TEXT)
def test_no_sign_in_a_text_changes_what_is_read(ending, stem, key, wrong, told):
    content = replace(
        SAMPLES[Form.CHOICE],
        stem=stem,
        options=(
            QuestionOption(id="1", text=key, key=True),
            QuestionOption(id="2", text=wrong, feedback=told),
        ),
        explanation=told,
    )
    write = {**SHEETS, **PLATFORMS}[ending]

    [found] = read(write([content]), ending)

    # A file holds its letters in one form of Unicode.
    assert found == normal(content)


def normal(content: QuestionContent) -> QuestionContent:
    import unicodedata

    def text(value: str) -> str:
        return unicodedata.normalize("NFC", value).strip()

    return replace(
        content,
        stem=text(content.stem),
        explanation=text(content.explanation),
        options=tuple(
            replace(each, text=text(each.text), feedback=text(each.feedback))
            for each in content.options
        ),
    )


@pytest.mark.parametrize("form", Form)
def test_a_question_made_of_an_item_asks_the_same(form):
    question = SAMPLES[form].as_data()
    item = make_item(question, "seed")

    again = make_item(as_question(item, question.key), "seed")

    assert set(again.options) == set(item.options)
    assert (again.stem, again.prompts, again.order, again.dates) == (
        item.stem,
        tuple(
            replace(prompt, value=f"text:p{n}")
            for n, prompt in enumerate(item.prompts, 1)
        ),
        item.order,
        item.dates,
    )
