"""What answers to questions drawn at random say of the model."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError
from django.test import Client

from quizzes.attempts.models import Attempt, Slot
from quizzes.attempts.yardstick import yardstick_answers
from quizzes.items.data import Form
from quizzes.memory.calibration import Forecast
from quizzes.people.models import User
from tests.attempts.answering import submit, url
from tests.attempts.conftest import StartAttempt
from tests.attempts.sample_items import SAMPLES

pytestmark = pytest.mark.django_db

FORMS = (Form.CHOICE, Form.TRUE_FALSE, Form.DATE_ENTRY, Form.MATCHING)


def drawn_blindly(attempt: Attempt, *, recall: float) -> None:
    attempt.slots.update(reason=Slot.Why.YARDSTICK, recall=recall)


def answer(attempt: Attempt, *, right: bool, position: int) -> None:
    slots = attempt.slots.select_related("attempt", "snapshot")
    sample = SAMPLES[FORMS[position - 1]]
    response = sample.right if right else sample.wrong
    submit(slots.get(position=position), response)


@pytest.fixture
def answered(start: StartAttempt, bolat: User, dana: User) -> Attempt:
    """Bolat has answered three of four, all rightly; Dana one, and not rightly."""
    danas, bolats = start(Form.CHOICE, learner=dana), start(*FORMS)
    drawn_blindly(danas, recall=0.4)
    drawn_blindly(bolats, recall=0.9)
    answer(danas, right=False, position=1)
    for position in (1, 2, 3):
        answer(bolats, right=True, position=position)
    return bolats


def test_each_answer_is_held_against_what_was_foretold_at_the_draw(
    answered: Attempt, bolat: User, dana: User
) -> None:
    found = list(yardstick_answers())

    guess = 1 / len(SAMPLES[Form.CHOICE].item.options)
    assert [each.learner_id for each in found] == [dana.pk] + 3 * [bolat.pk]
    assert [each.forecast for each in found] == [
        Forecast(foretold=pytest.approx(guess + (1 - guess) * 0.4), right=False),
        Forecast(foretold=pytest.approx(guess + (1 - guess) * 0.9), right=True),
        Forecast(foretold=pytest.approx(0.95), right=True),
        # Nobody guesses a date
        Forecast(foretold=pytest.approx(0.9), right=True),
    ]


def test_of_several_facts_in_one_question_the_one_drawn_counts(
    start: StartAttempt,
) -> None:
    attempt = start(*FORMS)
    drawn_blindly(attempt, recall=0.5)
    answer(attempt, right=True, position=4)

    (found,) = yardstick_answers()

    prompts = len(SAMPLES[Form.MATCHING].item.options)
    assert found.forecast.right
    assert found.forecast.foretold == pytest.approx(0.5 + 0.5 / prompts)


def test_what_the_model_chose_says_nothing_of_it_nor_does_a_void_question(
    answered: Attempt,
) -> None:
    answered.slots.filter(position=1).update(reason=Slot.Why.DUE)
    answered.slots.filter(position=2).update(is_void=True)

    assert len(list(yardstick_answers())) == 2


def test_the_table_tells_what_was_foretold_and_what_came(answered: Attempt) -> None:
    told = StringIO()

    call_command("memory", "calibration", stdout=told)

    lines = [line.split() for line in told.getvalue().splitlines()]
    assert ["1", "55.0%", "0.0%"] in lines
    assert ["3", "92.5%", "100.0%"] in lines
    # Three of four are right: the entropy of that is what a constant costs
    assert lines[-1][-2] == "0.5623"


def test_without_such_answers_the_command_says_so(db: None) -> None:
    told = StringIO()

    call_command("memory", "calibration", stdout=told)

    assert len(told.getvalue().splitlines()) == 1


def test_a_question_says_why_it_is_asked(answered: Attempt, bolats: Client) -> None:
    answered.slots.filter(position=4).update(reason=Slot.Why.DUE)

    shown = bolats.get(url("slot", answered, 4)).content.decode()

    assert str(Slot.Why.DUE.label) in shown
    assert str(Slot.Why.YARDSTICK.label) not in shown


@pytest.mark.parametrize(
    "changes", [{"reason": ""}, {"recall": None}, {"recall": 1.5}, {"reason": "luck"}]
)
def test_the_database_keeps_reason_and_recall_together(
    answered: Attempt, changes: dict[str, object]
) -> None:
    with pytest.raises(IntegrityError, match="slot_recall_iff_reason"):
        answered.slots.update(**changes)
