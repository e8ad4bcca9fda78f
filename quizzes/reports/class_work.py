"""Who in a class has not begun what is open, and who has fallen behind.

Fallen behind is, and nothing else: who has not handed in half or more of the
assignments that closed in the last four weeks; or who has begun nothing for two weeks,
while half of the class or more has. Nobody is held to what closed before they joined.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import starmap
from typing import Final, NamedTuple

from django.db.models import Max, Q

from quizzes.attempts.models import Attempt
from quizzes.classes.assignments import Allowance, Assignment, Recipient, closing
from quizzes.classes.classrooms import Classroom, Enrolment
from quizzes.web.prepared import Parameter, Prepared

LOOKED_BACK: Final = timedelta(days=28)
QUIET: Final = timedelta(days=14)
MISSED_SHARE: Final = 0.5
BUSY_SHARE: Final = 0.5

_ROSTER = Prepared(
    lambda: (
        Enrolment.objects.joined()
        .filter(classroom=Parameter("classroom"))
        .by_name()
        .values_list("public_id", "learner_id", "name", "joined_at")
    )
)
_GIVEN = Prepared(
    lambda: (
        Recipient.objects.filter(
            Q(assignment__closes_at=None)
            | Q(assignment__closes_at__gt=Parameter("since")),
            classroom=Parameter("classroom"),
            assignment__cancelled_at=None,
            assignment__opens_at__lte=Parameter("now"),
        )
        .select_related("assignment")
        .only(
            "learner_id",
            "assignment__public_id",
            "assignment__title",
            "assignment__closes_at",
            "assignment__cancelled_at",
        )
        .order_by("assignment__given_at", "pk")
    )
)
_ALLOWED = Prepared(
    lambda: Allowance.objects.filter(
        assignment__among=Parameter("assignments"),
        learner__among=Parameter("learners"),
    )
)
_BEGUN = Prepared(
    lambda: (
        Attempt.objects.filter(
            assignment__among=Parameter("assignments"),
            learner__among=Parameter("learners"),
        )
        .order_by()
        .values_list("assignment_id", "learner_id", "answered")
    )
)
_ACTIVE = Prepared(
    lambda: (
        Attempt.objects.filter(
            learner__among=Parameter("learners"), started_at__gt=Parameter("since")
        )
        .order_by()
        .values_list("learner_id", flat=True)
        .distinct()
    )
)
_LAST_BEGUN = Prepared(
    lambda: (
        Attempt.objects.filter(learner__among=Parameter("learners"))
        .order_by()
        .values_list("learner_id")
        .annotate(last=Max("started_at"))
    )
)


class Pupil(NamedTuple):
    """One who learns in a class; `public_id` is that of the enrolment."""

    public_id: str
    learner_id: int
    name: str
    joined_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NotStarted:
    """A learner with the open assignments that are not begun."""

    pupil: Pupil
    assignments: tuple[Assignment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FallenBehind:
    """A learner with what was missed of how many, and whether all is quiet.

    `last_began_at` is when the learner last began anything at all.
    """

    pupil: Pupil
    missed: tuple[Assignment, ...]
    closed: int
    is_quiet: bool
    last_began_at: datetime | None


def not_started(classroom: Classroom, now: datetime) -> Sequence[NotStarted]:
    """The learners with something open that they have not begun, by name."""
    return ClassWork.read(classroom, roster_of(classroom), now).not_started()


def fallen_behind(classroom: Classroom, now: datetime) -> Sequence[FallenBehind]:
    """The learners who have fallen behind, by name."""
    return ClassWork.read(classroom, roster_of(classroom), now).fallen_behind()


def roster_of(classroom: Classroom) -> Sequence[Pupil]:
    """Those who learn in a class, by name; one query."""
    return list(starmap(Pupil, _ROSTER(classroom=classroom.pk)))


def learners_of(roster: Sequence[Pupil]) -> Sequence[int]:
    """The primary keys of those on a roster."""
    return [pupil.learner_id for pupil in roster]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassWork:
    """What a class has to do, or had lately, and who has done it.

    Assignments and recipients are by the keys of assignments; `begun` and `answered`
    hold pairs of assignment and learner.
    """

    roster: Sequence[Pupil]
    assignments: Mapping[int, Assignment]
    recipients: Mapping[int, Set[int | None]]
    allowances: Mapping[tuple[int, int], Allowance]
    begun: Collection[tuple[int, int]]
    answered: Collection[tuple[int, int]]
    now: datetime

    @classmethod
    def read(
        cls, classroom: Classroom, roster: Sequence[Pupil], now: datetime
    ) -> ClassWork:
        """Read it for those of the roster; three queries."""
        assignments: dict[int, Assignment] = {}
        recipients: dict[int, set[int | None]] = {}
        for each in _lately_given(classroom, now):
            assignments[each.assignment_id] = each.assignment
            recipients.setdefault(each.assignment_id, set()).add(each.learner_id)
        learners = learners_of(roster)
        allowed = _ALLOWED(assignments=assignments, learners=learners)
        attempts = set(_BEGUN(assignments=assignments, learners=learners))
        return cls(
            roster=roster,
            assignments=assignments,
            recipients=recipients,
            allowances={
                (each.assignment_id, each.learner_id): each for each in allowed
            },
            begun={(given or 0, learner) for given, learner, _answered in attempts},
            answered={(given or 0, who) for given, who, answers in attempts if answers},
            now=now,
        )

    def not_started(self) -> Sequence[NotStarted]:
        """The learners with something open that they have not begun."""
        found = []
        for pupil in self.roster:
            left = tuple(
                each
                for each, key in self._of(pupil)
                if key not in self.begun and self._is_open(each, key)
            )
            if left:
                found.append(NotStarted(pupil=pupil, assignments=left))
        return found

    def fallen_behind(self) -> Sequence[FallenBehind]:
        """The learners who have fallen behind; two queries."""
        active = self._active()
        is_busy = len(active) >= BUSY_SHARE * len(self.roster)
        behind = []
        for pupil in self.roster:
            closed = [
                (each, key)
                for each, key in self._of(pupil)
                if self._was(each, key, pupil.joined_at)
            ]
            missed = tuple(each for each, key in closed if key not in self.answered)
            is_quiet = (
                is_busy
                and pupil.learner_id not in active
                and pupil.joined_at <= self.now - QUIET
            )
            if is_quiet or (missed and len(missed) >= MISSED_SHARE * len(closed)):
                behind.append((pupil, missed, len(closed), is_quiet))
        last = _last_begun([pupil.learner_id for pupil, *_ in behind])
        return [
            FallenBehind(
                pupil=pupil,
                missed=missed,
                closed=closed,
                is_quiet=is_quiet,
                last_began_at=last.get(pupil.learner_id),
            )
            for pupil, missed, closed, is_quiet in behind
        ]

    def _of(self, pupil: Pupil) -> Iterator[tuple[Assignment, tuple[int, int]]]:
        """What a learner has to do, or had lately, each with the pair of keys."""
        learner = pupil.learner_id
        for pk, each in self.assignments.items():
            recipients = self.recipients[pk]
            if None in recipients or learner in recipients:
                yield each, (pk, learner)

    def _is_open(self, each: Assignment, key: tuple[int, int]) -> bool:
        closes_at = closing(each, self.allowances.get(key))
        return closes_at is None or closes_at > self.now

    def _was(self, each: Assignment, key: tuple[int, int], joined_at: datetime) -> bool:
        """Whether it has closed for a learner who was there by then."""
        closes_at = closing(each, self.allowances.get(key))
        return closes_at is not None and joined_at < closes_at <= self.now

    def _active(self) -> Collection[int]:
        """Those who have begun something lately, of their own accord as well."""
        return set(_ACTIVE(learners=learners_of(self.roster), since=self.now - QUIET))


def _lately_given(classroom: Classroom, now: datetime) -> Sequence[Recipient]:
    """What the class has to do, or had to until lately; for one of it as well."""
    return _GIVEN(classroom=classroom.pk, since=now - LOOKED_BACK, now=now)


def _last_begun(learners: Sequence[int]) -> Mapping[int, datetime]:
    return dict(_LAST_BEGUN(learners=learners)) if learners else {}
