"""How facts fare with learners, for "never asked" and "often missed"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import F

from quizzes.bank.facts import Fact
from quizzes.bank.history import FactUsage


@transaction.atomic
def record(*, asked: Iterable[int], missed: Iterable[int]) -> None:
    """Add what one closed attempt asked and missed, as primary keys of facts.

    A fact that was asked twice stands there twice; keys of facts that are gone are
    passed over.
    """
    asked_times, missed_times = Counter(asked), Counter(missed)
    known = Fact.objects.filter(pk__in=asked_times).values_list("pk", flat=True)
    rows = [FactUsage(fact_id=pk) for pk in sorted(known)]
    FactUsage.objects.bulk_create(rows, ignore_conflicts=True)
    # In one order for every attempt, so that two closings cannot block one another.
    for row in rows:
        times = asked_times[row.fact_id]
        FactUsage.objects.filter(fact_id=row.fact_id).update(
            asked=F("asked") + times,
            missed=F("missed") + min(missed_times[row.fact_id], times),
        )


@transaction.atomic
def replace(*, asked: Mapping[int, int], missed: Mapping[int, int]) -> None:
    """Put freshly counted sums in the place of the kept ones."""
    FactUsage.objects.all().delete()
    FactUsage.objects.bulk_create(
        [
            FactUsage(fact_id=pk, asked=times, missed=min(missed.get(pk, 0), times))
            for pk, times in sorted(asked.items())
        ]
    )
