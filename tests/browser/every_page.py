"""Every page that a learner can come to, and the way there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TypeAlias

from playwright.sync_api import Page, expect

from quizzes.items.data import Form
from tests.browser.answering import feedback, onward, question, start, submit_button
from tests.browser.classes import (
    PUPILS,
    join,
    log_in,
    make_cards,
    open_class,
    sign_up_teacher,
)
from tests.browser.stored import Stored
from tests.browser.words import said

Open: TypeAlias = Callable[[Page, Stored], None]


def _at(address: str) -> Open:
    return lambda page, stored: _go(page, address)


def _go(page: Page, address: str) -> None:
    page.goto(address)


def _question(form: Form, page: Page, stored: Stored) -> None:
    start(page, form, length=2)


def _feedback(form: Form, page: Page, stored: Stored) -> None:
    start(page, form, length=2)
    question(page, stored).answer(rightly=form is Form.CHOICE)
    expect(feedback(page)).to_be_visible()


def _asked_again(page: Page, stored: Stored) -> None:
    start(page, Form.DATE_ENTRY, length=2)
    page.locator("#answer").fill("білмеймін")
    submit_button(page).click()
    expect(page.locator("#question [role=alert]").first).to_be_visible()


def _not_saved(page: Page, stored: Stored) -> None:
    start(page, Form.TRUE_FALSE, length=2)
    page.route("**/answer/", lambda route: route.abort())
    page.locator(".option").first.click()
    submit_button(page).click()
    expect(page.get_by_role("button", name=said("Send again"))).to_be_visible()


def _saved(page: Page, stored: Stored) -> None:
    start(page, Form.MULTIPLE_CHOICE, length=2, at_end=True)
    question(page, stored).answer()
    expect(page.get_by_text(said("Saved"), exact=True)).to_be_visible()


def _finish(page: Page, stored: Stored) -> None:
    start(page, length=3, at_end=True)
    question(page, stored).answer()
    page.get_by_role("link", name=said("Finish")).click()
    expect(page.get_by_role("button", name=said("Finish"))).to_be_visible()


def _result(page: Page, stored: Stored) -> None:
    start(page, Form.CHOICE, Form.ORDERING, length=4, at_end=True)
    for rightly in (True, False):
        question(page, stored).answer(rightly=rightly)
        onward(page).click()
        expect(page.locator("#stem")).to_be_focused()
    page.get_by_role("link", name=said("Finish")).click()
    page.get_by_role("button", name=said("Finish")).click()
    expect(page.locator(".score")).to_be_visible()


def _attempts(page: Page, stored: Stored) -> None:
    start(page, length=2)
    page.goto("/attempts/")


def _home_again(page: Page, stored: Stored) -> None:
    start(page, length=2)
    page.goto("/")


def _topic(page: Page, stored: Stored) -> None:
    page.goto(f"/bank/topics/{stored.topic_key()}/")


def _fact(page: Page, stored: Stored) -> None:
    page.goto(f"/bank/facts/{stored.fact_key()}/")


def _entity(page: Page, stored: Stored) -> None:
    page.goto("/bank/entities/kazakhstan/")


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


PAGES: Mapping[str, Open] = {
    "home": _at("/"),
    "home with an open attempt": _home_again,
    "practice": _at("/practice/"),
    **{f"question, {form}": partial(_question, form) for form in Form},
    **{f"feedback, {form}": partial(_feedback, form) for form in Form},
    "question, date not read": _asked_again,
    "question, not saved": _not_saved,
    "question, saved": _saved,
    "finish": _finish,
    "result": _result,
    "my attempts": _attempts,
    "bank": _at("/bank/"),
    "topic": _topic,
    "fact": _fact,
    "entity": _entity,
    "timeline": _at("/bank/timeline/"),
    "facts": _at("/bank/facts/"),
    "facts found": _at("/bank/facts/?q=шарт"),
    "facts, none found": _at("/bank/facts/?q=zzzzzz"),
    "about": _at("/about/"),
    "no such page": _at("/no-such-page/"),
    "join": _at("/join/"),
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
REFUSED = {
    "question, date not read",
    "question, not saved",
    "no such page",
    "join, wrong code",
}
