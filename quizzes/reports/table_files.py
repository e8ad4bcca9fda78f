"""Tables of reports as CSV and XLSX: typed, and safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Any, Final

import openpyxl
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from quizzes.exchange.columns import escaped
from quizzes.items.characters import without_forbidden
from quizzes.reports.tables import Column, Kind, Table, Value

CSV_TYPE: Final = "text/csv; charset=utf-8"
XLSX_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_TITLE_LENGTH: Final = 31
_NOT_IN_TITLES: Final = re.compile(r"[\[\]:*?/\\']")
_WIDTHS: Final = {Kind.TEXT: 32, Kind.MOMENT: 17, Kind.DAY: 12}
_OTHER_WIDTH: Final = 12


def to_csv(tables: Sequence[Table], zone: tzinfo) -> bytes:
    """UTF-8 with the mark by which spreadsheets know it; one table after another.

    Shares are written as fractions, moments in the time zone given.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    for number, table in enumerate(tables):
        if number:
            writer.writerow([])
        writer.writerow(escaped(each.hint or each.title) for each in table.columns)
        for row in table.all_rows:
            pairs = zip(table.columns, row.values, strict=True)
            writer.writerow(_plain(column, value, zone) for column, value in pairs)
    return out.getvalue().encode("utf-8-sig")


def to_xlsx(tables: Sequence[Table], zone: tzinfo) -> bytes:
    """A workbook with a sheet for each table; text is always text, never a formula."""
    book = openpyxl.Workbook(write_only=True)
    titles: set[str] = set()
    for table in tables:
        sheet = book.create_sheet(_sheet_title(table.title, titles))
        sheet.freeze_panes = "B2"
        for number, column in enumerate(table.columns, 1):
            width = _WIDTHS.get(column.kind, _OTHER_WIDTH)
            sheet.column_dimensions[get_column_letter(number)].width = width
        sheet.append([_bold(sheet, each.hint or each.title) for each in table.columns])
        for row in table.all_rows:
            pairs = zip(table.columns, row.values, strict=True)
            sheet.append([_cell(sheet, column, value, zone) for column, value in pairs])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


WRITERS: Final[Mapping[str, tuple[str, Callable[[Sequence[Table], tzinfo], bytes]]]] = {
    "csv": (CSV_TYPE, to_csv),
    "xlsx": (XLSX_TYPE, to_xlsx),
}


def file_response(tables: Sequence[Table], *, title: str, kind: str) -> HttpResponse:
    """The tables as a file to be kept; 404 for a kind that there is not."""
    if kind not in WRITERS:
        raise Http404
    content_type, write = WRITERS[kind]
    content = write(tables, timezone.get_current_timezone())
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Disposition"] = content_disposition_header(
        True, f"{title}.{kind}"
    )
    return response


def _plain(column: Column, value: Value, zone: tzinfo) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        shape = "%Y-%m-%d" if column.kind is Kind.DAY else "%Y-%m-%d %H:%M"
        return value.astimezone(zone).strftime(shape)
    return escaped(value) if isinstance(value, str) else str(value)


def _cell(sheet: Any, column: Column, value: Value, zone: tzinfo) -> Any:
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return _text(sheet, value)
    if isinstance(value, datetime):
        # A spreadsheet knows no time zones
        cell = WriteOnlyCell(sheet, value=value.astimezone(zone).replace(tzinfo=None))
        is_day = column.kind is Kind.DAY
        cell.number_format = "dd.mm.yyyy" if is_day else "dd.mm.yyyy hh:mm"
        return cell
    if column.kind is Kind.NUMBER and not column.digits:
        return value
    cell = WriteOnlyCell(sheet, value=value)
    zeros = "0." + "0" * column.digits
    cell.number_format = "0%" if column.kind is Kind.SHARE else zeros
    return cell


def _text(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, value=without_forbidden(text))
    cell.data_type = "s"
    return cell


def _bold(sheet: Any, text: str) -> Any:
    cell = _text(sheet, text)
    cell.font = Font(bold=True)
    return cell


def _sheet_title(title: str, taken: set[str]) -> str:
    """A title that a workbook takes, and that no other sheet has."""
    plain = _NOT_IN_TITLES.sub(" ", without_forbidden(title)).strip() or "-"
    found = plain[:_TITLE_LENGTH]
    for number in _numbers():
        if found.casefold() not in taken:
            break
        ending = f" {number}"
        found = plain[: _TITLE_LENGTH - len(ending)] + ending
    taken.add(found.casefold())
    return found


def _numbers() -> Iterable[int]:
    number = 2
    while True:
        yield number
        number += 1
