"""A quiz on paper: variants, a sheet for the answers, and one table of keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from quizzes.bank.quiz_showing import ItemCard, cards_of
from quizzes.bank.shown_items import emphasised
from quizzes.items.arrangement import VARIANTS, variant
from quizzes.items.data import Form, Item, Stimulus

# As on the sheets of the national test
LETTERS: Final = "ABCDEFGHIJ"
_HALF_A_LINE: Final = 34


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperOption:
    """An option behind its letter."""

    letter: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperItem:
    """An item as it is printed, and what is to be written for it."""

    number: int
    form: Form
    stem: tuple[str, str, str]
    options: tuple[PaperOption, ...]
    prompts: tuple[str, ...]
    key: str

    @property
    def is_short(self) -> bool:
        """Whether two options fit on a line, which saves paper."""
        return all(len(option.text) <= _HALF_A_LINE for option in self.options)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperBlock:
    """Items that stay together, with the text that they stand under."""

    stimulus: Stimulus | None
    items: tuple[PaperItem, ...]
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One variant."""

    letter: str
    blocks: tuple[PaperBlock, ...]

    @property
    def items(self) -> list[PaperItem]:
        """The items in the order of the variant."""
        return [item for block in self.blocks for item in block.items]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRow:
    """What is right for one number in each variant."""

    number: int
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """An item with its answer and source, and its number in each variant."""

    card: ItemCard
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """All that is printed of a quiz."""

    sheets: tuple[Sheet, ...]
    keys: tuple[KeyRow, ...]
    sources: tuple[SourceRow, ...]


def print_out(items: Sequence[Item], *, seed: str, variants: int) -> Paper:
    """Set a quiz for paper; the same seed sets it in the same way. One query."""
    places: dict[str, list[int]] = {}
    sheets = []
    for letter in VARIANTS[:variants]:
        arranged = variant(items, seed, letter)
        places[letter] = [place for place, _item in arranged]
        sheets.append(
            Sheet(letter=letter, blocks=_blocks([item for _place, item in arranged]))
        )
    keys = tuple(
        KeyRow(number=number, keys=tuple(row))
        for number, row in enumerate(
            zip(*([item.key for item in sheet.items] for sheet in sheets), strict=True),
            start=1,
        )
    )
    sources = tuple(
        SourceRow(
            card=card,
            numbers=tuple(order.index(place) + 1 for order in places.values()),
        )
        for place, card in enumerate(cards_of(items))
    )
    return Paper(sheets=tuple(sheets), keys=keys, sources=sources)


def key_of(item: Item) -> str:
    """What is to be written for an item, by the letters of its options."""
    letter_of = dict(zip((o.value for o in item.options), LETTERS, strict=False))
    match item.form:
        case Form.MATCHING:
            pairs = enumerate((letter_of[each.key] for each in item.prompts), start=1)
            return ", ".join(f"{number}–{letter}" for number, letter in pairs)
        case Form.ORDERING:
            return " → ".join(letter_of[value] for value in item.order)
        case Form.DATE_ENTRY:
            return " / ".join(date.text for date in item.dates if date.right)
        case _:
            right = [option.value for option in item.options if option.key]
            return ", ".join(letter_of[value] for value in right)


def _blocks(items: Sequence[Item]) -> tuple[PaperBlock, ...]:
    blocks: list[PaperBlock] = []
    gathered: list[PaperItem] = []
    for number, item in enumerate(items, start=1):
        gathered.append(_item(number, item))
        stimulus = item.stimulus
        if stimulus is None or stimulus.part == stimulus.parts:
            blocks.append(_block(stimulus, gathered))
            gathered = []
    if gathered:
        blocks.append(_block(items[-1].stimulus, gathered))
    return tuple(blocks)


def _block(stimulus: Stimulus | None, items: list[PaperItem]) -> PaperBlock:
    return PaperBlock(
        stimulus=stimulus,
        items=tuple(items),
        first=items[0].number,
        last=items[-1].number,
    )


def _item(number: int, item: Item) -> PaperItem:
    return PaperItem(
        number=number,
        form=item.form,
        stem=emphasised(item),
        options=tuple(
            PaperOption(letter=letter, text=option.text)
            for letter, option in zip(LETTERS, item.options, strict=False)
        ),
        prompts=tuple(prompt.text for prompt in item.prompts),
        key=key_of(item),
    )
