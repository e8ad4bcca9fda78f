"""`manage.py attempts`: closing those whose time is up, and counting anew."""

from __future__ import annotations

import logging
import os
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from quizzes.attempts import learning, taking
from quizzes.attempts.recounting import recount_usage

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """Closes what is overdue: once, or again and again while the server runs."""

    help = "Hands in the attempts whose time is up; counts anew what was asked."

    def add_arguments(self, parser: Any) -> None:
        """Take what to do, and how often."""
        actions = parser.add_subparsers(dest="action", required=True)
        close = actions.add_parser("close", help="hand in what is overdue")
        close.add_argument(
            "--every",
            type=int,
            metavar="SECONDS",
            help="again after so many seconds, until the process that began it ends",
        )

        actions.add_parser(
            "recount", help="count anew how often facts were asked and missed"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Count anew; or close once, or for as long as the parent process lives."""
        if options["action"] == "recount":
            self.stdout.write(f"{recount_usage()} facts")
            return
        every = options["every"]
        if every is None:
            closed = taking.close_overdue(now=timezone.now())
            self.stdout.write(f"{closed} closed")
            return
        if every < 1:
            raise CommandError("--every must be at least one second")
        _close_again_and_again(every)


def _close_again_and_again(every: int) -> None:
    """Close what is overdue every so many seconds; a failure is tried again then.

    Then memory learns from the tests whose answers may be shown by now.
    """
    parent = os.getppid()
    try:
        while os.getppid() == parent:
            try:
                taking.close_overdue(now=timezone.now())
                learning.settle(now=timezone.now())
            except DatabaseError:
                logger.exception("attempts were not closed")
                connection.close()
            close_old_connections()
            for _second in range(every):
                time.sleep(1)
                if os.getppid() != parent:
                    return
    except KeyboardInterrupt:
        return
