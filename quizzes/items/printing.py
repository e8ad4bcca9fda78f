"""Items as text for proof-reading on paper, and as plain records for checks."""

from __future__ import annotations

from typing import Any

from quizzes.items.data import Citation, Form, Item


def record(item: Item) -> dict[str, Any]:
    """An item with its answers, for a program to check.

    `key` is a value or a list of values: pairs [prompt, option] of a matching item, the
    right sequence of an ordering one, and the EDTF dates that a date entry accepts.
    """
    options = [
        {
            "text": option.text,
            "value": option.value,
            "key": option.key,
            "why": option.why,
        }
        for option in item.options
    ]
    printed: dict[str, Any] = {
        "family": item.family.value,
        "form": item.form.value,
        "wording": item.wording,
        "facts": [key for key, _ in item.facts],
        "property": item.property,
        "stem": item.stem,
        "options": options,
        "key": _key(item),
        "citation": cited(item.citations),
        "feedback": item.feedback,
        "note": item.note,
    }
    if item.question is not None:
        printed["question"] = item.question[0]
    if item.prompts:
        printed["prompts"] = [
            {"text": prompt.text, "value": prompt.value, "key": prompt.key}
            for prompt in item.prompts
        ]
    if item.dates:
        printed["dates"] = [
            {
                "text": date.text,
                "value": date.edtf,
                "key": date.right,
                "why": date.label,
            }
            for date in item.dates
        ]
    return printed


def _key(item: Item) -> str | list[Any]:
    match item.form:
        case Form.MATCHING:
            return [[prompt.value, prompt.key] for prompt in item.prompts]
        case Form.ORDERING:
            return list(item.order)
        case Form.DATE_ENTRY:
            return [date.edtf for date in item.dates if date.right]
        case Form.MULTIPLE_CHOICE:
            return [option.value for option in item.options if option.key]
        case _:
            return next(option.value for option in item.options if option.key)


def cited(citations: tuple[Citation, ...]) -> str:
    """Where the answer stands, in Kazakh: «25-абзац», «8, 25-абзацтар»."""
    return "; ".join(paragraphs(citation) for citation in citations)


def paragraphs(citation: Citation) -> str:
    """The paragraphs of one citation, in Kazakh."""
    numbers = ", ".join(map(str, citation.paragraphs))
    return f"{numbers}-{'абзац' if len(citation.paragraphs) == 1 else 'абзацтар'}"


def text(item: Item) -> str:
    """An item as a teacher reads it on paper, the right answers marked by a star."""
    facts = ", ".join(key for key, _ in item.facts or (item.asked,))
    lines = [f"[{item.family.value} · {item.form.value} · {facts}]", item.stem]
    for prompt in item.prompts:
        right = next(each.text for each in item.options if each.value == prompt.key)
        lines.append(f"  {prompt.text} → {right}")
    for option in item.options:
        mark = "*" if option.key and item.form is not Form.ORDERING else " "
        why = f"  ({option.why})" if option.why else ""
        lines.append(f" {mark} {option.text}{why}")
    for date in item.dates:
        mark = "*" if date.right else " "
        lines.append(f" {mark} {date.text}{f'  ({date.label})' if date.label else ''}")
    lines.append(f"  {item.feedback} ({cited(item.citations)})")
    if item.note:
        lines.append(f"  Ескерту: {item.note}")
    return "\n".join(lines)
