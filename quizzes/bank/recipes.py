"""Recipes: what somebody asks the bank for, as a learner does or a teacher."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

from django.db import models
from django.utils.translation import gettext_lazy as _

from quizzes.items.data import Family, Form
from quizzes.items.shapes import Shape

RecipeRecord: TypeAlias = dict[str, Any]

SHORTEST = 1
LONGEST = 50
USUAL_LENGTH = 10
# What the set-up page offers
LENGTHS = (5, 10, 15, 20)


class FeedbackMode(models.TextChoices):
    """When the learner is told how an answer was judged."""

    AT_ONCE = "at_once", _("Practice: the answer is shown at once")
    AT_END = "at_end", _("Test: answers are shown at the end")
    AT_CLOSE = "at_close", _("Test: answers are shown after the assignment closes")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """Scope, families, forms, number of items and feedback of a quiz.

    Empty families, forms or topics mean all of them. `facts`, `by_hand` (questions) and
    `texts` name all that is to be asked, as when mistakes are practised; a text comes
    with all that stands under it. `core_only` leaves details out. `space` is the key of
    the own space that is drawn from besides the common library, if any, and `questions`
    asks for questions by hand too. All but the space is named by reference.
    `shape` says what items must look like beyond their form; built quizzes heed it.
    """

    families: tuple[Family, ...] = ()
    forms: tuple[Form, ...] = ()
    topics: tuple[str, ...] = ()
    length: int = USUAL_LENGTH
    feedback_mode: FeedbackMode = FeedbackMode.AT_ONCE
    core_only: bool = True
    facts: tuple[str, ...] = ()
    by_hand: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    space: str = ""
    questions: bool = False
    shape: Shape = Shape.USUAL

    def to_record(self) -> RecipeRecord:
        """Give what is stored of it; equal recipes give equal records."""
        return {
            "families": sorted(self.families),
            "forms": sorted(self.forms),
            "topics": sorted(self.topics),
            "length": self.length,
            "feedback_mode": str(self.feedback_mode),
            "core_only": self.core_only,
            "facts": sorted(self.facts),
            "space": self.space,
            "questions": self.questions,
            **({"shape": self.shape.value} if self.shape else {}),
            **({"by_hand": sorted(self.by_hand)} if self.by_hand else {}),
            **({"texts": sorted(self.texts)} if self.texts else {}),
        }

    @classmethod
    def from_record(cls, record: RecipeRecord) -> Recipe:
        """Make it again from what is stored."""
        return cls(
            families=tuple(map(Family, record["families"])),
            forms=tuple(map(Form, record["forms"])),
            topics=tuple(record["topics"]),
            length=record["length"],
            feedback_mode=FeedbackMode(record["feedback_mode"]),
            core_only=record["core_only"],
            facts=tuple(record["facts"]),
            by_hand=tuple(record.get("by_hand", ())),
            texts=tuple(record.get("texts", ())),
            # Recipes of before there were own spaces and questions have none
            space=record.get("space", ""),
            questions=record.get("questions", False),
            shape=Shape(record.get("shape", "")),
        )
