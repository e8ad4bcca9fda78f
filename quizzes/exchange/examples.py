"""Sheets to begin with: empty ones and filled ones, explained in Kazakh.

Each of them is read back by the import as it stands. In CSV the explanation stands
above the rows behind "#"; in a workbook on a sheet of its own.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from quizzes.exchange.columns import escaped
from quizzes.items.properties import PROPERTIES, ValueType

CSV_TYPE: Final = "text/csv; charset=utf-8"
XLSX_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TEXT_TYPE: Final = "text/plain; charset=utf-8"
# Without it a spreadsheet takes Kazakh letters for others
BOM: Final = "\ufeff"

_KINDS: Final = (
    "state – мемлекет; organisation – ұйым; body – орган; treaty – құжат (шарт,"
    " келісім, заң, декларация); event – оқиға, кездесу; place – жер; person – тұлға"
)
_FACT_COLUMNS: Final[Mapping[str, str]] = {
    "subject": "Дерек не туралы: құжаттың, оқиғаның, ұйымның қазақша атауы",
    "subject_kind": f"Оның түрі. {_KINDS}",
    "property": "Не айтылады: төмендегі тізімдегі белгі, мысалы signed_on",
    "value": (
        "Мәні. Күні: 1991-12-21, 1991-12, 1991 немесе 1998-07-17/1998-07-18. Бірнеше"
        " атау нүктелі үтірмен бөлінеді: Қазақстан; Ресей"
    ),
    "value_kind": "Мәні атау болса, оның түрі (жоғарыдағыдай); күн болса, бос",
    "statement": "Тұжырым: дерек толық бір сөйлеммен",
    "paragraphs": "Дереккөздегі абзацтың нөмірі; бірнешеуі болса, нүктелі үтірмен",
    "note": "Ескерту, керек болса",
    "complete": "true – тізім толық, мұнда жоғы тізімде жоқ; false – толық емес",
    "topic": "Тақырыптың белгісі; бос болса, бетте таңдалған тақырып алынады",
    "key": "Деректің белгісі; бос болса, өзі жасалады",
}
_FACT_ROWS: Final[Sequence[Mapping[str, str]]] = (
    {
        "subject": "Қазақ КСР-інің мемлекеттік егемендігі туралы декларация",
        "subject_kind": "treaty",
        "property": "adopted_on",
        "value": "1990-10-25",
        "statement": "Мемлекеттік егемендік туралы декларация 1990 жылғы 25 қазанда"
        " қабылданды.",
        "paragraphs": "1",
    },
    {
        "subject": "Алматы декларациясы",
        "subject_kind": "treaty",
        "property": "signed_on",
        "value": "1991-12-21",
        "statement": "Алматы декларациясына 1991 жылғы 21 желтоқсанда қол қойылды.",
        "paragraphs": "2",
    },
    {
        "subject": "Алматы декларациясы",
        "subject_kind": "treaty",
        "property": "signed_in",
        "value": "Алматы",
        "value_kind": "place",
        "statement": "Декларацияға Алматы қаласында қол қойылды.",
        "paragraphs": "2",
    },
    {
        "subject": "Лиссабон хаттамасы",
        "subject_kind": "treaty",
        "property": "signatories",
        "value": "Қазақстан; Ресей; Украина; Беларусь; АҚШ",
        "value_kind": "state",
        "complete": "true",
        "statement": "Лиссабон хаттамасына бес мемлекет қол қойды.",
        "paragraphs": "3; 4",
    },
)
_QUESTION_COLUMNS: Final[Mapping[str, str]] = {
    "stem": "Сұрақтың мәтіні",
    "answer": (
        "Дұрыс жауаптың нөмірі немесе әрпі; бірнешеуі нүктелі үтірмен (1; 3). Дұрыс па,"
        " бұрыс па: true немесе false. Күнін жазу: 1991-12-16"
    ),
    "option_1": "Бірінші жауап нұсқасы",
    "option_2": "Екінші жауап нұсқасы",
    "option_3": "Үшінші жауап нұсқасы",
    "option_4": "Төртінші жауап нұсқасы",
    "option_5": "Бесінші жауап нұсқасы",
    "explanation": "Түсіндірме: жауаптан кейін көрсетіледі",
    "form": (
        "Түрі, бос болса өзі анықталады: choice – бір жауап, multiple_choice – бірнеше"
        " жауап, true_false – дұрыс па, date_entry – күнін жазу, matching –"
        " сәйкестендіру, ordering – ретімен орналастыру"
    ),
    "prompt_1": "Сәйкестендіру: бірінші сол жақ; жұбы answer бағанындағы нөмірмен",
    "prompt_2": "Сәйкестендіру: екінші сол жақ",
    "prompt_3": "Сәйкестендіру: үшінші сол жақ",
    "topic": "Тақырыптың белгісі; бос болса, бетте таңдалған тақырып алынады",
    "key": "Сұрақтың белгісі; бос болса, өзі жасалады",
}
_QUESTION_ROWS: Final[Sequence[Mapping[str, str]]] = (
    {
        "stem": "Қазақстан Республикасының тәуелсіздігі қай жылы жарияланды?",
        "answer": "2",
        "option_1": "1990 жылы",
        "option_2": "1991 жылы",
        "option_3": "1993 жылы",
        "explanation": "Заң 1991 жылғы 16 желтоқсанда қабылданды.",
    },
    {
        "stem": "Орталық Азия мемлекеттерін белгілеңіз",
        "answer": "A; C",
        "option_1": "Қазақстан",
        "option_2": "Армения",
        "option_3": "Өзбекстан",
        "option_4": "Молдова",
    },
    {
        "stem": "Қазақстан 1992 жылы Біріккен Ұлттар Ұйымына мүше болды",
        "answer": "true",
    },
    {
        "stem": "Тәуелсіздік туралы заң қай күні қабылданды?",
        "answer": "1991-12-16",
        "form": "date_entry",
    },
    {
        "stem": "Қаланы мемлекетімен сәйкестендіріңіз",
        "answer": "2; 1; 3",
        "option_1": "Өзбекстан",
        "option_2": "Қырғызстан",
        "option_3": "Тәжікстан",
        "form": "matching",
        "prompt_1": "Бішкек",
        "prompt_2": "Ташкент",
        "prompt_3": "Душанбе",
    },
    {
        "stem": "Оқиғаларды ретімен орналастырыңыз",
        "option_1": "Егемендік туралы декларация",
        "option_2": "Тәуелсіздік туралы заң",
        "option_3": "Алғашқы Конституция",
        "form": "ordering",
    },
)
_TEST_SHEET: Final = """\
Қазақстан тарихы. Тест

