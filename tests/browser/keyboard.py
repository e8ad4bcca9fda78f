"""A learner without a mouse: every step is a key, and the focus must be seen."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from quizzes.items.data import Form
from tests.browser.answering import UNREADABLE, Question

MOST_TABS = 40

# The outline may stand on the label around a hidden or small control.
IS_SEEN = """() => {
  const it = document.activeElement;
  if (!it || it === document.body) return false;
  const outlined = (each) => {
    const style = each && getComputedStyle(each);
    return Boolean(style) && style.outlineStyle !== "none"
      && parseFloat(style.outlineWidth) >= 2;
  };
  const box = it.getBoundingClientRect();
  const inView = box.bottom > 0 && box.top < innerHeight;
  return inView && (outlined(it) || outlined(it.closest("label")));
}"""


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the target has the focus, which must be seen at each step."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if has_focus(target):
            assert_focus_is_seen(page)
            return
    raise AssertionError(f"{MOST_TABS} tabs do not lead to {target}")


def has_focus(target: Locator) -> bool:
    """Whether the target itself is in focus."""
    return bool(target.evaluate("it => it === document.activeElement"))


def assert_focus_is_seen(page: Page) -> None:
    """Check that something is in focus, in view, and outlined."""
    what = page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
    assert page.evaluate(IS_SEEN), f"the focus is not to be seen on {what}"


def answer_by_keys(question: Question) -> None:
    """Answer rightly, from wherever the focus is."""
    page, form = question.page, question.form
    if form is Form.DATE_ENTRY:
        _type_date(question)
    elif form is Form.MATCHING:
        for index, match in enumerate(question.matches()):
            _choose(page, page.locator(f"#pair-{index}"), match + 1)
        _press_submit(page)
    elif form is Form.ORDERING:
        for index, place in enumerate(question.places()):
            _choose(page, page.locator(f"#place-{index}"), place)
        _press_submit(page)
    else:
        for index in question.key_indices():
            page.keyboard.press(str(index + 1))
            chosen = page.locator(".option input").nth(index)
            expect(chosen).to_be_checked()
            expect(chosen).to_be_focused()
            assert_focus_is_seen(page)
        page.keyboard.press("Enter")


def _type_date(question: Question) -> None:
    """Type what is no date, be told so, and type the right one over it."""
    page = question.page
    field = page.locator("#answer")
    tab_to(page, field)
    page.keyboard.type(UNREADABLE)
    page.keyboard.press("Enter")

    expect(page.locator("#question [role=alert]").first).to_be_visible()
    expect(field).to_have_value(UNREADABLE)
    expect(field).to_be_focused()
    assert_focus_is_seen(page)
    page.keyboard.press("Control+a")
    page.keyboard.type(question.date())
    page.keyboard.press("Enter")


def _choose(page: Page, select: Locator, index: int) -> None:
    if not has_focus(select):
        _go_to(page, select)
    for _ in range(index):
        page.keyboard.press("ArrowDown")
    assert select.evaluate("it => it.selectedIndex") == index
    expect(select).to_be_focused()
    assert_focus_is_seen(page)


def _go_to(page: Page, target: Locator) -> None:
    """Tab forwards, or backwards if it stands before what is in focus."""
    before = target.evaluate(
        """it => Boolean(document.activeElement.compareDocumentPosition(it)
          & Node.DOCUMENT_POSITION_PRECEDING)"""
    )
    for _ in range(MOST_TABS):
        page.keyboard.press("Shift+Tab" if before else "Tab")
        if has_focus(target):
            return
    raise AssertionError(f"the keys do not lead to {target}")


def _press_submit(page: Page) -> None:
    tab_to(page, page.locator("form[data-answer] > .cluster button[type=submit]"))
    page.keyboard.press("Enter")
