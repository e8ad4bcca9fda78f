"""Responses as JSON: what is stored of an answer, and compared when it comes again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from quizzes.items.data import Form
from quizzes.items.marking import Response

ResponseRecord: TypeAlias = str | list[str] | dict[str, str]


def to_record(response: Response) -> ResponseRecord:
    """Give the stored shape; equal responses give equal records."""
    if isinstance(response, str):
        return response
    if isinstance(response, Mapping):
        return dict(sorted(response.items()))
    return sorted(response) if isinstance(response, frozenset) else list(response)


def from_record(form: Form, record: ResponseRecord) -> Response:
    """Make the response again that an item of this form was answered with."""
    if isinstance(record, list):
        return tuple(record) if form is Form.ORDERING else frozenset(record)
    return record
