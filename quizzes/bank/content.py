"""The whole content of a fact in one plain shape.

Fixtures and sheets are read into it, versions keep it, `editing` writes it into the
tables, and comparing two of them says whether anything changed. Other things are named
by their keys. It knows nothing of Django.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Final, TypeAlias

# An EDTF string, a number, or the keys of entities.
PlainValue: TypeAlias = str | int | tuple[str, ...]

PRIMARY_LANGUAGE: Final = "kk"


@dataclass(frozen=True, slots=True, kw_only=True)
class TextContent:
    """What a fact says in one language."""

    language: str
    statement: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactContent:
    """Everything that a person can say about a fact."""

    key: str
    source: str
    topic: str
    paragraphs: tuple[int, ...]
    subject: str
    property: str
    value: PlainValue
    texts: tuple[TextContent, ...]
    object: str = ""
    claim: str = ""
    unit: str = ""
    text_value: PlainValue | None = None
    ask_precision: str = ""
    planned: bool = False
    weight: str = "core"
    complete: bool = False
    as_of: str = ""
    basis: str = "text"
    basis_note: str = ""
    unasked: str = ""
    state: str = "approved"

    def text(self, language: str = PRIMARY_LANGUAGE) -> TextContent:
        """What it says in a language; empty if it says nothing there."""
        for text in self.texts:
            if text.language == language:
                return text
        return TextContent(language=language, statement="")

    def entity_keys(self) -> tuple[str, ...]:
        """The keys of the value's entities; none for a date or a number."""
        return self.value if isinstance(self.value, tuple) else ()

    def named_keys(self) -> tuple[str, ...]:
        """The keys of everything that it names: source, topic and entities."""
        text_value = self.text_value
        in_the_text = text_value if isinstance(text_value, tuple) else ()
        keys = (self.source, self.topic, self.subject, self.object)
        return tuple(key for key in keys if key) + self.entity_keys() + in_the_text


def to_plain(content: FactContent) -> dict[str, Any]:
    """The content as JSON holds it."""
    plain = asdict(content)
    plain["paragraphs"] = list(content.paragraphs)
    plain["texts"] = [asdict(text) for text in content.texts]
    for name in ("value", "text_value"):
        if isinstance(plain[name], tuple):
            plain[name] = list(plain[name])
    return plain


def from_plain(plain: Mapping[str, Any]) -> FactContent:
    """The content that `to_plain` gave; fields that are no more are passed over."""
    known = {field.name for field in fields(FactContent)}
    kept = {name: value for name, value in plain.items() if name in known}
    kept["paragraphs"] = tuple(kept["paragraphs"])
    kept["texts"] = tuple(TextContent(**text) for text in kept["texts"])
    for name in ("value", "text_value"):
        if isinstance(kept.get(name), list):
            kept[name] = tuple(kept[name])
    return FactContent(**kept)
