"""The staff's pages, gathered by name: Django looks here."""

from __future__ import annotations

from quizzes.bank.admin import (
    EntityAdmin,
    FactAdmin,
    SourceAdmin,
    SpaceAdmin,
    TopicAdmin,
)
from quizzes.people.admin import UserAdmin

__all__ = [
    "EntityAdmin",
    "FactAdmin",
    "SourceAdmin",
    "SpaceAdmin",
    "TopicAdmin",
    "UserAdmin",
]
