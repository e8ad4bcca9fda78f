"""The sheets to begin with say what to write, and are read back as they stand."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.urls import reverse

from quizzes.exchange import uploads
from quizzes.exchange.examples import EXAMPLES
from quizzes.exchange.faults import FaultCode
from quizzes.exchange.question_files import read_questions
from quizzes.exchange.sheets import read_sheet
from quizzes.items.data import Form
from quizzes.items.properties import PROPERTIES
from tests.exchange.uploading import receive, stored, teacher_space

FILLED = [name for name, each in EXAMPLES.items() if each.is_filled]
FACT_SHEETS = ["facts-template.csv", "facts-template.xlsx"]
QUESTION_SHEETS = ["questions-template.csv", "questions-template.xlsx"]


@pytest.mark.parametrize("name", FILLED)
@pytest.mark.django_db
def test_a_filled_sheet_goes_into_the_bank_as_it_is(aigerim, name):
    content = EXAMPLES[name].make()
    space = teacher_space(aigerim)
    of_facts = {"source": "textbook", "topic": "collective-security"}

    upload = receive(
        aigerim, content, name, space=space, makes_entities=True, **of_facts
    )

    assert [fault.code for fault in uploads.faults_of(upload)] == []
    assert upload.total == upload.counts["added"] > 2
    stored(upload)


@pytest.mark.django_db
def test_the_questions_of_the_example_have_all_six_forms(aigerim):
    for ending in ("csv", "xlsx"):
        name = f"questions-example.{ending}"
        rows, faults = read_questions(EXAMPLES[name].make(), name)

        assert {row.content.form for row in rows} == set(Form)
        assert not faults


@pytest.mark.parametrize("name", FACT_SHEETS)
def test_an_empty_sheet_of_facts_has_columns_and_no_rows(name):
    assert read_sheet(EXAMPLES[name].make(), name) == ([], [])


@pytest.mark.parametrize("name", QUESTION_SHEETS)
def test_an_empty_sheet_of_questions_has_columns_and_no_rows(name):
    rows, faults = read_questions(EXAMPLES[name].make(), name)

    assert rows == []
    assert [fault.code for fault in faults] == [FaultCode.NO_QUESTIONS]


def test_the_workbook_explains_each_column_and_each_property():
    book = openpyxl.load_workbook(
        io.BytesIO(EXAMPLES["facts-template.xlsx"].make()), read_only=True
    )
    sheet, about = book.worksheets
    columns = [cell.value for cell in next(sheet.iter_rows())]
    explained = [row[0].value for row in about.iter_rows() if row]
    book.close()

    assert set(columns) <= set(explained)
    assert set(PROPERTIES) <= set(explained)


def test_a_row_that_begins_with_a_sharp_is_a_row_once_rows_have_begun():
    sheet = "stem,answer\n# түсіндірме\n#1 сұрақ,true\n# екінші,false\n".encode()

    rows, _faults = read_questions(sheet, "q.csv")

    assert [row.content.stem for row in rows] == ["#1 сұрақ", "# екінші"]


@pytest.mark.django_db
@pytest.mark.parametrize("name", EXAMPLES)
def test_each_sheet_is_given_as_a_file(aigerim, client_for, name):
    response = client_for(aigerim).get(reverse("exchange:example", args=[name]))

    assert response.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response.content == EXAMPLES[name].make() or name.endswith(".xlsx")


@pytest.mark.django_db
def test_there_is_no_other_sheet(aigerim, client_for):
    client = client_for(aigerim)

    assert client.get("/bank/import/examples/no-such.csv").status_code == 404
