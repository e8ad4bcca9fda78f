"""The builder's pages, on the whole bank."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from quizzes.bank import quiz_editing
from quizzes.bank.facts import Fact
from quizzes.bank.models import Quiz, Topic
from quizzes.bank.quiz_access import rows_of
from quizzes.bank.quiz_drawing import draw_beside, offers_of
from quizzes.bank.recipes import Recipe
from quizzes.bank.spaces import own_space
from quizzes.items.compatibility import facts_of, gives_away
from quizzes.items.data import Form, Item
from quizzes.items.shapes import FORMS_OF_SHAPE, Shape, has_shape
from quizzes.people.models import User
from tests.bank.quizzes import ids, make_quiz, stems
from tests.factories import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("every_fact")]


@pytest.fixture
def aigerims(aigerim: User, client: Client) -> Client:
    """Aigerim's browser."""
    client.force_login(aigerim)
    return client


def build(client: Client, **more: object) -> Quiz:
    """Build a quiz by the form."""
    data = {"title": "Бақылау", "length": 10, "feedback_mode": "at_end"} | more
    response = client.post(reverse("quizzes:new"), data)
    assert response.status_code == 302, response.content.decode()
    return Quiz.objects.latest("pk")


def act(client: Client, quiz: Quiz, item_id: str, action: str, **more: object) -> int:
    quiz.refresh_from_db()
    url = reverse("quizzes:change_item", args=[quiz.public_id, item_id])
    data = {"version": quiz.version, "action": action} | more
    return client.post(url, data).status_code


def test_a_quiz_is_built_swapped_pinned_and_drawn_anew(aigerims: Client) -> None:
    quiz = build(aigerims, forms=[Form.CHOICE, Form.TRUE_FALSE])
    rows = rows_of(quiz)
    items = [row.item() for row in rows]
    assert len(items) == 10
    assert not any(gives_away(a, b) for a in items for b in items if a is not b)
    page = aigerims.get(quiz.get_absolute_url()).content.decode()
    assert all(item.options[0].text in page for item in items)

    # Where the bank has the most to choose from
    place = max(range(10), key=lambda each: facts_on_topic_of(items[each]))
    assert act(aigerims, quiz, rows[place].public_id, "swap") == 302
    swapped = [row.item() for row in rows_of(quiz)]
    assert [a == b for a, b in zip(items, swapped, strict=True)].count(False) == 1
    assert swapped[place].form is items[place].form
    assert facts_of(swapped[place]).isdisjoint(facts_of(items[place]))
    assert topic_of(swapped[place]) == topic_of(items[place])

    act(aigerims, quiz, rows[place].public_id, "pin")
    quiz.refresh_from_db()
    draw = reverse("quizzes:draw", args=[quiz.public_id])
    assert aigerims.post(draw, {"version": quiz.version}).status_code == 302
    drawn = [row.item() for row in rows_of(quiz)]
    assert drawn[place] == swapped[place]
    assert len(drawn) == 10
    assert drawn != swapped


def topic_of(item: Item) -> Topic:
    return Fact.objects.get(key=item.facts[0][0]).topic


def facts_on_topic_of(item: Item) -> int:
    return Fact.objects.filter(topic=topic_of(item)).count()


def test_a_second_press_on_an_old_page_changes_nothing_and_is_told(
    aigerims: Client,
) -> None:
    quiz = build(aigerims)
    first = ids(quiz)[0]
    version = quiz.version
    assert act(aigerims, quiz, first, "remove") == 302
    left = ids(quiz)

    url = reverse("quizzes:change_item", args=[quiz.public_id, left[0]])
    response = aigerims.post(url, {"version": version, "action": "remove"})

    assert response.status_code == 409
    assert ids(quiz) == left
    assert response.context["shown"].rows[0].id == left[0]


@pytest.mark.parametrize(
    "data",
    [
        {"version": "x", "action": "up"},
        {"version": "1", "action": "explode"},
        {"version": "1"},
        {},
    ],
)
def test_what_no_button_sends_changes_nothing(
    aigerim: User, aigerims: Client, data: dict[str, str]
) -> None:
    quiz = make_quiz(aigerim)
    before = stems(quiz)

    url = reverse("quizzes:change_item", args=[quiz.public_id, ids(quiz)[0]])

    assert aigerims.post(url, data).status_code == 422
    assert stems(quiz) == before


