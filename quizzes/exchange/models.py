"""What is kept of a file between its upload and the bank.

A file is read and checked once, when it comes in; what it says then waits here, in
parts, until whoever sent it has looked at it and takes it over. Nothing of it is in the
bank before that, and nothing is left here afterwards but the counts.
"""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from quizzes.bank.fields import Utf8JSONField
from quizzes.bank.references import KEY_LENGTH
from quizzes.bank.spaces import Space
from quizzes.people.public_ids import PUBLIC_ID_LENGTH, new_public_id

FILE_NAME_LENGTH = 200
# What a text is called that was pasted and had no name
PASTED = "pasted.txt"


class UploadQuerySet(models.QuerySet["Upload"]):
    """Uploads by whose they are and how old."""

    def of(self, user_id: int) -> Self:
        """Those of one person."""
        return self.filter(owner_id=user_id)


class Upload(models.Model):
    """A file, or a pasted text, on its way into a space.

    `content` is the file itself, empty once it is stored: a pasted sheet is repaired in
    it. `total` things were read, of which `done` have been dealt with. `faults` is what
    was found wrong, or refused on the way; there are `fault_count` of them, the first
    few kept.
    """

    class Kind(models.TextChoices):
        FACTS = "facts", _("Facts")
        QUESTIONS = "questions", _("Questions")

    class State(models.TextChoices):
        REVIEW = "review", _("To be looked at")
        STORING = "storing", _("Being stored")
        STORED = "stored", _("Stored")

    public_id = models.CharField(
        max_length=PUBLIC_ID_LENGTH, unique=True, default=new_public_id
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="uploads"
    )
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    file = models.CharField(max_length=FILE_NAME_LENGTH)
    kind = models.CharField(max_length=9, choices=Kind)
    file_format = models.CharField(max_length=10)
    source = models.CharField(max_length=KEY_LENGTH, blank=True)
    topic = models.CharField(max_length=KEY_LENGTH, blank=True)
    makes_entities = models.BooleanField(default=False)
    approves = models.BooleanField(default=False)
    takes_part = models.BooleanField(default=False)
    content = models.BinaryField()
    state = models.CharField(max_length=7, choices=State, default=State.REVIEW)
    made_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    counts = Utf8JSONField(default=dict)
    entities = Utf8JSONField(default=list)
    repeated = Utf8JSONField(default=list)
    faults = Utf8JSONField(default=list)
    fault_count = models.PositiveIntegerField(default=0)

    objects = UploadQuerySet.as_manager()

    class Meta:
        app_label = "quizzes"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["review", "storing", "stored"]),
                name="upload_state_known",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["facts", "questions"]), name="upload_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(done__lte=F("total")), name="upload_done_of_total"
            ),
            models.CheckConstraint(
                condition=Q(state="review", started_at=None)
                | Q(state__in=["storing", "stored"], started_at__isnull=False),
                name="upload_started_at_iff_started",
            ),
        ]
        indexes = [models.Index(fields=["owner", "made_at"], name="upload_of_owner")]

    def __str__(self) -> str:
        return str(_("Pasted text")) if self.file == PASTED else self.file


class UploadPart(models.Model):
    """Some of the things that an upload says, in the order of the file.

    A part is shown on a page, and stored in a transaction, which deletes it.
    """

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    items = Utf8JSONField()

    class Meta:
        app_label = "quizzes"
        constraints = [
            models.UniqueConstraint(
                fields=["upload", "number"], name="upload_part_number_unique"
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)
