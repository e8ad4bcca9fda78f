from __future__ import annotations

from pathlib import Path

import pytest

from quizzes.exchange.checking import check_fixture
from quizzes.exchange.faults import FaultCode
from quizzes.exchange.fixtures import read_fixture, read_fixtures
from quizzes.exchange.limits import MAX_BYTES
from quizzes.exchange.world import World

FIXTURES = sorted(Path(__file__).parents[2].glob("fixtures/*.yaml"))

SMALL = """\
source: textbook
topic: cis

sources:
  - key: textbook
    title: {kk: Кітап}
    paragraphs: 10

topics:
  - key: cis
    source: textbook
    name: {kk: ТМД}

entities:
  - key: minsk
    kind: place
    category: capitals
    kk:
      name: Минск
      aliases: [минскілік]
      forms: {dat: Минскіге}
    ru: {name: Минск}

  - key: summit
    kind: event
    kk: {name: ТМД саммиті, possessed: true}

facts:
  - key: summit-held-on
    paragraphs: [3]
    subject: summit
    property: held_on
    value: "1998-04-29"
    text_value: "1998-04-28"
    ask_precision: month
    statement: Саммит 1998 жылғы сәуірде өтті.

  - key: summit-held-in
    paragraphs: [3, 4]
    subject: summit
    property: held_in
    value: minsk
    statement: Саммит Минскіде өтті.
"""


def faults_of(text: str) -> list[tuple[int, str, FaultCode]]:
    fixture, faults = read_fixture(text.encode())
    faults = faults or check_fixture(fixture, World())
    return [(fault.line, fault.field, fault.code) for fault in faults]


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def test_a_fixture_is_read_with_its_lines():
    fixture, faults = read_fixture(SMALL.encode())

    assert faults == []
    dated, placed = fixture.facts
    assert dated.content.source == "textbook"
    assert dated.content.value == "1998-04-29"
    assert placed.content.value == ("minsk",)
    assert placed.content.paragraphs == (3, 4)
    assert dated.place.of("property") == line_of(SMALL, "property: held_on")


@pytest.mark.skipif(not FIXTURES, reason="there are no fixtures")
def test_the_fixtures_of_the_project_have_no_fault():
    fixture, faults = read_fixtures((path.name, path.read_bytes()) for path in FIXTURES)

    assert faults + check_fixture(fixture, World()) == []


@pytest.mark.parametrize(
    ("old", "new", "field", "code"),
    [
        ("held_on", "held_at", "property", FaultCode.UNKNOWN_CHOICE),
        ('"1998-04-29"', '"1998-13-29"', "value", FaultCode.BAD_DATE),
        ('"1998-04-29"', '"1999/1998"', "value", FaultCode.BAD_DATE),
        ('"1998-04-29"', "[minsk]", "value", FaultCode.WRONG_VALUE_TYPE),
        ("value: minsk", "value: london", "value", FaultCode.UNKNOWN_KEY),
        ("value: minsk", "value: summit", "value", FaultCode.WRONG_KIND),
        ("value: minsk", "value: [minsk, minsk]", "value", FaultCode.ONE_VALUE),
        ("value: minsk", "value: true", "value", FaultCode.NOT_TEXT),
        ("[3, 4]", "[3, 11]", "paragraphs", FaultCode.NO_SUCH_PARAGRAPH),
        ("[3, 4]", "[three]", "paragraphs", FaultCode.NOT_NUMBER),
        ("month\n", "day\n", "ask_precision", FaultCode.FINER_THAN_AGREED),
        ("kind: place", "kind: town", "kind", FaultCode.UNKNOWN_CHOICE),
        ("kind: place", "colour: red", "kind", FaultCode.MISSING),
        ("key: summit\n", "key: Summit!\n", "key", FaultCode.BAD_KEY),
        ("key: summit-held-in", "key: summit-held-on", "key", FaultCode.DUPLICATE_KEY),
        (
            "kind: event",
            "kind: event\n    part_of: summit",
            "part_of",
            FaultCode.CIRCLE,
        ),
        ("name: Минск\n", "name: Минск; Менск\n", "kk", FaultCode.SEMICOLON),
        ("{dat: Минскіге}", "{voc: Минск}", "forms.voc", FaultCode.UNKNOWN_FIELD),
        ("possessed: true", "possessed: maybe", "kk.possessed", FaultCode.NOT_YES_NO),
        (
            "value: minsk",
            "value: minsk\n    basis: outside",
            "basis_note",
            FaultCode.MISSING,
        ),
        (
            "value: minsk",
            "value: minsk\n    object: minsk",
            "object",
            FaultCode.NO_OBJECT,
        ),
        (
            "value: minsk",
            "value: minsk\n    claim: Өтті.",
            "claim",
            FaultCode.BAD_CLAIM,
        ),
        (
            "value: minsk",
            'value: minsk\n    claim: "{value.since} {subject}"',
            "claim",
            FaultCode.BAD_CLAIM,
        ),
        ("value: minsk", "value: minsk\n    value: minsk", "value", FaultCode.TWICE),
    ],
)
def test_a_fault_is_named_with_its_field(old, new, field, code):
    assert old in SMALL

    found = faults_of(SMALL.replace(old, new, 1))

    assert (field, code) in [(name, each) for _line, name, each in found]


