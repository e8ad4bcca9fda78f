"""A whole quiz with JavaScript off, and answers at the end."""

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
    submit_button,
)
from tests.browser.conftest import OpenBrowser
from tests.browser.stored import Stored
from tests.browser.watching import Watch
from tests.browser.words import said

LENGTH = 10
MISTAKES = {2, 5, 9}


@pytest.fixture
def page(open_browser: OpenBrowser) -> Page:
    """A browser that runs no scripts."""
    return open_browser(java_script_enabled=False).new_page()


def test_a_test_is_taken_and_its_mistakes_are_practised(
    page: Page, stored: Stored
) -> None:
    page.goto("/practice/")
    page.locator("input[name=feedback_mode][value=at_end]").check()
    page.locator("main form button[type=submit]").last.click()
    public_id = public_id_of(page)
    assert len(stored.slots(public_id)) == LENGTH

    for position in range(1, LENGTH + 1):
        # The seventh is answered wrongly at first, and put right below.
        rightly = position not in MISTAKES | {7}
        question(page, stored).answer(rightly=rightly)
        expect(page.locator("#question [role=status]")).to_be_visible()
        expect(feedback(page)).to_have_count(0)
        onward(page).click()

    expect(page).to_have_url(re.compile(r"/finish/$"))
    page.locator(f"a[href$='/{public_id}/7/']").click()
    question(page, stored).answer()
    expect(page.locator("#question [role=status]")).to_be_visible()
    seventh = [each for each in stored.answers(public_id) if each.position == 7]
    assert [each.number for each in seventh] == [1, 2]

    page.get_by_role("link", name=said("Finish")).first.click()
    page.get_by_role("button", name=said("Finish")).click()

    expect(page).to_have_url(re.compile(r"/result/$"))
    wrong = {slot.position for slot in stored.slots(public_id) if slot.mark != 1}
    assert wrong == MISTAKES
    results = page.locator(".results > li")
    expect(results).to_have_count(LENGTH)
    for position in MISTAKES:
        mistake = page.locator(f"#question-{position}")
        expect(mistake.locator(".citation")).not_to_have_count(0)
        expect(mistake.locator(".feedback")).not_to_have_class(
            re.compile("feedback--right")
        )

    page.get_by_role("button", name=said("Practise my mistakes")).click()

    again = public_id_of(page)
    assert again != public_id
    missed = {
        slot.item.facts[0][0]
        for slot in stored.slots(public_id)
        if slot.position in MISTAKES
    }
    asked = {slot.item.facts[0][0] for slot in stored.slots(again)}
    assert asked
    assert asked <= missed


def test_the_previous_question_can_be_answered_anew(page: Page, stored: Stored) -> None:
    page.goto("/practice/")
    page.locator("input[name=feedback_mode][value=at_end]").check()
    page.locator("details > summary").click()
    page.locator(f"input[name=forms][value={Form.CHOICE}]").check()
    page.locator("main form button[type=submit]").last.click()
    public_id = public_id_of(page)
    question(page, stored).answer(rightly=False)
    onward(page).click()

    page.get_by_role("link", name=said("Previous question")).click()
    first = question(page, stored)
    chosen = page.locator(".option").nth(first.distractors()[0]).locator("input")
    expect(chosen).to_be_checked()
    first.answer()

    first_slot = stored.slots(public_id)[0]
    answers = [(each.position, each.number) for each in stored.answers(public_id)]
    assert answers == [(1, 1), (1, 2)]
    assert first_slot.mark == 1


def test_an_empty_answer_is_asked_again(page: Page, watch: Watch) -> None:
    watch.failures_are_meant = True
    page.goto("/practice/")
    page.locator("main form button[type=submit]").last.click()
    public_id_of(page)

    submit_button(page).click()

    expect(page.locator("#question [role=alert]").first).to_be_visible()
    expect(submit_button(page)).to_be_visible()
