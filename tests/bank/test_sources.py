"""Sources and their topics, and the texts that teachers keep for themselves."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from quizzes.accounts import erasing
from quizzes.bank.models import FactUsage, Source, SourceText, Topic
from quizzes.bank.source_editing import source_content
from quizzes.bank.source_texts import keep_text, split_paragraphs
from quizzes.bank.spaces import Space, own_space
from quizzes.people.models import User
from tests.conftest import AssertSameQueries, ClientFor
from tests.factories import NOW, SpaceFactory, TopicFactory, make_fact

pytestmark = pytest.mark.django_db

TEXT = """Бірінші абзац күнсіз.

Шартқа 1992ж. 15 мамырда Ташкентте қол қойылды.
Келісім 1999 жылғы 2 сәуірде ұзартылды.
"""


@pytest.fixture
def space(aigerim: User) -> Space:
    return own_space(owner=aigerim, name="Айгерім")


@pytest.fixture
def client(aigerim: User, client_for: ClientFor) -> Client:
    return client_for(aigerim)


@pytest.fixture
def other_teacher(db: None) -> User:
    return User.objects.create_user("erlan", role=User.Role.TEACHER)


@pytest.fixture
def source(space: Space) -> Source:
    """A source of the teacher's own with two topics."""
    topic: Any = TopicFactory(space=space, source__paragraph_count=3)
    TopicFactory(space=space, key="second", name_kk="Екінші тақырып", position=2)
    stored: Source = topic.source
    return stored


def page_of(response: Any) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def sent(source: Source, **changes: Any) -> dict[str, Any]:
    """What a browser sends of the form of a source."""
    content = source_content(source)
    form = {
        "do": "save",
        "seen": content.check_sum,
        "title_kk": content.title_kk,
        "title_ru": content.title_ru,
        "title_en": content.title_en,
        "paragraph_count": str(content.paragraph_count),
        "topic": [each.key for each in content.topics],
        "name_kk": [each.name_kk for each in content.topics],
        "name_ru": [each.name_ru for each in content.topics],
        "name_en": [each.name_en for each in content.topics],
    }
    return form | changes


def edit(source: Source) -> str:
    return reverse("bank:edit_source", args=[source.reference])


def new(space: Space, **changes: Any) -> dict[str, Any]:
    form = {
        "do": "save",
        "space": space.key,
        "title_kk": "Дүниежүзі тарихы, 9-сынып",
        "paragraph_count": "250",
        "topic": ["", ""],
        "name_kk": ["Ежелгі дүние", ""],
        "name_ru": ["", ""],
        "name_en": ["", ""],
    }
    return form | changes


# --- Sources and topics ---------------------------------------------------------------


def test_a_new_source_is_stored_with_its_topics(client: Client, space: Space) -> None:
    client.post(reverse("bank:new_source"), new(space))

    source = Source.objects.get(space=space)
    assert source.key == "duniezhuzi-tarikhy-9-synyp"
    assert [topic.name_kk for topic in source.topics.all()] == ["Ежелгі дүние"]
    assert source.title in client.get(reverse("bank:sources")).content.decode()


@pytest.mark.postgres
def test_pressing_twice_adds_one(client: Client, space: Space) -> None:
    for _press in range(2):
        client.post(reverse("bank:new_source"), new(space))

    assert Source.objects.in_space(space).count() == 1


@pytest.mark.postgres
def test_topics_are_moved_added_and_removed(client: Client, source: Source) -> None:
    page = page_of(client.post(edit(source), sent(source, do="up:1")))
    names = [each["value"] for each in page.find_all("input", {"name": "name_kk"})]
    assert names == ["Екінші тақырып", "Ұжымдық қауіпсіздік", ""]

    moved = sent(
        source,
        topic=["second", "", "collective-security"],
        name_kk=["Екінші", "Үшінші", "Ұжымдық қауіпсіздік"],
        name_ru=["", "", ""],
        name_en=["", "", ""],
    )
    client.post(edit(source), moved)

    topics = Topic.objects.filter(source=source).order_by("position")
    assert [topic.name_kk for topic in topics] == [
        "Екінші",
        "Үшінші",
        "Ұжымдық қауіпсіздік",
    ]
    client.post(edit(source), sent(source, topic=["second"], name_kk=["Екінші"]))
    assert Topic.objects.get(source=source).key == "second"


