"""Questions by hand are drawn, asked and marked beside what facts make."""

from __future__ import annotations

import uuid
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from quizzes.attempts import taking
from quizzes.attempts.models import Attempt
from quizzes.attempts.snapshots import item_of
from quizzes.bank import drawing
from quizzes.bank.models import Fact, Question
from quizzes.bank.question_content import StimulusContent
from quizzes.bank.question_editing import (
    set_question_state,
    store_question,
    store_stimulus,
)
from quizzes.bank.recipes import FeedbackMode, Recipe
from quizzes.bank.written_items import Written
from quizzes.items.compatibility import fits_with
from quizzes.items.stimuli import PartKind
from quizzes.items.stimuli import StimulusPart as Part
from tests.attempts.answering import form_data, post_answer
from tests.conftest import spread_evenly
from tests.exchange.question_samples import SAMPLES
from tests.factories import SpaceFactory

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
OWN = "aigerim"
TOPIC = "bishkek-group"  # small, so that the questions are a good part of it
RECIPE = Recipe(space=OWN, questions=True, length=6, topics=(TOPIC,))
TEXT = "Бұл мәтінді екі сұрақ бойынша оқыңыз."


@pytest.fixture
def own(every_fact, aigerim):
    """A teacher's space with an approved question of each form, beside all facts."""
    space = SpaceFactory(key=OWN, name="Айгерім", owner=aigerim)
    for content in SAMPLES.values():
        store_question(space=space, content=asked(content), now=timezone.now())
    spread_evenly(Question)
    return space


def asked(content):
    """A sample in the topic that is drawn from, approved."""
    return replace(content, state="approved", source="", topic=TOPIC, paragraphs=())


@pytest.fixture
def text(own):
    """A text with two questions and a fact under it."""
    questions = list(Question.objects.order_by("key")[:2])
    fact = Fact.objects.core().filter(property="signed_on", unasked="").first()
    content = StimulusContent(
        key="letter",
        title="Хат",
        text=TEXT,
        attribution="Мұрағат",
        parts=(
            Part(kind=PartKind.QUESTION, key=questions[1].key),
            Part(kind=PartKind.FACT, key=fact.key),
            Part(kind=PartKind.QUESTION, key=questions[0].key),
        ),
        state="approved",
    )
    return store_stimulus(space=own, content=content, now=timezone.now()).stimulus


def begin(learner, wanted, mode=FeedbackMode.AT_ONCE) -> Attempt:
    """An attempt with an item of the wanted kind, by the first seed that draws one."""
    seed = next(n for n in range(300) if any(map(wanted, drawn(n))))
    return taking.start(
        learner=learner,
        recipe=replace(RECIPE, feedback_mode=mode),
        start_key=uuid.uuid4(),
        seed=str(seed),
        now=timezone.now(),
    )


def is_choice_by_hand(item) -> bool:
    return item.question is not None and item.form == "choice"


def drawn(seed, count=6, **more):
    limits = {"topics": [TOPIC], "space": OWN, "questions": True}
    return drawing.draw(count=count, seed=str(seed), **(limits | more))


def test_each_question_is_drawn_in_the_end_and_none_unless_asked_for(own):
    met = {item.question for seed in range(30) for item in drawn(seed, count=10)}
    keys = {f"{OWN}.{key}" for key in own.question_set.values_list("key", flat=True)}

    assert {pair[0] for pair in met if pair} == keys
    for seed in range(10):
        items = drawn(seed, count=10, questions=False)
        assert not any(item.question for item in items)


def test_a_draft_is_not_drawn(own):
    for question in Question.objects.all():
        set_question_state(
            question=question, state="draft", now=timezone.now(), by=None
        )

    assert not any(item.question for seed in range(20) for item in drawn(seed))


def test_families_and_forms_hold_for_questions_too(own):
    for question in Question.objects.all():
        for seed in range(4):
            items = drawn(seed, forms=[question.form], families=[question.family])
            assert {item.form for item in items} <= {question.form}
            assert {item.family for item in items} <= {question.family}


def test_what_stands_under_one_text_stays_together_and_in_order(text):
    met = 0
    for seed in range(50):
        items = drawn(seed, count=8)
        places = [n for n, item in enumerate(items) if item.stimulus is not None]
        assert places == list(range(places[0], places[0] + 3)) if places else True
        assert [items[n].stimulus.part for n in places] in ([], [1, 2, 3])
        rest = [item for item in items if item.stimulus is None]
        assert all(fits_with(rest, items[n]) for n in places)
        met += bool(places)

    assert met > 5


def test_a_question_whose_text_is_a_draft_waits_for_it(text):
    type(text).objects.update(state="draft", approved_at=None, approved_by=None)
    under = {f"{OWN}.{part.question.key}" for part in text.parts.all() if part.question}

    met = {item.asked[0] for seed in range(40) for item in drawn(seed)}

    assert not met & under


def test_questions_cost_no_more_queries_however_many(own, assert_same_queries):
    content = next(iter(SAMPLES.values()))

    def grow(number):
        start = Question.objects.count()
        for place in range(start, start + number):
            stem = f"{content.stem} ({place})"
            store_question(
                space=own,
                content=replace(asked(content), key=f"more-{place}", stem=stem),
                now=timezone.now(),
            )

    def make():
        # By their ids: how often drawing has to look again is a matter of chance.
        ids = list(Question.objects.values_list("pk", flat=True))
        written = Written.read(ids)
        return [written.items(pk, seed="1", make_fact=lambda fact: None) for pk in ids]

    assert_same_queries(grow=grow, block=make)


@pytest.mark.parametrize("mode", [FeedbackMode.AT_ONCE, FeedbackMode.AT_END])
def test_an_attempt_asks_marks_and_explains_a_question(own, bolat, client_for, mode):
    attempt = begin(bolat, is_choice_by_hand, mode)
    browser = client_for(bolat)
    slots = list(attempt.slots.select_related("snapshot"))
    slot = next(each for each in slots if is_choice_by_hand(item_of(each.snapshot)))
    item = item_of(slot.snapshot)
    key = next(option for option in item.options if option.key)

    address = reverse("attempts:slot", args=[attempt.public_id, slot.position])
    page = browser.get(address).content.decode()
    assert item.stem in page
    assert item.feedback
    assert item.feedback not in page
    told = post_answer(browser, slot, form_data(slot, key.value)).content.decode()
    assert (item.feedback in told) is (mode is FeedbackMode.AT_ONCE)

    slot.refresh_from_db()
    assert slot.mark == 1


def test_the_text_stands_above_each_of_its_questions_and_in_the_result(
    text, bolat, client_for
):
    attempt = begin(bolat, lambda item: item.stimulus is not None)
    browser = client_for(bolat)
    slots = attempt.slots.select_related("snapshot").order_by("position")

    for slot in slots:
        address = reverse("attempts:slot", args=[attempt.public_id, slot.position])
        page = BeautifulSoup(browser.get(address).content, "html.parser")
        item = item_of(slot.snapshot)
        assert bool(page.select("details[open]")) is (item.stimulus is not None)
        assert (TEXT in page.get_text()) is (item.stimulus is not None)

    browser.post(reverse("attempts:close", args=[attempt.public_id]))
    result = browser.get(reverse("attempts:result", args=[attempt.public_id]))
    assert result.content.decode().count(TEXT) == 3
