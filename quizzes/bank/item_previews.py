"""Items as their author looks at them: before the answer, and after a wrong one.

Nobody has answered these, so the answer is made up: one that shows as much as possible
of what learners are told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from quizzes.bank.shown_items import (
    Feedback,
    ShownOption,
    ShownPrompt,
    emphasised,
    standing,
    tell,
)
from quizzes.items.calendar import DateValue
from quizzes.items.data import Form, Item, Picture
from quizzes.items.kazakh.typed_dates import UnreadableDate, read_typed_date
from quizzes.items.marking import Response, mark


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownItem:
    """An item as the page of an attempt shows it, without the attempt."""

    prefix: str
    item: Item
    form: Form
    before: str
    emphasis: str
    after: str
    options: tuple[ShownOption, ...]
    prompts: tuple[ShownPrompt, ...]
    places: tuple[str, ...]
    typed: str = ""
    picture: Picture | None = None
    feedback: Feedback | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """The two pages that a learner meets."""

    asked: ShownItem
    told: ShownItem


def preview(
    item: Item, titles: Mapping[str, str], *, prefix: str = "preview-"
) -> Preview:
    """Show an item before and after the answer.

    Takes the titles of the sources that it cites, by their references, and what the
    names of its fields begin with: several stand on one page.
    """
    response = wrong_response(item)
    feedback = tell(
        item,
        response,
        order=[option.value for option in item.options],
        score=mark(item, response).score,
        titles=titles,
    )
    return Preview(
        asked=_shown(item, prefix), told=_shown(item, prefix, response, feedback)
    )


def wrong_response(item: Item) -> Response:
    """An answer that is not right, and that something is said of where possible."""
    match item.form:
        case Form.DATE_ENTRY:
            return _wrong_date(item)
        case Form.MATCHING:
            return _wrong_pairs(item)
        case Form.ORDERING:
            return tuple(reversed(item.order))
    wrong = [option for option in item.options if not option.key]
    chosen = next((option for option in wrong if option.why), wrong[0]).value
    if item.form is Form.MULTIPLE_CHOICE:
        key = next(option.value for option in item.options if option.key)
        return frozenset({key, chosen})
    return chosen


def _wrong_date(item: Item) -> str:
    """A date that the question names as wrong, or the year before the right one."""
    for date in item.dates:
        if not date.right and _can_be_read(date.text):
            return date.text
    right = next(date.edtf for date in item.dates if date.right)
    year = str(DateValue.parse(right).last.year - 1)
    return year if _can_be_read(year) else "1900"


def _can_be_read(text: str) -> bool:
    try:
        read_typed_date(text)
    except UnreadableDate:
        return False
    return True


def _wrong_pairs(item: Item) -> Mapping[str, str]:
    """The first pair right, and for the last prompt what belongs elsewhere."""
    first, last = item.prompts[0], item.prompts[-1]
    spare = [option.value for option in item.options if not option.key]
    elsewhere = [value for value in (*spare, first.key) if value != last.key]
    given = {first.value: first.key}
    if elsewhere:
        given[last.value] = elsewhere[0]
    return given


def _shown(
    item: Item,
    prefix: str,
    response: Response | None = None,
    feedback: Feedback | None = None,
) -> ShownItem:
    before, emphasis, after = emphasised(item)
    return ShownItem(
        prefix=prefix,
        item=item,
        form=item.form,
        before=before,
        emphasis=emphasis,
        after=after,
        options=tuple(_options(item, response)),
        prompts=tuple(
            ShownPrompt(name=f"pair-{index}", text=prompt.text)
            for index, prompt in enumerate(item.prompts)
        ),
        places=tuple(str(n) for n in range(1, len(item.options) + 1)),
        picture=item.picture,
        feedback=feedback,
    )


def _options(item: Item, response: Response | None) -> list[ShownOption]:
    shown = []
    for index, option in enumerate(item.options):
        chosen = response is not None and option.value in _chosen(response)
        shown.append(
            ShownOption(
                number=index + 1,
                token=str(index),
                text=option.text,
                chosen=chosen,
                name=f"place-{index}",
                standing="" if response is None else standing(item, option, chosen),
            )
        )
    return shown


def _chosen(response: Response) -> frozenset[str]:
    if isinstance(response, str):
        return frozenset({response})
    return frozenset(response)
