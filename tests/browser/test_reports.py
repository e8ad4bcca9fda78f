"""A teacher finds out what to teach tomorrow, and takes it along on paper."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.classroom import log_in
from tests.browser.conftest import OpenBrowser
from tests.browser.report_scene import ON_THE_LIST, ReportScene, class_with_a_past
from tests.browser.stored import Stored
from tests.browser.watching import Watch
from tests.browser.words import said

WIDE = {"width": 1280, "height": 900}


@pytest.fixture
def scene(stored: Stored) -> ReportScene:
    return class_with_a_past(stored.database)


@pytest.fixture
def teacher(open_browser: OpenBrowser, scene: ReportScene) -> Page:
    """The teacher's browser."""
    context = open_browser(viewport=WIDE, accept_downloads=True)
    return log_in(context, scene.teacher)


def pages_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def test_the_bad_question_is_found_from_the_class(
    teacher: Page, scene: ReportScene
) -> None:
    teacher.goto(f"/classes/{scene.classroom}/")
    teacher.get_by_role("link", name=said("Report on the class")).click()
    expect(teacher.locator("#behind")).to_contain_text(scene.absent)
    expect(teacher.locator("#not-started")).to_contain_text(scene.absent)

    given = teacher.locator("#behind").get_by_role("link", name="Қорытынды бақылау")
    given.first.click()
    teacher.get_by_role("link", name=said("Analysis of the questions")).click()

    worst = teacher.locator(".item").first
    expect(worst.get_by_role("heading")).to_contain_text(scene.bad_question)
    expect(worst.locator(".alert--warning")).to_be_visible()
    expect(worst).not_to_contain_text(scene.strongest)
    teacher.get_by_role("link", name=said("Show who chose what")).click()
    expect(teacher.locator(".item").first).to_contain_text(scene.strongest)


def test_a_pupils_sheet_is_one_page_of_a4(teacher: Page, scene: ReportScene) -> None:
    teacher.goto(f"/reports/classes/{scene.classroom}/learners/{scene.enrolment}/")
    expect(teacher.get_by_role("button", name=said("Print"))).to_be_visible()

    pdf = teacher.pdf(prefer_css_page_size=True)

    assert pages_of(pdf) == 1


def test_reports_fit_their_paper(teacher: Page, scene: ReportScene) -> None:
    teacher.emulate_media(media="print")
    for address in (
        f"/reports/classes/{scene.classroom}/",
        f"/reports/classes/{scene.classroom}/scores/",
        f"/reports/assignments/{scene.assignment}/?marks=yes",
        f"/reports/assignments/{scene.assignment}/items/",
    ):
        teacher.goto(address)
        # The breadth of A4 within the margins, the long side for the widest tables
        is_wide = teacher.locator(".report-landscape").count() > 0
        teacher.set_viewport_size({"width": 1030 if is_wide else 700, "height": 900})
        page = teacher.locator("html")
        beyond = page.evaluate("it => it.scrollWidth - it.clientWidth")
        assert beyond <= 0, address
        for printed in (".report-table", "h1"):
            expect(teacher.locator(printed).first).to_be_visible()
        for left_out in (".files", ".site-nav"):
            expect(teacher.locator(left_out).first).to_be_hidden()


def test_a_file_comes_once_and_says_that_it_is_made(
    teacher: Page, scene: ReportScene, tmp_path: Path
) -> None:
    asked: list[str] = []

    def slowly(route: Route) -> None:
        asked.append(route.request.url)
        teacher.wait_for_timeout(300)
        route.continue_()

    teacher.goto(f"/reports/classes/{scene.classroom}/")
    teacher.route("**/files/report.xlsx", slowly)
    link = teacher.locator("[data-file][href$='report.xlsx']")

    with teacher.expect_download() as download:
        link.click()
        link.click(force=True)
        expect(teacher.get_by_role("status").first).to_have_text(
            said("The file is being made…")
        )
    download.value.save_as(tmp_path / "report.xlsx")

    assert len(asked) == 1
    assert download.value.suggested_filename.endswith("-report.xlsx")
    book = openpyxl.load_workbook(tmp_path / "report.xlsx")
    assert book.worksheets[0].max_row == 1 + ON_THE_LIST + 1
    expect(link).not_to_have_attribute("aria-disabled", "true")


def test_a_file_that_fails_says_so(
    teacher: Page, scene: ReportScene, watch: Watch
) -> None:
    watch.failures_are_meant = True
    teacher.goto(f"/reports/classes/{scene.classroom}/")
    teacher.route("**/files/**", lambda route: route.abort())

    teacher.locator("[data-file]").first.click()

    status = teacher.get_by_role("status").first
    expect(status).to_have_text(said("The file could not be made. Try again."))


def test_the_heat_map_is_sorted_and_read_by_keyboard(
    teacher: Page, scene: ReportScene
) -> None:
    teacher.goto(f"/reports/classes/{scene.classroom}/")
    table = teacher.get_by_role("table", name=said("Heat map by topic"))
    first = table.locator("tbody tr").first
    expect(table.locator("tbody tr")).to_have_count(ON_THE_LIST)

    head = table.get_by_role("columnheader", name=said("All topics"))
    head.get_by_role("link").focus()
    teacher.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-sort", "ascending")
    # One goes on from where one was
    expect(head.get_by_role("link")).to_be_focused()
    weakest = first.inner_text()
    teacher.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-sort", "descending")

    assert first.inner_text() != weakest
    means = table.locator("tbody tr td:first-of-type").all_inner_texts()
    known = [int(mean.rstrip("%")) for mean in means if mean != "–"]
    assert known == sorted(known, reverse=True)
    assert known[0] > known[-1]
    # The table scrolls by itself, and by the keys
    region = teacher.get_by_role("region", name=said("Heat map by topic")).last
    region.focus()
    before = region.evaluate("it => it.scrollTop")
    teacher.keyboard.press("End")
    teacher.wait_for_function(
        "() => document.querySelector('.report-table').scrollTop > 0"
    )
    assert before == 0


def test_the_wrong_answers_come_by_themselves(
    teacher: Page, scene: ReportScene
) -> None:
    teacher.goto(f"/reports/classes/{scene.classroom}/")

    expect(teacher.locator("#missed[hx-trigger]")).to_have_count(0)
    expect(teacher.locator("#missed li")).to_have_count(10)
