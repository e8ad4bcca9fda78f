"""What differs between two contents of an entity, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from quizzes.bank.case_words import case_tables
from quizzes.bank.entities import Entity
from quizzes.bank.entity_content import EntityContent, NameContent
from quizzes.bank.spaces import Language


def differences(old: EntityContent, new: EntityContent) -> list[tuple[str, str, str]]:
    """The fields that differ: how each is called, what the one has and the other."""
    rows = [
        (_("Kind"), _kind(old.kind), _kind(new.kind)),
        (_("Sort"), old.category, new.category),
        (_("Part of"), old.part_of, new.part_of),
    ]
    for language, said in Language.choices:
        rows += [
            (f"{label} ({said})", before, after)
            for label, before, after in _names(
                old.name_in(language), new.name_in(language)
            )
        ]
    before, after = old.name_in("kk"), new.name_in("kk")
    rows.append((_("How it is read aloud"), before.reading, after.reading))
    tables = zip(case_tables(before), case_tables(after), strict=False)
    for old_table, new_table in tables:
        # Of another name all forms are others, which needs no word.
        renamed = old_table.name != new_table.name
        for case, other in zip(old_table.cases, new_table.cases, strict=True):
            if not renamed or case.own != other.own:
                rows.append((case.name, case.form, other.form))
    return [row for row in rows if row[1] != row[2]]


def _names(old: NameContent, new: NameContent) -> list[tuple[str, str, str]]:
    return [
        (_("Name in full"), old.name, new.name),
        (_("Short name"), old.short, new.short),
        (_("Other designations"), _also(old), _also(new)),
        (_("Other spellings"), "; ".join(old.aliases), "; ".join(new.aliases)),
    ]


def _also(name: NameContent) -> str:
    return "; ".join(each.name for each in name.also)


def _kind(kind: str) -> str:
    return str(dict(Entity.Kind.choices).get(kind, ""))
