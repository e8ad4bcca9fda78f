"""Files of facts that would do harm, made by hand; each with a word for what it is."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from typing import Final

import openpyxl

from tests.exchange.hostile_questions import MEGABYTE, SHEET, empty_workbook, repacked

HEADER: Final = "subject,property,value,statement,paragraphs,source,topic"
FULL: Final = 5 * MEGABYTE - 64
WORKSHEET: Final = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    "<sheetData>{}</sheetData></worksheet>"
)


def _csv(*rows: str, header: str = HEADER) -> bytes:
    return "\n".join([header, *rows, ""]).encode()


def _rows(count: int, row: str) -> list[str]:
    return [row.format(n=number) for number in range(count)]


def csv() -> Iterator[tuple[str, bytes]]:
    yield "no header", b"a,b\n1,2\n"
    yield "too large", b"x" * (5 * MEGABYTE + 1)
    yield "UTF-16", HEADER.encode("utf-16")
    yield "Windows-1251", "subject,value\nАлматы,1\n".encode("cp1251")
    yield "two encodings", _csv("Алматы") + "Шарт,x\n".encode("cp1251")
    yield "a zero byte", _csv("a\0b,signed_on,1991")
    yield "a lone surrogate", _csv("a") + b"\xed\xa0\x80,x\n"
    yield "many rows", _csv(*_rows(6_000, "a{n},signed_on,1991,b,1,s,t"))
    yield "many columns", ",".join(["subject"] * 2_000).encode()
    yield "one line of commas", _csv("," * 2_000_000)
    yield "unknown names", _csv(*_rows(5_000, "Ұйым {n},founded_on,1991,б,1,s,t"))
    yield "long names", _csv(*_rows(200, "ә{n}" * 2_000 + ",signed_on,1991,б,1,s,t"))
    yield (
        "names alike",
        _csv(*_rows(5_000, "Ташкент шартты {n},signed_on,1991,б,1,textbook,x")),
    )
    yield "dates that are none", _csv(*_rows(5_000, "a,signed_on,1991-{n}-99,б,1,s,t"))
    yield "dates without end", _csv("a,signed_on," + "1991/" * 3_000 + ",б,1,s,t")
    yield "years without end", _csv("a,signed_on," + "9" * 10_000 + ",б,1,s,t")
    yield "numbers without end", _csv("a,number_of," + "9" * 10_000 + ",б,1,s,t")
    yield "sets without end", _csv("a,members," + "б;" * 9_000 + ",б,1,s,t")
    yield "paragraphs without end", _csv("a,members,б,б," + "1;" * 9_000 + ",s,t")
    yield "a quotation without end", _csv('"' + "x" * 4_000_000)
    yield "a formula for a property", _csv('=cmd|"/c calc"!A1,=1+1,@x,-1,+1,%,|')
    yield "a key that is a path", _csv("../../x,a", header="key,statement")


def json() -> Iterator[tuple[str, bytes]]:
    yield "nothing", b""
    yield "deep lists", b"[" * 1_000_000
    yield "deep objects", b'[{"key":' * 100_000
    yield "no list", b'{"key": "a"}'
    yield "no end", b'[{"key": "a"'
    yield "many objects", b"[" + b'{"key":"a"},' * 6_000 + b'{"key":"a"}]'
    yield "a number without end", b'[{"key":"a","value":' + b"9" * 100_000 + b"}]"
    yield "no number", b'[{"key":"a","value":NaN},{"key":"b","value":1e999}]'
    yield "a surrogate", b'[{"key":"a","statement":"\\ud800"}]'
    yield "a zero", b'[{"key":"a","statement":"\\u0000"}]'
    yield "names twice", b'[{"key":"a","key":"b"}]'
    yield "other types", b'[{"key":{"a":[{}]},"value":[[1]],"paragraphs":{"x":1}}]'
    yield "a text without end", b'[{"key":"' + b"a" * FULL
    yield "names of fields", b'[{"__class__":"x","constructor":{"prototype":1}}]'


def xlsx() -> Iterator[tuple[str, bytes]]:
    base = empty_workbook()
    yield "no archive", b"PK\x03\x04 nothing"
    yield "an archive of nothing", _zip({})
    yield "a bomb", repacked(base, {SHEET: b" " * 60 * MEGABYTE})
    yield "a DTD", repacked(base, {SHEET: b"<!DOCTYPE x []><x/>"})
    laughs = '<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    yield "laughs", repacked(base, {SHEET: laughs.encode()})
    yield "deep", repacked(base, {SHEET: b"<a>" * 200_000})
    yield "many parts", repacked(base, {f"xl/{n}.bin": b"" for n in range(1_100)})
    yield "a part above the archive", repacked(base, {"../../evil": b"x"})
    yield "an absolute path", repacked(base, {"/etc/evil": b"x"})
    yield "a nested archive", repacked(base, {"xl/x.zip": _zip({"a": b"x" * MEGABYTE})})
    yield "no sheet", repacked(base, {"xl/workbook.xml": b"<workbook/>"})
    cell = '<c r="{}1" t="inlineStr"><is><t>subject</t></is></c>'
    far = WORKSHEET.format(f'<row r="1">{cell.format("XFD")}</row>')
    yield "the last column", repacked(base, {SHEET: far.encode()})
    beyond = WORKSHEET.format(f'<row r="1">{cell.format("ZZZZZZZ")}</row>')
    yield "a column beyond", repacked(base, {SHEET: beyond.encode()})
    low = WORKSHEET.format(f'<row r="1048576">{cell.format("A")}</row>')
    yield "the last row alone", repacked(base, {SHEET: low.encode()})
    rows = "".join(f'<row r="{n}"/>' for n in range(1, 300_000))
    yield "empty rows", repacked(base, {SHEET: WORKSHEET.format(rows).encode()})
    yield "a formula", _workbook(["subject", "value"], ["=1+1", "=HYPERLINK(A1)"])
    yield "many cells", _workbook(*[["x"] * 60] * 2_000)
    yield "too many rows", _workbook(["subject"], *[["a"]] * 5_100)


def _zip(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def _workbook(*rows: list[str]) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("s")
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


FACT_FILES: Final[Mapping[str, Callable[[], Iterator[tuple[str, bytes]]]]] = {
    "csv": csv,
    "json": json,
    "xlsx": xlsx,
}
