"""The one app."""

from __future__ import annotations

from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _


class QuizzesConfig(AppConfig):
    """Quizzes from facts."""

    name = "quizzes"
    verbose_name = _("Quizzes")

    def ready(self) -> None:
        """Register the checks of the database."""
        from quizzes.web.checks import check_sqlite

        checks.register(check_sqlite, checks.Tags.database)
