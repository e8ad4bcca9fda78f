"""What becomes of an item that was asked, when its question is corrected by hand.

As for facts (`rekeying`), the options stay as they were shown and are only told anew
which of them is right. An option of the question as it stands is the same as one that
was shown if it has the same words, or else the same id: its wording was improved. Words
that now stand for another date or number are another option.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from quizzes.items.data import Form, Item, Option, Prompt
from quizzes.items.questions import scale_place
from quizzes.items.rekeying import NoKey, judges_alike


def rekeyed_question(shown: Item, now: Item) -> Item:
    """The item as it is to be judged by its question as that now stands.

    Takes the item as it was shown, and any item that the question makes now. Gives the
    first itself where nothing that it is judged by has changed.

    Raises NoKey where no option is right any more or it cannot be told which: the
    question has become another one.
    """
    if shown.form is not now.form:
        raise NoKey
    judged = _REKEYED[shown.form](shown, now)
    if judges_alike(judged, shown):
        return shown
    if _asks_otherwise(shown, now):
        raise NoKey
    standing = _standing(shown, now)
    return replace(
        judged,
        question=now.question,
        options=tuple(_explained(each, standing) for each in judged.options),
        feedback=now.feedback,
        note=now.note,
        dated=now.dated,
    )


def _asks_otherwise(shown: Item, now: Item) -> bool:
    """Whether the stem has been turned round, and not only the key put right.

    A claim is true or false by its words; a word in bold is mostly the negation.
    """
    if shown.form is Form.TRUE_FALSE and _words(shown.stem) != _words(now.stem):
        return True
    return _words(shown.emphasis) != _words(now.emphasis)


def _standing(shown: Item, now: Item) -> dict[str, Option]:
    """What each option that was shown is now, by its value; what is gone is not there.

    No two that were shown are the same one now.
    """
    by_words = {_words(option.text): option for option in now.options}
    by_value = {option.value: option for option in now.options}
    found = {
        option.value: by_words[_words(option.text)]
        for option in shown.options
        if _words(option.text) in by_words
    }
    taken = {option.value for option in found.values()}
    for option in shown.options:
        same = by_value.get(option.value)
        if option.value in found or same is None or same.value in taken:
            continue
        if not _is_another_value(option.text, same.text):
            found[option.value] = same
    return found


def _is_another_value(old: str, new: str) -> bool:
    """Whether both are dates or numbers, and not the same one."""
    before, after = scale_place(old), scale_place(new)
    return before is not None and after is not None and before != after


def _words(text: str) -> str:
    return " ".join(text.split()).casefold()


def _explained(option: Option, standing: Mapping[str, Option]) -> Option:
    """The option with what is told of it now."""
    same = standing.get(option.value)
    if same is None:
        return option
    return replace(option, why=same.why, explains=same.explains)


def _options(shown: Item, now: Item) -> tuple[Option, ...]:
    standing = _standing(shown, now)
    return tuple(
        replace(option, key=option.value in standing and standing[option.value].key)
        for option in shown.options
    )


def _choice(shown: Item, now: Item) -> Item:
    options = _options(shown, now)
    if sum(option.key for option in options) != 1:
        raise NoKey
    return replace(shown, options=options)


def _multiple_choice(shown: Item, now: Item) -> Item:
    options = _options(shown, now)
    if not any(option.key for option in options):
        raise NoKey
    return replace(shown, options=options)


def _date_entry(shown: Item, now: Item) -> Item:
    return replace(shown, dates=now.dates)


def _matching(shown: Item, now: Item) -> Item:
    """Each left side with the right side that belongs to it now."""
    values = {same.value: old for old, same in _standing(shown, now).items()}
    by_words = {_words(prompt.text): prompt for prompt in now.prompts}
    by_value = {prompt.value: prompt for prompt in now.prompts}
    prompts: list[Prompt] = []
    for prompt in shown.prompts:
        same = by_words.get(_words(prompt.text)) or by_value.get(prompt.value)
        if same is None or same.key not in values:
            raise NoKey
        prompts.append(replace(prompt, key=values[same.key]))
    keys = {prompt.key for prompt in prompts}
    options = tuple(
        replace(option, key=option.value in keys) for option in shown.options
    )
    return replace(shown, prompts=tuple(prompts), options=options)


def _ordering(shown: Item, now: Item) -> Item:
    """The lines that were shown, in the order that they have now."""
    standing = _standing(shown, now)
    if len(standing) != len(shown.order):
        raise NoKey
    places = {value: place for place, value in enumerate(now.order)}
    order = sorted(shown.order, key=lambda value: places[standing[value].value])
    return replace(shown, order=tuple(order))


_REKEYED: Final[Mapping[Form, Callable[[Item, Item], Item]]] = {
    Form.CHOICE: _choice,
    Form.MULTIPLE_CHOICE: _multiple_choice,
    Form.TRUE_FALSE: _choice,
    Form.DATE_ENTRY: _date_entry,
    Form.MATCHING: _matching,
    Form.ORDERING: _ordering,
}
