"""Changing a quiz: as a whole or not at all, and never what somebody has not seen."""

from __future__ import annotations

import uuid
from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404

from quizzes.bank import quiz_drawing, quiz_editing, quiz_sharing
from quizzes.bank.models import Quiz, QuizItem
from quizzes.bank.quiz_access import rows_of, shared_quiz
from quizzes.bank.quiz_checking import Freshness, freshness_of
from quizzes.bank.quiz_editing import Direction
from quizzes.bank.quiz_showing import FEWEST_ANSWERS, show_quiz, usage_of
from quizzes.bank.recipes import Recipe
from quizzes.bank.spaces import own_space
from quizzes.items.data import Form, Item, Stimulus
from quizzes.items.records import to_text
from quizzes.items.shapes import Shape
from quizzes.people.models import User
from tests.attempts.sample_items import SAMPLES
from tests.bank.quizzes import ids, make_quiz, stems
from tests.conftest import AssertSameQueries
from tests.factories import NOW, make_fact

pytestmark = pytest.mark.django_db

CHOICE = SAMPLES[Form.CHOICE].item


def numbered(count: int) -> list[Item]:
    """Items that have nothing to do with one another."""
    return [
        replace(CHOICE, stem=f"Сұрақ {n}", emphasis="", facts=((f"fact-{n}", 1),))
        for n in range(1, count + 1)
    ]


def under_a_text(items: list[Item]) -> list[Item]:
    return [
        replace(
            item,
            stimulus=Stimulus(
                key="text", version=1, text="Мәтін", part=part, parts=len(items)
            ),
        )
        for part, item in enumerate(items, start=1)
    ]


# --- Changing -------------------------------------------------------------------------


@pytest.mark.postgres
def test_items_move_by_one_place_and_stop_at_the_ends(aigerim: User) -> None:
    quiz = make_quiz(aigerim, numbered(3))
    first, second, third = ids(quiz)

    def move(item_id: str, direction: Direction) -> list[str]:
        quiz.refresh_from_db()
        quiz_editing.move(
            quiz=quiz,
            item_id=item_id,
            direction=direction,
            seen_version=quiz.version,
            by=aigerim,
            now=NOW,
        )
        return ids(quiz)

    assert move(first, Direction.DOWN) == [second, first, third]
    assert move(third, Direction.UP) == [second, third, first]
    assert move(second, Direction.UP) == [second, third, first]
    assert move(first, Direction.DOWN) == [second, third, first]


def test_questions_under_one_text_move_and_go_together(aigerim: User) -> None:
    one, two, three, four = numbered(4)
    quiz = make_quiz(aigerim, [one, *under_a_text([two, three]), four])
    _first, second, third, fourth = ids(quiz)

    quiz_editing.move(
        quiz=quiz,
        item_id=third,
        direction=Direction.UP,
        seen_version=1,
        by=aigerim,
        now=NOW,
    )
    assert stems(quiz) == ["Сұрақ 2", "Сұрақ 3", "Сұрақ 1", "Сұрақ 4"]

    quiz_editing.pin(
        quiz=quiz, item_id=second, pinned=True, seen_version=2, by=aigerim, now=NOW
    )
    assert [row.pinned for row in rows_of(quiz)] == [True, True, False, False]

    quiz_editing.remove(quiz=quiz, item_id=second, seen_version=3, by=aigerim, now=NOW)
    assert stems(quiz) == ["Сұрақ 1", "Сұрақ 4"]
    assert ids(quiz)[1] == fourth


@pytest.mark.postgres
def test_who_has_not_seen_the_newest_change_changes_nothing(aigerim: User) -> None:
    quiz = make_quiz(aigerim, numbered(3))
    first = ids(quiz)[0]
    quiz_editing.remove(quiz=quiz, item_id=first, seen_version=1, by=aigerim, now=NOW)
    before = (stems(quiz), Quiz.objects.get(pk=quiz.pk).version)

    for item_id in ids(quiz):
        with pytest.raises(quiz_editing.StaleQuiz):
            quiz_editing.remove(
                quiz=quiz, item_id=item_id, seen_version=1, by=aigerim, now=NOW
            )
    with pytest.raises(quiz_editing.StaleQuiz):
        quiz_editing.set_up(
            quiz=quiz,
            title="Басқа",
            recipe=Recipe(),
            seen_version=1,
            by=aigerim,
            now=NOW,
        )

    assert (stems(quiz), Quiz.objects.get(pk=quiz.pk).version) == before
    assert Quiz.objects.get(pk=quiz.pk).title == "Тоқсандық бақылау"


