"""Values given as written, brought into the shape that the property asks for."""

from __future__ import annotations

from dataclasses import replace

from quizzes.bank.content import FactContent, PlainValue
from quizzes.items.calendar import DateError, DateValue
from quizzes.items.properties import PROPERTIES, ValueType


def shaped(content: FactContent) -> FactContent:
    """The content with its values in the shape of the property.

    One entity becomes a list of one, a year in digits becomes a date, and dates are
    written as the bank writes them. What does not fit stays as it is, for `checking`.
    """
    known = PROPERTIES.get(content.property)
    if known is None:
        return content
    text_value = content.text_value
    return replace(
        content,
        value=_shaped(content.value, known.value_type),
        text_value=(
            None if text_value is None else _shaped(text_value, known.value_type)
        ),
        as_of=str(_shaped(content.as_of, ValueType.DATE)) if content.as_of else "",
    )


def _shaped(value: PlainValue, value_type: ValueType) -> PlainValue:
    if value_type is ValueType.ENTITIES and isinstance(value, str):
        return (value,) if value else ()
    if value_type is ValueType.DATE and not isinstance(value, tuple):
        try:
            return DateValue.parse(str(value)).edtf
        except DateError:
            return value
    if value_type is ValueType.NUMBER and isinstance(value, str):
        digits = value.removeprefix("-")
        if digits.isascii() and digits.isdigit() and len(digits) < 19:
            return int(value)
    return value
