"""A table says the same on the screen and in every file."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from django.http import Http404
from django.utils import translation

from quizzes.reports.table_files import file_response, to_csv, to_xlsx
from quizzes.reports.table_showing import Order, show
from quizzes.reports.tables import Column, Kind, Row, Table, mean_of

ZONE = ZoneInfo("Asia/Almaty")
AT = datetime(2026, 11, 22, 20, 30, tzinfo=UTC)
COLUMNS = (
    Column(key="name", title="Оқушы"),
    Column(key="share", title="Үлесі", kind=Kind.SHARE, heat=True),
    Column(key="minutes", title="Уақыты", kind=Kind.NUMBER, digits=1),
    Column(key="times", title="Саны", kind=Kind.NUMBER),
    Column(key="at", title="Қашан", kind=Kind.MOMENT, on_request=True),
)
TABLE = Table(
    name="a-table",
    title="Кесте",
    columns=COLUMNS,
    rows=(
        Row(values=("Айгерім", 2 / 3, 12.34, 7, AT), url="/a/"),
        Row(values=("Болат", None, None, None, None)),
        Row(values=("Дана", 0.125, 3.0, 12, AT)),
    ),
    foot=Row(values=("Бәрі", 0.4, None, None, None)),
)


def shown(table: Table, order: Order | None = None) -> list[list[str]]:
    return [
        [row.name, *(cell.text for cell in row.cells)]
        for row in show(table, order).rows
    ]


def names(table: Table, order: str) -> list[str]:
    return [row[0] for row in shown(table, Order.from_query(order))]


def from_csv(table: Table) -> list[list[str]]:
    text = to_csv([table], ZONE).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def from_xlsx(*tables: Table) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(to_xlsx(tables, ZONE)))


# --- The same everywhere --------------------------------------------------------------


def test_numbers_are_rounded_once_for_screen_and_files() -> None:
    assert TABLE.rows[0].values[1:4] == (0.67, 12.3, 7)
    assert shown(TABLE)[0] == [
        "Айгерім",
        "67\N{NO-BREAK SPACE}%",
        "12,3",
        "7",
        "23.11.2026 01:30",
    ]
    assert from_csv(TABLE)[1] == ["Айгерім", "0.67", "12.3", "7", "2026-11-23 01:30"]
    row = next(from_xlsx(TABLE).active.iter_rows(min_row=2))
    assert [cell.value for cell in row] == [
        "Айгерім", 0.67, 12.3, 7, datetime(2026, 11, 23, 1, 30)
    ]  # fmt: skip
    assert [cell.number_format for cell in row] == [
        "General", "0%", "0.0", "General", "dd.mm.yyyy hh:mm"
    ]  # fmt: skip


def test_what_is_not_there_is_a_dash_on_the_screen_and_empty_in_files() -> None:
    assert shown(TABLE)[1] == ["Болат", "–", "–", "–", "–"]
    assert from_csv(TABLE)[2] == ["Болат", "", "", "", ""]
    rows = list(from_xlsx(TABLE).active.iter_rows(min_row=3, values_only=True))
    assert rows[0] == ("Болат", None, None, None, None)


def test_the_row_of_means_is_the_last_one_of_a_file() -> None:
    assert show(TABLE).foot.cells[0].text == "40\N{NO-BREAK SPACE}%"
    assert from_csv(TABLE)[-1][:2] == ["Бәрі", "0.4"]


def test_heads_are_whole_in_files_and_short_on_the_screen() -> None:
    table = Table(
        name="t",
        title="t",
        columns=(Column(key="one", title="1", hint="1-сұрақ"),),
        rows=(Row(values=("x",)),),
    )

    assert show(table).heads[0].title == "1"
    assert from_csv(table)[0] == ["1-сұрақ"]


def test_a_file_follows_the_language_of_the_page_in_words_not_in_numbers() -> None:
    with translation.override("en"):
        assert shown(TABLE)[0][2] == "12.3"
        assert from_csv(TABLE)[1][2] == "12.3"


# --- What a spreadsheet must not run --------------------------------------------------

RISKY = ["=1+1", "+7 701 000", "-1", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0"]


@pytest.mark.parametrize("text", RISKY)
def test_no_text_is_ever_a_formula(text: str) -> None:
    table = Table(
        name="t",
        title=text,
        columns=(Column(key="one", title=text), Column(key="two", title="two")),
        rows=(Row(values=(text, text)),),
    )

    for row in from_csv(table):
        assert row[0] == f"'{text}"
    for cells in from_xlsx(table).active.iter_rows(max_row=2):
        assert cells[0].data_type == "s"
        assert cells[0].value == text


def test_characters_that_no_workbook_holds_are_left_out() -> None:
    row = Row(values=("А\x01\x0bйша", None, None, None, None))

    book = from_xlsx(replace(TABLE, rows=(row,)))

    assert book.active["A2"].value == "Айша"


def test_sheets_have_names_of_their_own_that_workbooks_take() -> None:
    long = "Сұрақтар / [1] " * 5
    tables = [replace(TABLE, title=title) for title in (long, long, "a", "A", "?*")]

    titles = from_xlsx(*tables).sheetnames

    assert len({title.casefold() for title in titles}) == 5
    assert max(map(len, titles)) <= 31


# --- Sorting --------------------------------------------------------------------------


def test_it_is_sorted_by_any_column_and_what_is_not_there_stands_last() -> None:
    assert names(TABLE, "share") == ["Дана", "Айгерім", "Болат"]
    assert names(TABLE, "-share") == ["Айгерім", "Дана", "Болат"]
    assert names(TABLE, "at") == ["Айгерім", "Дана", "Болат"]
    assert names(TABLE, "name") == ["Айгерім", "Болат", "Дана"]
    assert names(TABLE, "-name") == ["Дана", "Болат", "Айгерім"]


@pytest.mark.parametrize("order", ["", "-", "none-such", "--share", "\0", "name'"])
def test_an_unknown_column_sorts_nothing(order: str) -> None:
    assert names(TABLE, order) == ["Айгерім", "Болат", "Дана"]


def test_a_head_says_how_it_is_sorted_and_turns_it_round() -> None:
    heads = {
        each.key: each
        for each in show(TABLE, Order.from_query("share"), query={"marks": "yes"}).heads
    }

    assert heads["share"].aria == "ascending"
    assert heads["share"].url == "?marks=yes&sort=-share"
    assert heads["name"].aria == ""
    assert heads["name"].url == "?marks=yes&sort=name"
    again = show(TABLE, Order.from_query("-share")).heads[1]
    assert (again.aria, again.url) == ("descending", "?sort=share")


# --- What is on request ---------------------------------------------------------------


def test_what_is_on_request_is_on_the_screen_only_when_asked_for() -> None:
    assert len(show(TABLE.on_screen(asked_for=False)).heads) == 4
    assert {len(row) for row in shown(TABLE.on_screen(asked_for=False))} == {4}
    assert len(show(TABLE.on_screen(asked_for=True)).heads) == 5


def test_a_row_of_another_width_is_refused() -> None:
    with pytest.raises(ValueError, match="a-table"):
        replace(TABLE, rows=(Row(values=("x",)),))


def test_an_unknown_kind_of_file_is_not_there() -> None:
    with pytest.raises(Http404):
        file_response([TABLE], title="t", kind="exe")


def test_means_count_what_is_not_there_for_nothing() -> None:
    assert mean_of([1, None]) == 0.5
    assert mean_of([]) is None
