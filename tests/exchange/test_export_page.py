"""What goes out of the bank by the page, and that it is what was asked for."""

from __future__ import annotations

import csv
import io
import json
import zipfile

import openpyxl
import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from quizzes.bank.models import Space
from quizzes.bank.question_editing import store_question
from quizzes.exchange import exports
from quizzes.exchange.exports import FACT_FORMATS, ITEM_FORMATS, QUESTION_FORMATS
from quizzes.exchange.question_files import read_questions
from quizzes.people.models import User
from tests.conftest import ClientFor
from tests.exchange.question_samples import SAMPLES
from tests.exchange.uploading import teacher_space, topic_in
from tests.factories import NOW, make_fact

pytestmark = pytest.mark.django_db
RISKY = '=HYPERLINK("http://x","Ақша")'


@pytest.fixture
def space(aigerim: User) -> Space:
    """Aigerim's space, with two facts and a question of each form."""
    space = teacher_space(aigerim)
    topic_in(space)
    make_fact(space=space, key="signed", statement=RISKY, by=aigerim)
    make_fact(
        space=space,
        key="held",
        source="own-source",
        topic="own-topic",
        subject="summit",
        property="held_on",
        value="1998-08-25",
        statement="Кездесу 1998 жылғы 25 тамызда өтті.",
        by=aigerim,
    )
    for content in SAMPLES.values():
        store_question(space=space, content=content, now=NOW)
    return space


@pytest.fixture
def browser(aigerim: User, space: Space, client_for: ClientFor) -> Client:
    return client_for(aigerim)


def get(browser: Client, what: str, given: Space, file_format: str, **more):
    data = {"space": given.key, "file_format": file_format, **more}
    return browser.get(reverse(f"exchange:export_{what}"), data)


@pytest.mark.parametrize("file_format", [*FACT_FORMATS, *ITEM_FORMATS])
def test_facts_go_out_in_every_format(browser, space, file_format):
    response = get(browser, "facts", space, file_format)

    assert response.status_code == 200
    assert response.headers["Content-Disposition"].startswith("attachment; ")
    assert response.headers["Content-Type"] == exports.CONTENT_TYPES[file_format]
    assert len(response.content) > 200


@pytest.mark.parametrize("file_format", QUESTION_FORMATS)
def test_questions_go_out_in_every_format(browser, space, file_format):
    response = get(browser, "questions", space, file_format)

    assert response.status_code == 200
    assert len(response.content) > 200


def test_only_what_was_chosen_goes_out(browser, space):
    topic = space.topics.get(key="own-topic")

    by_topic = get(browser, "facts", space, "json", topic=topic.pk)
    by_source = get(browser, "facts", space, "json", source=topic.source_id)

    for response in (by_topic, by_source):
        assert [fact["key"] for fact in json.loads(response.content)] == ["held"]


def test_a_spreadsheet_runs_nothing_of_a_sheet(browser, space):
    text = get(browser, "facts", space, "csv").content.decode("utf-8-sig")
    cells = [row["statement"] for row in csv.DictReader(io.StringIO(text))]
    assert f"'{RISKY}" in cells

    content = get(browser, "facts", space, "xlsx").content
    book = openpyxl.load_workbook(io.BytesIO(content))
    found = [cell for row in book.active.iter_rows() for cell in row]
    assert any(cell.value == RISKY for cell in found)
    assert all(cell.data_type != "f" for cell in found)


def test_a_csv_file_says_its_letters_to_a_spreadsheet(browser, space):
    for what in ("facts", "questions"):
        content = get(browser, what, space, "csv").content
        assert content.startswith(b"\xef\xbb\xbf")


def test_what_goes_out_comes_back_unchanged(browser, space):
    content = get(browser, "questions", space, "csv").content

    rows, faults = read_questions(content, "q.csv")

    assert not faults
    assert [row.content.form for row in rows] == [
        content.form
        for _, content in sorted((each.key, each) for each in SAMPLES.values())
    ]


def test_nothing_to_export_is_said_on_the_page(browser, space, aigerim):
    space.facts.all().delete()

    response = get(browser, "facts", space, "xlsx")

    assert response.status_code == 422
    page = BeautifulSoup(response.content, "html.parser")
    assert page.select_one("[role=alert]")


def test_too_many_facts_at_once_are_not_made_into_items(browser, space, monkeypatch):
    monkeypatch.setattr(exports, "MOST_ASKED", 1)

    response = get(browser, "facts", space, "gift")

    assert response.status_code == 422


@pytest.mark.parametrize(
    "bad",
    [
        {"space": "no-such"},
        {"space": "\0"},
        {"topic": "x"},
        {"topic": "99999999999999999999"},
        {"source": "-1"},
        {"file_format": "exe"},
    ],
)
def test_what_is_no_choice_is_refused_in_a_sentence(browser, space, bad):
    response = get(browser, "facts", space, bad.pop("file_format", "csv"), **bad)

    assert response.status_code == 422


def test_the_items_of_a_quiz_go_out_by_the_same_function(space):
    with pytest.raises(exports.NothingToExport):
        exports.export_items(
            [], kind="gift", title="Тест", titles={}, name="quiz", now=NOW
        )


def test_a_package_names_its_files_inside(browser, space):
    content = get(browser, "questions", space, "qti").content

    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert "imsmanifest.xml" in package.namelist()
        assert package.testzip() is None
