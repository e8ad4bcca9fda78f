"""Regrades: who had answers judged anew, why, and what was before."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from quizzes.attempts.models import Slot, Snapshot
from quizzes.bank.models import Fact, Question


class Regrade(models.Model):
    """That the answers to a fact, or to a question, were judged anew after an edit.

    `version` is the version of it that they are judged by since.
    """

    fact = models.ForeignKey(
        Fact, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    question = models.ForeignKey(
        Question, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField()
    gives_all = models.BooleanField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        app_label = "quizzes"
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at__isnull=False) | Q(undone_by=None),
                name="regrade_undone_by_when_undone",
            ),
            models.CheckConstraint(
                condition=Q(fact__isnull=False, question=None)
                | Q(fact=None, question__isnull=False),
                name="regrade_of_one_thing",
            ),
        ]
        indexes = [models.Index(fields=["fact", "-made_at"], name="regrade_of_fact")]

    def __str__(self) -> str:
        return f"{self.fact_id or self.question_id}#{self.version}"

    @property
    def thing(self) -> Fact | Question:
        """What was corrected."""
        thing = self.fact or self.question
        assert thing is not None
        return thing


class RegradedSlot(models.Model):
    """What a regrade changed in a slot, and how it stood before."""

    regrade = models.ForeignKey(Regrade, on_delete=models.CASCADE, related_name="slots")
    slot = models.ForeignKey(Slot, on_delete=models.CASCADE, related_name="+")
    judged_by_before = models.ForeignKey(
        Snapshot, on_delete=models.PROTECT, null=True, related_name="+"
    )
    was_void = models.BooleanField()

    class Meta:
        app_label = "quizzes"
        constraints = [
            models.UniqueConstraint(
                fields=["regrade", "slot"], name="regraded_slot_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.regrade_id}: {self.slot_id}"
