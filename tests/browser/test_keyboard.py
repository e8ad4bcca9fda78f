"""A whole quiz by the keyboard alone."""

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
)
from tests.browser.keyboard import answer_by_keys, assert_focus_is_seen, tab_to
from tests.browser.stored import Stored
from tests.browser.watching import Watch


def test_the_first_tab_skips_to_the_content(page: Page) -> None:
    page.goto("/")

    page.keyboard.press("Tab")
    expect(page.locator("a.skip")).to_be_focused()
    expect(page.locator("a.skip")).to_be_in_viewport()
    assert_focus_is_seen(page)
    page.keyboard.press("Enter")

    expect(page.locator("#page")).to_be_focused()


def test_a_whole_quiz_from_home_to_the_result(
    page: Page, stored: Stored, watch: Watch
) -> None:
    watch.failures_are_meant = True  # where a date cannot be read
    page.goto("/")
    start_button = page.locator("form[action$='/attempts/start/'] button").first
    tab_to(page, start_button)
    page.keyboard.press("Enter")
    public_id = public_id_of(page)
    length = len(stored.slots(public_id))

    for position in range(1, length + 1):
        expect(stem(page)).to_be_visible()
        if position > 1:
            expect(stem(page)).to_be_focused()
            assert_focus_is_seen(page)
        answer_by_keys(question(page, stored))
        expect(feedback(page)).to_be_focused()
        expect(feedback(page)).to_be_in_viewport()
        assert_focus_is_seen(page)
        page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(r"/result/$"))
    assert length == 10
    assert [slot.mark for slot in stored.slots(public_id)] == [1.0] * length
    expect(page.locator(".score")).to_have_text(re.compile(rf"{length} / {length}$"))


@pytest.mark.parametrize("form", Form)
def test_each_form_can_be_answered(
    page: Page, stored: Stored, watch: Watch, form: Form
) -> None:
    watch.failures_are_meant = form is Form.DATE_ENTRY  # which cannot be read at first
    public_id = start(page, form, length=1)

    answer_by_keys(question(page, stored))

    expect(feedback(page)).to_be_focused()
    expect(page.locator(".feedback--right")).to_be_visible()
    assert_focus_is_seen(page)
    tab_to(page, onward(page))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/result/$"))
    assert [slot.mark for slot in stored.slots(public_id)] == [1.0]


def test_arrow_keys_move_between_the_options(page: Page, stored: Stored) -> None:
    start(page, Form.CHOICE, length=1)

    tab_to(page, page.locator(".option input").first)
    page.keyboard.press("ArrowDown")

    expect(page.locator(".option input").nth(1)).to_be_checked()
    expect(page.locator(".option input").nth(1)).to_be_focused()
    assert_focus_is_seen(page)


def test_lines_to_be_ordered_keep_the_focus_when_they_move(page: Page) -> None:
    start(page, Form.ORDERING, length=1)
    line = page.locator(".pair").last

    button = line.locator("button").first
    tab_to(page, button)
    page.keyboard.press("Enter")

    expect(page.locator(".pair").last.locator("button").first).not_to_be_focused()
    assert_focus_is_seen(page)
