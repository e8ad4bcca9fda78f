"""A learner at the page: starting quizzes, reading a question, answering it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, expect

from quizzes.items.data import Form
from tests.browser.stored import Stored, StoredSlot
from tests.browser.words import said

UNREADABLE = "білмеймін"


def start(
    page: Page,
    *forms: Form,
    length: int = 10,
    at_end: bool = False,
    topics: Iterable[str] = (),
) -> str:
    """Set up a practice quiz and start it; gives the public id of the attempt."""
    page.goto("/practice/")
    for form in forms:
        _tick(page.locator(f"input[name=forms][value={form}]"))
    for topic in topics:
        _tick(page.locator(f"input[name=topics][value='{topic}']"))
    if at_end:
        _tick(page.locator("input[name=feedback_mode][value=at_end]"))
    _choose_length(page, length)
    page.locator("main form button[type=submit]").last.click()
    return public_id_of(page)


def public_id_of(page: Page) -> str:
    """The attempt that the page is about."""
    expect(page).to_have_url(re.compile(r"/attempts/[\w-]{22}/"))
    page.wait_for_load_state()
    return urlsplit(page.url).path.split("/")[2]


def stem(page: Page) -> Locator:
    """The heading of the question."""
    return page.locator("#question #stem")


def submit_button(page: Page) -> Locator:
    """The one button that sends an answer."""
    return page.locator("form[data-answer]").get_by_role("button", name=said("Answer"))


def onward(page: Page) -> Locator:
    """The way to what comes next."""
    return page.locator("[data-onward]")


def feedback(page: Page) -> Locator:
    """What is told of an answer."""
    return page.locator("#question [data-feedback]")


@dataclass(frozen=True, slots=True)
class Question:
    """The question on the page, and what the site knows of it."""

    page: Page
    slot: StoredSlot

    @property
    def form(self) -> Form:
        """How it is answered."""
        return self.slot.item.form

    def key_indices(self) -> list[int]:
        """The indices on the page of the right options."""
        right = {option.value for option in self.slot.item.options if option.key}
        return self._indices(right)

    def distractors(self) -> list[int]:
        """The indices on the page of the wrong options."""
        wrong = {option.value for option in self.slot.item.options if not option.key}
        return self._indices(wrong)

    def matches(self) -> list[int]:
        """For each prompt, the index of its option."""
        order = list(self.slot.option_order)
        return [order.index(prompt.key) for prompt in self.slot.item.prompts]

    def places(self) -> list[int]:
        """For each line, the place that it belongs to, from 1."""
        order = self.slot.item.order
        return [order.index(value) + 1 for value in self.slot.option_order]

    def date(self) -> str:
        """The asked date in words."""
        return next(date.text for date in self.slot.item.dates if date.right)

    def answer(self, *, rightly: bool = True) -> None:
        """Answer with the mouse."""
        page = self.page
        if self.form is Form.DATE_ENTRY:
            page.locator("#answer").fill(self.date() if rightly else "1 қаңтар 1900")
        elif self.form is Form.MATCHING:
            matches = self.matches() if rightly else self.matches()[::-1]
            for index, match in enumerate(matches):
                page.locator(f"#pair-{index}").select_option(index=match + 1)
        elif self.form is Form.ORDERING:
            places = self.places()
            for index, place in enumerate(places):
                chosen = place if rightly else len(places) + 1 - place
                page.locator(f"#place-{index}").select_option(str(chosen))
        else:
            chosen_indices = self.key_indices() if rightly else self.distractors()[:1]
            several = self.form is Form.MULTIPLE_CHOICE
            for index in range(len(self.slot.option_order)):
                option = page.locator(".option").nth(index)
                ticked = option.locator("input").is_checked()
                chosen_now = index in chosen_indices
                # What was answered before stands ticked; a radio button gives way.
                if ticked != chosen_now and (several or chosen_now):
                    option.click()
        submit_button(page).click()

    def _indices(self, values: set[str]) -> list[int]:
        order = enumerate(self.slot.option_order)
        return [index for index, value in order if value in values]


def question(page: Page, stored: Stored) -> Question:
    """The question that the page shows."""
    action = page.locator("form[data-answer]").get_attribute("action")
    page.wait_for_load_state()  # before its scripts are there, an answer opens a page
    _, _, public_id, position, _, _ = str(action).split("/")
    return Question(page, stored.slots(public_id)[int(position) - 1])


def _tick(field: Locator) -> None:
    # The fields may stand in a closed part of the page.
    field.evaluate("it => { it.checked = true; }")


def _choose_length(page: Page, length: int) -> None:
    page.locator("[name=length]").first.evaluate(
        """(it, length) => {
          const fields = [...document.getElementsByName("length")];
          if (it.type === "radio") {
            const chosen = fields.find((field) => field.value === length) ?? it;
            chosen.value = length;
            chosen.checked = true;
          } else if (it.tagName === "SELECT") {
            it.append(new Option(length, length, true, true));
          } else {
            it.value = length;
          }
        }""",
        str(length),
    )
