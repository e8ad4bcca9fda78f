"""What a page shows of a slot, as plain values.

The one door between a snapshot, which holds the key, and a template, which must not:
`show` never takes what depends on the key unless `may_reveal` says that it is due.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _

from quizzes.attempts import responses
from quizzes.attempts.answer_forms import (
    ANSWER_FORMS,
    FormData,
    pair_name,
    place_name,
)
from quizzes.attempts.models import Answer, Slot
from quizzes.attempts.snapshots import item_of, judged_item
from quizzes.bank.shown_items import (
    Feedback,
    ShownOption,
    ShownPrompt,
    emphasised,
    standing,
    tell,
)
from quizzes.items.data import Form, Item, Picture, Stimulus
from quizzes.items.marking import Response


class NotDue(Exception):
    """Feedback was asked for before the learner may see it."""


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
    picture: Picture | None
    prompts: tuple[ShownPrompt, ...]
    places: tuple[str, ...]
    typed: str
    number: int
    idempotency_key: str
    is_answered: bool
    takes_answer: bool
    feedback: Feedback | None
    stimulus: Stimulus | None
    why: str


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
    item = judged_item(slot)
    data: FormData = {}
    if response is not None:
        data = ANSWER_FORMS[item.form].data_of(response, slot, item)
    if sent is not None:
        data = {name: list(values) for name, values in sent.items()}
    revealed = may_reveal(slot, now)
    before, emphasis, after = emphasised(item)
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
        picture=item.picture,
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
        stimulus=item.stimulus,
        why=slot.get_reason_display(),
    )


def feedback_on(
    slot: Slot, item: Item, response: Response | None, now: datetime
) -> Feedback:
    """What the learner is told of a slot; raises NotDue before it may be."""
    if not may_reveal(slot, now):
        raise NotDue
    told = tell(
        item,
        response,
        order=slot.option_order,
        score=slot.mark,
        titles=slot.attempt.source_titles,
    )
    if slot.is_void:
        note = _("None of the answers was right: everybody has the mark.")
        return replace(told, note=note)
    return told


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
                standing=standing(item, option, is_chosen) if revealed else "",
            )
        )
    return tuple(shown)


def _first(data: FormData, name: str) -> str:
    values = data.get(name)
    return values[-1] if values else ""
