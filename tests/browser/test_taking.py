"""Fast clicks, two tabs, coming back, and changing the language in the middle."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from quizzes.items.data import Form
from tests.browser.answering import (
    feedback,
    onward,
    public_id_of,
    question,
    start,
    stem,
    submit_button,
)
from tests.browser.conftest import OpenBrowser
from tests.browser.stored import Stored
from tests.browser.watching import Watch
from tests.browser.words import said


def test_three_fast_clicks_send_one_answer(
    page: Page, stored: Stored, watch: Watch
) -> None:
    public_id = start(page, Form.CHOICE, length=2)
    page.locator(".option").first.click()

    submit_button(page).click(click_count=3)

    expect(feedback(page)).to_be_focused()
    assert watch.posts.count(f"/attempts/{public_id}/1/answer/") == 1
    assert len(stored.answers(public_id)) == 1


@pytest.mark.parametrize("at_end", [False, True], ids=["at once", "at the end"])
def test_the_older_of_two_tabs_is_told_and_shows_what_is_stored(
    page: Page, stored: Stored, watch: Watch, at_end: bool
) -> None:
    watch.failures_are_meant = True
    public_id = start(page, Form.CHOICE, length=2, at_end=at_end)
    older = page.context.new_page()
    older.goto(page.url)
    page.locator(".option").nth(0).click()
    submit_button(page).click()
    expect(onward(page)).to_be_visible()

    older.locator(".option").nth(1).click()
    submit_button(older).click()

    told = said("This question has been answered already. The stored answer is shown.")
    expect(older.get_by_role("alert").filter(has_text=told)).to_be_visible()
    if at_end:
        expect(older.locator(".option input").nth(0)).to_be_checked()
    else:
        expect(feedback(older)).to_be_visible()
        expect(submit_button(older)).to_have_count(0)
    (answer,) = stored.answers(public_id)
    slot = stored.slots(public_id)[0]
    assert answer.response == slot.option_order[0]


def test_a_closed_tab_is_resumed_from_home_and_from_the_list(
    open_browser: OpenBrowser, stored: Stored
) -> None:
    first = open_browser()
    page = first.new_page()
    public_id = start(page, Form.CHOICE, Form.TRUE_FALSE, length=3)
    question(page, stored).answer()
    onward(page).click()
    expect(stem(page)).to_be_focused()
    cookies = first.storage_state()
    first.close()

    page = open_browser(storage_state=cookies).new_page()
    page.goto("/")
    page.get_by_role("link", name=said("Continue")).first.click()

    assert public_id_of(page) == public_id
    second = stored.slots(public_id)[1]
    expect(stem(page)).to_have_text(second.item.stem)

    page.get_by_role("button", name=said("Menu")).click()
    page.get_by_role("link", name=said("My progress")).first.click()
    row = page.locator("main ol > li")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("1 / 3")
    row.get_by_role("link").click()
    expect(stem(page)).to_have_text(second.item.stem)


def test_another_browser_has_attempts_of_its_own(
    page: Page, open_browser: OpenBrowser, watch: Watch
) -> None:
    watch.failures_are_meant = True
    public_id = start(page, length=1)
    other = open_browser().new_page()
    start(other, length=1)

    there = other.goto(f"/attempts/{public_id}/")

    assert there is not None
    assert there.status == 404


def test_the_language_changes_and_the_page_stays(page: Page, stored: Stored) -> None:
    public_id = start(page, Form.CHOICE, length=3, at_end=True)
    question(page, stored).answer()
    onward(page).click()
    expect(stem(page)).to_be_focused()
    asked = stored.slots(public_id)[1].item.stem

    for language in ("ru", "en", "kk"):
        page.locator(f".languages [value={language}]").click()

        expect(page.locator("html")).to_have_attribute("lang", language)
        expect(page).to_have_url(re.compile(rf"/attempts/{public_id}/2/$"))
        expect(stem(page)).to_have_text(asked)
        expect(stem(page)).to_have_attribute("lang", "kk")


def test_the_language_changes_and_the_feedback_stays(
    page: Page, stored: Stored
) -> None:
    public_id = start(page, Form.CHOICE, length=2)
    question(page, stored).answer()
    expect(feedback(page)).to_be_visible()

    page.locator(".languages [value=ru]").click()

    expect(page.locator("html")).to_have_attribute("lang", "ru")
    expect(feedback(page)).to_be_visible()
    expect(stem(page)).to_have_text(stored.slots(public_id)[0].item.stem)


def test_back_shows_the_question_before(page: Page, stored: Stored) -> None:
    public_id = start(page, Form.CHOICE, length=3, at_end=True)
    first, second, _third = stored.slots(public_id)
    question(page, stored).answer()
    onward(page).click()
    expect(stem(page)).to_have_text(second.item.stem)

    page.go_back()

    expect(stem(page)).to_have_text(first.item.stem)
