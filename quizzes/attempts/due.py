"""What a learner has to do: assignments with what has become of them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Final, Protocol, TypeVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from quizzes.attempts.models import Attempt
from quizzes.classes.assignments import (
    Allowance,
    Assignment,
    attempts_allowed,
    closing,
)
from quizzes.web.prepared import Parameter, Prepared

MINUTES_A_QUESTION: Final = 1

_ATTEMPTS = Prepared(
    lambda: (
        Attempt.objects.of_learner(Parameter("learner"))
        .filter(assignment__among=Parameter("assignments"))
        .defer("recipe", "source_titles")
        .order_by("number")
    )
)
_ALLOWANCES = Prepared(
    lambda: Allowance.objects.filter(
        learner=Parameter("learner"), assignment__among=Parameter("assignments")
    )
)


class Status(models.TextChoices):
    """How far a learner has come with an assignment."""

    NOT_STARTED = "not_started", _("Not started")
    IN_PROGRESS = "in_progress", _("In progress")
    HANDED_IN = "handed_in", _("Handed in")


class Countable(Protocol):
    """What must be known of an attempt to say whether it counts."""

    @property
    def number(self) -> int | None: ...
    @property
    def score(self) -> Decimal | float | None: ...
    @property
    def is_open(self) -> bool: ...


Done = TypeVar("Done", bound=Countable)


@dataclass(frozen=True, kw_only=True)
class Task:
    """An assignment as it stands for one learner at one moment."""

    assignment: Assignment
    allowance: Allowance | None
    attempts: Sequence[Attempt]
    now: datetime

    @property
    def closes_at(self) -> datetime | None:
        """When this learner's last answer can come."""
        return closing(self.assignment, self.allowance)

    @property
    def minutes(self) -> int | None:
        """The time limit of this learner."""
        if self.assignment.minutes is None:
            return None
        extra = 0 if self.allowance is None else self.allowance.extra_minutes
        return self.assignment.minutes + extra

    @property
    def questions(self) -> int:
        """How many are asked for."""
        return self.assignment.asked().length

    @property
    def usual_minutes(self) -> int:
        """How long it may take, where there is no limit."""
        return self.questions * MINUTES_A_QUESTION

    @cached_property
    def going_on(self) -> Attempt | None:
        """The attempt that can be gone on with."""
        return next((each for each in self.attempts if each.is_open_at(self.now)), None)

    @property
    def handed_in(self) -> Sequence[Attempt]:
        """The attempts that are closed, or whose time is up."""
        return [each for each in self.attempts if not each.is_open_at(self.now)]

    @cached_property
    def status(self) -> Status:
        """How far the learner has come."""
        if self.going_on is not None:
            return Status.IN_PROGRESS
        return Status.HANDED_IN if self.attempts else Status.NOT_STARTED

    @property
    def attempts_allowed(self) -> int:
        """How many there are, with those that a teacher has added."""
        return attempts_allowed(self.assignment, self.allowance)

    @property
    def attempts_left(self) -> int:
        """How many can still be started."""
        return max(0, self.attempts_allowed - len(self.attempts))

    @property
    def is_upcoming(self) -> bool:
        """Whether it opens later."""
        return not self.assignment.opens_by(self.now)

    @property
    def is_over(self) -> bool:
        """Whether it has closed for this learner."""
        return self.closes_at is not None and self.closes_at <= self.now

    @property
    def can_start(self) -> bool:
        """Whether a new attempt may be started now."""
        return (
            not self.is_upcoming
            and not self.is_over
            and self.going_on is None
            and self.attempts_left > 0
        )

    @property
    def is_due(self) -> bool:
        """Whether something is left to do: what is not started or not finished."""
        return self.going_on is not None or (self.can_start and not self.attempts)

    @property
    def start_key(self) -> uuid.UUID:
        """A new one for each button that starts an attempt."""
        return uuid.uuid4()

    @cached_property
    def counting(self) -> Attempt | None:
        """The attempt that counts, once the learner may know how it was marked."""
        return counting(self.assignment, self.attempts, self.now)

    @cached_property
    def last(self) -> Attempt | None:
        """The last attempt that was handed in."""
        return max(self.handed_in, key=lambda each: each.number or 0, default=None)


def counting(
    assignment: Assignment, attempts: Iterable[Attempt], now: datetime
) -> Attempt | None:
    """The attempt that counts by the rule of the assignment, of those revealed."""
    known = [each for each in attempts if each.may_be_revealed_at(now)]
    return _chosen(assignment, known)


def counting_for_teacher(
    assignment: Assignment, attempts: Iterable[Done]
) -> Done | None:
    """The attempt that counts, of those that are closed."""
    return _chosen(assignment, [each for each in attempts if not each.is_open])


def tasks_of(
    learner_id: int, assignments: Iterable[Assignment], now: datetime
) -> list[Task]:
    """The assignments as they stand for a learner, in their order.

    Two queries, or none for no assignments.
    """
    assignments = list(assignments)
    if not assignments:
        return []
    attempts: dict[int | None, list[Attempt]] = {}
    keys = [each.pk for each in assignments]
    for attempt in _ATTEMPTS(learner=learner_id, assignments=keys):
        attempts.setdefault(attempt.assignment_id, []).append(attempt)
    allowances = {
        each.assignment_id: each
        for each in _ALLOWANCES(learner=learner_id, assignments=keys)
    }
    return [
        Task(
            assignment=each,
            allowance=allowances.get(each.pk),
            attempts=attempts.get(each.pk, []),
            now=now,
        )
        for each in assignments
    ]


def due_of(learner_id: int, now: datetime) -> list[Task]:
    """What a learner has to do now, what closes first before the others."""
    later_for_one = Allowance.objects.filter(learner_id=learner_id, closes_at__gt=now)
    assignments = Assignment.objects.for_learner(learner_id).filter(
        Q(closes_at=None)
        | Q(closes_at__gt=now)
        | Q(pk__in=later_for_one.values("assignment")),
        opens_at__lte=now,
    )
    tasks = tasks_of(learner_id, assignments, now)
    return in_order(each for each in tasks if each.is_due)


def task_of(attempt: Attempt, now: datetime) -> Task | None:
    """The assignment that an attempt was started for, as it stands for its learner."""
    if attempt.assignment is None:
        return None
    (task,) = tasks_of(attempt.learner_id, [attempt.assignment], now)
    return task


def in_order(tasks: Iterable[Task]) -> list[Task]:
    """What closes first before the others, and what never closes at the end."""

    def key(task: Task) -> tuple[bool, float, int]:
        closes_at = task.closes_at
        end = 0.0 if closes_at is None else closes_at.timestamp()
        return (closes_at is None, end, task.assignment.pk)

    return sorted(tasks, key=key)


def _chosen(assignment: Assignment, attempts: Sequence[Done]) -> Done | None:
    ordered = sorted(attempts, key=lambda each: each.number or 0)
    if not ordered:
        return None
    if assignment.counts == Assignment.Counts.FIRST:
        return ordered[0]
    if assignment.counts == Assignment.Counts.LAST:
        return ordered[-1]
    # The first of equals
    return max(ordered, key=lambda each: each.score or 0)
