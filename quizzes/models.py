"""All models, gathered by name: Django looks here."""

from __future__ import annotations

from quizzes.attempts.models import (
    Answer,
    AskedFact,
    AssignedItem,
    Attempt,
    Mark,
    Slot,
    Snapshot,
)
from quizzes.attempts.regrades import Regrade, RegradedSlot
from quizzes.bank.models import (
    Entity,
    EntityName,
    Fact,
    FactEntity,
    FactText,
    FactUsage,
    FactVersion,
    Picture,
    Question,
    QuestionVersion,
    Quiz,
    QuizItem,
    Source,
    SourceText,
    Space,
    Stimulus,
    StimulusPart,
    StimulusVersion,
    Topic,
)
from quizzes.classes.models import (
    Allowance,
    Assignment,
    Card,
    Classroom,
    ClassTeacher,
    Enrolment,
    Recipient,
)
from quizzes.exchange.models import Upload, UploadPart
from quizzes.memory.models import Memory
from quizzes.people.models import User

__all__ = [
    "Allowance",
    "Answer",
    "AskedFact",
    "AssignedItem",
    "Assignment",
    "Attempt",
    "Card",
    "ClassTeacher",
    "Classroom",
    "Enrolment",
    "Entity",
    "EntityName",
    "Fact",
    "FactEntity",
    "FactText",
    "FactUsage",
    "FactVersion",
    "Mark",
    "Memory",
    "Picture",
    "Question",
    "QuestionVersion",
    "Quiz",
    "QuizItem",
    "Recipient",
    "Regrade",
    "RegradedSlot",
    "Slot",
    "Snapshot",
    "Source",
    "SourceText",
    "Space",
    "Stimulus",
    "StimulusPart",
    "StimulusVersion",
    "Topic",
    "Upload",
    "UploadPart",
    "User",
]
