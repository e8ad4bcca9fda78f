"""What a file says, as the page shows it before it is in the bank."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quizzes.bank import finding_words
from quizzes.bank.content import FactContent, from_plain
from quizzes.bank.entities import Entity
from quizzes.bank.question_content import (
    APPROVED,
    QuestionContent,
    question_from_plain,
)
from quizzes.bank.questions import QuestionForm
from quizzes.bank.showing import property_label, ranges, show_date
from quizzes.exchange.fault_words import words
from quizzes.exchange.faults import Fault
from quizzes.exchange.models import Upload
from quizzes.exchange.planning import Change, PlannedItem
from quizzes.exchange.uploads import items_of
from quizzes.items.data import Form
from quizzes.items.item_writing import WritingWarning
from quizzes.items.properties import PROPERTIES, ValueType
from quizzes.items.question_faults import Finding
from quizzes.items.questions import TRUE_ID

_CHANGES: Final[Mapping[Change, Promise]] = {
    Change.ADDED: _("new"),
    Change.CHANGED: _("changed"),
    Change.UNCHANGED: _("is there already"),
    Change.KEPT: _("is there already, edited since; stays so"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownLine:
    """An option, a pair or a date of a question."""

    text: str
    is_key: bool
    told: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownItem:
    """A fact or a question of a file.

    `heading` is the statement or the stem; a fact has `rows`, a question has `lines`.
    """

    line: int
    # Among all of the file, from 0
    place: int
    change: str | Promise
    is_new: bool
    heading: str
    approved: bool
    form: str = ""
    rows: tuple[tuple[str | Promise, str], ...] = ()
    lines: tuple[ShownLine, ...] = ()
    explanation: str = ""
    doubts: tuple[str, ...] = ()


class UploadItems:
    """The items of an upload, fetched only as far as a page shows them."""

    def __init__(self, upload: Upload) -> None:
        self._upload = upload

    def __len__(self) -> int:
        return self._upload.total

    def __getitem__(self, place: slice) -> list[ShownItem]:
        start, stop, _step = place.indices(len(self))
        if start >= stop:
            return []
        items = items_of(self._upload, start, stop - start)
        show = (
            show_fact_item
            if self._upload.kind == Upload.Kind.FACTS
            else show_question_item
        )
        return [show(item, place) for place, item in enumerate(items, start)]


def show_fact_item(item: PlannedItem, place: int = 0) -> ShownItem:
    """A fact as it will stand."""
    content = from_plain(item.content)
    return ShownItem(
        line=item.line,
        place=place,
        change=_CHANGES[item.change],
        is_new=item.change.is_to_be_stored,
        heading=content.text().statement,
        approved=content.state == APPROVED,
        rows=tuple((label, text) for label, text in _rows(content, item.names) if text),
        explanation=content.text().note,
        doubts=tuple(words(Fault.of(record)) for record in item.doubts),
    )


def show_question_item(item: PlannedItem, place: int = 0) -> ShownItem:
    """A question as it will stand, its key marked."""
    content = question_from_plain(item.content)
    return ShownItem(
        line=item.line,
        place=place,
        change=_CHANGES[item.change],
        is_new=item.change.is_to_be_stored,
        heading=content.stem,
        approved=content.state == APPROVED,
        form=str(QuestionForm(content.form.value).label),
        lines=tuple(_lines(content)),
        explanation=content.explanation,
        doubts=tuple(
            finding_words.words(
                Finding(
                    code=WritingWarning(record["code"]),
                    spots=(),
                    parameters=record["parameters"],
                )
            )
            for record in item.doubts
        ),
    )


def _rows(
    content: FactContent, names: Mapping[str, str]
) -> list[tuple[str | Promise, str]]:
    return [
        (_("About"), names.get(content.subject, content.subject)),
        (property_label(content.property), _value(content, names)),
        (_("Paragraphs"), ranges(content.paragraphs)),
    ]


def _value(content: FactContent, names: Mapping[str, str]) -> str:
    value = content.value
    if isinstance(value, tuple):
        return ", ".join(names.get(key, key) for key in value)
    if PROPERTIES[content.property].value_type is ValueType.DATE:
        return show_date(str(value)).text
    return str(value)


def _lines(content: QuestionContent) -> list[ShownLine]:
    texts = {option.id: option.text for option in content.options}
    match content.form:
        case Form.TRUE_FALSE:
            return [
                ShownLine(
                    text=str(_("True") if option.id == TRUE_ID else _("False")),
                    is_key=option.key,
                    told=option.feedback,
                )
                for option in content.options
            ]
        case Form.DATE_ENTRY:
            return [
                ShownLine(
                    text=show_date(date.edtf).text, is_key=date.right, told=date.label
                )
                for date in content.dates
            ]
        case Form.MATCHING:
            paired = {prompt.option for prompt in content.prompts}
            pairs = [
                ShownLine(text=f"{each.text} – {texts[each.option]}", is_key=True)
                for each in content.prompts
            ]
            spare = [text for key, text in texts.items() if key not in paired]
            return pairs + [ShownLine(text=text, is_key=False) for text in spare]
        case Form.ORDERING:
            return [
                ShownLine(text=f"{number}. {option.text}", is_key=True)
                for number, option in enumerate(content.options, 1)
            ]
        case _:
            return [
                ShownLine(text=option.text, is_key=option.key, told=option.feedback)
                for option in content.options
            ]


def shown_entities(upload: Upload) -> list[tuple[str, str]]:
    """The entities that a file makes: what each is called, and of what kind it is."""
    return [
        (each["name"], str(Entity.Kind(each["kind"]).label)) for each in upload.entities
    ]


def shown_counts(upload: Upload) -> dict[str, Any]:
    """What a file does, in numbers, for the head of its page."""
    counts = {change.value: upload.counts.get(change.value, 0) for change in Change}
    refused = upload.counts.get("refused", 0)
    return {
        **counts,
        "to_store": counts["added"] + counts["changed"],
        "there": counts["unchanged"] + counts["kept"],
        "refused": refused,
        "stored": counts["added"] + counts["changed"] - refused,
    }
