"""System checks: the site does not start on a database that can lose answers."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error
from django.db import connections

# The first release without the WAL-reset fault, and the branches it was mended in.
# https://sqlite.org/wal.html#walresetbug
FIRST_SAFE = (3, 51, 3)
MENDED_BRANCHES = ((3, 44, 6), (3, 50, 7))
FULL = 2  # PRAGMA synchronous; 3 is EXTRA

Version = tuple[int, ...]


def is_safe_sqlite(version: Version) -> bool:
    """Whether this SQLite keeps what several connections write in WAL mode."""
    return version >= FIRST_SAFE or any(
        version[:2] == mended[:2] and version >= mended for mended in MENDED_BRANCHES
    )


def check_sqlite(
    *, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Ask each SQLite database that a command is about to use how it is set."""
    found: list[CheckMessage] = []
    for alias in databases or ():
        connection = connections[alias]
        if connection.vendor == "sqlite":
            journal, synchronous = _pragmas(alias)
            found += judge_sqlite(sqlite3.sqlite_version_info, journal, synchronous)
    return found


def judge_sqlite(
    version: Version, journal: str, synchronous: int
) -> list[CheckMessage]:
    """What is wrong with a SQLite database, if anything."""
    found: list[CheckMessage] = []
    if not is_safe_sqlite(version):
        number = ".".join(map(str, version))
        found.append(
            Error(
                f"SQLite {number} can lose answers when two processes write.",
                hint="Install the pysqlite3 wheel (`make setup`), or SQLite 3.51.3.",
                id="quizzes.E001",
            )
        )
    if journal != "wal":
        found.append(
            Error(
                f"The journal mode of SQLite is {journal!r} and not 'wal'.",
                hint="A network drive or a read-only folder cannot hold the database.",
                id="quizzes.E002",
            )
        )
    if synchronous < FULL:
        found.append(
            Error(
                "SQLite does not wait for the disk: `synchronous` is below FULL.",
                hint="Look at DATABASES in quizsite/settings.py.",
                id="quizzes.E003",
            )
        )
    return found


def _pragmas(alias: str) -> tuple[str, int]:
    with connections[alias].cursor() as cursor:
        journal = cursor.execute("PRAGMA journal_mode").fetchone()[0]
        synchronous = cursor.execute("PRAGMA synchronous").fetchone()[0]
    return str(journal), int(synchronous)
