"""A save that fails is told, keeps what was chosen, and is sent again (T05, T06)."""

from __future__ import annotations

from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Page, Request, Route, expect

from quizzes.items.data import Form
from tests.browser.answering import feedback, question, start, stem, submit_button
from tests.browser.stored import Stored
from tests.browser.watching import Watch
from tests.browser.words import said

SECONDS_UNTIL_TOLD = 3


@pytest.fixture(autouse=True)
def _failures_are_meant(watch: Watch) -> None:
    watch.failures_are_meant = True


class Keys(list[str]):
    """The idempotency keys of the answers that a page has sent, in order."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        page.on("request", self._note)

    def _note(self, request: Request) -> None:
        if request.method == "POST" and "/answer/" in request.url:
            self += parse_qs(request.post_data or "")["idempotency_key"]


class Held:
    """The first answer that a page sends is held back until the test lets it go."""

    route: Route

    def __init__(self, page: Page) -> None:
        page.route("**/answer/", self._hold, times=1)

    def _hold(self, route: Route) -> None:
        self.route = route


def choose(page: Page, index: int = 1) -> None:
    page.locator(".option").nth(index).click()


def expect_told(page: Page) -> None:
    """It says that it is not saved, keeps the choice, and shows nothing as saved."""
    alert = page.locator("#question [role=alert]").get_by_text(said("Send again"))
    expect(alert).to_be_visible(timeout=SECONDS_UNTIL_TOLD * 1000)
    expect(alert).to_be_in_viewport()
    expect(page.locator(".option input").nth(1)).to_be_checked()
    expect(stem(page)).to_be_visible()
    expect(page.get_by_text(said("Saved"), exact=True)).to_have_count(0)
    expect(feedback(page)).to_have_count(0)


def send_again(page: Page) -> None:
    page.get_by_role("button", name=said("Send again")).click()


def test_the_network_is_cut_and_comes_back(page: Page, stored: Stored) -> None:
    public_id = start(page, Form.CHOICE, length=3, at_end=True)
    question(page, stored).answer()
    page.locator("[data-onward]").click()
    expect(stem(page)).to_be_focused()
    keys = Keys(page)

    page.context.set_offline(True)
    choose(page)
    submit_button(page).click()

    expect_told(page)
    assert len(stored.answers(public_id)) == 1

    page.context.set_offline(False)
    send_again(page)

    expect(page.get_by_text(said("Saved"), exact=True)).to_be_visible()
    expect(page.locator("[data-not-saved]")).to_be_hidden()
    assert len(keys) == 2
    assert len(set(keys)) == 1
    second = stored.answers(public_id)[1:]
    assert [each.position for each in second] == [2]


@pytest.mark.parametrize("status", [403, 429, 500, 502, 503])
def test_the_server_refuses_once(page: Page, stored: Stored, status: int) -> None:
    public_id = start(page, Form.CHOICE, length=2)
    keys = Keys(page)
    page.route(
        "**/answer/",
        lambda route: route.fulfill(status=status, body="<h1>Not the question</h1>"),
        times=1,
    )

    choose(page)
    submit_button(page).click()

    expect_told(page)
    assert not stored.answers(public_id)

    send_again(page)

    expect(feedback(page)).to_be_focused()
    assert len(set(keys)) == 1
    assert len(stored.answers(public_id)) == 1


def test_the_server_does_not_reply(page: Page, stored: Stored) -> None:
    public_id = start(page, Form.CHOICE, length=2)
    # What the page waits for is eight seconds; the test does not.
    assert page.evaluate("htmx.config.timeout") == 8000
    page.evaluate("htmx.config.timeout = 300")
    held = Held(page)

    choose(page)
    submit_button(page).click()

    expect_told(page)
    page.evaluate("htmx.config.timeout = 8000")
    send_again(page)

    expect(feedback(page)).to_be_focused()
    assert len(stored.answers(public_id)) == 1
    held.route.abort()


def test_the_reply_is_lost_after_the_answer_was_stored(
    page: Page, stored: Stored
) -> None:
    public_id = start(page, Form.CHOICE, length=2)
    keys = Keys(page)

    def store_and_lose(route: Route) -> None:
        route.fetch()
        route.abort("connectionreset")

    page.route("**/answer/", store_and_lose, times=1)
    choose(page)
    submit_button(page).click()

    expect_told(page)
    assert len(stored.answers(public_id)) == 1

    send_again(page)

    expect(feedback(page)).to_be_focused()
    assert len(keys) == 2
    (answer,) = stored.answers(public_id)
    assert answer.idempotency_key == keys[0].replace("-", "")


def test_nothing_is_shown_as_saved_before_the_reply(page: Page) -> None:
    start(page, Form.CHOICE, length=2, at_end=True)
    held = Held(page)
    choose(page)
    submit_button(page).click()

    expect(submit_button(page)).to_be_disabled()
    expect(page.get_by_text(said("Saved"), exact=True)).to_have_count(0)

    held.route.continue_()
    expect(page.get_by_text(said("Saved"), exact=True)).to_be_visible()


def test_going_on_fails_in_words_as_well(page: Page, stored: Stored) -> None:
    start(page, Form.CHOICE, length=2)
    question(page, stored).answer()
    page.context.set_offline(True)

    page.locator("[data-onward]").click()

    alert = page.get_by_role("alert")
    expect(alert).to_contain_text(said("The site cannot be reached just now"))
    expect(alert).to_be_in_viewport()
    expect(feedback(page)).to_be_visible()

    page.context.set_offline(False)
    page.locator("[data-onward]").click()
    expect(alert).to_be_hidden()
    expect(stem(page)).to_be_focused()
