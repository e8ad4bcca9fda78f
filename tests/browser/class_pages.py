"""Every page of classes and joining, and the way there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from playwright.sync_api import Page, expect

from tests.browser.classes import (
    PUPILS,
    join,
    log_in,
    make_cards,
    open_class,
    sign_up_teacher,
)
from tests.browser.stored import Stored


def _join_page(page: Page, stored: Stored) -> None:
    page.goto("/join/")


def _another_browser(page: Page) -> Page:
    """A browser of somebody else, at the same site."""
    page.goto("/")
    browser = page.context.browser
    assert browser is not None
    return browser.new_context(base_url=page.url, locale="kk-KZ").new_page()


def _class(then: str, page: Page, stored: Stored) -> None:
    """A page of a class with two pupils and a newcomer; `then` ends its address."""
    sign_up_teacher(page)
    code = open_class(page, confirms=True)
    address = page.url
    make_cards(page, *PUPILS)
    if then == "cards shown":
        return
    phone = _another_browser(page)
    join(phone, code, "Болат Ахметов")
    phone.context.close()
    page.goto(address)
    if then == "learner":
        page.locator(".roster a").first.click()
    else:
        page.goto(f"{address}{then}")


def _in_class(then: str, page: Page, stored: Stored) -> None:
    """A page of somebody who has just joined a class by its code."""
    teacher = _another_browser(page)
    sign_up_teacher(teacher)
    code = open_class(teacher)
    teacher.context.close()
    if then == "name":
        page.goto(f"/join/{code.replace(' ', '')}/")
        return
    join(page, code, "Болат Ахметов")
    if then == "leave":
        page.goto("/my-classes/")
        page.locator("a[href$='/leave/']").click()
    elif then:
        page.goto(then)


def _wrong_code(page: Page, stored: Stored) -> None:
    page.goto("/join/")
    page.locator("#id_code").fill("ACEH 2345")
    page.locator("main form.card button[type=submit]").click()
    expect(page.locator("main [role=alert]").first).to_be_visible()


def _new_password(page: Page, stored: Stored) -> None:
    teacher = _another_browser(page)
    sign_up_teacher(teacher)
    open_class(teacher)
    [card] = make_cards(teacher, PUPILS[0])
    teacher.context.close()
    log_in(page, card)
    expect(page.locator("#id_password2")).to_be_visible()


def _no_class_yet(page: Page, stored: Stored) -> None:
    sign_up_teacher(page)
    page.goto("/classes/")


def _open_a_class(page: Page, stored: Stored) -> None:
    sign_up_teacher(page)
    page.goto("/classes/new/")


CLASS_PAGES: Mapping[str, Callable[[Page, Stored], None]] = {
    "join": _join_page,
    "join, wrong code": _wrong_code,
    "join, name": partial(_in_class, "name"),
    "joined": partial(_in_class, ""),
    "way in": partial(_in_class, "/account/way-in/"),
    "my classes": partial(_in_class, "/my-classes/"),
    "leave a class": partial(_in_class, "leave"),
    "new password": _new_password,
    "classes, none yet": _no_class_yet,
    "open a class": _open_a_class,
    "classes": partial(_class, "../"),
    "class": partial(_class, ""),
    "class, code": partial(_class, "code/"),
    "class, settings": partial(_class, "settings/"),
    "class, learner": partial(_class, "learner"),
    "class, make cards": partial(_class, "cards/"),
    "class, cards": partial(_class, "cards shown"),
}
# These come with a refusal that the browser notes on its console.
CLASS_PAGES_REFUSED = {"join, wrong code"}
