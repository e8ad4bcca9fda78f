"""Every page of the reports, and the way there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from playwright.sync_api import Page, expect

from tests.browser.classroom import be
from tests.browser.report_scene import class_with_a_past
from tests.browser.stored import Stored


def _report(address: str, page: Page, stored: Stored) -> None:
    """A page of the class, with the names in its address filled in."""
    scene = class_with_a_past(stored.database)
    be(page, scene.teacher)
    page.goto(address.format(scene=scene))
    # What is loaded after the page is there too
    expect(page.locator("[hx-trigger=load]")).to_have_count(0)


def _own(page: Page, stored: Stored) -> None:
    """A pupil's own page, with its tables opened."""
    be(page, class_with_a_past(stored.database).pupil)
    page.goto("/progress/")
    for summary in page.locator("main details > summary").all():
        summary.click()


REPORT_PAGES: Mapping[str, Callable[[Page, Stored], None]] = {
    "my progress": _own,
} | {
    name: partial(_report, f"/reports/{address}")
    for name, address in {
        "report, class": "classes/{scene.classroom}/",
        "report, class, sorted": "classes/{scene.classroom}/?sort=-whole",
        "report, scores": "classes/{scene.classroom}/scores/",
        "report, pupil": "classes/{scene.classroom}/learners/{scene.enrolment}/",
        "report, assignment": "assignments/{scene.assignment}/",
        "report, assignment with scores": "assignments/{scene.assignment}/?marks=yes",
        "report, answers": "assignments/{scene.assignment}/learners/{scene.enrolment}/",
        "report, questions": "assignments/{scene.assignment}/items/",
        "report, quiz": "quizzes/{scene.quiz}/",
        "report, who chose what": "assignments/{scene.assignment}/items/?names=yes",
    }.items()
}
