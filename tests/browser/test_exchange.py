"""A teacher with old files: a sheet repaired and used, GIFT in and out, facts."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from quizzes.exchange.question_files import read_questions
from tests.browser.accessibility import assert_good
from tests.browser.conftest import OpenBrowser
from tests.browser.people import sign_up
from tests.browser.words import said
from tests.exchange.uploading import BROKEN_SHEET, GIFT

FACTS = (
    ("subject", "subject_kind", "property", "value", "statement", "paragraphs"),
    (
        "Астана бітімі",
        "treaty",
        "signed_on",
        "1999-02-30",
        "Бітімге ақпанда қол қойылды.",
        "1",
    ),
    (
        "Астана бітімі",
        "treaty",
        "signed_on",
        "1999-04-30",
        "Бітімге сәуірде қол қойылды.",
        "1",
    ),
)


@pytest.fixture
def teacher(open_browser: OpenBrowser) -> Page:
    """The computer of a teacher who has just signed up."""
    page = open_browser(viewport={"width": 1280, "height": 900}).new_page()
    sign_up(page)
    return page


def read_it(page: Page) -> None:
    page.get_by_role("button", name=said("Read it")).click()
    page.wait_for_url("**/bank/import/*/")


def test_an_old_sheet_is_pasted_repaired_and_used(teacher: Page) -> None:
    teacher.goto("/bank/import/")
    assert_good(teacher)
    teacher.get_by_label(said("Or paste the text")).fill(BROKEN_SHEET)
    read_it(teacher)
    assert_good(teacher)

    boxes = teacher.locator(".repair textarea")
    expect(boxes).to_have_count(2)
    boxes.nth(0).fill(boxes.nth(0).input_value().replace("?аз", "Қаз"))
    boxes.nth(1).fill(boxes.nth(1).input_value().replace("С)", "*С)"))
    teacher.get_by_role("button", name=said("Check again")).first.click()
    expect(boxes).to_have_count(0)
    expect(teacher.locator(".read-lines__key")).to_have_count(3)
    assert_good(teacher)

    teacher.locator("form[action$='/store/'] button").click()
    heading = teacher.get_by_role("heading", name=said("Stored"))
    expect(heading).to_be_visible()
    assert_good(teacher)
    teacher.get_by_role("link", name=said("To the questions")).click()
    expect(teacher.get_by_text("Қазақстан тәуелсіздігі қай жылы")).to_be_visible()


def test_a_gift_file_goes_in_and_out(teacher: Page, tmp_path: Path) -> None:
    file = tmp_path / "q.gift"
    file.write_text(GIFT, encoding="utf-8")
    teacher.goto("/bank/import/")
    teacher.get_by_label(said("File"), exact=True).set_input_files(file)
    read_it(teacher)
    teacher.locator("form[action$='/store/'] button").click()
    expect(teacher.get_by_role("heading", name=said("Stored"))).to_be_visible()

    teacher.goto("/bank/export/")
    assert_good(teacher)
    form = teacher.locator("form[action$='/export/questions/']")
    form.locator("[name=file_format]").select_option("gift")
    with teacher.expect_download() as download:
        form.get_by_role("button").click()

    content = Path(download.value.path()).read_bytes()
    rows, faults = read_questions(content, "q.gift")
    assert not faults
    assert [row.content.stem for row in rows] == [GIFT.partition(" {")[0]]


def test_a_sheet_of_facts_with_a_faulty_line_is_taken_without_it(
    teacher: Page, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    for row in FACTS:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    file = tmp_path / "facts.xlsx"
    file.write_bytes(out.getvalue())
    teacher.goto("/bank/import/")
    teacher.get_by_label(said("File"), exact=True).set_input_files(file)
    teacher.get_by_label(said("Topic"), exact=True).select_option(index=1)
    read_it(teacher)
    assert_good(teacher)
    teacher.get_by_role("button", name=said("Make the unknown names")).click()

    expect(teacher.locator(".fault-list li")).to_have_count(1)
    expect(teacher.locator(".fault-list li")).to_contain_text("2")
    assert_good(teacher)
    button = teacher.locator("form[action$='/store/'] button")
    expect(button).to_contain_text("1")
    button.click()

    expect(teacher.get_by_role("heading", name=said("Stored"))).to_be_visible()
    expect(teacher.locator(".fault-list li")).to_have_count(1)
    assert_good(teacher)
