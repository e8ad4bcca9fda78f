"""A copy of a common fact stands in its place under the texts that name it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quizzes.bank import drawing, quiz_drawing
from quizzes.bank.conversion import fact_content
from quizzes.bank.editing import store_fact
from quizzes.bank.models import Fact, Stimulus
from quizzes.bank.question_content import StimulusContent
from quizzes.bank.question_editing import store_question, store_stimulus
from quizzes.bank.spaces import Space, own_space
from quizzes.items.data import Item
from quizzes.items.stimuli import PartKind, StimulusPart
from quizzes.people.models import User
from tests.exchange.question_samples import CHOICE
from tests.factories import NOW, EntityFactory, make_bank, make_fact

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


@pytest.fixture
def space(aigerim: User) -> Space:
    """A teacher's own, beside a common library of a few dated treaties."""
    common = make_bank()
    for year in (1993, 1994, 1995):
        EntityFactory(
            space=common,
            key=f"of-{year}",
            kind="treaty",
            name=f"Шарт {year - 3}",
        )
        make_fact(
            key=f"of-{year}-signed-on",
            subject=f"of-{year}",
            value=f"{year}-05-15",
            statement="Бұл шартқа да қол қойылды.",
            state="approved",
        )
    make_fact(state="approved")
    return own_space(owner=aigerim, name="Айгерім")


def text_in(space: Space) -> Stimulus:
    """A text with a question and the common fact of 1992 under it."""
    question = replace(CHOICE, state="approved")
    store_question(space=space, content=question, now=NOW)
    content = StimulusContent(
        key="letter",
        text="Хаттың мәтіні.",
        parts=(
            StimulusPart(kind=PartKind.FACT, key="treaty-signed-on"),
            StimulusPart(kind=PartKind.QUESTION, key=question.key),
        ),
        state="approved",
    )
    return store_stimulus(space=space, content=content, now=NOW).stimulus


def copy(space: Space, state: str = "approved") -> Fact:
    """The fact of 1992 copied, and changed to another day."""
    original = Fact.objects.with_content().get(key="treaty-signed-on")
    content = replace(fact_content(original), value="1992-05-16", state=state)
    return store_fact(space=space, content=content, now=NOW).fact


def facts_in(items: list[Item]) -> list[str]:
    return [item.asked[0] for item in items if item.question is None]


@pytest.mark.parametrize("where", ["own", "common"])
def test_the_copy_is_asked_under_the_text(space: Space, where: str) -> None:
    text = text_in(space if where == "own" else Space.objects.get(key="common"))
    text = Stimulus.objects.with_content().get(pk=text.pk)
    before = quiz_drawing.items_of_text(text, space=space, seed="1")

    copied = copy(space)

    after = quiz_drawing.items_of_text(text, space=space, seed="1")
    assert len(before) == len(after) == 2
    assert facts_in(list(before)) == ["treaty-signed-on"]
    assert facts_in(list(after)) == [copied.reference]
    named = {"texts": [text.reference], "count": 2, "seed": "1"}
    assert facts_in(drawing.draw(**named, space=space.key)) == [copied.reference]


def test_a_copy_that_is_a_draft_changes_nothing_yet(space: Space) -> None:
    text = text_in(space)
    copy(space, state="draft")

    items = drawing.draw(texts=[text.reference], count=2, seed="1", space=space.key)

    assert facts_in(items) == ["treaty-signed-on"]


def test_others_are_asked_the_original(space: Space) -> None:
    text = text_in(Space.objects.get(key="common"))
    copy(space)

    items = drawing.draw(texts=[text.reference], count=2, seed="1")

    assert facts_in(items) == ["treaty-signed-on"]
