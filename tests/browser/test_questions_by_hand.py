"""A teacher writes questions by hand: of each form, by keyboard, and under a text."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.accessibility import assert_good
from tests.browser.classes import sign_up_teacher
from tests.browser.conftest import OpenBrowser
from tests.browser.keyboard import has_focus
from tests.browser.watching import Watch

DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
MOST_TABS = 80
# A question of each form: what is typed into which field, and which boxes are ticked
FORMS: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {
    "multiple_choice": (
        {"option-0-text": "Ресей", "option-1-text": "Қытай", "option-2-text": "Иран"},
        ("key=0", "key=1"),
    ),
    "true_false": ({"false_feedback": "Шарт 1992 жылы жасалды."}, ("truth=true",)),
    "date_entry": ({"date-0-typed": "15 мамыр 1992"}, ()),
    "matching": (
        {
            "pair-0-prompt": "Қазақстан",
            "pair-0-answer": "Астана",
            "pair-1-prompt": "Ресей",
            "pair-1-answer": "Мәскеу",
            "spare-0-text": "Минск",
        },
        (),
    ),
    "ordering": (
        {"option-0-text": "ТМД құрылды", "option-1-text": "Шартқа қол қойылды"},
        (),
    ),
}


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the target has the focus."""
    for _press in range(MOST_TABS):
        if has_focus(target):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{MOST_TABS} tabs do not lead to {target}")


def type_into(page: Page, name: str, text: str) -> None:
    tab_to(page, page.locator(f"#id_{name}"))
    page.keyboard.type(text)


def tick(page: Page, name: str, value: str) -> None:
    """Choose by keyboard; of radio buttons only one is in the order of Tab."""
    box = page.locator(f"input[name='{name}'][value='{value}']")
    group = page.locator(f"input[name='{name}']")
    for _press in range(MOST_TABS):
        if any(has_focus(each) for each in group.all()):
            break
        page.keyboard.press("Tab")
    for _press in range(group.count()):
        if has_focus(box):
            break
        radio = box.get_attribute("type") == "radio"
        page.keyboard.press("ArrowDown" if radio else "Tab")
        if not radio:
            tab_to(page, box)
    if not box.is_checked():
        page.keyboard.press("Space")
    expect(box).to_be_checked()


def press(page: Page, value: str) -> None:
    tab_to(page, page.locator(f"button[name=do][value='{value}']"))
    page.keyboard.press("Enter")


def test_a_warning_is_seen_and_mended_and_the_question_approved_by_keyboard(
    open_browser: OpenBrowser, watch: Watch
) -> None:
    page = open_browser(viewport=DESKTOP).new_page()
    sign_up_teacher(page)
    page.goto("/bank/questions/new/")
    assert_good(page)

    type_into(page, "stem", "Шартқа қай қалада қол қойылды?")
    for number, text in enumerate(("Ташкент", "Минск", "Барлығы дұрыс")):
        type_into(page, f"option-{number}-text", text)
    warning = page.locator("#notes-option-2-text .notes__warning")
    expect(warning).to_contain_text("Барлығы дұрыс")
    expect(page.locator("#preview")).to_contain_text("Дұрыс жауап белгіленбеген")
    assert_good(page)

    # The message of the fault stands at its field, and all is still there.
    watch.failures_are_meant = True
    press(page, "approve")
    expect(page.locator("#notes-lines .field__error")).to_be_visible()
    expect(page.locator("#id_option-2-text")).to_have_value("Барлығы дұрыс")
    assert_good(page)
    watch.failures_are_meant = False

    tick(page, "key", "0")
    field = page.locator("#id_option-2-text")
    tab_to(page, field)
    page.keyboard.press("Control+A")
    page.keyboard.type("Киев")
    expect(warning).to_have_count(0)
    expect(page.locator("#preview .option")).to_have_count(6)
    press(page, "approve")
    expect(page).to_have_url(re.compile(r"/bank/questions/teacher-\d+\.[-a-z0-9]+/$"))
    expect(page.locator("main .tag--gold")).to_be_visible()
    assert_good(page)

    page.goto("/bank/questions/")
    expect(page.locator(".facts__statement")).to_have_text(
        "Шартқа қай қалада қол қойылды?"
    )
    assert_good(page)


