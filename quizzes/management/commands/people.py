"""What is kept of people: `people sweep`."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from quizzes.accounts.sweeping import sweep


class Command(BaseCommand):
    """What is kept of people."""

    help = "Keeps no more of people than is said on the page about personal data."

    def add_arguments(self, parser: CommandParser) -> None:
        """Define the subcommand."""
        subcommands = parser.add_subparsers(
            dest="subcommand", required=True, metavar="{sweep}"
        )
        sweeping: ArgumentParser = subcommands.add_parser(
            "sweep",
            help="Erases who has not come for the stated time. Run it daily.",
        )
        sweeping.add_argument(
            "--dry-run", action="store_true", help="only say how many would go"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Sweep, and say by numbers what went."""
        swept = sweep(now=timezone.now(), dry_run=options["dry_run"])
        said = (
            _("It would erase: {numbers}")
            if options["dry_run"]
            else _("Erased: {numbers}")
        )
        numbers = _(
            "guests without attempts {idle}, guests with attempts {guests},"
            " learners {learners}, sessions {sessions}, join codes {codes},"
            " messages {messages}, files {uploads}, unused pictures {pictures}"
        ).format(
            idle=swept.idle_guests,
            guests=swept.guests,
            learners=swept.learners,
            sessions=swept.sessions,
            codes=swept.join_codes,
            messages=swept.messages,
            uploads=swept.uploads,
            pictures=swept.pictures,
        )
        self.stdout.write(said.format(numbers=numbers))
