"""Every page of classes and joining, and the way there."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.classes import (
    PUPILS,
    join,
    log_in,
    make_cards,
    open_class,
    sign_up_teacher,
)
from tests.browser.classroom import be
from tests.browser.sessions import Session
from tests.browser.stored import Stored


def _join_page(page: Page, stored: Stored) -> None:
    page.goto("/join/")


def _another_browser(page: Page) -> Page:
    """A browser of somebody else, at the same site."""
    page.goto("/")
    browser = page.context.browser
    assert browser is not None
    return browser.new_context(base_url=page.url, locale="kk-KZ").new_page()


@dataclass(frozen=True, slots=True)
class _SharedClass:
    """A class with two pupils and a newcomer, for those who only look.

    The code is that of another class of the teacher, which lets all come in.
    """

    session: str
    address: str
    code: str


# For each site: a class takes longer to make than its pages take to look at.
_shared: dict[Path, _SharedClass] = {}


def _shared_class(page: Page, stored: Stored) -> _SharedClass:
    if stored.database not in _shared:
        teacher = _another_browser(page)
        sign_up_teacher(teacher)
        code = open_class(teacher, confirms=True)
        address = teacher.url
        make_cards(teacher, *PUPILS)
        phone = _another_browser(page)
        join(phone, code, "Болат Ахметов")
        phone.context.close()
        code = open_class(teacher)
        session = Session.of(teacher, stored.database).key
        teacher.context.close()
        _shared[stored.database] = _SharedClass(session, address, code)
    return _shared[stored.database]


def _class(then: str, page: Page, stored: Stored) -> None:
    """A page of the shared class, as its teacher; `then` ends its address."""
    shared = _shared_class(page, stored)
    be(page, shared.session)
    page.goto(shared.address)
    if then == "learner":
        page.locator(".roster a").first.click()
    elif then == "cards shown":
        make_cards(page, _new_name())
    else:
        page.goto(f"{shared.address}{then}")


def _in_class(then: str, page: Page, stored: Stored) -> None:
    """A page of somebody who has just joined the shared class by its code."""
    code = _shared_class(page, stored).code
    if then == "name":
        page.goto(f"/join/{code.replace(' ', '')}/")
        return
    join(page, code, _new_name())
    if then == "leave":
        page.goto("/my-classes/")
        page.locator("a[href$='/leave/']").click()
    elif then:
        page.goto(then)


def _new_name() -> str:
    """A name that nobody in the class has."""
    return "Болат " + "".join(random.choices("абвгдеж", k=10)).capitalize()


def _wrong_code(page: Page, stored: Stored) -> None:
    page.goto("/join/")
    page.locator("#id_code").fill("ACEH 2345")
    page.locator("main form.card button[type=submit]").click()
    expect(page.locator("main [role=alert]").first).to_be_visible()


def _new_password(page: Page, stored: Stored) -> None:
    shared = _shared_class(page, stored)
    teacher = _another_browser(page)
    be(teacher, shared.session)
    teacher.goto(shared.address)
    [card] = make_cards(teacher, _new_name())
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
    "home of a teacher": partial(_class, "../../"),
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