@pytest.mark.postgres
def test_a_topic_with_facts_is_not_removed(client: Client, source: Source) -> None:
    make_fact(space=source.space, paragraphs=(1,))

    response = client.post(edit(source), sent(source, topic=["second"]))

    assert response.status_code == 422
    assert Topic.objects.filter(source=source).count() == 2


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("title_kk", ""),
        ("title_kk", "а" * 301),
        ("paragraph_count", "көп"),
        ("paragraph_count", "0"),
        ("paragraph_count", "5001"),
        ("name_kk_0", ""),
    ],
)
def test_bad_input_is_told_at_its_field_and_changes_nothing(
    client: Client, source: Source, field: str, text: str
) -> None:
    before = source_content(source)
    changes: dict[str, Any] = {field: text}
    if field == "name_kk_0":
        changes = {"name_kk": ["", "Екінші тақырып"]}

    response = client.post(edit(source), sent(source, **changes))

    assert response.status_code == 422
    assert page_of(response).find(id=f"fault-{field}") is not None
    source.refresh_from_db()
    assert source_content(source) == before


def test_a_source_has_no_fewer_paragraphs_than_facts_cite(
    client: Client, source: Source
) -> None:
    make_fact(space=source.space, paragraphs=(3,))

    response = client.post(edit(source), sent(source, paragraph_count="2"))

    assert "3" in page_of(response).find(id="fault-paragraph_count").get_text()


def test_whoever_saves_second_overwrites_nothing(
    client: Client, source: Source
) -> None:
    mine = sent(source, title_ru="Моё")
    client.post(edit(source), sent(source, title_kk="Басқа атау"))

    response = client.post(edit(source), mine)

    assert response.status_code == 409
    assert "Басқа атау" in response.content.decode()
    source.refresh_from_db()
    assert source.title_ru != "Моё"
    assert source.hand_edited


@pytest.mark.postgres
def test_only_an_empty_source_of_ones_own_is_deleted(
    client: Client, source: Source, space: Space
) -> None:
    url = reverse("bank:remove_source", args=[source.reference])
    fact = make_fact(space=space, paragraphs=(1,))
    client.post(url)
    assert Source.objects.filter(pk=source.pk).exists()

    fact.delete()
    client.post(url)

    assert not Source.objects.filter(pk=source.pk).exists()


def test_a_source_of_the_common_library_is_not_deleted(staff_client: Client) -> None:
    common: Any = TopicFactory(space=SpaceFactory())

    response = staff_client.post(
        reverse("bank:remove_source", args=[common.source.reference])
    )

    assert response.status_code == 404
    assert Source.objects.filter(pk=common.source.pk).exists()


def test_a_teacher_does_not_change_a_source_of_the_common_library(
    client: Client,
) -> None:
    common: Any = TopicFactory(space=SpaceFactory())

    assert client.get(edit(common.source)).status_code == 404


def test_the_list_asks_the_database_as_often_for_many(
    client: Client, space: Space, assert_same_queries: AssertSameQueries
) -> None:
    numbers = iter(range(100))

    def grow(count: int) -> None:
        for _each in range(count):
            number = next(numbers)
            TopicFactory(space=space, source__key=f"s{number}", key=f"t{number}")

    assert_same_queries(grow=grow, block=lambda: client.get(reverse("bank:sources")))


# --- Texts ----------------------------------------------------------------------------


def keep(source: Source) -> str:
    return reverse("source_texts:keep", args=[source.reference])


def document(*lines: str) -> SimpleUploadedFile:
    made = docx.Document()
    for line in lines:
        made.add_paragraph(line)
    content = io.BytesIO()
    made.save(content)
    return SimpleUploadedFile("мәтін.docx", content.getvalue())


def test_paragraphs_are_the_lines_that_are_not_empty() -> None:
    assert split_paragraphs("\ufeffБір\r\n\r\n  екі \n\t\nүш") == ["Бір", "екі", "үш"]


