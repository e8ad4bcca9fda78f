"""Items as plain records and back: the shape in which a snapshot keeps an item.

What is empty is left out, so that a snapshot stays small. Reading is strict: a record
that this module has not written is refused rather than half understood, because an
attempt is marked by what its snapshot says.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import fields
from enum import StrEnum
from typing import Any, Final, TypeAlias, TypeVar

from quizzes.items.data import (
    AcceptedDate,
    Citation,
    Family,
    Form,
    Item,
    Option,
    Picture,
    Prompt,
    Stimulus,
)

Record: TypeAlias = dict[str, Any]
_T = TypeVar("_T")
_E = TypeVar("_E", bound=StrEnum)

SHAPE: Final = 1


class RecordError(ValueError):
    """The record is no item; the message says where it fails."""


def to_record(item: Item) -> Record:
    """Give the item as a dict of strings, numbers, booleans, lists and dicts."""
    record: Record = {
        "shape": SHAPE,
        "family": item.family.value,
        "form": item.form.value,
        "wording": item.wording,
        "property": item.property,
        "facts": [list(fact) for fact in item.facts],
        "stem": item.stem,
        "emphasis": item.emphasis,
        "options": [_plain(option) for option in item.options],
        "prompts": [_plain(prompt) for prompt in item.prompts],
        "order": list(item.order),
        "dates": [_plain(date) for date in item.dates],
        "citations": [
            {"source": citation.source, "paragraphs": list(citation.paragraphs)}
            for citation in item.citations
        ],
        "feedback": item.feedback,
        "note": item.note,
        "about": list(item.about),
        "dated": list(item.dated),
        "question": [] if item.question is None else list(item.question),
        "stimulus": "" if item.stimulus is None else _plain_stimulus(item.stimulus),
        "picture": "" if item.picture is None else _plain(item.picture),
    }
    return {name: value for name, value in record.items() if value not in ("", [])}


def from_record(record: object) -> Item:
    """Make the item again; raises RecordError for anything but such a record."""
    reader = _Reader(record, "item")
    if reader.number("shape") != SHAPE:
        raise RecordError("item: of an unknown shape")
    item = Item(
        family=reader.member("family", Family),
        form=reader.member("form", Form),
        wording=reader.text("wording"),
        property=reader.text("property"),
        facts=tuple(_fact(each) for each in reader.list("facts")),
        stem=reader.text("stem"),
        emphasis=reader.text("emphasis", ""),
        options=tuple(_option(each) for each in reader.records("options")),
        prompts=tuple(_prompt(each) for each in reader.records("prompts")),
        order=tuple(reader.texts("order")),
        dates=tuple(_date(each) for each in reader.records("dates")),
        citations=tuple(_citation(each) for each in reader.records("citations")),
        feedback=reader.text("feedback", ""),
        note=reader.text("note", ""),
        about=tuple(reader.texts("about")),
        dated=tuple(reader.texts("dated")),
        question=_question(reader.list("question")),
        stimulus=_stimulus(reader.record("stimulus")),
        picture=_picture(reader.record("picture")),
    )
    if not item.facts and item.question is None:
        raise RecordError("item: neither facts nor a question")
    reader.finish()
    return item


def to_text(item: Item) -> str:
    """The record as the text that is stored: equal items give equal texts."""
    return json.dumps(
        to_record(item), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )


def from_text(text: str) -> Item:
    """Make the item again from such a text; raises RecordError for any other record."""
    return from_record(json.loads(text))


def _plain_stimulus(stimulus: Stimulus) -> Record:
    record = _plain(stimulus)
    if stimulus.picture is not None:
        record["picture"] = _plain(stimulus.picture)
    return record


def _plain(part: Option | Prompt | AcceptedDate | Stimulus | Picture) -> Record:
    """A part of strings and booleans, without what is as it is by default."""
    pairs = ((each, getattr(part, each.name)) for each in fields(part))
    return {each.name: value for each, value in pairs if value != each.default}


def _fact(value: object) -> tuple[str, int]:
    match value:
        case [str() as key, int() as version] if type(version) is int:
            return key, version
    raise RecordError("item.facts: a key and a version are wanted")


def _question(value: list[Any]) -> tuple[str, int] | None:
    return _fact(value) if value else None


def _stimulus(reader: _Reader | None) -> Stimulus | None:
    if reader is None:
        return None
    stimulus = Stimulus(
        key=reader.text("key"),
        version=reader.number("version"),
        text=reader.text("text"),
        title=reader.text("title", ""),
        attribution=reader.text("attribution", ""),
        part=reader.number("part", 1),
        parts=reader.number("parts", 1),
        picture=_picture(reader.record("picture")),
    )
    reader.finish()
    return stimulus


def _picture(reader: _Reader | None) -> Picture | None:
    if reader is None:
        return None
    picture = Picture(
        address=reader.text("address"),
        text=reader.text("text"),
        width=reader.number("width"),
        height=reader.number("height"),
    )
    reader.finish()
    return picture


def _option(reader: _Reader) -> Option:
    option = Option(
        value=reader.text("value"),
        text=reader.text("text"),
        key=reader.truth("key"),
        why=reader.text("why", ""),
        explains=reader.truth("explains", False),
    )
    reader.finish()
    return option


def _prompt(reader: _Reader) -> Prompt:
    prompt = Prompt(
        value=reader.text("value"), text=reader.text("text"), key=reader.text("key")
    )
    reader.finish()
    return prompt


def _date(reader: _Reader) -> AcceptedDate:
    date = AcceptedDate(
        edtf=reader.text("edtf"),
        text=reader.text("text"),
        right=reader.truth("right"),
        label=reader.text("label", ""),
    )
    reader.finish()
    return date


def _citation(reader: _Reader) -> Citation:
    citation = Citation(
        source=reader.text("source"), paragraphs=tuple(reader.numbers("paragraphs"))
    )
    reader.finish()
    return citation


class _Reader:
    """Takes typed values out of a record, and knows what has not been taken."""

    def __init__(self, record: object, place: str) -> None:
        if not isinstance(record, Mapping):
            raise RecordError(f"{place}: a record is wanted")
        self._left = dict(record)
        self._place = place

    def text(self, name: str, default: str | None = None) -> str:
        return self._take(name, str, default)

    def number(self, name: str, default: int | None = None) -> int:
        return self._take(name, int, default)

    def truth(self, name: str, default: bool | None = None) -> bool:
        return self._take(name, bool, default)

    def member(self, name: str, kind: type[_E]) -> _E:
        try:
            return kind(self.text(name))
        except ValueError as error:
            raise self._wrong(name) from error

    def list(self, name: str) -> list[Any]:
        return self._take(name, list, [])

    def texts(self, name: str) -> Iterator[str]:
        return self._each(name, str)

    def numbers(self, name: str) -> Iterator[int]:
        return self._each(name, int)

    def records(self, name: str) -> Iterator[_Reader]:
        for index, each in enumerate(self.list(name)):
            yield _Reader(each, f"{self._place}.{name}[{index}]")

    def record(self, name: str) -> _Reader | None:
        """The record inside a record, or None where there is none."""
        value = self._take(name, dict, {})
        return _Reader(value, f"{self._place}.{name}") if value else None

    def finish(self) -> None:
        """Raise RecordError if something in the record has not been taken."""
        if self._left:
            raise self._wrong(min(map(str, self._left)))

    def _each(self, name: str, kind: type[_T]) -> Iterator[_T]:
        for value in self.list(name):
            if type(value) is not kind:
                raise self._wrong(name)
            yield value

    def _take(self, name: str, kind: type[_T], default: _T | None) -> _T:
        value = self._left.pop(name, default)
        # Not isinstance: True is an int to Python, and is none here.
        if type(value) is not kind:
            raise self._wrong(name)
        return value

    def _wrong(self, name: str) -> RecordError:
        return RecordError(f"{self._place}.{name}: missing, unknown or of a wrong type")
