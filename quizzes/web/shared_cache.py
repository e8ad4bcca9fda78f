"""A cache that all processes of the server share, in a SQLite file of its own.

For what must be counted right over all of them, such as tries at passwords. It holds
JSON and nothing else, so that whoever can write to the file still cannot run code. What
it holds may be lost with the power: it does not wait for the disk.
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

SECONDS_TO_WAIT = 10
# Every so many writes, what has expired is swept out.
WRITES_TO_A_SWEEP = 100
SET_UP = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=OFF",
    "CREATE TABLE IF NOT EXISTS cache ("
    "key TEXT PRIMARY KEY, value TEXT NOT NULL, expires REAL) WITHOUT ROWID",
)
PUT = (
    "INSERT INTO cache (key, value, expires) VALUES (?, ?, ?)"
    " ON CONFLICT (key) DO UPDATE SET value = excluded.value,"
    " expires = excluded.expires"
)


class SqliteCache(BaseCache):
    """Django's cache interface on one table; `LOCATION` is the file."""

    def __init__(self, location: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        self._path = location
        self._local = threading.local()

    def add(
        self,
        key: Any,
        value: Any,
        timeout: Any = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> bool:
        """Store it if nothing is there; the one statement makes it fit for locks."""
        row = (self._key(key, version), json.dumps(value), self._expiry(timeout))
        put = self._run(
            f"{PUT} WHERE cache.expires <= ?",  # what has expired is not there
            (*row, time.time()),
        )
        return put.rowcount == 1

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """Give what is stored and has not expired, or the default."""
        found = self._run(
            "SELECT value FROM cache"
            " WHERE key = ? AND (expires IS NULL OR expires > ?)",
            (self._key(key, version), time.time()),
        ).fetchone()
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
            self._run("DELETE FROM cache WHERE expires <= ?", (time.time(),))

    def touch(
        self, key: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        """Give it another time to expire; whether it was there."""
        touched = self._run(
            "UPDATE cache SET expires = ?"
            " WHERE key = ? AND (expires IS NULL OR expires > ?)",
            (self._expiry(timeout), self._key(key, version), time.time()),
        )
        return touched.rowcount == 1

    def delete(self, key: Any, version: int | None = None) -> bool:
        """Forget it; whether it was there."""
        deleted = self._run(
            "DELETE FROM cache WHERE key = ?", (self._key(key, version),)
        )
        return deleted.rowcount == 1

    def clear(self) -> None:
        """Forget everything."""
        self._run("DELETE FROM cache", ())

    def _key(self, key: Any, version: int | None) -> str:
        made: str = self.make_and_validate_key(key, version=version)
        return made

    def _expiry(self, timeout: Any) -> float | None:
        expiry: float | None = self.get_backend_timeout(timeout)
        return expiry

    def _run(self, statement: str, values: tuple[Any, ...]) -> sqlite3.Cursor:
        return self._connection().execute(statement, values)

    def _connection(self) -> sqlite3.Connection:
        """The connection of this thread, in this process: none outlives a fork."""
        kept = getattr(self._local, "kept", None)
        if kept is None or kept[0] != os.getpid():
            connection = sqlite3.connect(
                self._path, timeout=SECONDS_TO_WAIT, isolation_level=None
            )
            for statement in SET_UP:
                connection.execute(statement)
            kept = self._local.kept = (os.getpid(), connection)
        opened: sqlite3.Connection = kept[1]
        return opened
