"""The whole content of a question, or of a stimulus, in one plain shape.

Files are read into it, versions keep it, `question_editing` writes it into the tables,
and comparing two of them says whether anything changed. It knows nothing of Django.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Final

from quizzes.items.calendar import DateError, DateValue
from quizzes.items.data import Family, Form
from quizzes.items.questions import (
    QuestionData,
    QuestionDate,
    QuestionOption,
    QuestionPrompt,
)
from quizzes.items.stimuli import PartKind, StimulusData, StimulusPart

DRAFT: Final = "draft"
APPROVED: Final = "approved"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionContent:
    """Everything that a person can say about a question; see `QuestionData`.

    Source and topic are keys, empty where the question rests on none; `picture` is the
    digest of one, and `picture_text` says what is to be seen in it.
    """

    key: str
    form: Form
    stem: str
    family: Family = Family.TREATY
    emphasis: str = ""
    options: tuple[QuestionOption, ...] = ()
    prompts: tuple[QuestionPrompt, ...] = ()
    dates: tuple[QuestionDate, ...] = ()
    explanation: str = ""
    note: str = ""
    source: str = ""
    topic: str = ""
    paragraphs: tuple[int, ...] = ()
    picture: str = ""
    picture_text: str = ""
    state: str = DRAFT

    def as_data(self, version: int = 1) -> QuestionData:
        """The question as items are made from it; its picture has to be fetched."""
        shared = {name: getattr(self, name) for name in _SHARED}
        return QuestionData(**shared, version=version, approved=self.state == APPROVED)

    @classmethod
    def of(cls, question: QuestionData, *, state: str = DRAFT) -> QuestionContent:
        """The content of a question that was read from a file or made from an item."""
        return cls(**{name: getattr(question, name) for name in _SHARED}, state=state)


# What the content and the plain data of a question or a stimulus call differently
_OWN: Final = frozenset({"state", "picture", "picture_text"})
_SHARED: Final = tuple(
    each.name for each in fields(QuestionContent) if each.name not in _OWN
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StimulusContent:
    """Everything that a person can say about a stimulus; see `StimulusData`."""

    key: str
    text: str
    parts: tuple[StimulusPart, ...]
    title: str = ""
    attribution: str = ""
    source: str = ""
    topic: str = ""
    paragraphs: tuple[int, ...] = ()
    picture: str = ""
    picture_text: str = ""
    state: str = DRAFT

    def as_data(self, version: int = 1) -> StimulusData:
        """The stimulus as context items are made from it; without its picture."""
        shared = {
            each.name: getattr(self, each.name)
            for each in fields(self)
            if each.name not in _OWN
        }
        return StimulusData(**shared, version=version, approved=self.state == APPROVED)


def with_canonical_dates(content: QuestionContent) -> QuestionContent:
    """The content with its dates as the bank writes them; what is no date stays."""
    return replace(content, dates=tuple(map(_canonical, content.dates)))


def _canonical(date: QuestionDate) -> QuestionDate:
    try:
        return replace(date, edtf=DateValue.parse(date.edtf).edtf)
    except DateError:
        return date


def question_to_plain(content: QuestionContent) -> dict[str, Any]:
    """The content as JSON holds it."""
    return _lists(asdict(content))


def question_from_plain(plain: Mapping[str, Any]) -> QuestionContent:
    """The content that was written; fields that are no more are passed over."""
    kept = _known(QuestionContent, plain)
    kept["form"] = Form(kept["form"])
    kept["family"] = Family(kept["family"])
    kept["options"] = tuple(QuestionOption(**each) for each in kept["options"])
    kept["prompts"] = tuple(QuestionPrompt(**each) for each in kept["prompts"])
    kept["dates"] = tuple(QuestionDate(**each) for each in kept["dates"])
    kept["paragraphs"] = tuple(kept["paragraphs"])
    return QuestionContent(**kept)


def stimulus_to_plain(content: StimulusContent) -> dict[str, Any]:
    """The content as JSON holds it."""
    return _lists(asdict(content))


def stimulus_from_plain(plain: Mapping[str, Any]) -> StimulusContent:
    """The content that was written; fields that are no more are passed over."""
    kept = _known(StimulusContent, plain)
    kept["parts"] = tuple(
        StimulusPart(kind=PartKind(each["kind"]), key=each["key"])
        for each in kept["parts"]
    )
    kept["paragraphs"] = tuple(kept["paragraphs"])
    return StimulusContent(**kept)


def _lists(plain: dict[str, Any]) -> dict[str, Any]:
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in plain.items()
    }


def _known(shape: type, plain: Mapping[str, Any]) -> dict[str, Any]:
    names = {each.name for each in fields(shape)}
    return {name: value for name, value in plain.items() if name in names}