def test_an_item_of_another_quiz_is_not_there(aigerim: User) -> None:
    quiz, other = make_quiz(aigerim, numbered(2)), make_quiz(aigerim, numbered(2))

    with pytest.raises(quiz_editing.NoSuchItem):
        quiz_editing.remove(
            quiz=quiz, item_id=ids(other)[0], seen_version=1, by=aigerim, now=NOW
        )


@pytest.mark.postgres
def test_two_items_have_no_one_place(aigerim: User) -> None:
    quiz = make_quiz(aigerim, numbered(1))

    with pytest.raises(IntegrityError), transaction.atomic():
        QuizItem.objects.create(quiz=quiz, position=1, content=to_text(CHOICE))


@pytest.mark.parametrize("form", list(Form))
def test_what_is_kept_of_an_item_is_the_whole_of_it(form: Form) -> None:
    item = replace(SAMPLES[form].item, about=("Шарт",), dated=("1992-05-15",))

    assert QuizItem().hold(item).item() == item


def test_a_recipe_keeps_its_shape_and_one_without_reads_as_before() -> None:
    recipe = Recipe(shape=Shape.NATIONAL_TEST)

    assert Recipe.from_record(recipe.to_record()) == recipe
    assert "shape" not in Recipe().to_record()
    assert Recipe.from_record(Recipe().to_record()) == Recipe()


# --- What is told of it ---------------------------------------------------------------


def test_it_is_told_which_question_gives_which_away(aigerim: User) -> None:
    one, two, three = numbered(3)
    helped = replace(
        two, about=("Ұжымдық қауіпсіздік туралы шарт",), dated=("1992-05-15",)
    )
    telling = replace(
        three,
        stem="Ұжымдық қауіпсіздік туралы шартқа 1992 жылғы 15 мамырда кім қол қойды?",
    )
    same_day = replace(one, dated=("1992-05-15",))
    # Only the stems shall tell: the samples' options and feedback are put aside
    plain = [
        replace(each, feedback="", note="") for each in (same_day, helped, telling)
    ]
    plain[0] = replace(plain[0], options=())
    plain[2] = replace(plain[2], options=())
    quiz = make_quiz(aigerim, plain)

    shown = show_quiz(quiz, rows_of(quiz))

    warned = {row.card.number: row.warnings for row in shown.rows}
    assert warned[1] == ()
    assert len(warned[2]) == 2
    assert "1" in warned[2][0]
    assert "3" in warned[2][1]
    assert warned[3] == ()
    assert shown.warned == 1


def test_what_is_told_after_the_answer_helps_only_what_comes_later(
    aigerim: User,
) -> None:
    one, two = numbered(2)
    helped = replace(two, about=("Ұжымдық қауіпсіздік туралы шарт",))
    telling = replace(
        one,
        options=(),
        note="",
        feedback="Ұжымдық қауіпсіздік туралы шартқа 1992 жылғы 15 мамырда қол қойылды.",
    )

    before = make_quiz(aigerim, [telling, helped])
    after = make_quiz(aigerim, [helped, telling])

    assert show_quiz(before, rows_of(before)).warned == 1
    assert show_quiz(after, rows_of(after)).warned == 0


def test_an_item_is_told_apart_that_the_bank_has_changed_since(aigerim: User) -> None:
    fact = make_fact()
    own = own_space(owner=aigerim, name="Айгерім")
    current = replace(CHOICE, facts=((fact.key, fact.version),))
    older = replace(CHOICE, facts=((fact.key, fact.version - 1),))
    gone = replace(CHOICE, facts=(("no-such-fact", 1),))
    foreign = replace(CHOICE, facts=(("teacher-999.fact", 1),))
    quiz = make_quiz(aigerim, [])

    assert own == quiz.space
    assert freshness_of(quiz, [current, older, gone, foreign]) == [
        Freshness.CURRENT,
        Freshness.CHANGED,
        Freshness.WITHDRAWN,
        Freshness.FOREIGN,
    ]


def test_how_hard_it_has_been_is_told_only_of_enough_answers(aigerim: User) -> None:
    from quizzes.bank.models import FactUsage

    fact = make_fact()
    item = replace(CHOICE, facts=((fact.key, 1),))
    assert (usage_of([item])[0].asked, usage_of([item])[0].missed_percent) == (0, None)

    usage = FactUsage.objects.create(fact=fact, asked=FEWEST_ANSWERS - 1, missed=3)
    assert usage_of([item])[0].missed_percent is None

    usage.asked, usage.missed = 40, 10
    usage.save()
    assert usage_of([item])[0].missed_percent == 25


