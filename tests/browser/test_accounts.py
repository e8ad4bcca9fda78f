"""A teacher signs up, goes and comes back; a guest signs up and keeps the attempts."""

from __future__ import annotations

import re
import time

import pytest
from allauth.mfa.totp.internal import auth
from playwright.sync_api import Page, expect

from tests.browser.answering import public_id_of, question, start
from tests.browser.conftest import OpenBrowser
from tests.browser.people import PASSWORD, confirm_password, log_in, sign_up
from tests.browser.stored import Stored
from tests.browser.watching import Watch
from tests.browser.words import said

WIDTHS = {"a phone": 390, "a desktop": 1280}


@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)
@pytest.mark.parametrize("with_scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_teacher_signs_up_logs_out_and_logs_in(
    open_browser: OpenBrowser, width: int, with_scripts: bool
) -> None:
    page = open_browser(
        viewport={"width": width, "height": 844}, java_script_enabled=with_scripts
    ).new_page()

    username = sign_up(page)
    page.locator(".account-entry").click()
    expect(page.get_by_text(username, exact=True)).to_be_visible()
    expect(page.get_by_text(said("Teacher"), exact=True)).to_be_visible()
    expect(page.locator(".account-entry")).to_contain_text("Айгерім Сейітова")
    page.get_by_role("button", name=said("Log out")).click()
    expect(page.get_by_text(said("You are logged out."))).to_be_visible()
    page.locator(".account-entry").click()
    log_in(page, username)

    expect(page).to_have_url(re.compile(r"/$"))
    expect(page.locator(".account-entry")).to_contain_text("Айгерім Сейітова")


def test_the_home_page_starts_at_once_and_offers_the_rest_quietly(page: Page) -> None:
    page.goto("/")

    start_button = page.locator("main form .button--primary")
    expect(start_button).to_have_count(1)
    expect(start_button).to_contain_text("10")
    main = page.get_by_role("main")
    main.get_by_role("link", name=said("Sign up")).click()
    expect(page).to_have_url(re.compile("/account/signup/$"))
    page.go_back()
    main.get_by_role("link", name=said("Log in")).click()
    expect(page).to_have_url(re.compile("/account/login/$"))


def test_a_guest_signs_up_in_the_middle_of_a_quiz_and_goes_on(
    page: Page, stored: Stored
) -> None:
    public_id = start(page, length=3)
    question(page, stored).answer()

    sign_up(page, role="learner")
    page.get_by_role("link", name=said("Continue")).first.click()

    assert public_id_of(page) == public_id
    assert len(stored.answers(public_id)) == 1


@pytest.mark.parametrize("mine", [True, False], ids=["yes", "no"])
def test_a_guest_who_logs_in_is_asked_once_whose_the_attempts_are(
    page: Page, open_browser: OpenBrowser, mine: bool, watch: Watch
) -> None:
    username = sign_up(open_browser().new_page())
    public_id = start(page, length=2)

    log_in(page, username)
    expect(page.locator("h1")).to_have_text(said("Are these attempts yours?"))
    answer = "Yes, they are mine" if mine else "No, somebody else's"
    page.get_by_role("button", name=said(answer)).click()

    watch.failures_are_meant = not mine
    there = page.goto(f"/attempts/{public_id}/")
    assert there is not None
    assert there.status == (200 if mine else 404)


def test_a_teacher_turns_the_second_step_on_and_logs_in_with_it(
    page: Page, open_browser: OpenBrowser
) -> None:
    username = sign_up(page)
    page.goto("/account/2fa/app/activate/")
    confirm_password(page)
    picture = page.locator("img.qr")
    expect(picture).to_be_visible()
    page.wait_for_load_state()
    assert picture.evaluate("it => it.complete && it.naturalWidth > 0")
    secret = page.locator("code.secret").inner_text()
    counter = int(time.time()) // 30

    page.locator("[name=code]").fill(
        auth.format_hotp_value(auth.hotp_value(secret, counter))
    )
    page.get_by_role("button", name=said("Turn on")).click()

    codes = page.locator(".codes code")
    expect(codes).to_have_count(10)
    recovery = codes.first.inner_text()
    other = open_browser().new_page()
    log_in(other, username, PASSWORD)
    other.locator("[name=code]").fill(recovery)
    other.get_by_role("main").get_by_role("button", name=said("Log in")).click()
    expect(other.locator(".account-entry")).to_contain_text("Айгерім Сейітова")


def test_what_is_wrong_stands_beside_its_field(page: Page) -> None:
    page.goto("/account/signup/")
    page.get_by_label(said("Your name")).fill("Айгерім")
    page.get_by_label(said("User name"), exact=True).fill("a b c")
    page.get_by_label(said("Password"), exact=True).fill("қысқа")
    page.get_by_role("button", name=said("Sign up")).click()

    username = page.get_by_label(said("User name"), exact=True)
    expect(username).to_have_attribute("aria-invalid", "true")
    described = (username.get_attribute("aria-describedby") or "").split()
    told = [page.locator(f"[id='{each}']").inner_text() for each in described]
    assert said("Use letters, digits and the signs .+_- without spaces.") in told
    expect(username).to_have_value("a b c")
    expect(page.get_by_label(said("Your name"))).to_have_value("Айгерім")
