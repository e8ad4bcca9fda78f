"""`manage.py serve`: the production server."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from quizzes.web.network import is_taken, local_address

ANY_ADDRESS = {"0.0.0.0", "::"}
# An attempt is closed a minute after its time at the latest.
CLOSING_SECONDS = 30
# Requests that may wait in one process before new ones are held back at the socket.
BACKPRESSURE = 64


class Command(BaseCommand):
    """Checks the database and the port, says where to go, and becomes the server.

    Beside it runs what closes the attempts whose time is up.
    """

    help = "Serve the site with granian on HOST and PORT (settings)."

    def add_arguments(self, parser: Any) -> None:
        """Take the number of processes."""
        parser.add_argument("--workers", type=int, default=2, help="server processes")
        parser.add_argument(
            "--check", action="store_true", help="only see whether the port is free"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Replace this process by the server."""
        host, port = settings.HOST, settings.PORT
        if is_taken(host, port):
            raise CommandError(
                f"Port {port} is taken by another program. Stop it, or choose another "
                f"port, for example: make run PORT={port + 1}"
            )
        if options["check"]:
            return
        self.check(databases=["default"])
        for line in self._where_to_go(host, port):
            self.stdout.write(line)
        self.stdout.flush()
        # Ends by itself when the server does.
        subprocess.Popen(
            [
                *(sys.executable, sys.argv[0], "attempts", "close"),
                *("--every", str(CLOSING_SECONDS)),
            ],
            stdin=subprocess.DEVNULL,
        )
        command = [sys.executable, "-m", "granian", "--interface", "wsgi"]
        command += ["--host", host, "--port", str(port)]
        command += ["--workers", str(options["workers"])]
        command += ["--blocking-threads", str(settings.THREADS)]
        command += ["--backpressure", str(BACKPRESSURE)]
        # A worker that dies comes back, and one that hangs does not keep a stop waiting
        command += ["--respawn-failed-workers", "--workers-kill-timeout", "20"]
        command += ["--log-level", "warning", "quizsite.wsgi:application"]
        os.execv(sys.executable, command)

    def _where_to_go(self, host: str, port: int) -> list[str]:
        if settings.IS_HTTPS:
            return [f"Open {settings.SITE_URL}"]
        if host not in ANY_ADDRESS:
            shown = f"[{host}]" if ":" in host else host
            return [f"Open http://{shown}:{port}/"]
        lines = [f"Open http://127.0.0.1:{port}/ on this machine"]
        address = local_address()
        if address:
            lines.append(
                f"  or http://{address}:{port}/ on a phone in the same network"
            )
        return lines
