"""Questions into the bank and out of it, by the importer and by the commands."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from quizzes.bank.models import Question
from quizzes.bank.question_conversion import question_content
from quizzes.bank.question_editing import store_question
from quizzes.bank.spaces import Space
from quizzes.exchange.faults import FaultCode
from quizzes.exchange.question_exports import OutFormat
from quizzes.exchange.question_storing import QuestionImport, import_questions
from quizzes.items.item_writing import WritingWarning
from tests.exchange.question_samples import SAMPLES
from tests.factories import NOW, SpaceFactory, TopicFactory

pytestmark = pytest.mark.django_db

GIFT = "Кім? {=бір ~екі ~үш}\n\nҚай? {=бес ~алты ~жеті}\n"
HALF = f"{GIFT}\nЭссе? {{}}\n"


@pytest.fixture
def space() -> Space:
    made: Any = SpaceFactory()  # a factory's class does not say what it makes
    TopicFactory(space=made)
    return made


def take(space: Space, text: str, file: str = "q.gift", **more) -> QuestionImport:
    return import_questions(text.encode(), file=file, space=space, now=NOW, **more)


def test_new_questions_are_drafts_with_the_source_of_the_whole_file(space):
    result = take(space, GIFT, source="textbook", topic="collective-security")

    assert len(result.added) == 2
    stored = Question.objects.with_content().all()
    assert {each.state for each in stored} == {"draft"}
    assert {each.source.key for each in stored} == {"textbook"}
    assert {each.topic.key for each in stored} == {"collective-security"}


def test_a_file_with_a_fault_is_not_stored_unless_a_part_is_wanted(space):
    refused = take(space, HALF)
    assert (refused.is_stored, Question.objects.count()) == (False, 0)

    taken = take(space, HALF, takes_part=True)

    assert (taken.is_stored, Question.objects.count()) == (True, 2)
    assert [(fault.code, fault.line) for fault in taken.faults] == [
        (FaultCode.UNKNOWN_TYPE, 5)
    ]


def test_a_dry_run_says_what_would_be_and_stores_nothing(space):
    result = take(space, GIFT, dry_run=True)

    assert (len(result.added), Question.objects.count()) == (2, 0)


def test_the_same_file_again_changes_nothing_and_edits_are_kept(space):
    take(space, GIFT)
    stored = Question.objects.with_content().get(stem="Кім?")
    edited = replace(question_content(stored), explanation="Түсінік")
    store_question(space=space, content=edited, now=NOW)

    again = take(space, GIFT)

    assert (len(again.unchanged), again.kept) == (1, [stored.key])
    assert Question.objects.get(pk=stored.pk).explanation == "Түсінік"


def test_a_question_that_stands_in_a_file_twice_is_stored_once(space):
    result = take(space, f"{GIFT}\n{GIFT}")

    assert (result.repeated, Question.objects.count()) == ([5, 7], 2)


def test_a_key_that_stands_in_a_file_twice_is_a_fault(space):
    result = take(space, "stem,key,answer\nА,k,true\nБ,k,false\n", file="q.csv")

    assert [(fault.code, fault.line) for fault in result.faults] == [
        (FaultCode.DUPLICATE_KEY, 3)
    ]


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ("nothing,,", FaultCode.UNKNOWN_KEY),
        (",nothing,", FaultCode.UNKNOWN_KEY),
        ("textbook,,98", FaultCode.NO_SUCH_PARAGRAPH),
        (",,1", FaultCode.MISSING),
    ],
)
def test_a_place_in_a_text_must_be_there(space, cells, code):
    sheet = f"stem,answer,source,topic,paragraphs\nА,true,{cells}\n"

    assert [fault.code for fault in take(space, sheet, file="q.csv").faults] == [code]


def test_what_speaks_against_a_question_is_told_with_its_line(space):
    result = take(space, "Кім? {=бір ~екі ~Барлығы дұрыс}")

    codes = {found.code for warned in result.warned for found in warned.findings}
    assert WritingWarning.ALL_OF_THE_ABOVE in codes
    assert (result.warned[0].line, len(result.added)) == (1, 1)


def test_code_in_a_text_is_kept_as_text(space):
    take(space, r"[plain]<script>alert(1)</script> {=[plain]<img src\=x> ~б}")

    stored = Question.objects.get()
    assert stored.stem == "<script>alert(1)</script>"
    assert stored.parts["options"][0]["text"] == "<img src=x>"


# Commands


@pytest.fixture
def questions(space: Space) -> Space:
    for content in SAMPLES.values():
        store_question(space=space, content=content, now=NOW)
    return space


@pytest.mark.parametrize("name", ["csv", "xlsx"])
def test_what_is_exported_and_imported_changes_nothing(questions, tmp_path, name):
    file, out = tmp_path / f"questions.{name}", io.StringIO()

    call_command("questions", "export", "--format", name, "--output", str(file))
    call_command("questions", "import", str(file), stdout=out, stderr=io.StringIO())

    assert {each.version for each in Question.objects.all()} == {1}
    assert str(len(SAMPLES)) in out.getvalue()


@pytest.mark.parametrize("name", [each.value for each in OutFormat])
def test_every_format_can_be_exported(questions, tmp_path, name):
    file = tmp_path / "questions"

    call_command("questions", "export", "--format", name, "--output", str(file))

    assert file.stat().st_size > 100


def test_a_fault_is_named_with_its_line_and_ends_with_1(space, tmp_path):
    file, err = tmp_path / "q.gift", io.StringIO()
    file.write_text(HALF)

    with pytest.raises(SystemExit) as caught:
        call_command("questions", "import", str(file), stderr=err)

    assert caught.value.code == 1
    assert "5" in err.getvalue().splitlines()[0]
    assert not Question.objects.exists()


def test_a_dry_run_of_the_command_stores_nothing(space, tmp_path):
    file = tmp_path / "q.gift"
    file.write_text(GIFT)

    call_command(
        "questions",
        "import",
        str(file),
        "--dry-run",
        stdout=io.StringIO(),
        stderr=io.StringIO(),
    )

    assert not Question.objects.exists()


def test_a_file_that_is_not_there_is_said_in_a_sentence(space):
    with pytest.raises(CommandError):
        call_command("questions", "import", "/nowhere/q.gift")
