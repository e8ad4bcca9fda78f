"""Questions by hand are practised as facts are: from the library, and when missed."""

from __future__ import annotations

import uuid
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from quizzes.attempts import practising, taking
from quizzes.attempts.models import Attempt
from quizzes.attempts.snapshots import item_of
from quizzes.bank.models import Question, Stimulus
from quizzes.bank.question_content import StimulusContent
from quizzes.bank.question_editing import (
    set_question_state,
    store_question,
    store_stimulus,
)
from quizzes.bank.recipes import Recipe
from quizzes.items.stimuli import PartKind
from quizzes.items.stimuli import StimulusPart as Part
from tests.attempts.answering import form_data, post_answer
from tests.exchange.question_samples import CHOICE, SAMPLES
from tests.factories import SpaceFactory

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
OWN = "aigerim"


def approved(space, content=CHOICE, **changes) -> Question:
    content = replace(content, state="approved", **changes)
    return store_question(space=space, content=content, now=timezone.now()).question


def text_of(space, *questions) -> Stimulus:
    """An approved text with the questions under it."""
    content = StimulusContent(
        key="letter",
        text="Хаттың мәтіні.",
        parts=tuple(Part(kind=PartKind.QUESTION, key=each.key) for each in questions),
        state="approved",
    )
    return store_stimulus(space=space, content=content, now=timezone.now()).stimulus


@pytest.fixture
def own(aigerim):
    """A teacher's space, beside a common library without anything."""
    SpaceFactory()
    return SpaceFactory(key=OWN, name="Айгерім", owner=aigerim)


def handed_in(learner, length=1) -> Attempt:
    """An attempt at what there is, handed in without an answer."""
    attempt = taking.start(
        learner=learner,
        recipe=Recipe(space=OWN, questions=True, length=length),
        start_key=uuid.uuid4(),
        seed="1",
        now=timezone.now(),
    )
    taking.close(attempt=attempt, now=timezone.now())
    return attempt


def asked_by(attempt) -> list[str]:
    slots = attempt.slots.select_related("snapshot").order_by("position")
    return [item_of(slot.snapshot).asked[0] for slot in slots]


def again(attempt) -> Attempt:
    return practising.practise_again(
        attempt=attempt, start_key=uuid.uuid4(), seed="2", now=timezone.now()
    )


def test_a_missed_question_is_asked_again_and_no_other(own, bolat):
    missed = approved(own)
    attempt = handed_in(bolat)
    approved(own, SAMPLES["ordering"])

    assert asked_by(again(attempt)) == [missed.reference]


def test_a_missed_question_under_a_text_comes_with_the_whole_text(own, bolat):
    first, second = approved(own), approved(own, SAMPLES["ordering"])
    text_of(own, first, second)
    approved(own, SAMPLES["true_false"])
    attempt = handed_in(bolat, length=3)
    missed = next(
        slot
        for slot in attempt.slots.select_related("snapshot")
        if item_of(slot.snapshot).asked[0] == second.reference
    )
    attempt.slots.exclude(pk=missed.pk).update(mark=1, answer_count=1)

    new = again(attempt)

    assert asked_by(new) == [first.reference, second.reference]
    assert new.length == 2
    assert not new.is_shorter_than_asked


def test_a_press_on_the_result_leads_into_the_question(own, bolat, client_for):
    approved(own)
    attempt = handed_in(bolat)
    browser = client_for(bolat)

    page = browser.get(reverse("attempts:result", args=[attempt.public_id]))
    form = BeautifulSoup(page.content, "html.parser").select_one(
        'form[action$="/practise/"]'
    )
    data = {field["name"]: field["value"] for field in form.select("input[value]")}
    answer = browser.post(form["action"], data, follow=True)

    assert CHOICE.stem.split()[0] in answer.content.decode()
    assert Attempt.objects.exclude(pk=attempt.pk).get().learner == bolat


def test_what_was_withdrawn_since_is_not_asked_and_that_is_said(own, bolat, client_for):
    question = approved(own)
    attempt = handed_in(bolat)
    set_question_state(question=question, state="draft", now=timezone.now(), by=None)

    address = reverse("attempts:practise", args=[attempt.public_id])
    answer = client_for(bolat).post(address, {"start_key": uuid.uuid4()}, follow=True)

    assert answer.redirect_chain[-1][0].endswith("/result/")
    assert [str(each) for each in answer.context["messages"]]
    assert Attempt.objects.count() == 1


def test_a_guest_practises_questions_of_the_common_library(own, client_for):
    common = approved(SpaceFactory())
    approved(own, SAMPLES["ordering"], key="private")
    browser = client_for(None)

    start = {"start_key": uuid.uuid4(), "length": 5}
    browser.post(reverse("attempts:start"), start)
    attempt = Attempt.objects.get()
    assert asked_by(attempt) == [common.reference]  # and not the teacher's own

    slot = attempt.slots.select_related("snapshot", "attempt").get()
    wrong = next(o.value for o in item_of(slot.snapshot).options if not o.key)
    post_answer(browser, slot, form_data(slot, wrong))
    browser.post(reverse("attempts:close", args=[attempt.public_id]))
    address = reverse("attempts:practise", args=[attempt.public_id])
    browser.post(address, {"start_key": uuid.uuid4()})
    assert asked_by(Attempt.objects.exclude(pk=attempt.pk).get()) == [common.reference]


def test_a_draft_of_the_common_library_is_not_practised(own, client_for):
    store_question(space=SpaceFactory(), content=CHOICE, now=timezone.now())

    start = {"start_key": uuid.uuid4(), "length": 5}
    answer = client_for(None).post(reverse("attempts:start"), start)

    assert answer.status_code == 422
    assert not Attempt.objects.exists()
