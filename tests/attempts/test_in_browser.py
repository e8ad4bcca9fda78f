"""Taking a quiz in a real browser: one request for many clicks, failed saves, keys."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, Route, expect, sync_playwright

from quizzes.attempts.models import Answer, Attempt
from quizzes.items.data import Form
from tests.attempts.conftest import StartAttempt
from tests.attempts.sample_items import SAMPLES

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AT_END = Attempt.FeedbackMode.AT_END
CHROMIUM = "/usr/bin/chromium"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """Debian's browser, or Playwright's own."""
    # Playwright runs a loop in this thread, which Django takes for an async caller.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    path = CHROMIUM if os.path.exists(CHROMIUM) else None
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox"]
        )
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def page(chromium: Any, live_server: Any, bolats: Client) -> Iterator[Page]:
    """Bolat's browser; what the page's scripts complain of fails the test."""
    context = chromium.new_context(base_url=live_server.url, locale="kk")
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies(
        [{"name": name, "value": bolats.cookies[name].value, "url": live_server.url}]
    )
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    context.close()
    assert not faults


def submit_button(page: Page) -> Any:
    return page.locator("#question form[data-answer] > .cluster button[type=submit]")


def test_many_clicks_send_one_answer(page: Page, start: StartAttempt) -> None:
    page.goto(start(Form.CHOICE, Form.TRUE_FALSE).get_absolute_url())
    sent = []
    page.on("request", lambda request: sent.append(request.method))
    page.locator(".option").nth(1).click()

    submit_button(page).evaluate("it => { it.click(); it.click(); it.click(); }")

    expect(page.locator("[data-feedback]")).to_be_focused()
    assert sent.count("POST") == 1
    assert Answer.objects.count() == 1


def test_the_keyboard_is_enough(page: Page, start: StartAttempt) -> None:
    page.goto(start(Form.CHOICE, Form.MULTIPLE_CHOICE).get_absolute_url())

    page.keyboard.press("2")
    page.keyboard.press("Enter")
    expect(page.locator(".feedback--right")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("input[type=checkbox]")).to_have_count(4)
    expect(page.locator("#stem")).to_be_focused()
    page.keyboard.press("1")
    page.keyboard.press("3")
    page.keyboard.press("Enter")

    expect(page.locator(".feedback--right")).to_be_focused()
    assert Attempt.objects.get().score == 2


@pytest.mark.parametrize("status", [500, 503, 429, 403, "offline"])
def test_a_failed_save_is_told_and_can_be_sent_again(
    page: Page, start: StartAttempt, status: int | str
) -> None:
    page.goto(start(Form.CHOICE, Form.TRUE_FALSE, mode=AT_END).get_absolute_url())
    key = page.locator("[name=idempotency_key]").input_value()

    def fail(route: Route) -> None:
        if isinstance(status, str):
            route.abort("internetdisconnected")
        else:
            route.fulfill(status=status, body="<h1>Not the question</h1>")

    page.route("**/answer/", fail)
    page.locator(".option").nth(1).click()
    submit_button(page).click()

    expect(page.locator("[data-not-saved]")).to_be_visible()
    expect(page.locator("input[name=answer]").nth(1)).to_be_checked()
    assert page.locator("[name=idempotency_key]").input_value() == key
    assert not Answer.objects.exists()

    page.unroute("**/answer/")
    page.locator("[data-not-saved] button").click()

    expect(page.locator("#question [role=status]")).to_be_visible()
    assert str(Answer.objects.get().idempotency_key) == key


def test_lines_are_moved_by_buttons(page: Page, start: StartAttempt) -> None:
    page.goto(start(Form.ORDERING).get_absolute_url())

    # The third line is the first event: up, up.
    line = page.locator(".pair", has_text="Алматы декларациясы")
    for _step in range(2):
        line.locator("button").first.click()
    submit_button(page).click()

    expect(page.locator(".feedback--right")).to_be_focused()


@pytest.mark.parametrize("form", Form)
def test_without_scripts_every_form_can_be_answered(
    chromium: Any, live_server: Any, bolats: Client, start: StartAttempt, form: Form
) -> None:
    attempt = start(form)
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies(
        [{"name": name, "value": bolats.cookies[name].value, "url": live_server.url}]
    )
    page = context.new_page()
    page.goto(attempt.get_absolute_url())

    if form is Form.DATE_ENTRY:
        page.locator("#answer").fill(str(SAMPLES[form].right))
    elif form is Form.ORDERING:
        for index, place in enumerate(["2", "3", "1"]):
            page.locator(f"#place-{index}").select_option(place)
    elif form is Form.MATCHING:
        page.locator("#pair-0").select_option(label="Ташкент")
        page.locator("#pair-1").select_option(label="Мәскеу")
    elif form is Form.MULTIPLE_CHOICE:
        page.get_by_label("Қазақстан").check()
        page.get_by_label("Ресей").check()
    else:
        right = {Form.CHOICE: 1, Form.TRUE_FALSE: 0}[form]
        page.locator(".option").nth(right).click()
    submit_button(page).click()

    expect(page.locator(".feedback--right")).to_be_visible()
    context.close()
    assert Attempt.objects.get().score == 1
