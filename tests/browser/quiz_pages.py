"""Every page of a teacher's quizzes, and the way there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from playwright.sync_api import Page, expect

from tests.browser.classroom import be, same_class_of
from tests.browser.stored import Stored
from tests.browser.words import said


def build(page: Page, title: str = "", **fields: str) -> str:
    """Build a quiz by the form; gives its address."""
    page.goto("/quizzes/new/")
    if title:
        page.get_by_label(said("Title"), exact=True).fill(title)
    for name, value in fields.items():
        page.locator(f"[name={name}]").fill(value)
    page.get_by_role("button", name=said("Draw the questions")).click()
    expect(page.locator(".quiz-item").first).to_be_visible()
    page.wait_for_load_state()
    return page.url


def _of_quiz(then: str, page: Page, stored: Stored) -> None:
    be(page, same_class_of(stored.database).teacher)
    address = build(page, length="4")
    page.goto(f"{address}{then}")


def _offers(page: Page, stored: Stored) -> None:
    _of_quiz("add/?q=шарт", page, stored)
    page.locator("#results summary").first.click()


def _shared(page: Page, stored: Stored) -> None:
    _of_quiz("", page, stored)
    page.get_by_role("button", name=said("Share by link")).click()
    link = page.locator("#share .secret").inner_text()
    page.goto(f"/quizzes/shared/{link.rstrip('/').rsplit('/', 1)[-1]}/")


def _as_teacher(address: str, page: Page, stored: Stored) -> None:
    be(page, same_class_of(stored.database).teacher)
    page.goto(address)


QUIZ_PAGES: Mapping[str, Callable[[Page, Stored], None]] = {
    "quizzes": partial(_of_quiz, "../"),
    "new quiz": partial(_as_teacher, "/quizzes/new/?preset=national-test"),
    "quiz": partial(_of_quiz, ""),
    "quiz, what is drawn": partial(_of_quiz, "set-up/"),
    "quiz, add a question": _offers,
    "quiz on paper": partial(_of_quiz, "paper/?variants=4&part=all"),
    "quiz shared": _shared,
    "giving a quiz": partial(_of_quiz, "give/"),
}
