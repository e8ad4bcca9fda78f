"""What a line of the log says of an error: where and of which kind, not its text.

The text of an error may quote what somebody has typed, or a row of the database: names,
addresses, answers. The place says to a developer where to look.
"""

from __future__ import annotations

import logging
import traceback
from types import TracebackType
from typing import TypeAlias

ErrorInfo: TypeAlias = (
    tuple[type[BaseException], BaseException, TracebackType | None]
    | tuple[None, None, None]
)


class LineFormatter(logging.Formatter):
    """One line, and under it the places of an error and of what caused it."""

    def formatException(self, ei: ErrorInfo) -> str:
        """The stack of an error, with the kinds of errors instead of their texts."""
        _kind, error, _trace = ei
        parts: list[str] = []
        seen: set[int] = set()
        while error is not None and id(error) not in seen:
            seen.add(id(error))
            stack = "".join(traceback.format_tb(error.__traceback__))
            parts.append(f"{stack}{type(error).__module__}.{type(error).__qualname__}")
            error = error.__cause__ or (
                None if error.__suppress_context__ else error.__context__
            )
        return "\ncaused by:\n".join(parts)
