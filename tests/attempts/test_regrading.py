"""A corrected fact is asked of again: marks follow it, and can go back."""

from __future__ import annotations

import uuid
from dataclasses import replace
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from quizzes.attempts import learning, regrading, taking
from quizzes.attempts.models import Attempt, Mark, Slot
from quizzes.attempts.snapshots import item_of
from quizzes.bank import editing
from quizzes.bank.conversion import fact_content
from quizzes.bank.models import Fact
from quizzes.bank.recipes import FeedbackMode, Recipe
from quizzes.items.data import Form
from quizzes.memory.models import Memory
from tests.factories import SpaceFactory, make_classroom, make_enrolment

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
AT_END = FeedbackMode.AT_END


@pytest.fixture
def fact(every_fact, aigerim) -> Fact:
    """A teacher's own copy of a dated fact, beside the whole library."""
    space = SpaceFactory(key="aigerim", name="Айгерім", owner=aigerim)
    common = (
        Fact.objects.core().filter(property="signed_on", unasked="").order_by("key")
    )
    content = fact_content(common.with_content().first())
    stored = editing.store_fact(space=space, content=content, now=timezone.now())
    return stored.fact


def take(learner, fact, form, mode=AT_END, seeds=range(400)) -> Slot:
    """Start an attempt that asks the fact by its date in one form; give the slot."""
    for seed in seeds:
        recipe = Recipe(
            facts=(fact.reference,), forms=(form,), length=1, feedback_mode=mode
        )
        attempt = taking.start(
            learner=learner,
            recipe=recipe,
            start_key=uuid.uuid4(),
            seed=str(seed),
            now=timezone.now(),
        )
        slot = attempt.slots.select_related("attempt", "snapshot").get()
        if item_of(slot.snapshot).wording in ("when", "entry", "claim"):
            return slot
        attempt.delete()
    raise AssertionError("it is never asked so")


def answer(slot: Slot, response) -> Slot:
    taking.submit(
        slot=slot,
        response=response,
        idempotency_key=uuid.uuid4(),
        number=slot.answer_count + 1,
        now=timezone.now(),
    )
    return Slot.objects.select_related("attempt", "snapshot").get(pk=slot.pk)


def key_of(slot: Slot) -> str:
    return next(o.value for o in item_of(slot.snapshot).options if o.key)


def distractor_of(slot: Slot) -> str:
    return next(o.value for o in item_of(slot.snapshot).options if not o.key)


def correct(fact: Fact, by, value: str) -> Fact:
    """Store another date."""
    stored = Fact.objects.with_content().get(pk=fact.pk)
    content = replace(fact_content(stored), value=value)
    return editing.store_fact(
        space=stored.space, content=content, now=timezone.now(), by=by
    ).fact


def marks(slot: Slot) -> list[float]:
    found = Mark.objects.filter(answer__slot=slot).order_by("pk")
    return [float(score) for score in found.values_list("score", flat=True)]


def the_sums_are_right() -> bool:
    return all(
        (attempt.score or 0) == sum(slot.mark or 0 for slot in attempt.slots.all())
        for attempt in Attempt.objects.all()
    )


def do(fact, by, *, gives_all=True):
    fact = Fact.objects.select_related("space").get(pk=fact.pk)
    return regrading.regrade(thing=fact, gives_all=gives_all, by=by, now=timezone.now())


def test_marks_follow_the_corrected_fact_and_go_back(fact, aigerim, bolat, dana):
    right = take(bolat, fact, Form.CHOICE)
    wrong_value = distractor_of(right)
    right = answer(right, key_of(right))
    other = take(dana, fact, Form.CHOICE, seeds=[int(right.attempt.seed)])
    other = answer(other, wrong_value)
    assert right.mark == 1
    assert other.mark == 0

    fact = correct(fact, aigerim, wrong_value.removeprefix("date:"))
    changes = regrading.changes_of(fact, gives_all=False)
    assert {each.slot.pk: each.after for each in changes} == {right.pk: 0, other.pk: 1}
    assert {each.slot.pk: each.before for each in changes} == {right.pk: 1, other.pk: 0}
    assert marks(right) == [1]

    made = do(fact, aigerim)
    assert (marks(right), marks(other)) == ([1, 0], [0, 1])
    assert the_sums_are_right()
    assert regrading.changes_of(fact, gives_all=True) == []

    regrading.undo(made=made, by=aigerim, now=timezone.now())
    assert (marks(right), marks(other)) == ([1, 0, 1], [0, 1, 0])
    assert the_sums_are_right()
    with pytest.raises(regrading.UndoneAlready):
        regrading.undo(made=made, by=aigerim, now=timezone.now())


@pytest.mark.parametrize("gives_all", [True, False])
def test_where_no_option_is_right_any_more_all_get_the_mark_if_that_is_wanted(
    fact, aigerim, bolat, gives_all
):
    slot = take(bolat, fact, Form.CHOICE)
    slot = answer(slot, distractor_of(slot))
    fact = correct(fact, aigerim, "1901-02-03")

    do(fact, aigerim, gives_all=gives_all)

    slot.refresh_from_db()
    assert slot.mark == (1 if gives_all else 0)
    assert slot.is_void is gives_all
    assert the_sums_are_right()


