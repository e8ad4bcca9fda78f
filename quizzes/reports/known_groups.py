"""What a learner knows of each topic and of each kind of question, with their names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from quizzes.bank.recipe_forms import FAMILIES
from quizzes.memory.mastery import Mastery
from quizzes.memory.progress import Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownGroup:
    """A topic or a family with what is known of it; `reference` is that of a topic."""

    name: str
    mastery: Mastery
    reference: str = ""


def topics_of(progress: Progress) -> Sequence[KnownGroup]:
    """The topics in their order."""
    names = progress.topic_names
    return [
        KnownGroup(name=names[reference], mastery=mastery, reference=reference)
        for reference, mastery in progress.topics.items()
    ]


def families_of(progress: Progress) -> Sequence[KnownGroup]:
    """The kinds of question; a fact counts in each that asks it."""
    labels = dict(FAMILIES)
    return [
        KnownGroup(name=str(labels[family]), mastery=mastery)
        for family, mastery in progress.families.items()
    ]
