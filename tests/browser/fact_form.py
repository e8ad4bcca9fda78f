"""The form of a fact, as a teacher fills it in."""

from __future__ import annotations

from playwright.sync_api import Page, expect

DESKTOP = {"width": 1280, "height": 900}
NEW = "/bank/facts/new/"


def take(page: Page, box: str, words: str) -> None:
    """Type into a search box and take the first that is found, by the keyboard."""
    page.locator(f"#id_{box}").press_sequentially(words)
    expect(page.locator(f"#found-{box} .found__one").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(f"#box-{box} .box__picked li")).to_have_count(1)


def add(page: Page, box: str, name: str) -> None:
    """Type a name that nothing has, and add it."""
    page.locator(f"#id_{box}").press_sequentially(name)
    page.locator(f"#found-{box} button[value='make:{box}']").click()
    expect(page.locator(f"#box-{box} .box__picked")).to_contain_text(name)


def save(page: Page, how: str) -> None:
    """Press the button of the form: "save" or "approve"."""
    page.locator(f".author__buttons button[value={how}]").click()
