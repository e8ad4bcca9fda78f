"""The register of personal data: which, why, how long, and who sees it.

These are its shapes; `holdings` has what stands in it. The page about personal data
shows it, and a download is made from it: a field in the register is in the file of the
person, unless it is a secret.

A holding is a table, or the part of one, that is about a person; `person` is the way
from its row to the user (a session has none). `shown` says what the file has instead of
the number of another row, or besides.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from django.apps import apps
from django.db.models import Model, TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ONCE: Final = _("So that what is sent twice is stored once")


class Kept(TextChoices):
    """How long something is kept."""

    ACCOUNT = "account", _("Until the account is erased")
    NAMELESS = (
        "nameless",
        _("Until the account is erased; then nameless, with the day alone"),
    )
    SESSION = "session", _("Until the log-out, at most 60 days")
    SPACE = "space", _("As long as what was written; after the account without a name")


class Seen(TextChoices):
    """Who sees something."""

    OWN = "own", _("You")
    NOBODY = "nobody", _("Nobody")
    TEACHERS = "teachers", _("You and the teachers of your classes")
    STAFF = "staff", _("You and the staff of the site")
    ALL = "all", _("You, the teachers of your classes and the staff of the site")
    CLASS = "class", _("You and those of the class")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Fields that are one thing to a reader; `secret` ones are in no file."""

    fields: tuple[str, ...]
    what: str | Promise
    why: str | Promise
    kept: Kept
    seen: Seen
    secret: bool = False

    @property
    def said(self) -> tuple[str, str, Kept, Seen]:
        """What a reader is told, in the language of the page."""
        return (str(self.what), str(self.why), self.kept, self.seen)


@dataclass(frozen=True, kw_only=True)
class Holding:
    """What one table holds of a person; `section` is where the file has it."""

    model_label: str
    person: str
    section: str
    title: str | Promise
    entries: tuple[Entry, ...]
    shown: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def model(self) -> type[Model]:
        """The model."""
        return apps.get_model(self.model_label)

    @property
    def fields(self) -> tuple[str, ...]:
        """All fields of the register, the one that names the person among them."""
        named = tuple(name for entry in self.entries for name in entry.fields)
        direct = "__" not in self.person and self.person not in {"", "pk"}
        return (self.person, *named) if direct else named

    @property
    def exported(self) -> tuple[str, ...]:
        """The fields that are in the file of the person."""
        return tuple(
            name for entry in self.entries if not entry.secret for name in entry.fields
        )


def entry(
    fields: str,
    what: str | Promise,
    why: str | Promise,
    kept: Kept = Kept.ACCOUNT,
    seen: Seen = Seen.OWN,
    *,
    secret: bool = False,
) -> Entry:
    """An entry, with its fields in one string."""
    return Entry(
        fields=tuple(fields.split()),
        what=what,
        why=why,
        kept=kept,
        seen=seen,
        secret=secret,
    )
