"""Files that go out: facts, the items that they make, and questions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import PurePosixPath
from typing import Final

from django.db.models import F
from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from quizzes.attempts.drawing import titles_of
from quizzes.bank.facts import FactQuerySet
from quizzes.bank.neighbourhood import neighbourhood
from quizzes.bank.pictures import Picture as StoredPicture
from quizzes.bank.question_conversion import (
    question_content,
    question_data,
    text_above,
)
from quizzes.bank.questions import Question, QuestionQuerySet, StimulusPart
from quizzes.bank.scopes import scope_of
from quizzes.bank.spaces import Source, Space
from quizzes.exchange import question_exports, sheet_writing
from quizzes.exchange.above_questions import picture_files
from quizzes.exchange.anki_writing import MOST_CARDS
from quizzes.exchange.bank_rows import world_of
from quizzes.exchange.examples import BOM, CSV_TYPE, TEXT_TYPE, XLSX_TYPE
from quizzes.exchange.question_exports import OutFormat, ending_of
from quizzes.exchange.recognising import FactFormat
from quizzes.items.data import Form, Item
from quizzes.items.making import make_every
from quizzes.items.questions import QuestionData, as_question

MOST_ASKED: Final = 300

CONTENT_TYPES: Final[Mapping[str, str]] = {
    FactFormat.CSV: CSV_TYPE,
    FactFormat.XLSX: XLSX_TYPE,
    FactFormat.JSON: "application/json",
    OutFormat.GIFT: TEXT_TYPE,
    OutFormat.MOODLE_XML: "application/xml",
    OutFormat.QTI: "application/zip",
    OutFormat.ANKI: "application/octet-stream",
}
FACT_FORMATS: Final[Mapping[str, str | Promise]] = {
    FactFormat.XLSX.value: _("Excel (.xlsx)"),
    FactFormat.CSV.value: _("CSV"),
    FactFormat.JSON.value: _("JSON"),
}
ITEM_FORMATS: Final[Mapping[str, str | Promise]] = {
    OutFormat.GIFT.value: _("GIFT (Moodle and others)"),
    OutFormat.MOODLE_XML.value: _("Moodle XML"),
    OutFormat.QTI.value: _("QTI 3.0 package"),
    OutFormat.ANKI.value: _("Anki deck (.apkg)"),
}
QUESTION_FORMATS: Final = {
    **ITEM_FORMATS,
    OutFormat.XLSX.value: _("Excel (.xlsx)"),
    OutFormat.CSV.value: _("CSV"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """A file: its bytes, its name and its type."""

    content: bytes
    name: str
    content_type: str


class NothingToExport(Exception):
    """Nothing was chosen, or nothing of it can be asked."""


class TooMuchAtOnce(Exception):
    """More facts than items are made of at once."""


def export_facts(
    facts: FactQuerySet, *, space: Space, file_format: str, now: datetime
) -> Exported:
    """Facts of a space as a sheet, as JSON, or as the items that they make.

    Raises NothingToExport, and TooMuchAtOnce where items are wanted of too many.
    """
    if file_format in ITEM_FORMATS:
        return _items_of_facts(facts, space, OutFormat(file_format), now)
    keys = set(facts.values_list("key", flat=True))
    if not keys:
        raise NothingToExport
    world = world_of(space)
    contents = [fact for key, fact in world.facts.items() if key in keys]
    write = sheet_writing.WRITERS[file_format]
    content = write(sheet_writing.table_of(contents, world))
    return _named(content, f"facts-{space.key}", file_format, file_format, now)


def export_questions(
    questions: QuestionQuerySet, *, space: Space, file_format: str, now: datetime
) -> Exported:
    """Questions of a space as a file; raises NothingToExport."""
    rows = list(questions.with_content().order_by("key"))
    if not rows:
        raise NothingToExport
    out_format = OutFormat(file_format)
    shown = shown_questions(rows)
    content = question_exports.export_questions(
        [question_content(each) for each in rows],
        out_format,
        title=str(space.name),
        titles=titles_within_reach(space),
        now=now,
        shown=shown,
        images=images_of(shown),
    )
    ending = ending_of(out_format)
    return _named(content, f"questions-{space.key}", file_format, ending, now)


def export_items(
    items: Sequence[Item],
    *,
    kind: str,
    title: str,
    titles: Mapping[str, str],
    name: str,
    now: datetime,
) -> Exported:
    """Items, those of a quiz for example, as a file in one of `QUESTION_FORMATS`.

    Takes the title of the whole, those of the sources by their keys, and what the file
    is called, in small Latin letters. Raises NothingToExport.
    """
    if not items:
        raise NothingToExport
    out_format = OutFormat(kind)
    shown = [as_question(item, item.asked[0]) for item in items]
    content = question_exports.export_items(
        items,
        out_format,
        title=title,
        titles=dict(titles),
        now=now,
        images=images_of(shown),
    )
    return _named(content, name, kind, ending_of(out_format), now)


def shown_questions(questions: Sequence[Question]) -> list[QuestionData]:
    """Questions as learners see them: with their pictures, under their texts.

    A text that somebody else has put a question of the library under stays theirs.
    """
    parts = StimulusPart.objects.filter(
        question__in=questions, stimulus__space=F("question__space")
    )
    texts = {
        part.question_id: part.stimulus
        for part in parts.select_related("stimulus__picture").defer(
            "stimulus__picture__content"
        )
    }
    return [
        replace(
            question_data(each),
            stimulus=text_above(texts[each.pk]) if each.pk in texts else None,
        )
        for each in questions
    ]


def have_pictures(items: Sequence[Item]) -> bool:
    """Whether some of the items, or of their texts, have a picture."""
    return bool(picture_files(as_question(item, item.asked[0]) for item in items))


def images_of(questions: Iterable[QuestionData]) -> dict[str, bytes]:
    """The contents of their pictures by the names of the files; one query if any."""
    names = {PurePosixPath(name).stem: name for name in picture_files(questions)}
    if not names:
        return {}
    stored = StoredPicture.objects.filter(digest__in=names)
    return {
        names[digest]: bytes(content)
        for digest, content in stored.values_list("digest", "content")
    }


def titles_within_reach(space: Space) -> dict[str, str]:
    """The Kazakh titles of the sources that things of a space may name, by key."""
    sources = Source.objects.within_reach_of(space)
    return dict(sources.values_list("key", "title_kk"))


def _items_of_facts(
    facts: FactQuerySet, space: Space, out_format: OutFormat, now: datetime
) -> Exported:
    chosen = list(facts.approved().select_related("space")[: MOST_ASKED + 1])
    if len(chosen) > MOST_ASKED:
        raise TooMuchAtOnce
    bank = neighbourhood([fact.pk for fact in chosen], scope_of(space.key))
    named = {fact.reference for fact in chosen}
    asked = [fact for fact in bank.facts if fact.key in named]
    made = make_every(bank, space.key, asked)
    items = [each for each in made if isinstance(each, Item)]
    return export_items(
        _few_of_each(items),
        kind=out_format.value,
        title=str(space.name),
        titles=titles_of(items),
        name=f"items-{space.key}",
        now=now,
    )


def _few_of_each(items: Sequence[Item]) -> list[Item]:
    """As many items of a fact as Anki takes, of different forms first."""
    by_fact: dict[str, list[Item]] = {}
    for item in items:
        by_fact.setdefault(item.asked[0], []).append(item)
    kept = []
    for group in by_fact.values():
        forms: dict[Form, Item] = {}
        for item in group:
            forms.setdefault(item.form, item)
        first = list(forms.values())
        rest = [item for item in group if all(item is not each for each in first)]
        kept += [*first, *rest][:MOST_CARDS]
    return kept


def _named(
    content: bytes, name: str, kind: str, ending: str, now: datetime
) -> Exported:
    if kind == FactFormat.CSV:
        content = BOM.encode() + content
    return Exported(
        content=content,
        name=f"derek-{name}-{now:%Y-%m-%d}.{ending}",
        content_type=CONTENT_TYPES[kind],
    )


def nothing_words() -> str:
    """What is told where nothing goes out."""
    return _t("There is nothing of this to export.")


def too_much_words() -> str:
    """What is told where too much was chosen."""
    return _t("Questions are made of %(limit)s facts at once. Choose a topic.") % {
        "limit": MOST_ASKED
    }
