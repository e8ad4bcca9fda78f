"""Practising what memory offers or an attempt missed; trying a quiz of one's own."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import IntegrityError, transaction

from quizzes.attempts import learning, taking
from quizzes.attempts.drawing import titles_of
from quizzes.attempts.models import Attempt
from quizzes.attempts.snapshots import freeze, item_of
from quizzes.bank.models import Quiz, Stimulus, StimulusPart
from quizzes.bank.quiz_access import rows_of
from quizzes.bank.recipes import FeedbackMode, Recipe
from quizzes.bank.references import named
from quizzes.items.data import Item
from quizzes.memory import practice
from quizzes.memory.choosing import Offer, Reason
from quizzes.people.models import User


class NotRevealed(taking.TakingError):
    """How the attempt was marked is not to be known yet."""


class NothingMissed(taking.TakingError):
    """The attempt has no mistakes to practise."""


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

    `only` limits the reasons: what is due, what was missed. Each question keeps why it
    is asked. The key starts once, whatever is due by then. Raises NothingToAsk where
    nothing is offered or no item can be made of it.
    """
    started = Attempt.objects.filter(learner=learner, start_key=start_key).first()
    if started is not None:
        return started
    learning.settle(now=now, learner_id=learner.pk)
    offers = practice.offer(
        learner_id=learner.pk,
        count=count,
        spare=practice.SPARE,
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
        facts=_tried_in_turn(offers),
        core_only=False,
    )
    return taking.start(
        learner=learner,
        recipe=recipe,
        start_key=start_key,
        seed=seed,
        now=now,
        offers=offers,
    )


def practise_again(
    *, attempt: Attempt, start_key: uuid.UUID, seed: str, now: datetime
) -> Attempt:
    """Start an attempt on what a closed one missed, with feedback at once.

    What stands under a text is asked again with all that stands there; what comes of a
    teacher's try counts in no statistics either. Raises
    NotRevealed where the learner may not know yet what was missed, NothingMissed where
    all was right, and what `taking.start` raises.
    """
    if not attempt.may_be_revealed_at(now):
        raise NotRevealed
    slots = attempt.slots.select_related("snapshot").order_by("position")
    missed = [item_of(slot.snapshot) for slot in slots if taking.is_missed(slot)]
    if not missed:
        raise NothingMissed
    return taking.start(
        learner=attempt.learner,
        recipe=_asking_again(missed),
        start_key=start_key,
        seed=seed,
        now=now,
        is_try=attempt.is_try,
    )


def _asking_again(items: Sequence[Item]) -> Recipe:
    """The recipe that asks what items have asked, and nothing else."""
    texts = dict.fromkeys(item.stimulus.key for item in items if item.stimulus)
    alone = [item for item in items if item.stimulus is None]
    facts = dict.fromkeys(item.asked[0] for item in alone if item.question is None)
    by_hand = dict.fromkeys(item.asked[0] for item in alone if item.question)
    under = StimulusPart.objects.filter(
        stimulus__in=Stimulus.objects.filter(named(texts))
    )
    return Recipe(
        length=max(len(facts) + len(by_hand) + (under.count() if texts else 0), 1),
        facts=tuple(facts),
        by_hand=tuple(by_hand),
        texts=tuple(texts),
        core_only=False,
    )


def _tried_in_turn(offers: Sequence[Offer[str]]) -> tuple[str, ...]:
    """The facts as items are made of them: what was drawn blindly before all else.

    Else its item would be left out where it gives away another, and be blind no more.
    """
    in_turn = sorted(offers, key=lambda offer: offer.reason is not Reason.YARDSTICK)
    return tuple(offer.fact for offer in in_turn)


def try_quiz(
    *, quiz: Quiz, learner: User, start_key: uuid.UUID, seed: str, now: datetime
) -> Attempt:
    """Start an attempt on the very items of a quiz, with feedback at once.

    It counts in no statistics: its teacher knows the answers. The key starts once.
    Raises NothingToAsk where the quiz has no items.
    """
    attempts = Attempt.objects.filter(learner=learner, start_key=start_key)
    if (started := attempts.first()) is not None:
        return started
    items = [row.item() for row in rows_of(quiz)]
    if not items:
        raise taking.NothingToAsk
    mode = FeedbackMode.AT_ONCE
    recipe = replace(quiz.asked(), length=len(items), feedback_mode=mode)
    attempt = Attempt(
        learner=learner,
        start_key=start_key,
        recipe=recipe.to_record(),
        source_titles=titles_of(items),
        is_try=True,
        feedback_mode=mode,
        seed=seed,
        started_at=now,
    )
    try:
        with transaction.atomic():
            return taking.store_with_slots(attempt, items, freeze(items))
    except IntegrityError:
        # Pressed several times at once: the first one counts.
        if (started := attempts.first()) is None:
            raise
        return started
