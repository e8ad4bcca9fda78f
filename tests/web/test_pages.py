"""Each page for reading has a title, one heading and a way on, in three languages."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from bs4 import BeautifulSoup
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.factories import make_fact

pytestmark = pytest.mark.django_db

LANGUAGES = ["kk", "ru", "en"]
PAGES = {
    "attempts:home": [],
    "attempts:setup": [],
    "bank:topics": [],
    "bank:topic": ["collective-security"],
    "bank:facts": [],
    "bank:fact": ["treaty-signed-on"],
    "bank:entity": ["treaty"],
    "bank:timeline": [],
    "bank:about": [],
    "joining:enter": [],
}
CYRILLIC = re.compile(r"[А-Яа-я]")


def open_in(client: Client, language: str, address: str) -> Any:
    client.cookies["django_language"] = language
    return BeautifulSoup(client.get(address).content, "html.parser")


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    return request.param


@pytest.fixture(params=list(PAGES))
def page(request: pytest.FixtureRequest, language: str, client: Client) -> Any:
    """One page in one language, with a fact in the bank."""
    make_fact()
    return open_in(client, language, reverse(request.param, args=PAGES[request.param]))


def test_a_page_has_a_title_and_one_heading(page: Any, language: str) -> None:
    assert page.html["lang"] == language
    assert page.title.get_text(strip=True).endswith("– Дерек")
    assert len(page.title.get_text(strip=True)) > len("– Дерек")
    assert len(page.find_all("h1")) == 1


def test_headings_leave_no_level_out(page: Any) -> None:
    levels = [int(each.name[1]) for each in page.find_all(re.compile("^h[1-6]$"))]

    assert levels[0] == 1
    for above, below in itertools.pairwise(levels):
        assert below <= above + 1, levels


def test_a_page_has_a_way_on(page: Any) -> None:
    main = page.find("main")

    assert main.find("a", href=True) or main.find("button", type="submit")
    assert page.select_one('.skip[href="#page"]')
    assert page.select_one(f'a.brand[href="{reverse("attempts:home")}"]')


def test_nothing_in_a_page_is_styled_or_scripted_in_place(page: Any) -> None:
    assert page.find_all(style=True) == []
    assert page.find_all("style") == []
    assert [each for each in page.find_all("script") if not each.get("src")] == []
    assert [
        name for each in page.find_all() for name in each.attrs if name.startswith("on")
    ] == []


def test_every_field_has_its_label_and_every_id_is_unique(page: Any) -> None:
    ids = [each["id"] for each in page.find_all(id=True)]
    assert len(ids) == len(set(ids))

    for field in page.find_all(["input", "select", "textarea"]):
        if field.get("type") == "hidden":
            continue
        labelled = field.find_parent("label") or page.find(
            "label", {"for": field["id"]}
        )
        assert labelled, field


def test_the_language_is_chosen_by_a_form(client: Client) -> None:
    response = client.post(
        reverse("set_language"), {"language": "ru", "next": reverse("bank:about")}
    )

    assert response.headers["Location"] == reverse("bank:about")
    page = BeautifulSoup(client.get(reverse("bank:about")).content, "html.parser")
    assert page.html["lang"] == "ru"


def test_kazakh_is_the_first_language(client: Client) -> None:
    response = client.get(reverse("attempts:home"), headers={"Accept-Language": "de"})

    assert BeautifulSoup(response.content, "html.parser").html["lang"] == "kk"


def test_the_way_to_practise_a_topic_chooses_it(client: Client) -> None:
    make_fact()
    topic = BeautifulSoup(
        client.get(reverse("bank:topic", args=["collective-security"])).content,
        "html.parser",
    )

    link = topic.select_one("main a.button--primary")["href"]
    page = BeautifulSoup(client.get(link).content, "html.parser")

    chosen = page.select("input[name=topics][checked]")
    assert [each["value"] for each in chosen] == ["collective-security"]


def test_a_wrong_length_is_said_beside_its_field(client: Client) -> None:
    response = client.post(
        reverse("attempts:start"),
        {"start_key": "8d6d9f6e-7d52-4c0c-9c3c-3d8d9c7d2f10", "length": "1000"},
    )

    page = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 422
    assert page.select_one(".field__error")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_that_is_not_there_says_so(language: str, client: Client) -> None:
    page = open_in(client, language, "/nothing/")

    assert page.html["lang"] == language
    assert len(page.find_all("h1")) == 1
    assert page.find("main").find("a", href="/")


HOME_HEADINGS = {
    "kk": "Күндер, қатысушылар, құжаттар: нақты біліңіз",
    "ru": "Даты, участники, документы: знать точно",
    "en": "Dates, members and treaties: know them for sure",
}


def test_the_home_page_speaks_each_language_throughout(client: Client) -> None:
    texts: dict[str, set[str]] = {}
    for language, heading in HOME_HEADINGS.items():
        page = open_in(client, language, reverse("attempts:home"))
        assert page.h1.get_text(strip=True) == heading
        # The sample question is Kazakh in all of them, and says so.
        for kazakh in page.select("main [lang=kk]"):
            kazakh.decompose()
        texts[language] = set(page.main.stripped_strings)

    for one, other in itertools.combinations(texts, 2):
        assert not texts[one] & texts[other]


def test_the_question_on_the_home_page_is_a_fact_of_the_bank(client: Client) -> None:
    file = settings.BASE_DIR / "fixtures" / "30-collective-security.yaml"
    facts = {fact["key"]: fact for fact in yaml.safe_load(file.read_text())["facts"]}
    fact = facts["collective-security-treaty-signed-on"]

    page = open_in(client, "kk", reverse("attempts:home"))

    assert fact["statement"] in page.select_one(".sample").get_text()
    assert str(fact["paragraphs"][0]) in page.select_one(".sample .citation").get_text()
