"""What a teacher puts right: a case form, and a fact that has been asked already."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.answering import feedback, question
from tests.browser.authors import AuthorScene, author_of, give
from tests.browser.classroom import log_in
from tests.browser.conftest import OpenBrowser
from tests.browser.site import Site
from tests.browser.stored import Stored
from tests.browser.test_facts import DESKTOP, NEW, add, look, save
from tests.browser.words import said

OWN_FORM = "Каспий конвенциясына"


@pytest.fixture
def scene(site: Site) -> AuthorScene:
    return author_of(site.database)


def fact_typed(page: Page, name: str) -> str:
    """Type a fact and approve it; its reference."""
    page.goto(NEW)
    page.locator("#id_property").select_option("signed_on")
    add(page, "subject", name)
    page.locator("#id_date").press_sequentially("12 тамыз 1998")
    expect(page.locator("#suggested")).to_contain_text("1998 жылғы 12 тамызда")
    page.locator("#id_topic").select_option(index=1)
    page.locator("#id_paragraphs").fill("25")
    save(page, "approve")
    expect(page.locator("h1")).to_contain_text(name)
    return page.url.rstrip("/").rpartition("/")[2]


def test_a_case_form_is_corrected_and_seen_in_the_questions(
    open_browser: OpenBrowser, scene: AuthorScene
) -> None:
    page = log_in(open_browser(viewport=DESKTOP), scene.teacher)
    fact = fact_typed(page, "Каспий мәртебесі туралы конвенция")
    page.locator("dl.details a").first.click()
    page.locator("main a[href$='/edit/']").click()
    expect(page.locator("#said-form_dat")).to_contain_text("конвенцияға")
    look(page)

    # The forms follow what is typed
    page.locator("#id_short_kk").press_sequentially("ТКК")
    expect(page.locator("#said-form_gen")).to_contain_text("ТКК-нің")
    expect(page.locator("#said-full_gen")).to_contain_text("конвенцияның")
    page.locator("#id_short_kk").fill("")
    page.locator("#id_form_dat").fill(OWN_FORM)
    expect(page.locator("#said-form_dat .case__form")).to_have_text(OWN_FORM)
    look(page)
    save(page, "save")

    page.goto(f"/bank/facts/{fact}/questions/")
    expect(page.locator("main")).to_contain_text(f"{OWN_FORM} қай күні қол қойылды?")
    expect(page.locator("main")).not_to_contain_text("конвенцияға қай күні")


def test_a_fact_is_corrected_after_an_attempt_and_judged_anew(
    open_browser: OpenBrowser, site: Site, stored: Stored, scene: AuthorScene
) -> None:
    teacher = log_in(open_browser(viewport=DESKTOP), scene.teacher)
    fact = fact_typed(teacher, "Арал теңізі туралы конвенция")
    give(site.database, scene.classroom, fact, "date_entry")
    pupil = log_in(open_browser(), scene.pupil)
    pupil.goto("/my-assignments/")
    pupil.get_by_role("button", name=said("Start")).first.click()
    expect(pupil.locator("#stem")).to_be_visible()
    question(pupil, stored).answer(rightly=True)
    expect(feedback(pupil)).to_contain_text("1998 жылғы 12 тамызда")

    teacher.goto(f"/bank/facts/{fact}/edit/")
    teacher.locator("#id_date").fill("13 тамыз 1998")
    teacher.locator("#id_statement_kk").fill(
        "Арал теңізі туралы конвенцияға 1998 жылғы 13 тамызда қол қойылды."
    )
    save(teacher, "save")
    teacher.get_by_role("link", name=said("Judge anew")).click()

    # Shown first: the pupil, the mark as it is and as it will be
    row = teacher.locator("tbody tr")
    expect(row).to_contain_text("Болат Ахметов")
    expect(row.locator("td.number")).to_have_text(["1", "0,6"])
    look(teacher)
    teacher.get_by_role("button", name=said("Judge anew")).click()
    expect(teacher.locator("tbody")).to_have_count(0)
    look(teacher)

    # And undone: what it would change is there again
    teacher.get_by_role("button", name=said("Undo")).click()
    expect(row.locator("td.number")).to_have_text(["1", "0,6"])
