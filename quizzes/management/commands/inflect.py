"""Kazakh names in their cases: `inflect [--possessed] [NAME ...]`."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from quizzes.items.kazakh.names import case_table

_LONGEST_NAME = 1_000


class Command(BaseCommand):
    """Names in their cases."""

    help = (
        "Prints names in their cases, one a line, separated by tabs:"
        " name, gen, dat, acc, loc, abl, ins. Without names it reads them from standard"
        " input, one a line. What cannot be read is named on standard error, and the"
        " exit code is then 1."
    )
    requires_system_checks: tuple[str, ...] = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Define the arguments."""
        parser.add_argument("names", metavar="NAME", nargs="*")
        parser.add_argument(
            "--possessed",
            action="store_true",
            help="the last word bears the third person possessive already"
            " (Қауымдастығы, Федерациясы)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the cases of every name."""
        names = enumerate(options["names"] or _lines(), 1)
        failed = False
        for number, name in names:
            why = _why_not(name)
            if not why:
                try:
                    table = case_table(name.strip(), possessed=options["possessed"])
                except ValueError as error:
                    why = str(error)
            if why:
                failed = True
                self.stderr.write(f"{_('line %(number)s') % {'number': number}}: {why}")
                continue
            self.stdout.write("\t".join([name.strip(), *table.values()]))
        if failed:
            sys.exit(1)


def _why_not(name: str | None) -> str:
    """What is wrong with a name before it is inflected; empty if nothing is."""
    if name is None:
        return _("The text is not in UTF-8.")
    if not name.strip():
        return _("There is no name here.")
    if len(name) > _LONGEST_NAME:
        return _("Too long. Most characters: %(limit)s.") % {"limit": _LONGEST_NAME}
    if not name.strip().isprintable():
        return _("There is a character here that cannot be shown.")
    return ""


def _lines() -> Iterator[str | None]:
    """The lines of standard input; None for one that is not UTF-8."""
    buffer = getattr(sys.stdin, "buffer", None)
    raw: Iterable[bytes | str] = sys.stdin if buffer is None else buffer
    for line in raw:
        try:
            text = line.decode() if isinstance(line, bytes) else line
        except UnicodeDecodeError:
            yield None
        else:
            yield text.removeprefix("\ufeff").rstrip("\r\n")
