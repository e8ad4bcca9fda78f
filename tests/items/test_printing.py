"""`items print`: what a teacher proof-reads and what a check reads."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from quizzes.items import printing
from quizzes.items.data import Citation, Form, Item
from quizzes.items.making import make_every
from tests.items.small_bank import small_bank

FIELDS = {
    "family",
    "form",
    "facts",
    "property",
    "stem",
    "options",
    "key",
    "citation",
    "feedback",
}


def items() -> list[Item]:
    return [made for made in make_every(small_bank(), "1") if isinstance(made, Item)]


def test_every_form_has_all_fields_and_a_key_that_can_be_found():
    for item in items():
        record = printing.record(item)

        assert set(record) >= FIELDS
        values = {option["value"] for option in record["options"]}
        match item.form:
            case Form.CHOICE | Form.TRUE_FALSE:
                assert record["key"] in values
            case Form.MULTIPLE_CHOICE | Form.ORDERING:
                assert set(record["key"]) <= values
            case Form.MATCHING:
                assert {right for _, right in record["key"]} <= values
            case Form.DATE_ENTRY:
                assert record["key"]


def test_the_text_marks_the_right_options_and_cites_the_paragraph():
    choice = next(item for item in items() if item.form is Form.CHOICE)

    lines = printing.text(choice).splitlines()

    starred = [line for line in lines if line.startswith(" *")]
    assert len(starred) == 1
    assert any("абзац" in line for line in lines)


def test_several_paragraphs_are_cited_in_the_plural():
    one = Citation(source="text", paragraphs=(25,))
    two = Citation(source="text", paragraphs=(8, 25))

    assert printing.cited((one,)) == "25-абзац"
    assert printing.cited((two,)) == "8, 25-абзацтар"


@pytest.fixture
def printed(every_fact, db):
    """The command on the loaded fixtures; gives what it wrote and what it warned of."""

    def run(*arguments: str) -> tuple[str, str]:
        out, err = StringIO(), StringIO()
        call_command("items", "print", *arguments, stdout=out, stderr=err)
        return out.getvalue(), err.getvalue()

    return run


def test_all_items_are_printed_as_json_and_the_seldom_asked_on_standard_error(printed):
    out, err = printed("--all", "--format", "json")

    records = json.loads(out)
    assert len(records) > 600
    assert {record["family"] for record in records} == {"date", "member", "treaty"}
    assert all(len(line.split("\t")) == 3 for line in err.splitlines())


def test_items_are_printed_by_family_form_fact_and_number(printed):
    out, _ = printed("--family", "date", "--form", "choice", "--count", "4")
    assert out.count("[date · choice · ") == 4

    out, _ = printed("--fact", "collective-security-treaty-signed-on", "--all")
    assert "collective-security-treaty-signed-on" in out.splitlines()[0]

    with pytest.raises(CommandError, match="no-such-fact"):
        printed("--fact", "no-such-fact")


def test_before_there_is_a_bank_it_says_how_to_make_one(monkeypatch):
    def no_table():
        raise OperationalError("no such table")

    monkeypatch.setattr("quizzes.management.commands.items.scope_of", no_table)

    with pytest.raises(CommandError, match="make data"):
        call_command("items", "print")


@pytest.mark.parametrize(
    "arguments", [["--count", "0"], ["--count", "x"], ["--family", "war"]]
)
def test_senseless_arguments_are_refused(printed, arguments):
    with pytest.raises(CommandError):
        printed(*arguments)
