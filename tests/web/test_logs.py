"""What a line of the log says of an error: its place and kind, never its text."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError
from django.test import Client
from django.utils.module_loading import import_string

from quizzes.attempts import views

NAME = "Қаракөз"


def as_the_site_writes(record: logging.LogRecord) -> str:
    """The lines of a record, by the site's own settings."""
    line: dict[str, Any] = dict(settings.LOGGING["formatters"]["line"])
    make = import_string(line.pop("()"))
    formatter: logging.Formatter = make(line.pop("format"), **line)
    return formatter.format(record)


@pytest.mark.parametrize(
    "failure",
    [
        ValueError(f"could not read {NAME}"),
        IntegrityError(f"Key (username)=({NAME}) already exists."),
        KeyError(NAME),
    ],
    ids=lambda failure: type(failure).__name__,
)
def test_an_error_is_told_without_what_it_quotes(
    failure: Exception,
    db: None,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*given: object, **named: object) -> None:
        try:
            raise failure
        except Exception as error:
            raise RuntimeError(f"{NAME}: {error}") from error

    monkeypatch.setattr(views, "StartForm", fail)
    reply = Client(raise_request_exception=False).get("/practice/", {"q": NAME})

    assert reply.status_code == 500
    [record] = [each for each in caplog.records if each.exc_info]
    text = as_the_site_writes(record)
    assert "Internal Server Error: /practice/" in text
    assert "quizzes/attempts/views.py" in text
    assert "RuntimeError" in text
    assert type(failure).__name__ in text
    assert NAME not in text
