"""Rows of questions and stimuli as the plain shapes of `question_content`, and back.

The rows come prefetched (`with_content()`), so nothing here asks the database for more.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.urls import reverse

from quizzes.bank.pictures import Picture as StoredPicture
from quizzes.bank.question_content import (
    QuestionContent,
    StimulusContent,
    question_from_plain,
    question_to_plain,
)
from quizzes.bank.questions import Question, Stimulus
from quizzes.items.data import Picture
from quizzes.items.data import Stimulus as ShownStimulus
from quizzes.items.questions import QuestionData
from quizzes.items.stimuli import PartKind, StimulusData, StimulusPart

_PARTS = ("options", "prompts", "dates")
# What a part cannot be read without, and what differs from its default by being false
_KEPT = ("id", "text", "edtf", "option", "right")


def question_content(question: Question) -> QuestionContent:
    """The whole content of a question, as versions and files hold it."""
    return question_from_plain(
        {
            "key": question.key,
            "form": question.form,
            "family": question.family,
            "stem": question.stem,
            "emphasis": question.emphasis,
            "explanation": question.explanation,
            "note": question.note,
            "source": question.source.key if question.source is not None else "",
            "topic": question.topic.key if question.topic is not None else "",
            "paragraphs": question.paragraphs,
            "picture": question.picture.digest if question.picture is not None else "",
            "picture_text": question.picture_text,
            "state": question.state,
            **{name: question.parts.get(name, []) for name in _PARTS},
        }
    )


def question_data(question: Question) -> QuestionData:
    """The question as items are made from it."""
    data = question_content(question).as_data(question.version)
    return replace(data, picture=shown_picture(question))


def shown_picture(written: Question | Stimulus) -> Picture | None:
    """The picture of a question or of a stimulus as items show it."""
    if written.picture is None:
        return None
    return picture_of(written.picture, written.picture_text)


def picture_of(stored: StoredPicture, text: str) -> Picture:
    """A stored picture as items show it, with what is to be seen in it."""
    return Picture(
        address=reverse("bank:picture", args=[stored.digest]),
        text=text,
        width=stored.width,
        height=stored.height,
    )


def parts_record(content: QuestionContent) -> dict[str, Any]:
    """What the column `parts` holds; what is empty is left out."""
    plain = question_to_plain(content)
    record: dict[str, Any] = {}
    for name in _PARTS:
        if plain[name]:
            record[name] = [
                {key: value for key, value in each.items() if value or key in _KEPT}
                for each in plain[name]
            ]
    return record


def stimulus_content(stimulus: Stimulus) -> StimulusContent:
    """The whole content of a stimulus, as versions hold it."""
    parts = []
    for part in sorted(stimulus.parts.all(), key=lambda part: part.position):
        if part.question is not None:
            parts.append(StimulusPart(kind=PartKind.QUESTION, key=part.question.key))
        elif part.fact is not None:
            parts.append(StimulusPart(kind=PartKind.FACT, key=part.fact.key))
    return StimulusContent(
        key=stimulus.key,
        text=stimulus.text,
        title=stimulus.title,
        attribution=stimulus.attribution,
        parts=tuple(parts),
        source=stimulus.source.key if stimulus.source is not None else "",
        topic=stimulus.topic.key if stimulus.topic is not None else "",
        paragraphs=tuple(stimulus.paragraphs),
        picture=stimulus.picture.digest if stimulus.picture is not None else "",
        picture_text=stimulus.picture_text,
        state=stimulus.state,
    )


def text_above(stimulus: Stimulus) -> ShownStimulus:
    """A stimulus as it stands above a question, wherever that stands alone."""
    return ShownStimulus(
        key=stimulus.key,
        version=stimulus.version,
        text=stimulus.text,
        title=stimulus.title,
        attribution=stimulus.attribution,
        picture=shown_picture(stimulus),
    )


def stimulus_data(stimulus: Stimulus) -> StimulusData:
    """The stimulus as context items are made from it."""
    data = stimulus_content(stimulus).as_data(stimulus.version)
    return replace(data, picture=shown_picture(stimulus))
