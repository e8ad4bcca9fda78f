"""A teacher builds a quiz, prints it and gives it; a pupil takes it in that order."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import assert_accessible
from tests.browser.answering import onward, public_id_of, question
from tests.browser.classroom import ClassScene, class_of, log_in
from tests.browser.conftest import OpenBrowser
from tests.browser.quiz_pages import build
from tests.browser.site import Site
from tests.browser.stored import Stored
from tests.browser.watching import Watch
from tests.browser.words import said


@pytest.fixture
def scene(site: Site) -> ClassScene:
    """A class of its own for each test."""
    return class_of(site.database)


def stems(page: Page) -> list[str]:
    """The stems of the quiz on the page."""
    return page.locator(".item-card__stem").all_inner_texts()


def answers(page: Page) -> list[str]:
    """The options of each question with what is told of them: stems may be alike."""
    return page.locator(".quiz-item").all_inner_texts()


def press(page: Page, number: int, act: str) -> None:
    """Press a button at an item, and wait until the page has it done."""
    version = page.locator("#builder [name=version]").first.input_value()
    page.locator(f".quiz-item:nth-child({number}) button[value={act}]").click()
    newer = page.locator(f"#builder [name=version]:not([value='{version}'])")
    newer.first.wait_for(state="attached")
    page.wait_for_load_state()  # without scripts it is a page of its own


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_quiz_is_built_printed_given_and_taken(
    open_browser: OpenBrowser,
    scene: ClassScene,
    stored: Stored,
    tmp_path: Path,
    scripts: bool,
) -> None:
    wide = {"width": 1280, "height": 900}
    browser = open_browser(java_script_enabled=scripts, viewport=wide)
    teacher = log_in(browser, scene.teacher)
    address = build(teacher, "Тоқсандық тест", length="5")
    drawn = answers(teacher)
    assert len(drawn) == 5

    press(teacher, 2, "swap")
    swapped = stems(teacher)
    assert [a == b for a, b in zip(drawn, answers(teacher), strict=True)] == [
        True,
        False,
        True,
        True,
        True,
    ]
    press(teacher, 3, "up")
    ordered = [swapped[place] for place in (0, 2, 1, 3, 4)]
    assert stems(teacher) == ordered
    if scripts:
        assert_accessible(teacher)
        # The button that was pressed has the focus in its new place
        focused = teacher.locator(".quiz-item:nth-child(2) button[value=up]")
        expect(focused).to_be_focused()

    teacher.get_by_role("link", name=said("On paper")).click()
    expect(teacher).to_have_url(re.compile(r"/paper/$"))
    teacher.wait_for_load_state()
    printed = teacher.locator(".sheet").first.locator(".sheet__stem > span:last-child")
    assert [text.strip() for text in printed.all_inner_texts()] == ordered
    if scripts:
        assert_accessible(teacher)
    pdf = teacher.pdf(path=tmp_path / "quiz.pdf", prefer_css_page_size=True)
    # Two variants, a sheet for answers with each, the keys, the sources
    assert len(re.findall(rb"/Type /Page\b", pdf)) >= 6

    teacher.goto(address)
    teacher.get_by_role("link", name=said("Assign to a class")).click()
    teacher.get_by_role("button", name=said("Assign to a class")).click()
    expect(teacher.locator("h1")).to_have_text("Тоқсандық тест")

    pupil = log_in(open_browser(java_script_enabled=scripts), scene.pupil)
    pupil.goto("/my-assignments/")
    row = pupil.locator(".task").filter(has_text="Тоқсандық тест")
    row.get_by_role("button", name=said("Start")).click()
    public_id = public_id_of(pupil)
    assert [slot.item.stem for slot in stored.slots(public_id)] == ordered
    for stem in ordered:
        expect(pupil.locator("#stem")).to_have_text(stem)
        question(pupil, stored).answer()
        onward(pupil).click()
    pupil.get_by_role("button", name=said("Finish")).click()
    expect(pupil.locator(".score")).to_contain_text("5")


def test_what_two_windows_do_at_once_is_told_to_the_second(
    open_browser: OpenBrowser, scene: ClassScene, watch: Watch
) -> None:
    watch.failures_are_meant = True
    browser = open_browser()
    first = log_in(browser, scene.teacher)
    address = build(first, length="3")
    second = browser.new_page()
    second.goto(address)
    press(first, 1, "remove")
    left = stems(first)

    second.locator(".quiz-item:nth-child(1) button[value=remove]").click()

    expect(second.locator("#builder [role=alert]")).to_be_visible()
    assert stems(second) == left
