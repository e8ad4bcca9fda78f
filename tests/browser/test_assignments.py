"""A teacher gives a test and watches; pupils take it against the clock."""

from __future__ import annotations

import re
import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.answering import onward, public_id_of, question
from tests.browser.classroom import ClassScene, class_of, log_in
from tests.browser.conftest import OpenBrowser
from tests.browser.site import Site
from tests.browser.stored import Stored
from tests.browser.watching import Watch
from tests.browser.words import said


@pytest.fixture
def scene(site: Site) -> ClassScene:
    """A class of its own for each test."""
    return class_of(site.database)


def begin(page: Page, title: str) -> str:
    """Start an assignment from the list; gives the public id of the attempt."""
    page.goto("/my-assignments/")
    row = page.locator(".task").filter(has_text=title)
    row.get_by_role("button", name=said("Start")).click()
    return public_id_of(page)


def set_deadline(database: Path, public_id: str, seconds: float) -> None:
    """Let the time of an attempt end so soon."""
    ends = datetime.now(tz=UTC) + timedelta(seconds=seconds)
    with closing(sqlite3.connect(database, timeout=20)) as connection, connection:
        connection.execute(
            "UPDATE quizzes_attempt SET deadline_at = ? WHERE public_id = ?",
            (f"{ends:%Y-%m-%d %H:%M:%S.%f}", public_id),
        )


def test_a_teacher_gives_a_test_and_a_pupil_takes_it_without_scripts(
    open_browser: OpenBrowser, scene: ClassScene, stored: Stored
) -> None:
    teacher = log_in(open_browser(), scene.teacher)
    teacher.goto("/assignments/")
    teacher.get_by_role("link", name=said("Give an assignment")).click()
    teacher.get_by_label(said("Title")).fill("Тоқсандық бақылау")
    teacher.get_by_role("button", name=said("Assign to a class")).click()
    expect(teacher.locator("h1")).to_have_text("Тоқсандық бақылау")
    expect(teacher.locator("#live tbody tr")).to_have_count(2)

    pupil = log_in(open_browser(java_script_enabled=False), scene.pupil)
    expect(pupil.locator("body")).to_be_visible()
    public_id = begin(pupil, "Тоқсандық бақылау")
    assert len(stored.slots(public_id)) == 10
    for _position in range(10):
        question(pupil, stored).answer()
        onward(pupil).click()
    pupil.get_by_role("button", name=said("Finish")).click()

    expect(pupil).to_have_url(re.compile("/result/$"))
    expect(pupil.locator(".score")).to_contain_text("10")
    pupil.get_by_role("link", name=said("Assignments")).last.click()
    row = pupil.locator(".task").filter(has_text="Тоқсандық бақылау")
    expect(row.locator(".tag")).to_contain_text(said("Handed in"))
    expect(row.get_by_role("button")).to_have_count(0)


def test_without_scripts_the_page_says_until_when(
    open_browser: OpenBrowser, scene: ClassScene
) -> None:
    pupil = log_in(open_browser(java_script_enabled=False), scene.pupil)

    begin(pupil, "Бақылау")

    expect(pupil.locator("#timer time")).to_have_text(re.compile(r"^\d\d:\d\d$"))
    expect(pupil.locator("[data-countdown]")).to_be_hidden()


def test_the_learner_is_warned_once_and_what_is_chosen_is_sent_at_the_end(
    open_browser: OpenBrowser, scene: ClassScene, stored: Stored, site: Site
) -> None:
    page = log_in(open_browser(), scene.pupil)
    public_id = begin(page, "Бақылау")
    expect(page.locator("[data-clock]")).to_have_text(re.compile(r"^(20|19):\d\d$"))
    expect(page.locator("#time-told")).to_be_empty()

    set_deadline(site.database, public_id, 8)
    page.reload()

    expect(page.locator("#time-told")).to_have_text(
        said("Less than two minutes are left.")
    )
    expect(page.locator("[data-short]")).to_be_visible()
    page.reload()
    expect(page.locator("[data-short]")).to_be_visible()
    expect(page.locator("#time-told")).to_be_empty()
    _choose(page)
    expect(page).to_have_url(re.compile("/result/$"), timeout=20_000)
    expect(page.locator("h1")).to_have_text(said("Time is up"))
    assert len(stored.answers(public_id)) == 1

    page.get_by_role("button", name=said("Result")).click()
    expect(page.locator(".score")).to_be_visible()


