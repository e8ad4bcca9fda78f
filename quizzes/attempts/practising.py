"""Practising what memory offers."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime

from quizzes.attempts import learning, taking
from quizzes.attempts.models import Attempt
from quizzes.bank.recipes import Recipe
from quizzes.memory import practice
from quizzes.memory.choosing import Reason
from quizzes.people.models import User


def start_practice(
    *,
    learner: User,
    count: int,
    scope: practice.Scope,
    start_key: uuid.UUID,
    seed: str,
    now: datetime,
    only: Collection[Reason] = (),
) -> Attempt:
    """Start an attempt on what memory offers, with feedback at once.

    `only` limits the reasons: what is due, what was missed. The key starts once,
    whatever is due by then. Raises NothingToAsk where nothing is offered or no item can
    be made of it.
    """
    started = Attempt.objects.filter(learner=learner, start_key=start_key).first()
    if started is not None:
        return started
    learning.settle(now=now, learner_id=learner.pk)
    offers = practice.offer(
        learner_id=learner.pk,
        count=count + practice.SPARE,
        now=now,
        seed=seed,
        scope=scope,
        only=only,
    )
    if not offers:
        raise taking.NothingToAsk
    recipe = Recipe(
        families=scope.families,
        topics=scope.topics,
        length=min(count, len(offers)),
        facts=tuple(offer.fact for offer in offers),
        core_only=False,
    )
    return taking.start(
        learner=learner, recipe=recipe, start_key=start_key, seed=seed, now=now
    )
