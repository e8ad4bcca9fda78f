"""The user, and what a guest is."""

from __future__ import annotations

import unicodedata
from typing import Any, ClassVar, Final, Self

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

# Nobody can sign up with such a name (`accounts.adapter`).
ERASED_PREFIX: Final = "erased-"


class User(AbstractUser):
    """A learner, a teacher or a member of the staff.

    NOT only people with an account: a guest is a row with `is_guest`, a made-up user
    name and no usable password, known by the session cookie alone.

    A role says which pages are for whom; it gives no right to what is anybody's. Staff
    are `is_staff`, whatever their role.
    """

    class Language(models.TextChoices):
        KAZAKH = "kk", _("Kazakh")
        RUSSIAN = "ru", _("Russian")
        ENGLISH = "en", _("English")

    class Role(models.TextChoices):
        LEARNER = "learner", _("Pupil")
        TEACHER = "teacher", _("Teacher")

    role = models.CharField(_("role"), max_length=8, choices=Role, default=Role.LEARNER)
    is_guest = models.BooleanField(_("guest"), default=False)
    # Nobody any more: what is left of somebody who was erased, see `accounts.erasing`
    is_erased = models.BooleanField(_("erased"), default=False, editable=False)
    # Until then every page leads to the one where it is replaced
    must_replace_password = models.BooleanField(
        _("must replace the password"), default=False
    )
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
                name="user_role_known",
                condition=models.Q(role__in=["learner", "teacher"]),
            ),
            models.CheckConstraint(
                name="user_guest_has_no_rights",
                condition=models.Q(is_guest=False)
                | models.Q(is_staff=False, is_superuser=False, role="learner"),
            ),
            # Django writes a password that nobody can type with a leading "!"
            models.CheckConstraint(
                name="user_guest_has_no_credentials",
                condition=models.Q(is_guest=False)
                | models.Q(password__startswith=UNUSABLE_PASSWORD_PREFIX, email=""),
            ),
            models.CheckConstraint(
                name="user_erased_is_nobody",
                condition=models.Q(is_erased=False)
                | models.Q(
                    username__startswith=ERASED_PREFIX,
                    password__startswith=UNUSABLE_PASSWORD_PREFIX,
                    email="",
                    display_name="",
                    first_name="",
                    last_name="",
                    last_login=None,
                    role="learner",
                    is_active=False,
                    is_guest=False,
                    is_staff=False,
                    is_superuser=False,
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.display_name or self.username

    @classmethod
    def normalize_username(cls, username: str) -> str:
        """The one spelling that a user name is stored and looked up in."""
        return unicodedata.normalize("NFKC", username).strip().lower()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the user; one who was erased meanwhile does not come back by it.

        Raises DatabaseError where there is no such row any more.
        """
        if self.pk and not self._state.adding and not kwargs.get("force_insert"):
            kwargs.setdefault("force_update", not kwargs.get("update_fields"))
        super().save(*args, **kwargs)

    @property
    def has_account(self) -> bool:
        """Whether this is more than a guest."""
        return not self.is_guest

    @property
    def is_teacher(self) -> bool:
        """Whether the pages of teachers are for this user."""
        return self.role == self.Role.TEACHER
