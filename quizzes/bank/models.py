"""The bank's models, gathered by name."""

from quizzes.bank.entities import Entity, EntityName
from quizzes.bank.facts import Fact, FactEntity, FactText
from quizzes.bank.history import EntityVersion, FactUsage, FactVersion
from quizzes.bank.pictures import Picture
from quizzes.bank.questions import (
    Question,
    QuestionVersion,
    Stimulus,
    StimulusPart,
    StimulusVersion,
)
from quizzes.bank.quizzes import Quiz, QuizItem
from quizzes.bank.source_texts import SourceText
from quizzes.bank.spaces import Language, Source, Space, Topic

__all__ = [
    "Entity",
    "EntityName",
    "EntityVersion",
    "Fact",
    "FactEntity",
    "FactText",
    "FactUsage",
    "FactVersion",
    "Language",
    "Picture",
    "Question",
    "QuestionVersion",
    "Quiz",
    "QuizItem",
    "Source",
    "SourceText",
    "Space",
    "Stimulus",
    "StimulusPart",
    "StimulusVersion",
    "Topic",
]
