"""The texts of sources, each kept by a teacher for themselves alone.

A text may be under somebody's rights, so it is never shared: of one source each teacher
keeps their own copy, and nobody else sees it, staff included.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from quizzes.bank.fields import Utf8JSONField
from quizzes.bank.spaces import Source
from quizzes.people.models import User

MOST_PARAGRAPHS: Final = 5_000
# Of UTF-8: what is pasted has to fit into one request
MOST_BYTES: Final = 900_000

# What ends a line, and nothing that may stand within one
_LINE_ENDS: Final = str.maketrans({"\r": "\n", "\u2028": "\n", "\u2029": "\n"})


class EmptyText(ValueError):
    """There is no paragraph in it."""


class TextTooLong(ValueError):
    """It is longer, or has more paragraphs, than is kept."""


class SourceText(models.Model):
    """The paragraphs of a source, as one person keeps them."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="kept")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("owner"),
        on_delete=models.CASCADE,
        related_name="source_texts",
    )
    paragraphs = Utf8JSONField(_("paragraphs"))
    updated = models.DateTimeField(_("stored at"))

    class Meta:
        app_label = "quizzes"
        verbose_name = _("text of a source")
        verbose_name_plural = _("texts of sources")
        constraints = [
            models.UniqueConstraint(
                fields=["source", "owner"], name="source_text_one_each"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id}: {len(self.paragraphs)}"


def split_paragraphs(text: str) -> list[str]:
    """The non-empty lines of a text, as sources count them.

    Raises EmptyText, TextTooLong.
    """
    lines = text.removeprefix("\ufeff").translate(_LINE_ENDS).split("\n")
    return as_paragraphs(lines)


def as_paragraphs(lines: list[str]) -> list[str]:
    """The lines that are not empty, without blanks at their ends; raises as above."""
    paragraphs = [line.strip() for line in lines if line.strip()]
    if not paragraphs:
        raise EmptyText
    size = sum(len(each.encode()) + 1 for each in paragraphs)
    if len(paragraphs) > MOST_PARAGRAPHS or size > MOST_BYTES:
        raise TextTooLong
    return paragraphs


def text_of(source: Source, owner: User) -> SourceText | None:
    """The owner's own copy of a source's text, if they keep one."""
    return SourceText.objects.filter(source=source, owner=owner).first()


def keeps_text(source: Source, reader: User | AnonymousUser) -> bool:
    """Whether a reader keeps a copy of a source's text."""
    return SourceText.objects.filter(source=source, owner_id=reader.pk).exists()


@transaction.atomic
def keep_text(
    *, source: Source, owner: User, paragraphs: list[str], now: datetime
) -> SourceText:
    """Keep a text in the place of an older one."""
    text, _made = SourceText.objects.update_or_create(
        source=source,
        owner=owner,
        defaults={"paragraphs": paragraphs, "updated": now},
    )
    return text


def drop_text(*, source: Source, owner: User) -> None:
    """Keep the owner's text of a source no longer."""
    SourceText.objects.filter(source=source, owner=owner).delete()
