"""What answers show of facts."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from quizzes.items.data import Form, Item, Option, Prompt
from quizzes.memory.grading import (
    Evidence,
    Grade,
    asked_facts,
    certainty,
    chance,
    evidence_of,
    grade_of,
)
from tests.attempts.sample_items import SAMPLES


def of_facts(form: Form, *keys: str, spare: tuple[str, ...] = ()) -> Item:
    """An item whose options, or whose prompts, are facts."""
    values = [f"fact:{key}" for key in keys]
    others = [f"fact:{key}" for key in spare]
    options = tuple(
        Option(value=value, text=value, key=value in values)
        for value in [*values, *others]
    )
    prompts: tuple[Prompt, ...] = ()
    if form is Form.MATCHING:
        options = tuple(
            Option(value=f"date:{each}", text="", key=each in keys)
            for each in (*keys, *spare)
        )
        prompts = tuple(
            Prompt(value=f"fact:{key}", text=key, key=f"date:{key}") for key in keys
        )
    return replace(
        SAMPLES[form].item,
        facts=tuple((key, 1) for key in keys),
        options=options,
        prompts=prompts,
        order=tuple(values) if form is Form.ORDERING else (),
    )


@pytest.mark.parametrize(
    ("mark", "grade"),
    [
        (0, Grade.AGAIN),
        (0.3, Grade.AGAIN),
        (0.4999, Grade.AGAIN),
        (0.5, Grade.HARD),
        (0.6, Grade.HARD),
        (0.9999, Grade.HARD),
        (1, Grade.GOOD),
    ],
)
def test_marks_become_grades(mark: float, grade: Grade) -> None:
    assert grade_of(mark) is grade


@pytest.mark.parametrize(
    ("form", "options", "expected"),
    [
        (Form.CHOICE, 4, 1 / 4),
        (Form.CHOICE, 3, 1 / 3),
        (Form.TRUE_FALSE, 2, 1 / 2),
        (Form.MULTIPLE_CHOICE, 6, 1 / 63),
        (Form.MATCHING, 5, 1 / 5),
        (Form.ORDERING, 4, 1 / 4),
        (Form.DATE_ENTRY, 0, 0),
    ],
)
def test_the_chance_to_guess_hangs_on_form_and_options(
    form: Form, options: int, expected: float
) -> None:
    assert chance(form, options=options) == expected


@pytest.mark.parametrize(
    ("recall", "guess", "expected"),
    [(0.5, 1 / 2, 2 / 3), (0.5, 1 / 4, 4 / 5), (0.5, 0, 1), (0, 1 / 4, 0), (0, 0, 0)],
)
def test_a_right_answer_is_recall_more_surely_the_harder_it_is_guessed(
    recall: float, guess: float, expected: float
) -> None:
    assert certainty(recall, guess) == pytest.approx(expected)


def test_most_items_teach_the_fact_asked_first() -> None:
    item = replace(SAMPLES[Form.CHOICE].item, facts=(("asked", 2), ("clue", 1)))

    assert asked_facts(item) == ("asked",)
    assert evidence_of(item, SAMPLES[Form.CHOICE].right, mark=Decimal(1)) == (
        Evidence(fact="asked", mark=1.0, chance=1 / 4),
    )


def test_each_pair_of_a_matching_is_judged_by_itself() -> None:
    item = of_facts(Form.MATCHING, "one", "two", "three", spare=("four",))
    response = {"fact:one": "date:one", "fact:two": "date:four"}

    shown = evidence_of(item, response, mark=Decimal("0.3333"))

    assert [(each.fact, each.mark, each.chance) for each in shown] == [
        ("one", 1, 1 / 4),
        ("two", 0, 1 / 4),
        ("three", 0, 1 / 4),
    ]


def test_facts_to_order_are_judged_by_the_pairs_they_are_in() -> None:
    item = of_facts(Form.ORDERING, "one", "two", "three", "four")
    response = ("fact:one", "fact:two", "fact:four", "fact:three")

    shown = evidence_of(item, response, mark=Decimal("0.6667"))

    assert [each.mark for each in shown] == pytest.approx([1, 1, 1 / 3, 1 / 3])
    assert [each.grade for each in shown] == [
        Grade.GOOD,
        Grade.GOOD,
        Grade.AGAIN,
        Grade.AGAIN,
    ]


def test_events_of_a_day_are_judged_by_their_ticks() -> None:
    item = of_facts(Form.MULTIPLE_CHOICE, "one", "two", spare=("three", "four"))

    def marks(*ticked: str) -> list[float]:
        response = frozenset(f"fact:{key}" for key in ticked)
        return [each.mark for each in evidence_of(item, response, mark=Decimal(0))]

    assert marks("one") == [1, 0]
    assert marks("one", "two") == [1, 1]
    assert marks("one", "three") == [0.5, 0]
    assert marks("one", "two", "three", "four") == [0, 0]


def test_a_mark_given_anew_stands_for_every_fact() -> None:
    item = of_facts(Form.ORDERING, "one", "two", "three")
    response = ("fact:three", "fact:two", "fact:one")

    shown = evidence_of(item, response, mark=Decimal(1), judged_anew=True)

    assert [each.mark for each in shown] == [1, 1, 1]
