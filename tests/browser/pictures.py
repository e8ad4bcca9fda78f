"""Takes the pictures of the README: `python -m tests.browser.pictures`."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import django
from playwright.sync_api import Browser, Page, expect, sync_playwright

from quizzes.items.data import Form
from tests.browser.answering import feedback, question, start
from tests.browser.classroom import ClassScene, be, class_of
from tests.browser.conftest import ARGUMENTS, browser_path
from tests.browser.report_scene import ReportScene, class_with_a_past
from tests.browser.site import ROOT, running_site
from tests.browser.stored import Stored

PICTURES = ROOT / "docs" / "pictures"
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 800}


def main() -> None:
    """Take them on a site of their own."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    PICTURES.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        running_site(Path(folder)) as site,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=browser_path(), args=ARGUMENTS
        )
        take_feedback(_open(browser, site.url, PHONE), Stored(site.database))
        take_timeline(_open(browser, site.url, DESK))
        scene = class_of(site.database)
        teacher = _open(browser, site.url, DESK)
        be(teacher, scene.teacher)
        take_live(teacher, scene)
        take_quiz(teacher)
        pupil = _open(browser, site.url, PHONE)
        be(pupil, scene.other_pupil)
        take_assignments(pupil)
        past = class_with_a_past(site.database)
        be(teacher, past.teacher)
        take_report(teacher, past)
        be(pupil, past.pupil)
        take_progress(pupil)
        browser.close()


def take_feedback(page: Page, stored: Stored) -> None:
    """A date chosen wrongly, and what the learner is told of it."""
    while True:
        public_id = start(page, Form.CHOICE, length=10)
        item = stored.slots(public_id)[0].item
        dated = all(option.value.startswith("date:") for option in item.options)
        told = all(option.key or option.why for option in item.options)
        if dated and told and len(item.options) == 4:
            break
    question(page, stored).answer(rightly=False)
    expect(feedback(page)).to_be_visible()
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    page.screenshot(path=PICTURES / "feedback.png", full_page=True)


def take_timeline(page: Page) -> None:
    """The dated facts in the order of time."""
    page.goto("/bank/timeline/?topic=collective-security")
    page.screenshot(path=PICTURES / "timeline.png")


def take_live(page: Page, scene: ClassScene) -> None:
    """Who has not started and who has handed in, as it stands on the wall."""
    page.goto(f"/assignments/{scene.after_closing}/")
    page.screenshot(path=PICTURES / "live.png")


def take_quiz(page: Page) -> None:
    """A quiz that has just been drawn, with its answers."""
    page.goto("/quizzes/new/")
    page.locator("main form button[type=submit]").last.click()
    expect(page.locator("h1")).to_be_visible()
    page.wait_for_load_state()
    page.screenshot(path=PICTURES / "quiz.png")


def take_assignments(page: Page) -> None:
    """What a pupil has to do, and by when."""
    page.goto("/my-assignments/")
    page.screenshot(path=PICTURES / "assignments.png")


def take_report(page: Page, scene: ReportScene) -> None:
    """Who knows how much of each topic."""
    page.goto(f"/reports/classes/{scene.classroom}/")
    page.screenshot(path=PICTURES / "report.png")


def take_progress(page: Page) -> None:
    """What a pupil knows, and what to practise today."""
    page.goto("/progress/")
    page.screenshot(path=PICTURES / "progress.png")


def _open(browser: Browser, url: str, viewport: dict[str, int]) -> Page:
    context = browser.new_context(
        base_url=url,
        locale="kk-KZ",
        viewport={"width": viewport["width"], "height": viewport["height"]},
        color_scheme="light",
        reduced_motion="reduce",
    )
    return context.new_page()


if __name__ == "__main__":
    main()
