"""Bytes as text, or the line on which they are none."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from quizzes.exchange.faults import FaultCode, UnreadableFile
from quizzes.exchange.limits import MAX_BYTES

# Also lone surrogates and non-characters: no database takes all of these.
_FORBIDDEN: Final = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]"
)
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
    match = _FORBIDDEN.search(text)
    if match is not None:
        line = text.count("\n", 0, match.start()) + 1
        raise UnreadableFile(FaultCode.CONTROL_CHARACTER, line)
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n"))


def is_clean(text: str) -> bool:
    """Whether a text has none of the characters that no file may hold."""
    return _FORBIDDEN.search(text) is None
