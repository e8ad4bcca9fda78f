"""An entity as it is sent from its form."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from django.http import QueryDict

from quizzes.bank.case_words import FULL, PRINTED, needed_forms
from quizzes.bank.entity_content import (
    AlsoContent,
    EntityContent,
    NameContent,
    split_names,
)
from quizzes.bank.names import normal
from quizzes.bank.spaces import LANGUAGES
from quizzes.items.kazakh.suffixes import OBLIQUE

# Longer than anything that can be stored
_LONGEST: Final = 5_000
_MOST_ALIASES: Final = 60
_NO_PART: Final = ""
# Lines of further designations: those there are, and room for more
MOST_ALSO: Final = 12


def sent_content(posted: QueryDict, known: EntityContent | None) -> EntityContent:
    """The content that a form was sent with.

    Takes what is stored, for what the form does not show. Languages without a name and
    forms that the rules make themselves are left out.
    """
    before = known or EntityContent(key="new", kind="", names=())
    names = [_name(posted, before.name_in(each)) for each in LANGUAGES]
    return EntityContent(
        key=before.key,
        kind=_text(posted, "kind"),
        category=_text(posted, "category"),
        part_of=_text(posted, "part_of"),
        names=tuple(
            sorted(
                (each for each in names if each.language == "kk" or any(each.texts())),
                key=lambda each: each.language,
            )
        ),
    )


def _name(posted: QueryDict, before: NameContent) -> NameContent:
    language = before.language
    name = replace(
        before,
        name=_text(posted, f"name_{language}"),
        short=_text(posted, f"short_{language}"),
        aliases=split_names(posted.get(f"aliases_{language}", "")[:_LONGEST])[
            :_MOST_ALIASES
        ],
    )
    if language != "kk":
        return name
    name = replace(
        name,
        possessed=bool(posted.get("possessed")),
        short_possessed=bool(posted.get("short_possessed")),
        reading=_text(posted, "reading"),
        also=_also(posted, before),
    )
    full = _own_forms(posted, FULL) if name.has_two_names else {}
    return replace(
        name,
        forms=needed_forms(
            name.printed,
            possessed=name.short_possessed if name.short else name.possessed,
            reading=name.reading,
            own=_own_forms(posted, PRINTED),
        ),
        full_forms=needed_forms(
            name.name, possessed=name.possessed, reading="", own=full
        ),
    )


def _also(posted: QueryDict, before: NameContent) -> tuple[AlsoContent, ...]:
    """The further designations, line by line; an emptied line is gone.

    A form that has no such lines leaves them as they are.
    """
    if "also_0" not in posted:
        return before.also
    lines = [
        AlsoContent(
            name=_text(posted, f"also_{number}"),
            possessed=bool(posted.get(f"also_{number}_possessed")),
        )
        for number in range(MOST_ALSO)
    ]
    by_name = {line.name: line for line in lines if line.name}
    return tuple(by_name.values())


def _own_forms(posted: QueryDict, which: str) -> Mapping[str, str]:
    return {case.value: _text(posted, f"{which}_{case.value}") for case in OBLIQUE}


def _text(posted: QueryDict, name: str) -> str:
    """A text without what no database takes, on one line."""
    plain = posted.get(name, "")[:_LONGEST].replace("\0", "")
    return normal(unicodedata.normalize("NFC", plain))