def test_a_typed_date_is_judged_by_the_new_one(fact, aigerim, bolat):
    slot = answer(take(bolat, fact, Form.DATE_ENTRY), "3.02.1901")
    assert slot.mark == 0
    fact = correct(fact, aigerim, "1901-02-03")

    do(fact, aigerim)

    slot.refresh_from_db()
    assert slot.mark == 1
    # What it is judged by is kept whole: a second time changes nothing
    assert regrading.changes_of(fact, gives_all=True) == []


def test_what_is_answered_afterwards_is_judged_the_new_way(fact, aigerim, bolat):
    slot = take(bolat, fact, Form.CHOICE)
    wanted = distractor_of(slot)
    fact = correct(fact, aigerim, wanted.removeprefix("date:"))
    do(fact, aigerim)

    slot = Slot.objects.select_related("attempt", "snapshot").get(pk=slot.pk)
    slot = answer(slot, wanted)

    assert slot.mark == 1
    assert the_sums_are_right()


def test_words_that_change_and_not_the_answer_change_no_mark(fact, aigerim, bolat):
    answer(take(bolat, fact, Form.TRUE_FALSE), "text:true")
    answer(take(bolat, fact, Form.DATE_ENTRY), "1901")
    stored = Fact.objects.with_content().get(pk=fact.pk)
    texts = tuple(
        replace(text, statement=f"{text.statement} Иә.")
        for text in fact_content(stored).texts
    )
    content = replace(fact_content(stored), texts=texts)
    fact = editing.store_fact(
        space=stored.space, content=content, now=timezone.now(), by=aigerim
    ).fact

    assert regrading.changes_of(fact, gives_all=True) == []


def test_memory_follows_the_marks(fact, aigerim, bolat):
    slot = take(bolat, fact, Form.CHOICE, FeedbackMode.AT_ONCE)
    wanted = distractor_of(slot)
    slot = answer(slot, wanted)
    assert Memory.objects.get(fact=fact).misses == 1
    fact = correct(fact, aigerim, wanted.removeprefix("date:"))

    made = do(fact, aigerim)

    assert Memory.objects.get(fact=fact).misses == 0
    assert learning.states_from_answers(bolat.pk).keys() == {fact.pk}
    regrading.undo(made=made, by=aigerim, now=timezone.now())
    assert Memory.objects.get(fact=fact).misses == 1


def test_the_result_shows_the_key_by_which_it_was_judged(
    fact, aigerim, bolat, client_for
):
    slot = take(bolat, fact, Form.CHOICE)
    wanted = distractor_of(slot)
    text = next(o.text for o in item_of(slot.snapshot).options if o.value == wanted)
    answer(slot, wanted)
    taking.close(attempt=slot.attempt, now=timezone.now())
    fact = correct(fact, aigerim, wanted.removeprefix("date:"))
    do(fact, aigerim)

    address = reverse("attempts:result", args=[slot.attempt.public_id])
    page = BeautifulSoup(client_for(bolat).get(address).content, "html.parser")

    assert page.select(".result--right")
    assert text in page.select_one(".result--right").get_text()


def test_the_page_shows_does_and_undoes(fact, aigerim, bolat, dana, client_for):
    make_enrolment(make_classroom(aigerim), bolat)
    wanted = ""
    for learner in (bolat, dana):
        slot = take(learner, fact, Form.CHOICE)
        wanted = distractor_of(slot)
        answer(slot, wanted)
    correct(fact, aigerim, wanted.removeprefix("date:"))
    browser = client_for(aigerim)
    address = reverse("attempts:regrade", args=[fact.reference])

    page = browser.get(address).content.decode()
    assert "Болат" in page
    assert "Дана" not in page  # in no class of hers
    browser.post(address)
    assert set(Slot.objects.values_list("mark", flat=True)) == {Decimal(1)}

    done = BeautifulSoup(browser.get(address).content, "html.parser")
    assert not done.select("main table")
    browser.post(done.select_one('form[action$="/undo/"]')["action"])
    assert set(Slot.objects.values_list("mark", flat=True)) == {Decimal(0)}


def test_another_teachers_fact_is_not_there(fact, dana, client_for):
    dana.role = "teacher"
    dana.save()
    browser = client_for(dana)

    for method in (browser.get, browser.post):
        address = reverse("attempts:regrade", args=[fact.reference])
        assert method(address).status_code == 404


def test_a_teacher_does_not_judge_by_the_common_library(fact, aigerim, client_for):
    common = Fact.objects.filter(space__key="common").first()

    address = reverse("attempts:regrade", args=[common.reference])

    assert client_for(aigerim).post(address).status_code == 403


def test_an_answer_sent_while_it_is_regraded_is_not_lost(fact, aigerim, bolat):
    slot = take(bolat, fact, Form.CHOICE)
    wanted = distractor_of(slot)
    stale = Slot.objects.select_related("attempt", "snapshot").get(pk=slot.pk)
    fact = correct(fact, aigerim, wanted.removeprefix("date:"))
    do(fact, aigerim)

    answer(stale, wanted)

    assert the_sums_are_right()
    slot.refresh_from_db()
    assert slot.answer_count == 1
    assert slot.mark == 1