1. Қазақстан тәуелсіздігі қай жылы жарияланды?
А) 1990 жылы
В) 1991 жылы
С) 1993 жылы

2. Алматы декларациясына қай жылы қол қойылды?
А) 1990 жылы
В) 1995 жылы
С) 1991 жылы

3. Ұлттық валюта қай жылы енгізілді?
А) 1991 жылы
*В) 1993 жылы
С) 1995 жылы

Жауаптары: 1-В, 2-С
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A file to begin with; it is made when it is asked for."""

    name: str
    kind: str
    is_filled: bool
    content_type: str
    make: Callable[[], bytes]


def _csv(columns: Mapping[str, str], rows: Sequence[Mapping[str, str]]) -> bytes:
    out = io.StringIO(newline="")
    out.write(BOM)
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    for name, words in columns.items():
        writer.writerow([f"# {name}: {words}"])
    for row in rows:
        writer.writerow(escaped(row.get(name, "")) for name in columns)
    return out.getvalue().encode()


def _xlsx(
    title: str,
    columns: Mapping[str, str],
    rows: Sequence[Mapping[str, str]],
    more: Sequence[Sequence[str]] = (),
) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for place, name in enumerate(columns):
        letter = get_column_letter(place + 1)
        wide = name in ("subject", "statement", "stem", "explanation", "value")
        sheet.column_dimensions[letter].width = 44 if wide else 18

    def cell(of: Any, text: str, *, bold: bool = False) -> Any:
        if not text:
            return None
        written = WriteOnlyCell(of, value=text)
        written.data_type = "s"
        if bold:
            written.font = Font(bold=True)
        return written

    sheet.append([cell(sheet, name, bold=True) for name in columns])
    for row in rows:
        sheet.append([cell(sheet, row.get(name, "")) for name in columns])
    about = book.create_sheet("Түсіндірме")
    about.column_dimensions["A"].width = 26
    about.column_dimensions["B"].width = 90
    about.append([cell(about, "Баған", bold=True), cell(about, "Мағынасы", bold=True)])
    for line in [*columns.items(), *more]:
        about.append([cell(about, text) for text in line])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


_VALUES: Final[Mapping[ValueType, str]] = {
    ValueType.DATE: "күн",
    ValueType.NUMBER: "сан",
    ValueType.ENTITIES: "атау",
}


def _properties() -> list[Sequence[str]]:
    """The list of what a fact can say, for the sheet of explanations."""
    listed = [
        (name, f"{known.labels['kk']} ({_VALUES[known.value_type]})")
        for name, known in PROPERTIES.items()
    ]
    return [(), ("property", "Дерек нені айтады"), *listed]


def _files(
    kind: str,
    columns: Mapping[str, str],
    rows: Sequence[Mapping[str, str]],
    more: Callable[[], Sequence[Sequence[str]]],
) -> list[Example]:
    files = []
    for sort, given in (("template", ()), ("example", rows)):
        files += [
            Example(
                name=f"{kind}-{sort}.csv",
                kind=kind,
                is_filled=bool(given),
                content_type=CSV_TYPE,
                make=lambda given=given: _csv(columns, given),  # type: ignore[misc]
            ),
            Example(
                name=f"{kind}-{sort}.xlsx",
                kind=kind,
                is_filled=bool(given),
                content_type=XLSX_TYPE,
                make=lambda given=given: _xlsx(  # type: ignore[misc]
                    kind, columns, given, more()
                ),
            ),
        ]
    return files


EXAMPLES: Final[Mapping[str, Example]] = {
    each.name: each
    for each in (
        *_files("facts", _FACT_COLUMNS, _FACT_ROWS, _properties),
        *_files("questions", _QUESTION_COLUMNS, _QUESTION_ROWS, list),
        Example(
            name="test-sheet.txt",
            kind="sheet",
            is_filled=True,
            content_type=TEXT_TYPE,
            make=lambda: f"{BOM}{_TEST_SHEET}".encode(),
        ),
    )
}
