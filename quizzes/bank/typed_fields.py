"""A field of a form as its template shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedField:
    """What is typed in a field, and what is wrong with it."""

    name: str
    value: str
    fault: str


def typed_field(name: str, value: str, faults: Mapping[str, str]) -> TypedField:
    """A field with its own fault among all of them."""
    return TypedField(name=name, value=value, fault=faults.get(name, ""))
