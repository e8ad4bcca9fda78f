"""The site as users get it, on a free port, with a database of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.browser import making

ROOT = Path(__file__).resolve().parents[2]
SECONDS_TO_START = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Where a running site answers, and the file that it stores in."""

    url: str
    database: Path


@contextmanager
def running_site(folder: Path) -> Iterator[Site]:
    """Load the facts into a new database in `folder`, serve it, and stop at the end."""
    port = _free_port()
    site = Site(url=f"http://127.0.0.1:{port}", database=folder / "db.sqlite3")
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.browser.site_settings",
        "SECRET_KEY": "for tests only: nothing signed with it leaves this machine",
        "SITE_URL": site.url,
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "DEBUG": "off",
        "DATABASE_URL": f"sqlite:///{site.database}",
        "TEST_STATIC_ROOT": str(folder / "static"),
    }
    _prepare(environment)
    with (folder / "server.log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--workers", "1"],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_for(site, server, folder / "server.log")
            yield site
        finally:
            server.terminate()
            server.wait(timeout=30)
            making.end(site.database)


# What `make run` does, in one process. The staff's pages are not visited, and are most
# of what there is to compress.
PREPARATION = """
import django
from django.core.management import call_command
django.setup()
call_command("collectstatic", interactive=False, ignore_patterns=["admin"], verbosity=0)
call_command("migrate", verbosity=0)
call_command("facts", "load")
"""


def _prepare(environment: Mapping[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PREPARATION],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(site: Site, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{site.url}/healthz", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise AssertionError(f"The site did not start:\n{log.read_text()}")
