"""The bank is read by everybody: topics, facts, the timeline, and search."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from quizzes.bank.content import TextContent
from quizzes.bank.models import Fact, Topic
from quizzes.bank.search import with_words
from quizzes.bank.showing import ranges
from tests.conftest import AssertSameQueries, ClientFor
from tests.factories import EntityFactory, SpaceFactory, make_bank, make_fact

pytestmark = pytest.mark.django_db


def open_page(client: Client, name: str, *arguments: str, **query: str) -> Any:
    """The page as a tree, once it is seen to be there."""
    response = client.get(reverse(name, args=arguments), query)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def statements(page: Any) -> list[str]:
    return [each.get_text(strip=True) for each in page.select(".facts__statement")]


def make_facts(number: int) -> None:
    """Facts with values of their own: a date, and states."""
    start = Fact.objects.count()
    for place in range(start, start + number):
        make_fact(key=f"signed-on-{place}", value=f"{1990 + place % 9}-05-15")
        make_fact(
            key=f"signatories-{place}",
            property="signatories",
            value=("kazakhstan", "russia", "armenia"),
        )


# --- Topics and facts -----------------------------------------------------------------


def test_the_bank_lists_its_topics_with_the_number_of_their_facts(client):
    make_fact()
    make_fact(key="unsettled", state="draft")

    page = open_page(client, "bank:topics")

    card = page.select_one(".card--link")
    assert card["href"] == reverse("bank:topic", args=["collective-security"])
    assert "1 дерек" in card.get_text()


def test_an_empty_bank_says_so(client):
    page = open_page(client, "bank:topics")

    assert page.select_one(".empty")


def test_a_topic_shows_statement_value_paragraph_and_note(client):
    text = TextContent(
        language="kk", statement="Шартқа қол қойылды.", note="Мәтінде – келісім."
    )
    make_fact(texts=(text,), paragraphs=(25, 26, 27, 40))

    page = open_page(client, "bank:topic", "collective-security")

    shown = page.select_one(".facts").get_text(" ", strip=True)
    assert "Шартқа қол қойылды." in shown
    assert "1992 жылғы 15 мамыр" in shown
    assert "25–27, 40-абзац" in shown
    assert "Мәтінде – келісім." in shown


def test_a_draft_is_shown_to_nobody_else(client):
    make_fact(state="draft")

    response = client.get(reverse("bank:fact", args=["treaty-signed-on"]))

    assert response.status_code == 404


@pytest.mark.parametrize("name", ["topic", "fact", "entity"])
def test_what_is_not_there_is_not_found(name, client):
    make_bank()

    response = client.get(reverse(f"bank:{name}", args=["nothing"]))

    assert response.status_code == 404


def test_a_stranger_does_not_find_what_is_a_teachers_own(aigerim, dana, client_for):
    own = make_bank(SpaceFactory(key="aigerim", name="Айгерім", owner=aigerim))
    make_fact(space=own, key="mine")
    addresses = [
        reverse("bank:fact", args=["aigerim.mine"]),
        reverse("bank:topic", args=["aigerim.collective-security"]),
        reverse("bank:entity", args=["aigerim.treaty"]),
    ]

    for address in addresses:
        assert client_for(aigerim).get(address).status_code == 200
        assert client_for(dana).get(address).status_code == 404


def test_a_fact_shows_what_the_text_has_and_what_else_is_known(client):
    make_fact(text_value="1992-05-02", ask_precision="month")
    make_fact(key="signed-in", property="signed_in", value=("tashkent",))

    page = open_page(client, "bank:fact", "treaty-signed-on")

    details = page.select_one(".details").get_text(" ", strip=True)
    assert "1992 жылғы 15 мамыр" in details
    assert "1992 жылғы 2 мамыр" in details
    assert page.select_one(f'a[href="{reverse("bank:entity", args=["treaty"])}"]')
    assert len(statements(page)) == 1


def test_a_text_that_names_other_states_is_shown_by_their_names(client):
    make_fact(
        property="signatories",
        value=("kazakhstan", "russia"),
        text_value=("kazakhstan", "armenia"),
    )

    page = open_page(client, "bank:fact", "treaty-signed-on")

    links = [link.get_text() for link in page.select(".details a")]
    assert links[-2:] == ["Қазақстан", "Армения"]


def test_an_entity_lists_the_facts_that_speak_of_it(client):
    make_fact(property="signatories", value=("kazakhstan", "russia"))
    make_fact(key="other", property="signatories", value=("armenia",))

    page = open_page(client, "bank:entity", "kazakhstan")

    assert page.h1.get_text() == "Қазақстан"
    assert len(statements(page)) == 1


def test_names_and_dates_are_in_the_language_of_the_page(client):
    make_fact()
    treaty = Fact.objects.get().subject
    treaty.names.create(language="en", name="Collective Security Treaty")
    client.cookies["django_language"] = "en"

    page = open_page(client, "bank:fact", "treaty-signed-on")

    details = page.select_one(".details").get_text(" ", strip=True)
    assert "Signed on 15 May 1992" in details
    assert "Collective Security Treaty" in details
    assert page.h1["lang"] == "kk"


# --- Timeline -------------------------------------------------------------------------


def test_the_timeline_groups_by_year_and_says_how_well_a_date_is_known(client):
    make_fact(key="year", value="1993")
    make_fact(key="day", value="1992-05-15")
    make_fact(key="span", value="1993-07-17/1993-07-18")
    make_fact(key="not-dated", property="signed_in", value=("tashkent",))

    page = open_page(client, "bank:timeline")

    years = [year.get_text() for year in page.select(".timeline__year h2")]
    assert years == ["1992", "1993"]
    moments = page.select(".timeline__event")
    assert [moment["class"][1] for moment in moments] == [
        "timeline__event--day",
        "timeline__event--about",
        "timeline__event--span",
    ]
    assert [bool(moment.select_one(".tag")) for moment in moments] == [
        False,
        True,
        True,
    ]


@pytest.mark.parametrize(("edtf", "year"), [("1993/..", "1993"), ("../2003", "2003")])
def test_an_open_date_stands_at_the_end_that_is_known(edtf, year, client):
    make_fact(value=edtf)

    page = open_page(client, "bank:timeline")

    assert page.select_one(".timeline__year h2").get_text() == year


def test_the_timeline_of_one_topic(client):
    make_fact()

    page = open_page(client, "bank:timeline", topic="collective-security")
    response = client.get(reverse("bank:timeline"), {"topic": "nothing"})

    assert page.select_one("option[selected]")["value"] == "collective-security"
    assert response.status_code == 404


# --- Search ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "мамырда",
        "МАМЫРДА",
        "ұжымдық шарт",
        "ташкент шарты",
        "  1992   15 ",
    ],
)
def test_search_finds_statements_and_names_in_any_case(words, client):
    make_fact()
    make_fact(
        key="other",
        subject="summit",
        property="held_on",
        value="1999",
        statement="Кездесу 1999 жылы өтті.",
    )

    page = open_page(client, "bank:facts", q=words)

    assert statements(page) == ["Шартқа 1992 жылғы 15 мамырда қол қойылды."]


@pytest.mark.postgres
def test_search_finds_what_stands_in_a_value():
    make_fact(property="signatories", value=("kazakhstan", "russia"))
    make_fact(key="other")

    found = with_words(Fact.objects.all(), "қазақстан")

    assert [fact.key for fact in found] == ["treaty-signed-on"]


def test_search_is_limited_to_a_topic_and_a_property(client):
    make_fact()
    make_fact(key="in", property="signed_in", value=("tashkent",))

    page = open_page(
        client, "bank:facts", topic="collective-security", property="signed_in"
    )

    assert len(statements(page)) == 1


@pytest.mark.postgres
@pytest.mark.parametrize(
    "query",
    [
        {"q": "жоқ сөз"},
        {"q": "а\x00б"},
        {"q": "а" * 101},
        {"q": "%"},
        {"topic": "nothing"},
        {"property": "nothing"},
    ],
)
def test_what_finds_nothing_says_so(query, client):
    make_fact()

    page = open_page(client, "bank:facts", **query)

    assert page.select_one(".empty")


def test_htmx_gets_the_results_alone(client):
    make_fact()

    response = client.get(reverse("bank:facts"), headers={"HX-Request": "true"})

    content = response.content.decode()
    assert content.strip().startswith("<section")
    assert "treaty-signed-on" in content


@pytest.mark.parametrize("number", ["0", "-1", "99999999999999999999", "two", "１"])
@pytest.mark.parametrize("name", ["facts", "timeline"])
def test_a_bad_page_number_gives_a_page_that_is_there(name, number, client):
    make_fact()

    page = open_page(client, f"bank:{name}", page=number)

    assert len(statements(page)) == 1


def test_pages_keep_what_was_looked_for(client):
    make_facts(15)

    page = open_page(client, "bank:facts", q="мамырда")

    assert "q=" in page.select_one("a[rel=next]")["href"]
    assert "page=2" in page.select_one("a[rel=next]")["href"]


# --- Queries and words ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("topics", []),
        ("topic", ["collective-security"]),
        ("facts", []),
        ("timeline", []),
        ("fact", ["treaty-signed-on"]),
        ("entity", ["kazakhstan"]),
        ("about", []),
    ],
)
def test_more_facts_need_no_more_queries(
    name: str,
    arguments: list[str],
    client: Client,
    assert_same_queries: AssertSameQueries,
) -> None:
    make_fact()

    assert_same_queries(
        grow=make_facts,
        block=lambda: client.get(reverse(f"bank:{name}", args=arguments)),
    )


def test_more_topics_need_no_more_queries(
    client: Client, assert_same_queries: AssertSameQueries
) -> None:
    source = make_fact().source

    def grow(number: int) -> None:
        start = Topic.objects.count()
        for place in range(start, start + number):
            Topic.objects.create(
                space=source.space,
                source=source,
                key=f"topic-{place}",
                name_kk="Тақырып",
            )

    assert_same_queries(grow=grow, block=lambda: client.get(reverse("bank:topics")))


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ([], ""),
        ([4], "4"),
        ([4, 5], "4, 5"),
        ([9, 7, 8, 4], "4, 7–9"),
        ([1, 2, 3, 5, 6, 7, 7], "1–3, 5–7"),
    ],
)
def test_runs_of_paragraphs_are_drawn_together(numbers, words):
    assert ranges(numbers) == words


def test_what_a_teacher_wrote_is_shown_as_text(aigerim, client_for: ClientFor):
    own = make_bank(SpaceFactory(key="aigerim", name="Айгерім", owner=aigerim))
    hostile = '<script>alert("1")</script>'
    EntityFactory(space=own, key="hostile", kind="treaty", name=hostile)
    make_fact(space=own, subject="hostile", statement=hostile)
    client = client_for(aigerim)

    for page in [
        open_page(client, "bank:fact", "aigerim.treaty-signed-on"),
        open_page(client, "bank:entity", "aigerim.hostile"),
        open_page(client, "bank:facts", q="alert"),
        open_page(client, "bank:timeline"),
    ]:
        assert page.find("script", string=lambda text: text and "alert" in text) is None
        assert hostile in page.get_text()
