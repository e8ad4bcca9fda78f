"""A fact as it stands in its form: as it was typed, readable or not.

Nothing typed is lost on the way: what cannot be read stays as it is, with a fault at
its field. Entities are named by their keys, as contents name them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from django.http import QueryDict

from quizzes.bank.content import FactContent, PlainValue
from quizzes.bank.showing import ranges
from quizzes.items.calendar import DateValue
from quizzes.items.characters import without_forbidden
from quizzes.items.kazakh.foreign_dates import phrase_in
from quizzes.items.properties import PROPERTIES, Property, ValueType

LANGUAGES: Final = ("kk", "ru", "en")
WRITTEN: Final = (
    "property",
    "date",
    "number",
    "unit",
    "claim",
    "text_date",
    "text_number",
    "ask_precision",
    "as_of",
    "source",
    "topic",
    "paragraphs",
    *(f"statement_{language}" for language in LANGUAGES),
    *(f"note_{language}" for language in LANGUAGES),
    "basis",
    "basis_note",
    "weight",
    "unasked",
)
FLAGS: Final = ("planned", "complete")
SINGLE_PICKS: Final = ("subject", "object")
SEVERAL_PICKS: Final = ("values", "text_values")
PICKS: Final = (*SINGLE_PICKS, *SEVERAL_PICKS)
# Longer than anything that can be stored; what is longer still is no typing
_LONGEST: Final = 5000
_MOST_PICKS: Final = 200

_DEFAULTS: Final = {"basis": "text", "weight": "core"}


@dataclass(frozen=True, slots=True, kw_only=True)
class FactDraft:
    """What stands in the fields; `sought` is what is looked for in the boxes."""

    written: Mapping[str, str] = field(default_factory=dict)
    flags: frozenset[str] = frozenset()
    picks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sought: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def sent(cls, posted: QueryDict) -> FactDraft:
        """What a form was sent with."""
        return cls(
            written=_DEFAULTS | {name: _text(posted.get(name, "")) for name in WRITTEN},
            flags=frozenset(name for name in FLAGS if posted.get(name)),
            picks={
                name: tuple(
                    dict.fromkeys(
                        key
                        for key in map(_text, posted.getlist(name)[:_MOST_PICKS])
                        if key
                    )
                )
                for name in PICKS
            },
            sought={name: _text(posted.get(f"{name}_q", "")) for name in PICKS},
        )

    @classmethod
    def of(cls, content: FactContent, language: str) -> FactDraft:
        """A stored fact in its form, its dates in the words of a language."""
        written = dict(_DEFAULTS)
        for name in ("property", "unit", "ask_precision", "source", "topic", "basis"):
            written[name] = getattr(content, name)
        for name in ("basis_note", "weight", "unasked"):
            written[name] = getattr(content, name)
        written["claim"] = content.claim.replace("{value}", GAP)
        written["paragraphs"] = ranges(content.paragraphs)
        written["as_of"] = _date_words(content.as_of, language)
        for each in LANGUAGES:
            text = content.text(each)
            written[f"statement_{each}"] = text.statement
            written[f"note_{each}"] = text.note
        picks: dict[str, tuple[str, ...]] = {
            "subject": (content.subject,),
            "object": (content.object,) if content.object else (),
        }
        for value, prefix, several in (
            (content.value, "", "values"),
            (content.text_value, "text_", "text_values"),
        ):
            _put_value(written, picks, value, prefix, several, language)
        return cls(
            written=written,
            flags=frozenset(name for name in FLAGS if getattr(content, name)),
            picks=picks,
        )

    @property
    def known(self) -> Property | None:
        """What the fact says of its subject, if that is chosen."""
        return PROPERTIES.get(self.written.get("property", ""))

    @property
    def value_type(self) -> ValueType | None:
        """What kind of value is to be given."""
        return None if self.known is None else self.known.value_type

    def text(self, name: str) -> str:
        """What stands in a field."""
        return self.written.get(name, "")

    def picked(self, name: str) -> tuple[str, ...]:
        """The keys of the entities that were picked for a field."""
        return self.picks.get(name, ())

    def all_picked(self) -> frozenset[str]:
        """The keys of all that was picked."""
        return frozenset(key for keys in self.picks.values() for key in keys)

    def with_written(self, **changes: str) -> FactDraft:
        """The same with other words in some fields."""
        return replace(self, written={**self.written, **changes})

    def with_pick(self, name: str, key: str) -> FactDraft:
        """The same with an entity picked, and the box empty again."""
        alone = name in SINGLE_PICKS or (
            self.known is not None and self.known.one_value
        )
        keys = (key,) if alone else (*self.picked(name), key)
        return replace(
            self,
            picks={**self.picks, name: tuple(dict.fromkeys(keys))},
            sought={**self.sought, name: ""},
        )

    def without_pick(self, name: str, key: str) -> FactDraft:
        """The same with an entity taken out."""
        kept = tuple(each for each in self.picked(name) if each != key)
        return replace(self, picks={**self.picks, name: kept})

    def with_sought(self, name: str, words: str) -> FactDraft:
        """The same with other words in a search box."""
        return replace(self, sought={**self.sought, name: words})


# What stands for the value in a sentence of the teacher's own
GAP: Final = "___"


def _put_value(
    written: dict[str, str],
    picks: dict[str, tuple[str, ...]],
    value: PlainValue | None,
    prefix: str,
    several: str,
    language: str,
) -> None:
    """Write a value, or the one that the text has, into its fields."""
    if isinstance(value, tuple):
        picks[several] = value
    elif isinstance(value, int):
        written[f"{prefix}number"] = str(value)
    elif value:
        written[f"{prefix}date"] = _date_words(value, language)


def _date_words(edtf: str, language: str) -> str:
    return phrase_in(DateValue.parse(edtf), language) if edtf else ""


def _text(typed: str) -> str:
    """A text without what no file takes, in one way of writing letters."""
    plain = without_forbidden(typed[:_LONGEST]).replace("\r\n", "\n")
    return unicodedata.normalize("NFC", plain).strip()
