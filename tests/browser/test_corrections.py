"""What a teacher puts right: a case form, and a fact that has been asked already."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import assert_accessible
from tests.browser.answering import feedback, question
from tests.browser.authors import AuthorScene, author_of, give, give_question
from tests.browser.classroom import log_in
from tests.browser.conftest import OpenBrowser
from tests.browser.fact_form import DESKTOP, NEW, add, save
from tests.browser.site import Site
from tests.browser.stored import Stored
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


def assert_judged_anew(teacher: Page, before: str, after: str) -> None:
    """From what was corrected: what would change is shown, done, and undone."""
    teacher.get_by_role("link", name=said("Judge anew")).click()
    # Shown first: the pupil, the mark as it is and as it will be
    row = teacher.locator("tbody tr")
    expect(row).to_contain_text("Болат Ахметов")
    expect(row.locator("td.number")).to_have_text([before, after])
    assert_accessible(teacher)
    teacher.get_by_role("button", name=said("Judge anew")).click()
    undo = teacher.get_by_role("button", name=said("Undo"))
    expect(undo).to_be_visible()
    expect(teacher.locator("tbody")).to_have_count(0)
    assert_accessible(teacher)

    # And undone: what it would change is there again
    undo.click()
    expect(row.locator("td.number")).to_have_text([before, after])


def test_a_case_form_is_corrected_and_seen_in_the_questions(
    open_browser: OpenBrowser, scene: AuthorScene
) -> None:
    page = log_in(open_browser(viewport=DESKTOP), scene.teacher)
    fact = fact_typed(page, "Каспий мәртебесі туралы конвенция")
    page.locator("dl.details a").first.click()
    page.locator("main a[href$='/edit/']").click()
    expect(page.locator("#said-form_dat")).to_contain_text("конвенцияға")
    assert_accessible(page)

    # The forms follow what is typed
    page.locator("#id_short_kk").press_sequentially("ТКК")
    expect(page.locator("#said-form_gen")).to_contain_text("ТКК-нің")
    expect(page.locator("#said-full_gen")).to_contain_text("конвенцияның")
    page.locator("#id_short_kk").fill("")
    page.locator("#id_form_dat").fill(OWN_FORM)
    expect(page.locator("#said-form_dat .case__form")).to_have_text(OWN_FORM)
    assert_accessible(page)
    save(page, "save")

    entity = page.url
    page.goto(f"/bank/facts/{fact}/questions/")
    expect(page.locator("main")).to_contain_text(f"{OWN_FORM} қай күні қол қойылды?")
    expect(page.locator("main")).not_to_contain_text("конвенцияға қай күні")

    # Its history shows who has done what, and the way back
    page.goto(entity)
    page.get_by_role("link", name=said("History of changes")).click()
    expect(page.locator("ins").first).to_contain_text(OWN_FORM)
    assert_accessible(page)
    page.get_by_role("button", name=said("Put this version back")).last.click()
    page.goto(f"/bank/facts/{fact}/questions/")
    expect(page.locator("main")).to_contain_text("конвенцияға қай күні қол қойылды?")


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
    assert_judged_anew(teacher, "1", "0,6")


def test_a_question_is_corrected_after_an_attempt_and_judged_anew(
    open_browser: OpenBrowser, site: Site, scene: AuthorScene
) -> None:
    asked = give_question(site.database, scene.classroom)
    pupil = log_in(open_browser(), scene.pupil)
    pupil.goto("/my-assignments/")
    pupil.get_by_role("button", name=said("Start")).first.click()
    pupil.get_by_label("1992").check()
    pupil.get_by_role("button", name=said("Answer")).click()
    expect(feedback(pupil)).to_be_visible()

    teacher = log_in(open_browser(viewport=DESKTOP), scene.teacher)
    teacher.goto(f"/bank/questions/{asked}/edit/")
    teacher.locator("input[name='key'][value='0']").check()
    save(teacher, "save")
    assert_judged_anew(teacher, "1", "0")


def test_a_text_is_put_in_and_shows_what_has_no_fact_yet(
    open_browser: OpenBrowser, scene: AuthorScene
) -> None:
    page = log_in(open_browser(viewport=DESKTOP), scene.teacher)
    for address in ("/bank/entities/", "/bank/entities/new/", "/bank/sources/"):
        page.goto(address)
        assert_accessible(page)

    page.get_by_role("link", name=said("New source")).click()
    page.locator("#id_title_kk").fill("Қазақстан тарихы, 9-сынып")
    page.locator("#id_paragraph_count").fill("2")
    page.locator("#id_name_kk_0").fill("Тәуелсіздік жылдары")
    assert_accessible(page)
    save(page, "save")
    assert_accessible(page)

    page.get_by_role("link", name=said("Add the text")).click()
    page.locator("#id_text").fill("Күні жоқ.\n\n1995ж. 30 тамызда қабылданды.\nСоңы.")
    page.get_by_role("button", name=said("Keep the text")).click()
    expect(page.locator("main li[value]")).to_have_count(3)
    assert_accessible(page)
    page.get_by_role("button", name=said("Keep it all the same")).click()

    expect(page.locator(".covered--missing mark")).to_have_text("1995ж. 30 тамызда")
    assert_accessible(page)
    page.locator(".covered--missing .covered__number a").click()
    expect(page.locator("li[aria-current=true]")).to_contain_text("қабылданды")
    assert_accessible(page)
    page.go_back()
    page.locator(".covered--missing .covered__facts a").click()
    page.locator("#id_property").select_option("signed_on")
    expect(page.locator("#id_paragraphs")).to_have_value("2")
    expect(page.locator("#id_source option:checked")).to_have_text(
        "Қазақстан тарихы, 9-сынып"
    )
