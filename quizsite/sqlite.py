"""The SQLite library that Django gets.

SQLite 3.7.0 to 3.51.2 can lose commits or corrupt the file when several connections
write in WAL mode (https://sqlite.org/wal.html#walresetbug), and Debian 12 has 3.40. The
`pysqlite3` wheel brings a repaired one. Django knows only the name `sqlite3`, so the
wheel takes that name before Django loads. Where there is no wheel, Python's own module
stays, and a system check refuses it if it is too old (`quizzes.web.checks`).
"""

from __future__ import annotations

import sys


def use_bundled_sqlite() -> None:
    """Let `import sqlite3` give the wheel's module, if the wheel is installed."""
    try:
        import pysqlite3
        import pysqlite3.dbapi2
    except ImportError:
        return
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2
