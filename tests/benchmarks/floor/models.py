"""The floor's one table."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Written(models.Model):
    """Something that somebody sent."""

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    key = models.UUIDField(unique=True)
    text = models.TextField()
    at = models.DateTimeField()

    objects = models.Manager["Written"]()

    class Meta:
        app_label = "floor"

    def __str__(self) -> str:
        return str(self.key)