@pytest.mark.parametrize("form", list(FORMS))
def test_a_question_of_each_form_is_written_by_keyboard(
    open_browser: OpenBrowser, form: str
) -> None:
    page = open_browser(viewport=DESKTOP).new_page()
    sign_up_teacher(page)
    page.goto(f"/bank/questions/new/?form={form}")
    texts, boxes = FORMS[form]

    type_into(page, "stem", "Шартқа қатысты не дұрыс?")
    for box in boxes:
        tick(page, *box.split("="))
    for name, text in texts.items():
        type_into(page, name, text)
    expect(page.locator("#preview .stem")).to_have_count(2)
    assert_good(page)
    press(page, "save")

    expect(page).to_have_url(re.compile(r"/bank/questions/teacher-\d+\.[-a-z0-9]+/$"))
    expect(page.locator("main h1 + .tag")).to_be_visible()


def test_lines_are_added_and_moved_and_the_focus_goes_along(
    open_browser: OpenBrowser,
) -> None:
    page = open_browser(viewport=PHONE).new_page()
    sign_up_teacher(page)
    page.goto("/bank/questions/new/")
    page.locator("#id_option-3-text").fill("Бесінші болады")

    page.locator("button[value=add-option]").click()
    expect(page.locator("#id_option-4-text")).to_be_focused()
    page.locator("#up-option-3").click()

    expect(page.locator("#id_option-2-text")).to_have_value("Бесінші болады")
    expect(page.locator("#up-option-2")).to_be_focused()


def test_without_scripts_a_question_is_written_as_well(
    open_browser: OpenBrowser,
) -> None:
    page = open_browser(java_script_enabled=False).new_page()
    sign_up_teacher(page)
    page.goto("/bank/questions/new/")
    page.locator("#id_stem").fill("Шартқа қай қалада қол қойылды?")
    page.locator("#id_option-0-text").fill("Ташкент")
    page.locator("button[value=add-option]").click()
    page.locator("#id_option-4-text").fill("Минск")
    page.locator("input[name=key][value='0']").check()
    page.locator("button[value=approve]").click()

    expect(page.locator("main .option")).to_have_count(4)
    expect(page.locator("main .tag--gold")).to_be_visible()


def test_a_text_with_two_questions_is_written_and_approved(
    open_browser: OpenBrowser,
) -> None:
    page = open_browser(viewport=DESKTOP).new_page()
    sign_up_teacher(page)
    page.goto("/bank/texts/new/")
    type_into(page, "title", "Сенім шаралары")
    type_into(page, "text", "Бес мемлекет екі жыл қатарынан екі құжатқа қол қойды.")
    page.locator("#id_attribution").fill("Оқулық, 2019")
    for part, (stem, texts) in enumerate(
        (
            ("Бірінші құжатқа қай қалада қол қойылды?", ("Шанхай", "Минск")),
            ("Екінші құжатқа қай қалада қол қойылды?", ("Мәскеу", "Пекин")),
        )
    ):
        page.locator(f"#id_part-{part}-stem").fill(stem)
        for number, text in enumerate(texts):
            page.locator(f"#id_part-{part}-option-{number}-text").fill(text)
        page.locator(f"input[name='part-{part}-key'][value='0']").check()
    expect(page.locator("#preview .stem")).to_have_count(2)
    assert_good(page)
    page.locator("button[value=approve]").click()

    expect(page).to_have_url(re.compile(r"/bank/texts/teacher-\d+\.[-a-z0-9]+/$"))
    expect(page.locator("main h1 + .tag--gold")).to_be_visible()
    assert_good(page)
    page.goto("/bank/texts/")
    assert_good(page)
