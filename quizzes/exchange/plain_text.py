"""Bytes as text, or the line on which they are none."""

from __future__ import annotations

import unicodedata
from typing import Final

from quizzes.exchange.faults import FaultCode, UnreadableFile
from quizzes.exchange.limits import MAX_BYTES
from quizzes.items.characters import FORBIDDEN

_BOM: Final = "\ufeff"


def check_size(content: bytes) -> None:
    """Raise UnreadableFile for a file that is too large."""
    if len(content) > MAX_BYTES:
        raise UnreadableFile(FaultCode.TOO_LARGE, limit=MAX_BYTES // 1024 // 1024)


def decode(content: bytes) -> str:
    """The text of a UTF-8 file in NFC, with or without a byte order mark.

    Raises UnreadableFile, with the line, for a file that is too large, for bytes that
    are not UTF-8 and for control characters.
    """
    check_size(content)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UnreadableFile(FaultCode.NOT_UTF8, line) from None
    text = text.removeprefix(_BOM)
    match = FORBIDDEN.search(text)
    if match is not None:
        line = text.count("\n", 0, match.start()) + 1
        raise UnreadableFile(FaultCode.CONTROL_CHARACTER, line)
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n"))


def is_clean(text: str) -> bool:
    """Whether a text has none of the characters that no file may hold."""
    return FORBIDDEN.search(text) is None
