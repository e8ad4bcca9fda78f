"""The session ends in mid-quiz: the learner is told and loses no answer (T08)."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from quizzes.items.data import Form
from tests.browser.answering import feedback, question, start, stem, submit_button
from tests.browser.conftest import OpenBrowser
from tests.browser.sessions import Session, make_account
from tests.browser.site import Site
from tests.browser.stored import Stored
from tests.browser.watching import Watch
from tests.browser.words import said

GUEST_IS_TOLD = (
    "The site no longer knows this browser, so the answer is not saved. Without an "
    "account there is no way back to this attempt: start a new one."
)
ACCOUNT_IS_TOLD = (
    "You have been logged out, so the answer is not saved. Log in again: your answer "
    "will be here, to be sent."
)
# What the form would send, but for what is new with each page.
CHOSEN = """() => JSON.stringify(
  [...new FormData(document.querySelector("form[data-answer]"))]
    .filter(([name]) => name !== "csrfmiddlewaretoken").sort())"""
# Where the page is, which htmx notes down, is no secret.
IN_STORE = """() => [...Object.entries(sessionStorage), ...Object.entries(localStorage)]
  .filter(([name]) => name !== "htmx-current-path-for-history")"""


@pytest.fixture(autouse=True)
def _failures_are_meant(watch: Watch) -> None:
    watch.failures_are_meant = True


def expect_told(page: Page, words: str) -> None:
    """The answer is still on the page, and beside it stands what has happened."""
    alert = page.locator("#question [role=alert]:visible")
    expect(alert).to_have_count(1)
    expect(alert).to_contain_text(said(words))
    expect(alert).to_be_in_viewport()
    expect(stem(page)).to_be_visible()


def expect_not_saved(page: Page) -> None:
    expect(page.get_by_role("button", name=said("Send again"))).to_be_visible()


def in_store(page: Page) -> Any:
    return page.evaluate(IN_STORE)


@pytest.mark.parametrize(
    "form", [form for form in Form if form is not Form.TRUE_FALSE], ids=str
)
def test_an_account_logs_in_again_and_sends_what_was_chosen(
    page: Page, stored: Stored, site: Site, form: Form
) -> None:
    public_id = start(page, form, length=2)
    make_account(page, site.database)
    session = Session.of(page, site.database)
    session.end()
    question(page, stored).answer()
    expect_told(page, ACCOUNT_IS_TOLD)
    chosen = page.evaluate(CHOSEN)

    page.locator("#question").get_by_role("link", name=said("Log in")).click()
    page.wait_for_url(re.compile("next="))
    session.log_in_again()
    page.goto(str(parse_qs(urlsplit(page.url).query)["next"][0]))

    assert page.evaluate(CHOSEN) == chosen
    expect_not_saved(page)
    assert not stored.answers(public_id)
    page.get_by_role("button", name=said("Send again")).click()

    expect(feedback(page)).to_have_class(re.compile("feedback--right"))
    assert len(stored.answers(public_id)) == 1
    assert in_store(page) == []


def test_a_guest_is_told_that_there_is_no_way_back(
    page: Page, stored: Stored, site: Site
) -> None:
    public_id = start(page, Form.CHOICE, length=2)
    Session.of(page, site.database).end()
    question(page, stored).answer()

    expect_told(page, GUEST_IS_TOLD)
    assert in_store(page) == []

    page.get_by_role("link", name=said("Start anew")).click()
    page.locator("main form button[type=submit]").last.click()
    expect(stem(page)).to_be_visible()
    assert public_id not in page.url


def test_whoever_uses_the_tab_next_finds_no_answer_in_it(
    page: Page, stored: Stored, site: Site
) -> None:
    start(page, Form.DATE_ENTRY, length=2)
    make_account(page, site.database)
    Session.of(page, site.database).end()
    page.locator("#answer").fill("1900")
    submit_button(page).click()
    expect_told(page, ACCOUNT_IS_TOLD)
    assert "1900" in str(in_store(page))

    start(page, Form.DATE_ENTRY, length=2)

    expect(page.locator("#answer")).to_have_value("")
    assert in_store(page) == []


@pytest.mark.parametrize("logs_out", [False, True])
def test_an_answer_that_failed_does_not_outlive_leaving_the_question(
    page: Page, logs_out: bool
) -> None:
    start(page, Form.DATE_ENTRY, length=2)
    page.route("**/answer/", lambda route: route.abort(), times=1)
    page.locator("#answer").fill("1900")
    submit_button(page).click()
    expect_not_saved(page)
    assert "1900" in str(in_store(page))

    if logs_out:
        page.context.clear_cookies(name="sid")
    page.goto("/")

    assert in_store(page) == []


def test_an_answer_that_failed_outlives_loading_the_page_again(
    page: Page, stored: Stored
) -> None:
    public_id = start(page, Form.CHOICE, length=2, at_end=True)
    page.route("**/answer/", lambda route: route.abort(), times=1)
    page.locator(".option").nth(0).click()
    submit_button(page).click()
    expect_not_saved(page)
    page.locator(".option").nth(1).click()

    page.reload()

    expect(page.locator(".option input").nth(1)).to_be_checked()
    page.get_by_role("button", name=said("Send again")).click()
    expect(page.get_by_text(said("Saved"), exact=True)).to_be_visible()
    (answer,) = stored.answers(public_id)
    assert answer.response == stored.slots(public_id)[0].option_order[1]
    assert in_store(page) == []


def test_an_answer_that_arrived_after_all_is_not_offered_again(
    page: Page, stored: Stored
) -> None:
    public_id = start(page, Form.CHOICE, length=2, at_end=True)

    def store_and_lose(route: Any) -> None:
        route.fetch()
        route.abort("connectionreset")

    page.route("**/answer/", store_and_lose, times=1)
    page.locator(".option").nth(1).click()
    submit_button(page).click()
    expect_not_saved(page)

    page.goto(f"/attempts/{public_id}/1/")

    expect(page.get_by_text(said("Saved"), exact=True)).to_be_visible()
    expect(page.locator(".option input").nth(1)).to_be_checked()
    expect(page.locator("[data-not-saved]")).to_be_hidden()
    assert in_store(page) == []


def test_a_log_in_in_another_tab_costs_no_answer(page: Page, stored: Stored) -> None:
    public_id = start(page, Form.CHOICE, length=2)
    # A log-in gives the browser a new token, which this page's form does not have.
    (token,) = (each for each in page.context.cookies() if each["name"] == "csrf")
    page.context.add_cookies([{**token, "value": "a" * 32}])
    page.locator(".option").nth(1).click()

    with page.expect_navigation():
        submit_button(page).click()

    expect_not_saved(page)
    expect(page.locator(".option input").nth(1)).to_be_checked()
    page.get_by_role("button", name=said("Send again")).click()
    expect(feedback(page)).to_be_focused()
    assert len(stored.answers(public_id)) == 1


def test_without_scripts_the_log_in_leads_back_to_the_question(
    open_browser: OpenBrowser, site: Site
) -> None:
    page = open_browser(java_script_enabled=False).new_page()
    page.goto("/practice/")
    page.locator("main form button[type=submit]").last.click()
    asked = stem(page).inner_text()
    submit_button(page).click()  # without an answer, which is told at another address
    expect(page.locator("#question [role=alert]").first).to_be_visible()
    session = Session.of(page, site.database)
    session.end()

    submit_button(page).click()

    told = "You have been logged out, so this was not saved. Log in to go on."
    expect(page.get_by_text(said(told))).to_be_visible()
    session.log_in_again()
    page.goto(parse_qs(urlsplit(page.url).query)["next"][0])
    expect(stem(page)).to_have_text(asked)
