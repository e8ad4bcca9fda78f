"""What stands above a question that goes out: the text it asks about, and pictures.

Another platform knows nothing of texts with several questions, so each question takes
its text along. Where a file can hold no pictures, it says what is to be seen in them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Final, TypeAlias

from quizzes.items.data import Picture
from quizzes.items.questions import QuestionData

# The contents of pictures by the names of their files
Images: TypeAlias = Mapping[str, bytes]

_PICTURE: Final = "Сурет"


def lines_above(question: QuestionData) -> list[str]:
    """The text of the question, line by line, with its title and whose it is."""
    text = question.stimulus
    if text is None:
        return []
    lines = [text.title, *text.text.split("\n"), text.attribution]
    return [line.strip() for line in lines if line.strip()]


def pictures_above(question: QuestionData) -> list[Picture]:
    """The picture of the text, then that of the question."""
    of_text = question.stimulus.picture if question.stimulus is not None else None
    return [each for each in (of_text, question.picture) if each is not None]


def picture_files(questions: Iterable[QuestionData]) -> list[str]:
    """The names of the files of all pictures of some questions, each once."""
    found = (file_name(each) for one in questions for each in pictures_above(one))
    return list(dict.fromkeys(found))


def file_name(picture: Picture) -> str:
    """What the file of a picture is called: by its digest, as its address is."""
    return f"{PurePosixPath(picture.address).name}.webp"


def in_words(question: QuestionData) -> QuestionData:
    """The question with all that stands above it in front of its stem."""
    seen = [f"[{_PICTURE}: {each.text}]" for each in pictures_above(question)]
    above = [*lines_above(question), *seen]
    if not above:
        return question
    stem = "\n".join([*above, "", question.stem])
    return replace(question, stem=stem, stimulus=None, picture=None)
