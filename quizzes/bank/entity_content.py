"""The whole content of an entity in one plain shape, as its form is read into it.

Comparing two of them says whether anything changed, and the check sum of one whether
somebody else has changed it. It knows nothing of Django.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from quizzes.bank.names import normal


@dataclass(frozen=True, slots=True, kw_only=True)
class AlsoContent:
    """A further designation."""

    name: str
    possessed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NameContent:
    """How an entity is called in one language.

    `forms` are those of the name that items print, `full_forms` those of the full name
    where that is another one.
    """

    language: str
    name: str
    possessed: bool = False
    short: str = ""
    short_possessed: bool = False
    aliases: tuple[str, ...] = ()
    also: tuple[AlsoContent, ...] = ()
    reading: str = ""
    forms: Mapping[str, str] = field(default_factory=dict)
    full_forms: Mapping[str, str] = field(default_factory=dict)

    @property
    def printed(self) -> str:
        """The name that items print."""
        return self.short or self.name

    @property
    def has_two_names(self) -> bool:
        """Whether the full name is another one than the printed one."""
        return bool(self.short) and self.short != self.name

    def texts(self) -> tuple[str, ...]:
        """Every designation and spelling."""
        also = (each.name for each in self.also)
        return (self.name, self.short, *also, *self.aliases)


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityContent:
    """Everything that a person can say about an entity; `part_of` is a key."""

    key: str
    kind: str
    names: tuple[NameContent, ...]
    part_of: str = ""
    category: str = ""

    def name_in(self, language: str) -> NameContent:
        """How it is called in a language; empty if it has no name there."""
        for name in self.names:
            if name.language == language:
                return name
        return NameContent(language=language, name="")

    @property
    def check_sum(self) -> str:
        """What tells this content from any other."""
        plain = json.dumps(asdict(self), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(plain.encode()).hexdigest()[:32]


def to_plain(content: EntityContent) -> dict[str, Any]:
    """The content as JSON holds it."""
    plain: dict[str, Any] = json.loads(json.dumps(asdict(content)))
    return plain


def from_plain(plain: Mapping[str, Any]) -> EntityContent:
    """The content that `to_plain` wrote; fields that are no more are passed over."""
    kept = _known(EntityContent, plain)
    kept["names"] = tuple(_name_from_plain(each) for each in kept["names"])
    return EntityContent(**kept)


def _name_from_plain(plain: Mapping[str, Any]) -> NameContent:
    kept = _known(NameContent, plain)
    kept["aliases"] = tuple(kept["aliases"])
    kept["also"] = tuple(
        AlsoContent(**_known(AlsoContent, each)) for each in kept["also"]
    )
    return NameContent(**kept)


def _known(shape: type, plain: Mapping[str, Any]) -> dict[str, Any]:
    names = {each.name for each in fields(shape)}
    return {name: value for name, value in plain.items() if name in names}


def split_names(text: str) -> tuple[str, ...]:
    """The spellings that stand one on a line, each once."""
    lines = (normal(line) for line in text.splitlines())
    return tuple(dict.fromkeys(line for line in lines if line))
