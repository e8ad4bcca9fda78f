"""Pictures of questions and texts: each once, by what is in it, in the database.

In the database they are in every backup of it. Their address is the digest of what they
are: who has it can see the picture without logging in, and nobody can guess it. A
picture never changes, so browsers keep it for good.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Final

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from quizzes.bank.picture_making import make_picture

DIGEST_LENGTH: Final = 64
LONGEST_PICTURE_TEXT: Final = 300


class Picture(models.Model):
    """A small WebP without metadata; `digest` is the SHA-256 of its content."""

    digest = models.CharField(max_length=DIGEST_LENGTH)
    content = models.BinaryField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        app_label = "quizzes"
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        constraints = [
            models.UniqueConstraint(fields=["digest"], name="picture_digest_unique"),
            models.CheckConstraint(
                condition=Q(width__gte=1, height__gte=1), name="picture_has_a_size"
            ),
        ]

    def __str__(self) -> str:
        return self.digest


def keep_picture(*, content: bytes, now: datetime) -> Picture:
    """Make a picture of an uploaded file and keep it; raises BadPicture."""
    made = make_picture(content)
    picture, is_new = Picture.objects.get_or_create(
        digest=hashlib.sha256(made.content).hexdigest(),
        defaults={
            "content": made.content,
            "width": made.width,
            "height": made.height,
            "made_at": now,
        },
    )
    if not is_new:
        # It is wanted again: it must not be swept before the question is saved.
        Picture.objects.filter(pk=picture.pk).update(made_at=now)
    return picture
