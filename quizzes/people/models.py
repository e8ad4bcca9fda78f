"""The user, and what a guest is."""

from __future__ import annotations

from typing import ClassVar, Self

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """A learner, a teacher or a member of the staff.

    NOT only people with an account: a guest is a row with `is_guest`, a made-up user
    name and no usable password, known by the session cookie alone.
    """

    class Language(models.TextChoices):
        KAZAKH = "kk", _("Kazakh")
        RUSSIAN = "ru", _("Russian")
        ENGLISH = "en", _("English")

    is_guest = models.BooleanField(_("guest"), default=False)
    display_name = models.CharField(_("name shown"), max_length=80, blank=True)
    language = models.CharField(
        _("language"), max_length=2, choices=Language, default=Language.KAZAKH
    )

    objects: ClassVar[UserManager[Self]] = UserManager()

    class Meta:
        app_label = "quizzes"
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.CheckConstraint(
                name="user_language_known",
                condition=models.Q(language__in=["kk", "ru", "en"]),
            ),
            models.CheckConstraint(
                name="user_guest_has_no_rights",
                condition=models.Q(is_guest=False)
                | models.Q(is_staff=False, is_superuser=False),
            ),
        ]

    def __str__(self) -> str:
        return self.display_name or self.username