@pytest.mark.parametrize("way", ["pasted", "txt", "docx"])
def test_a_text_is_kept_as_it_is(
    client: Client, source: Source, aigerim: User, way: str
) -> None:
    ways: dict[str, dict[str, Any]] = {
        "pasted": {"text": TEXT},
        "txt": {"file": SimpleUploadedFile("мәтін.txt", TEXT.encode())},
        "docx": {"file": document(*TEXT.splitlines())},
    }

    client.post(keep(source), ways[way])

    kept = SourceText.objects.get(source=source, owner=aigerim)
    assert kept.paragraphs == split_paragraphs(TEXT)


@pytest.mark.parametrize(
    "data",
    [
        {"text": " \n "},
        {"text": "а\n" * 5001},
        {"file": SimpleUploadedFile("a.pdf", b"%PDF")},
        {"file": SimpleUploadedFile("a.docx", b"no archive")},
        {"file": SimpleUploadedFile("a.txt", "мәтін".encode("utf-16"))},
        {"file": SimpleUploadedFile("a.txt", b"a\x00b")},
        {"file": SimpleUploadedFile("a.txt", ("а" * 460_000).encode())},
    ],
    ids=["empty", "many lines", "pdf", "no archive", "utf-16", "control", "long"],
)
def test_what_cannot_be_read_is_told_and_nothing_is_kept(
    client: Client, source: Source, data: dict[str, Any]
) -> None:
    for file in data.values():
        if isinstance(file, SimpleUploadedFile):
            file.seek(0)

    response = client.post(keep(source), data)

    assert response.status_code == 422
    assert page_of(response).find(class_="field__error") is not None
    assert not SourceText.objects.exists()


@pytest.mark.postgres
def test_a_text_of_another_length_is_looked_at_before_it_is_kept(
    client: Client, source: Source
) -> None:
    text = f"{TEXT}Төртінші."

    response = client.post(keep(source), {"text": text})
    assert "Төртінші." in response.content.decode()
    assert not SourceText.objects.exists()

    client.post(keep(source), {"text": text, "do": "keep"})
    assert len(SourceText.objects.get().paragraphs) == 4
    source.refresh_from_db()
    assert source.paragraph_count == 4


def test_a_common_source_stays_as_it_is(client: Client, aigerim: User) -> None:
    topic: Any = TopicFactory(space=SpaceFactory())

    client.post(keep(topic.source), {"text": TEXT, "do": "keep"})

    topic.source.refresh_from_db()
    assert topic.source.paragraph_count == 97
    assert SourceText.objects.get().owner == aigerim


def test_nobody_else_sees_a_text(
    client: Client,
    aigerim: User,
    other_teacher: User,
    staff_client: Client,
    client_for: ClientFor,
) -> None:
    topic: Any = TopicFactory(space=SpaceFactory())
    fact = make_fact(space=topic.space)
    keep_text(source=topic.source, owner=aigerim, paragraphs=["құпия"] * 97, now=NOW)
    reference = topic.source.reference
    whole = reverse("bank:source_text", args=[reference])
    one = reverse("bank:paragraph", args=[reference, 25])

    assert "құпия" in client.get(whole).content.decode()
    assert client.get(one).status_code == 200
    for other in (client_for(other_teacher), staff_client):
        assert other.get(whole).status_code == 404
        assert other.get(one).status_code == 404
        assert (
            one
            not in other.get(
                reverse("bank:fact", args=[fact.reference])
            ).content.decode()
        )
        response = other.post(reverse("bank:drop_source_text", args=[reference]))
        assert response.status_code == 404
    assert SourceText.objects.exists()


# --- Citations and coverage -----------------------------------------------------------


@pytest.fixture
def kept(source: Source, aigerim: User) -> SourceText:
    return keep_text(
        source=source, owner=aigerim, paragraphs=split_paragraphs(TEXT), now=NOW
    )


def test_a_citation_opens_its_paragraph_with_the_date_marked(
    client: Client, source: Source, kept: SourceText
) -> None:
    fact = make_fact(space=source.space, paragraphs=(2,))

    page = page_of(client.get(reverse("bank:fact", args=[fact.reference])))
    link = page.find(class_="citation").find("a")
    shown = page_of(client.get(link["href"]))

    assert shown.find("mark").get_text() == "1992ж. 15 мамырда"
    here = shown.find(id="p2")
    assert here["aria-current"] == "true"
    assert "Ташкентте" in here.get_text()
    assert shown.find(id="p1") is not None
    assert shown.find(id="p3") is not None


