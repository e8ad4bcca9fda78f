"""The site, a browser, and a watched page with no leftovers for each test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.site import Site, running_site
from tests.browser.stored import Stored
from tests.browser.watching import Watch

# The shell draws no window, so it is the quickest
BROWSERS = ("chromium-headless-shell", "chromium", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
MILLISECONDS_TO_WAIT = 10_000


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark all tests of this folder."""
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.browser)


# For as long as Playwright runs, Django's database cannot be used in this process: so
# both end with this folder.
@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The running site, with the facts of the fixtures."""
    with running_site(tmp_path_factory.mktemp("site")) as site:
        yield site


def browser_path() -> str | None:
    """The first browser that is here; with none, Playwright looks for its own."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """A browser for all tests of this folder."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browser_path(), args=ARGUMENTS
        )
        yield browser
        browser.close()


@pytest.fixture
def stored(site: Site) -> Stored:
    """What the site has stored."""
    return Stored(site.database)


@pytest.fixture
def watch(site: Site) -> Iterator[Watch]:
    """Fails the test for whatever a page may not do."""
    watch = Watch(origin=site.url)
    yield watch
    assert not watch.faults


OpenBrowser = Callable[..., BrowserContext]


@pytest.fixture
def open_browser(chromium: Browser, site: Site, watch: Watch) -> Iterator[OpenBrowser]:
    """Give browsers that share nothing; options are those of a Playwright context."""
    contexts = []

    def give(**options: Any) -> BrowserContext:
        given = {"locale": "kk-KZ", "viewport": {"width": 390, "height": 844}}
        context = chromium.new_context(base_url=site.url, **(given | options))
        context.set_default_timeout(MILLISECONDS_TO_WAIT)
        watch.follow(context, with_scripts=options.get("java_script_enabled", True))
        contexts.append(context)
        return context

    yield give
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_browser: OpenBrowser) -> Page:
    """A learner's phone."""
    return open_browser().new_page()
