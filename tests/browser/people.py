"""Signing up and in, as people do it."""

from __future__ import annotations

import uuid

from playwright.sync_api import Page

from tests.browser.words import said

PASSWORD = "бұлақ-су-2026"


def new_name() -> str:
    """A user name that nobody has."""
    return f"aigerim.{uuid.uuid4().hex[:10]}"


def sign_up(
    page: Page, *, role: str = "teacher", name: str = "", email: str = ""
) -> str:
    """Sign up by the form and give the user name."""
    username = name or new_name()
    page.goto("/account/signup/")
    page.locator(f"[name=role][value={role}]").check()
    page.get_by_label(said("Your name")).fill("Айгерім Сейітова")
    page.get_by_label(said("User name"), exact=True).fill(username)
    page.get_by_label(said("Password"), exact=True).fill(PASSWORD)
    if email:
        page.get_by_label(said("E-mail address (if you have one)")).fill(email)
    page.get_by_role("button", name=said("Sign up")).click()
    page.wait_for_url("/")
    return username


def log_in(page: Page, username: str, password: str = PASSWORD) -> None:
    """Fill in the log-in and send it."""
    page.goto("/account/login/")
    page.get_by_label(said("User name or e-mail address")).fill(username)
    page.get_by_label(said("Password"), exact=True).fill(password)
    page.get_by_role("main").get_by_role("button", name=said("Log in")).click()


def confirm_password(page: Page) -> None:
    """Type the password once more, where a page asks for it."""
    page.get_by_label(said("Password"), exact=True).fill(PASSWORD)
    page.get_by_role("button", name=said("Continue")).click()
