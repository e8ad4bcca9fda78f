from __future__ import annotations

import io
import sys
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command

from quizzes.bank.models import Fact
from tests.exchange.test_fixtures import SMALL


@pytest.fixture
def small(tmp_path, db):
    path = tmp_path / "small.yaml"
    path.write_text(SMALL)
    call_command("facts", "load", str(path), stdout=io.StringIO())
    return path


def export(*arguments: str) -> str:
    out = io.StringIO()
    call_command("facts", "export", *arguments, stdout=out)
    return out.getvalue()


def test_export_writes_a_sheet_that_import_takes_back(small, tmp_path):
    sheet = tmp_path / "facts.csv"
    out = io.StringIO()

    call_command("facts", "export", "--output", str(sheet))
    call_command("facts", "import", str(sheet), stdout=out)

    assert sheet.read_text() == export("--format", "csv")
    assert "2" in out.getvalue()


def test_export_takes_only_the_facts_of_a_source(small):
    assert "summit-held-on" in export("--source", "textbook", "--format", "yaml")
    with pytest.raises(CommandError):
        export("--source", "nothing")


def test_a_fault_is_named_with_its_line_and_ends_with_1(small, tmp_path):
    sheet = tmp_path / "facts.csv"
    sheet.write_text("key,property\nsummit-held-on,held_on\nsummit-held-in,x\n")
    err = io.StringIO()

    with pytest.raises(SystemExit) as caught:
        call_command("facts", "import", str(sheet), stderr=err)

    assert caught.value.code == 1
    assert "3" in err.getvalue().splitlines()[0]
    assert "property" in err.getvalue()


def test_a_dry_run_stores_nothing(small, tmp_path):
    sheet = tmp_path / "facts.csv"
    sheet.write_text("key,unasked\nsummit-held-on,Себебі\n")

    call_command("facts", "import", str(sheet), "--dry-run", stdout=io.StringIO())

    assert not Fact.objects.exclude(unasked="").exists()


@pytest.mark.parametrize("subcommand", ["import", "load"])
def test_a_file_that_is_not_there_is_said_in_a_sentence(db, subcommand):
    with pytest.raises(CommandError):
        call_command("facts", subcommand, "/nowhere/facts.csv")


def inflected(monkeypatch, *arguments: str, given: bytes = b"") -> tuple[str, str, int]:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(given)))
    out, err = io.StringIO(), io.StringIO()
    code = 0
    try:
        call_command("inflect", *arguments, stdout=out, stderr=err)
    except SystemExit as error:
        code = int(str(error.code))
    return out.getvalue(), err.getvalue(), code


def test_names_are_inflected_one_a_line(monkeypatch):
    out, err, code = inflected(monkeypatch, "Қазақстан", "ТМД")

    assert out.splitlines() == [
        "Қазақстан\tҚазақстанның\tҚазақстанға\tҚазақстанды\tҚазақстанда"
        "\tҚазақстаннан\tҚазақстанмен",
        "ТМД\tТМД-ның\tТМД-ға\tТМД-ны\tТМД-да\tТМД-дан\tТМД-мен",
    ]
    assert (err, code) == ("", 0)


def test_a_possessed_name_is_inflected_as_such(monkeypatch):
    out, _err, _code = inflected(monkeypatch, "--possessed", "Ресей Федерациясы")

    assert "Ресей Федерациясына" in out


def test_what_is_no_name_gets_a_message_and_the_rest_its_cases(monkeypatch):
    given = "Ресей\n\n".encode() + b"\xff\n" + "а\0б\nҚытай\r\n".encode()

    out, err, code = inflected(monkeypatch, given=given)

    assert [line.split("\t")[0] for line in out.splitlines()] == ["Ресей", "Қытай"]
    assert len(err.splitlines()) == 3
    assert code == 1
