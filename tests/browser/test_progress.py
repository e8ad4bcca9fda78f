"""A learner misses, practises the next day, and sees what they know grow."""

from __future__ import annotations

import re
from typing import Final

from playwright.sync_api import Page, expect

from quizzes.items.data import Form
from tests.browser.accessibility import assert_accessible
from tests.browser.answering import feedback, onward, question, start, stem
from tests.browser.making import make
from tests.browser.site import Site
from tests.browser.stored import Stored
from tests.browser.words import said

TOPIC: Final = "bishkek-group"


def pass_days(public_id: str, days: str) -> None:
    """Let days pass for the learner of an attempt; for the process with the database.

    The site runs by its own clock, so all that it has stored of the learner gets older.
    """
    from datetime import timedelta

    from django.db.models import F

    from quizzes.attempts.models import Answer, Attempt
    from quizzes.memory.models import Memory

    passed = timedelta(days=int(days))
    learner = Attempt.objects.get(public_id=public_id).learner_id
    for rows, moments in (
        (Attempt.objects.filter(learner=learner), ("started_at", "closed_at")),
        (Answer.objects.filter(slot__attempt__learner=learner), ("received_at",)),
        (Memory.objects.filter(learner=learner), ("due_at", "reviewed_at")),
    ):
        rows.update(**{name: F(name) - passed for name in moments})


def answer_all(page: Page, stored: Stored, *, rightly: bool) -> int:
    """Answer one question after another to the result; gives how many there were."""
    answered = 0
    while not page.url.endswith("/result/"):
        question(page, stored).answer(rightly=rightly)
        answered += 1
        expect(feedback(page)).to_be_focused()
        is_last = page.locator("button[data-onward]").count() > 0
        onward(page).click()
        if is_last:
            page.wait_for_url("**/result/")
        else:
            expect(stem(page)).to_be_focused()
    return answered


def open_progress(page: Page) -> None:
    """Go from the result to one's own page."""
    page.get_by_role("main").get_by_role("link", name=said("My progress")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(said("My progress"))


def mastery(page: Page) -> int:
    """How much of the topic is mastered, in percent."""
    row = page.locator(".known__row").filter(
        has=page.locator(f"a[href$='topic={TOPIC}']")
    )
    [percent] = re.findall(r"(\d+)\s*%", row.inner_text())
    return int(percent)


def test_what_was_missed_is_practised_the_next_day_and_mastery_rises(
    page: Page, site: Site, stored: Stored
) -> None:
    public_id = start(page, Form.CHOICE, length=3, topics=[TOPIC])
    assert answer_all(page, stored, rightly=False) == 3
    open_progress(page)

    missed = page.locator("[aria-labelledby=missed-heading]")
    expect(missed.locator("li")).to_have_count(3)
    expect(page.locator("button[value=due]")).to_have_count(0)
    assert mastery(page) == 0
    assert_accessible(page)

    make(site.database, pass_days, public_id, "1")
    page.reload()
    page.get_by_role("button", name=said("Practise what is due")).click()
    answered = answer_all(page, stored, rightly=True)
    open_progress(page)

    assert answered
    risen = mastery(page)
    assert risen > 0
    expect(page.locator("[aria-labelledby=missed-heading] .tag")).to_have_count(
        answered
    )

    # The week after that there is a line to be drawn
    make(site.database, pass_days, public_id, "7")
    start(page, Form.CHOICE, length=1, topics=[TOPIC])
    answer_all(page, stored, rightly=True)
    open_progress(page)

    expect(page.get_by_role("img", name=said("How it grew"))).to_be_visible()
    assert_accessible(page)