def test_under_htmx_the_items_come_without_the_page(
    aigerim: User, aigerims: Client
) -> None:
    quiz = make_quiz(aigerim)
    url = reverse("quizzes:change_item", args=[quiz.public_id, ids(quiz)[0]])

    response = aigerims.post(
        url, {"version": 1, "action": "down"}, headers={"HX-Request": "true"}
    )

    page = response.content.decode()
    assert response.status_code == 200
    assert 'id="builder"' in page
    assert "<html" not in page


def test_as_in_the_national_test(aigerim: User) -> None:
    space = own_space(owner=aigerim, name="Айгерім")
    recipe = Recipe(shape=Shape.NATIONAL_TEST, length=20)

    items = draw_beside([], space=space, recipe=recipe, count=20, seed="7")

    assert len(items) == 20
    assert all(has_shape(item, Shape.NATIONAL_TEST) for item in items)
    forms = [item.form for item in items]
    assert forms.count(Form.MATCHING) >= 2
    assert forms.count(Form.MULTIPLE_CHOICE) >= 2
    # Form by form
    assert forms == sorted(forms, key=FORMS_OF_SHAPE[Shape.NATIONAL_TEST].index)
    only = Recipe(shape=Shape.NATIONAL_TEST, forms=(Form.TRUE_FALSE,))
    assert draw_beside([], space=space, recipe=only, count=5, seed="7") == []


def test_the_form_says_that_a_national_test_has_no_date_entry(
    aigerims: Client,
) -> None:
    response = aigerims.post(
        reverse("quizzes:new"),
        {
            "title": "ҰБТ",
            "length": 5,
            "feedback_mode": "at_end",
            "national_test": "on",
            "forms": [Form.DATE_ENTRY],
        },
    )

    assert response.status_code == 422
    assert "forms" in response.context["form"].errors
    assert not Quiz.objects.exists()


def test_a_fact_is_added_in_the_form_that_was_looked_at(
    aigerim: User, aigerims: Client
) -> None:
    quiz = make_quiz(aigerim, [])
    url = reverse("quizzes:add", args=[quiz.public_id])
    page = aigerims.get(url, {"q": "Ташкент"})
    found = next(each for each in page.context["facts"] if each["offers"])
    offer = found["offers"][-1]
    data = {
        "version": quiz.version,
        "fact": found["fact"].reference,
        "wording": offer["wording"],
    }

    assert aigerims.post(url, data).status_code == 302

    [row] = rows_of(quiz)
    assert row.pinned
    assert row.item().stem == "".join(offer["card"].stem)
    again = aigerims.post(url, data | {"version": quiz.version + 1})
    assert again.status_code == 409
    assert aigerims.post(url, data | {"wording": "no-such"}).status_code == 409
    assert aigerims.post(url, data | {"fact": "no-such"}).status_code == 404
    assert len(rows_of(quiz)) == 1


def test_what_a_fact_makes_is_proved_on_its_own_neighbourhood(aigerim: User) -> None:
    space = own_space(owner=aigerim, name="Айгерім")
    facts = list(Fact.objects.approved().select_related("space").order_by("key")[:6])

    together = offers_of(facts, space=space, seed="1")

    assert sum(map(len, together.values())) > 6


def test_a_changed_fact_is_told_of_and_its_item_made_anew(
    aigerim: User, aigerims: Client
) -> None:
    quiz = make_quiz(aigerim, [])
    url = reverse("quizzes:add", args=[quiz.public_id])
    found = aigerims.get(url, {"q": "Ташкент"}).context["facts"]
    each = next(each for each in found if each["offers"])
    asked = {"fact": each["fact"].reference, "wording": each["offers"][0]["wording"]}
    aigerims.post(url, {"version": quiz.version, **asked})
    [row] = rows_of(quiz)
    Fact.objects.filter(key=row.item().facts[0][0]).update(version=99)
    shown = aigerims.get(quiz.get_absolute_url()).context["shown"]
    assert shown.rows[0].freshness == "changed"

    assert act(aigerims, quiz, row.public_id, "refresh") == 302

    assert rows_of(quiz)[0].item().facts[0][1] == 99
    shown = aigerims.get(quiz.get_absolute_url()).context["shown"]
    assert shown.rows[0].freshness == "current"
    Fact.objects.filter(key=row.item().facts[0][0]).update(
        version=100, unasked="Тым оңай"
    )
    assert act(aigerims, quiz, row.public_id, "refresh") == 409


