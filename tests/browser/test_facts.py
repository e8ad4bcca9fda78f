"""A fact from the form to the pupil; a contradiction met on the way."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Route, expect

from tests.browser.accessibility import assert_accessible
from tests.browser.answering import feedback, question
from tests.browser.authors import AuthorScene, author_of, give
from tests.browser.classroom import log_in
from tests.browser.conftest import OpenBrowser
from tests.browser.fact_form import DESKTOP, NEW, add, save, take
from tests.browser.site import Site
from tests.browser.stored import Stored
from tests.browser.watching import Watch
from tests.browser.words import said


@pytest.fixture
def scene(site: Site) -> AuthorScene:
    return author_of(site.database)


def test_a_fact_is_typed_and_approved_and_a_pupil_is_asked_it(
    open_browser: OpenBrowser, site: Site, stored: Stored, scene: AuthorScene
) -> None:
    teacher = log_in(open_browser(viewport=DESKTOP), scene.teacher)
    teacher.goto(NEW)
    teacher.locator("#id_property").select_option("signed_on")

    add(teacher, "subject", "Каспий теңізі туралы конвенция")
    teacher.locator("#id_date").press_sequentially("12 тамыз 1998")
    expect(teacher.locator("#told-date")).to_contain_text("1998 жылғы 12 тамыз")
    expect(teacher.locator("#proof .previewed__item").first).to_contain_text(
        "Каспий теңізі туралы конвенцияға қай күні қол қойылды?"
    )
    expect(teacher.locator("#suggested")).to_contain_text("1998 жылғы 12 тамызда")
    assert_accessible(teacher)
    teacher.locator("#id_topic").select_option(index=1)
    teacher.locator("#id_paragraphs").fill("25")
    teacher.locator("[name=another]").check()
    save(teacher, "approve")

    # The next fact of the chapter begins where this one stood
    expect(teacher.locator("#id_property")).to_have_value("signed_on")
    expect(teacher.locator("#id_paragraphs")).to_have_value("25")
    teacher.locator(".messages a").click()
    expect(teacher.locator("h1")).to_contain_text("Каспий теңізі туралы конвенцияға")
    assert_accessible(teacher)

    fact = teacher.url.rstrip("/").rpartition("/")[2]
    give(site.database, scene.classroom, fact)
    pupil = log_in(open_browser(), scene.pupil)
    pupil.goto("/my-assignments/")
    pupil.get_by_role("button", name=said("Start")).first.click()
    expect(pupil.locator("#stem")).to_be_visible()
    asked = question(pupil, stored)
    assert asked.slot.item.facts[0][0] == fact
    asked.answer(rightly=True)
    # The form is left to chance; one that puts events in order says the date alone
    expect(feedback(pupil)).to_contain_text("1998 жылғы 12 тамыз")


def test_a_contradiction_is_met_before_anything_is_stored(
    open_browser: OpenBrowser, scene: AuthorScene, watch: Watch
) -> None:
    # What is not saved yet comes with a refusal that the browser notes on its console
    watch.failures_are_meant = True
    page = log_in(open_browser(viewport=DESKTOP), scene.teacher)
    page.goto(f"{NEW}?property=signed_on")
    take(page, "subject", "ұжымдық қауіпсіздік туралы шарт")
    page.locator("#id_date").press_sequentially("16.05.1992")
    expect(page.locator("#proof .told-facts")).to_contain_text("15 мамыр")
    page.locator("#id_topic").select_option(index=1)
    page.locator("#id_paragraphs").fill("25")

    save(page, "approve")

    told = page.locator("form .alert--warning")
    expect(told).to_contain_text("1992 жылғы 15 мамырда")
    expect(told.locator("cite")).to_have_count(2)
    assert_accessible(page)
    told.locator("[name=both]").check()
    page.locator(".author__buttons button").first.click()
    expect(page).to_have_url(re.compile(r"/bank/facts/[^/]+\.[^/]+/$"))
    expect(page.locator(".tag", has_text=said("Draft"))).to_be_visible()

    page.goto("/bank/disagreements/")
    expect(page.locator(".facts > li").first).to_be_visible()
    expect(page.locator("main")).to_contain_text("1992 жылғы 16 мамырда")
    assert_accessible(page)


def test_facts_are_found_approved_and_changed_in_the_list(
    open_browser: OpenBrowser, scene: AuthorScene
) -> None:
    page = log_in(open_browser(viewport=DESKTOP), scene.teacher)
    for place in ("Ақтау", "Ақтөбе"):
        page.goto(f"{NEW}?property=signed_on")
        add(page, "subject", f"{place} туралы келісім")
        page.locator("#id_date").fill("2001")
        page.locator("#id_topic").select_option(index=1)
        page.locator("#id_paragraphs").fill("3")
        save(page, "save")
        expect(page).to_have_url(re.compile(r"/bank/facts/[^/]+\.[^/]+/$"))

    page.goto("/bank/facts/")
    page.locator("#id_state").select_option("draft")
    expect(page.locator(".fact-row")).to_have_count(2)
    page.locator(".several__all").click()
    page.locator("#several button[value=approve]").click()
    expect(page.locator(".fact-row")).to_have_count(0)

    page.goto("/bank/facts/?q=ақтөбе")
    assert_accessible(page)
    page.locator(".fact-row__edit").click()
    expect(page.locator("textarea[name=statement]")).to_be_focused()
    assert_accessible(page)
    changed = "Ақтөбе келісіміне 2001 жылы қол қойылды."
    page.locator("textarea[name=statement]").fill(changed)
    page.locator(".fact-row--written button[type=submit]").click()
    expect(page.locator(".fact-row .facts__statement")).to_have_text(changed)

    page.locator(".facts__statement a").click()
    page.get_by_role("link", name=said("History of changes")).click()
    expect(page.locator(".facts > li")).to_have_count(3)
    assert_accessible(page)
    page.locator("button[name=number]").last.click()
    expect(page.locator(".facts > li")).to_have_count(4)


def test_what_is_chosen_before_the_scripts_are_there_changes_the_form(
    open_browser: OpenBrowser, scene: AuthorScene
) -> None:
    page = log_in(open_browser(viewport=DESKTOP), scene.teacher)
    held: list[Route] = []
    page.route("**/htmx*.js", lambda route: held.append(route))
    page.goto(NEW, wait_until="commit")
    page.locator("#id_property").select_option("signed_on")
    expect(page.locator("footer")).to_be_visible()
    expect(page.locator("#id_date")).to_have_count(0)

    held[0].continue_()

    expect(page.locator("#id_date")).to_be_visible()
    expect(page.locator("#id_property")).to_have_value("signed_on")


def test_a_fact_is_written_without_scripts(
    open_browser: OpenBrowser, scene: AuthorScene
) -> None:
    page = log_in(open_browser(java_script_enabled=False), scene.teacher)
    page.goto(NEW)
    page.locator("#id_property").select_option("signatories")
    page.locator("button[value=property]").click()
    page.locator("#id_subject").fill("Ташкент шарты")
    page.locator("button[value='find:subject']").click()
    expect(page.locator("#box-subject .box__picked")).to_be_visible()
    page.locator("#id_values").fill("Қазақстан, Ресей, Қырғыз")
    page.locator("button[value='find:values']").click()
    expect(page.locator("#box-values .box__picked li")).to_have_count(2)
    page.locator("#found-values .found__one").first.click()
    expect(page.locator("#box-values .box__picked li")).to_have_count(3)
    expect(page.locator("#proof .previewed__item").first).to_be_visible()
    page.locator("#id_topic").select_option(index=1)
    page.locator("#id_paragraphs").fill("25")

    save(page, "save")

    expect(page).to_have_url(re.compile(r"/bank/facts/[^/]+\.[^/]+/$"))
