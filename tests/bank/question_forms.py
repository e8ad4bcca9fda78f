"""The forms of questions as browsers send them, for tests of several pages."""

from __future__ import annotations

from typing import Any

from bs4 import BeautifulSoup

from quizzes.bank.question_drafts import QuestionDraft
from quizzes.bank.question_fields import show_draft
from quizzes.bank.question_notes import Notes


def typed(draft: QuestionDraft, *, prefix: str = "", **more: Any) -> dict[str, Any]:
    """What a browser sends of the form of a draft."""
    shown = show_draft(draft, Notes(), prefix=prefix)
    sent: dict[str, Any] = {
        each.name: each.value for name, each in shown.fields.items() if name != "lines"
    }
    keys, right = f"{prefix}key", f"{prefix}right"
    sent |= {keys: [], right: []}
    for name, value in shown.kept:
        if name in (keys, right):
            sent[name].append(value)
        else:
            sent[name] = value
    for line in (*shown.options, *shown.pairs, *shown.spares, *shown.dates):
        sent |= dict(line.kept)
        sent |= {each.name: each.value for each in line.fields.values()}
        if line.is_key:
            sent[right if line.kind == "date" else keys].append(str(line.number))
    return sent | more


def tree(response: Any) -> BeautifulSoup:
    """The page that was sent."""
    return BeautifulSoup(response.content, "html.parser")


def fields_of(page: BeautifulSoup) -> dict[str, list[str]]:
    """What the browser would send of the form on a page, but for the buttons."""
    sent: dict[str, list[str]] = {}
    form = page.find(id="question-form")
    for each in form.find_all(["input", "textarea", "select"]):
        if not each.get("name"):
            continue
        if each.name == "select":
            chosen = each.find("option", selected=True) or each.find("option")
            value = chosen["value"]
        elif each.name == "textarea":
            value = each.get_text().removeprefix("\n")
        elif each.get("type") in ("radio", "checkbox"):
            if not each.has_attr("checked"):
                continue
            value = each["value"]
        else:
            value = each.get("value", "")
        sent.setdefault(each["name"], []).append(value)
    return sent


def notes_at(page: BeautifulSoup, name: str) -> str:
    """What is said at a field."""
    return page.find(id=f"notes-{name}").get_text(" ", strip=True)