def test_a_wrong_clock_of_the_pupil_changes_nothing(
    open_browser: OpenBrowser, scene: ClassScene
) -> None:
    context = open_browser()
    context.add_init_script(
        "Date.now = () => 0; const D = Date;"
        "Date = class extends D { constructor() { super(0); } }"
    )
    page = log_in(context, scene.pupil)

    begin(page, "Бақылау")

    expect(page.locator("[data-clock]")).to_have_text(re.compile(r"^(20|19):\d\d$"))


def test_a_laptop_that_slept_over_the_deadline_says_so_when_it_wakes(
    open_browser: OpenBrowser,
    scene: ClassScene,
    stored: Stored,
    site: Site,
    watch: Watch,
) -> None:
    watch.failures_are_meant = True  # what was chosen comes too late
    context = open_browser()
    # The clock of a page stands still while the machine sleeps.
    context.add_init_script("performance.now = () => 0;")
    page = log_in(context, scene.pupil)
    public_id = begin(page, "Бақылау")
    _choose(page)

    set_deadline(site.database, public_id, -7200)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    expect(page.locator("h1")).to_have_text(said("Time is up"), timeout=20_000)
    expect(page.get_by_role("button", name=said("Result"))).to_be_visible()
    assert not stored.answers(public_id)


def test_the_teacher_watches_and_gives_more_time(
    open_browser: OpenBrowser, scene: ClassScene, stored: Stored
) -> None:
    wide = {"width": 1280, "height": 800}
    teacher = log_in(open_browser(viewport=wide), scene.teacher)
    teacher.goto(f"/assignments/{scene.assignment}/")
    row = teacher.locator("tbody tr").filter(has_text="Болат")
    expect(row).to_contain_text(said("Not started"))

    pupil = log_in(open_browser(), scene.pupil)
    begin(pupil, "Бақылау")
    expect(row).to_contain_text(said("In progress"))
    question(pupil, stored).answer()
    expect(row).to_contain_text("1 / 4")
    expect(teacher.locator("td.number")).to_have_count(0)

    row.get_by_role("link").click()
    teacher.locator("label", has_text="+30").click()
    teacher.get_by_role("button", name=said("Give more time")).click()
    expect(teacher.locator("[role=status]").first).to_contain_text(
        said("The pupil has more time.")
    )
    pupil.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    expect(pupil.locator("[data-clock]")).to_have_text(re.compile(r"^(50|49):\d\d$"))


def _choose(page: Page) -> None:
    """Choose an answer of any form without sending it."""
    form = page.locator("form[data-answer]")
    if form.locator("#answer").count():
        form.locator("#answer").fill("1999")
    elif form.locator("select").count():
        for index in range(form.locator("select").count()):
            form.locator("select").nth(index).select_option(index=index + 1)
    else:
        form.locator(".option").first.click()


@pytest.mark.long
def test_the_server_closes_by_itself_what_a_closed_browser_left(
    open_browser: OpenBrowser, scene: ClassScene, stored: Stored, site: Site
) -> None:
    page = log_in(open_browser(), scene.pupil)
    public_id = begin(page, "Бақылау")
    question(page, stored).answer()
    expect(page.get_by_text(said("Saved"), exact=True)).to_be_visible()
    page.close()
    set_deadline(site.database, public_id, 0)

    until = time.monotonic() + 60
    while time.monotonic() < until and stored.state(public_id) == "open":
        time.sleep(1)

    assert stored.state(public_id) == "closed"
