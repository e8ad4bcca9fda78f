"""Every page obeys WCAG A and AA as far as axe can tell, and fits a narrow phone."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import NARROW, assert_accessible, assert_good
from tests.browser.conftest import OpenBrowser
from tests.browser.every_page import PAGES, REFUSED
from tests.browser.stored import Stored
from tests.browser.watching import Watch
from tests.browser.words import said

WIDE = 1280
VIEWS = list(product((NARROW, WIDE), ("light", "dark")))


def each_page_in_each_view() -> Iterator[object]:
    """Each page in one view, by turns; in the others in the long tests."""
    for number, name in enumerate(PAGES):
        for index, (width, scheme) in enumerate(VIEWS):
            marks = [] if index == number % len(VIEWS) else [pytest.mark.long]
            yield pytest.param(
                name, width, scheme, marks=marks, id=f"{name}, {width}, {scheme}"
            )


@pytest.mark.parametrize(("name", "width", "scheme"), list(each_page_in_each_view()))
def test_no_rule_is_broken_and_nothing_overflows(
    open_browser: OpenBrowser,
    stored: Stored,
    watch: Watch,
    name: str,
    width: int,
    scheme: str,
) -> None:
    watch.failures_are_meant = name in REFUSED
    viewport = {"width": width, "height": 800}
    page = open_browser(viewport=viewport, color_scheme=scheme).new_page()

    PAGES[name](page, stored)

    assert_good(page)


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_on_a_narrow_phone_the_navigation_is_a_menu_that_opens_by_key(
    open_browser: OpenBrowser, language: str, scripts: bool
) -> None:
    narrow = {"width": NARROW, "height": 800}
    page = open_browser(
        viewport=narrow, locale=language, java_script_enabled=scripts
    ).new_page()
    page.goto("/")
    button = page.get_by_role("button", name=said("Menu", language))
    links = page.locator(".site-nav").get_by_role("link")

    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(links).to_have_count(0)
    button.press("Enter")

    expect(links).to_have_count(3)
    for link in links.all():
        box = link.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= NARROW
    page.keyboard.press("Tab")
    expect(links.first).to_be_focused()
    page.keyboard.press("Escape")
    expect(links).to_have_count(0)
    expect(button).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_open_menu_breaks_no_rule(open_browser: OpenBrowser, scheme: str) -> None:
    page = open_browser(color_scheme=scheme).new_page()
    page.goto("/")

    page.get_by_role("button", name=said("Menu")).click()

    expect(page.locator(".site-nav")).to_be_visible()
    assert_accessible(page)
    header = page.locator(".site-header").bounding_box()
    assert header is not None
    assert header["height"] < 80  # one line
