"""What a page shows of a slot, as plain values.

The one door between a snapshot, which holds the key, and a template, which must not:
`show` never takes what depends on the key unless `may_reveal` says that it is due.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from quizzes.attempts import responses
from quizzes.attempts.answer_forms import (
    ANSWER_FORMS,
    FormData,
    pair_name,
    place_name,
)
from quizzes.attempts.models import Answer, Attempt, Slot
from quizzes.attempts.snapshots import item_of
from quizzes.bank.showing import ranges
from quizzes.items.data import Form, Item, Option
from quizzes.items.marking import Response, UnreadableDate, mark, verdict_of


class NotDue(Exception):
    """Feedback was asked for before the learner may see it."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSlot:
    """A slot as the page shows it: to be answered, answered, or judged."""

    public_id: str
    position: int
    length: int
    previous: int | None
    next: int | None
    form: Form
    before: str
    emphasis: str
    after: str
    options: tuple[ShownOption, ...]
    prompts: tuple[ShownPrompt, ...]
    places: tuple[str, ...]
    typed: str
    number: int
    idempotency_key: str
    is_answered: bool
    takes_answer: bool
    feedback: Feedback | None


def may_reveal(slot: Slot, now: datetime) -> bool:
    """Whether the learner may see what depends on the key of a slot."""
    attempt = slot.attempt
    if attempt.shows_feedback_at_once and slot.is_answered:
        return True
    return attempt.may_be_revealed_at(now)


def stored_response(slot: Slot) -> Response | None:
    """The newest answer of a slot, or None; one query if there is one."""
    if not slot.is_answered:
        return None
    record = (
        Answer.objects.filter(slot=slot)
        .order_by("-number")
        .values_list("response", flat=True)[0]
    )
    return responses.from_record(item_of(slot.snapshot).form, record)


def show(
    slot: Slot,
    *,
    response: Response | None,
    now: datetime,
    sent: Mapping[str, Sequence[str]] | None = None,
    idempotency_key: str = "",
) -> ShownSlot:
    """Give a slot as the page shows it.

    Takes the slot with its attempt and snapshot, the stored response if there is one,
    and what the learner has just sent where that could not be stored.
    """
    item = item_of(slot.snapshot)
    data: FormData = {}
    if response is not None:
        data = ANSWER_FORMS[item.form].data_of(response, slot, item)
    if sent is not None:
        data = {name: list(values) for name, values in sent.items()}
    revealed = may_reveal(slot, now)
    before, emphasis, after = _emphasised(item)
    attempt = slot.attempt
    return ShownSlot(
        public_id=attempt.public_id,
        position=slot.position,
        length=attempt.length,
        previous=slot.position - 1 if slot.position > 1 else None,
        next=slot.position + 1 if slot.position < attempt.length else None,
        form=item.form,
        before=before,
        emphasis=emphasis,
        after=after,
        options=_options(slot, item, data, revealed),
        prompts=tuple(
            ShownPrompt(
                name=pair_name(index),
                text=prompt.text,
                chosen=_first(data, pair_name(index)),
            )
            for index, prompt in enumerate(item.prompts)
        ),
        places=tuple(str(n) for n in range(1, len(slot.option_order) + 1)),
        typed=_first(data, "answer") if item.form is Form.DATE_ENTRY else "",
        number=slot.answer_count + 1,
        idempotency_key=idempotency_key or str(uuid.uuid4()),
        is_answered=slot.is_answered,
        takes_answer=attempt.is_open_at(now) and not (slot.single and slot.is_answered),
        feedback=feedback_on(slot, item, response, now) if revealed else None,
    )


def feedback_on(
    slot: Slot, item: Item, response: Response | None, now: datetime
) -> Feedback:
    """What the learner is told of a slot; raises NotDue before it may be."""
    if not may_reveal(slot, now):
        raise NotDue
    verdict, remark = "", ""
    if response is not None and slot.mark is not None:
        verdict = verdict_of(slot.mark)
        # A date that was read when it was given may not be read by a later reader.
        with suppress(UnreadableDate):
            remark = mark(item, response).remark
    return Feedback(
        verdict=verdict,
        right_answer=_right_answer(item),
        accepts_several=sum(date.right for date in item.dates) > 1,
        given=_given(slot, item, response),
        pairs=_pairs(item, response),
        statement=item.feedback,
        cited=_cited(item, slot.attempt),
        note=item.note,
        remark=remark,
    )


def _emphasised(item: Item) -> tuple[str, str, str]:
    if not item.emphasis:
        return item.stem, "", ""
    return item.stem.partition(item.emphasis)


def _options(
    slot: Slot, item: Item, data: FormData, revealed: bool
) -> tuple[ShownOption, ...]:
    by_value = {option.value: option for option in item.options}
    token_of = {value: token for token, value in slot.tokens.items()}
    chosen = data.get("answer", [])
    shown = []
    for index, value in enumerate(slot.option_order):
        option, token = by_value[value], token_of[value]
        is_chosen = token in chosen
        shown.append(
            ShownOption(
                number=index + 1,
                token=token,
                text=option.text,
                chosen=is_chosen,
                name=place_name(index),
                place=_first(data, place_name(index)),
                standing=_standing(item, option, is_chosen) if revealed else "",
            )
        )
    return tuple(shown)


def _standing(item: Item, option: Option, is_chosen: bool) -> str:
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


def _given(slot: Slot, item: Item, response: Response | None) -> tuple[Explained, ...]:
    options = {option.value: option for option in item.options}
    if isinstance(response, str) and item.form is Form.DATE_ENTRY:
        return (Explained(text=response, right=slot.mark == 1),)
    if isinstance(response, Mapping):
        return ()
    if isinstance(response, tuple):
        return tuple(
            Explained(text=f"{place}. {options[value].text}", right=value == wanted)
            for place, (value, wanted) in enumerate(
                zip(response, item.order, strict=True), 1
            )
        )
    chosen = (value for value in slot.option_order if _is_in(value, response))
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


def _cited(item: Item, attempt: Attempt) -> tuple[Cited, ...]:
    return tuple(
        Cited(
            title=attempt.source_titles.get(citation.source, citation.source),
            paragraphs=ranges(citation.paragraphs),
        )
        for citation in item.citations
    )


def _first(data: FormData, name: str) -> str:
    values = data.get(name)
    return values[-1] if values else ""
