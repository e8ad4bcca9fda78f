"""Every page that a learner can come to, and the way there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TypeAlias

from playwright.sync_api import Page, expect

from quizzes.items.data import Form
from tests.browser.answering import feedback, onward, question, start, submit_button
from tests.browser.class_pages import CLASS_PAGES, CLASS_PAGES_REFUSED
from tests.browser.classroom import be, class_of, same_class_of
from tests.browser.people import confirm_password, log_in, new_name, sign_up
from tests.browser.quiz_pages import QUIZ_PAGES
from tests.browser.report_pages import REPORT_PAGES
from tests.browser.sessions import Session, make_account
from tests.browser.stored import Stored
from tests.browser.words import said

SOME_FACT = "/bank/facts/collective-security-treaty-signed-on/"

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


def _session_ended(page: Page, stored: Stored, *, guest: bool) -> None:
    start(page, Form.CHOICE, length=2)
    if not guest:
        make_account(page, stored.database)
    Session.of(page, stored.database).end()
    question(page, stored).answer()
    expect(page.locator("[data-logged-out]")).to_be_visible()


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


def _signed_up(address: str) -> Open:
    def open_it(page: Page, stored: Stored) -> None:
        sign_up(page, email=f"{new_name()}@example.kz")
        page.goto(address)

    return open_it


def _sign_up_refused(page: Page, stored: Stored) -> None:
    page.goto("/account/signup/")
    page.locator("[name=username]").fill("a b c")
    page.locator("main form button[type=submit]").click()
    expect(page.locator(".field__error").first).to_be_visible()


def _log_in_refused(page: Page, stored: Stored) -> None:
    log_in(page, new_name())
    expect(page.locator("main [role=alert]")).to_be_visible()


def _app(page: Page, stored: Stored) -> None:
    sign_up(page)
    page.goto("/account/2fa/app/activate/")
    confirm_password(page)
    expect(page.locator("img.qr")).to_be_visible()


def _whose_attempts(page: Page, stored: Stored) -> None:
    username = sign_up(page)
    page.context.clear_cookies()
    start(page, length=2)
    log_in(page, username)
    expect(page.locator("[name=whose]").first).to_be_visible()


def _as(who: str, address: str, page: Page, stored: Stored) -> None:
    """A page of the class, with the names in its address filled in."""
    scene = same_class_of(stored.database)
    be(page, getattr(scene, who))
    page.goto(address.format(scene=scene))


def _timed(page: Page, stored: Stored) -> None:
    scene = class_of(stored.database)
    be(page, scene.pupil)
    page.goto("/my-assignments/")
    page.get_by_role("button", name=said("Start")).first.click()
    expect(page.locator("[data-clock]")).not_to_be_empty()


PAGES: Mapping[str, Open] = {
    "home": _at("/"),
    "home with an open attempt": _home_again,
    "practice": _at("/practice/"),
    **{f"question, {form}": partial(_question, form) for form in Form},
    **{f"feedback, {form}": partial(_feedback, form) for form in Form},
    "question, date not read": _asked_again,
    "question, not saved": _not_saved,
    "question, session of a guest ended": partial(_session_ended, guest=True),
    "question, session of an account ended": partial(_session_ended, guest=False),
    "question, saved": _saved,
    "finish": _finish,
    "result": _result,
    "my attempts": _attempts,
    "my progress, nothing yet": _signed_up("/progress/"),
    "question against the clock": _timed,
    "home with what is due": partial(_as, "other_pupil", "/"),
    "assignments of a pupil": partial(_as, "pupil", "/my-assignments/"),
    "handed in": partial(_as, "pupil", "/attempts/{scene.handed_in}/result/"),
    "giving an assignment": partial(_as, "teacher", "/assignments/new/"),
    "assignments of a teacher": partial(_as, "teacher", "/assignments/"),
    "live": partial(_as, "teacher", "/assignments/{scene.after_closing}/?marks=yes"),
    "one pupil": partial(
        _as,
        "teacher",
        "/assignments/{scene.after_closing}/learners/{scene.enrolment}/",
    ),
    "changing an assignment": partial(
        _as, "teacher", "/assignments/{scene.assignment}/change/"
    ),
    "bank": _at("/bank/"),
    "topic": _topic,
    "fact": _fact,
    "entity": _entity,
    "timeline": _at("/bank/timeline/"),
    "facts": _at("/bank/facts/"),
    "facts found": _at("/bank/facts/?q=шарт"),
    "facts, none found": _at("/bank/facts/?q=zzzzzz"),
    "facts of an author": partial(_as, "teacher", "/bank/facts/"),
    "new fact": partial(_as, "teacher", "/bank/facts/new/?property=signatories"),
    "copy of a fact": partial(_as, "teacher", f"{SOME_FACT}copy/"),
    "questions of a fact": partial(_as, "teacher", f"{SOME_FACT}questions/"),
    "contradictions": partial(_as, "teacher", "/bank/disagreements/"),
    "about": _at("/about/"),
    "personal data": _at("/about/data/"),
    "erased": _at("/account/erased/"),
    "no such page": _at("/no-such-page/"),
    "sign-up": _at("/account/signup/"),
    "sign-up, refused": _sign_up_refused,
    "log-in": _at("/account/login/"),
    "log-in, refused": _log_in_refused,
    "password forgotten": _at("/account/password/reset/"),
    "message sent": _at("/account/password/reset/done/"),
    "link used": _at("/account/password/reset/key/1-used/"),
    "account": _signed_up("/account/"),
    "account, address": _signed_up("/account/email/"),
    "account, password": _signed_up("/account/password/change/"),
    "account, second step": _signed_up("/account/2fa/"),
    "account, is it you": _signed_up("/account/confirm/"),
    "account, app": _app,
    "account, whose attempts": _whose_attempts,
    "account, erase": _signed_up("/account/erase/"),
    "log-out": _signed_up("/account/logout/"),
    **CLASS_PAGES,
    **REPORT_PAGES,
    **QUIZ_PAGES,
}
# These come with a refusal that the browser notes on its console.
REFUSED = {
    "question, date not read",
    "question, not saved",
    "question, session of a guest ended",
    "question, session of an account ended",
    "no such page",
    *CLASS_PAGES_REFUSED,
}
