"""What became of facts and entities, and how learners fare with facts."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from quizzes.bank.entities import Entity
from quizzes.bank.facts import Fact
from quizzes.bank.fields import Utf8JSONField


class FactVersion(models.Model):
    """The whole content of a fact after one change; append-only.

    `content` is a `FactContent` as `content.to_plain` writes it. Other things are named
    by key, so that a version says the same after an entity is renamed.
    """

    class Reason(models.TextChoices):
        LOADED = "loaded", _("Loaded from the fixtures")
        IMPORTED = "imported", _("Imported from a file")
        EDITED = "edited", _("Edited")
        APPROVED = "approved", _("Approved or withdrawn")

    fact = models.ForeignKey(Fact, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    content = Utf8JSONField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    reason = models.CharField(max_length=16, choices=Reason)

    class Meta:
        app_label = "quizzes"
        verbose_name = _("version of a fact")
        verbose_name_plural = _("versions of facts")
        constraints = [
            models.UniqueConstraint(
                fields=["fact", "number"], name="fact_version_number_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fact_id}#{self.number}"


class EntityVersion(models.Model):
    """The whole content of an entity after one change by a person; append-only.

    `content` is an `EntityContent` as `entity_content.to_plain` writes it. How it stood
    before the first change, as it was loaded, is a version without a time or a person.
    """

    entity = models.ForeignKey(
        Entity, on_delete=models.CASCADE, related_name="versions"
    )
    number = models.PositiveIntegerField()
    content = Utf8JSONField()
    made_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        app_label = "quizzes"
        verbose_name = _("version of an entity")
        verbose_name_plural = _("versions of entities")
        constraints = [
            models.UniqueConstraint(
                fields=["entity", "number"], name="entity_version_number_unique"
            ),
            models.CheckConstraint(
                condition=Q(made_at__isnull=False) | Q(number=1, made_by=None),
                name="entity_version_without_time_is_first",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entity_id}#{self.number}"


class FactUsage(models.Model):
    """How often a fact was asked in closed attempts, and how often it was missed.

    A sum for the bank's pages, NOT the statistics of items: reports count those.
    """

    fact = models.OneToOneField(Fact, on_delete=models.CASCADE, related_name="usage")
    asked = models.PositiveIntegerField(default=0)
    missed = models.PositiveIntegerField(default=0)

    class Meta:
        app_label = "quizzes"
        constraints = [
            models.CheckConstraint(
                condition=Q(missed__lte=F("asked")), name="fact_usage_missed_of_asked"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fact_id}: {self.missed}/{self.asked}"
