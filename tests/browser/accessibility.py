"""What axe and a narrow screen say of the page that a test has come to."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

NARROW = 320
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
}
OVERFLOWING = """() => {
  const width = document.documentElement.clientWidth;
  if (document.scrollingElement.scrollWidth <= width) return [];
  return [...document.body.querySelectorAll("*")]
    .filter((each) => each.getBoundingClientRect().right > width + 1)
    .map((each) => each.outerHTML.slice(0, 120));
}"""


def assert_accessible(page: Page) -> None:
    """Nothing on the page breaks a rule of WCAG A or AA that axe knows.

    Expect first what the page is to show: a page that is just being left has nothing to
    find fault with. One that is still coming in is waited for.
    """
    page.wait_for_load_state()
    violations = Axe().run(page, options=RULES).response["violations"]
    assert not violations, [
        (each["id"], [node["html"] for node in each["nodes"]]) for each in violations
    ]


def assert_one_heading(page: Page) -> None:
    """The page has one heading of the first rank, and says that it is in Kazakh."""
    assert page.locator("h1").count() == 1
    assert page.locator("html").get_attribute("lang") == "kk"


def assert_fits_a_narrow_phone(page: Page) -> None:
    """Nothing stands beyond the edge of a narrow screen; the page's size is kept."""
    size = page.viewport_size
    assert size is not None
    page.set_viewport_size({"width": NARROW, "height": 800})
    assert page.evaluate(OVERFLOWING) == []
    page.set_viewport_size(size)


def assert_good(page: Page) -> None:
    """All that this module knows of a whole page."""
    assert_accessible(page)
    assert_one_heading(page)
    assert_fits_a_narrow_phone(page)
