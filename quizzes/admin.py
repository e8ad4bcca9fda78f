"""The staff's pages, gathered by name: Django looks here."""

from __future__ import annotations

from quizzes.people.admin import UserAdmin

__all__ = ["UserAdmin"]