def test_a_quiz_that_the_bank_cannot_fill_is_made_and_said_to_be_short(
    aigerims: Client,
) -> None:
    Fact.objects.all().delete()

    quiz = build(aigerims)

    page = aigerims.get(quiz.get_absolute_url())

    assert rows_of(quiz) == []
    assert page.context["messages"]


def test_the_set_up_changes_what_is_drawn_and_leaves_the_items(
    aigerim: User, aigerims: Client
) -> None:
    quiz = make_quiz(aigerim)
    before = stems(quiz)
    url = reverse("quizzes:set_up", args=[quiz.public_id])
    assert aigerims.get(url).status_code == 200
    data = {"title": "Жаңа", "length": 7, "feedback_mode": "at_once", "version": 1}

    assert aigerims.post(url, data).status_code == 302

    quiz.refresh_from_db()
    assert (quiz.title, quiz.asked().length, quiz.version) == ("Жаңа", 7, 2)
    assert stems(quiz) == before
    assert aigerims.post(url, data).status_code == 409


@pytest.mark.parametrize(
    "change",
    [
        {"title": ""},
        {"title": "а" * 121},
        {"length": 0},
        {"length": 51},
        {"topics": "x"},
    ],
)
def test_a_bad_set_up_is_told_at_its_field(
    db: None, aigerims: Client, change: dict[str, object]
) -> None:
    data = {"title": "Бақылау", "length": 5, "feedback_mode": "at_end"} | change

    response = aigerims.post(reverse("quizzes:new"), data)

    assert response.status_code == 422
    assert set(response.context["form"].errors) == set(change)


def test_a_taker_sees_the_answers_and_takes_a_copy(
    aigerim: User, aigerims: Client, client_for: object
) -> None:
    quiz = make_quiz(aigerim)
    share = reverse("quizzes:share", args=[quiz.public_id])
    aigerims.post(share)
    quiz.refresh_from_db()
    gulnar = User.objects.create_user("gulnar", role=User.Role.TEACHER)
    gulnars = client_for(gulnar)  # type: ignore[operator]
    url = reverse("quizzes:shared", args=[quiz.share_token])

    page = gulnars.get(url)
    taken = gulnars.post(url)

    assert stems(quiz)[0] in page.content.decode().replace("<strong>", "").replace(
        "</strong>", ""
    )
    made = Quiz.objects.get(space__owner=gulnar)
    assert taken.headers["Location"] == made.get_absolute_url()
    assert stems(made) == stems(quiz)
    assert gulnars.get(quiz.get_absolute_url()).status_code == 404
    quiz_editing.archive(quiz=quiz, now=NOW)
    assert gulnars.get(url).status_code == 404


def test_archived_quizzes_stand_apart_and_come_back(
    aigerim: User, aigerims: Client
) -> None:
    quiz = make_quiz(aigerim)
    make_quiz(aigerim)

    aigerims.post(reverse("quizzes:archive", args=[quiz.public_id]))
    page = aigerims.get(reverse("quizzes:quizzes"))
    assert [len(page.context[name]) for name in ("current", "archived")] == [1, 1]

    aigerims.post(reverse("quizzes:restore", args=[quiz.public_id]))
    page = aigerims.get(reverse("quizzes:quizzes"))
    assert [len(page.context[name]) for name in ("current", "archived")] == [2, 0]


def test_the_list_costs_as_many_queries_for_many(
    aigerim: User, aigerims: Client, assert_same_queries: object
) -> None:
    def grow(count: int) -> None:
        for _ in range(count):
            make_quiz(aigerim)

    assert_same_queries(  # type: ignore[operator]
        grow=grow, block=lambda: aigerims.get(reverse("quizzes:quizzes"))
    )
