"""How much of a file is read before it is refused.

A file of 2.4 MB can hold half a million rows, and one of 5 kB can claim a million: so
rows and columns are counted while reading.
"""

from __future__ import annotations

from typing import Final

MAX_BYTES: Final = 5 * 1024 * 1024
MAX_ROWS: Final = 5_000
MAX_COLUMNS: Final = 50

MAX_UNPACKED_BYTES: Final = 50 * 1024 * 1024
MAX_ZIP_ENTRIES: Final = 1_000
MAX_XML_DEPTH: Final = 64
MAX_XML_ELEMENTS: Final = 1_000_000

# Files of questions are written by hand or by a learning platform: no more is needed.
MAX_QUESTIONS: Final = 5_000
MAX_QUESTION_ELEMENTS: Final = 200_000
MAX_LINE: Final = 4_000

MAX_YAML_DEPTH: Final = 16
MAX_YAML_NODES: Final = 200_000
MAX_JSON_DEPTH: Final = 8
