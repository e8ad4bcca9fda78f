"""What the items of a quiz must look like beyond their form: as in a national test."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from quizzes.items.data import Form, Item

_OPTIONS: Final = 4
_OPTIONS_OF_SEVERAL: Final = 6
_MOST_KEYS: Final = 3


class Shape(StrEnum):
    """How strictly items are shaped."""

    USUAL = ""
    # ҰБТ: one of four, up to three of six, and pairs with options to spare
    NATIONAL_TEST = "national_test"


# In the order in which they come
FORMS_OF_SHAPE: Final[Mapping[Shape, tuple[Form, ...]]] = {
    Shape.USUAL: tuple(Form),
    Shape.NATIONAL_TEST: (Form.CHOICE, Form.MATCHING, Form.MULTIPLE_CHOICE),
}


def has_shape(item: Item, shape: Shape) -> bool:
    """Whether an item looks as the shape wants it."""
    if shape is Shape.USUAL:
        return True
    keys = sum(option.key for option in item.options)
    match item.form:
        case Form.CHOICE:
            return len(item.options) == _OPTIONS
        case Form.MULTIPLE_CHOICE:
            return len(item.options) == _OPTIONS_OF_SEVERAL and keys <= _MOST_KEYS
        case Form.MATCHING:
            return keys < len(item.options)
        case _:
            return False