def test_only_the_dates_of_the_fact_are_marked(
    client: Client, source: Source, aigerim: User
) -> None:
    both = "Шартқа 1992ж. 15 мамырда қол қойылды, 1999 жылғы 2 сәуірде ұзартылды."
    keep_text(source=source, owner=aigerim, paragraphs=[both], now=NOW)
    fact = make_fact(space=source.space, paragraphs=(1,))
    url = reverse("bank:paragraph", args=[source.reference, 1])

    page = page_of(client.get(url, {"fact": fact.reference}))

    assert [each.get_text() for each in page.find_all("mark")] == ["1992ж. 15 мамырда"]


def test_a_paragraph_that_is_not_there_is_not_found(
    client: Client, source: Source, kept: SourceText
) -> None:
    for number in (0, 4, 10**6):
        url = reverse("bank:paragraph", args=[source.reference, number])
        assert client.get(url).status_code == 404


def test_coverage_tells_what_has_facts_and_which_dates_have_none(
    client: Client, source: Source, kept: SourceText
) -> None:
    fact = make_fact(space=source.space, paragraphs=(2,))
    FactUsage.objects.create(fact=fact, asked=4, missed=3)
    make_fact(space=source.space, paragraphs=(2,), key="draft", state="draft")
    url = reverse("bank:source_text", args=[source.reference])

    page = page_of(client.get(url))

    drawn = page.find(id="p2").get_text(" ", strip=True)
    assert page.find(id="p2").find("a", href=f"/bank/facts/{fact.reference}/")
    assert "4" in drawn
    assert "3" in drawn
    assert "covered--missing" in page.find(id="p3")["class"]
    assert "covered--missing" not in page.find(id="p1")["class"]
    assert "paragraphs=3" in page.find(id="p3").find_all("a")[-1]["href"]

    def shown(show: str) -> list[str]:
        found = page_of(client.get(url, {"show": show})).find_all(class_="covered")
        return [each["id"] for each in found]

    assert shown("all") == ["p1", "p2", "p3"]
    assert shown("without") == ["p1", "p3"]
    assert shown("dated") == ["p3"]
    assert shown("nonsense") == ["p1", "p2", "p3"]


def test_coverage_asks_the_database_as_often_for_a_long_text(
    client: Client,
    source: Source,
    aigerim: User,
    assert_same_queries: AssertSameQueries,
) -> None:
    numbers = iter(range(1, 1000))

    def grow(count: int) -> None:
        for _each in range(count):
            number = next(numbers)
            make_fact(space=source.space, key=f"f{number}", paragraphs=(number,))
        lines = [f"1992ж. {each % 28 + 1} мамырда" for each in range(40 * count)]
        keep_text(source=source, owner=aigerim, paragraphs=lines, now=NOW)

    url = reverse("bank:source_text", args=[source.reference])
    assert_same_queries(grow=grow, block=lambda: client.get(url))


def test_a_text_is_escaped(client: Client, source: Source, aigerim: User) -> None:
    hostile = "<img src=x onerror=alert(1)> 1992 жылы"
    keep_text(source=source, owner=aigerim, paragraphs=[hostile], now=NOW)

    for url in (
        reverse("bank:source_text", args=[source.reference]),
        reverse("bank:paragraph", args=[source.reference, 1]),
    ):
        assert "<img src=x" not in client.get(url).content.decode()
    form = {"text": f"{hostile}\n{hostile}"}
    assert "<img src=x" not in client.post(keep(source), form).content.decode()


def test_a_text_that_is_dropped_is_gone(
    client: Client, source: Source, kept: SourceText
) -> None:
    client.post(reverse("bank:drop_source_text", args=[source.reference]))

    assert not SourceText.objects.exists()


def test_a_text_is_in_the_file_of_its_owner_and_goes_with_the_account(
    client: Client, aigerim: User
) -> None:
    topic: Any = TopicFactory(space=SpaceFactory())
    keep_text(source=topic.source, owner=aigerim, paragraphs=["Бір"], now=NOW)
    file = client.get("/account/data/").json()
    assert file["source_texts"][0]["paragraphs"] == ["Бір"]

    erasing.erase(user_id=aigerim.pk, now=NOW)

    assert not SourceText.objects.exists()
