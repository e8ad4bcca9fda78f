"""By what the items that were shown are judged, now that the bank says otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, TypeAlias

from django.db.models import QuerySet

from quizzes.attempts.models import AskedFact, Attempt, Slot, Snapshot
from quizzes.attempts.snapshots import item_of
from quizzes.bank.models import Fact, FactVersion, Question
from quizzes.bank.neighbourhood import neighbourhood
from quizzes.bank.references import named
from quizzes.bank.scopes import scope_of
from quizzes.bank.written_items import item_of_question
from quizzes.items.data import Item
from quizzes.items.question_rekeying import rekeyed_question
from quizzes.items.rekeying import NoKey, rekeyed

# What can be corrected
Thing: TypeAlias = Fact | Question
# By the snapshot's id: the item that its answers are to be judged by, None where no
# option is right any more or nobody can tell which.
Judgements: TypeAlias = Mapping[int, Item | None]


def snapshots_of(thing: Thing) -> QuerySet[Snapshot]:
    """The snapshots that ask a fact or a question."""
    if isinstance(thing, Question):
        return Snapshot.objects.filter(question=thing)
    asked = AskedFact.objects.filter(fact=thing).values("snapshot")
    return Snapshot.objects.filter(pk__in=asked)


def attempts_before(thing: Thing) -> QuerySet[Attempt]:
    """The attempts that asked an older version of a thing, the newest first."""
    old = [
        snapshot.pk
        for snapshot in snapshots_of(thing)
        if _version_asked(item_of(snapshot), thing) < thing.version
    ]
    asked = Slot.objects.filter(snapshot__in=old).values("attempt")
    return Attempt.objects.filter(pk__in=asked).newest_first()


def _version_asked(item: Item, thing: Thing) -> int:
    named_by = item.facts if item.question is None else (item.question,)
    return dict(named_by).get(thing.reference, thing.version)


def judgements_of(thing: Thing) -> Judgements:
    """Tell for every item that asked a thing by what it is to be judged."""
    shown = {snapshot.pk: item_of(snapshot) for snapshot in snapshots_of(thing)}
    if isinstance(thing, Question):
        return _by_question(shown, thing)
    return _by_facts(shown)


def _by_question(shown: Mapping[int, Item], question: Question) -> Judgements:
    stored = Question.objects.with_content().get(pk=question.pk)
    now = item_of_question(stored, seed="")
    items: dict[int, Item | None] = {}
    for pk, item in shown.items():
        try:
            items[pk] = rekeyed_question(item, now)
        except NoKey:
            items[pk] = None
    return items


def _by_facts(shown: Mapping[int, Item]) -> Judgements:
    references = {reference for item in shown.values() for reference, _ in item.facts}
    rows = list(Fact.objects.filter(named(references)).select_related("space"))
    near = neighbourhood(
        [row.pk for row in rows], scope_of(*sorted({row.space.key for row in rows}))
    )
    facts = {each.key: each for each in near.facts}
    said = _said(rows)
    now = {row.reference: row.version for row in rows}
    items: dict[int, Item | None] = {}
    for pk, item in shown.items():
        if all(
            said.get(each) == said.get((each[0], now.get(each[0], 0)))
            for each in item.facts
        ):
            items[pk] = item
            continue
        try:
            items[pk] = rekeyed(item, facts)
        except (NoKey, KeyError):
            items[pk] = None
    return items


def _said(facts: Iterable[Fact]) -> dict[tuple[str, int], object]:
    """What each version of the facts says that keys hang on, by name and number."""
    references = {fact.pk: fact.reference for fact in facts}
    versions = FactVersion.objects.filter(fact__in=references)
    return {
        (references[fact], number): [content.get(name) for name in _KEYS_HANG_ON]
        for fact, number, content in versions.values_list("fact", "number", "content")
    }


_KEYS_HANG_ON: Final = (
    "subject",
    "property",
    "object",
    "value",
    "text_value",
    "ask_precision",
    "planned",
)
