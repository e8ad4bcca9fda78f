"""An item as pages show it: to be answered, and with what is told after the answer.

The page of an attempt and the preview of a question share these shapes and templates,
so that a teacher sees what a learner will see. Whether the key may be seen is not asked
here: of attempts that is `attempts.showing`'s to say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal

from quizzes.bank.showing import ranges
from quizzes.items.data import Form, Item, Option
from quizzes.items.marking import Response, UnreadableDate, mark, verdict_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownOption:
    """An option on the page.

    `standing` is what the page makes of it when the key may be seen: right, missed (a
    key that was not among several chosen), wrong, or nothing for what was rightly left
    alone. Until then it is empty for all.
    """

    number: int
    token: str
    text: str
    chosen: bool = False
    name: str = ""
    place: str = ""
    standing: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPrompt:
    """The left side of a pair, with the token that is chosen for it."""

    name: str
    text: str
    chosen: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A place in a source; `paragraphs` is what stands before «-абзац»."""

    title: str
    paragraphs: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """A line of an answer, whether it is right, and what a wrong one belongs to.

    Where `explains`, `why` is a reason instead.
    """

    text: str
    right: bool
    why: str = ""
    explains: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A prompt with what was given for it; `why` is said of a spare option only."""

    prompt: str
    given: str
    right_answer: str
    why: str = ""

    @property
    def is_right(self) -> bool:
        """Whether what was given belongs to the prompt."""
        return self.given == self.right_answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """What a learner is told after the answer; `verdict` is empty without an answer.

    Of a matching, `pairs` tell both what was given and what is right.
    """

    verdict: str
    right_answer: tuple[str, ...]
    accepts_several: bool
    given: tuple[Explained, ...]
    pairs: tuple[Pair, ...]
    statement: str
    cited: tuple[Cited, ...]
    note: str
    remark: str


def tell(
    item: Item,
    response: Response | None,
    *,
    order: Sequence[str],
    score: Decimal | None,
    titles: Mapping[str, str],
) -> Feedback:
    """What is told of an item after the answer.

    Takes the values of its options in the order of the page, the mark if there is one,
    and the titles of the sources by their references.
    """
    verdict, remark = "", ""
    if response is not None and score is not None:
        verdict = verdict_of(score)
        # A date that was read when it was given may not be read by a later reader.
        with suppress(UnreadableDate):
            remark = mark(item, response).remark
    return Feedback(
        verdict=verdict,
        right_answer=_right_answer(item),
        accepts_several=sum(date.right for date in item.dates) > 1,
        given=_given(item, response, order, is_right=score == 1),
        pairs=_pairs(item, response),
        statement=item.feedback,
        cited=_cited(item, titles),
        note=item.note,
        remark=remark,
    )


def emphasised(item: Item) -> tuple[str, str, str]:
    """The stem in three parts: before, in and behind what is set in bold."""
    if not item.emphasis:
        return item.stem, "", ""
    return item.stem.partition(item.emphasis)


def standing(item: Item, option: Option, is_chosen: bool) -> str:
    """What the page makes of an option when the key may be seen."""
    if not option.key:
        return "wrong" if is_chosen else ""
    if item.form is Form.MULTIPLE_CHOICE and not is_chosen:
        return "missed"
    return "right"


def _right_answer(item: Item) -> tuple[str, ...]:
    texts = {option.value: option.text for option in item.options}
    if item.form is Form.DATE_ENTRY:
        return tuple(date.text for date in item.dates if date.right)
    if item.form is Form.ORDERING:
        return tuple(
            f"{place}. {texts[value]}" for place, value in enumerate(item.order, 1)
        )
    if item.form is Form.MATCHING:
        return ()
    return tuple(option.text for option in item.options if option.key)


def _pairs(item: Item, response: Response | None) -> tuple[Pair, ...]:
    options = {option.value: option for option in item.options}
    given = response if isinstance(response, Mapping) else {}
    pairs = []
    for prompt in item.prompts:
        chosen = options.get(given.get(prompt.value, ""))
        pairs.append(
            Pair(
                prompt=prompt.text,
                given=chosen.text if chosen else "",
                right_answer=options[prompt.key].text,
                # What belongs to another prompt stands right there.
                why=chosen.why if chosen and not chosen.key else "",
            )
        )
    return tuple(pairs)


def _given(
    item: Item, response: Response | None, order: Sequence[str], *, is_right: bool
) -> tuple[Explained, ...]:
    options = {option.value: option for option in item.options}
    if isinstance(response, str) and item.form is Form.DATE_ENTRY:
        return (Explained(text=response, right=is_right),)
    if isinstance(response, Mapping):
        return ()
    if isinstance(response, tuple):
        return tuple(
            Explained(text=f"{place}. {options[value].text}", right=value == wanted)
            for place, (value, wanted) in enumerate(
                zip(response, item.order, strict=True), 1
            )
        )
    chosen = (value for value in order if _is_in(value, response))
    return tuple(_explained(options[value], options[value].key) for value in chosen)


def _is_in(value: str, response: Response | None) -> bool:
    if isinstance(response, str):
        return value == response
    return response is not None and value in response


def _explained(option: Option, right: bool) -> Explained:
    return Explained(
        text=option.text,
        right=right,
        why="" if right else option.why,
        explains=option.explains,
    )


def _cited(item: Item, titles: Mapping[str, str]) -> tuple[Cited, ...]:
    return tuple(
        Cited(
            title=titles.get(citation.source, citation.source),
            paragraphs=ranges(citation.paragraphs),
        )
        for citation in item.citations
    )
