"""What stands in a quiz is held against the bank as it is now, before it is used."""

from __future__ import annotations

from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from quizzes.bank.models import Fact, Quiz
from quizzes.bank.quiz_access import rows_of
from quizzes.bank.quiz_checking import concerns_of
from quizzes.bank.spaces import own_space
from quizzes.items.data import Family, Form, Item, Option
from quizzes.people.models import User
from tests.bank.quizzes import make_quiz
from tests.conftest import AssertSameQueries, ClientFor
from tests.factories import make_classroom, make_fact

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
STATEMENT = "Шартқа 1993 жылғы 3 мамырда қайта қол қойылды."


def when(fact: Fact) -> Item:
    """When the treaty of 1992 was signed, with a date of 1993 for the wrong one."""
    return Item(
        family=Family.DATE,
        form=Form.CHOICE,
        wording="when",
        property="signed_on",
        facts=((fact.reference, fact.version),),
        stem="Шартқа қашан қол қойылды?",
        options=(
            Option(value="date:1992-05-15", text="1992 жылғы 15 мамырда", key=True),
            Option(value="date:1993-05-03", text="1993 жылғы 3 мамырда", key=False),
        ),
        feedback=fact.key,
    )


@pytest.fixture
def quiz(aigerim: User) -> Quiz:
    """A quiz of one pinned item on a fact of the common library."""
    return make_quiz(aigerim, [when(make_fact())], pinned=[1])


def spoil(owner: User, **changes: object) -> Fact:
    """A fact by which the wrong option is right, too."""
    values = {
        "key": "signed-again",
        "value": "1993-05-03",
        "statement": STATEMENT,
        **changes,
    }
    return make_fact(space=own_space(owner=owner, name=str(owner)), **values)


def told_of(quiz: Quiz) -> list[tuple[str, ...]]:
    items = [row.item() for row in rows_of(quiz)]
    return [each.texts for each in concerns_of(quiz, items)]


def test_nothing_is_said_of_what_is_as_it_was(quiz: Quiz) -> None:
    assert told_of(quiz) == [()]


@pytest.mark.parametrize("state", ["draft", "approved"])
def test_a_fact_of_the_teachers_own_may_spoil_a_wrong_option(
    quiz: Quiz, aigerim: User, state: str
) -> None:
    spoil(aigerim, state=state)

    [[text]] = told_of(quiz)
    assert "1993 жылғы 3 мамырда" in text
    assert STATEMENT in text


def test_a_strangers_fact_spoils_nothing_and_is_not_told(
    quiz: Quiz, dana: User
) -> None:
    spoil(dana)

    assert told_of(quiz) == [()]


def test_what_was_changed_or_withdrawn_is_said(quiz: Quiz) -> None:
    make_fact(value="1992-05-16", state="approved")
    changed = told_of(quiz)
    Fact.objects.update(state="draft", approved_at=None, approved_by=None)
    withdrawn = told_of(quiz)

    assert len(changed[0]) == len(withdrawn[0]) == 1
    assert changed != withdrawn


@pytest.mark.parametrize(
    "name", ["quizzes:quiz", "attempts:give_quiz", "quizzes:paper"]
)
def test_it_is_said_where_a_quiz_is_built_given_and_printed(
    quiz: Quiz, aigerim: User, client_for: ClientFor, name: str
) -> None:
    make_classroom(aigerim)
    browser, url = client_for(aigerim), reverse(name, args=[quiz.public_id])
    before = browser.get(url).content.decode()
    spoil(aigerim)

    page = BeautifulSoup(browser.get(url).content, "html.parser")

    assert STATEMENT not in before
    [alert] = page.select(".alert--warning")
    assert STATEMENT in alert.get_text()
    if name == "quizzes:quiz":
        assert page.select('button[value="swap"]')
    else:
        assert page.select(f'a[href="{quiz.get_absolute_url()}"]')


def test_it_is_asked_once_for_all_items(
    quiz: Quiz, assert_same_queries: AssertSameQueries
) -> None:
    items: list[Item] = []
    fact = Fact.objects.get()

    def grow(count: int) -> None:
        for _number in range(count):
            items.append(replace(when(fact), stem=f"Сұрақ {len(items)}"))

    assert_same_queries(grow=grow, block=lambda: concerns_of(quiz, items))
