"""`people sweep`: erasing whoever has not come for long, deleting what is over."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.accounts.sweeping import sweep

NAMES: Final = {
    "empty_guests": gettext_lazy("Guests without attempts"),
    "guests": gettext_lazy("Guests with attempts"),
    "learners": gettext_lazy("Pupils' accounts"),
    "sessions": gettext_lazy("Sessions that have ended"),
    "join_codes": gettext_lazy("Join codes that are over"),
    "messages": gettext_lazy("Old messages"),
}


class Command(BaseCommand):
    """Sweep once; run it daily."""

    help = "Takes away what is kept longer than the page about personal data says."

    def add_arguments(self, parser: CommandParser) -> None:
        """Define the one subcommand."""
        actions = parser.add_subparsers(dest="action", required=True)
        sweeper = actions.add_parser(
            "sweep", help="erase the unused, delete what is over"
        )
        sweeper.add_argument(
            "--dry-run", action="store_true", help="change nothing, only count"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Sweep, and say how many of each sort."""
        swept = sweep(now=timezone.now(), dry_run=options["dry_run"])
        if options["dry_run"]:
            self.stdout.write(_("Nothing is changed; this would go:"))
        for name, count in asdict(swept).items():
            self.stdout.write(f"{NAMES[name]}: {count}")
