"""The six case forms of a name as a form shows them: each with the rule that made it.

The rules are those by which items inflect; here they are only put in words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.bank.entity_content import NameContent
from quizzes.items.kazakh.names import Explained, Rule, explained
from quizzes.items.kazakh.sounds import Ending, Harmony
from quizzes.items.kazakh.suffixes import OBLIQUE, Case

# The cases by what is asked for them, as at school
CASE_NAMES: Final[Mapping[Case, tuple[str, str]]] = {
    Case.GEN: ("Ілік септік", "кімнің? ненің?"),
    Case.DAT: ("Барыс септік", "кімге? неге?"),
    Case.ACC: ("Табыс септік", "кімді? нені?"),
    Case.LOC: ("Жатыс септік", "кімде? неде?"),
    Case.ABL: ("Шығыс септік", "кімнен? неден?"),
    Case.INS: ("Көмектес септік", "кіммен? немен?"),
}
PRINTED, FULL = "form", "full"

_ENDINGS: Final[Mapping[Ending, Promise]] = {
    Ending.VOWEL: gettext_lazy("ends in a vowel"),
    Ending.NASAL: gettext_lazy("ends in м, н or ң"),
    Ending.SONORANT: gettext_lazy("ends in л, р, й, у or и"),
    Ending.VOICED: gettext_lazy("ends in ж or з"),
    Ending.VOICELESS: gettext_lazy("ends in a voiceless consonant, or in б, в, г, д"),
}
_ROWS: Final[Mapping[Harmony, Promise]] = {
    Harmony.BACK: gettext_lazy("the last syllable is back"),
    Harmony.FRONT: gettext_lazy("the last syllable is front"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCase:
    """One case of a name: what is printed, why, and what is typed in its place."""

    field: str
    name: str
    asks: str
    form: str
    by_rule: str
    why: str
    own: str
    fault: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownTable:
    """The six forms of one name."""

    which: str
    name: str
    cases: tuple[ShownCase, ...]


def case_tables(
    name: NameContent, faults: Mapping[str, str] | None = None
) -> list[ShownTable]:
    """The forms of the printed name, and of the full one where it is another."""
    printed_possessed = name.short_possessed if name.short else name.possessed
    full = name.name if name.has_two_names else ""
    parts = (
        (PRINTED, name.printed, printed_possessed, name.reading, name.forms),
        (FULL, full, name.possessed, "", name.full_forms),
    )
    return [
        ShownTable(
            which=which,
            name=text,
            cases=tuple(_cases(which, text, possessed, reading, own, faults or {})),
        )
        for which, text, possessed, reading, own in parts
    ]


def needed_forms(
    printed: str, *, possessed: bool, reading: str, own: Mapping[str, str]
) -> dict[str, str]:
    """Those of the forms written by hand that the rules would not make themselves."""
    if not printed:
        return {}
    return {
        case: form
        for case, form in own.items()
        if form
        and form
        != explained(
            printed, Case(case), possessed=possessed, reading=reading or None
        ).form
    }


def _cases(
    which: str,
    text: str,
    possessed: bool,
    reading: str,
    own: Mapping[str, str],
    faults: Mapping[str, str],
) -> Iterator[ShownCase]:
    for case in OBLIQUE:
        made: Explained | None = None
        if text.strip():
            made = explained(text, case, possessed=possessed, reading=reading or None)
        by_rule = made.form if made is not None else ""
        written = own.get(case, "")
        name, asks = CASE_NAMES[case]
        yield ShownCase(
            field=f"{which}_{case.value}",
            name=name,
            asks=asks,
            form=written or by_rule,
            by_rule=by_rule,
            why=_("written by hand") if written else why(made),
            own=written,
            fault=faults.get(f"{which}_{case.value}", ""),
        )


def why(made: Explained | None) -> str:
    """The rule in words: what is read, how it ends, what is added."""
    if made is None:
        return ""
    if made.rule == Rule.UNCHANGED:
        return _("nothing to add an ending to")
    told = [_before(made)] if _before(made) else []
    if made.rule == Rule.POSSESSED:
        told.append(_("the last word bears the possessive"))
    if made.ending is not None and made.rule != Rule.LINKING_VOWEL:
        told.append(str(_ENDINGS[made.ending]))
    if made.harmony is not None:
        told.append(str(_ROWS[made.harmony]))
    return f"{'; '.join(told)} → {_added(made)}"


def _before(made: Explained) -> str:
    """What is heard, where the letters do not tell it."""
    heard = {"heard": made.heard}
    if made.rule == Rule.LINKING_VOWEL:
        return _("after -ск comes the vowel і")
    if made.rule in (Rule.NUMBER, Rule.ROMAN_NUMBER):
        return _("the number is read as «%(heard)s»") % heard
    if made.rule == Rule.READING:
        return _("is read as «%(heard)s», as you wrote") % heard
    if made.rule == Rule.READ_APART:
        return _("letters are read as «%(heard)s»") % heard
    return ""


def _added(made: Explained) -> str:
    return made.added if made.added.startswith("-") else f"-{made.added}"
