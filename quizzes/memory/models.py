"""What is stored of memory.

NOT a log: what was answered, and when, stands in the attempts. A row here holds what
follows from all of that, and can be made anew from it.
"""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Expression, F, Q

from quizzes.bank.models import Fact
from quizzes.memory.forgetting import State
from quizzes.memory.grading import Grade


class MemoryQuerySet(models.QuerySet["Memory"]):
    """Memories by what practice asks of them."""

    def of_learner(self, learner_id: int | Expression) -> Self:
        """Those of one learner."""
        return self.filter(learner_id=learner_id)

    def missed(self) -> Self:
        """Those whose last answer showed that the fact is not known."""
        return self.filter(last_grade=Grade.AGAIN)


class Memory(models.Model):
    """The state of one fact in one learner's memory.

    `stability` is in days, `difficulty` from 1 to 10, as the model of memory has them.
    `reviews` counts the answers that made the state, and tells whether it is still the
    one that was read; `misses` counts those that showed no recall. `first_asked_at` and
    `first_right_at` are those of the first answer, and of the first one wholly right.
    """

    class LastGrade(models.IntegerChoices):
        AGAIN = Grade.AGAIN.value
        HARD = Grade.HARD.value
        GOOD = Grade.GOOD.value

    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="memories",
        # The unique constraint begins with it
        db_index=False,
    )
    fact = models.ForeignKey(Fact, on_delete=models.CASCADE, related_name="+")
    stability = models.FloatField()
    difficulty = models.FloatField()
    due_at = models.DateTimeField()
    reviewed_at = models.DateTimeField()
    reviews = models.PositiveIntegerField()
    misses = models.PositiveIntegerField()
    last_grade = models.PositiveSmallIntegerField(choices=LastGrade)
    first_asked_at = models.DateTimeField(null=True)
    first_right_at = models.DateTimeField(null=True)

    objects = MemoryQuerySet.as_manager()

    class Meta:
        app_label = "quizzes"
        constraints = [
            models.UniqueConstraint(fields=["learner", "fact"], name="memory_unique"),
            models.CheckConstraint(
                condition=Q(stability__gt=0), name="memory_stability_positive"
            ),
            models.CheckConstraint(
                condition=Q(difficulty__gte=1, difficulty__lte=10),
                name="memory_difficulty_in_range",
            ),
            models.CheckConstraint(
                condition=Q(due_at__gt=F("reviewed_at")),
                name="memory_due_after_review",
            ),
            models.CheckConstraint(
                condition=Q(reviews__gte=1, misses__lte=F("reviews")),
                name="memory_counts_in_range",
            ),
            models.CheckConstraint(
                condition=Q(last_grade__gte=1, last_grade__lte=3)
                & (Q(misses__gte=1) | Q(last_grade__gt=1)),
                name="memory_last_grade_known",
            ),
        ]
        indexes = [
            models.Index(fields=["learner", "due_at"], name="memory_due"),
            # Of a class only what it missed is read, not all that it knows
            models.Index(
                fields=["learner", "fact"],
                condition=Q(last_grade=1),
                name="memory_missed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id}/{self.fact_id}"

    @property
    def state(self) -> State:
        """The state as the pure core has it."""
        return State(
            stability=self.stability,
            difficulty=self.difficulty,
            due_at=self.due_at,
            reviewed_at=self.reviewed_at,
            reviews=self.reviews,
            misses=self.misses,
            last_grade=Grade(self.last_grade),
            first_asked_at=self.first_asked_at,
            first_right_at=self.first_right_at,
        )
