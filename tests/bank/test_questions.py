"""Questions and stimuli in the bank: versions, states, what the database refuses."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from quizzes.bank.editing import Change, StaleVersion, UnknownKey
from quizzes.bank.models import Question, QuestionVersion, Stimulus, StimulusPart
from quizzes.bank.question_content import (
    StimulusContent,
    question_from_plain,
    question_to_plain,
    stimulus_from_plain,
    stimulus_to_plain,
)
from quizzes.bank.question_conversion import (
    question_content,
    question_data,
    stimulus_content,
)
from quizzes.bank.question_editing import (
    AlreadyUnderAText,
    CannotBeSaved,
    set_question_state,
    store_question,
    store_stimulus,
)
from quizzes.bank.spaces import Space
from quizzes.items.data import Form
from quizzes.items.question_faults import QuestionFault
from quizzes.items.stimuli import PartKind
from quizzes.items.stimuli import StimulusPart as Part
from tests.exchange.question_samples import CHOICE, DATE, SAMPLES
from tests.factories import NOW, SpaceFactory, TopicFactory, make_fact

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


@pytest.fixture
def space() -> Space:
    made: Any = SpaceFactory()  # a factory's class does not say what it makes
    TopicFactory(space=made)
    return made


def store(space: Space, content=CHOICE, **more):
    return store_question(space=space, content=content, now=NOW, **more)


@pytest.mark.parametrize("form", Form)
def test_a_question_is_kept_whole(space, form):
    content = replace(
        SAMPLES[form], source="textbook", topic="collective-security", paragraphs=(8,)
    )

    store(space, content)

    stored = Question.objects.with_content().get()
    assert question_content(stored) == content
    assert question_data(stored) == content.as_data(1)
    version = QuestionVersion.objects.get()
    assert question_from_plain(version.content) == content
    assert question_from_plain(question_to_plain(content)) == content


def test_each_change_is_a_version_and_no_change_is_none(space, aigerim):
    store(space)

    same = store(space)
    changed = store(space, replace(CHOICE, stem="Қай жылы?"), by=aigerim)

    assert (same.change, changed.change) == (Change.UNCHANGED, Change.CHANGED)
    assert list(QuestionVersion.objects.values_list("number", "made_by")) == [
        (1, None),
        (2, aigerim.pk),
    ]
    assert changed.question.version == 2


def test_the_second_of_two_editors_is_told_of_the_first(space):
    store(space, seen_version=0)
    store(space, replace(CHOICE, stem="Бірінші?"), seen_version=1)

    with pytest.raises(StaleVersion):
        store(space, replace(CHOICE, stem="Екінші?"), seen_version=1)
    with pytest.raises(StaleVersion):
        store(space, replace(CHOICE, stem="Үшінші?"), seen_version=0)

    assert Question.objects.get().stem == "Бірінші?"


def test_a_question_with_two_right_answers_is_not_saved(space):
    options = tuple(replace(option, key=True) for option in CHOICE.options)

    with pytest.raises(CannotBeSaved) as refused:
        store(space, replace(CHOICE, options=options))

    assert [each.code for each in refused.value.faults] == [QuestionFault.SEVERAL_KEYS]
    assert not Question.objects.exists()


def test_approval_is_recorded_and_taken_back(space, aigerim):
    question = store(space).question

    approved = set_question_state(
        question=question, state="approved", now=NOW, by=aigerim
    ).question
    assert approved.approved_by == aigerim
    withdrawn = set_question_state(
        question=question, state="draft", now=NOW, by=aigerim
    ).question

    assert (withdrawn.approved_at, withdrawn.version) == (None, 3)


def test_a_source_that_is_not_there_is_said(space):
    with pytest.raises(UnknownKey):
        store(space, replace(CHOICE, source="nothing"))


@pytest.mark.parametrize(
    "change",
    [
        {"state": "approved"},
        {"form": "riddle"},
        {"family": "riddle"},
        {"stem": ""},
        {"version": 0},
        {"paragraphs": [1]},
    ],
)
def test_the_database_refuses_what_makes_no_sense(space, change):
    store(space)

    with pytest.raises(IntegrityError), transaction.atomic():
        Question.objects.update(**change)


# Stimuli

TEXT = StimulusContent(
    key="letter",
    text="Хат мәтіні.",
    title="Хат",
    parts=(
        Part(kind=PartKind.QUESTION, key=CHOICE.key),
        Part(kind=PartKind.QUESTION, key=DATE.key),
    ),
)


def store_text(space: Space, content: StimulusContent = TEXT):
    return store_stimulus(space=space, content=content, now=NOW)


def test_a_text_keeps_its_questions_and_facts_in_order(space):
    store(space)
    fact = make_fact(space=space)
    content = replace(
        TEXT, parts=(Part(kind=PartKind.FACT, key=fact.key), TEXT.parts[0])
    )

    store_text(space, content)

    stored = Stimulus.objects.with_content().get()
    assert stimulus_content(stored) == content
    assert stimulus_from_plain(stimulus_to_plain(content)) == content
    assert store_text(space, content).change == Change.UNCHANGED


def test_a_question_stands_under_one_text_only(space):
    store(space)
    store(space, DATE)
    store_text(space)

    with pytest.raises(AlreadyUnderAText):
        store_text(space, replace(TEXT, key="other"))

    assert Stimulus.objects.count() == 1


def test_parts_can_change_places(space):
    store(space)
    store(space, DATE)
    store_text(space)

    store_text(space, replace(TEXT, parts=TEXT.parts[::-1]))

    stored = Stimulus.objects.with_content().get()
    assert stimulus_content(stored).parts == TEXT.parts[::-1]
    assert stored.version == 2


@pytest.mark.parametrize(
    "change", [{"position": 6}, {"position": 0}, {"question": None}]
)
def test_the_database_refuses_a_part_that_is_none(space, change):
    store(space)
    store(space, DATE)
    store_text(space)

    with pytest.raises(IntegrityError), transaction.atomic():
        StimulusPart.objects.filter(position=1).update(**change)