def test_a_fault_is_named_with_its_line():
    text = SMALL.replace("value: minsk", "value: london")

    assert (
        line_of(text, "value: london"),
        "value",
        FaultCode.UNKNOWN_KEY,
    ) in faults_of(text)


def test_all_faults_of_a_file_are_found_at_once():
    text = SMALL.replace("held_on", "x").replace("value: minsk", "value: london")

    assert len(faults_of(text)) == 2


def test_two_days_of_one_summit_contradict_each_other():
    text = SMALL + (
        "\n  - key: again\n    paragraphs: [5]\n    subject: summit\n"
        '    property: held_on\n    value: "1999-04-02"\n    statement: Өтті.\n'
    )

    codes = [code for _line, _field, code in faults_of(text)]

    assert codes == [FaultCode.CONTRADICTION, FaultCode.CONTRADICTION]


def test_the_month_of_a_known_day_is_no_contradiction():
    text = SMALL + (
        "\n  - key: again\n    paragraphs: [5]\n    subject: summit\n"
        '    property: held_on\n    value: "1998-04"\n    statement: Өтті.\n'
    )

    assert faults_of(text) == []


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"facts:\n  - key: \xff\n", FaultCode.NOT_UTF8),
        (b"facts:\n  - key: a\0b\n", FaultCode.CONTROL_CHARACTER),
        (b"facts:\n  - key: 'a\n", FaultCode.UNREADABLE),
        (b"a: &a [x]\nb: *a\n", FaultCode.ALIAS),
        (b"facts: !!python/object/apply:os.system [id]\n", FaultCode.UNREADABLE),
        (b"a: b\n---\nc: d\n", FaultCode.UNREADABLE),
        (b"[" * 5000, FaultCode.TOO_DEEP),
        (b"- " * 300_000, FaultCode.TOO_DEEP),
        (b"{a: " * 5000, FaultCode.TOO_DEEP),
        (b"? [a]\n: b\n", FaultCode.UNREADABLE),
        (b"- a\n" * 300_000, FaultCode.TOO_MANY_PARTS),
        (b"#" * (MAX_BYTES + 1), FaultCode.TOO_LARGE),
        (b"just words", FaultCode.NOT_MAPPING),
        (b"facts: {a: b}", FaultCode.NOT_LIST),
        (b"facts: [a]", FaultCode.NOT_MAPPING),
        (b"factz: []", FaultCode.UNKNOWN_FIELD),
    ],
)
def test_a_hostile_file_is_a_fault_and_nothing_else(content, code):
    _fixture, faults = read_fixture(content)

    assert code in [fault.code for fault in faults]


@pytest.mark.parametrize("content", [b"", b"# nothing\n", b"\xef\xbb\xbf", b"---\n"])
def test_an_empty_file_says_nothing(content):
    fixture, faults = read_fixture(content)

    assert not fixture.facts
    assert faults == []
