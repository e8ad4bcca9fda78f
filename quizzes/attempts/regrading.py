"""Judging stored answers anew after a correction, and taking that back.

What is corrected is a fact, or a question by hand: here it is the thing.

`changes_of` says what would change and writes nothing; `regrade` does it, `undo` adds
the marks of before again. Marks are only ever added: the newest counts. Slots that can
still be answered are judged the new way from then on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Count, Prefetch, QuerySet

from quizzes.attempts import learning, responses
from quizzes.attempts.models import Answer, Attempt, Mark, Slot
from quizzes.attempts.regrades import Regrade, RegradedSlot
from quizzes.attempts.rejudging import Judgements, Thing, judgements_of, snapshots_of
from quizzes.attempts.snapshots import freeze, item_of, judged_item
from quizzes.bank.models import Fact
from quizzes.items.data import Item
from quizzes.items.marking import mark
from quizzes.people.models import User


class UndoneAlready(Exception):
    """The regrade has been undone, maybe a moment ago."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A slot that is to be judged otherwise, with its mark before and after.

    Marks are None where there is no answer yet. `is_void` says that no option that was
    shown is right any more.
    """

    slot: Slot
    item: Item
    is_void: bool
    before: Decimal | None
    after: Decimal | None


def changes_of(thing: Thing, *, gives_all: bool) -> list[Change]:
    """What judging by the thing as it stands would change, in the order of the slots.

    With `gives_all`, everybody has the whole mark for an item of which no option is
    right any more; without, such items stay as they were judged.
    """
    return list(_changes(_slots_of(thing), judgements_of(thing), gives_all=gives_all))


def regrade(*, thing: Thing, gives_all: bool, by: User, now: datetime) -> Regrade:
    """Judge the answers to a thing anew; each attempt changes as a whole."""
    judgements = judgements_of(thing)
    with transaction.atomic():
        made = Regrade.objects.create(
            **_naming(thing),
            version=thing.version,
            gives_all=gives_all,
            made_at=now,
            made_by=by,
        )
        slots = _slots_of(thing).order_by("attempt")
        learners: set[int] = set()
        for attempt_id in slots.values_list("attempt", flat=True).distinct():
            attempt = _locked(attempt_id)
            slots = _slots_of(thing).filter(attempt=attempt)
            changes = list(_changes(slots, judgements, gives_all=gives_all))
            for change in changes:
                _judge_by(change, made, by=by, now=now)
            if changes:
                _sum_up(attempt)
                learners.add(attempt.learner_id)
    _remember(learners, thing)
    return made


def undo(*, made: Regrade, by: User, now: datetime) -> None:
    """Judge as before the regrade; raises UndoneAlready."""
    with transaction.atomic():
        made = Regrade.objects.select_for_update(of=("self",)).get(pk=made.pk)
        if made.undone_at is not None:
            raise UndoneAlready
        made.undone_at, made.undone_by = now, by
        made.save(update_fields=["undone_at", "undone_by"])
        learners: set[int] = set()
        before = {
            row.slot_id: row for row in made.slots.select_related("judged_by_before")
        }
        attempts = Attempt.objects.filter(slots__in=before).order_by("pk").distinct()
        for attempt_id in attempts.values_list("pk", flat=True):
            attempt = _locked(attempt_id)
            for slot in _slots_of(made.thing).filter(attempt=attempt, pk__in=before):
                row = before[slot.pk]
                slot.judged_by = row.judged_by_before
                slot.is_void = row.was_void
                slot.save(update_fields=["judged_by", "is_void"])
                _mark_anew(slot, version=made.version, by=by, now=now)
            _sum_up(attempt)
            learners.add(attempt.learner_id)
    _remember(learners, made.thing)


def regrades_of(thing: Thing) -> QuerySet[Regrade]:
    """The regrades of a thing, the newest first, with how many slots each changed."""
    return (
        Regrade.objects.filter(**_naming(thing))
        .select_related("made_by", "undone_by")
        .annotate(changed=Count("slots"))
        .order_by("-made_at", "-pk")
    )


def _changes(
    slots: Iterable[Slot], judgements: Judgements, *, gives_all: bool
) -> Iterator[Change]:
    for slot in slots:
        item = judgements[slot.snapshot_id]
        is_void = item is None
        if is_void and not gives_all:
            continue
        wanted = item or item_of(slot.snapshot)
        if judged_item(slot) == wanted and slot.is_void == is_void:
            continue
        answer = _newest(slot)
        yield Change(
            slot=slot,
            item=wanted,
            is_void=is_void,
            before=slot.mark,
            after=None if answer is None else _score(answer, wanted, is_void=is_void),
        )


def _score(answer: Answer, item: Item, *, is_void: bool) -> Decimal:
    if is_void:
        return Decimal(1)
    return mark(item, responses.from_record(item.form, answer.response)).score


def _naming(thing: Thing) -> dict[str, Thing]:
    """The field of a regrade that names the thing."""
    return {"fact" if isinstance(thing, Fact) else "question": thing}


def _slots_of(thing: Thing) -> QuerySet[Slot]:
    return (
        Slot.objects.filter(snapshot__in=snapshots_of(thing).values("pk"))
        .select_related("snapshot", "judged_by", "attempt__learner")
        .prefetch_related(
            Prefetch("answers", queryset=Answer.objects.order_by("number"))
        )
        .order_by("attempt", "position")
    )


def _newest(slot: Slot) -> Answer | None:
    return next(reversed(slot.answers.all()), None)


# --- Writing --------------------------------------------------------------------------


def _locked(attempt_id: int) -> Attempt:
    """The attempt, and its answers waiting until this is done."""
    return Attempt.objects.select_for_update(no_key=True).get(pk=attempt_id)


def _judge_by(change: Change, made: Regrade, *, by: User, now: datetime) -> None:
    slot = change.slot
    RegradedSlot.objects.create(
        regrade=made,
        slot=slot,
        judged_by_before=slot.judged_by,
        was_void=slot.is_void,
    )
    shown = item_of(slot.snapshot)
    slot.judged_by = None if change.item == shown else freeze([change.item])[0]
    slot.is_void = change.is_void
    slot.save(update_fields=["judged_by", "is_void"])
    _mark_anew(slot, version=made.version, by=by, now=now)


def _mark_anew(slot: Slot, *, version: int, by: User, now: datetime) -> None:
    """Add a mark to the newest answer of a slot, and put it on the slot."""
    answer = _newest(slot)
    if answer is None:
        return
    score = _score(answer, judged_item(slot), is_void=slot.is_void)
    Mark.objects.create(
        answer=answer,
        score=score,
        fact_version=version,
        reason=Mark.Reason.REGRADE,
        made_by=by,
        made_at=now,
    )
    slot.mark = score
    slot.save(update_fields=["mark"])


def _sum_up(attempt: Attempt) -> None:
    """Make the score the sum of the marks; an answer on its way looks again."""
    marks = [
        mark
        for mark in attempt.slots.values_list("mark", flat=True)
        if mark is not None
    ]
    attempt.score = sum(marks, Decimal(0)) if marks else None
    attempt.revision += 1
    attempt.save(update_fields=["score", "revision"])


def _remember(learners: Iterable[int], thing: Thing) -> None:
    """Let memory follow the marks; each learner in a transaction of its own.

    Memory is of facts: a question by hand teaches it nothing.
    """
    if not isinstance(thing, Fact):
        return
    for learner_id in sorted(learners):
        learning.rebuild(learner_id=learner_id)
