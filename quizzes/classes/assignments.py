"""Assignments: a quiz given to learners, with dates."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Expression, F, Q
from django.utils.translation import gettext_lazy as _

from quizzes.bank.fields import Utf8JSONField
from quizzes.bank.models import Quiz
from quizzes.bank.recipes import FeedbackMode, Recipe
from quizzes.classes.classrooms import Classroom
from quizzes.people.public_ids import PUBLIC_ID_LENGTH, new_public_id

TITLE_LENGTH = 120
MOST_ATTEMPTS = 20
LONGEST_MINUTES = 600


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    """Assignments by whom they concern."""

    def of_teacher(self, teacher_id: int | Expression) -> Self:
        """Those given to classes of a teacher, whoever gave them."""
        classes = Classroom.objects.taught_by(teacher_id)
        return self.filter(
            pk__in=Recipient.objects.filter(classroom__in=classes).values("assignment")
        )

    def for_learner(self, learner_id: int | Expression) -> Self:
        """Those that a learner has to do, by a class or by name."""
        recipients = Recipient.objects.filter(
            Q(learner=None) | Q(learner_id=learner_id),
            classroom__enrolments__learner_id=learner_id,
            classroom__enrolments__state="joined",
            classroom__archived_at=None,
        )
        return self.filter(pk__in=recipients.values("assignment"), cancelled_at=None)

    def newest_first(self) -> Self:
        """In the order of a teacher's list."""
        return self.order_by("-given_at", "-pk")


class Assignment(models.Model):
    """A quiz given to classes or to some of their learners.

    It keeps the recipe that was chosen, NOT a quiz that may change afterwards: `quiz`
    says only which one it was, and its items are kept as they were when it was given.
    `shuffles_options` says that each learner gets the options in an order of their own.
    `given_key` comes with the form, so that a form sent twice gives one assignment.
    """

    class Counts(models.TextChoices):
        FIRST = "first", _("The first attempt")
        LAST = "last", _("The last attempt")
        BEST = "best", _("The best attempt")

    public_id = models.CharField(
        max_length=PUBLIC_ID_LENGTH, default=new_public_id, editable=False, unique=True
    )
    title = models.CharField(_("title"), max_length=TITLE_LENGTH)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    given_at = models.DateTimeField()
    given_key = models.UUIDField(unique=True)
    recipe = Utf8JSONField()
    feedback_mode = models.CharField(max_length=8, choices=FeedbackMode)
    quiz = models.ForeignKey(
        Quiz, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    seed = models.CharField(max_length=32)
    shuffles_options = models.BooleanField(default=False)
    same_items = models.BooleanField(default=True)
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("deadline"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(_("time limit"), null=True, blank=True)
    attempts_allowed = models.PositiveSmallIntegerField(default=1)
    counts = models.CharField(max_length=8, choices=Counts, default=Counts.FIRST)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        app_label = "quizzes"
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at=None) | Q(closes_at__gt=F("opens_at")),
                name="assignment_closes_after_it_opens",
            ),
            models.CheckConstraint(
                condition=Q(minutes=None)
                | Q(minutes__gte=1, minutes__lte=LONGEST_MINUTES),
                name="assignment_minutes_in_range",
            ),
            models.CheckConstraint(
                condition=Q(attempts_allowed__gte=1, attempts_allowed__lte=20),
                name="assignment_attempts_in_range",
            ),
            models.CheckConstraint(
                condition=Q(feedback_mode__in=["at_once", "at_end"])
                | Q(feedback_mode="at_close", closes_at__isnull=False),
                name="assignment_feedback_mode_known",
            ),
            models.CheckConstraint(
                condition=Q(counts__in=["first", "last", "best"]),
                name="assignment_counts_known",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def asked(self) -> Recipe:
        """The recipe that its attempts are drawn by."""
        return Recipe.from_record(self.recipe)

    @property
    def is_cancelled(self) -> bool:
        """Whether it is taken back; what was done for it is kept."""
        return self.cancelled_at is not None

    def opens_by(self, now: datetime) -> bool:
        """Whether its first day has come."""
        return self.opens_at <= now


class Recipient(models.Model):
    """A class that an assignment is given to, or one learner of the class."""

    assignment = models.ForeignKey(
        Assignment, on_delete=models.CASCADE, related_name="recipients"
    )
    classroom = models.ForeignKey(
        Classroom, on_delete=models.CASCADE, related_name="recipients"
    )
    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+"
    )

    class Meta:
        app_label = "quizzes"
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "classroom"],
                condition=Q(learner=None),
                name="recipient_class_unique",
            ),
            models.UniqueConstraint(
                fields=["assignment", "classroom", "learner"],
                name="recipient_learner_unique",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id} for {self.learner_id or self.classroom_id}"


class Allowance(models.Model):
    """What one learner is allowed beyond an assignment's rules; the newest word counts.

    `closes_at` counts where it is later than the assignment's own: so it is reopened
    for one, and nobody loses by what was given once.
    """

    assignment = models.ForeignKey(
        Assignment, on_delete=models.CASCADE, related_name="allowances"
    )
    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    extra_minutes = models.PositiveSmallIntegerField(default=0)
    extra_attempts = models.PositiveSmallIntegerField(default=0)
    closes_at = models.DateTimeField(null=True, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    given_at = models.DateTimeField()

    class Meta:
        app_label = "quizzes"
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "learner"], name="allowance_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} for {self.assignment_id}"


def closing(assignment: Assignment, allowance: Allowance | None) -> datetime | None:
    """When a learner's last answer can come, whenever it was begun; None if never."""
    if assignment.cancelled_at is not None:
        return assignment.cancelled_at
    if assignment.closes_at is None or allowance is None:
        return assignment.closes_at
    return max(assignment.closes_at, allowance.closes_at or assignment.closes_at)


def deadline(
    assignment: Assignment, allowance: Allowance | None, started_at: datetime
) -> datetime | None:
    """When an attempt that starts at `started_at` takes no more answers.

    The earlier of the closing and the end of the time limit, each with what the learner
    is allowed beyond it. None if neither is set.
    """
    closes_at = closing(assignment, allowance)
    ends = [] if closes_at is None else [closes_at]
    if assignment.minutes is not None:
        extra = 0 if allowance is None else allowance.extra_minutes
        # By the world's clock: that of a zone may be put forward or back meanwhile
        began = started_at.astimezone(UTC)
        ends.append(began + timedelta(minutes=assignment.minutes + extra))
    return min(ends, default=None)


def attempts_allowed(assignment: Assignment, allowance: Allowance | None) -> int:
    """How many attempts a learner has."""
    extra = 0 if allowance is None else allowance.extra_attempts
    return assignment.attempts_allowed + extra


def over_for_all(
    assignment: Assignment, allowances: Iterable[Allowance]
) -> datetime | None:
    """When the last learner's last answer can come; None if it never closes."""
    ends = [closing(assignment, each) for each in (None, *allowances)]
    if None in ends:
        return None
    return max(each for each in ends if each is not None)
