"""All models, gathered by name: Django looks here."""

from __future__ import annotations

from quizzes.attempts.models import Answer, Attempt, Mark, Slot, Snapshot
from quizzes.bank.models import (
    Entity,
    EntityName,
    Fact,
    FactEntity,
    FactText,
    FactUsage,
    FactVersion,
    Source,
    Space,
    Topic,
)
from quizzes.people.models import User

__all__ = [
    "Answer",
    "Attempt",
    "Entity",
    "EntityName",
    "Fact",
    "FactEntity",
    "FactText",
    "FactUsage",
    "FactVersion",
    "Mark",
    "Slot",
    "Snapshot",
    "Source",
    "Space",
    "Topic",
    "User",
]
