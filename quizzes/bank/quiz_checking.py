"""Holding the items of a quiz against what the bank says now.

A fact may have been changed or withdrawn since, and a fact that was entered since may
have made a wrong option a right one. The number of queries is fixed, whatever the
number of items.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.bank.entities import Entity
from quizzes.bank.facts import Fact
from quizzes.bank.questions import Question
from quizzes.bank.questions import Stimulus as StoredStimulus
from quizzes.bank.quizzes import Quiz
from quizzes.bank.reading import read
from quizzes.bank.references import COMMON, named, reference, split
from quizzes.bank.scopes import scope_of
from quizzes.items.data import Item
from quizzes.items.doubts import Doubt, doubts, entities_of, references_in
from quizzes.items.ground import Ground


class Freshness(StrEnum):
    """How an item stands to what the bank says now."""

    CURRENT = "current"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"
    # Of a space that is not the teacher's: nothing is told of it
    FOREIGN = "foreign"


_FRESHNESS: Final[Mapping[Freshness, Promise]] = {
    Freshness.CHANGED: gettext_lazy("What it rests on has been changed since."),
    Freshness.WITHDRAWN: gettext_lazy(
        "What it rests on is withdrawn from the bank, or not there any more."
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Concern:
    """What speaks against an item as it stands, in words; nothing, mostly."""

    number: int
    freshness: Freshness
    doubts: tuple[str, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """All that is to be said of it."""
        changed = _FRESHNESS.get(self.freshness)
        return (*([str(changed)] if changed else []), *self.doubts)

    @property
    def can_be_made_anew(self) -> bool:
        """Whether the bank still makes something of what it asks."""
        return self.freshness is Freshness.CHANGED or bool(self.doubts)


def concerns_of(quiz: Quiz, items: Sequence[Item]) -> list[Concern]:
    """What speaks against each item as it stands."""
    fresh, found = freshness_of(quiz, items), doubts_of(quiz, items)
    return [
        Concern(number=number, freshness=freshness, doubts=tuple(map(_told, told)))
        for number, (freshness, told) in enumerate(
            zip(fresh, found, strict=True), start=1
        )
    ]


def doubts_of(quiz: Quiz, items: Sequence[Item]) -> list[tuple[Doubt, ...]]:
    """What the bank says now against the options of each item."""
    made = [item for item in items if item.question is None]
    if not made:
        return [() for _item in items]
    facts = {each for item in made for each in references_in(item)}
    entities = {each for item in made for each in entities_of(item)}
    subjects = Fact.objects.filter(named(facts)).values_list("subject_id")
    offered = Entity.objects.filter(named(entities)).values_list("pk")
    about = {pk for (pk,) in subjects.union(offered)}
    ground = Ground(read(about, scope_of(quiz.space.key)))
    return [doubts(item, ground) for item in items]


def _told(doubt: Doubt) -> str:
    """A doubt in words, with the fact that raises it."""
    if doubt.because is None:
        return _("By what the bank says now it is not sure: %(option)s") % {
            "option": doubt.text
        }
    said = (
        _("“%(option)s” may be wrong now: %(fact)s")
        if doubt.was_right
        else _("“%(option)s” may be right as well now: %(fact)s")
    )
    return said % {"option": doubt.text, "fact": doubt.because.statement}


def freshness_of(quiz: Quiz, items: Sequence[Item]) -> list[Freshness]:
    """Whether what each item rests on has changed since; three queries."""
    facts = _versions(
        Fact.objects.filter(unasked=""),
        {key for item in items for key, _version in item.facts},
    )
    questions = _versions(
        Question.objects.all(),
        {item.question[0] for item in items if item.question is not None},
    )
    texts = _versions(
        StoredStimulus.objects.all(),
        {item.stimulus.key for item in items if item.stimulus is not None},
    )
    reach = {COMMON, quiz.space.key}
    found = []
    for item in items:
        known = facts if item.question is None else questions
        named_by = item.facts if item.question is None else (item.question,)
        if item.stimulus is not None:
            known = known | texts
            named_by = (*named_by, (item.stimulus.key, item.stimulus.version))
        if any(split(key)[0] not in reach for key, _version in named_by):
            found.append(Freshness.FOREIGN)
        elif any(key not in known for key, _version in named_by):
            found.append(Freshness.WITHDRAWN)
        elif any(known[key] != version for key, version in named_by):
            found.append(Freshness.CHANGED)
        else:
            found.append(Freshness.CURRENT)
    return found


def _versions(rows: object, references: Iterable[str]) -> dict[str, int]:
    """The versions of those that may be asked, by their references."""
    found = rows.filter(named(references), state="approved")  # type: ignore[attr-defined]
    return {
        reference(space, key): version
        for space, key, version in found.values_list("space__key", "key", "version")
    }
