"""Quizzes as teachers build them: a recipe, and the items that it has given.

They are written by `quiz_editing` and `quiz_sharing` only.
"""

from __future__ import annotations

from typing import Any, Final, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from quizzes.bank.fields import Utf8JSONField
from quizzes.bank.recipes import Recipe
from quizzes.bank.spaces import InSpaceQuerySet, Space
from quizzes.items.data import Item
from quizzes.items.records import from_text, to_text
from quizzes.people.public_ids import PUBLIC_ID_LENGTH, new_public_id

TITLE_LENGTH: Final = 120
SEED_LENGTH: Final = 32


def _person() -> Any:
    """Who did something to it; the row outlives the account."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )


class QuizQuerySet(InSpaceQuerySet["Quiz"]):
    """Quizzes by whose they are and whether they are in use."""

    def of_owner(self, user_id: int) -> Self:
        """Those in the spaces of one person."""
        return self.filter(space__owner_id=user_id)

    def current(self) -> Self:
        """Those that are not in the archive."""
        return self.filter(archived_at=None)

    def shared(self) -> Self:
        """Those that a link leads to."""
        return self.exclude(share_token=None)


class Quiz(models.Model):
    """A recipe, and the items drawn by it or put in by hand, in a fixed order.

    A quiz is NOT what a class was given: an assignment keeps the items as they were.
    `version` grows with each change, so that nobody overwrites what they have not seen.
    By `seed` its variants on paper are the same each time they are printed. Whoever has
    the `share_token` may take a copy. `made_key` comes with the form that made it, so
    that a form sent twice makes one quiz.
    """

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="quizzes")
    public_id = models.CharField(
        max_length=PUBLIC_ID_LENGTH, default=new_public_id, editable=False, unique=True
    )
    title = models.CharField(_("title"), max_length=TITLE_LENGTH)
    recipe = Utf8JSONField()
    seed = models.CharField(max_length=SEED_LENGTH)
    version = models.PositiveIntegerField(default=1, editable=False)
    archived_at = models.DateTimeField(null=True, blank=True)
    copied_from = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="copies"
    )
    made_key = models.UUIDField(null=True, blank=True, editable=False)
    share_token = models.CharField(
        max_length=PUBLIC_ID_LENGTH, null=True, blank=True, unique=True
    )
    made_at = models.DateTimeField(editable=False)
    made_by = _person()
    updated_at = models.DateTimeField(editable=False)
    updated_by = _person()

    objects = QuizQuerySet.as_manager()

    class Meta:
        app_label = "quizzes"
        verbose_name = _("quiz")
        verbose_name_plural = _("quizzes")
        constraints = [
            models.CheckConstraint(
                condition=Q(version__gte=1), name="quiz_version_from_one"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="quiz_has_a_title"),
            models.CheckConstraint(
                condition=Q(share_token=None) | ~Q(share_token=""),
                name="quiz_share_token_not_empty",
            ),
            models.UniqueConstraint(
                fields=["space", "made_key"], name="quiz_made_key_unique"
            ),
        ]
        indexes = [
            models.Index(fields=["space", "-updated_at"], name="quiz_of_space"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page where it is built."""
        return reverse("quizzes:quiz", args=[self.public_id])

    def asked(self) -> Recipe:
        """The recipe that its items are drawn by."""
        return Recipe.from_record(self.recipe)

    @property
    def is_archived(self) -> bool:
        """Whether it is put away; what it was used for stays as it was."""
        return self.archived_at is not None


class QuizItem(models.Model):
    """An item of a quiz as it was when it was drawn or put in.

    `content` is the record of `quizzes.items.records` as text; it names its facts or
    its question with their versions, by which one sees that they have changed since.
    What is `pinned` stays when the rest is drawn anew.
    """

    quiz = models.ForeignKey(
        Quiz,
        on_delete=models.CASCADE,
        related_name="items",
        # The unique constraint begins with it
        db_index=False,
    )
    public_id = models.CharField(
        max_length=PUBLIC_ID_LENGTH, default=new_public_id, editable=False, unique=True
    )
    position = models.PositiveSmallIntegerField()
    content = models.TextField()
    pinned = models.BooleanField(default=False)

    class Meta:
        app_label = "quizzes"
        verbose_name = _("item of a quiz")
        verbose_name_plural = _("items of quizzes")
        constraints = [
            models.UniqueConstraint(
                fields=["quiz", "position"], name="quiz_item_position_unique"
            ),
            models.CheckConstraint(
                condition=Q(position__gte=1), name="quiz_item_position_from_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quiz_id}/{self.position}"

    def hold(self, item: Item) -> Self:
        """Keep this item from now on; saves nothing."""
        self.content = to_text(item)
        return self

    def item(self) -> Item:
        """The item that is kept here."""
        return from_text(self.content)