def test_a_long_quiz_costs_no_more_queries(
    aigerim: User, assert_same_queries: AssertSameQueries
) -> None:
    quiz = make_quiz(aigerim, [])

    def grow(count: int) -> None:
        have = quiz.items.count()
        QuizItem.objects.bulk_create(
            QuizItem(quiz=quiz, position=have + n).hold(item)
            for n, item in enumerate(numbered(count), start=1)
        )

    assert_same_queries(grow=grow, block=lambda: show_quiz(quiz, rows_of(quiz)))


# --- Copies ---------------------------------------------------------------------------


def take(quiz: Quiz, taker: User) -> Quiz:
    return quiz_sharing.copy(
        quiz=quiz,
        space=own_space(owner=taker, name=str(taker)),
        title=quiz.title,
        seed="another seed",
        made_key=uuid.uuid4(),
        by=taker,
        now=NOW,
    )


def test_a_taken_copy_has_the_items_and_none_of_the_sharers_scope(
    aigerim: User, dana: User
) -> None:
    space = own_space(owner=aigerim, name="Айгерім")
    foreign = replace(CHOICE, facts=((f"{space.key}.own-fact", 1),))
    recipe = Recipe(
        topics=("common-topic", f"{space.key}.own-topic"),
        facts=(f"{space.key}.own-fact",),
    )
    quiz = make_quiz(aigerim, [*numbered(1), foreign], recipe=recipe.to_record())

    made = take(quiz, dana)

    assert made.space.owner == dana
    assert made.copied_from == quiz
    assert [row.content for row in rows_of(made)] == [
        row.content for row in rows_of(quiz)
    ]
    assert [row.pinned for row in rows_of(made)] == [False, True]
    assert made.asked().topics == ("common-topic",)
    assert made.asked().facts == ()
    assert (made.share_token, made.version) == (None, 1)
    assert made.public_id != quiz.public_id


def test_what_becomes_of_the_original_leaves_the_copy_alone(
    aigerim: User, dana: User
) -> None:
    quiz = make_quiz(aigerim, numbered(2))
    made = take(quiz, dana)

    quiz_editing.remove(
        quiz=quiz, item_id=ids(quiz)[0], seen_version=1, by=aigerim, now=NOW
    )
    quiz.space.delete()

    made.refresh_from_db()
    assert len(rows_of(made)) == 2
    assert made.copied_from is None


def test_a_link_leads_to_the_quiz_until_it_is_taken_back(aigerim: User) -> None:
    quiz = make_quiz(aigerim, numbered(1))
    token = quiz_sharing.share(quiz=quiz)
    assert quiz_sharing.share(quiz=quiz) == token
    assert len(token) >= 22
    assert shared_quiz(token) == quiz

    quiz_editing.archive(quiz=quiz, now=NOW)
    with pytest.raises(Http404):
        shared_quiz(token)
    quiz_editing.restore(quiz=quiz)
    assert shared_quiz(token) == quiz

    quiz_sharing.unshare(quiz=quiz)
    with pytest.raises(Http404):
        shared_quiz(token)
    assert quiz_sharing.share(quiz=quiz) != token


# --- Drawing --------------------------------------------------------------------------


def test_what_is_to_be_avoided_is_not_drawn_though_it_would_fit(
    aigerim: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two, three = numbered(3)
    monkeypatch.setattr(quiz_drawing, "draw", lambda *args, **more: [one, two, three])
    space = own_space(owner=aigerim, name="Айгерім")

    other = quiz_drawing.another(
        one, standing=[two], space=space, recipe=Recipe(), seed="1"
    )

    assert other == three
    assert (
        quiz_drawing.another(
            one, standing=[two, three], space=space, recipe=Recipe(), seed="1"
        )
        is None
    )


def test_what_stands_under_one_text_is_drawn_as_a_whole_or_not_at_all(
    aigerim: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    items = numbered(4)
    drawn = [*under_a_text(items[:3]), items[3]]
    monkeypatch.setattr(quiz_drawing, "draw", lambda *args, **more: drawn)
    space = own_space(owner=aigerim, name="Айгерім")

    def draw(count: int) -> list[Item]:
        return quiz_drawing.draw_beside(
            [], space=space, recipe=Recipe(), count=count, seed="1"
        )

    assert draw(2) == [items[3]]
    assert draw(3) == drawn[:3]
    assert draw(4) == drawn
