"""Counting anew, from what is stored, how often facts were asked and missed."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from operator import itemgetter

from django.db import transaction

from quizzes.attempts.models import Attempt, Slot, Snapshot
from quizzes.attempts.snapshots import item_of
from quizzes.bank import usage
from quizzes.bank.models import Fact


@transaction.atomic
def recount_usage() -> int:
    """Put counts of all closed attempts in the place of the kept sums.

    As when an attempt closes, an answered fact counts once in each attempt, by its
    newest mark, and a teacher's try of a quiz does not count. Gives the number of
    facts that were asked. To be run while nobody closes an attempt.
    """
    facts = _first_facts()
    asked: Counter[int] = Counter()
    missed: Counter[int] = Counter()
    slots = (
        Slot.objects.filter(
            attempt__state=Attempt.State.CLOSED,
            attempt__is_try=False,
            answer_count__gt=0,
            snapshot__in=facts,
        )
        .order_by("attempt_id")
        .values_list("attempt_id", "snapshot_id", "mark")
    )
    for _attempt, rows in groupby(slots.iterator(), key=itemgetter(0)):
        judged = [(facts[snapshot], mark) for _attempt, snapshot, mark in rows]
        asked.update({fact for fact, _mark in judged})
        missed.update({fact for fact, mark in judged if mark is None or mark < 1})
    usage.replace(asked=asked, missed=missed)
    return len(asked)


def _first_facts() -> dict[int, int]:
    """The fact that each snapshot asks first, where the bank still has it."""
    stored = {fact.reference: fact.pk for fact in Fact.objects.select_related("space")}
    found = {}
    for snapshot in Snapshot.objects.iterator():
        for reference, _version in item_of(snapshot).facts[:1]:
            if reference in stored:
                found[snapshot.pk] = stored[reference]
    return found
