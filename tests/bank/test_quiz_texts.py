"""Texts with their questions, and a teacher's own facts and questions, in a quiz."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from quizzes.bank import quiz_editing
from quizzes.bank.models import Fact, Quiz, Stimulus
from quizzes.bank.question_content import StimulusContent
from quizzes.bank.question_editing import store_question, store_stimulus
from quizzes.bank.quiz_access import rows_of
from quizzes.bank.spaces import Space, own_space
from quizzes.items.data import Form
from quizzes.items.stimuli import PartKind, StimulusPart
from quizzes.people.models import User
from tests.bank.quizzes import ids, make_quiz
from tests.exchange.question_samples import SAMPLES
from tests.factories import NOW, make_bank, make_fact

pytestmark = pytest.mark.django_db

KEYS = ("first-question", "second-question", "third-question")


@pytest.fixture
def space(aigerim: User) -> Space:
    return own_space(owner=aigerim, name="Айгерім")


@pytest.fixture
def quiz(aigerim: User) -> Quiz:
    return make_quiz(aigerim)


@pytest.fixture
def aigerims(aigerim: User, client: Client) -> Client:
    client.force_login(aigerim)
    return client


def write_question(space: Space, key: str, form: Form = Form.CHOICE, **more: object):
    content = replace(SAMPLES[form], key=key, state="approved", **more)
    return store_question(space=space, content=content, now=NOW).question


def write_text(space: Space, *, approved: bool = True) -> Stimulus:
    for key in KEYS:
        write_question(space, key, stem=f"Мәтінде не айтылған? {key}")
    content = StimulusContent(
        key="a-passage",
        title="Үзінді",
        text="1992 жылы Ташкентте мемлекет басшылары кездесті.",
        parts=tuple(StimulusPart(kind=PartKind.QUESTION, key=key) for key in KEYS),
        state="approved" if approved else "draft",
    )
    return store_stimulus(space=space, content=content, now=NOW).stimulus


def add(client: Client, quiz: Quiz, **what: str) -> int:
    quiz.refresh_from_db()
    url = reverse("quizzes:add", args=[quiz.public_id])
    return client.post(url, {"version": quiz.version, **what}).status_code


def test_an_own_question_is_found_and_added(
    space: Space, quiz: Quiz, aigerims: Client
) -> None:
    question = write_question(space, "my-question")
    page = aigerims.get(reverse("quizzes:add", args=[quiz.public_id]))
    assert [each.pk for each in page.context["questions"]] == [question.pk]

    assert add(aigerims, quiz, question=question.reference) == 302

    last = rows_of(quiz)[-1]
    assert last.pinned
    assert last.item().question == (f"{space.key}.my-question", question.version)
    assert add(aigerims, quiz, question=question.reference) == 409


def test_what_is_not_the_teachers_or_not_approved_is_not_there(
    quiz: Quiz, space: Space, dana: User, aigerims: Client
) -> None:
    theirs = own_space(owner=dana, name="Дана")
    foreign = write_question(theirs, "their-question")
    draft = write_question(space, "a-draft")
    type(draft).objects.filter(pk=draft.pk).update(
        state="draft", approved_at=None, approved_by=None
    )
    unready = write_text(space, approved=False)
    before = len(rows_of(quiz))

    assert add(aigerims, quiz, question=foreign.reference) == 404
    assert add(aigerims, quiz, question=draft.reference) == 404
    assert add(aigerims, quiz, text=unready.reference) == 404
    assert add(aigerims, quiz, question=f"{space.key}.{KEYS[0]}") == 404
    assert add(aigerims, quiz, question="\0") in (404, 422)
    assert len(rows_of(quiz)) == before


def test_a_text_comes_with_its_questions_and_stays_whole(
    space: Space, quiz: Quiz, aigerim: User, aigerims: Client
) -> None:
    text = write_text(space)
    page = aigerims.get(reverse("quizzes:add", args=[quiz.public_id]))
    assert [each.pk for each in page.context["texts"]] == [text.pk]
    assert page.context["questions"] == []

    assert add(aigerims, quiz, text=text.reference) == 302

    last = [row.item() for row in rows_of(quiz)][-3:]
    assert [item.stimulus.part for item in last if item.stimulus] == [1, 2, 3]
    assert {item.stimulus.key for item in last if item.stimulus} == {text.reference}
    shown = aigerims.get(quiz.get_absolute_url()).context["shown"]
    assert [row.leads for row in shown.rows][-3:] == [True, False, False]
    with pytest.raises(quiz_editing.NoOther):
        quiz_editing.swap(
            quiz=quiz,
            item_id=ids(quiz)[-2],
            seed="1",
            seen_version=2,
            by=aigerim,
            now=NOW,
        )


def test_a_text_that_was_changed_is_told_of_and_made_anew_as_a_whole(
    space: Space, quiz: Quiz, aigerims: Client
) -> None:
    text = write_text(space)
    add(aigerims, quiz, text=text.reference)
    Stimulus.objects.filter(pk=text.pk).update(version=7, text="Жаңа мәтін.")
    quiz.refresh_from_db()
    shown = aigerims.get(quiz.get_absolute_url()).context["shown"]
    assert [row.is_changed for row in shown.rows][-3:] == [True, True, True]

    url = reverse("quizzes:change_item", args=[quiz.public_id, ids(quiz)[-3]])
    data = {"version": quiz.version, "action": "refresh"}
    assert aigerims.post(url, data).status_code == 302

    last = [row.item() for row in rows_of(quiz)][-3:]
    assert [i.stimulus.text for i in last if i.stimulus] == ["Жаңа мәтін."] * 3
    assert len(rows_of(quiz)) == 9


def test_under_a_text_on_paper_the_text_stands_above(
    space: Space, quiz: Quiz, aigerims: Client
) -> None:
    add(aigerims, quiz, text=write_text(space).reference)

    url = reverse("quizzes:paper", args=[quiz.public_id])
    page = aigerims.get(url, {"variants": "4", "part": "all"})

    for sheet in page.context["paper"].sheets:
        [block] = [block for block in sheet.blocks if block.stimulus]
        assert len(block.items) == 3
        assert block.last == block.first + 2
        assert [item.stem[0].split()[-1] for item in block.items] == list(KEYS)
    assert page.content.decode().count("Ташкентте мемлекет басшылары") == 4


def test_a_teachers_own_facts_are_drawn_and_added(
    space: Space, aigerim: User, aigerims: Client
) -> None:
    make_bank(space)
    facts = [
        make_fact(
            space=space,
            key=f"own-fact-{year}",
            value=f"{year}-05-15",
            statement=f"Шартқа {year} жылғы 15 мамырда қол қойылды.",
            subject=subject,
            property=name,
            state="approved",
        )
        for year, subject, name in [
            (1992, "treaty", "signed_on"),
            (1995, "summit", "held_on"),
        ]
    ]
    data = {"title": "Өз деректерім", "length": 2, "feedback_mode": "at_end"}
    aigerims.post(reverse("quizzes:new"), data | {"details": "on"})

    quiz = Quiz.objects.latest("pk")
    drawn = {row.item().asked[0] for row in rows_of(quiz)}
    assert drawn
    assert drawn <= {fact.reference for fact in facts}
    assert quiz.asked().space == space.key
    page = aigerims.get(reverse("quizzes:add", args=[quiz.public_id]))
    found = {each["fact"].reference for each in page.context["facts"]}
    assert {fact.reference for fact in Fact.objects.select_related("space")} == found
