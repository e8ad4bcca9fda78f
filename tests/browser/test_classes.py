"""A class from its first minute: a code on the screen, cards on paper, pupils in it."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.classes import (
    PASSWORD,
    PUPILS,
    Card,
    join,
    log_in,
    make_cards,
    open_class,
    sign_up_teacher,
)
from tests.browser.conftest import OpenBrowser
from tests.browser.watching import Watch

DESKTOP = {"width": 1280, "height": 800}


def test_pupils_come_in_by_code_and_by_card(
    open_browser: OpenBrowser, watch: Watch
) -> None:
    teacher = open_browser(viewport=DESKTOP).new_page()
    sign_up_teacher(teacher)
    code = open_class(teacher, confirms=True)
    address = teacher.url

    teacher.locator("a[href$='/code/']").click()
    expect(teacher.locator(".join-code--large")).to_have_text(code)
    expect(teacher.locator(".qr svg")).to_be_visible()
    teacher.goto(address)
    cards = make_cards(teacher, *PUPILS)

    # One on a phone without scripts, by code; the teacher lets them in
    phone = open_browser(java_script_enabled=False).new_page()
    join(phone, code, "Болат Ахметов")
    phone.goto("/my-classes/")
    expect(phone.locator(".tag--gold")).to_be_visible()
    teacher.goto(address)
    teacher.locator("button[name=answer][value=confirm]").click()
    expect(teacher.locator(".roster > li")).to_have_count(3)
    phone.reload()
    expect(phone.locator(".tag--gold")).to_have_count(0)

    # One by card; no page opens before there is a new password
    other = open_browser().new_page()
    log_in(other, cards[0])
    expect(other).to_have_url(re.compile(r"/account/new-password/$"))
    other.goto("/practice/")
    expect(other).to_have_url(re.compile(r"/account/new-password/$"))
    other.locator("#id_password1").fill(PASSWORD)
    other.locator("#id_password2").fill(PASSWORD)
    other.locator("main form.card button[type=submit]").click()
    expect(other).to_have_url(re.compile(r"/my-classes/$"))
    expect(other.locator(".facts__statement")).to_have_text("9 «Ә», тарих")

    # What is on the card does not open the account any more
    third = open_browser().new_page()
    log_in(third, cards[0])
    expect(third.locator("main [role=alert]").first).to_be_visible()
    log_in(third, Card(cards[0].username, PASSWORD))
    third.goto("/my-classes/")
    expect(third.locator(".facts__statement")).to_have_text("9 «Ә», тарих")


def test_a_pupil_who_came_by_code_comes_back_on_another_phone(
    open_browser: OpenBrowser,
) -> None:
    teacher = open_browser(viewport=DESKTOP).new_page()
    sign_up_teacher(teacher)
    code = open_class(teacher)
    phone = open_browser().new_page()
    join(phone, code, "Мәди Сәкен")

    phone.locator("a[href$='/account/way-in/']").click()
    username = f"madi.{code.replace(' ', '').lower()}"
    phone.locator("#id_username").fill(username)
    phone.locator("#id_password1").fill(PASSWORD)
    phone.locator("main form.card button[type=submit]").click()
    expect(phone.locator(".messages")).to_contain_text(username)

    other = open_browser().new_page()
    log_in(other, Card(username, PASSWORD))
    other.goto("/my-classes/")
    expect(other.locator(".facts__statement")).to_have_text("9 «Ә», тарих")


def test_the_list_of_a_class_is_searched_while_one_types(
    open_browser: OpenBrowser,
) -> None:
    teacher = open_browser(viewport=DESKTOP).new_page()
    sign_up_teacher(teacher)
    open_class(teacher)
    address = teacher.url
    make_cards(teacher, *PUPILS, *(f"Оқушы {'аәбвгғдеёж'[n]}" for n in range(10)))
    teacher.goto(address)
    expect(teacher.locator(".roster > li")).to_have_count(12)

    teacher.locator("#id_q").press_sequentially("айгер")

    expect(teacher.locator(".roster > li")).to_have_count(1)
    expect(teacher.locator(".roster a")).to_have_text("Сейітова Айгерім")
