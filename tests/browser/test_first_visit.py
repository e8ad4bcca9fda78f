"""What a first visit costs: bytes as they travel, and requests."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from quizzes.items.data import Form
from tests.browser.answering import start, stem
from tests.browser.conftest import OpenBrowser

MOST_BYTES = 100_000
MOST_REQUESTS = 8


@dataclass(slots=True)
class Traffic:
    """What a page has received over the network, headers included."""

    requests: list[str] = field(default_factory=list)
    received: int = 0

    @classmethod
    def of(cls, page: Page) -> Traffic:
        """Listen to a page from now on."""
        traffic = cls()
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        session.on("Network.requestWillBeSent", lambda event: traffic.sent(event))
        session.on("Network.loadingFinished", lambda event: traffic.finished(event))
        return traffic

    def sent(self, event: dict[str, Any]) -> None:
        """A request goes out."""
        self.requests.append(event["request"]["url"])

    def finished(self, event: dict[str, Any]) -> None:
        """A response has come in."""
        self.received += event["encodedDataLength"]


@pytest.mark.parametrize("form", [Form.CHOICE, Form.MATCHING])
def test_the_first_quiz_page_is_small(open_browser: OpenBrowser, form: Form) -> None:
    starter = open_browser()
    address = starter.new_page()
    start(address, form, length=10)
    newcomer = open_browser(storage_state=starter.storage_state()).new_page()
    traffic = Traffic.of(newcomer)

    newcomer.goto(address.url, wait_until="networkidle")

    expect(stem(newcomer)).to_be_visible()
    # A browser without a window asks for the icon late, or not at all.
    icon = str(newcomer.locator("link[rel=icon]").get_attribute("href"))
    if not any(url.endswith(icon) for url in traffic.requests):
        newcomer.evaluate("url => fetch(url).then((it) => it.text())", icon)
    assert len(traffic.requests) <= MOST_REQUESTS, traffic.requests
    assert traffic.received <= MOST_BYTES, (traffic.received, traffic.requests)


def test_the_next_question_costs_one_request(page: Page) -> None:
    start(page, Form.TRUE_FALSE, length=3)
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    expect(page.locator("[data-feedback]")).to_be_focused()
    traffic = Traffic.of(page)

    page.keyboard.press("Enter")

    expect(stem(page)).to_be_focused()
    pages = [url for url in traffic.requests if "/static/" not in url]
    assert len(pages) == 1
