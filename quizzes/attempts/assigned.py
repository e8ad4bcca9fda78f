"""Attempts at assignments: starting them, and keeping them up with their rules.

Each attempt holds its own deadline, so that an answer asks for nothing else. Whoever
changes the rules locks the row of the assignment, then the attempts by primary key, and
brings them up to date; whoever starts an attempt stores it, locks the same row and
reads the rules after that. So no attempt keeps a deadline that is not the rules' any
more.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import Max

from quizzes.attempts import taking
from quizzes.attempts.drawing import draw_items, titles_of
from quizzes.attempts.models import SETTLED, AssignedItem, Attempt, Snapshot
from quizzes.attempts.snapshots import freeze, item_of
from quizzes.bank.models import Quiz
from quizzes.bank.quiz_access import rows_of
from quizzes.bank.recipes import FeedbackMode
from quizzes.classes import assigning
from quizzes.classes.assigning import Given, allowance_of
from quizzes.classes.assignments import (
    Allowance,
    Assignment,
    attempts_allowed,
    closing,
    deadline,
    over_for_all,
)
from quizzes.classes.classrooms import Classroom, Enrolment
from quizzes.people.models import User

MOST_EXTRA_MINUTES: Final = 600
MOST_EXTRA_ATTEMPTS: Final = 20


class AssignedError(Exception):
    """What was asked cannot be done; nothing has been changed."""


class NotOpenYet(AssignedError):
    """The assignment opens later."""


class NotOpenAnyMore(AssignedError):
    """The assignment is closed for this learner, or cancelled."""


class NoAttemptsLeft(AssignedError):
    """The learner has had all attempts that are allowed."""


class TooMuch(AssignedError):
    """The learner has been allowed as much as one can be."""


def start(
    *, assignment: Assignment, learner: User, start_key: uuid.UUID, now: datetime
) -> Attempt:
    """Start an attempt at an assignment, or give the one that is open.

    Raises NotOpenYet, NotOpenAnyMore, NoAttemptsLeft, `taking.NothingToAsk` if the bank
    makes no item any more, and `taking.StartKeyReused`. Whether it is the learner's is
    asked before.
    """
    known = _known(assignment, learner, start_key, now)
    if known is not None:
        return known
    _require_open(assignment, allowance_of(assignment, learner.pk), now)
    seed = _seed(assignment, learner, start_key)
    snapshots = _snapshots(assignment, seed)
    try:
        with transaction.atomic():
            return _store(assignment, learner, start_key, seed, snapshots, now)
    except IntegrityError:
        # Pressed several times at once: the first one counts.
        known = _known(assignment, learner, start_key, now)
        if known is None:
            raise
        return known


def give_quiz(
    *,
    quiz: Quiz,
    teacher: User,
    rules: Given,
    feedback_mode: FeedbackMode,
    classes: Sequence[Classroom],
    learners: Mapping[int, Sequence[Enrolment]],
    given_key: uuid.UUID,
    now: datetime,
) -> Assignment:
    """Give a quiz that is built, with its items as they are now, in their order.

    Takes whom it is for as `assigning.give` does. Raises `taking.NothingToAsk` if there
    is nothing in the quiz.
    """
    items = [row.item() for row in rows_of(quiz)]
    if not items:
        raise taking.NothingToAsk
    recipe = replace(quiz.asked(), length=len(items), feedback_mode=feedback_mode)
    with transaction.atomic():
        assignment = assigning.give(
            teacher=teacher,
            rules=rules,
            recipe=recipe,
            classes=classes,
            learners=learners,
            given_key=given_key,
            now=now,
            quiz=quiz,
        )
        # A form that was sent twice gave it the first time
        if not _same_for_all(_locked(assignment)):
            _keep_for_all(assignment, freeze(items))
    return assignment


def change(*, assignment: Assignment, rules: Given) -> None:
    """Give an assignment other rules; attempts that are open follow them.

    What may be asked, and when feedback is given, stay as they are.
    """
    with transaction.atomic():
        locked = _locked(assignment)
        locked.title = rules.title
        locked.opens_at = rules.opens_at
        locked.closes_at = rules.closes_at
        locked.minutes = rules.minutes
        locked.attempts_allowed = rules.attempts_allowed
        locked.counts = rules.counts
        locked.save()
        _keep_up(locked)


def cancel(*, assignment: Assignment, now: datetime) -> None:
    """Take an assignment back; what has been done is kept and handed in."""
    with transaction.atomic():
        locked = _locked(assignment)
        if not locked.is_cancelled:
            locked.cancelled_at = now
            locked.save(update_fields=["cancelled_at"])
            _keep_up(locked)


def restore(*, assignment: Assignment) -> None:
    """Give a cancelled assignment again; attempts that were handed in stay so."""
    with transaction.atomic():
        locked = _locked(assignment)
        locked.cancelled_at = None
        locked.save(update_fields=["cancelled_at"])
        _keep_up(locked)


def give_time(
    *, assignment: Assignment, learner_id: int, minutes: int, by: User, now: datetime
) -> None:
    """Give one learner more time: the limit gets longer, and so does what cuts it off.

    Without a limit it is the closing that comes later; where that is past, it counts
    from now. Raises TooMuch.
    """
    with transaction.atomic():
        allowance = _allowance(_locked(assignment), learner_id, by, now)
        allowance.extra_minutes += minutes
        if allowance.extra_minutes > MOST_EXTRA_MINUTES:
            raise TooMuch
        closes_at = closing(allowance.assignment, allowance)
        if closes_at is not None and closes_at < _limit(allowance, closes_at, now):
            allowance.closes_at = max(closes_at, now) + timedelta(minutes=minutes)
        allowance.save()
        _keep_up(allowance.assignment)


def give_attempt(
    *, assignment: Assignment, learner_id: int, by: User, now: datetime
) -> None:
    """Let one learner try once more; raises TooMuch."""
    with transaction.atomic():
        allowance = _allowance(_locked(assignment), learner_id, by, now)
        allowance.extra_attempts += 1
        if allowance.extra_attempts > MOST_EXTRA_ATTEMPTS:
            raise TooMuch
        allowance.save()


def reopen(
    *,
    assignment: Assignment,
    learner_id: int,
    closes_at: datetime,
    by: User,
    now: datetime,
) -> None:
    """Let one learner work until another time than the others, with an attempt to use.

    Raises TooMuch.
    """
    with transaction.atomic():
        allowance = _allowance(_locked(assignment), learner_id, by, now)
        allowance.closes_at = closes_at
        rules = allowance.assignment
        own = Attempt.objects.filter(assignment=rules, learner_id=learner_id)
        # One that is open goes on, if the time limit has left it any time.
        goes_on = any(
            each.is_open and _is_after(deadline(rules, allowance, each.started_at), now)
            for each in own
        )
        if not goes_on and len(own) >= attempts_allowed(rules, allowance):
            allowance.extra_attempts += 1
        if allowance.extra_attempts > MOST_EXTRA_ATTEMPTS:
            raise TooMuch
        allowance.save()
        _keep_up(rules)


# --- Starting ---


def _known(
    assignment: Assignment, learner: User, start_key: uuid.UUID, now: datetime
) -> Attempt | None:
    """The attempt that the key has started, or the one that is open.

    One whose time is up is closed, so that it does not stand in the way of the next.
    """
    known = Attempt.objects.filter(learner=learner, start_key=start_key).first()
    if known is not None:
        if known.assignment_id != assignment.pk:
            raise taking.StartKeyReused(known)
        return known
    own = Attempt.objects.filter(assignment=assignment, learner=learner)
    going_on = own.filter(state=Attempt.State.OPEN).first()
    if going_on is None or going_on.takes_answers_at(now):
        return going_on
    with suppress(taking.AttemptClosed):
        taking.close(attempt=going_on, now=now)
    return None


def _require_open(
    assignment: Assignment, allowance: Allowance | None, now: datetime
) -> None:
    if assignment.is_cancelled:
        raise NotOpenAnyMore
    if not assignment.opens_by(now):
        raise NotOpenYet
    if not _is_after(closing(assignment, allowance), now):
        raise NotOpenAnyMore


def _is_after(end: datetime | None, now: datetime) -> bool:
    return end is None or end > now


def _seed(assignment: Assignment, learner: User, start_key: uuid.UUID) -> str:
    return assignment.seed if assignment.same_items else start_key.hex


def _snapshots(assignment: Assignment, seed: str) -> Sequence[Snapshot]:
    """The items of a new attempt: those of all learners, or drawn afresh."""
    if assignment.same_items and (stored := _same_for_all(assignment)):
        return stored
    # Drawn before the transaction: it reads much, and writers wait for one another.
    drawn = draw_items(assignment.asked(), seed=seed)
    if not drawn.items:
        raise taking.NothingToAsk
    with transaction.atomic():
        if not assignment.same_items:
            return freeze(drawn.items)
        # Drawn by many at once, and maybe from a bank that has just been changed: what
        # was stored first is for all.
        _locked(assignment)
        if stored := _same_for_all(assignment):
            return stored
        snapshots = freeze(drawn.items)
        _keep_for_all(assignment, snapshots)
    return snapshots


def _keep_for_all(assignment: Assignment, snapshots: Sequence[Snapshot]) -> None:
    AssignedItem.objects.bulk_create(
        AssignedItem(assignment=assignment, position=position, snapshot=snapshot)
        for position, snapshot in enumerate(snapshots, start=1)
    )


def _same_for_all(assignment: Assignment) -> Sequence[Snapshot]:
    items = AssignedItem.objects.filter(assignment=assignment)
    return [
        each.snapshot for each in items.select_related("snapshot").order_by("position")
    ]


def _store(
    assignment: Assignment,
    learner: User,
    start_key: uuid.UUID,
    seed: str,
    snapshots: Sequence[Snapshot],
    now: datetime,
) -> Attempt:
    items = [item_of(snapshot) for snapshot in snapshots]
    own = Attempt.objects.filter(assignment=assignment, learner=learner)
    number = (own.aggregate(last=Max("number"))["last"] or 0) + 1
    attempt = Attempt(
        learner=learner,
        start_key=start_key,
        assignment=assignment,
        number=number,
        recipe=assignment.recipe,
        source_titles=titles_of(items),
        feedback_mode=assignment.feedback_mode,
        seed=seed,
        started_at=now,
        # Known for certain below
        deadline_at=deadline(assignment, None, now),
        reveals_at=over_for_all(assignment, []),
    )
    shuffled_by = start_key.hex if assignment.shuffles_options else ""
    taking.store_with_slots(attempt, items, snapshots, shuffled_by=shuffled_by)
    rules = _locked(assignment)
    allowance = allowance_of(rules, learner.pk)
    _require_open(rules, allowance, now)
    if number > attempts_allowed(rules, allowance):
        raise NoAttemptsLeft
    attempt.deadline_at = deadline(rules, allowance, now)
    attempt.reveals_at = _reveals_at(rules)
    attempt.save(update_fields=["deadline_at", "reveals_at"])
    return attempt


# --- Keeping up ---


def _locked(assignment: Assignment) -> Assignment:
    # Its key stays as it is: so whoever changes an attempt, and has PostgreSQL look
    # whether the attempt's assignment is still there, need not wait for us.
    return Assignment.objects.select_for_update(no_key=True).get(pk=assignment.pk)


def _allowance(
    assignment: Assignment, learner_id: int, by: User, now: datetime
) -> Allowance:
    """The allowance of a learner, new if there is none; saves nothing."""
    allowance = allowance_of(assignment, learner_id)
    if allowance is None:
        allowance = Allowance(assignment=assignment, learner_id=learner_id)
    allowance.assignment = assignment
    allowance.given_by, allowance.given_at = by, now
    return allowance


def _limit(allowance: Allowance, closes_at: datetime, now: datetime) -> datetime:
    """When the time limit of a learner ends who is at work, or begins now.

    Without a limit it ends after any closing.
    """
    rules = allowance.assignment
    if rules.minutes is None:
        return closes_at + timedelta(minutes=1)
    own = Attempt.objects.filter(assignment=rules, learner_id=allowance.learner_id)
    at_work = own.filter(state=Attempt.State.OPEN).first()
    started_at = now if at_work is None else at_work.started_at
    return started_at + timedelta(minutes=rules.minutes + allowance.extra_minutes)


def _reveals_at(assignment: Assignment) -> datetime | None:
    """When what is shown after closing is shown: when nobody can answer any more."""
    if assignment.feedback_mode != FeedbackMode.AT_CLOSE:
        return None
    over = over_for_all(assignment, assignment.allowances.all())
    return None if over is None else over + SETTLED


def _keep_up(assignment: Assignment) -> None:
    """Bring the attempts of a locked assignment up to date with its rules."""
    reveals_at = _reveals_at(assignment)
    allowances = {each.learner_id: each for each in assignment.allowances.all()}
    attempts = Attempt.objects.filter(assignment=assignment)
    for attempt in attempts.select_for_update().order_by("pk"):
        before = (attempt.deadline_at, attempt.reveals_at)
        if attempt.is_open:
            allowance = allowances.get(attempt.learner_id)
            attempt.deadline_at = deadline(assignment, allowance, attempt.started_at)
        attempt.reveals_at = reveals_at
        if (attempt.deadline_at, attempt.reveals_at) != before:
            # Another revision: whoever has read the old deadline looks again.
            attempt.revision += 1
            attempt.save(update_fields=["deadline_at", "reveals_at", "revision"])
