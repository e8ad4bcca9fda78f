"""A cache that all processes of the server share: one table, one statement an act.

For what must be counted right over all of them, such as tries at passwords. It holds
JSON and nothing else, so that whoever can write to it still cannot run code. What it
holds may be lost with the power: it does not wait for the disk.

On SQLite it has a file of its own, with a write lock of its own. On PostgreSQL it is a
table that the migrations make. Django's own cache in the database takes four statements
for an act: too slow to hold a lock by when a class logs in together.
"""

from __future__ import annotations

import json
import os
import random
import sqlite3
import threading
import time
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import connection

SECONDS_TO_WAIT = 10
# Every so many writes, what has expired is swept out.
WRITES_TO_A_SWEEP = 100
TABLE = "quizzes_cache"
SET_UP = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=OFF",
    f"CREATE TABLE IF NOT EXISTS {TABLE} ("
    "key TEXT PRIMARY KEY, value TEXT NOT NULL, expires REAL) WITHOUT ROWID",
)
PUT = (
    f"INSERT INTO {TABLE} (key, value, expires) VALUES (?, ?, ?)"
    " ON CONFLICT (key) DO UPDATE SET value = excluded.value,"
    " expires = excluded.expires"
)

# How many rows an act has met, and the first one if it has asked for rows
Done = tuple[int, tuple[Any, ...] | None]


class SharedCache(BaseCache):
    """Django's cache interface on one table."""

    def __init__(self, location: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        self._location = location

    def add(
        self,
        key: Any,
        value: Any,
        timeout: Any = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> bool:
        """Store it if nothing is there; the one statement makes it fit for locks."""
        row = (self._key(key, version), json.dumps(value), self._expiry(timeout))
        added, _row = self._run(
            f"{PUT} WHERE {TABLE}.expires <= ?",  # what has expired is not there
            (*row, time.time()),
        )
        return added == 1

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """Give what is stored and has not expired, or the default."""
        _count, found = self._run(
            f"SELECT value FROM {TABLE}"
            " WHERE key = ? AND (expires IS NULL OR expires > ?)",
            (self._key(key, version), time.time()),
        )
        return default if found is None else json.loads(found[0])

    def set(
        self,
        key: Any,
        value: Any,
        timeout: Any = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> None:
        """Store it, whatever was there before."""
        row = (self._key(key, version), json.dumps(value), self._expiry(timeout))
        self._run(PUT, row)
        if random.randrange(WRITES_TO_A_SWEEP) == 0:
            self._run(f"DELETE FROM {TABLE} WHERE expires <= ?", (time.time(),))

    def touch(
        self, key: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        """Give it another time to expire; whether it was there."""
        touched, _row = self._run(
            f"UPDATE {TABLE} SET expires = ?"
            " WHERE key = ? AND (expires IS NULL OR expires > ?)",
            (self._expiry(timeout), self._key(key, version), time.time()),
        )
        return touched == 1

    def delete(self, key: Any, version: int | None = None) -> bool:
        """Forget it; whether it was there."""
        deleted, _row = self._run(
            f"DELETE FROM {TABLE} WHERE key = ?", (self._key(key, version),)
        )
        return deleted == 1

    def clear(self) -> None:
        """Forget everything."""
        self._run(f"DELETE FROM {TABLE}", ())

    def _key(self, key: Any, version: int | None) -> str:
        made: str = self.make_and_validate_key(key, version=version)
        return made

    def _expiry(self, timeout: Any) -> float | None:
        expiry: float | None = self.get_backend_timeout(timeout)
        return expiry

    def _run(self, statement: str, values: tuple[Any, ...]) -> Done:
        raise NotImplementedError


class PostgresCache(SharedCache):
    """The cache in the site's own database, on the connection of the request."""

    def _run(self, statement: str, values: tuple[Any, ...]) -> Done:
        with connection.cursor() as cursor:
            cursor.execute(statement.replace("?", "%s"), values)
            row = cursor.fetchone() if cursor.description else None
            return cursor.rowcount, row


class SqliteCache(SharedCache):
    """The cache in a file; `LOCATION` says where."""

    def __init__(self, location: str, params: dict[str, Any]) -> None:
        super().__init__(location, params)
        self._local = threading.local()

    def _run(self, statement: str, values: tuple[Any, ...]) -> Done:
        cursor = self._connection().execute(statement, values)
        row = cursor.fetchone() if cursor.description else None
        return cursor.rowcount, row

    def _connection(self) -> sqlite3.Connection:
        """The connection of this thread, in this process: none outlives a fork."""
        kept = getattr(self._local, "kept", None)
        if kept is None or kept[0] != os.getpid():
            opened = sqlite3.connect(
                self._location, timeout=SECONDS_TO_WAIT, isolation_level=None
            )
            for statement in SET_UP:
                opened.execute(statement)
            kept = self._local.kept = (os.getpid(), opened)
        connected: sqlite3.Connection = kept[1]
        return connected
