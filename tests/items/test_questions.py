"""Questions by hand, their items, and the texts that several stand under."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from quizzes.items import stimuli
from quizzes.items.compatibility import facts_of
from quizzes.items.data import Form
from quizzes.items.marking import mark
from quizzes.items.question_faults import QuestionFault, faults_of
from quizzes.items.questions import (
    QuestionData,
    QuestionDate,
    QuestionOption,
    QuestionPrompt,
    make_item,
    scale_place,
)
from quizzes.items.records import from_record, to_record
from quizzes.items.stimuli import (
    PartKind,
    StimulusData,
    StimulusFault,
    StimulusPart,
    StimulusWarning,
)
from tests.exchange.question_samples import SAMPLES


def sample(form: Form) -> QuestionData:
    return SAMPLES[form].as_data(version=3)


def right_response(question: QuestionData):
    keys = [f"text:{option.id}" for option in question.options if option.key]
    return {
        Form.CHOICE: lambda: keys[0],
        Form.TRUE_FALSE: lambda: keys[0],
        Form.MULTIPLE_CHOICE: lambda: frozenset(keys),
        Form.DATE_ENTRY: lambda: "15 мамыр 1992",
        Form.MATCHING: lambda: {
            f"text:{each.id}": f"text:{each.option}" for each in question.prompts
        },
        Form.ORDERING: lambda: tuple(keys),
    }[question.form]()


@pytest.mark.parametrize("form", Form)
def test_the_right_answer_to_an_item_of_a_question_earns_the_whole_mark(form):
    item = make_item(sample(form), "seed")

    assert mark(item, right_response(sample(form))).score == 1
    assert item.question == (sample(form).key, 3)
    assert item.facts == ()
    assert facts_of(item) == {f"question:{sample(form).key}"}


@pytest.mark.parametrize("form", Form)
def test_an_item_of_a_question_comes_back_from_its_record(form):
    item = replace(make_item(sample(form), "seed"), dated=())

    text = json.dumps(to_record(item), ensure_ascii=False)

    assert from_record(json.loads(text)) == item


@pytest.mark.parametrize("form", Form)
def test_the_same_seed_makes_the_same_item(form):
    assert make_item(sample(form), "a") == make_item(sample(form), "a")


def choice(*texts: str, key: int = 0, **more: object) -> QuestionData:
    options = tuple(
        QuestionOption(id=str(n), text=text, key=n == key)
        for n, text in enumerate(texts)
    )
    parts = {"key": "q", "form": Form.CHOICE, "stem": "Қай жылы?", "options": options}
    return QuestionData(**(parts | more))


def test_years_stand_in_order_and_names_at_random():
    years = make_item(choice("1999", "1991", "1995 жыл"), "seed")
    names = {
        tuple(
            option.text for option in make_item(choice("а", "ә", "б"), str(n)).options
        )
        for n in range(40)
    }

    assert [option.text for option in years.options] == ["1991", "1995 жыл", "1999"]
    assert len(names) == 6


def test_an_ordering_is_never_shown_in_its_order():
    for seed in range(50):
        item = make_item(sample(Form.ORDERING), str(seed))
        assert [option.value for option in item.options] != list(item.order)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("1992", "date"),
        ("15 мамыр 1992 ж.", "date"),
        ("57", "number"),
        ("Ресей", None),
        ("2 протокол", None),
    ],
)
def test_a_text_knows_its_scale(text, kind):
    place = scale_place(text)

    assert (place[0] if place else None) == kind


# What cannot be saved


def codes(question: QuestionData) -> list[str]:
    return [finding.code for finding in faults_of(question)]


@pytest.mark.parametrize("form", Form)
def test_a_sound_question_has_no_fault(form):
    assert codes(sample(form)) == []


@pytest.mark.parametrize(
    ("question", "code"),
    [
        (choice("а", "б", key=9), QuestionFault.NO_KEY),
        (choice("Ресей", "ресей."), QuestionFault.KEY_IS_DISTRACTOR),
        (choice("а"), QuestionFault.TOO_FEW_OPTIONS),
        (choice(*map(str, range(13))), QuestionFault.TOO_MANY_OPTIONS),
        (choice("а", " "), QuestionFault.EMPTY),
        (choice("а", "б", stem=" "), QuestionFault.EMPTY),
        (choice("а", "б" * 501), QuestionFault.TOO_LONG),
        (choice("а", "б\x00"), QuestionFault.CONTROL_CHARACTER),
        (choice("а", "б\ud800"), QuestionFault.CONTROL_CHARACTER),
        (choice("а", "б", emphasis="емес"), QuestionFault.EMPHASIS_NOT_IN_STEM),
        (choice("а", "б", paragraphs=(0,)), QuestionFault.BAD_PARAGRAPH),
        (
            replace(
                sample(Form.CHOICE),
                options=tuple(
                    replace(each, key=True) for each in sample(Form.CHOICE).options
                ),
            ),
            QuestionFault.SEVERAL_KEYS,
        ),
        (
            replace(
                sample(Form.MULTIPLE_CHOICE),
                options=sample(Form.MULTIPLE_CHOICE).options[:2],
            ),
            QuestionFault.NO_DISTRACTOR,
        ),
        (
            replace(sample(Form.TRUE_FALSE), options=sample(Form.CHOICE).options),
            QuestionFault.NOT_TRUE_OR_FALSE,
        ),
        (replace(sample(Form.DATE_ENTRY), dates=()), QuestionFault.NO_KEY),
        (
            replace(sample(Form.DATE_ENTRY), dates=(QuestionDate(edtf="1992-13"),)),
            QuestionFault.BAD_DATE,
        ),
        (
            replace(sample(Form.DATE_ENTRY), dates=(QuestionDate(edtf="1992"),) * 2),
            QuestionFault.DATE_TWICE,
        ),
        (
            replace(
                sample(Form.MATCHING),
                prompts=(QuestionPrompt(id="p1", text="а", option="9"),) * 2,
            ),
            QuestionFault.UNKNOWN_PAIR,
        ),
        (
            replace(
                sample(Form.ORDERING),
                options=(
                    QuestionOption(id="1", text="Бір", key=True),
                    QuestionOption(id="2", text="бір ", key=True),
                ),
            ),
            QuestionFault.EQUAL_LINES,
        ),
        (
            replace(
                choice("а", "б"),
                options=(
                    QuestionOption(id="1", text="а", key=True),
                    QuestionOption(id="1", text="б"),
                ),
            ),
            QuestionFault.REPEATED_ID,
        ),
    ],
)
def test_what_could_not_be_asked_cannot_be_saved(question, code):
    assert code in codes(question)


# Several questions on one text

TEXT = StimulusData(
    key="letter",
    text="Бұл хат 1992 жылы жазылған.",
    attribution="Мұрағат, 1992",
    parts=(
        StimulusPart(kind=PartKind.QUESTION, key="treaty-year"),
        StimulusPart(kind=PartKind.FACT, key="cis-founded"),
    ),
)


@pytest.mark.parametrize(
    ("stimulus", "code"),
    [
        (replace(TEXT, text=" "), StimulusFault.NO_TEXT),
        (replace(TEXT, text="а" * 5001), StimulusFault.TOO_LONG),
        (replace(TEXT, parts=TEXT.parts[:1]), StimulusFault.TOO_FEW_PARTS),
        (replace(TEXT, parts=TEXT.parts * 3), StimulusFault.TOO_MANY_PARTS),
        (replace(TEXT, parts=TEXT.parts[:1] * 2), StimulusFault.PART_TWICE),
    ],
)
def test_a_text_without_two_to_five_questions_cannot_be_saved(stimulus, code):
    assert stimuli.faults_of(TEXT) == []
    assert code in [finding.code for finding in stimuli.faults_of(stimulus)]


def test_the_items_of_a_text_stay_together_in_their_order():
    first, second = TEXT.parts
    items = {
        second: make_item(sample(Form.DATE_ENTRY), "1"),
        first: make_item(sample(Form.CHOICE), "1"),
    }

    made = stimuli.together(TEXT, items)

    assert [item.form for item in made] == [Form.CHOICE, Form.DATE_ENTRY]
    assert [(item.stimulus.part, item.stimulus.parts) for item in made] == [
        (1, 2),
        (2, 2),
    ]
    assert from_record(to_record(made[0])).stimulus == made[0].stimulus
    assert stimuli.together(TEXT, {first: items[first]}) == ()


def test_a_text_that_tells_the_answer_is_warned_of():
    year = make_item(choice("1992", "1993"), "1")
    other = make_item(choice("а", "б", stem="1992 жылы не болды?"), "1")

    found = {each.code for each in stimuli.warnings_of(TEXT, [year, other])}

    assert found == {StimulusWarning.KEY_AT_SIGHT, StimulusWarning.GIVES_AWAY}
