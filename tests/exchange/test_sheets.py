from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence
from datetime import date

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.exchange.columns import COLUMNS, escaped, unescaped
from quizzes.exchange.faults import FaultCode
from quizzes.exchange.limits import MAX_BYTES, MAX_ROWS
from quizzes.exchange.sheets import read_sheet


def codes(content: bytes, file: str) -> list[FaultCode]:
    _rows, faults = read_sheet(content, file)
    return [fault.code for fault in faults]


def workbook(rows: Sequence[Sequence[object]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def repacked(content: bytes, name: str, part: bytes) -> bytes:
    """The archive with one part replaced or added."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            if entry.filename != name:
                new.writestr(entry.filename, old.read(entry))
        new.writestr(name, part)
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def test_a_csv_row_has_the_line_on_which_it_begins():
    content = 'key,statement\na,"бір\nекі"\n\nb,үш\n'.encode()

    rows, faults = read_sheet(content, "facts.csv")

    assert faults == []
    assert [(row.place.line, row.cells["key"]) for row in rows] == [(2, "a"), (5, "b")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_sheet_saved_by_a_spreadsheet_is_read(delimiter):
    text = f"\ufeffkey{delimiter}statement\r\na{delimiter}Ә\r\n"

    rows, faults = read_sheet(text.encode(), "facts.CSV")

    assert faults == []
    assert rows[0].cells == {"key": "a", "statement": "Ә"}


def test_json_objects_have_their_lines_and_types():
    content = '[\n {"key": "a", "value": 57},\n {"key": "b",\n "value": ["x", "y"]}]'

    rows, faults = read_sheet(content.encode(), "facts.json")

    assert faults == []
    assert [row.place.line for row in rows] == [2, 3]
    assert [row.cells["value"] for row in rows] == [57, ("x", "y")]


def test_a_spreadsheets_own_dates_and_numbers_become_text_or_digits():
    rows, faults = read_sheet(
        workbook([["key", "value"], ["a", date(1999, 4, 2)], ["b", 57.0]]), "f.xlsx"
    )

    assert faults == []
    assert [row.cells["value"] for row in rows] == ["1999-04-02", 57]


def test_a_formula_is_a_fault_with_its_cell():
    _rows, faults = read_sheet(workbook([["key"], ["=1+1"]]), "f.xlsx")

    assert [(fault.code, fault.field) for fault in faults] == [
        (FaultCode.FORMULA, "A2")
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", FaultCode.NO_HEADER),
        (b"statement\nx\n", FaultCode.NO_HEADER),
        (b"key,colour\na,red\n", FaultCode.UNKNOWN_FIELD),
        (b"key,key\na,b\n", FaultCode.TWICE),
        (b"key\n\xff\n", FaultCode.NOT_UTF8),
        (b"key\na\0b\n", FaultCode.CONTROL_CHARACTER),
        (b"key\na,b\n", FaultCode.UNREADABLE),
        (b'key\n"a\n', FaultCode.UNREADABLE),
        (b'key\n"a"b\n', FaultCode.UNREADABLE),
        (b"key," + b"note," * 60 + b"\n", FaultCode.TOO_MANY_COLUMNS),
        (b"key\na" + b"," * 60 + b"\n", FaultCode.TOO_MANY_COLUMNS),
        (b"key\n" + b"a\n" * (MAX_ROWS + 1), FaultCode.TOO_MANY_ROWS),
        (b"key\n" + b"\n" * 500_000 + b"a\n", FaultCode.TOO_MANY_ROWS),
        (b"key\n" + b"a" * 200_000 + b"\n", FaultCode.UNREADABLE),
        (b"key\n" + b"a" * 50_000 + b"\n", FaultCode.TOO_LONG),
        (b"k" * (MAX_BYTES + 1), FaultCode.TOO_LARGE),
    ],
)
def test_a_hostile_csv_is_a_fault_and_nothing_else(content, code):
    assert code in codes(content, "facts.csv")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", FaultCode.NOT_LIST),
        (b"{}", FaultCode.NOT_LIST),
        (b"[1]", FaultCode.NOT_MAPPING),
        (b'[{"key": "a"}', FaultCode.UNREADABLE),
        (b'[{"key": "a"}] x', FaultCode.UNREADABLE),
        (b'[{"key": NaN}]', FaultCode.UNREADABLE),
        (b'[{"key": ' + b"9" * 5000 + b"}]", FaultCode.UNREADABLE),
        (b'[{"key": "a", "key": "b"}]', FaultCode.TWICE),
        (b'[{"key": "\\ud800"}]', FaultCode.CONTROL_CHARACTER),
        (b'[{"key": "\\u0000"}]', FaultCode.CONTROL_CHARACTER),
        (b'[{"key": 1.5}]', FaultCode.NOT_TEXT),
        (b'[{"key": {"a": 1}}]', FaultCode.NOT_TEXT),
        (b'[{"value": [1, "a"]}]', FaultCode.NOT_TEXT),
        (b"[" * 100_000, FaultCode.TOO_DEEP),
        (b'[{"a":' * 100_000, FaultCode.TOO_DEEP),
        (b"[" + b"{}," * (MAX_ROWS + 1) + b"{}]", FaultCode.TOO_MANY_ROWS),
        ("[{}]".encode("utf-16"), FaultCode.NOT_UTF8),
    ],
)
def test_a_hostile_json_is_a_fault_and_nothing_else(content, code):
    assert code in codes(content, "facts.json")


def _bomb() -> bytes:
    return repacked(workbook([["key"]]), "xl/media/zeros.bin", bytes(60 * 1024 * 1024))


def _many_entries() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(1_100):
            archive.writestr(str(number), b"")
    return out.getvalue()


def _sheet_xml(body: bytes, before: bytes = b"") -> bytes:
    head = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    )
    return before + head + b"<sheetData>" + body + b"</sheetData></worksheet>"


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: b"PK\x03\x04 not a zip", FaultCode.UNREADABLE),
        (lambda: workbook([["key"]])[:-50], FaultCode.UNREADABLE),
        (_bomb, FaultCode.TOO_LARGE),
        (_many_entries, FaultCode.TOO_MANY_PARTS),
        (
            lambda: repacked(
                workbook([["key"]]),
                SHEET,
                _sheet_xml(b"", b'<!DOCTYPE a [<!ENTITY x "y">]>'),
            ),
            FaultCode.UNREADABLE,
        ),
        (
            lambda: repacked(workbook([["key"]]), SHEET, b"<a>" * 200_000),
            FaultCode.TOO_DEEP,
        ),
        (
            lambda: repacked(
                workbook([["key"]]),
                SHEET,
                _sheet_xml(
                    b'<row r="1"><c r="A1" t="inlineStr"><is><t>key</t></is></c></row>'
                    b'<row r="1048576"><c r="A1048576"><v>1</v></c></row>'
                ),
            ),
            FaultCode.TOO_MANY_ROWS,
        ),
        (
            lambda: repacked(
                workbook([["key"]]), SHEET, _sheet_xml(b"<row><c/></row>" * 600_000)
            ),
            FaultCode.TOO_MANY_PARTS,
        ),
        (
            lambda: workbook([["key"], ["a", *["b"] * 120]]),
            FaultCode.TOO_MANY_COLUMNS,
        ),
        (
            lambda: workbook([["key"], *([["a"]] * (MAX_ROWS + 1))]),
            FaultCode.TOO_MANY_ROWS,
        ),
    ],
)
def test_a_hostile_workbook_is_a_fault_and_nothing_else(make, code):
    assert code in codes(make(), "facts.xlsx")


def test_a_file_of_another_kind_is_refused():
    assert codes(b"key\n", "facts.ods") == [FaultCode.UNKNOWN_FORMAT]


@given(st.text())
def test_an_escaped_cell_comes_back(text: str):
    assert unescaped(escaped(text)) == text


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+7", "-1", "@SUM", "|x", "%x", "＝1", " =1", "\t=1", "\tx", "'=1", "\n-"],
)
def test_what_a_spreadsheet_might_run_is_escaped(text):
    assert escaped(text).startswith("'")


@given(st.binary(max_size=200))
def test_no_bytes_break_the_readers(content: bytes):
    for file in ("f.csv", "f.json", "f.xlsx"):
        read_sheet(content, file)


@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(COLUMNS),
            st.one_of(st.text(), st.integers(), st.booleans(), st.lists(st.text())),
        ),
        max_size=3,
    )
)
def test_no_json_breaks_the_reader(rows):
    read_sheet(json.dumps(rows).encode(), "f.json")
