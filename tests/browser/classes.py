"""A teacher with a class, and pupils who come into it, as they use their browsers."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass

from playwright.sync_api import Page, expect

PASSWORD = "бұлақ-су-2026"
PUPILS = ("Сейітова Айгерім", "Оспанов Ерлан")


@dataclass(frozen=True, slots=True)
class Card:
    """What stands on a card."""

    username: str
    password: str


def sign_up_teacher(page: Page) -> None:
    """Sign up as a teacher whom nobody else is."""
    page.goto("/account/signup/")
    page.locator("input[name=role][value=teacher]").check()
    page.locator("#id_display_name").fill("Айгүл Нұрланқызы")
    page.locator("#id_username").fill(f"mugalim-{secrets.token_hex(6)}")
    page.locator("#id_password1").fill(PASSWORD)
    page.locator("main form.card button[type=submit]").click()
    page.wait_for_url(re.compile(r"^(?!.*signup)"))


def open_class(
    page: Page, name: str = "9 «Ә», тарих", *, confirms: bool = False
) -> str:
    """Open a class, as a teacher who is logged in, and give its code."""
    page.goto("/classes/new/")
    page.locator("#id_name").fill(name)
    page.locator("#id_confirms_newcomers").set_checked(confirms)
    page.locator("main form button[type=submit]").click()
    expect(page.locator("h1")).to_have_text(name)
    return page.locator(".join-code").inner_text().strip()


def make_cards(page: Page, *names: str) -> list[Card]:
    """Make cards from the page of the class, and read them as the printer would."""
    page.locator("a[href$='/cards/']").click()
    page.locator("#id_names").fill("\n".join(names))
    page.locator("form[action$='/cards/'] button[type=submit]").click()
    expect(page.locator(".login-card")).to_have_count(len(names))
    texts = page.locator(".login-card__secret").all_inner_texts()
    secrets_of_cards = [text.strip() for text in texts]
    return [
        Card(username, password)
        for username, password in zip(
            secrets_of_cards[::2], secrets_of_cards[1::2], strict=True
        )
    ]


def join(page: Page, code: str, name: str) -> None:
    """Type the code on the home page, give a name, and be in."""
    page.goto("/")
    page.locator("#id_code").fill(code.lower())
    page.locator("form[action='/join/'] button[type=submit]").click()
    page.locator("#id_display_name").fill(name)
    page.locator("main form.card button[type=submit]").click()
    expect(page).to_have_url(re.compile(r"/joined/"))


def log_in(page: Page, card: Card) -> None:
    """Log in with what stands on a card."""
    page.goto("/account/login/")
    page.locator("#id_login").fill(card.username)
    page.locator("#id_password").fill(card.password)
    page.locator("main form.card button.button--primary").click()
