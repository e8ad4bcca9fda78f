"""Files that would do harm, made by hand; each with a word for what it is."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from typing import Final

import docx
import openpyxl

MEGABYTE: Final = 1024 * 1024
FULL: Final = 5 * MEGABYTE - 64
NOT_UTF8: Final = b"\xff\xfe\x00"

QUIZ: Final = "<quiz><question type='truefalse'>{}</question></quiz>"
DOCUMENT: Final = "word/document.xml"
SHEET: Final = "xl/worksheets/sheet1.xml"


def repacked(content: bytes, parts: dict[str, bytes]) -> bytes:
    """The archive with parts put in the place of old ones, or added."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            if entry.filename not in parts:
                new.writestr(entry.filename, old.read(entry))
        for name, part in parts.items():
            new.writestr(name, part)
    return out.getvalue()


def empty_document() -> bytes:
    out = io.BytesIO()
    docx.Document().save(out)
    return out.getvalue()


def empty_workbook() -> bytes:
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    return out.getvalue()


def _full(text: str) -> bytes:
    return (text * (FULL // len(text.encode()) + 1)).encode()[:FULL]


def gift() -> Iterator[tuple[str, bytes]]:
    yield "nothing", b""
    yield "comments alone", "// бір\n\n$CATEGORY: екі\n".encode()
    yield "not UTF-8", b"Q {=a ~b}" + NOT_UTF8
    yield "a zero byte", b"Q\x00 {=a ~b}"
    yield "a lone surrogate", b"Q \xed\xa0\x80 {=a ~b}"
    yield "too large", b"x" * (5 * MEGABYTE + 1)
    yield "an open brace", b"Q {=a ~b"
    yield "braces only", _full("{")
    yield "a name without end", b"::" + _full("a:")[:-2]
    yield "backslashes", b"Q {" + b"\\" * (FULL - 10)
    yield "a million answers", b"Q {" + b"~a" * 1_000_000 + b"=b}"
    yield "a million feedbacks", b"Q {=a" + b"#" * 1_000_000 + b"}"
    yield "a weight that is no number", b"Q {~%nan%a ~%1e9%b}"
    yield "a long stem", b"Q" * 300_000 + b" {=a ~b}"
    yield "six thousand questions", b"Q {=a ~b}\n\n" * 6_000
    yield "no key", b"Q {~a ~b}"
    yield "answers without a sign", b"Q {words}"
    yield "the key among the wrong", b"Q {=a ~A.}"
    yield "tags without end", b"[html]" + b"<b" * 500_000 + b" {=a ~b}"
    yield "references", b"[html]" + b"&#9999999999;" * 100_000 + b" {=a ~b}"


def aiken() -> Iterator[tuple[str, bytes]]:
    yield "no answer", b"Q\nA. a\nB. b\n"
    yield "an answer to nothing", b"ANSWER: A\n"
    yield "an answer that is no option", b"Q\nA. a\nB. b\nANSWER: Z\n"
    yield "a line without end", b"ANSWER: A\n" + b"A" * (FULL - 20)
    yield "one letter often", b"Q\n" + b"A. a\n" * 50_000 + b"ANSWER: A\n"
    yield "six thousand", b"Q\nA. a\nB. b\nANSWER: A\n" * 6_000


def moodle() -> Iterator[tuple[str, bytes]]:
    yield "nothing", b""
    yield "another root", b"<html><question/></html>"
    yield "not closed", b"<quiz><question type='truefalse'>"
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    yield (
        "billion laughs",
        f'<!DOCTYPE q [<!ENTITY l0 "lol">{laughs}]>{QUIZ.format("&l9;")}'.encode(),
    )
    quadratic = f'<!DOCTYPE q [<!ENTITY a "{"a" * 50_000}">]>'
    yield "quadratic", f"{quadratic}{QUIZ.format('&a;' * 50_000)}".encode()
    for name, system in (
        ("a file", "file:///etc/passwd"),
        ("an address", "http://127.0.0.1:9/x"),
    ):
        entity = f'<!DOCTYPE q [<!ENTITY x SYSTEM "{system}">]>'
        yield f"an entity of {name}", f"{entity}{QUIZ.format('&x;')}".encode()
        yield f"a DTD of {name}", f'<!DOCTYPE q SYSTEM "{system}">{QUIZ}'.encode()
    yield (
        "a parameter entity",
        b'<!DOCTYPE q [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x"> %p;]><quiz/>',
    )
    yield "an unknown entity", QUIZ.format("&lol;").encode()
    yield "deep", f"<quiz>{'<a>' * 200_000}".encode()
    yield "wide", f"<quiz>{'<a/>' * 300_000}</quiz>".encode()
    yield "UTF-16", QUIZ.format("a").encode("utf-16")
    yield "UTF-7", b"<?xml version='1.0' encoding='utf-7'?><quiz>+ADw-a+AD4-</quiz>"
    yield "an attribute without end", b"<quiz><question type='" + b"a" * (FULL - 60)
    yield (
        "a long attribute",
        b"<quiz><question type='" + b"a" * (FULL - 60) + b"'/></quiz>",
    )
    attributes = " ".join(f"a{n}='1'" for n in range(100_000))
    yield "many attributes", f"<quiz><question {attributes}/></quiz>".encode()
    yield "an essay", b"<quiz><question type='essay'/></quiz>"
    yield "a question of nothing", b"<quiz><question type='multichoice'/></quiz>"
    yield (
        "a fraction that is no number",
        b"<quiz><question type='multichoice'><answer fraction='x'/></question></quiz>",
    )


def csv() -> Iterator[tuple[str, bytes]]:
    yield "no header", b"a,b\n1,2\n"
    yield "a quotation without end", b'stem,answer\n"a' + b"x" * 200_000
    yield "many columns", ("stem," + ",".join("a" * 1 for _ in range(60))).encode()
    yield "many rows", b"stem,answer\n" + b"a,true\n" * 6_000
    yield "unknown columns", b"stem,answer,evil\na,true,1\n"
    yield "a column twice", b"stem,stem,answer\na,b,true\n"
    yield "an answer to nothing", b"stem,option_1,option_2,answer\na,b,c,9\n"
    yield "a form that is none", b"stem,form,answer\na,riddle,true\n"
    yield "a key that is none", b"stem,key,answer\na,../x,true\n"
    yield "a date that is none", b"stem,form,answer\na,date_entry,1992-13-45\n"
    yield "digits without end", b"stem,answer\na," + b"9" * 100_000
    yield "paragraphs that are none", b"stem,answer,source,paragraphs\na,true,x,-1\n"


def xlsx() -> Iterator[tuple[str, bytes]]:
    yield "no archive", b"PK\x03\x04 nothing"
    yield "a bomb", repacked(empty_workbook(), {SHEET: b" " * 60 * MEGABYTE})
    yield "a DTD", repacked(empty_workbook(), {SHEET: b"<!DOCTYPE x []><x/>"})
    yield "deep", repacked(empty_workbook(), {SHEET: b"<a>" * 1_000})
    many = {f"xl/{n}.bin": b"" for n in range(1_100)}
    yield "many parts", repacked(empty_workbook(), many)
    yield "a part above the archive", repacked(empty_workbook(), {"../../evil": b"x"})
    book = openpyxl.Workbook()
    book.active.append(["stem", "answer"])
    book.active.append(["=1+1", "true"])
    out = io.BytesIO()
    book.save(out)
    yield "a formula", out.getvalue()


def documents() -> Iterator[tuple[str, bytes]]:
    base = empty_document()
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

    def body(inside: str) -> dict[str, bytes]:
        text = f'<w:document xmlns:w="{word}"><w:body>{inside}</w:body></w:document>'
        return {DOCUMENT: text.encode()}

    yield "no archive", b"\xd0\xcf\x11\xe0 an old document"
    yield "an archive of nothing", repacked(base, {DOCUMENT: b""})
    yield "a workbook", empty_workbook()
    yield "nothing in it", base
    middle = base.index(DOCUMENT.encode()) + 60
    yield "damaged", base[:middle] + b"\xff" * 40 + base[middle + 40 :]
    yield (
        "a DTD",
        repacked(base, {DOCUMENT: b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"}),
    )
    yield "deep", repacked(base, body("<w:p>" * 5_000))
    yield "wide", repacked(base, body("<w:p/>" * 250_000))
    lines = "<w:p><w:r><w:t>1. a</w:t></w:r></w:p>" * 40_000
    yield "forty thousand lines", repacked(base, body(lines))
    yield "a zero byte", repacked(base, body("<w:p>&#0;</w:p>"))
    yield "a bomb", repacked(base, {"word/media/a.bin": b"\0" * 60 * MEGABYTE})
    yield (
        "numbered by nothing",
        repacked(
            base,
            body(
                '<w:p><w:pPr><w:numPr><w:ilvl w:val="x"/><w:numId w:val="-1"/>'
                "</w:numPr></w:pPr><w:r><w:t>1. a</w:t></w:r></w:p>"
            ),
        ),
    )


def text() -> Iterator[tuple[str, bytes]]:
    yield "nothing", b""
    yield "words", "Мәтін ғана.\n".encode()
    yield "a line without end", b"1. " + b"a" * (FULL - 10)
    yield "many lines", b"1. a\n" * 70_000
    yield "many questions", b"1. a\n*A) b\nB) c\n" * 6_000
    yield "many options", b"1. a\n" + b"*A) b\n" * 30_000
    yield "one option after another", b"1. a " + b"A) b " * 700
    yield "a list of keys for nothing", b"1. a\nA) b\nB) c\n\n" + b"7-A " * 900
    yield "question marks", b"1. " + b"a?" * 1_900
    yield "a zero byte", b"1. a\x00\n*A) b\nB) c\n"
    yield "a number without end", b"9" * 3_000 + b". a\n*A) b\nB) c\n"


FILES: Final[Mapping[str, Callable[[], Iterator[tuple[str, bytes]]]]] = {
    "gift": gift,
    "aiken.txt": aiken,
    "xml": moodle,
    "csv": csv,
    "xlsx": xlsx,
    "docx": documents,
    "txt": text,
}
