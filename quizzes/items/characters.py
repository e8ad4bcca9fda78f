"""Characters that nobody types and no file can hold."""

from __future__ import annotations

import re
from typing import Final

# Control characters but for tabs and ends of lines, which XML forbids and spreadsheets
# refuse; lone surrogates and non-characters, which not all databases take.
FORBIDDEN: Final = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]"
)


def without_forbidden(text: str) -> str:
    """The text without them: whoever pasted one has not seen it either."""
    return FORBIDDEN.sub("", text)
