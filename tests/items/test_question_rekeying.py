"""An item is judged anew by its question as it stands; what was shown stays."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quizzes.items.data import Form
from quizzes.items.marking import mark
from quizzes.items.question_rekeying import rekeyed_question
from quizzes.items.questions import QuestionDate, QuestionOption, make_item
from quizzes.items.rekeying import NoKey
from tests.exchange.question_samples import SAMPLES


def asked(form: Form):
    """A question of the form, as it is first asked."""
    return SAMPLES[form].as_data(version=1)


def judged(shown, now):
    """The item that the one question made, judged by the other."""
    corrected = make_item(replace(now, version=2), "another seed")
    return rekeyed_question(make_item(shown, "a seed"), corrected)


def with_key(question, identifier):
    """The question with another of its options for the key."""
    options = tuple(
        replace(option, key=option.id == identifier) for option in question.options
    )
    return replace(question, options=options)


def with_text(question, identifier, text):
    """The question with other words for one of its options."""
    options = tuple(
        replace(option, text=text) if option.id == identifier else option
        for option in question.options
    )
    return replace(question, options=options)


@pytest.mark.parametrize("form", SAMPLES)
def test_other_words_around_it_change_nothing(form):
    shown = asked(form)
    item = make_item(shown, "a seed")
    now = replace(shown, explanation="Басқаша түсіндірілді.", version=2)

    assert rekeyed_question(item, make_item(now, "another seed")) is item


@pytest.mark.parametrize("form", [Form.CHOICE, Form.TRUE_FALSE])
def test_the_option_that_is_right_now_has_the_mark(form):
    shown = asked(form)
    wrong = next(option.id for option in shown.options if not option.key)
    right = next(option.id for option in shown.options if option.key)

    item = judged(shown, replace(with_key(shown, wrong), explanation="Түзетілді."))

    assert mark(item, f"text:{wrong}").score == 1
    assert mark(item, f"text:{right}").score == 0
    assert item.feedback == "Түзетілді."
    assert item.question == (shown.key, 2)
    assert [option.text for option in item.options] == [
        option.text for option in make_item(shown, "a seed").options
    ]


def test_words_that_change_places_take_the_key_along():
    shown = asked(Form.CHOICE)
    now = with_text(with_text(shown, "2", "1991"), "1", "1992")

    item = judged(shown, now)

    # Who chose the words «1991» chose what is right now under its id, 2
    assert mark(item, "text:1").score == 1
    assert mark(item, "text:2").score == 0


def test_an_option_with_better_words_is_the_same_one():
    shown = replace(
        asked(Form.CHOICE),
        options=(
            QuestionOption(id="1", text="Ташкент", key=True),
            QuestionOption(id="2", text="Минск"),
        ),
    )

    assert judged(shown, with_text(shown, "1", "Ташкент қаласы")) == make_item(
        shown, "a seed"
    )


def test_another_year_is_another_option_and_then_none_is_right():
    shown = asked(Form.CHOICE)

    with pytest.raises(NoKey):
        judged(shown, with_text(shown, "2", "1994"))


def test_a_claim_that_was_turned_round_with_its_key_cannot_be_judged():
    shown = asked(Form.TRUE_FALSE)
    now = replace(with_key(shown, "false"), stem="ТМД 1992 жылы құрылды.")

    with pytest.raises(NoKey):
        judged(shown, now)


def test_several_answers_follow_their_keys():
    shown = asked(Form.MULTIPLE_CHOICE)

    item = judged(shown, with_key(shown, "3"))

    assert mark(item, frozenset({"text:3"})).score == 1
    assert mark(item, frozenset({"text:1", "text:2"})).score == 0


def test_a_typed_date_is_judged_by_the_new_one():
    shown = asked(Form.DATE_ENTRY)

    item = judged(shown, replace(shown, dates=(QuestionDate(edtf="1993-06-16"),)))

    assert mark(item, "16.06.1993").score == 1
    assert mark(item, "15.05.1992").score < 1


def test_pairs_follow_the_new_right_sides():
    shown = asked(Form.MATCHING)
    first, second = shown.prompts
    prompts = (replace(first, option="3"), second)

    item = judged(shown, replace(shown, prompts=prompts))

    assert mark(item, {"text:p1": "text:3", "text:p2": "text:2"}).score == 1


def test_lines_follow_their_new_order_and_new_lines_are_passed_over():
    shown = asked(Form.ORDERING)
    added = QuestionOption(id="4", text="Жарғы қабылданды", key=True)
    now = replace(shown, options=(*reversed(shown.options), added))

    item = judged(shown, now)

    assert mark(item, ("text:3", "text:2", "text:1")).score == 1


def test_a_line_that_is_gone_leaves_no_order():
    shown = asked(Form.ORDERING)

    with pytest.raises(NoKey):
        judged(shown, replace(shown, options=shown.options[1:]))


def test_another_form_is_another_question():
    with pytest.raises(NoKey):
        judged(asked(Form.CHOICE), asked(Form.TRUE_FALSE))
