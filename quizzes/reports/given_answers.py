"""What was answered, in words, read from the stored records as they are.

Reports read thousands of answers: making every item anew, with all its checks, would
take most of the time. A snapshot was checked when it was stored and never changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from quizzes.attempts.responses import ResponseRecord
from quizzes.items.data import Form
from quizzes.items.records import Record

_FACT_VALUE: Final = "fact:"


def chosen_values(record: Record, response: ResponseRecord | None) -> frozenset[str]:
    """The options that a response chose; none for other forms than those of options."""
    if response is None or record["form"] not in _WITH_CHOSEN:
        return frozenset()
    return frozenset([response] if isinstance(response, str) else response)


def answer_text(record: Record, response: ResponseRecord | None) -> str:
    """A response in words; nothing for none."""
    if response is None:
        return ""
    texts = texts_of(record)
    match record["form"]:
        case Form.DATE_ENTRY:
            return str(response)
        case Form.MATCHING:
            given: Mapping[str, str] = response if isinstance(response, dict) else {}
            return "; ".join(
                f"{prompt['text']} – {texts.get(given.get(prompt['value'], ''), '–')}"
                for prompt in record["prompts"]
            )
        case Form.ORDERING:
            return " → ".join(texts.get(value, value) for value in response)
    values = [response] if isinstance(response, str) else response
    return "; ".join(texts.get(value, value) for value in values)


def right_answer(record: Record) -> str:
    """What is right, in words."""
    match record["form"]:
        case Form.DATE_ENTRY:
            return "; ".join(each["text"] for each in record["dates"] if each["right"])
        case Form.MATCHING:
            right = {each["value"]: each["key"] for each in record["prompts"]}
            return answer_text(record, right)
        case Form.ORDERING:
            return answer_text(record, record["order"])
    return "; ".join(each["text"] for each in record["options"] if each["key"])


def wrong_answers(record: Record, response: ResponseRecord, fact: str) -> Iterator[str]:
    """What was given instead of what is right, as far as it says what is believed.

    Takes the reference of the fact that is asked about; of a matching only what was
    given for this fact. A claim taken for true or false, and an order, say nothing in
    so few words.
    """
    texts = texts_of(record)
    form = record["form"]
    if form == Form.DATE_ENTRY:
        yield str(response)
    elif form in (Form.CHOICE, Form.MULTIPLE_CHOICE):
        keys = {each["value"] for each in record["options"] if each["key"]}
        for value in sorted(chosen_values(record, response) - keys):
            yield texts.get(value, value)
    elif form == Form.MATCHING and isinstance(response, dict):
        for prompt in record["prompts"]:
            given = response.get(prompt["value"], "")
            if prompt["value"] == _FACT_VALUE + fact and given != prompt["key"]:
                yield texts.get(given, given)


def texts_of(record: Record) -> Mapping[str, str]:
    """The texts of the options by their values."""
    options: list[dict[str, Any]] = record.get("options", [])
    return {each["value"]: each["text"] for each in options}


_WITH_CHOSEN: Final = {
    Form.CHOICE.value,
    Form.MULTIPLE_CHOICE.value,
    Form.TRUE_FALSE.value,
}
